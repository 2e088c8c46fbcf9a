"""Turn texts into what a schema wants, where that can be done; where it cannot, leave them so that `type` can speak."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_INTEGER = re.compile(r"\s*[+-]?[0-9]{1,18}\s*", re.ASCII)
_BOOLEANS = {"true": True, "false": False, "1": True, "0": False}


def prune(document: dict[str, Any]) -> dict[str, Any]:
    """Take out, at every depth, the members that are null or empty text: they mean "not there"."""
    return {
        name: (_prune_inside(value) if value.__class__ is dict or value.__class__ is list else value)
        for name, value in document.items()
        if value is not None and value != ""
    }


def _prune_inside(value: Any) -> Any:  # noqa: ANN401  a document is any JSON
    if value.__class__ is dict:
        return prune(value)
    return [
        (_prune_inside(item) if item.__class__ is dict or item.__class__ is list else item)
        for item in value
        if item is not None and item != ""
    ]


def rename(document: Any, names: Mapping[str, str]) -> Any:  # noqa: ANN401  as above
    """Give members the names that the schema knows them by, at every depth; a name already there is kept."""
    if isinstance(document, dict):
        renamed = {name: rename(value, names) for name, value in document.items() if name not in names}
        for name, value in document.items():
            if name in names:
                renamed.setdefault(names[name], rename(value, names))
        return renamed
    if isinstance(document, list):
        return [rename(item, names) for item in document]
    return document


def coercion(schema: Mapping[str, Any], *, numbers_to_text: bool) -> Callable[[Any], Any] | None:
    """Compile what has to be done to a value so that it fits a schema; None where nothing can be.

    Args:
        schema: of the value; only `type`, `properties` and `items` matter.
        numbers_to_text: a number is taken where text is wanted.

    """
    kind = schema.get("type")
    if isinstance(kind, list):
        inner = coercion({**schema, "type": "object"}, numbers_to_text=numbers_to_text)
        return _either(inner, _text if "string" in kind and numbers_to_text else None)
    if (scalar := _SCALARS.get(str(kind))) is not None:
        return scalar
    if kind == "string":
        return _text if numbers_to_text or schema.get("x-number-as-text") else None
    if kind == "array":
        return _list_coercion(schema, numbers_to_text=numbers_to_text)
    if kind == "object" or "properties" in schema:
        members = {
            name: inner
            for name, member in schema.get("properties", {}).items()
            if (inner := coercion(member, numbers_to_text=numbers_to_text)) is not None
        }
        return lambda value: _members(value, members)
    return None


def _list_coercion(schema: Mapping[str, Any], *, numbers_to_text: bool) -> Callable[[Any], Any] | None:
    if schema.get("x-comma-list"):
        return _untrimmed_list if schema.get("x-untrimmed") else _comma_list
    items = schema.get("items")
    inner = coercion(items, numbers_to_text=numbers_to_text) if isinstance(items, dict) else None
    return None if inner is None else lambda value: _each(value, inner)


def _either(inner: Callable[[Any], Any] | None, text: Callable[[Any], Any] | None) -> Callable[[Any], Any]:
    """Coerce an object by its members and anything else as text."""

    def coerce(value: Any) -> Any:  # noqa: ANN401  as above
        wanted = inner if isinstance(value, dict) else text
        return value if wanted is None else wanted(value)

    return coerce


def _members(value: Any, members: Mapping[str, Callable[[Any], Any]]) -> Any:  # noqa: ANN401  as above
    if not isinstance(value, dict):
        return value
    return {name: members[name](inner) if name in members else inner for name, inner in value.items()}


def _each(value: Any, inner: Callable[[Any], Any]) -> Any:  # noqa: ANN401  as above
    return [inner(item) for item in value] if isinstance(value, list) else value


def _integer(value: Any) -> Any:  # noqa: ANN401  as above
    return int(value) if isinstance(value, str) and _INTEGER.fullmatch(value) else value


def _boolean(value: Any) -> Any:  # noqa: ANN401  as above
    if isinstance(value, str):
        return _BOOLEANS.get(value.strip().lower(), value)
    return value


def _comma_list(value: Any) -> Any:  # noqa: ANN401  as above
    return [item for each in value.split(",") if (item := each.strip())] if isinstance(value, str) else value


def _untrimmed_list(value: Any) -> Any:  # noqa: ANN401  as above
    return [item for item in value.split(",") if item] if isinstance(value, str) else value


def _text(value: Any) -> Any:  # noqa: ANN401  as above
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


_SCALARS: Mapping[str, Callable[[Any], Any]] = {"integer": _integer, "boolean": _boolean}
