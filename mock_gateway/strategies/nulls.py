"""Null in the place of a member: what many clients send for what they have not got."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.strategies.shapes import placed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

ONE_IN = 8
"""One document in so many has a null."""


def nullable(
    schema: Mapping[str, Any], sample: Mapping[str, Any], accepts: Callable[[Any], bool]
) -> Iterator[tuple[str, ...]]:
    """Give the members of objects in whose place null is accepted.

    Args:
        schema: of the document.
        sample: a right one.
        accepts: tells whether a document is right.

    """
    yield from (path for path in _members(schema, ()) if accepts(placed(sample, path, None)))


def has_null(value: Any) -> bool:  # noqa: ANN401  any JSON
    """Tell whether there is a null anywhere in a value."""
    if isinstance(value, dict):
        return any(map(has_null, value.values()))
    return any(map(has_null, value)) if isinstance(value, list) else value is None


def without_nulls(value: Any) -> Any:  # noqa: ANN401  any JSON
    """Copy a value without the members that are null."""
    if isinstance(value, dict):
        return {name: without_nulls(inner) for name, inner in value.items() if inner is not None}
    return [without_nulls(inner) for inner in value] if isinstance(value, list) else value


def _members(schema: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for name, inner in schema.get("properties", {}).items():
        yield (*path, name)
        yield from _members(inner, (*path, name))
