"""Name what is broken in a document: place and keyword, as rows do.

A missing member is blamed on the member, not on its parent; list positions are `*` in a place and kept beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.model.rules import Violation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_MISSING = {"required", "dependentRequired"}


def violations(errors: Iterable[Any], schema: Mapping[str, Any]) -> list[Violation]:
    """Turn the complaints of `jsonschema_rs` into violations, in the schema's order."""
    found = []
    for error in errors:
        keyword = _keyword(error.schema_path)
        path = list(error.instance_path)
        value: object = error.instance
        if keyword in _MISSING:
            path.append(error.kind.property)
            value = None
        place, positions = _place(path)
        found.append(Violation(place, keyword, value, _limit(schema, error.schema_path), positions))
    return found


def _keyword(schema_path: Iterable[str | int]) -> str:
    return next(part for part in reversed(list(schema_path)) if isinstance(part, str))


def _place(path: Iterable[str | int]) -> tuple[str, tuple[int, ...]]:
    parts, positions = [], []
    for part in path:
        if isinstance(part, int):
            parts.append("*")
            positions.append(part)
        else:
            parts.append(part.replace("~", "~0").replace("/", "~1"))
    return "".join(f"/{part}" for part in parts), tuple(positions)


def _limit(schema: Any, schema_path: Iterable[str | int]) -> object:  # noqa: ANN401  a schema is any JSON
    for part in schema_path:
        try:
            schema = schema[part]
        except (KeyError, IndexError, TypeError):
            return None
    return schema
