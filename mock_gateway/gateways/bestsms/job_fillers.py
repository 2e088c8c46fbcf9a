"""What handsets wrote, made in one go: `given: {records: {received: 101}}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_gateway.gateways.bestsms.jobs import Received
from mock_gateway.model.messages import Message, Recipient

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mock_gateway.gateways.bestsms.books import Book
    from mock_gateway.state.accounts import Account
    from mock_gateway.state.world import World

FAILED_ID = "FAILED"
A_THOUSAND = 1000


def _received(world: World, _account: Account, book: Book, count: int) -> None:
    """Let handsets write Text 1, Text 2 …, each in a millisecond of its own, the last one now."""
    now = world.clock.now()
    for number in range(count):
        handset = f"447700900{number % A_THOUSAND:03d}"
        at = now - count + number + 1
        book.jobs.received.add(Received(world.ids.uuid(), at, handset, f"Text {number + 1}"))


def _failed_recipients(world: World, account: Account, _book: Book, count: int) -> None:
    """Send the message FAILED to so many handsets, none of which could be reached."""
    now, price = world.clock.now(), account.state.values_["price_thousandths"]
    numbers = [f"447700900{number % A_THOUSAND:03d}" for number in range(count)]
    recipients = [Recipient(number, number, "FAILED", "Undelivered", now, price) for number in numbers]
    world.store.add(Message(FAILED_ID, account.gateway, "send-sms", account.key, now, now, "Hello", 1, recipients))


JOB_FILLERS: Mapping[str, Callable[[World, Account, Book, int], None]] = {
    "received": _received,
    "failed_recipients": _failed_recipients,
}
"""By the kind of record."""
