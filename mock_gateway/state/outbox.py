"""Every callback of a session, with every attempt to make it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from mock_gateway.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CALLBACKS_KEPT = 100_000


class Attempt(NamedTuple):
    """One try at making a callback.

    Attributes:
        at: milliseconds since 1970 on the session's clock.
        latency: seconds on the machine's clock until it was answered, or given up.
        status: HTTP status of the answer, 0 where there was none.
        answer: the first bytes of the answer's body.
        problem: why there was no answer, "" where there was one.
        acknowledged: the answer is what the gateway takes for "received".

    """

    at: int
    latency: float
    status: int
    answer: bytes
    problem: str
    acknowledged: bool


@dataclass(slots=True)
class Callback:
    """A request that the gateway makes to the client's side.

    Attributes:
        id: from 1, in the order of making.
        kind: name of the gateway's callback, such as `report` or `inbound`.
        message_id: the message it is about, "" for none.
        to: the handset it is about.
        url: as registered by the client, with the parameters of a callback that has no body.
        state: `due`, `acknowledged`, `retrying`, `unacknowledged` (given up), `stopped` (by the egress guard) or
            `dropped` (a test asked for that).
        attempts: in order, those that a test asked for included.
        tries: how many of them the gateway made by itself.
        reports: the status of a recipient that it tells of, "" for none.
        taken: number of the event that tells of its being acknowledged for the first time, 0 for never.

    """

    id: int
    gateway: str
    kind: str
    message_id: str
    to: str
    url: str
    method: str
    headers: dict[str, str]
    body: bytes
    made_at: int
    state: str = "due"
    attempts: list[Attempt] = field(default_factory=list)
    tries: int = 0
    reports: str = ""
    taken: int = 0

    def __repr__(self) -> str:
        tries = len(self.attempts)
        about = f"{self.kind} of {self.message_id or self.to}"
        return f"<callback {self.id}: {about} to {self.url}, {self.state}, {tries} tries>"


class Outbox:
    """The callbacks of a session, oldest first; the oldest are dropped where there are too many, and counted."""

    __slots__ = ("_callbacks", "_number", "again", "evicted")

    def __init__(self, again: Callable[[Callback], None]) -> None:
        self._callbacks: dict[int, Callback] = {}
        self._number = 0
        self.evicted = 0
        self.again = again

    def next_number(self) -> int:
        """Take the next callback's id."""
        self._number += 1
        return self._number

    def add(self, callback: Callback) -> None:
        """Remember a callback."""
        self._callbacks[callback.id] = callback
        if len(self._callbacks) > CALLBACKS_KEPT:
            del self._callbacks[next(iter(self._callbacks))]
            self.evicted += 1

    def get(self, number: int) -> Callback:
        """Give a callback by its id."""
        try:
            return self._callbacks[number]
        except KeyError:
            if 0 < number <= self._number:
                kept = f"the newest {CALLBACKS_KEPT}"
                raise UsageError(f"callback {number} is no longer remembered: only {kept} are") from None
            raise UsageError(f"there is no callback {number}: {self._number} were made") from None

    def find(self, number: int) -> Callback | None:
        """Give a callback by its id, None where it is no longer remembered."""
        return self._callbacks.get(number)

    def replay(self, number: int) -> Callback:
        """Make a callback once more, as it was, and wait for its answer."""
        callback = self.get(number)
        self.again(callback)
        return callback

    def clear(self) -> None:
        """Forget everything."""
        self._callbacks.clear()
        self._number = 0
        self.evicted = 0

    def __len__(self) -> int:
        return len(self._callbacks)

    def __iter__(self) -> Iterator[Callback]:
        return iter(list(self._callbacks.values()))

    def __getitem__(self, place: int) -> Callback:
        return list(self._callbacks.values())[place]

    def __repr__(self) -> str:
        return f"<callbacks: {len(self)}, {self.evicted} evicted>"
