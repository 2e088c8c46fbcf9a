"""What websms tells of messages that are no plain SMS, as a receiver on loopback gets it."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

import pytest

from receivers import TOOK, Hook, register
from websms_calls import CALLS, CHANNEL, post

if TYPE_CHECKING:
    from pytest_httpserver import HTTPServer

    from mock_gateway import Session


def value_of(notification: dict[str, Any]) -> dict[str, Any]:
    """Give what Meta's wrapping is around."""
    value: dict[str, Any] = notification["whatsappNotification"]["entry"][0]["changes"][0]["value"]
    return value


def statuses_of(hook: Hook) -> list[str]:
    """Give the statuses that the channel's webhook was told, in order."""
    return [status["status"] for each in hook.told() for status in value_of(each)["statuses"]]


@pytest.mark.parametrize(
    ("call", "fields", "ways"),
    [
        ("converged-text", {}, ["push"]),
        ("converged-text", {"messageType": "default"}, ["push"]),
        ("converged-text", {"messageType": "voice"}, ["voice"]),
        ("converged-whatsapp", {}, [None]),
        ("converged-whatsapp-attachment", {}, [None]),
    ],
)
def test_a_report_says_by_which_way_a_converged_message_was_delivered(
    websms: Session, hook: Hook, call: str, fields: dict[str, str], ways: list[str | None]
) -> None:
    post(websms, call, **fields)
    websms.clock.advance("2s")

    assert ways == [each.get("deliveredAs") for each in hook.told()]


@pytest.mark.parametrize("outcome", ["delivered_by_push", "delivered_by_voice", "delivered_by_failover"])
def test_a_test_can_choose_the_way_of_a_converged_text(websms: Session, hook: Hook, outcome: str) -> None:
    websms.outcome(outcome)
    post(websms, "converged-text")
    websms.clock.advance("10s")

    wanted = {"failover": "failover-sms"}.get(outcome.rpartition("_")[2], outcome.rpartition("_")[2])
    assert [wanted] == [each["deliveredAs"] for each in hook.told()]


@pytest.mark.parametrize("call", CALLS)
def test_what_is_delivered_by_hand_went_the_calls_own_way(websms: Session, hook: Hook, call: str) -> None:
    post(websms, call)
    websms.deliver(websms.messages[-1])

    way = {"converged-text": "push", "channel-whatsapp": "whatsapp-channel", "channel-omnichannel": "whatsapp-channel"}
    assert {way.get(call, "whatsapp")} == {each.result for each in websms.messages[-1].recipients}
    assert len(hook.got) == 1


def test_a_channels_webhook_is_told_each_status_of_each_recipient(websms: Session, hook: Hook) -> None:
    post(websms, "channel-whatsapp", recipientAddressList=["447700900120", "447700900121"])
    websms.clock.advance("7s")

    first, *others = hook.told()
    assert first.pop("whatsappNotification")["object"] == "whatsapp_business_account"
    assert first == {
        "customerChannelUuid": CHANNEL,
        "sender": "447700900120",
        "recipient": "447700900999",
        "type": "whatsapp",
        "transferId": websms.messages[-1].id,
    }
    assert len(others) == 5
    found = [status for each in others for status in value_of(each)["statuses"]]
    mine = [(each["status"], each["timestamp"]) for each in found if each["recipient_id"] == "447700900121"]
    assert [status for status, _ in mine] == ["sent", "delivered", "read"]
    assert len({each["id"] for each in found}) == 2
    assert [int(at) - int(mine[0][1]) for _, at in mine] == [0, 1, 6]


@pytest.mark.parametrize(
    ("outcome", "statuses"),
    [
        ("delivered", ["sent", "delivered"]),
        ("failed", ["sent", "failed"]),
        ("expired", ["sent", "failed"]),
        ("deleted", ["sent", "failed"]),
        ("rejected", ["sent", "failed"]),
        ("read", ["sent", "delivered", "read"]),
        ("accepted_then_delivered", ["sent", "delivered"]),
        ("undelivered_then_delivered", ["sent", "delivered"]),
        ("never_reported", []),
    ],
)
def test_a_channel_speaks_metas_words(websms: Session, hook: Hook, outcome: str, statuses: list[str]) -> None:
    post(websms, "channel-whatsapp", to=websms.numbers[outcome][0].removeprefix("+"))
    websms.clock.advance("3min")

    assert statuses == statuses_of(hook)


def test_what_failed_over_a_channel_has_an_error(websms: Session, hook: Hook) -> None:
    websms.outcome("rejected")
    post(websms, "channel-whatsapp")
    websms.clock.advance("2s")

    sent, failed = (value_of(each)["statuses"][0] for each in hook.told())
    assert "errors" not in sent
    assert [each["code"] for each in failed["errors"]] == [131026]


def test_an_omnichannel_message_that_fails_over_is_reported_as_an_sms(websms: Session, hook: Hook) -> None:
    websms.outcome("delivered_by_failover")
    post(websms, "channel-omnichannel", clientMessageId="c1")
    websms.clock.advance("10s")

    sent, report = hook.told()
    assert value_of(sent)["statuses"][0]["status"] == "sent"
    assert ("deliveryReport", "delivered", "failover-sms", "c1") == (
        report["messageType"],
        report["deliveryReportMessageStatus"],
        report["deliveredAs"],
        report["clientMessageId"],
    )
    assert websms.handset("447700900000").delivered == ["Hello by SMS"]


