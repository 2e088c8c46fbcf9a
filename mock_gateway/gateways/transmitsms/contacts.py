"""Contacts: add them to lists, change them, look at them, take them off or opt them out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from mock_gateway.gateways.transmitsms.answers import fields, stamp, success
from mock_gateway.gateways.transmitsms.books import Contact
from mock_gateway.gateways.transmitsms.msisdn import international
from mock_gateway.gateways.transmitsms.sending import books_of
from mock_gateway.state.case import account_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mock_gateway.gateways.transmitsms.books import Books, ContactList
    from mock_gateway.model.wire import Outcome
    from mock_gateway.rules.judge import Judgement
    from mock_gateway.state.accounts import Account
    from mock_gateway.state.case import Case
    from mock_gateway.state.world import World

FIELDS = range(1, 11)
"""Numbers of the custom fields that a list can have."""


@dataclass(frozen=True, slots=True)
class ListAction:
    """A contact joined a list or left it; what the callback `list_action` is made of.

    Attributes:
        type: `add` or `delete`.
        account: key of the account whose list it is.
        message_id: always "": no message is behind it.

    """

    type: str
    at: int
    account: str
    contact: Contact
    listed: ContactList
    message_id: str = field(default="", init=False)

    @property
    def to(self) -> str:
        """The contact's number."""
        return self.contact.number


class Details(NamedTuple):
    """What is said of a contact beside its number.

    Attributes:
        first_name: None where nothing is said.
        last_name: as `first_name`.
        fields: values of custom fields, by number; those that the list does not have are passed over.

    """

    first_name: str | None = None
    last_name: str | None = None
    fields: Mapping[int, str] = {}


NOTHING = Details()
"""Nothing is known beside the number."""


def add_to_list(case: Case, _judgement: Judgement) -> Outcome:
    """Add a contact to a list; one that is on it already stays as it is."""
    listed, account, details = list_named(case), account_of(case), _details(case)
    gateway, books = case.gateway.name, books_of(case)
    contact = add_member(case.world, gateway, account, books, listed, _number(case), details)
    return success(shown(case, listed, contact, unset=""))


def edit_list_member(case: Case, _judgement: Judgement) -> Outcome:
    """Change a contact; what the request does not name stays."""
    listed, contact = _member(case)
    _apply(_details(case), contact, listed)
    return success(shown(case, listed, contact, unset=""))


def get_contact(case: Case, _judgement: Judgement) -> Outcome:
    """Give a contact."""
    listed, contact = _member(case)
    return success(shown(case, listed, contact))


def delete_from_list(case: Case, _judgement: Judgement) -> Outcome:
    """Take a contact off the list that is named, or off all that it is on; it stays there as inactive."""
    account, touched = account_of(case), list(_memberships(case))
    for listed, contact in touched:
        contact.state = "deleted"
        _announce(case.world, case.gateway.name, "delete", account, contact, listed, case.now)
    return success({"list_ids": [listed.id for listed, _ in touched]})


def optout_list_member(case: Case, _judgement: Judgement) -> Outcome:
    """Opt a contact out of the list that is named, or of all that it is on; the account sends it nothing any more."""
    touched = list(_memberships(case))
    for _, contact in touched:
        contact.state = "optout"
    books_of(case).optouts[_number(case)] = case.now
    return success({"list_ids": [listed.id for listed, _ in touched]})


def add_member(  # noqa: PLR0913, PLR0917  whose list it is, and who comes on it
    world: World,
    gateway: str,
    account: Account,
    books: Books,
    listed: ContactList,
    number: str,
    details: Details = NOTHING,
) -> Contact:
    """Put a number on a list, and tell of it; called inside a transaction.

    A number that is on it already stays as it is, whether it is active or not, and nothing is told. One that opted out
    of the account comes on it as opted out.
    """
    contact = listed.members.get(number)
    if contact is not None:
        return contact
    state = "optout" if is_opted_out(account, books, number) else "active"
    contact = Contact(listed.id, number, world.clock.now(), state=state)
    _apply(details, contact, listed)
    join(world, gateway, account, listed, contact)
    return contact


def join(world: World, gateway: str, account: Account, listed: ContactList, contact: Contact) -> None:
    """Put a contact on a list that it is not on, and tell of it; called inside a transaction."""
    listed.members[contact.number] = contact
    _announce(world, gateway, "add", account, contact, listed, contact.created_at)


def is_opted_out(account: Account, books: Books, number: str) -> bool:
    """Tell whether a number opted out of an account, in the session or before it."""
    return number in books.optouts or number in account.state.values_["optouts"]


def is_available(account: Account, number: str) -> bool:
    """Tell whether a number's country is one whose mobiles may be the account's contacts."""
    countries = account.state.values_["countries"]
    return countries is None or number.startswith(tuple(countries))


def list_named(case: Case) -> ContactList:
    """Give the list that a request names."""
    return books_of(case).lists[case.document["list_id"]]


def numbered(document: Mapping[str, Any]) -> dict[int, str]:
    """Give a request's `field_1` to `field_10`, by number: names or values, as the call has it."""
    return {number: document[f"field_{number}"] for number in FIELDS if f"field_{number}" in document}


def shown(case: Case, listed: ContactList, contact: Contact, unset: str | None = None) -> dict[str, Any]:
    """Write a contact.

    Args:
        case: the request, which may want custom fields as a list.
        listed: whose member it is.
        contact: itself.
        unset: what stands for a name that is not known: null in calls that read, "" in those that write.

    """
    own = {"fields": fields(listed.fields, contact.fields, case)} if listed.fields else {}
    return {
        "list_id": listed.id,
        "msisdn": contact.number,
        "first_name": unset if contact.first_name is None else contact.first_name,
        "last_name": unset if contact.last_name is None else contact.last_name,
        "created_at": stamp(contact.created_at),
        "status": "active" if contact.state == "active" else "inactive",
        **own,
    }


def _details(case: Case) -> Details:
    document = case.document
    return Details(document.get("first_name"), document.get("last_name"), numbered(document))


def _apply(details: Details, contact: Contact, listed: ContactList) -> None:
    if details.first_name is not None:
        contact.first_name = details.first_name
    if details.last_name is not None:
        contact.last_name = details.last_name
    contact.fields |= {number: value for number, value in details.fields.items() if number in listed.fields}


def _announce(  # noqa: PLR0913, PLR0917  what a list action says
    world: World, gateway: str, kind: str, account: Account, contact: Contact, listed: ContactList, at: int
) -> None:
    """Tell of a list's change; where the account has no URL for that, which is looked at first, imports are fast."""
    if world.motion.announce is not None and account.state.values_["list_url"]:
        world.motion.announce(world, gateway, "list_action", ListAction(kind, at, account.key, contact, listed))


def _number(case: Case) -> str:
    document = case.document
    number = international(document["msisdn"], document.get("countrycode", ""), case.gateway.numbers)
    assert number is not None  # noqa: S101  rows refuse what is no number, and numbers that are on no list
    return number


def _member(case: Case) -> tuple[ContactList, Contact]:
    listed = list_named(case)
    return listed, listed.members[_number(case)]


def _memberships(case: Case) -> Iterator[tuple[ContactList, Contact]]:
    """Give the list that is named, or all where none is, with the contact; those that it was taken off left out."""
    number = _number(case)
    lists = [list_named(case)] if case.document.get("list_id") else list(books_of(case).lists.values())
    for listed in lists:
        contact = listed.members.get(number)
        if contact is not None and contact.state != "deleted":
            yield listed, contact
