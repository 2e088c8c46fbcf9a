"""TNZ's own client, PyPI `tnzapi` 3.0.0.1, in its v3.00 form and unmodified."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tnzapi.core.destination import Destination

from mock_gateway.definitions.load import gateway
from v3_clients import (
    ADDRESS,
    LINE,
    MOBILE,
    NO_ENTRY,
    NO_OPTOUT,
    POLLED,
    TEMPLATE,
    TO,
    UNAUTHORIZED,
    no_record,
    tnz_client,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tnzapi import TNZAPI

    from mock_gateway import Session

LATER = "2026-01-07T09:00"
FAX = "+6493333333"
FILE = {"Name": "a.txt", "Data": "aGVsbG8="}
SENDS: dict[str, Callable[[TNZAPI], Any]] = {
    "sms": lambda client: client.Messaging.SMS.SendMessage(Message="Hello", ToNumber=MOBILE),
    "email": lambda client: client.Messaging.Email.SendMessage(
        EmailSubject="Hello", MessagePlain="Hello", Destinations=[ADDRESS], FromEmail="a@example.com", Files=[FILE]
    ),
    "fax": lambda client: client.Messaging.Fax.SendMessage(Files=[FILE], ToNumber=LINE),
    "voice": lambda client: client.Messaging.Voice.SendMessage(MessageToPeople="UklGRg==", Destinations=[LINE]),
    "tts": lambda client: client.Messaging.TTS.AddKeypad(1, RouteNumber="+6491234567").SendMessage(
        MessageToPeople="Hello", ToNumber=LINE, NumberOfOperators=3
    ),
    "whatsapp": lambda client: client.Messaging.WhatsApp.SendMessage(
        TemplateID=TEMPLATE, Message="Hello", FromNumber="6495006000", FallbackMode=["SMS", "Voice"], ToNumber=MOBILE
    ),
    "rcs": lambda client: client.Messaging.RCS.SendMessage(Message="Hello", ToNumber=MOBILE, FallbackMode="WhatsApp"),
}


@pytest.mark.parametrize("channel", SENDS)
def test_a_message_of_each_type_is_sent_and_polled(client: TNZAPI, tnz: Session, channel: str) -> None:
    sent = SENDS[channel](client)
    before = client.Reports.Status.Poll(channel, sent.MessageID)
    tnz.deliver()
    after = client.Reports.Status.Poll(channel, sent.MessageID)

    (message,), (recipient,) = tnz.messages, after.Recipients
    assert [sent.Result, sent.MessageID, sent.ErrorMessage] == ["Success", message.id, []]
    assert [before.Result, before.JobStatus, before.Timezone] == ["Success", "Pending", "New Zealand"]
    assert [after.JobStatus, after.Count, after.Success, after.Failed] == ["Completed", 1, 1, 0]
    assert [recipient["Type"], recipient["Destination"]] == [POLLED[channel], TO[channel]]
    assert [recipient["Status"], recipient["Result"]] == ["Success", message.recipients[0].result]
    assert after.Price == message.recipients[0].price / 1000


@pytest.mark.parametrize(
    "whom", [{"EmailAddress": ADDRESS}, {"Destination": ADDRESS}, {"Destinations": [{"EmailAddress": ADDRESS}]}]
)
def test_an_address_stands_where_the_client_has_a_place_for_it(
    client: TNZAPI, tnz: Session, whom: dict[str, Any]
) -> None:
    client.Messaging.Email.SendMessage(MessageHTML="<p>Hello</p>", **whom)

    assert [[each.number for each in message.recipients] for message in tnz.messages] == [[ADDRESS]]


def test_a_destination_of_the_client_is_reached_at_the_number_of_the_type(client: TNZAPI, tnz: Session) -> None:
    somebody = Destination(MobilePhone=MOBILE, FaxNumber=FAX, MainPhone=LINE, EmailAddress=ADDRESS)
    messaging = client.Messaging
    messaging.SMS.SendMessage(Message="Hello", Destinations=[somebody])
    messaging.RCS.SendMessage(Message="Hello", Destinations=[somebody])
    messaging.TTS.SendMessage(MessageToPeople="Hello", Destinations=[somebody])
    messaging.Email.SendMessage(MessagePlain="Hello", Destinations=[somebody])
    messaging.Fax.SendMessage(Files=[FILE], Destinations=[Destination(FaxNumber=FAX)])

    reached = [message.recipients[0].number for message in tnz.messages]
    assert reached == [MOBILE[1:], MOBILE[1:], LINE[1:], ADDRESS, FAX[1:]]


def test_a_key_plays_a_section_of_the_call_and_nothing_else(client: TNZAPI) -> None:
    keyed = client.Messaging.TTS.AddKeypad(Tone=9, PlaySection="Main")

    assert keyed.SendMessage(MessageToPeople="Hello", ToNumber=LINE).Result == "Success"


@pytest.mark.parametrize("channel", SENDS)
def test_a_message_of_each_type_is_rescheduled_and_aborted(client: TNZAPI, channel: str) -> None:
    sent = SENDS[channel](client)
    later = client.Actions.Reschedule.SendRequest(channel, sent.MessageID, LATER)
    gone = client.Actions.Abort.SendRequest(channel, sent.MessageID)

    assert [later.ActionResult, later.Status, later.Action] == ["Success", "Pending", "Reschedule"]
    assert [gone.ActionResult, gone.Status, gone.Action] == ["Success", "Delayed", "Abort"]
    status = client.Reports.Status.Poll(channel, sent.MessageID)
    assert [status.JobStatus, status.Recipients[0]["Result"]] == ["Completed", "Control Deleted"]


@pytest.mark.parametrize("channel", ["email", "fax", "voice", "tts"])
def test_what_failed_is_sent_once_more(client: TNZAPI, tnz: Session, channel: str) -> None:
    sent = SENDS[channel](client)
    refused = client.Actions.Resubmit.SendRequest(channel, sent.MessageID, LATER)
    tnz.fail()
    again = client.Actions.Resubmit.SendRequest(channel, sent.MessageID, LATER)

    assert [refused.Result, refused.ErrorMessage] == ["Failed", ["Message has not failed"]]
    assert [again.Result, again.Status, again.Action] == ["Success", "Completed", "Resubmit"]
    assert client.Reports.Status.Poll(channel, sent.MessageID).JobStatus == "Delayed"


@pytest.mark.parametrize("channel", ["voice", "tts"])
def test_the_pace_of_calls_is_changed(client: TNZAPI, tnz: Session, channel: str) -> None:
    sent = SENDS[channel](client)
    paced = client.Actions.Pacing.SendRequest(channel, sent.MessageID, 5)
    refused = client.Actions.Pacing.SendRequest(channel, sent.MessageID, 0)

    assert [paced.Result, paced.Status, paced.Action] == ["Success", "Pending", "Pacing"]
    assert [tnz.messages[0].fields["NumberOfOperators"], refused.ErrorMessage] == ["5", ["Invalid NumberOfOperators"]]


@pytest.mark.parametrize("channel", SENDS)
def test_a_message_that_there_is_not_is_not_found(client: TNZAPI, channel: str) -> None:
    status = client.Reports.Status.Poll(channel, "ID999")
    late = client.Actions.Reschedule.SendRequest(channel, "ID999", LATER)
    gone = client.Actions.Abort.SendRequest(channel, "ID999")

    assert {each.Result for each in (status, late, gone)} == {"RecordNotFound"}
    assert NO_ENTRY == status.ErrorMessage == late.ErrorMessage == gone.ErrorMessage


@pytest.mark.parametrize("channel", SENDS)
def test_a_wrong_token_is_unauthorized_although_older_versions_judge_it_later(
    tnz: Session, monkeypatch: pytest.MonkeyPatch, channel: str
) -> None:
    assert tnz.settings.auth == "deferred"
    client = tnz_client(tnz, monkeypatch, "wrong")

    for result in (SENDS[channel](client), client.Reports.Status.Poll(channel, "ID1")):
        assert [result.Result, result.ErrorMessage] == ["Unauthorized", UNAUTHORIZED]


FORCED = [
    (row.key, channel)
    for row in gateway("tnz").rows
    for channel in SENDS
    if not row.each and row.cause != "internal_error" and (not row.calls or f"send-{channel}" in row.calls)
]
WORDLESS = ("Unsupported media type",)
"""Rows whose documented answer has no ErrorMessage."""

RESULTS = {"no_credentials": "Unauthorized", "bad_credentials": "Unauthorized", "not_found": "RecordNotFound"}


@pytest.mark.parametrize(("key", "channel"), FORCED)
def test_each_rejection_that_is_forced_reaches_the_caller(client: TNZAPI, tnz: Session, key: str, channel: str) -> None:
    cause = next(row.cause for row in gateway("tnz").rows if row.key == key)
    tnz.reject(key, call=f"send-{channel}")

    refused, accepted = SENDS[channel](client), SENDS[channel](client)

    assert [refused.Result, len(refused.ErrorMessage)] == [RESULTS.get(cause, "Failed"), key not in WORDLESS]
    assert [accepted.Result, len(tnz.messages), tnz.journal[0].forced] == ["Success", 1, True]


def test_what_the_client_lets_through_is_refused_by_the_gateway(client: TNZAPI) -> None:
    messaging = client.Messaging
    wrong = [
        messaging.Email.SendMessage(MessagePlain="Hello", EmailAddress="nobody"),
        messaging.Fax.SendMessage(Files=[{"Name": "a.txt"}], ToNumber=LINE),
        messaging.TTS.AddKeypad(1).SendMessage(MessageToPeople="Hello", ToNumber=LINE),
        messaging.WhatsApp.AddDestination(ContactID="nobody").SendMessage(
            TemplateID=TEMPLATE, Message="Hello", FromNumber="6495006000"
        ),
    ]

    assert [(each.Result, each.ErrorMessage) for each in wrong] == [
        ("Failed", ["Error - Could not find any valid destination(s)."]),
        ("Failed", ["Missing file data on file 1"]),
        ("Failed", ["Missing RouteNumber/Play on keypad 1"]),
        ("Failed", ["Error - Could not find any valid destination(s)."]),
    ]


def test_replies_are_polled_and_received(client: TNZAPI, tnz: Session) -> None:
    sent = SENDS["sms"](client)
    tnz.clock.advance("2s")
    received = tnz.receive("Yes", MOBILE)

    (reply,) = client.Reports.SMSReply.Poll(sent.MessageID).Recipients[0].SMSReplies
    (message,) = client.Reports.SMSReceived.Poll(TimePeriod=5).Messages

    assert received.id == reply.ReceivedID == message["ReceivedID"]
    assert [reply.MessageText, message["MessageID"], message["Version"]] == ["Yes", sent.MessageID, "v3.00"]


def test_contacts_and_opt_outs_of_each_type_are_kept(client: TNZAPI) -> None:
    book, optouts = client.Addressbook, client.OptOut
    jo = book.Contact.Create(FirstName="Jo", EmailAddress=ADDRESS, MobilePhone=MOBILE, MainPhone=LINE).ContactID
    group = book.Group.Create(GroupName="Customers").GroupID
    book.GroupContact.Create(group, jo)
    made = optouts.CreateBatch("SMS, Email, Voice, Fax", ContactID=jo)

    assert [each["ContactID"] for each in book.Contact.Search(FirstName="Jo").Contacts] == [jo]
    assert book.ContactGroup.Detail(jo, group).Group["GroupName"] == "Customers"
    assert book.Contact.Detail("nobody").ErrorMessage == no_record("nobody")
    assert made.DestType == "Text"
    assert [each["Destination"] for each in optouts.List().OptOuts] == [MOBILE, ADDRESS, LINE, ""]
    assert [each["DestType"] for each in optouts.List(DestType="Speech").OptOuts] == ["Speech"]
    assert optouts.Update(made.ID, Notes="x") == optouts.Details(made.ID) == optouts.Delete(made.ID)
    assert [optouts.Details(made.ID).Result, optouts.Details(made.ID).ErrorMessage] == ["RecordNotFound", NO_OPTOUT]
