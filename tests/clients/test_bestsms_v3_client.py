"""The provider's own client, PyPI `bestsms` 3.0.0.0, in its v3.00 form and unmodified: messages, reports, actions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from bestsms.models import SMSActionResult, SMSReceived, SMSRequest, SMSResponse, SMSStatus

from v3_clients import NO_ENTRY, bestsms_client

if TYPE_CHECKING:
    from collections.abc import Callable

    from bestsms import BestSMS

    from mock_gateway import Session

MOBILE, OTHER = "+61491570156", "+61491570157"


@pytest.fixture
def client(bestsms: Session, monkeypatch: pytest.MonkeyPatch) -> BestSMS:
    """Give a client with the session's token."""
    return bestsms_client(bestsms, monkeypatch)


def send(client: BestSMS, **changes: object) -> Any:
    return client.Messaging.SMS.SendMessage(**{"Message": "Hello", "ToNumber": MOBILE, **changes})


def added(client: BestSMS) -> Any:
    sms = client.Messaging.SMS
    sms.Message = "Hello"
    return sms.AddDestination(MOBILE).AddDestinations([{"ToNumber": OTHER}]).SendMessage()


FORMS: dict[str, Callable[[BestSMS], Any]] = {
    "to_number": lambda client: client.Messaging.SMS.SendMessage(Message="Hello", ToNumber=MOBILE),
    "destination": lambda client: client.Messaging.SMS.SendMessage(Message="Hello", Destination=MOBILE),
    "texts": lambda client: client.Messaging.SMS.SendMessage(Message="Hello", Destinations=[MOBILE, OTHER]),
    "objects": lambda client: client.Messaging.SMS.SendMessage(
        Message="Hello", Destinations=[{"Recipient": MOBILE}, {"ToNumber": OTHER, "FirstName": "Jo"}]
    ),
    "both": lambda client: client.Messaging.SMS.SendMessage(Message="Hello", Destinations=[MOBILE], ToNumber=OTHER),
    "model": lambda client: client.Messaging.SMS.SendMessage(SMSRequest(Message="Hello", ToNumber=MOBILE)),
    "dict": lambda client: client.Messaging.SMS.SendMessage({"Message": "Hello", "ToNumber": MOBILE}),
    "builder": added,
}


@pytest.mark.parametrize("form", FORMS)
def test_each_form_of_a_send_is_accepted(client: BestSMS, bestsms: Session, form: str) -> None:
    result = FORMS[form](client)

    (message,) = bestsms.messages
    wanted = [MOBILE, OTHER] if form in ("texts", "objects", "both", "builder") else [MOBILE]
    assert result == SMSResponse(Result="Success", MessageID=message.id, ErrorMessage=[])
    assert [message.text, [f"+{each.number}" for each in message.recipients]] == ["Hello", wanted]


def test_what_a_send_says_is_kept(client: BestSMS, bestsms: Session) -> None:
    said = {"Reference": "Test", "SubAccount": "Shop", "Department": "Sales", "FromNumber": "61408080909"}

    result = send(client, MessageID="ID1", **said)

    (message,) = bestsms.messages
    assert [result.MessageID, message.id] == ["ID1", "ID1"]
    assert said == {name: message.fields[name] for name in said}


def test_contacts_and_groups_are_sent_to(client: BestSMS, bestsms: Session) -> None:
    contact = client.Addressbook.Contact.Create(FirstName="Jo", MobilePhone=MOBILE)
    group = client.Addressbook.Group.Create(GroupName="Customers")
    client.Addressbook.ContactGroup.Create(contact.ContactID, group.GroupID)
    sms = client.Messaging.SMS

    sms.SendMessage(Message="One", ContactID=contact.ContactID)
    sms.SendMessage(Message="Two", GroupID=group.GroupID)
    client.Messaging.SMS.AddDestination(ContactID=contact.ContactID).SendMessage(Message="Three")

    assert [[each.number for each in message.recipients] for message in bestsms.messages] == [["61491570156"]] * 3


def test_a_status_says_what_the_session_says(client: BestSMS, bestsms: Session) -> None:
    sent = send(client, Reference="Test", SubAccount="Shop")
    before = client.Reports.Status.Poll(sent.MessageID)
    bestsms.clock.advance("2s")
    after = client.Reports.Status.Poll(sent.MessageID)

    assert [before.Result, before.JobStatus, before.Recipients[0].Status] == ["Success", "Pending", "Pending"]
    assert [after.JobStatus, after.Count, after.Complete, after.Success, after.Failed] == ["Completed", 1, 1, 1, 0]
    assert [after.Reference, after.SubAccount, after.Account] == ["Test", "Shop", bestsms.account.name]
    (shown,), (kept,) = after.Recipients, bestsms.messages[0].recipients
    assert [shown.Destination, shown.Result] == [f"+{kept.number}", kept.result]
    assert [shown.Type, shown.DestSeq, shown.Status, shown.MessageText] == ["Text", "00000001", "Success", "Hello"]
    assert after.Price == shown.Price == kept.price / 1000


def test_a_failure_is_told_of_its_recipient(client: BestSMS, bestsms: Session) -> None:
    sent = send(client, Destinations=["0000", OTHER])
    bestsms.fail()

    status = client.Reports.Status.Poll(sent.MessageID)

    assert [each.Status for each in status.Recipients] == ["Failed"] * 3
    assert [status.Count, status.Failed, status.Price] == [3, 3, None]


