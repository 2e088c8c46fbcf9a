"""What WhatsApp, RCS and workflows have in TNZ's own client, PyPI `tnzapi` 3.0.0.1, unmodified; and templates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mock_gateway.definitions.load import gateway
from v3_clients import ADDRESS, LINE, MOBILE, NO_ENTRY, TEMPLATE, UNAUTHORIZED, WORKFLOW, no_record, tnz_client

if TYPE_CHECKING:
    from collections.abc import Callable

    from tnzapi import TNZAPI

    from mock_gateway import Session

UNKNOWN = "00000000-0000-4000-8000-000000000000"
LATER = "2026-01-07T09:00"
CHANNELS = {"whatsapp": "WhatsApp", "rcs": "RCS"}
"""Of messages that are no SMS: in paths, and as the client calls them."""
FROM = "6495006000"


def builder(client: TNZAPI, channel: str) -> Any:
    return getattr(client.Messaging, CHANNELS[channel])


def send(client: TNZAPI, channel: str, **more: Any) -> Any:
    return builder(client, channel).SendMessage(
        **{
            "TemplateID": TEMPLATE,
            "Message": "Hello",
            "FromNumber": FROM,
            "ToNumber": MOBILE,
            **more,
        }
    )


# --- WhatsApp and RCS


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_method_of_a_channel_succeeds(client: TNZAPI, tnz: Session, channel: str) -> None:
    channel_of = builder(client, channel)
    sent = send(client, channel)
    late = channel_of.Reschedule(sent.MessageID, LATER)
    gone = channel_of.Abort(sent.MessageID)
    status = channel_of.Status(sent.MessageID, RecordsPerPage=5, Page=1)
    tnz.receive("Yes", MOBILE, kind=channel)
    minutes = channel_of.Received(TimePeriod=5)
    dates = channel_of.Received(DateFrom="2020-01-01T00:00:00", DateTo="2099-01-01T00:00:00", RecordsPerPage=5)

    assert [sent.Result, sent.MessageID, sent.ErrorMessage] == ["Success", tnz.messages[0].id, []]
    assert [late.Result, late.ActionResult, late.Status, late.Action] == ["Success", "Success", "Pending", "Reschedule"]
    assert [gone.Result, gone.ActionResult, gone.Status, gone.Action] == ["Success", "Success", "Delayed", "Abort"]
    assert [status.Result, status.JobStatus, status.RecordsPerPage] == ["Success", "Completed", 5]
    for received in (minutes, dates):
        assert [received.Result, received.TotalRecords, received.Messages[0]["MessageText"]] == ["Success", 1, "Yes"]


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_method_of_a_channel_tells_what_it_is_refused_for(client: TNZAPI, channel: str) -> None:
    channel_of = builder(client, channel)
    sent = send(client, channel)
    missing = [channel_of.Status("ID9"), channel_of.Reschedule("ID9", LATER), channel_of.Abort("ID9")]
    wrong = [
        send(client, channel, ToNumber="nobody"),
        send(client, channel, WebhookCallbackURL="http://example.com/hook"),
        channel_of.Reschedule(sent.MessageID, "tomorrow"),
        channel_of.Received(),
        channel_of.Received(DateFrom="yesterday", DateTo="today"),
    ]

    assert [(each.Result, each.ErrorMessage) for each in missing] == [("RecordNotFound", NO_ENTRY)] * 3
    assert [(each.Result, each.ErrorMessage) for each in wrong] == [
        ("Failed", ["Error - Could not find any valid destination(s)."]),
        ("Failed", ["WebhookCallbackURL must start with https://"]),
        ("Failed", ["Invalid SendTime"]),
        ("Failed", ["Missing or empty timePeriod"]),
        ("Failed", ["Invalid dateFrom"]),
    ]


@pytest.mark.parametrize("channel", CHANNELS)
def test_replies_stand_in_the_status_and_in_the_poll_of_their_channel(
    client: TNZAPI, tnz: Session, channel: str
) -> None:
    sent = send(client, channel)
    tnz.clock.advance("2s")
    received = tnz.receive("Yes", MOBILE, kind=channel)
    others = [builder(client, each) for each in CHANNELS if each != channel] + [client.Messaging.SMS]

    (reply,) = client.Reports.Status.Poll(channel, sent.MessageID).Recipients[0]["SMSReplies"]
    (message,) = builder(client, channel).Received(TimePeriod=5).Messages

    assert received.id == reply["ReceivedID"] == message["ReceivedID"]
    assert [message["MessageID"], message["Version"]] == [sent.MessageID, "v3.00"]
    assert [each.Received(TimePeriod=5).TotalRecords for each in others] == [0, 0]


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_template_that_the_account_does_not_have_is_named(client: TNZAPI, channel: str) -> None:
    message = "Hello" if channel == "whatsapp" else None

    refused = send(client, channel, TemplateID=UNKNOWN, Message=message)

    assert [refused.Result, refused.ErrorMessage] == ["RecordNotFound", no_record(UNKNOWN)]


def test_whatsapp_goes_to_several_with_files(client: TNZAPI, tnz: Session) -> None:
    channel = client.Messaging.WhatsApp.AddDestinations([MOBILE, "+6421000002"])
    sent = channel.AddAttachment("a.txt", "aGVsbG8=").SendMessage(
        TemplateID=TEMPLATE, Message="Hello", FromNumber=FROM, MessageID="ID1", Mode="Test"
    )
    status = client.Messaging.WhatsApp.Status("ID1")

    assert [sent.MessageID, [each.number for each in tnz.messages[0].recipients]] == [
        "ID1",
        ["6421000001", "6421000002"],
    ]
    assert [each["Result"] for each in status.Recipients] == ["SendDisableSuccess"] * 2


def test_what_else_is_to_be_tried_is_kept_as_the_client_writes_it(client: TNZAPI, tnz: Session) -> None:
    send(client, "whatsapp", FallbackMode=["SMS", "Voice"])
    send(client, "rcs", FallbackMode="WhatsApp")
    client.Messaging.SMS.SendMessage(Message="Hello", ToNumber=MOBILE, FallbackMode=["Voice", "WhatsApp"])

    assert [each.fields["FallbackMode"] for each in tnz.messages] == ["SMS, Voice", "WAPP", "Voice, WAPP"]


def test_what_the_client_says_is_tried_in_its_order(client: TNZAPI, tnz: Session) -> None:
    failing = "+447700900010"
    sent = client.Messaging.SMS.SendMessage(Message="Hello", ToNumber=failing, FallbackMode=["Voice", "WhatsApp"])
    tnz.clock.advance("2s")
    (before,) = client.Reports.Status.Poll("sms", sent.MessageID).Recipients
    tnz.clock.advance("2s")
    (after,) = client.Reports.Status.Poll("sms", sent.MessageID).Recipients

    assert [before["Type"], before["Status"]] == ["Text", "Pending"]
    assert [after["Type"], after["Status"], after["Result"]] == ["Voice", "Success", "SentOK"]


# --- templates of other types


TEMPLATED: dict[str, Callable[[TNZAPI, str], Any]] = {
    "sms": lambda client, named: client.Messaging.SMS.SendMessage(TemplateID=named, ToNumber=MOBILE),
    "email": lambda client, named: client.Messaging.Email.SendMessage(TemplateID=named, Destinations=[ADDRESS]),
    "fax": lambda client, named: client.Messaging.Fax.SendMessage(TemplateID=named, ToNumber=LINE),
    "voice": lambda client, named: client.Messaging.Voice.SendMessage(TemplateID=named, ToNumber=LINE),
    "tts": lambda client, named: client.Messaging.TTS.SendMessage(TemplateID=named, ToNumber=LINE),
    "rcs": lambda client, named: client.Messaging.RCS.SendMessage(TemplateID=named, ToNumber=MOBILE),
}


@pytest.mark.parametrize("channel", TEMPLATED)
def test_a_template_stands_in_for_what_is_sent(client: TNZAPI, tnz: Session, channel: str) -> None:
    tnz.account.templates = {TEMPLATE: "Kia ora"}

    sent, refused = TEMPLATED[channel](client, TEMPLATE), TEMPLATED[channel](client, UNKNOWN)

    assert [sent.Result, tnz.messages[0].text] == ["Success", "Kia ora"]
    assert [refused.Result, refused.ErrorMessage] == ["RecordNotFound", no_record(UNKNOWN)]


# --- workflows


def test_a_workflow_is_started_for_contacts_groups_and_numbers(client: TNZAPI, tnz: Session) -> None:
    contact = client.Addressbook.Contact.Create(FirstName="Jo", MobilePhone="+6421000002").ContactID
    group = client.Addressbook.Group.Create(GroupName="Customers").GroupID
    client.Addressbook.GroupContact.Create(group, contact)
    workflow = client.Messaging.Workflow.AddDestination(MOBILE).AddDestination(ContactID=contact)

    sent = workflow.AddDestination(GroupID=group).SendMessage(WorkflowTemplateID=WORKFLOW, Reference="Test")

    (message,) = tnz.messages
    assert [sent.Result, sent.MessageID, sent.ErrorMessage] == ["Success", message.id, []]
    assert [each.number for each in message.recipients] == ["6421000001", "6421000002", "6421000002"]
    assert client.Addressbook.Contact.List().TotalRecords == 2


def test_a_workflow_tells_what_it_is_refused_for(client: TNZAPI) -> None:
    workflow = client.Messaging.Workflow
    unknown = workflow.SendMessage(WorkflowTemplateID=UNKNOWN, ToNumber=MOBILE)
    nobody = workflow.SendMessage(WorkflowTemplateID=WORKFLOW, Destinations=[{"ContactID": "nobody"}])

    assert [unknown.Result, unknown.ErrorMessage] == ["RecordNotFound", no_record(UNKNOWN)]
    assert [nobody.Result, nobody.ErrorMessage] == ["Failed", ["Error - Could not find any valid destination(s)."]]


def test_a_wrong_token_starts_no_workflow_where_authentication_is_strict(
    tnz: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    tnz.settings.auth = "strict"
    client = tnz_client(tnz, monkeypatch, "wrong")

    refused = client.Messaging.Workflow.SendMessage(WorkflowTemplateID=WORKFLOW, ToNumber=MOBILE)

    assert [refused.Result, refused.ErrorMessage] == ["Unauthorized", UNAUTHORIZED]


@pytest.mark.parametrize("key", ["Missing or empty WorkflowTemplateID", "Workflow not found", "Missing Sender"])
def test_a_rejection_of_a_workflow_that_is_forced_reaches_the_caller(client: TNZAPI, tnz: Session, key: str) -> None:
    causes = {"missing_field": "Failed", "not_found": "RecordNotFound", "no_credentials": "Unauthorized"}
    tnz.reject(key, call="send-workflow")
    row = next(row for row in gateway("tnz").rows if row.key == key)

    refused, accepted = (
        client.Messaging.Workflow.SendMessage(WorkflowTemplateID=WORKFLOW, ToNumber=MOBILE) for _ in range(2)
    )

    assert [refused.Result, accepted.Result] == [causes[row.cause], "Success"]
