"""TNZ's own client, PyPI `tnzapi` 3.0.0.1, in its v3.00 form and unmodified: the address book and opt-outs."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pytest
from tnzapi.models import ContactRequest, GroupRequest, OptOutRequest

from v3_books import BOOK_CALLS, OPTOUT_CALLS, RESULTS, rows_of
from v3_clients import ADDRESS, LINE, MOBILE, NO_ACCESS, NO_OPTOUT, UNAUTHORIZED, no_record, tnz_client

if TYPE_CHECKING:
    from tnzapi import TNZAPI

    from mock_gateway import Session

TO = {"SMS": MOBILE, "Email": ADDRESS, "Fax": LINE, "Voice": LINE}
FILE = {"Name": "a.txt", "Data": "aGVsbG8="}


def send(client: TNZAPI, kind: str, **whom: str) -> str:
    """Send a message of the kind that an opt-out names, and give its id."""
    messaging = client.Messaging
    sent = {
        "SMS": lambda: messaging.SMS.SendMessage(Message="Hello", **whom),
        "Email": lambda: messaging.Email.SendMessage(EmailSubject="Hello", MessagePlain="Hello", **whom),
        "Fax": lambda: messaging.Fax.SendMessage(Files=[FILE], **whom),
        "Voice": lambda: messaging.TTS.SendMessage(MessageToPeople="Hello", **whom),
    }[kind]()
    assert [sent.Result, sent.ErrorMessage] == ["Success", []]
    return str(sent.MessageID)


def results(session: Session, name: str) -> list[str]:
    """Say how a message ended for each recipient."""
    return [each.result for message in session.messages if message.id == name for each in message.recipients]


@pytest.mark.parametrize("form", ["named", "model", "dict"])
def test_every_member_of_a_contact_is_written_and_read_back(client: TNZAPI, form: str) -> None:
    said = {each.name: each.name for each in fields(ContactRequest)}
    said |= {"ViewBy": "SubAccount", "EditBy": "No", "AccessControl": "Granted", "Title": "Prof"}
    make = client.Addressbook.Contact.Create

    made = make(**said) if form == "named" else make(ContactRequest(**said) if form == "model" else said)

    assert said == {name: getattr(made, name) for name in said}
    assert made == client.Addressbook.Contact.Detail(made.ContactID)


def test_contacts_are_changed_listed_searched_and_removed(client: TNZAPI) -> None:
    book = client.Addressbook.Contact
    made = book.Create(FirstName="Jo", MobilePhone=MOBILE, MainPhone=LINE, EmailAddress=ADDRESS)
    changed = book.Update(made, LastName="Doe", Attention="Ms Doe", Company="Shop", AltPhone8=LINE)
    searched = ["FirstName", "LastName", "Attention", "Company", "MobilePhone", "MainPhone", "EmailAddress"]

    assert [changed.FirstName, changed.LastName, changed.AltPhone8] == ["Jo", "Doe", LINE]
    for name in searched:
        assert [each["ContactID"] for each in book.Search(**{name: getattr(changed, name)}).Contacts] == [
            made.ContactID
        ]
        assert book.Search(**{name: "nobody"}).Contacts == []
    assert [book.List().TotalRecords, changed == book.Delete(made), book.List().TotalRecords] == [1, True, 0]


@pytest.mark.parametrize("form", ["named", "model", "dict"])
def test_groups_are_made_changed_listed_and_removed(client: TNZAPI, form: str) -> None:
    book = client.Addressbook.Group
    said = {"GroupName": "Customers", "SubAccount": "Shop", "Department": "Sales", "ViewEditBy": "No"}
    said["AccessControl"] = "Granted"

    made = book.Create(**said) if form == "named" else book.Create(GroupRequest(**said) if form == "model" else said)
    changed = book.Update(made.GroupID, GroupName="Friends")

    assert said == {name: getattr(made, name) for name in said}
    assert [made.Timezone, made.CreatedTimeLocal] == ["New Zealand", "2026-01-05 22:00:00"]
    assert [changed.GroupName, book.List().Groups[0]["GroupID"]] == ["Friends", made.GroupID]
    assert changed == book.Detail(made.GroupID) == book.Delete(made.GroupID)
    assert book.Detail(made.GroupID).ErrorMessage == no_record(made.GroupID)


@pytest.mark.parametrize("side", ["ContactGroup", "GroupContact"])
def test_links_are_made_shown_listed_and_removed_from_either_side(client: TNZAPI, side: str) -> None:
    ids = [client.Addressbook.Contact.Create().ContactID, client.Addressbook.Group.Create(GroupName="G").GroupID]
    links = getattr(client.Addressbook, side)
    first, second = ids if side == "ContactGroup" else reversed(ids)

    put, shown, listed = links.Create(first, second), links.Detail(first, second), links.List(first)
    taken = links.Delete(first, second)

    assert [put.Contact["ContactID"], put.Group["GroupID"], put.Contact["Groups"]] == [*ids, ids[1:]]
    assert [shown.Contact, shown.Group, listed.TotalRecords] == [put.Contact, put.Group, 1]
    assert [taken.Contact["Groups"], links.List(first).TotalRecords] == [[], 0]
    assert [links.Delete(first, second).Result, links.Detail(first, second).Result] == ["RecordNotFound"] * 2


@pytest.mark.parametrize("call", BOOK_CALLS)
def test_each_rejection_of_the_address_book_reaches_the_caller(client: TNZAPI, tnz: Session, call: str) -> None:
    contact = client.Addressbook.Contact.Create().ContactID
    group = client.Addressbook.Group.Create(GroupName="G").GroupID
    client.Addressbook.ContactGroup.Create(contact, group)
    rows = rows_of("tnz", call)
    for row in rows:
        tnz.reject(row.key, call=call)
        refused = BOOK_CALLS[call](client.Addressbook, contact, group)

        assert [row.key, refused.Result] == [row.key, RESULTS.get(row.cause, "Failed")]
        assert [len(refused.ErrorMessage), tnz.journal[-1].forced] == [1, True]

    assert rows
    assert BOOK_CALLS[call](client.Addressbook, contact, group).Result == "Success"


@pytest.mark.parametrize("call", OPTOUT_CALLS)
def test_each_rejection_of_opt_outs_reaches_the_caller(client: TNZAPI, tnz: Session, call: str) -> None:
    name = client.OptOut.Create(DestType="SMS", Destination=MOBILE).ID
    rows = rows_of("tnz", call)
    for row in rows:
        tnz.reject(row.key, call=call)
        refused = OPTOUT_CALLS[call](client, name)

        assert [row.key, refused.Result] == [row.key, RESULTS.get(row.cause, "Failed")]
        assert [len(refused.ErrorMessage), tnz.journal[-1].forced] == [1, True]

    assert rows
    assert OPTOUT_CALLS[call](client, name).Result == "Success"


@pytest.mark.parametrize("call", [*BOOK_CALLS, *OPTOUT_CALLS])
def test_a_wrong_token_sees_neither_contacts_nor_opt_outs(
    tnz: Session, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    client = tnz_client(tnz, monkeypatch, "wrong")

    refused: Any = (
        BOOK_CALLS[call](client.Addressbook, "C", "G") if call in BOOK_CALLS else OPTOUT_CALLS[call](client, "O")
    )

    assert [refused.Result, refused.ErrorMessage] == ["Unauthorized", UNAUTHORIZED]


def test_an_account_without_an_address_book_has_opt_outs_all_the_same(client: TNZAPI, tnz: Session) -> None:
    tnz.account.address_book = False

    assert client.Addressbook.Contact.List().ErrorMessage == NO_ACCESS
    assert client.OptOut.List().Result == "Success"


@pytest.mark.parametrize("form", ["named", "model", "dict"])
@pytest.mark.parametrize("kind", TO)
def test_an_opt_out_of_each_kind_holds_messages_of_that_kind_back(
    client: TNZAPI, tnz: Session, kind: str, form: str
) -> None:
    said = {"DestType": kind, "Destination": TO[kind]}
    make = client.OptOut.Create
    made = make(**said) if form == "named" else make(OptOutRequest(**said) if form == "model" else said)
    names = {each: send(client, each, Destination=TO[each]) for each in TO}

    tnz.clock.advance("2s")

    answered = {"SMS": "Text", "Voice": "Speech"}.get(kind, kind)
    assert [made.DestType, client.OptOut.Update(made.ID, Notes="x").Notes] == [answered, "x"]
    assert [each for each, name in names.items() if results(tnz, name) == ["Destination is blacklisted"]] == [kind]
    assert client.OptOut.Details(made.ID).Destination == client.OptOut.Delete(made.ID).Destination == TO[kind]
    assert [client.OptOut.List().OptOuts, client.OptOut.Details(made.ID).ErrorMessage] == [[], NO_OPTOUT]


def test_a_batch_is_listed_by_kind_contact_and_days(client: TNZAPI, tnz: Session) -> None:
    jo = client.Addressbook.Contact.Create(MobilePhone=MOBILE, EmailAddress=ADDRESS).ContactID
    client.OptOut.CreateBatch("SMS,Email", ContactIDs=[jo], Destinations=["+6421000002"])
    tnz.clock.advance("48h")
    client.OptOut.Create(DestType="Fax", Destination=LINE)
    listed = client.OptOut.List

    assert [each["Destination"] for each in listed(DestType="Text").OptOuts] == ["+6421000002", MOBILE]
    assert [each["DestType"] for each in listed(ContactID=jo).OptOuts] == ["Text", "Email"]
    assert [each["DestType"] for each in listed(TimePeriod=1).OptOuts] == ["Fax"]
    assert [listed(RecordsPerPage=3, Page=2).PageCount, len(listed(RecordsPerPage=3, Page=2).OptOuts)] == [2, 2]


def test_contacts_of_a_group_each_read_a_text_of_their_own(client: TNZAPI, tnz: Session) -> None:
    book = client.Addressbook
    group = book.Group.Create(GroupName="Customers").GroupID
    for number, name in enumerate(("Jo", "Al"), 1):
        made = book.Contact.Create(FirstName=name, MobilePhone=f"+642100001{number}")
        book.GroupContact.Create(group, made.ContactID)
    sent = client.Messaging.SMS.SendMessage(Message="Hi [[FirstName]]! [[Reply]]", GroupID=group)
    tnz.deliver()

    shown = client.Reports.SMSReply.Poll(sent.MessageID).Recipients

    link = tnz.settings.short_link
    assert [each.MessageText.split(link)[0] for each in shown] == ["Hi Jo! ", "Hi Al! "]
    assert [tnz.handset(each.Destination).texts for each in shown] == [[each.MessageText] for each in shown]
