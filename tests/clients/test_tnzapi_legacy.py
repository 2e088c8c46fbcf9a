"""TNZ's own client, PyPI `tnzapi` 3.0.0.1, in its older `Send`, `Get` and `Set` form and unmodified, at v2.04."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tnzapi.core.messaging import Keypad

from mock_gateway.definitions.load import gateway
from v3_clients import ADDRESS, LINE, MOBILE, POLLED, TO, tnz_client

if TYPE_CHECKING:
    from collections.abc import Callable

    from tnzapi import TNZAPI

    from mock_gateway import Session

LATER = "2026-01-07T09:00"
SENDS: dict[str, Callable[[TNZAPI], Any]] = {
    "sms": lambda client: client.Send.SMS(MessageText="Hello", Recipients=[MOBILE]).SendMessage(),
    "email": lambda client: client.Send.Email(
        EmailSubject="Hello", MessagePlain="Hello", Recipients=[ADDRESS]
    ).SendMessage(),
    "fax": lambda client: client.Send.Fax().SendMessage(
        Recipients=[LINE], Files=[{"Name": "a.txt", "Data": "aGVsbG8="}]
    ),
    "voice": lambda client: client.Send.Voice().SendMessage(Recipients=[LINE], MessageToPeople="UklGRg=="),
    "tts": lambda client: client.Send.TTS().SendMessage(
        Recipients=[LINE], MessageToPeople="Hello", Keypads=[Keypad(Tone=1, RouteNumber="+6491234567")]
    ),
}


@pytest.mark.parametrize("channel", SENDS)
def test_a_message_of_each_type_is_sent_and_polled(client: TNZAPI, tnz: Session, channel: str) -> None:
    sent = SENDS[channel](client)
    tnz.deliver()
    status = client.Get.Status(MessageID=sent.MessageID).Poll()

    (message,), (recipient,) = tnz.messages, status.Recipients
    assert [sent.Result, sent.MessageID, sent.ErrorMessage] == ["Success", message.id, []]
    assert [status.Result, status.Status, status.Success] == ["Success", "Completed", 1]
    assert [recipient.Type, recipient.Destination, recipient.Status] == [POLLED[channel], TO[channel], "SUCCESS"]
    assert status.Price == message.recipients[0].price / 1000


@pytest.mark.parametrize("channel", SENDS)
def test_each_action_says_what_it_did(client: TNZAPI, tnz: Session, channel: str) -> None:
    sent = SENDS[channel](client).MessageID
    late = client.Set.Reschedule(MessageID=sent, SendTime=LATER).SendRequest()
    tnz.fail()
    again = client.Set.Resubmit(MessageID=sent, SendTime=LATER).SendRequest()
    gone = client.Set.Abort(MessageID=sent).SendRequest()
    refused = client.Set.Resubmit(MessageID=sent).SendRequest()

    assert [late.Result, late.MessageID, late.Status, late.Action] == ["Success", sent, "Pending", "Reschedule"]
    assert [again.Result, again.Status, again.Action] == ["Success", "Completed", "Resubmit"]
    assert [gone.Result, gone.Status, gone.Action] == ["Success", "Delayed", "Abort"]
    assert [refused.Result, refused.MessageID, refused.ErrorMessage] == ["Failed", sent, ["Message has not failed"]]


@pytest.mark.parametrize("channel", SENDS)
def test_only_calls_have_a_pace(client: TNZAPI, channel: str) -> None:
    sent = SENDS[channel](client).MessageID

    paced = client.Set.Pacing(MessageID=sent, NumberOfOperators=4).SendRequest()

    if channel in ("voice", "tts"):
        assert [paced.Result, paced.Status, paced.Action] == ["Success", "Pending", "NumberOfOperators"]
    else:
        assert paced.ErrorMessage == ["Only voice and text-to-speech messages have a pace"]


def test_replies_are_polled_and_received(client: TNZAPI, tnz: Session) -> None:
    sent = SENDS["sms"](client)
    tnz.clock.advance("2s")
    received = tnz.receive("Yes", MOBILE)

    status = client.Get.SMSReply(MessageID=sent.MessageID).Poll()
    listed = client.Get.SMSReceived(TimePeriod=5).Poll()

    assert [status.Result, status.Recipients[0].SMSReplies[0].MessageText] == ["Success", "Yes"]
    assert [listed.TotalRecords, listed.Messages[0].ReceivedID] == [1, received.id]


def test_what_there_is_not_is_not_found(client: TNZAPI) -> None:
    polled = [client.Get.Status(MessageID="ID9").Poll(), client.Get.SMSReply(MessageID="ID9").Poll()]
    acted = [
        client.Set.Abort(MessageID="ID9").SendRequest(),
        client.Set.Resubmit(MessageID="ID9").SendRequest(),
        client.Set.Reschedule(MessageID="ID9", SendTime=LATER).SendRequest(),
        client.Set.Pacing(MessageID="ID9", NumberOfOperators=4).SendRequest(),
    ]

    assert [(each.Result, each.ErrorMessage) for each in polled] == [("Failed", ["Message(s) NOT found"])] * 2
    assert [(each.Result, each.MessageID, each.ErrorMessage) for each in acted] == [
        ("Failed", "ID9", ["Message not found"])
    ] * 4


@pytest.mark.parametrize("channel", SENDS)
def test_a_wrong_token_is_unauthorized_where_authentication_is_strict(
    tnz: Session, monkeypatch: pytest.MonkeyPatch, channel: str
) -> None:
    tnz.settings.auth = "strict"

    result = SENDS[channel](tnz_client(tnz, monkeypatch, "wrong"))

    assert [result.Result, result.ErrorMessage] == ["Failed", ["Unauthorized"]]


FORCED = [
    (row.key, channel)
    for row in gateway("tnz").rows
    for channel in SENDS
    if not row.each and (not row.calls or f"send-{channel}" in row.calls) and row.key != "Unsupported media type"
]
"""Without the row that version 3 alone has."""


@pytest.mark.parametrize(("key", "channel"), FORCED)
def test_each_rejection_that_is_forced_reaches_the_caller(client: TNZAPI, tnz: Session, key: str, channel: str) -> None:
    tnz.reject(key, call=f"send-{channel}")

    refused, accepted = SENDS[channel](client), SENDS[channel](client)

    assert [refused.Result, len(refused.ErrorMessage)] == ["Failed", 1]
    assert [accepted.Result, len(tnz.messages), tnz.journal[0].forced] == ["Success", 1, True]
