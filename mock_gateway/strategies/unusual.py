"""What a gateway may come to send one day, or its neighbour sends already: documents that no schema allows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hypothesis.strategies import DrawFn

USUAL = "usual"
UNKNOWN_FIELD = "unknown field"
UNKNOWN_CODE = "unknown code"
NUMBER_AS_TEXT = "number as text"
UNUSUAL = (UNKNOWN_FIELD, UNKNOWN_CODE, NUMBER_AS_TEXT)
NEW_NAMES = ("newMember", "x", "Ünïcode", "a b")
NEW_VALUES: tuple[Any, ...] = ("new", "", None, 7, [], {"inner": 1}, True)
NEW_WORDS = ("Archived", "NEW_STATUS", "?")
UNTYPED = ("xml", "application/xml", "form")
"""Dialects that know nothing but texts."""

Place = tuple[int | str, ...]


def techniques(dialect: str) -> Sequence[str]:
    """List what can be unusual in a dialect, `usual` first: where all is text, a number is one already."""
    return tuple(each for each in (USUAL, *UNUSUAL) if each != NUMBER_AS_TEXT or dialect not in UNTYPED)


def changed(draw: DrawFn, document: Any, technique: str, words: frozenset[str]) -> Any:  # noqa: ANN401  any JSON
    """Make a document unusual in one place, at any depth, where it has something for that.

    Args:
        draw: of Hypothesis.
        document: a usual one.
        technique: what shall be unusual.
        words: texts that are codes.

    """
    found = [(place, value) for place, value in _places(document, ()) if _fits(value, technique, words)]
    if not found:
        return document
    place, value = draw(st.sampled_from(found))
    return _put(document, place, _made(draw, value, technique))


def words(schema: Mapping[str, Any]) -> frozenset[str]:
    """Collect the texts that an inlined schema lists: codes, statuses and other words of the gateway."""
    listed = [*schema.get("enum", ()), *([schema["const"]] if "const" in schema else [])]
    inside = [*schema.get("properties", {}).values(), *schema.get("anyOf", ()), *schema.get("oneOf", ())]
    inside += [schema[name] for name in ("items", "additionalProperties") if isinstance(schema.get(name), dict)]
    return frozenset(each for each in listed if isinstance(each, str)).union(*map(words, inside))


def _fits(value: Any, technique: str, known: frozenset[str]) -> bool:  # noqa: ANN401  as above
    if technique == UNKNOWN_FIELD:
        return isinstance(value, dict)
    if technique == NUMBER_AS_TEXT:
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return technique == UNKNOWN_CODE and (value.__class__ is int or (isinstance(value, str) and value in known))


def _made(draw: DrawFn, value: Any, technique: str) -> Any:  # noqa: ANN401  as above
    if technique == UNKNOWN_FIELD:
        name = draw(st.sampled_from([each for each in NEW_NAMES if each not in value]))
        return {**value, name: draw(st.sampled_from(NEW_VALUES))}
    if technique == NUMBER_AS_TEXT:
        return str(value)
    return draw(st.sampled_from(NEW_WORDS) if isinstance(value, str) else st.integers(10_000, 99_999))


def _places(value: Any, place: Place) -> Iterator[tuple[Place, Any]]:  # noqa: ANN401  as above
    yield place, value
    if isinstance(value, (list, dict)):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _places(inner, (*place, key))


def _put(value: Any, place: Place, new: Any) -> Any:  # noqa: ANN401  as above
    if not place:
        return new
    head, *rest = place
    items = value.items() if isinstance(value, dict) else enumerate(value)
    found = {key: _put(inner, tuple(rest), new) if key == head else inner for key, inner in items}
    return found if isinstance(value, dict) else list(found.values())
