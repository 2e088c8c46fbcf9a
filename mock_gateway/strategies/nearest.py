"""What is left of a drawn document where not all of it goes together: as much of it as keeps it what it has to be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

T = TypeVar("T")
Path = tuple[str, ...]
MOST_TRIES = 10
"""How many documents are looked at for one that is drawn."""


class Drawn(NamedTuple):
    """A drawn document.

    Attributes:
        right: one of its kind that is right.
        document: what was drawn: each member is right by itself.

    """

    right: Mapping[str, Any]
    document: Mapping[str, Any]


class Nearest(Generic[T]):
    """Looks between what was drawn and what is right for the document that has most of the first, and does.

    Args:
        drawn: both.
        fits: tells what a document comes to, None where it does not do.

    """

    def __init__(self, drawn: Drawn, fits: Callable[[Any], T | None]) -> None:
        self._wanted = drawn.document
        self._fits = fits
        self._left = MOST_TRIES
        self._document = drawn.right
        self._found: T | None = None
        self._differing = tuple(_differing(*drawn, ()))

    def found(self) -> T | None:
        """Give what the nearest document comes to; None where nothing of what was drawn can be kept."""
        self._keep(self._differing)
        return self._found

    def _keep(self, paths: Sequence[Path]) -> None:
        """Keep all of these members, or what can be kept of each half of them."""
        if not paths or not self._left:
            return
        self._left -= 1
        document: Mapping[str, Any] = self._document
        for path in paths:
            document = _taken(document, self._wanted, path)
        found = self._fits(document)
        if found is not None:
            self._document, self._found = document, found
        elif len(paths) > 1:
            half = len(paths) // 2
            self._keep(paths[:half])
            self._keep(paths[half:])


def _differing(known: Mapping[str, Any], wanted: Mapping[str, Any], path: Path) -> Iterator[Path]:
    """Give the members in which two documents differ, those of objects one by one."""
    for name in dict.fromkeys((*known, *wanted)):
        one, other = known.get(name), wanted.get(name)
        if isinstance(one, dict) and isinstance(other, dict):
            yield from _differing(one, other, (*path, name))
        elif (name in known) != (name in wanted) or one != other or type(one) is not type(other):
            yield (*path, name)


def _taken(document: Mapping[str, Any], other: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """Copy a document with a member as another one has it, or without it where that has none."""
    name, rest = path[0], path[1:]
    if rest:
        return {**document, name: _taken(document[name], other[name], rest)}
    if name in other:
        return {**document, name: other[name]}
    return {each: value for each, value in document.items() if each != name}
