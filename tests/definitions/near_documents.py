"""Documents near a right one: a few of its members changed, to what their schema may like or may not."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hypothesis.strategies import DataObject, SearchStrategy

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), max_size=12)
"""No line feeds: Python's `$` matches before a last one, which ECMA's, and so JSON Schema's, does not."""


def lengths_of(schema: Any) -> Iterator[int]:
    """Give every number that a schema limits something to."""
    if isinstance(schema, dict):
        for name, value in schema.items():
            if isinstance(value, int) and not isinstance(value, bool) and name.startswith(("min", "max")):
                yield value
            yield from lengths_of(value)


def words_of(schema: Any) -> Iterator[str]:
    """Give every value that a schema names."""
    if isinstance(schema, dict):
        yield from (value for value in schema.get("enum", ()) if isinstance(value, str))
        for value in schema.values():
            yield from words_of(value)


def values(schema: Mapping[str, Any]) -> SearchStrategy[Any]:
    """Draw values that a schema may like or may not: its own limits and words among them."""
    edges = sorted({edge + step for edge in lengths_of(schema) for step in (-1, 0, 1)})
    lengths = st.sampled_from([edge for edge in edges if 0 <= edge <= 1001] or [0])
    words = sorted(words_of(schema)) or ["x"]
    shapes = ["a@b.c", "http://example.com", "https://example.com", "http://", "a\x00b", "ab-", ""]
    scalars = st.one_of(
        st.none(),
        st.booleans(),
        st.sampled_from(edges or [0]),
        st.integers(-(2**40), 2**40),
        st.sampled_from([0.0, -0.0, 1.0, 60.0, 1.5, 1e300]),
        st.sampled_from(words),
        st.sampled_from(shapes),
        TEXTS,
        lengths.map("a".__mul__),
        lengths.map("é".__mul__),
    )
    lists = st.one_of(st.lists(scalars, max_size=4), lengths.map(["1"].__mul__))
    return st.one_of(scalars, lists, st.dictionaries(TEXTS, scalars, max_size=3))


def members_of(schema: Mapping[str, Any], place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Give the place of every member and first list item that a schema knows."""
    for name, inner in schema.get("properties", {}).items():
        yield (*place, name)
        yield from members_of(inner, (*place, name))
    if isinstance(schema.get("items"), dict):
        yield (*place, 0)
        yield from members_of(schema["items"], (*place, 0))


def changed(document: Any, place: tuple[str | int, ...], value: Any, *, drop: bool) -> Any:
    """Set or drop what is at a place, where there is such a place."""
    if not place:
        return value
    first, *rest = place
    if isinstance(document, dict) and isinstance(first, str):
        if rest and first in document:
            document[first] = changed(document[first], tuple(rest), value, drop=drop)
        elif not rest and drop:
            document.pop(first, None)
        elif not rest:
            document[first] = value
    elif isinstance(document, list) and document and isinstance(first, int):
        document[first] = changed(document[first], tuple(rest), value, drop=drop)
    return document


def near(data: DataObject, schema: Mapping[str, Any], sample: Any) -> Any:
    """Draw a document that is a few changes away from a right one."""
    document: Any = deepcopy(sample)
    places = st.sampled_from([(), *members_of(schema)])
    changes = st.lists(st.tuples(places, values(schema), st.booleans()), max_size=4)
    for place, value, drop in data.draw(changes):
        document = changed(document, place, value, drop=drop and bool(place))
    return document
