"""Variants of a call's document: its sample, and the examples of its schema that have what no other one can have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mock_gateway.strategies.shapes import Choice, Items, Members

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mock_gateway.strategies.shapes import Shape

Path = tuple[str | int, ...]


class Variant(NamedTuple):
    """One kind of right document.

    Attributes:
        sample: a document of this kind.
        shape: what such documents look like.

    """

    sample: Mapping[str, Any]
    shape: Shape


def is_new(document: object, known: Sequence[Variant]) -> bool:
    """Tell whether a document has members that no document of the known kinds has."""
    return not {path for path, _ in _leaves(document, ())} <= {
        path for variant in known for path, _ in choices(variant.shape)
    }


def choices(shape: Shape, path: Path = ()) -> Iterator[tuple[Path, tuple[Any, ...]]]:
    """Give every member of a shape that is no object or list, with the values that it may have."""
    if isinstance(shape, Choice):
        yield path, tuple(shape.values)
    elif isinstance(shape, Items):
        yield from choices(shape.item, (*path, 0))
    elif isinstance(shape, Members):
        for name, inner in {**shape.always, **shape.maybe}.items():
            yield from choices(inner, (*path, name))


def _leaves(document: object, path: Path) -> Iterator[tuple[Path, object]]:
    if isinstance(document, dict):
        for name, inner in document.items():
            yield from _leaves(inner, (*path, name))
    elif isinstance(document, list):
        for inner in document[:1]:
            yield from _leaves(inner, (*path, 0))
    else:
        yield path, document
