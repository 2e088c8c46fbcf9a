"""Records made in one go, as if a client or handsets had: `given: {records: {replies: 26}}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_gateway.gateways.transmitsms.books import (
    Books,
    Client,
    Contact,
    ContactList,
    Import,
    Keyword,
    LeasedNumber,
    Reply,
    Sent,
    Transaction,
)
from mock_gateway.model.messages import Message, Recipient

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mock_gateway.gateways.transmitsms.memory import Archive
    from mock_gateway.state.accounts import Account
    from mock_gateway.state.world import World

    Filler = Callable[[World, Account, Books, int], None]

FIRST_LIST, FIRST_REPLY, FIRST_MESSAGE, FIRST_SENT = 4_070_887, 36_573_149, 339_031_121, 937_885_838
OWN = "61491570006"
A_THOUSAND = 1000
A_DAY = 86_400_000


def handset(number: int) -> str:
    """Give the number of a handset, from 0: +44 7700 900000 to 900999, over and over."""
    return f"447700900{number % A_THOUSAND:03d}"


def _lists(world: World, _account: Account, books: Books, count: int) -> None:
    for _ in range(count):
        list_id = world.ids.count("transmitsms list", FIRST_LIST)
        books.lists[list_id] = ContactList(list_id, f"List {len(books.lists) + 1}", world.clock.now())


def _foreign_lists(world: World, account: Account, _books: Books, count: int) -> None:
    """Make lists of another account."""
    memory: Archive = world.room(account.gateway).memory
    _lists(world, account, memory.books.setdefault("somebody else", Books()), count)


def _contacts(world: World, account: Account, books: Books, count: int) -> None:
    """Put contacts into the first list."""
    if not books.lists:
        _lists(world, account, books, 1)
    first = next(iter(books.lists.values()))
    for number in range(count):
        contact = Contact(first.id, f"4477{len(first.members):08d}", world.clock.now(), f"Contact {number + 1}", None)
        first.members[contact.number] = contact


def _deleted_contacts(world: World, account: Account, books: Books, count: int) -> None:
    """Put contacts into the first list, and take them off it."""
    _contacts(world, account, books, count)
    for contact in list(next(iter(books.lists.values())).members.values())[-count:] if count else ():
        contact.state = "deleted"


def _replies(world: World, _account: Account, books: Books, count: int) -> None:
    """Let handsets write, each in a millisecond of its own, the last one now."""
    now = world.clock.now()
    for number in range(count):
        reply_id = world.ids.count("transmitsms reply", FIRST_REPLY)
        at = now - count + number + 1
        books.replies.add(Reply(reply_id, at, handset(number), f"Reply {number + 1}", longcode=OWN))


def _answers(world: World, account: Account, books: Books, count: int) -> None:
    """Let handsets answer the first message, which is sent where there is none, each in a millisecond of its own."""
    if not len(books.messages):
        _messages(world, account, books, 1)
    to, now = next(iter(books.messages)), world.clock.now()
    for number in range(count):
        reply_id = world.ids.count("transmitsms reply", FIRST_REPLY)
        at = now - count + number + 1
        text = f"Answer {number + 1}"
        books.replies.add(Reply(reply_id, at, handset(number), text, int(to.id), longcode=OWN, original=to.text))


def _messages(world: World, account: Account, books: Books, count: int) -> None:
    """Send messages to one recipient each, all delivered."""
    for number in range(count):
        _message(world, account, books, [handset(number)], f"Message {number + 1}")


def _messages_to_one(world: World, account: Account, books: Books, count: int) -> None:
    """Send messages to the first handset, all delivered."""
    for number in range(count):
        _message(world, account, books, [handset(0)], f"Message {number + 1}")


def _scheduled_messages(world: World, account: Account, books: Books, count: int) -> None:
    """Schedule messages to one recipient each, for tomorrow."""
    for number in range(count):
        message = _message(world, account, books, [handset(number)], f"Message {number + 1}")
        message.send_at += A_DAY
        message.recipients[0].status, message.recipients[0].ended_at = "pending", None


def _recipients(world: World, account: Account, books: Books, count: int) -> None:
    """Send one message to many recipients, all delivered."""
    _message(world, account, books, [f"4477{number:08d}" for number in range(count)], "Hello")


def _message(world: World, account: Account, books: Books, numbers: list[str], text: str) -> Message:
    now, price = world.clock.now(), account.state.values_["price_thousandths"]
    recipients = [Recipient(number, number, "delivered", "", now, price) for number in numbers]
    message_id = str(world.ids.count("transmitsms message", FIRST_MESSAGE))
    fields = {"from": account.state.values_["shared_sender"], "list_id": 0, "list_name": ""}
    of = account.gateway
    message = Message(message_id, of, "send-sms", account.key, now, now, text, 1, recipients, fields=fields)
    world.store.add(message)
    books.messages.add(message)
    for recipient in recipients:
        books.sent.add(Sent(world.ids.count("transmitsms sent", FIRST_SENT), now, message, recipient))
    return message


def _imports(world: World, account: Account, books: Books, count: int) -> None:
    """Import a file of so many contacts into the first list."""
    _contacts(world, account, books, count)
    first = next(iter(books.lists.values()))
    first.imports = Import("completed", count, count, imported=count)


def _emails(_world: World, _account: Account, books: Books, count: int) -> None:
    """Let addresses send by e-mail: sms@example.com, sms2@example.com and so on."""
    for number in range(count):
        books.emails[f"sms{number + 1 if number else ''}@example.com"] = 1


def _numbers(_world: World, account: Account, books: Books, count: int) -> None:
    price = account.state.values_["number_price_thousandths"]
    for number in range(count):
        leased = LeasedNumber(f"6149157{number:04d}9", price, "2026-02-05")
        books.numbers[leased.number] = leased


def _keywords(world: World, _account: Account, books: Books, count: int) -> None:
    for number in range(count):
        keyword_id = world.ids.count("transmitsms keyword", 1001)
        books.keywords[f"WORD{number + 1}", OWN] = Keyword(keyword_id, f"WORD{number + 1}", OWN, "2026-02-05")


def _clients(world: World, _account: Account, books: Books, count: int) -> None:
    """Make clients that have no account of their own."""
    for _ in range(count):
        client_id = world.ids.count("transmitsms client", 54_912)
        details = {"name": f"Client {client_id}", "email": f"client{client_id}@example.com"}
        books.clients[client_id] = Client(client_id, f"client{client_id}", world.clock.now(), details)


def _transactions(world: World, account: Account, books: Books, count: int) -> None:
    left = account.state.values_["credit_thousandths"] - account.used.get("spent", 0)
    for number in range(count):
        made = world.ids.count("transmitsms transaction", 5_000_001)
        books.transactions.add(Transaction(made, world.clock.now(), f"Payment {number + 1}", 0, left, 23))


def _optouts(world: World, _account: Account, books: Books, count: int) -> None:
    for number in range(count):
        books.optouts[handset(number)] = world.clock.now()


FILLERS: Mapping[str, Filler] = {
    "lists": _lists,
    "foreign_lists": _foreign_lists,
    "contacts": _contacts,
    "deleted_contacts": _deleted_contacts,
    "imports": _imports,
    "emails": _emails,
    "replies": _replies,
    "answers": _answers,
    "messages": _messages,
    "scheduled_messages": _scheduled_messages,
    "messages_to_one": _messages_to_one,
    "recipients": _recipients,
    "numbers": _numbers,
    "keywords": _keywords,
    "clients": _clients,
    "transactions": _transactions,
    "optouts": _optouts,
}
"""By the kind of record."""
