"""What handsets write: kept for polls, mailed where that is asked for, and heeded where it opts out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_gateway.gateways.bestsms.books import OptOut
from mock_gateway.gateways.bestsms.jobs import Received
from mock_gateway.gateways.bestsms.mails import mail_reply
from mock_gateway.gateways.bestsms.tokens import read_at
from mock_gateway.gateways.bestsms.webhooks import contact_of

if TYPE_CHECKING:
    from mock_gateway.gateways.bestsms.books import Book
    from mock_gateway.model.messages import Inbound
    from mock_gateway.state.world import World

STOPS = ("STOP", "OPTOUT", "OPT OUT", "UNSUBSCRIBE")
"""Words at the beginning of a text that opt its sender out."""


def received(world: World, arrived: Inbound) -> None:
    """Keep a message from a handset, mail it, and opt its sender out where it says so."""
    room = world.room(arrived.gateway)
    book: Book = room.memory.of(room.accounts.get(arrived.account) or world.account(arrived.gateway))
    contact = contact_of(arrived)
    book.jobs.received.add(
        Received(arrived.id, arrived.at, arrived.from_number, arrived.text, arrived.reply_to, contact)
    )
    if arrived.text.strip().upper().startswith(STOPS):
        _opt_out(world, book, arrived, contact)
    mail_reply(world, arrived)


def _opt_out(world: World, book: Book, arrived: Inbound, contact_id: str) -> None:
    destination = f"+{arrived.from_number}"
    if any(each.destination == destination and each.type == "SMS" for each in book.optouts.values()):
        return
    original = "" if arrived.reply_to is None else read_at(arrived.reply_to, arrived.from_number)
    optout = OptOut(world.ids.uuid(), "SMS", destination, arrived.at, arrived.at, contact_id)
    optout.stop_message, optout.original_message = arrived.text, original
    book.optouts[optout.id] = optout
