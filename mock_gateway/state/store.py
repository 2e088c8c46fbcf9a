"""Where messages are kept: a small interface in the shape of transactions, and its in-memory form.

A pipeline run from judging to remembering is one transaction. Another store has to offer `Store` and `Transaction`.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import RLock
from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mock_gateway.model.messages import Message

MESSAGES_KEPT = 100_000


class Transaction(Protocol):
    """What may be asked and changed while a transaction is open."""

    def add(self, message: Message) -> None:
        """Remember a message; the oldest is dropped where there are too many."""
        raise NotImplementedError

    def find(self, gateway: str, message_id: str) -> Message | None:
        """Give the latest message with this id."""
        raise NotImplementedError

    def all(self, gateway: str | None = None) -> Iterator[Message]:
        """Give the messages, oldest first."""
        raise NotImplementedError

    def latest_to(self, gateway: str, number: str) -> Iterator[Message]:
        """Give the messages to a number, newest first."""
        raise NotImplementedError

    def was_evicted(self, gateway: str, message_id: str) -> bool:
        """Tell whether a message with this id was dropped to make room."""
        raise NotImplementedError


class Store(Transaction, Protocol):
    """A session's memory; while a transaction is open, what it may do can be asked of the store itself.

    Attributes:
        kept: how many messages are remembered.
        evicted: how many were dropped to make room.

    """

    kept: int
    evicted: int

    def transaction(self) -> _Transactional:
        """Open a transaction; changes count when the block ends."""
        raise NotImplementedError

    def clear(self) -> None:
        """Forget everything."""
        raise NotImplementedError


class _Transactional(Protocol):
    def __enter__(self) -> Transaction: ...

    def __exit__(self, *problem: object) -> None: ...


class MemoryStore:
    """All in one process, one lock: a transaction holds the lock and sees every change at once."""

    __slots__ = ("_evicted_ids", "_latest", "_lock", "_messages", "_next", "evicted", "kept")

    def __init__(self, kept: int = MESSAGES_KEPT) -> None:
        self._lock = RLock()
        self._messages: OrderedDict[int, Message] = OrderedDict()
        self._latest: dict[tuple[str, str], Message] = {}
        self._evicted_ids: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._next = 0
        self.evicted = 0
        self.kept = kept

    def transaction(self) -> Self:
        """Open a transaction."""
        return self

    def __enter__(self) -> Self:
        self._lock.acquire()
        return self

    def __exit__(self, *problem: object) -> None:
        self._lock.release()

    def add(self, message: Message) -> None:
        """Remember a message."""
        self._next += 1
        message.number = self._next
        self._messages[self._next] = message
        self._latest[message.gateway, message.id] = message
        if len(self._messages) > self.kept:
            self._evict()

    def find(self, gateway: str, message_id: str) -> Message | None:
        """Give the latest message with this id."""
        return self._latest.get((gateway, message_id))

    def all(self, gateway: str | None = None) -> Iterator[Message]:
        """Give the messages, oldest first."""
        for message in list(self._messages.values()):
            if gateway is None or message.gateway == gateway:
                yield message

    def latest_to(self, gateway: str, number: str) -> Iterator[Message]:
        """Give the messages to a number, newest first."""
        for message in reversed(list(self._messages.values())):
            if message.gateway == gateway and any(each.number == number for each in message.recipients):
                yield message

    def was_evicted(self, gateway: str, message_id: str) -> bool:
        """Tell whether a message with this id was dropped to make room."""
        return (gateway, message_id) in self._evicted_ids

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._messages.clear()
            self._latest.clear()
            self._evicted_ids.clear()
            self._next = 0
            self.evicted = 0

    def _evict(self) -> None:
        _, message = self._messages.popitem(last=False)
        self.evicted += 1
        key = (message.gateway, message.id)
        if self._latest.get(key) is message:
            del self._latest[key]
            self._evicted_ids[key] = None
            if len(self._evicted_ids) > self.kept:
                self._evicted_ids.popitem(last=False)
