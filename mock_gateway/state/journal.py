"""Every exchange of a session, the newest ten thousand, with the reason for its answer."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple, overload

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mock_gateway.model.rules import Verdict
    from mock_gateway.model.wire import PageSeen, Reply, Request

EXCHANGES_KEPT = 10_000


class Exchange(NamedTuple):
    """One request and its answer.

    Attributes:
        number: from 1, without gaps, inside its session.
        at: milliseconds since 1970 on the session's clock.
        gateway: name of the gateway, "" where no gateway was met.
        call: name of the call, "" where no call was met.
        verdict: why it was refused, None where it was accepted; its `forced` says who wanted that.
        organic: what the request would have earned by itself where `verdict` was forced.
        notes: what the mock has to say that the gateway would not.
        message_id: the message that was accepted or asked for, "" for none.
        account: key of the account, "" for none.
        page: which page of a list was answered, None for what is no list.

    """

    number: int
    at: int
    gateway: str
    call: str
    request: Request
    reply: Reply
    verdict: Verdict | None
    organic: Verdict | None = None
    notes: tuple[str, ...] = ()
    message_id: str = ""
    account: str = ""
    page: PageSeen | None = None

    @property
    def accepted(self) -> bool:
        """Whether the gateway took the request."""
        return self.verdict is None

    @property
    def forced(self) -> bool:
        """Whether a scenario or a test played the answer."""
        return self.verdict is not None and self.verdict.forced

    @property
    def code(self) -> int | str | None:
        """The rejection's code, None where it was accepted."""
        return None if self.verdict is None else self.verdict.row.code

    def __repr__(self) -> str:
        said = "accepted" if self.verdict is None else f"refused with {self.verdict.row.code!r}"
        why = " (forced)" if self.forced else ""
        where = f"{self.gateway} {self.call}".strip() or self.request.path
        return f"<exchange {self.number}: {where}, HTTP {self.reply.status}, {said}{why}>"


class Journal:
    """The exchanges of a session, oldest first; the oldest are dropped where there are too many, and counted."""

    __slots__ = ("_exchanges", "_number", "kept")

    def __init__(self, kept: int = EXCHANGES_KEPT) -> None:
        self._exchanges: deque[Exchange] = deque(maxlen=kept)
        self._number = 0
        self.kept = kept

    def next_number(self) -> int:
        """Take the next exchange's number."""
        self._number += 1
        return self._number

    def add(self, exchange: Exchange) -> None:
        """Remember an exchange."""
        self._exchanges.append(exchange)

    @property
    def evicted(self) -> int:
        """How many were dropped to make room."""
        return self._number - len(self._exchanges)

    def clear(self) -> None:
        """Forget everything."""
        self._exchanges.clear()
        self._number = 0

    def __len__(self) -> int:
        return len(self._exchanges)

    def __iter__(self) -> Iterator[Exchange]:
        return iter(self._exchanges.copy())

    @overload
    def __getitem__(self, place: int) -> Exchange: ...
    @overload
    def __getitem__(self, place: slice) -> list[Exchange]: ...
    def __getitem__(self, place: int | slice) -> Exchange | list[Exchange]:
        return list(self._exchanges.copy())[place] if isinstance(place, slice) else self._exchanges[place]

    def __repr__(self) -> str:
        return f"<journal: {len(self)} exchanges, {self.evicted} evicted>"
