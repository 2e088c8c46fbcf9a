"""Records made in one go, as if a client or handsets had: `given: {records: {responses: 26}}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_gateway.gateways.cellcast_v3.books import Optout, Response, Template
from mock_gateway.model.messages import Message, Recipient

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mock_gateway.gateways.cellcast_v3.books import Books
    from mock_gateway.state.accounts import Account
    from mock_gateway.state.world import World

    Filler = Callable[[World, Account, Books, int], None]

FIRST_RESPONSE = 5_000_000_001
FIRST_MESSAGE = "6EF87246-52D3-74FB-C319-0123456789AB"
A_THOUSAND = 1000


def response_id(world: World) -> str:
    """Give the id of the next message from a handset."""
    return str(world.ids.count("cellcast_v3 response", FIRST_RESPONSE))


def message_id(world: World) -> str:
    """Give the id of the next message: a UUID in upper case."""
    return world.ids.uuid().upper()


def handset(number: int) -> str:
    """Give the number of a handset, from 0: +44 7700 900000 to 900999, over and over."""
    return f"447700900{number % A_THOUSAND:03d}"


def _responses(world: World, _account: Account, books: Books, count: int) -> None:
    """Let handsets write, each in a millisecond of its own, the last one now."""
    first = world.clock.now() - count + 1
    for number in range(count):
        books.responses.add(Response(response_id(world), first + number, handset(number), f"Reply {number + 1}"))


def _templates(world: World, _account: Account, books: Books, count: int) -> None:
    """Make templates; the first of a session has the id of the documents' example."""
    for _ in range(count):
        number = len(books.templates) + 1
        identity = f"{0x5E6786ADE15AC71272E139B9F393E345 + number - 1:032x}"
        text = f"Hello {{fname}}, this is template {number}"
        books.templates.add(Template(identity, f"Template {number}", text, world.clock.now()))


def _optouts(world: World, _account: Account, books: Books, count: int) -> None:
    """Let handsets opt out, the last ones first: +44 7700 900999 and down."""
    first = world.clock.now() - count + 1
    for number in range(count):
        handset_of = handset(A_THOUSAND - 1 - number)
        optout = Optout(handset_of, first + number, "Peter", f"Example {number + 1}", "Male", "3181", "2000-11-12")
        books.optouts.add(optout)


def _messages(world: World, account: Account, _books: Books, count: int) -> None:
    """Send messages to one recipient each, all delivered; their ids count up from that of the documents' example."""
    now, price = world.clock.now(), account.state.values_["price_thousandths"]
    for number in range(count):
        made = world.ids.count("cellcast_v3 filled message", 0)
        identity = f"{FIRST_MESSAGE[:-12]}{int(FIRST_MESSAGE[-12:], 16) + made:012X}"
        recipient = Recipient(handset(number), f"+{handset(number)}", "Delivered", "sms", now, price)
        fields: dict[str, object] = {"from": account.state.values_["regular_id"], "custom_string": "", "source": ""}
        text, of = f"Message {number + 1}", account.gateway
        message = Message(identity, of, "send-sms", account.key, now, now, text, 1, [recipient], fields=fields)
        world.store.add(message)


FILLERS: Mapping[str, Filler] = {
    "responses": _responses,
    "templates": _templates,
    "optouts": _optouts,
    "messages": _messages,
}
"""By the kind of record."""
