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


BLOCK = 16
"""Bytes that are drawn at once, since drawing costs most; each choice has bytes of its own, and shrinks by itself."""
FEW, MANY = 32, 8192
"""Options of a choice that takes one byte, and of one that takes two: all are about as likely."""


class Drawn:
    """Choices that Hypothesis makes.

    Args:
        draw: what a composite strategy is handed.

    """

    __slots__ = ("_block", "_draw", "_place")

    def __init__(self, draw: Callable[[SearchStrategy[bytes]], bytes]) -> None:
        self._draw = draw
        self._block = b""
        self._place = BLOCK

    def below(self, count: int) -> int:
        """Give a number from 0 to `count` - 1."""
        if count <= 1:
            return 0
        size = 1 if count <= FEW else 2 if count <= MANY else 4
        start = self._place
        if start + size > BLOCK:
            self._block, start = self._draw(_blocks()), 0
        self._place = end = start + size
        if size == 1:
            return self._block[start] * count >> 8
        return int.from_bytes(self._block[start:end]) * count >> 8 * size


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
def _blocks() -> SearchStrategy[bytes]:
    from hypothesis import strategies as st  # noqa: PLC0415  loaded only where Hypothesis draws

    return st.binary(min_size=BLOCK, max_size=BLOCK)
