"""Every method of the version 3 clients' address books and opt-outs, by the call that it makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.definitions.load import gateway

if TYPE_CHECKING:
    from collections.abc import Callable

    from mock_gateway.model.rules import Row

ANYBODY = "+61491570156"
RESULTS = {"no_credentials": "Unauthorized", "bad_credentials": "Unauthorized", "not_found": "RecordNotFound"}
"""What the clients make of a refusal, by its cause; of every other cause `Failed`."""


def rows_of(name: str, call: str) -> list[Row]:
    """Give the rows of a gateway that are a call's own and can answer."""
    return [row for row in gateway(name).rows if call in row.calls and not row.each]


BOOK_CALLS: dict[str, Callable[[Any, str, str], Any]] = {
    "contact-create": lambda book, _contact, _group: book.Contact.Create(FirstName="Jo"),
    "contact-list": lambda book, _contact, _group: book.Contact.List(),
    "contact-search": lambda book, _contact, _group: book.Contact.Search(FirstName="Jo"),
    "contact-get": lambda book, contact, _group: book.Contact.Detail(contact),
    "contact-update": lambda book, contact, _group: book.Contact.Update(contact, FirstName="Jo"),
    "contact-group-add": lambda book, contact, group: book.ContactGroup.Create(contact, group),
    "contact-group-list": lambda book, contact, _group: book.ContactGroup.List(contact),
    "group-create": lambda book, _contact, _group: book.Group.Create(GroupName="G"),
    "group-list": lambda book, _contact, _group: book.Group.List(),
    "group-get": lambda book, _contact, group: book.Group.Detail(group),
    "group-update": lambda book, _contact, group: book.Group.Update(group, GroupName="G"),
    "group-contact-list": lambda book, _contact, group: book.GroupContact.List(group),
    "contact-group-remove": lambda book, contact, group: book.ContactGroup.Delete(contact, group),
    "contact-delete": lambda book, contact, _group: book.Contact.Delete(contact),
    "group-delete": lambda book, _contact, group: book.Group.Delete(group),
}
"""Each takes an address book, the id of a contact and that of a group."""
OPTOUT_CALLS: dict[str, Callable[[Any, str], Any]] = {
    "optout-create": lambda client, _: client.OptOut.Create(DestType="SMS", Destination=ANYBODY),
    "optout-batch": lambda client, _: client.OptOut.CreateBatch("SMS", Destinations=[ANYBODY]),
    "optout-list": lambda client, _: client.OptOut.List(),
    "optout-get": lambda client, name: client.OptOut.Details(name),
    "optout-update": lambda client, name: client.OptOut.Update(name, Notes="x"),
    "optout-delete": lambda client, name: client.OptOut.Delete(name),
}
"""Each takes a client and the id of an opt-out."""
