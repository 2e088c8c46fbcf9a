"""Windows that count on a session's clock; the machine's clock has no say in them.

A window counts what a key (an account, an address) did. All kinds are laid out alike: `hit` counts and gives what is
used, this included; `used` only tells. What is used above the limit is over it; it is for a row to refuse that.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Rate(Protocol):
    """How much a window may hold, as an account has it at the moment."""

    @property
    def limit(self) -> int:
        """The most that may be used."""

    @property
    def length(self) -> int:
        """Milliseconds."""


class Window(Protocol):
    """One kind of window."""

    def hit(self, key: str, at: int, rate: Rate, amount: int = 1) -> int:
        """Count an amount for a key at an instant, and give what it has used, this included."""

    def used(self, key: str, at: int, rate: Rate) -> int:
        """Give what a key has used at an instant."""

    def release(self, key: str, amount: int = 1) -> None:
        """Tell that something counted has ended; only a window that counts what is under way listens."""


class FixedWindow:
    """Counts in windows that begin at whole multiples of their length."""

    __slots__ = ("_counts", "_window")

    def __init__(self) -> None:
        self._window = -1
        self._counts: dict[str, int] = {}

    def hit(self, key: str, at: int, rate: Rate, amount: int = 1) -> int:
        """Count."""
        window = at // rate.length
        if window != self._window:
            self._window = window
            self._counts.clear()
        used = self._counts.get(key, 0) + amount
        self._counts[key] = used
        return used

    def used(self, key: str, at: int, rate: Rate) -> int:
        """Tell."""
        return self._counts.get(key, 0) if at // rate.length == self._window else 0

    def release(self, key: str, amount: int = 1) -> None:
        """Count on: a window of time does not care what has ended."""


class SlidingWindow:
    """Counts what happened in the length of time that ends now; what is over the limit does not count itself."""

    __slots__ = ("_hits",)

    def __init__(self) -> None:
        self._hits: dict[str, deque[tuple[int, int]]] = {}

    def hit(self, key: str, at: int, rate: Rate, amount: int = 1) -> int:
        """Count, unless it is over the limit."""
        used = self.used(key, at, rate) + amount
        if used <= rate.limit:
            self._hits.setdefault(key, deque()).append((at, amount))
        return used

    def used(self, key: str, at: int, rate: Rate) -> int:
        """Tell, and forget what is too long ago."""
        hits = self._hits.get(key)
        if hits is None:
            return 0
        while hits and hits[0][0] <= at - rate.length:
            hits.popleft()
        return sum(amount for _, amount in hits)

    def release(self, key: str, amount: int = 1) -> None:
        """Count on: a window of time does not care what has ended."""


class TokenBucket:
    """A bucket of `limit` tokens that fills evenly in `length`; what finds too few tokens takes none.

    Tokens are counted in parts of a millisecond's filling, so that no rounding adds up.
    """

    __slots__ = ("_levels",)

    def __init__(self) -> None:
        self._levels: dict[str, tuple[int, int]] = {}

    def hit(self, key: str, at: int, rate: Rate, amount: int = 1) -> int:
        """Take tokens, unless there are too few."""
        missing = self._missing(key, at, rate)
        wanted = missing + amount * rate.length
        used = -(-wanted // rate.length)
        if wanted <= rate.limit * rate.length:
            self._levels[key] = (at, wanted)
        return used

    def used(self, key: str, at: int, rate: Rate) -> int:
        """Tell how many tokens are missing, a begun one as a whole."""
        return -(-self._missing(key, at, rate) // rate.length)

    def release(self, key: str, amount: int = 1) -> None:
        """Count on: a bucket does not care what has ended."""

    def _missing(self, key: str, at: int, rate: Rate) -> int:
        last, missing = self._levels.get(key, (at, 0))
        return max(0, missing - (at - last) * rate.limit)


class UnderWay:
    """Counts what has begun and not ended yet; the clock has no say in it."""

    __slots__ = ("_counts",)

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}

    def hit(self, key: str, at: int, rate: Rate, amount: int = 1) -> int:  # noqa: ARG002  one signature for all windows
        """Count what begins."""
        self._counts[key] = self._counts.get(key, 0) + amount
        return self._counts[key]

    def used(self, key: str, at: int, rate: Rate) -> int:  # noqa: ARG002  as above
        """Tell."""
        return self._counts.get(key, 0)

    def release(self, key: str, amount: int = 1) -> None:
        """Take off what has ended."""
        self._counts[key] = max(0, self._counts.get(key, 0) - amount)


WINDOWS: Mapping[str, Callable[[], Window]] = {
    "fixed": FixedWindow,
    "sliding": SlidingWindow,
    "bucket": TokenBucket,
    "concurrent": UnderWay,
}
"""The kinds of windows, by the name that data files call them by."""
