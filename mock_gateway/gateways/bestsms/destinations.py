"""Whom a message of the BestSMS family is for: numbers, contacts and the members of groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.gateways.bestsms.books import MERGED
from mock_gateway.operations.recipients import reader
from mock_gateway.state.case import Target
from mock_gateway.text.numbers import e164

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from mock_gateway.gateways.bestsms.books import Book, Contact
    from mock_gateway.model.gateway import NumberPlan
    from mock_gateway.state.accounts import Account
    from mock_gateway.state.world import Room


def expanding(
    at: str, member: str, phone: str
) -> Callable[[Mapping[str, Any], Room, Account | None], tuple[Target, ...]]:
    """Compile how a call's recipients are found: as they stand, contacts and groups by what the contacts have.

    Args:
        at: names of the members that lead to the list, joined by `/`.
        member: the number's name inside a destination.
        phone: what of a contact is sent to, such as `MobilePhone`.

    """
    read = reader(at, member)

    def find(document: Mapping[str, Any], room: Room, account: Account | None) -> tuple[Target, ...]:
        """Give the recipients; a document that names numbers alone costs no look into the address book."""
        numbers = room.gateway.numbers
        targets = read(document, numbers)
        for target in targets:
            if target.extra is not None and account is not None and _names_somebody(target):
                return _expanded(targets, room.memory.of(account), phone, numbers)
        return targets

    return find


def _names_somebody(target: Target) -> bool:
    extra = target.extra or {}
    return "ContactID" in extra or (not target.spelling and ("GroupID" in extra or "GroupCode" in extra))


def _expanded(targets: tuple[Target, ...], book: Book, phone: str, numbers: NumberPlan) -> tuple[Target, ...]:
    """Put contacts and the members of groups in the places of what names them."""
    found = (each for target in targets for each in _meant(target, book, phone, numbers))
    return tuple(target._replace(position=position) for position, target in enumerate(found))


def _meant(target: Target, book: Book, phone: str, numbers: NumberPlan) -> Iterator[Target]:
    """Give whom a destination means; one that leads nowhere is given as it stands, and has no number."""
    extra = target.extra or {}
    contact = book.contacts.get(str(extra.get("ContactID")))
    name = extra.get("GroupID", extra.get("GroupCode"))
    group = book.group(name) if isinstance(name, str) else None
    if contact is not None and target.spelling:
        yield target._replace(extra=_merged(contact, extra))
    elif contact is not None:
        yield _to(contact, extra, phone, numbers)
    elif group is not None and not target.spelling and "ContactID" not in extra:
        yield from (_to(member, extra, phone, numbers) for member in group.members.values())
    else:
        yield target


def _to(contact: Contact, extra: Mapping[str, Any], phone: str, numbers: NumberPlan) -> Target:
    spelling = contact.fields.get(phone, "")
    return Target(spelling, e164(spelling, numbers) if spelling else None, 0, _merged(contact, extra))


def _merged(contact: Contact, extra: Mapping[str, Any]) -> dict[str, Any]:
    """Add what is known of a contact to what the destination says itself."""
    known: dict[str, Any] = {name: contact.fields[name] for name in MERGED if name in contact.fields}
    return {**known, **extra, "ContactID": contact.id}


sms = expanding("MessageData/Destinations", "Recipient", "MobilePhone")
