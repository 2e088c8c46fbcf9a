"""The provider's own client, PyPI `bestsms` 3.0.0.0, in its v3.00 form and unmodified: the address book."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import pytest
from bestsms.models import (
    ContactGroupListResponse,
    ContactGroupResponse,
    ContactListResponse,
    ContactRequest,
    ContactResponse,
    GroupContactListResponse,
    GroupContactResponse,
    GroupListResponse,
    GroupRequest,
    GroupResponse,
)

from v3_books import BOOK_CALLS, RESULTS, rows_of
from v3_clients import NO_ACCESS, UNAUTHORIZED, bestsms_client, no_record

if TYPE_CHECKING:
    from bestsms import BestSMS

    from mock_gateway import Session

MOBILE = "+61491570156"


@pytest.fixture
def client(bestsms: Session, monkeypatch: pytest.MonkeyPatch) -> BestSMS:
    """Give a client with the session's token."""
    return bestsms_client(bestsms, monkeypatch)


@pytest.fixture
def linked(client: BestSMS) -> tuple[ContactResponse, GroupResponse]:
    """Give a contact that is in a group."""
    contact = client.Addressbook.Contact.Create(FirstName="Jo", MobilePhone=MOBILE)
    group = client.Addressbook.Group.Create(GroupName="Customers")
    client.Addressbook.ContactGroup.Create(contact.ContactID, group.GroupID)
    return contact, group


@pytest.mark.parametrize("form", ["named", "model", "dict"])
def test_a_contact_is_made_in_each_form(client: BestSMS, form: str) -> None:
    said = {"FirstName": "Jo", "MobilePhone": MOBILE, "Postcode": "3000", "Custom4": "four", "ViewBy": "Department"}
    make = client.Addressbook.Contact.Create

    made = make(**said) if form == "named" else make(ContactRequest(**said) if form == "model" else said)

    assert [made.Result, made.ErrorMessage, len(made.ContactID)] == ["Success", [], 36]
    assert said == {name: getattr(made, name) for name in said}
    assert [made.Owner, made.Timezone, made.CreatedTimeUTC] == ["DEMO01", "AUS Eastern", "2026-01-05 09:00:00"]


def test_a_contact_is_changed_shown_and_removed(client: BestSMS, bestsms: Session) -> None:
    book = client.Addressbook.Contact
    made = book.Create(FirstName="Jo", MobilePhone=MOBILE)
    bestsms.clock.advance("60s")
    changed = book.Update(made.ContactID, Company="Shop")
    again = book.Update(changed, LastName="Doe")

    assert [changed.FirstName, changed.Company, changed.UpdatedTimeUTC] == ["Jo", "Shop", "2026-01-05 09:01:00"]
    assert [again.Company, again.LastName, again.CreatedTimeUTC] == ["Shop", "Doe", made.CreatedTimeUTC]
    assert again == book.Detail(made.ContactID) == book.Delete(again)
    assert book.Detail(made.ContactID) == ContactResponse(
        Result="RecordNotFound", ErrorMessage=no_record(made.ContactID)
    )


def test_contacts_are_listed_and_searched(client: BestSMS) -> None:
    book = client.Addressbook.Contact
    for number in range(3):
        book.Create(FirstName=f"Jo {number}", Company="Shop", MobilePhone=f"+6149157015{number}")

    page = book.List(RecordsPerPage=2, Page=2)
    found = book.Search(Company="Shop", MobilePhone="0491 570 151")

    assert [page.Result, page.TotalRecords, page.RecordsPerPage, page.PageCount, page.Page] == ["Success", 3, 2, 2, 2]
    assert [each["FirstName"] for each in page.Contacts] == ["Jo 2"]
    assert [each["FirstName"] for each in found.Contacts] == ["Jo 1"]
    assert book.Search(FirstName="Jo").Contacts == []
    assert [len(book.Search(**{name: "x"}).Contacts) for name in ("EmailAddress", "MainPhone", "Attention")] == [0] * 3


