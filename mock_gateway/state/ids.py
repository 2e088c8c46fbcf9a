"""Identifiers, seeded: the same seed and the same requests give the same ids."""

from __future__ import annotations

from random import Random

_VERSION_4 = 0x4000 << 64
_VARIANT = 0x8000 << 48
_CLEAR = ~((0xF000 << 64) | (0xC000 << 48))


class Ids:
    """One session's source of identifiers."""

    __slots__ = ("_counts", "_random", "seed")

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._random = Random(seed)
        self._counts: dict[str, int] = {}

    def uuid(self) -> str:
        """Give a random UUID (version 4) in lower case."""
        digits = f"{self._random.getrandbits(128) & _CLEAR | _VERSION_4 | _VARIANT:032x}"
        return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"

    def hexadecimal(self, digits: int) -> str:
        """Give random lower-case hexadecimal digits."""
        return f"{self._random.getrandbits(4 * digits):0{digits}x}"

    def count(self, name: str, start: int = 1) -> int:
        """Give the next number of a named series."""
        number = self._counts.get(name, start)
        self._counts[name] = number + 1
        return number
