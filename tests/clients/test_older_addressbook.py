"""The address book of version 2.04 as PyPI `bestsms` 3.0.0.0 and `tnzapi` 3.0.0.1 still carry it, unmodified."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import bestsms._config as bestsms_config
import pytest
from bestsms.legacy import BestSMS
from tnzapi.api.v204.addressbook import Addressbook

from v3_books import rows_of
from v3_clients import MOBILE, NO_ACCESS, tnz_client

if TYPE_CHECKING:
    from collections.abc import Callable

    from mock_gateway import Session


@pytest.fixture(params=["bestsms", "tnz"])
def session(request: pytest.FixtureRequest) -> Session:
    """Give a session of either brand."""
    found: Session = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def book(session: Session, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give the address book of the brand's own client, with the session's token."""
    if session.gateway == "tnz":
        tnz_client(session, monkeypatch)
        return Addressbook()
    monkeypatch.setattr(bestsms_config, "__APIURL__", f"{session.url}/api/v2.04")
    monkeypatch.setattr(bestsms_config, "__APIHeaders__", dict(bestsms_config.__APIHeaders__))
    for name in ("__AuthToken__", "__Sender__", "__APIKey__"):
        monkeypatch.setattr(bestsms_config, name, "")
    return BestSMS(AuthToken=session.credentials.token).Addressbook


CALLS: dict[str, Callable[[Any, str, str], Any]] = {
    "contact-create": lambda book, _contact, _group: book.Contact.Create(FirstName="Jo"),
    "contact-list": lambda book, _contact, _group: book.Contact.List(),
    "contact-get": lambda book, contact, _group: book.Contact.Detail(ContactID=contact),
    "contact-update": lambda book, contact, _group: book.Contact.Update(ContactID=contact, FirstName="Jo"),
    "contact-group-add": lambda book, contact, group: book.ContactGroup.Create(ContactID=contact, GroupID=group),
    "contact-group-list": lambda book, contact, _group: book.ContactGroup.List(ContactID=contact),
    "contact-group-get": lambda book, contact, group: book.ContactGroup.Detail(ContactID=contact, GroupID=group),
    "group-create": lambda book, _contact, _group: book.Group.Create(GroupName="G"),
    "group-list": lambda book, _contact, _group: book.Group.List(),
    "group-get": lambda book, _contact, group: book.Group.Detail(GroupID=group),
    "group-update": lambda book, _contact, group: book.Group.Update(GroupID=group, GroupName="G"),
    "group-contact-add": lambda book, contact, group: book.GroupContact.Create(GroupID=group, ContactID=contact),
    "group-contact-list": lambda book, _contact, group: book.GroupContact.List(GroupID=group),
    "group-contact-get": lambda book, contact, group: book.GroupContact.Detail(GroupID=group, ContactID=contact),
    "group-contact-remove": lambda book, contact, group: book.GroupContact.Delete(GroupID=group, ContactID=contact),
    "contact-delete": lambda book, contact, _group: book.Contact.Delete(ContactID=contact),
    "group-delete": lambda book, _contact, group: book.Group.Delete(GroupID=group),
}


def linked(book: Any) -> tuple[str, str]:
    """Make a contact in a group, and give the ids of both."""
    contact = book.Contact.Create(FirstName="Jo", MobilePhone=MOBILE).Contact.ContactID
    group = book.Group.Create(GroupName="Customers").Group.GroupID
    assert book.ContactGroup.Create(ContactID=contact, GroupID=group).Result == "Success"
    return contact, group


@pytest.mark.parametrize("call", CALLS)
def test_each_call_succeeds_and_each_of_its_rejections_reaches_the_caller(
    book: Any, session: Session, call: str
) -> None:
    contact, group = linked(book)
    for row in rows_of(session.gateway, call):
        session.reject(row.key, call=call)
        refused = CALLS[call](book, contact, group)

        assert [row.key, refused.Result, len(refused.ErrorMessage)] == [row.key, "Failed", 1]

    assert CALLS[call](book, contact, group).Result == "Success"


@pytest.mark.parametrize("call", CALLS)
def test_an_account_without_an_address_book_is_told_so(book: Any, session: Session, call: str) -> None:
    session.account.address_book = False

    refused = CALLS[call](book, "C", "G")

    assert [refused.Result, refused.ErrorMessage, session.journal[-1].reply.status] == ["Failed", NO_ACCESS, 403]


def test_a_contact_taken_out_of_a_group_is_no_longer_in_it(book: Any) -> None:
    contact, group = linked(book)

    assert [each.GroupID for each in book.ContactGroup.List(ContactID=contact).Groups] == [group]
    assert book.ContactGroup.Delete(ContactID=contact, GroupID=group).Result == "Success"
    assert book.ContactGroup.Detail(ContactID=contact, GroupID=group).ErrorMessage == ["Group not found"]
    assert book.GroupContact.Detail(GroupID=group, ContactID=contact).ErrorMessage == ["Contact not found"]
    assert book.GroupContact.List(GroupID=group).TotalRecords == 0


def test_a_contact_shows_nothing_of_version_3(book: Any) -> None:
    made = book.Contact.Create(FirstName="Jo", DirectPhone="+6491111111").Contact

    assert made.DirectPhone == "+6491111111"
    assert {"Groups", "ExType", "ExID", "AccessControl", "AltPhone3", "Notes"}.isdisjoint(vars(made))


def test_contacts_are_searched(tnz: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only TNZ's client can."""
    tnz_client(tnz, monkeypatch)
    book: Any = Addressbook()
    linked(book)
    found = book.Contact.Search(FirstName="Jo", MobilePhone=MOBILE, RecordsPerPage=5, Page=1)

    assert [found.Result, found.TotalRecords, found.RecordsPerPage] == ["Success", 1, 5]
    assert [each.FirstName for each in found.Contacts] == ["Jo"]
    assert book.Contact.Search(Company="Shop").Contacts == []
    tnz.reject("Unauthorized, address book", call="contact-search")
    assert book.Contact.Search(Company="Shop").ErrorMessage == ["Unauthorized"]