def test_every_member_of_a_contact_is_read_back(client: BestSMS, bestsms: Session) -> None:
    """The setting that refuses what is too long finds nothing wrong with what the documents allow."""
    bestsms.settings.contact_limits = "reject"
    said = {each.name: each.name for each in fields(ContactRequest)}
    said |= {"ViewBy": "SubAccount", "EditBy": "No", "AccessControl": "Granted", "Title": "Prof"}

    made = client.Addressbook.Contact.Create(**said)
    shown = client.Addressbook.Contact.Detail(made.ContactID)

    assert said == {name: getattr(shown, name) for name in said}
    assert [made.Groups, None in vars(shown).values()] == [[], False]


def test_a_contact_names_its_groups(client: BestSMS, linked: tuple[ContactResponse, GroupResponse]) -> None:
    contact, group = linked

    assert client.Addressbook.Contact.Detail(contact.ContactID).Groups == [group.GroupID]
    assert client.Addressbook.Contact.List().Contacts[0]["Groups"] == [group.GroupID]


def test_contacts_are_found_by_a_part_of_a_value_where_that_is_set(client: BestSMS, bestsms: Session) -> None:
    client.Addressbook.Contact.Create(FirstName="Joanna", EmailAddress="jo@example.com")
    assert client.Addressbook.Contact.Search(FirstName="jo").Contacts == []
    bestsms.settings.contact_search = "partial"

    assert client.Addressbook.Contact.Search(FirstName="jo").TotalRecords == 1
    assert client.Addressbook.Contact.Search(EmailAddress="jo@").TotalRecords == 0


@pytest.mark.parametrize("call", BOOK_CALLS)
def test_an_account_without_an_address_book_is_told_so(client: BestSMS, bestsms: Session, call: str) -> None:
    bestsms.account.address_book = False

    refused = BOOK_CALLS[call](client.Addressbook, "C", "G")

    assert [refused.Result, refused.ErrorMessage] == ["Failed", NO_ACCESS]
    assert [bestsms.journal[-1].reply.status, client.OptOut.List().Result] == [403, "Success"]


@pytest.mark.parametrize("form", ["named", "model", "dict"])
def test_a_group_is_made_in_each_form(client: BestSMS, form: str) -> None:
    said = {"GroupName": "Good customers", "SubAccount": "Shop", "Department": "Sales", "ViewEditBy": "No"}
    said["AccessControl"] = "Granted"
    make = client.Addressbook.Group.Create

    made = make(**said) if form == "named" else make(GroupRequest(**said) if form == "model" else said)

    assert [made.Result, made.GroupCode, made.Owner] == ["Success", "Good-customers", "DEMO01"]
    assert [made.CreatedTimeUTC, made.Timezone] == ["2026-01-05 09:00:00", "AUS Eastern"]
    assert said == {name: getattr(made, name) for name in said}


def test_a_group_is_changed_listed_shown_and_removed(client: BestSMS) -> None:
    book = client.Addressbook.Group
    made = book.Create(GroupName="Customers")
    changed = book.Update(made, GroupName="Friends")
    listed = book.List()

    assert [changed.GroupID, changed.GroupName] == [made.GroupID, "Friends"]
    assert [listed.TotalRecords, listed.RecordsPerPage, [each["GroupName"] for each in listed.Groups]] == [
        1,
        20,
        ["Friends"],
    ]
    assert changed == book.Detail(made.GroupID) == book.Delete(made)
    assert book.Detail(made.GroupID) == GroupResponse(Result="RecordNotFound", ErrorMessage=no_record(made.GroupID))


def test_a_group_needs_a_name(client: BestSMS) -> None:
    assert client.Addressbook.Group.Create() == GroupResponse(Result="Failed", ErrorMessage=["Missing GroupName"])


