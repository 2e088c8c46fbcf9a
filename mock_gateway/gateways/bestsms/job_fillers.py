"""What handsets wrote, made in one go: `given: {records: {received: 101}}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_gateway.gateways.bestsms.jobs import Received
from mock_gateway.model.messages import Message, Recipient
from mock_gateway.state.fate import schedule

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mock_gateway.gateways.bestsms.books import Book
    from mock_gateway.state.accounts import Account
    from mock_gateway.state.world import World

FAILED_ID, SCHEDULED_ID, CALLED_ID = "FAILED", "SCHEDULED", "CALLED"
A_THOUSAND = 1000
A_DAY = 86_400_000


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


def _scheduled_recipients(world: World, account: Account, _book: Book, count: int) -> None:
    """Schedule the message SCHEDULED for tomorrow, to so many handsets."""
    _scheduled(world, account, SCHEDULED_ID, "send-sms", count)


def _scheduled_calls(world: World, account: Account, _book: Book, count: int) -> None:
    """Schedule the calls CALLED for tomorrow, to so many numbers."""
    _scheduled(world, account, CALLED_ID, "send-tts", count)


def _scheduled(world: World, account: Account, message_id: str, call: str, count: int) -> None:
    now, price = world.clock.now(), account.state.values_["price_thousandths"]
    numbers = [f"447700900{number % A_THOUSAND:03d}" for number in range(count)]
    recipients = [Recipient(number, number, "PENDING", "", None, price) for number in numbers]
    message = Message(message_id, account.gateway, call, account.key, now, now + A_DAY, "Hello", 1, recipients)
    world.store.add(message)
    schedule(world, message)


JOB_FILLERS: Mapping[str, Callable[[World, Account, Book, int], None]] = {
    "received": _received,
    "failed_recipients": _failed_recipients,
    "scheduled_recipients": _scheduled_recipients,
    "scheduled_calls": _scheduled_calls,
}
"""By the kind of record."""
