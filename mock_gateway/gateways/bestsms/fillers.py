"""Records made in one go, as if a client had: `given: {records: {contacts: 26}}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_gateway.gateways.bestsms.books import Contact, Group, OptOut
from mock_gateway.gateways.bestsms.job_fillers import JOB_FILLERS
from mock_gateway.model.messages import Message, Recipient

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mock_gateway.gateways.bestsms.books import Book
    from mock_gateway.state.accounts import Account
    from mock_gateway.state.world import World

    Filler = Callable[[World, Account, Book, int], None]

MESSAGE_ID = "PAGED"
CONTACT_ID = "AAAAAAAA-BBBB-BBBB-CCCC-{:012d}"
GROUP_ID = "BBBBBBBB-BBBB-BBBB-CCCC-{:012d}"
OPTOUT_ID = "CCCCCCCC-BBBB-BBBB-CCCC-{:012d}"
A_THOUSAND = 1000


def handset(number: int) -> str:
    """Give the number of a handset, from 0: +44 7700 900000 to 900999, over and over."""
    return f"447700900{number % A_THOUSAND:03d}"


def _recipients(world: World, account: Account, _book: Book, count: int) -> None:
    """Send the message PAGED to so many handsets, all delivered."""
    now, price = world.clock.now(), account.state.values_["price_thousandths"]
    numbers = [handset(number) for number in range(count)]
    recipients = [Recipient(number, number, "SUCCESS", "delivered", now, price) for number in numbers]
    world.store.add(Message(MESSAGE_ID, account.gateway, "send-sms", account.key, now, now, "Hello", 1, recipients))


def _contacts(world: World, _account: Account, book: Book, count: int) -> None:
    """Make contacts: Contact 1 has the number +44 7700 900000."""
    now = world.clock.now()
    for _ in range(count):
        number = len(book.contacts)
        fields = {"FirstName": f"Contact {number + 1}", "MobilePhone": f"+{handset(number)}"}
        contact = Contact(CONTACT_ID.format(number + 1), now, now, fields)
        book.contacts[contact.id] = contact


def _groups(world: World, _account: Account, book: Book, count: int) -> None:
    """Make groups: Group 1 has the code Group-1."""
    for _ in range(count):
        number = len(book.groups) + 1
        group = Group(GROUP_ID.format(number), f"Group-{number}", f"Group {number}", created_at=world.clock.now())
        book.groups[group.id] = group


def _group_contacts(world: World, account: Account, book: Book, count: int) -> None:
    """Make contacts, and put them into the first group, which is made where there is none."""
    if not book.groups:
        _groups(world, account, book, 1)
    _contacts(world, account, book, count)
    members = list(book.contacts.values())[len(book.contacts) - count :]
    next(iter(book.groups.values())).members.update((contact.id, contact) for contact in members)


def _contact_groups(world: World, account: Account, book: Book, count: int) -> None:
    """Make groups, and put the first contact into them, which is made where there is none."""
    if not book.contacts:
        _contacts(world, account, book, 1)
    _groups(world, account, book, count)
    contact = next(iter(book.contacts.values()))
    for group in list(book.groups.values())[len(book.groups) - count :]:
        group.members[contact.id] = contact


def _optouts(world: World, _account: Account, book: Book, count: int) -> None:
    now = world.clock.now()
    for _ in range(count):
        number = f"+{handset(len(book.optouts))}"
        identity = OPTOUT_ID.format(len(book.optouts) + 1)
        optout = OptOut(identity, "SMS", number, now, now, stop_message="STOP")
        book.optouts[optout.id] = optout


FILLERS: Mapping[str, Filler] = {
    "recipients": _recipients,
    "contacts": _contacts,
    "groups": _groups,
    "group_contacts": _group_contacts,
    "contact_groups": _contact_groups,
    "optouts": _optouts,
    **JOB_FILLERS,
}
"""By the kind of record."""