@pytest.mark.parametrize("side", ["ContactGroup", "GroupContact"])
def test_a_contact_is_put_into_a_group_and_taken_out_from_either_side(client: BestSMS, side: str) -> None:
    contact, group = client.Addressbook.Contact.Create(FirstName="Jo"), client.Addressbook.Group.Create(GroupName="G")
    ids = [contact.ContactID, group.GroupID]
    links = getattr(client.Addressbook, side)
    first, second = ids if side == "ContactGroup" else reversed(ids)

    put = links.Create(first, second)
    shown, listed = links.Detail(first, second), links.List(first)
    taken = links.Delete(first, second)

    assert [put.Result, put.Contact["ContactID"], put.Group["GroupID"]] == ["Success", *ids]
    assert [shown.Contact, shown.Group] == [put.Contact, put.Group]
    assert [taken.Contact, taken.Group] == [{**put.Contact, "Groups": []}, put.Group]
    assert put.Contact["Groups"] == [group.GroupID]
    assert [listed.Result, listed.TotalRecords] == ["Success", 1]
    if side == "ContactGroup":
        assert [listed.Contact, listed.Groups] == [put.Contact, [put.Group]]
    else:
        assert [listed.Group, listed.Contacts] == [put.Group, [put.Contact]]
    assert links.List(first).TotalRecords == 0
    assert [links.Delete(first, second).Result, links.Detail(first, second).Result] == ["RecordNotFound"] * 2


def test_what_there_is_not_is_named(client: BestSMS, linked: tuple[ContactResponse, GroupResponse]) -> None:
    contact, group = linked
    book = client.Addressbook
    nobody = {"Result": "RecordNotFound", "ErrorMessage": no_record("nobody")}
    nothing = {"Result": "RecordNotFound", "ErrorMessage": no_record("nothing")}

    assert book.Contact.Update("nobody", FirstName="Jo") == book.Contact.Delete("nobody") == ContactResponse(**nobody)
    assert book.Group.Update("nothing", GroupName="G") == book.Group.Delete("nothing") == GroupResponse(**nothing)
    assert book.ContactGroup.Create("nobody", group.GroupID) == ContactGroupResponse(**nobody)
    assert book.ContactGroup.Create(contact.ContactID, "nothing") == ContactGroupResponse(**nothing)
    assert book.ContactGroup.Delete(contact.ContactID, "nothing") == ContactGroupResponse(**nothing)
    assert book.ContactGroup.List("nobody") == ContactGroupListResponse(**nobody)
    assert book.ContactGroup.Detail("nobody", group.GroupID) == ContactGroupResponse(**nobody)
    assert book.GroupContact.Create("nothing", contact.ContactID) == GroupContactResponse(**nothing)
    assert book.GroupContact.Delete(group.GroupID, "nobody") == GroupContactResponse(**nobody)
    assert book.GroupContact.List("nothing") == GroupContactListResponse(**nothing)
    assert book.GroupContact.Detail("nothing", contact.ContactID) == GroupContactResponse(**nothing)


@pytest.mark.parametrize("auth", ["strict", "deferred"])
def test_a_wrong_token_never_sees_an_address_book(bestsms: Session, monkeypatch: pytest.MonkeyPatch, auth: str) -> None:
    bestsms.settings.auth = auth
    book = bestsms_client(bestsms, monkeypatch, "wrong").Addressbook

    assert book.Contact.List() == ContactListResponse(Result="Unauthorized", ErrorMessage=UNAUTHORIZED)
    assert book.Group.List() == GroupListResponse(Result="Unauthorized", ErrorMessage=UNAUTHORIZED)
    assert book.Contact.Create(FirstName="Jo") == ContactResponse(Result="Unauthorized", ErrorMessage=UNAUTHORIZED)
    assert book.ContactGroup.List("C") == ContactGroupListResponse(Result="Unauthorized", ErrorMessage=UNAUTHORIZED)


@pytest.mark.parametrize("call", BOOK_CALLS)
def test_each_rejection_of_the_address_book_reaches_the_caller(
    client: BestSMS, bestsms: Session, linked: tuple[ContactResponse, GroupResponse], call: str
) -> None:
    contact, group = linked
    rows = rows_of("bestsms", call)
    for row in rows:
        bestsms.reject(row.key, call=call)
        refused = BOOK_CALLS[call](client.Addressbook, contact.ContactID, group.GroupID)

        assert [row.key, refused.Result] == [row.key, RESULTS.get(row.cause, "Failed")]
        assert [len(refused.ErrorMessage), bestsms.journal[-1].forced] == [1, True]

    assert rows
    assert BOOK_CALLS[call](client.Addressbook, contact.ContactID, group.GroupID).Result == "Success"
