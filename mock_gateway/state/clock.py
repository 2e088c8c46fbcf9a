"""The clock of a session: the machine's, or one that stands until it is moved.

All instants are whole milliseconds since 1970 in UTC, so that a window's edge is exact.
"""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from math import isfinite
from typing import Final

from mock_gateway.errors import UsageError

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
FROZEN_START: Final = 1_767_603_600_000
"""2026-01-05T09:00:00Z, a Monday: where a frozen clock begins."""

_UNITS: Final = {"ms": 1, "s": 1000, "m": 60_000, "min": 60_000, "h": 3_600_000, "d": 86_400_000}
_DURATION: Final = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*(ms|s|min|m|h|d)\s*", re.ASCII)
_ENDS: Final = EPOCH.replace(year=9999)


_LONGEST = 1e13


def milliseconds(duration: str | float | timedelta) -> int:
    """Read a duration: text such as `30s`, `5 min`, `1h30m`, a number of seconds, or a timedelta.

    >>> milliseconds("1h30m"), milliseconds(0.5)
    (5400000, 500)
    """
    if isinstance(duration, timedelta):
        return duration // timedelta(milliseconds=1)
    if isinstance(duration, (int, float)) and not isinstance(duration, bool):
        if not abs(duration) <= _LONGEST:
            raise UsageError(f"{str(duration)[:20]} is no duration: write a number of seconds, a clock ends in 9999")
        return round(duration * 1000)
    total, place = 0.0, 0
    text = str(duration)
    while match := _DURATION.match(text, place):
        total += float(match[1]) * _UNITS[match[2]]
        place = match.end()
    if place != len(text) or not text.strip():
        raise UsageError(f"{duration!r} is no duration: write '500ms', '30s', '5min', '1h30m' or '2d'")
    if not isfinite(total):
        raise UsageError(f"{text[:20]!r}… is no duration: a clock stands between 1970 and 9999")
    return round(total)


def instant(text: str) -> int:
    """Read an ISO 8601 instant; without an offset it is UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} is no instant: write it as '2026-01-05T09:00:00Z'") from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - EPOCH) // timedelta(milliseconds=1)


def moment(at: int) -> datetime:
    """Give an instant as a datetime in UTC."""
    return EPOCH + timedelta(milliseconds=at)


def check(at: int) -> None:
    """Refuse an instant at which no clock can stand."""
    if not 0 <= at <= (_ENDS - EPOCH) // timedelta(milliseconds=1):
        raise UsageError(f"a clock stands between 1970 and 9999, not at {at} ms")


class Clock:
    """A session's clock.

    Args:
        mode: `real` runs with the machine's clock, `frozen` stands until it is moved.
        at: where it stands, or begins to run, in milliseconds; None for the usual start, or the machine's own time.

    """

    __slots__ = ("_at", "_offset", "_running", "_start")

    def __init__(self, mode: str = "frozen", at: int | None = None) -> None:
        self._running = mode != "frozen"
        self._start = at
        self._at = FROZEN_START
        self._offset = 0
        self.restart()

    @classmethod
    def named(cls, name: str) -> Clock:
        """Read `real`, `frozen`, an ISO instant at which a clock stands, or `offset:` and one from which it runs."""
        if name in ("real", "frozen"):
            return cls(name)
        mode = "real" if name.startswith("offset:") else "frozen"
        at = instant(name.removeprefix("offset:"))
        check(at)
        return cls(mode, at)

    @property
    def mode(self) -> str:
        """`frozen`; `real` where it shows the machine's time; `offset` where it runs beside it."""
        if not self._running:
            return "frozen"
        return "offset" if self._offset else "real"

    def now(self) -> int:
        """Milliseconds since 1970."""
        return time.time_ns() // 1_000_000 + self._offset if self._running else self._at

    def set(self, at: int) -> None:
        """Stand at, or from now on run from, this instant."""
        check(at)
        if self._running:
            self._offset += at - self.now()
        else:
            self._at = at

    def restart(self) -> None:
        """Go back to where the clock began."""
        self._at = FROZEN_START if self._start is None else self._start
        self._offset = 0
        if self._running and self._start is not None:
            self.set(self._start)
