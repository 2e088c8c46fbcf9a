"""What is still to happen in a session, in order of time; what falls due at one instant happens in the order asked."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mock_gateway.model.messages import Message

NEVER = 1 << 62


class Due(NamedTuple):
    """One thing to happen.

    Attributes:
        at: milliseconds since 1970 on the session's clock.
        number: order among what falls due at the same instant.
        kind: which handler it is for; `status` moves a recipient along the table of statuses.
        message: the message it is about, None where it is about none.
        position: which recipient, from 0.
        event: the table's word for what happens.
        detail: the gateway's word for how it went.
        turn: of the recipient when this was asked for; where that has another turn by now, this does not happen.

    """

    at: int
    number: int
    kind: str
    message: Message | None = None
    position: int = 0
    event: str = ""
    detail: str = ""
    turn: int = 0


class Agenda:
    """A queue by time.

    Attributes:
        next_at: when the first thing is due, `NEVER` where nothing is.
        earlier: called when something is asked for that is due before everything else; None for nobody.

    """

    __slots__ = ("_heap", "_number", "earlier", "next_at")

    def __init__(self) -> None:
        self._heap: list[Due] = []
        self._number = 0
        self.next_at = NEVER
        self.earlier: Callable[[], None] | None = None

    def add(  # noqa: PLR0913  the fields of a Due, by name
        self,
        at: int,
        kind: str,
        message: Message | None = None,
        *,
        position: int = 0,
        event: str = "",
        detail: str = "",
    ) -> Due:
        """Ask for something to happen at an instant."""
        self._number += 1
        turn = 0 if message is None else message.recipients[position].turn
        due = Due(at, self._number, kind, message, position, event, detail, turn)
        heappush(self._heap, due)
        if at < self.next_at:
            self.next_at = at
            if self.earlier is not None:
                self.earlier()
        return due

    def take(self, until: int) -> Due | None:
        """Take the first thing that is due at or before an instant."""
        if self.next_at > until:
            return None
        due = heappop(self._heap)
        self.next_at = self._heap[0].at if self._heap else NEVER
        return due

    def clear(self) -> None:
        """Drop all that is still to happen."""
        self._heap.clear()
        self.next_at = NEVER

    def __len__(self) -> int:
        return len(self._heap)

    def __iter__(self) -> Iterator[Due]:
        return iter(sorted(self._heap))