def test_an_omnichannel_message_without_a_fallback_keeps_its_text(websms: Session, hook: Hook) -> None:
    message = {
        "whatsapp": {"recipientAddress": "447700900100", "messageContent": {"type": "text", "text": {"body": "hi"}}}
    }
    post(websms, "channel-omnichannel", message=message)
    websms.clock.advance("10s")

    assert websms.handset("447700900100").delivered == ["hi"]
    assert len(hook.got) == 2


@pytest.mark.parametrize("devices", [None, []])
def test_a_burst_repeats_the_report_that_a_message_has(websms: Session, hook: Hook, devices: list[str] | None) -> None:
    websms.account.whatsapp_devices = devices
    post(websms, "channel-omnichannel")
    made = websms.burst(3)

    kinds = {callback.kind for callback in made}
    assert kinds == {"channel_status" if devices is None else "report_of_fallback"}
    assert 3 == len(made) == len(hook.got)


@pytest.mark.parametrize(
    ("status", "body", "acknowledged"),
    [
        (200, b'{"statusCode":2000,"statusMessage":"ok"}', True),
        (200, b'{"statusCode":5000,"statusMessage":"later"}', False),
        (200, b"OK", False),
        (204, b"", False),
        (500, TOOK[1], False),
    ],
)
def test_a_channels_webhook_is_acknowledged_in_the_body_and_tried_again_as_set(
    websms: Session,
    httpserver: HTTPServer,
    status: int,
    body: bytes,
    acknowledged: bool,  # noqa: FBT001  parametrized
) -> None:
    hook = Hook(httpserver, [(status, body)])
    register(websms, hook.url)
    websms.settings.callback_retries, websms.settings.callback_retry_seconds = 1, 5
    post(websms, "channel-whatsapp")
    websms.clock.advance("1s")

    (callback,) = websms.callbacks
    assert [acknowledged] == [attempt.acknowledged for attempt in callback.attempts]
    assert callback.state == ("acknowledged" if acknowledged else "retrying")
    assert callback.attempts[0].answer == body
    websms.clock.advance("30s")
    assert len(callback.attempts) == (1 if acknowledged else 2)


def test_a_converged_messages_own_url_is_called_with_its_user_and_password(websms: Session, hook: Hook) -> None:
    own = hook.url.replace("://", "://user:pass@") + "/own"
    for call in CALLS[:3]:
        post(websms, call, notificationCallbackUrl=own)
    websms.clock.advance("2s")

    assert [got.path for got in hook.got] == ["/hook/own"] * 3
    assert {f"Basic {b64encode(b'user:pass').decode()}"} == {got.headers["Authorization"] for got in hook.got}


def test_a_whatsapp_message_from_a_handset_is_as_documented(websms: Session, hook: Hook) -> None:
    websms.receive("Grüße", "+447700900123", kind="whatsapp")

    (found,) = hook.told()
    assert len(found.pop("notificationId")) == 20
    assert found == {
        "messageType": "whatsapp",
        "senderAddress": "447700900123",
        "senderAddressType": "international",
        "recipientAddress": "447700900999",
        "recipientAddressType": "international",
        "textMessageContent": "Grüße",
    }


def test_a_whatsapp_message_over_a_channel_is_in_metas_form(websms: Session, hook: Hook) -> None:
    websms.account.channels = [CHANNEL]
    websms.receive("Grüße", "+447700900123", to="447700900456", kind="whatsapp_channel")

    (found,) = hook.told()
    value = value_of(found)
    assert (CHANNEL, "447700900123", "447700900456") == tuple(found.values())[:3]
    assert "transferId" not in found
    assert value["contacts"][0]["wa_id"] == "447700900123"
    assert value["messages"][0]["text"] == {"body": "Grüße"}


def test_an_answer_over_a_channel_names_the_channel_of_what_it_answers(websms: Session, hook: Hook) -> None:
    websms.account.channels = ["another", CHANNEL]
    post(websms, "channel-whatsapp")
    websms.receive("hi", "+447700900000", reply_to=websms.messages[-1], kind="whatsapp_channel")

    assert hook.told()[-1]["customerChannelUuid"] == CHANNEL


@pytest.mark.parametrize(
    ("call", "devices", "kind"),
    [
        ("converged-text", None, "text"),
        ("converged-whatsapp", None, "whatsapp"),
        ("channel-whatsapp", None, "whatsapp_channel"),
        ("channel-omnichannel", None, "whatsapp_channel"),
        ("channel-omnichannel", [], "text"),
    ],
)
def test_a_handset_answers_by_itself_the_way_it_was_reached(
    websms: Session, hook: Hook, call: str, devices: list[str] | None, kind: str
) -> None:
    websms.account.whatsapp_devices = devices
    websms.outcome("delivered_then_replied")
    post(websms, call)
    happened = websms.clock.advance("7s")

    assert [kind] == [event.what for event in happened if event.kind == "inbound"]
    assert "Thanks!" in hook.got[-1].body.decode()


@pytest.mark.parametrize(("form", "digits", "length"), [("hex", 16, 20), ("decimal", 10, 19)])
def test_a_notification_id_has_the_form_that_is_set(
    websms: Session, hook: Hook, form: str, digits: int, length: int
) -> None:
    websms.settings.notification_id = form
    for _ in range(3):
        post(websms, "converged-text")
        websms.receive("hi", "+447700900000")
    websms.clock.advance("2s")

    ids = [each["notificationId"] for each in hook.told()]
    assert {length} == {len(each) for each in ids}
    assert 6 == len({int(each, digits) for each in ids})
