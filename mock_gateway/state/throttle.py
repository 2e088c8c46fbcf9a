"""Windows that count on a session's clock; the machine's clock has no say in them.

A window counts what a key (an account, an address) did; what is over the limit is told, and counted all the same.
"""

from __future__ import annotations


class FixedWindow:
    """Counts in windows that begin at whole multiples of their length."""

    __slots__ = ("_counts", "_window")

    def __init__(self) -> None:
        self._window = -1
        self._counts: dict[str, int] = {}

    def hit(self, key: str, at: int, length: int, amount: int = 1) -> int:
        """Count `amount` for a key and give what it has used in the current window, this included."""
        window = at // length
        if window != self._window:
            self._window = window
            self._counts.clear()
        used = self._counts.get(key, 0) + amount
        self._counts[key] = used
        return used

    def used(self, key: str, at: int, length: int) -> int:
        """Give what a key has used in the current window."""
        return self._counts.get(key, 0) if at // length == self._window else 0
