"""What websms sends by itself, as a receiver on loopback gets it."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import TYPE_CHECKING

import pytest

from receivers import Hook, send

if TYPE_CHECKING:
    from mock_gateway import Session

ALWAYS = [
    "messageType",
    "notificationId",
    "transferId",
    "senderAddress",
    "recipientAddress",
    "deliveryReportMessageStatus",
    "sentOn",
]


def test_a_report_is_as_documented(websms: Session, hook: Hook) -> None:
    message = send(websms, clientMessageId="c1")
    websms.clock.advance("2s")

    (got,) = hook.got
    told = json.loads(got.body)
    notification = told.pop("notificationId")
    assert {
        "messageType": "deliveryReport",
        "transferId": message.id,
        "senderAddress": "447700900000",
        "recipientAddress": "447700900000",
        "deliveryReportMessageStatus": "delivered",
        "sentOn": "2026-01-05T09:00:00.000+00:00",
        "deliveredOn": "2026-01-05T09:00:02.000+00:00",
        "deliveredAs": "sms",
        "clientMessageId": "c1",
    } == told
    assert len(notification) == 20
    assert (got.method, got.path) == ("POST", "/hook")
    assert got.headers["Content-Type"] == "application/json;charset=UTF-8"
    assert "Authorization" not in got.headers


def test_a_report_names_the_clients_id_only_where_it_was_sent(websms: Session, hook: Hook) -> None:
    send(websms)
    websms.clock.advance("2s")

    assert [*ALWAYS, "deliveredOn", "deliveredAs"] == list(json.loads(hook.got[0].body))


@pytest.mark.parametrize(
    ("outcome", "statuses"),
    [
        ("delivered", ["delivered"]),
        ("failed", ["undelivered", "expired"]),
        ("expired", ["expired"]),
        ("never_reported", []),
        ("undelivered_then_delivered", ["undelivered", "delivered"]),
        ("deleted", ["deleted"]),
        ("rejected", ["rejected"]),
    ],
)
def test_what_is_delivered_has_a_time_of_delivery_and_nothing_else_has(
    websms: Session, hook: Hook, outcome: str, statuses: list[str]
) -> None:
    send(websms, websms.numbers[outcome][0])
    websms.clock.advance("2min")

    told = [json.loads(got.body) for got in hook.got]
    assert statuses == [each["deliveryReportMessageStatus"] for each in told]
    for each in told:
        delivered = each["deliveryReportMessageStatus"] == "delivered"
        assert (delivered, delivered) == ("deliveredOn" in each, "deliveredAs" in each)


@pytest.mark.parametrize(
    ("outcome", "way"),
    [("delivered_by_voice", "voice"), ("delivered_by_push", "push"), ("delivered_by_failover", "failover-sms")],
)
def test_a_report_says_how_it_was_delivered(websms: Session, hook: Hook, outcome: str, way: str) -> None:
    websms.outcome(outcome)
    send(websms)
    websms.clock.advance("10s")

    assert way == json.loads(hook.got[0].body)["deliveredAs"]


def test_each_recipient_has_a_report_with_an_id_of_its_own(websms: Session, hook: Hook) -> None:
    numbers = websms.numbers.delivered[:5]
    message = send(websms, *numbers)
    websms.clock.advance("2s")

    told = [json.loads(got.body) for got in hook.got]
    assert [number.removeprefix("+") for number in numbers] == [each["recipientAddress"] for each in told]
    assert {message.id} == {each["transferId"] for each in told}
    assert len({each["notificationId"] for each in told}) == 5


def test_a_report_can_call_the_originator_its_sender(websms: Session, hook: Hook) -> None:
    websms.settings.report_sender = "originator"
    send(websms, senderAddress="ACME", senderAddressType="alphanumeric")
    websms.clock.advance("2s")

    assert json.loads(hook.got[0].body)["senderAddress"] == "ACME"


def test_user_and_password_of_a_url_are_sent_as_basic_authentication(websms: Session, hook: Hook) -> None:
    url = hook.url.replace("://", "://user:p%40ss@")
    send(websms, notificationCallbackUrl=f"{url}?key=1&to=2")
    websms.clock.advance("2s")

    (got,) = hook.got
    assert f"Basic {b64encode(b'user:p@ss').decode()}" == got.headers["Authorization"]
    assert got.path == "/hook?key=1&to=2"
    assert "user" not in got.headers["Host"]


def test_a_text_from_a_handset_is_as_documented(websms: Session, hook: Hook) -> None:
    websms.receive("Grüße €", "+447700900123", to="447700900456")

    told = json.loads(hook.got[0].body)
    assert len(told.pop("notificationId")) == 20
    assert told == {
        "messageType": "text",
        "senderAddress": "447700900123",
        "senderAddressType": "international",
        "recipientAddress": "447700900456",
        "recipientAddressType": "international",
        "textMessageContent": "Grüße €",
    }


def test_a_handset_sends_to_the_accounts_own_number_unless_told_otherwise(websms: Session, hook: Hook) -> None:
    websms.account.msisdn = "447700900998"
    websms.receive("hi", "+447700900123")

    assert json.loads(hook.got[0].body)["recipientAddress"] == "447700900998"


def test_a_binary_message_from_a_handset_is_in_base64(websms: Session, hook: Hook) -> None:
    websms.receive("bytes", "+447700900123", kind="binary")

    told = json.loads(hook.got[0].body)
    assert ("binary", False, [b64encode(b"bytes").decode()]) == (
        told["messageType"],
        told["userDataHeaderPresent"],
        told["binaryMessageContent"],
    )


def test_a_notification_id_is_never_used_twice(websms: Session, hook: Hook) -> None:
    for _ in range(3):
        send(websms)
        websms.receive("hi", "+447700900000")
    websms.clock.advance("2s")

    ids = [json.loads(got.body)["notificationId"] for got in hook.got]
    assert 6 == len(set(ids)) == len(ids)


def test_the_requests_own_url_is_called_and_not_the_accounts(websms: Session, hook: Hook) -> None:
    send(websms, notificationCallbackUrl=f"{hook.url}/own")
    websms.clock.advance("2s")

    assert [got.path for got in hook.got] == ["/hook/own"]
