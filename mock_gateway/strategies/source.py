"""Where choices come from: Hypothesis, which remembers and shrinks them, or a seed, which always gives the same."""

from __future__ import annotations

from functools import lru_cache
from random import Random
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hypothesis.strategies import SearchStrategy

T = TypeVar("T")


class Source(Protocol):
    """Gives numbers; the smaller one is, the simpler is what is made of it."""

    def below(self, count: int) -> int:
        """Give a number from 0 to `count` - 1."""


CHUNK = 1 << 24
"""Several choices are read off one number that Hypothesis draws, since drawing costs most; to here it draws evenly."""
SPARE = 8
"""A number is used up when less than so many times a choice's options is left of it, so all are about as likely."""


class Drawn:
    """Choices that Hypothesis makes.

    Args:
        draw: what a composite strategy is handed.

    """

    __slots__ = ("_draw", "_left", "_number")

    def __init__(self, draw: Callable[[SearchStrategy[int]], int]) -> None:
        self._draw = draw
        self._number = 0
        self._left = 0

    def below(self, count: int) -> int:
        """Give a number from 0 to `count` - 1."""
        if count <= 1:
            return 0
        if self._left < SPARE * count:
            self._number, self._left = self._draw(_chunks()), CHUNK
        self._number, chosen = divmod(self._number, count)
        self._left //= count
        return chosen


class Seeded:
    """Choices that a seed makes: the same seed gives the same ones, on every machine.

    Args:
        seed: any text.

    """

    __slots__ = ("_random",)

    def __init__(self, seed: str) -> None:
        self._random = Random(seed)

    def below(self, count: int) -> int:
        """Give a number from 0 to `count` - 1."""
        return int(self._random.random() * count)


class First:
    """The simplest choice, always."""

    __slots__ = ()

    def below(self, count: int) -> int:  # noqa: ARG002  one signature for all sources
        """Give 0."""
        return 0


def pick(source: Source, options: Sequence[T]) -> T:
    """Give one of several, the first being the simplest."""
    return options[source.below(len(options))] if len(options) > 1 else options[0]


@lru_cache(maxsize=1)
def _chunks() -> SearchStrategy[int]:
    from hypothesis import strategies as st  # noqa: PLC0415  loaded only where Hypothesis draws

    return st.integers(0, CHUNK - 1)