def test_pages_of_recipients_are_asked_for(client: BestSMS) -> None:
    sent = send(client, Destinations=[OTHER, "+61491570158"])
    page = client.Reports.Status.Poll(sent.MessageID, RecordsPerPage=2, Page=2)

    assert [page.TotalRecords, page.RecordsPerPage, page.PageCount, page.Page] == [3, 2, 2, 2]
    assert len(page.Recipients) == 1


@pytest.mark.parametrize("poll", ["SMSReply", "Status"])
def test_replies_stand_with_their_recipient(client: BestSMS, bestsms: Session, poll: str) -> None:
    sent = send(client)
    bestsms.clock.advance("2s")
    received = bestsms.receive("Yes please", MOBILE)

    (recipient,) = getattr(client.Reports, poll).Poll(sent.MessageID).Recipients
    (reply,) = recipient.SMSReplies

    assert [reply.ReceivedID, reply.From, reply.MessageText] == [received.id, MOBILE, "Yes please"]
    assert [reply.Timezone, reply.ReceivedTimeUTC] == ["AUS Eastern", "2026-01-05 09:00:02"]


def test_what_was_received_is_asked_for_by_minutes_and_by_dates(client: BestSMS, bestsms: Session) -> None:
    sent = send(client)
    bestsms.clock.advance("2s")
    bestsms.receive("Yes", MOBILE)
    bestsms.clock.advance("2h")
    last = bestsms.receive("Hello", OTHER)
    poll = client.Reports.SMSReceived.Poll

    assert [each["MessageText"] for each in poll(TimePeriod=1440).Messages] == ["Hello", "Yes"]
    (message,) = poll(TimePeriod=60).Messages
    assert [message["ReceivedID"], message["From"], message["Version"]] == [last.id, OTHER, "v3.00"]
    (message,) = poll(DateFrom="2026-01-05T19:00:00", DateTo="2026-01-05T21:00:00").Messages
    assert [message["MessageText"], message["MessageID"]] == ["Yes", sent.MessageID]
    page = poll(TimePeriod=1440, RecordsPerPage=1, Page=2)
    assert [page.Result, page.TotalRecords, page.PageCount, len(page.Messages)] == ["Success", 2, 2, 1]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({}, "Missing or empty timePeriod"),
        ({"DateFrom": "2026-01-05T19:00:00"}, "Missing or empty dateTo"),
        ({"DateFrom": "yesterday", "DateTo": "2026-01-05T19:00:00"}, "Invalid dateFrom"),
        ({"DateFrom": "2026-01-06T19:00:00", "DateTo": "2026-01-05T19:00:00"}, "dateTo must be later than dateFrom"),
        ({"TimePeriod": 1441}, "Invalid TimePeriod: must be between 1 and 1440 minutes"),
    ],
)
def test_a_span_that_is_none_is_refused(client: BestSMS, query: dict[str, Any], said: str) -> None:
    assert client.Reports.SMSReceived.Poll(**query) == SMSReceived(Result="Failed", ErrorMessage=[said])


def test_a_delayed_message_is_rescheduled_and_aborted(client: BestSMS, bestsms: Session) -> None:
    sent = send(client, SendTime="2026-01-06T09:00", Timezone="New Zealand")
    later = client.Actions.Reschedule.SendRequest(sent.MessageID, "2026-01-07T09:00")
    delayed = client.Reports.Status.Poll(sent.MessageID)
    gone = client.Actions.Abort.SendRequest(sent.MessageID)
    status = client.Reports.Status.Poll(sent.MessageID)

    facts = {"Result": "Success", "ActionResult": "Success", "MessageID": sent.MessageID, "JobNum": delayed.JobNum}
    assert later == SMSActionResult(**facts, Status="Delayed", Action="Reschedule")
    assert gone == SMSActionResult(**facts, Status="Delayed", Action="Abort")
    assert [delayed.JobStatus, delayed.Timezone, delayed.DelayedTimeLocal] == [
        "Delayed",
        "New Zealand",
        "2026-01-07 09:00:00",
    ]
    assert [status.JobStatus, status.Recipients[0].Result] == ["Completed", "Control Deleted"]
    assert bestsms.handset(MOBILE).delivered == []


def test_what_is_sent_is_neither_rescheduled_nor_aborted(client: BestSMS, bestsms: Session) -> None:
    sent = send(client)
    bestsms.clock.advance("2s")

    late = client.Actions.Reschedule.SendRequest(sent.MessageID, "2026-01-07T09:00")
    gone = client.Actions.Abort.SendRequest(sent.MessageID)

    assert late == SMSActionResult(Result="Failed", ErrorMessage=["Message can no longer be rescheduled"])
    assert gone == SMSActionResult(Result="Failed", ErrorMessage=["Message can no longer be aborted"])


def test_a_time_that_cannot_be_read_is_refused(client: BestSMS) -> None:
    sent = send(client, SendTime="2026-01-06T09:00")

    result = client.Actions.Reschedule.SendRequest(sent.MessageID, "tomorrow")

    assert result == SMSActionResult(Result="Failed", ErrorMessage=["Invalid SendTime"])


def test_a_message_that_there_is_not_is_not_found(client: BestSMS, bestsms: Session) -> None:
    unknown = SMSStatus(Result="RecordNotFound", ErrorMessage=NO_ENTRY)
    untouched = SMSActionResult(Result="RecordNotFound", ErrorMessage=NO_ENTRY)

    assert unknown == client.Reports.Status.Poll("ID999") == client.Reports.SMSReply.Poll("ID999")
    assert untouched == client.Actions.Abort.SendRequest("ID999")
    assert untouched == client.Actions.Reschedule.SendRequest("ID999", "2026-01-07T09:00")
    assert [json.loads(exchange.reply.body)["MessageID"] for exchange in bestsms.journal] == ["ID999"] * 4
