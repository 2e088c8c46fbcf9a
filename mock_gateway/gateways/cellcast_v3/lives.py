"""What happens at Cellcast when handsets write, and what its callbacks say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_gateway.gateways.cellcast_v3.books import Response
from mock_gateway.gateways.cellcast_v3.fillers import response_id
from mock_gateway.operations.times import local

if TYPE_CHECKING:
    from mock_gateway.gateways.cellcast_v3.books import Books
    from mock_gateway.model.messages import Inbound, Message, Recipient
    from mock_gateway.state.accounts import Account
    from mock_gateway.state.world import World

STOPS = frozenset({"STOP", "UNSUBSCRIBE", "OPTOUT", "OPT OUT"})


def received(world: World, arrived: Inbound) -> None:
    """Put a message of a handset among the unread replies; STOP opts its number out."""
    account, original = _account(world, arrived), arrived.reply_to
    books = _books(world, arrived)
    response = Response(response_id(world), arrived.at, arrived.from_number, arrived.text)
    if original is not None:
        response.custom_string = str(original.fields["custom_string"])
        response.original_body, response.original_id = original.text, original.id
    books.responses.add(response)
    word = " ".join(arrived.text.upper().split()).strip(".!")
    if word in STOPS and account.state.values_["optout_by_reply"]:
        books.opt_out(arrived.from_number, arrived.at)


def report_values(world: World, message: Message, recipient: Recipient, _at: int) -> dict[str, object]:
    """Fill a delivery report."""
    told = world.room(message.gateway).settings.values_["dlr_custom_fields"]
    return {
        "message_id": message.id,
        "status": recipient.status,
        "recipient": recipient.number,
        "custom_string": message.fields["custom_string"],
        "source": message.fields["source"],
        "absent": () if told else ("custom_string", "source"),
    }


def inbound_values(world: World, arrived: Inbound) -> dict[str, object]:
    """Fill what tells of a message of a handset; it stands among the replies already."""
    response = _books(world, arrived).responses.select().part(0, 1)[0]
    return {
        "from": f"+{response.number}",
        "body": response.body,
        "received_at": local(response.at, world.room(arrived.gateway).settings.values_["timezone"]),
        "message_id": response.id,
        "custom_string": response.custom_string,
        "original_message_id": response.original_id,
        "original_body": response.original_body,
    }


def _account(world: World, arrived: Inbound) -> Account:
    return world.room(arrived.gateway).accounts.get(arrived.account) or world.account(arrived.gateway)


def _books(world: World, arrived: Inbound) -> Books:
    books: Books = world.room(arrived.gateway).memory.of(_account(world, arrived))
    return books
