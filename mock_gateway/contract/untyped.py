"""What texts stand for in dialects that say nothing else: forms and XML. A schema says what is meant.

What a schema cannot make anything of is left as it is, so that the validator can speak.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from mock_gateway.definitions.schemas import validator

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from jsonschema_rs import Draft202012Validator

    Reader = Callable[[Any], Any]

_EMPTY: Mapping[str, Any] = {"null": None, "string": "", "array": [], "object": {}}
"""What an empty element or value may stand for, the likeliest first."""
_PLAIN: Mapping[str, type | tuple[type, ...]] = {"boolean": bool, "integer": int, "number": (int, float)}


def _none(_: str) -> bool:
    return False


def reader(schema: Mapping[str, Any], silent: Callable[[str], bool] = _none) -> Reader:
    """Compile what makes of an untyped document what an inlined schema means.

    Args:
        schema: what is meant.
        silent: tells by its name whether a list without items leaves no trace, as where each item repeats the list's
            own element.

    >>> read = reader({"properties": {"count": {"type": "integer"}, "id": {"type": ["string", "null"]}}})
    >>> read({"count": "2", "id": ""})
    {'count': 2, 'id': None}
    >>> reader({"required": ["ids"], "properties": {"ids": {"type": "array"}}}, lambda name: True)({"x": "1"})
    {'x': '1', 'ids': []}

    """
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return _branches([_laid_over(schema, branch, several) for branch in schema[several]], silent)
    kinds = _kinds(schema)
    members = {name: reader(inner, silent) for name, inner in schema.get("properties", {}).items()}
    item = reader(schema["items"], silent) if isinstance(schema.get("items"), dict) else None
    unsaid = [name for name in schema.get("required", ()) if silent(name) and _is_list(schema, name)]

    def read(value: Any) -> Any:  # noqa: ANN401  a document is any JSON
        if value in ("", None, {}):
            return {name: [] for name in unsaid} or _empty(value, kinds)
        if isinstance(value, str) and ("string" in kinds or "array" not in kinds):
            return _plain(value, schema, kinds)
        if isinstance(value, dict) and "object" in kinds:
            meant = {name: members[name](inner) if name in members else inner for name, inner in value.items()}
            return meant | {name: [] for name in unsaid if name not in value}
        if "array" in kinds and item is not None:
            return [item(each) for each in (value if isinstance(value, list) else [value])]
        return value

    return read


def _is_list(schema: Mapping[str, Any], name: str) -> bool:
    """Tell whether a member is a list that may have no items."""
    inner = schema.get("properties", {}).get(name, {})
    return inner.get("type") == "array" and not inner.get("minItems")


def _branches(schemas: Sequence[Mapping[str, Any]], silent: Callable[[str], bool]) -> Reader:
    """Read by the first of several schemas that what comes out fits, or else by the first."""
    compiled: list[tuple[Reader, Draft202012Validator]] = [(reader(each, silent), validator(each)) for each in schemas]

    def read(value: Any) -> Any:  # noqa: ANN401  as above
        found = (made for read_it, holds in compiled if holds.is_valid(made := read_it(value)))
        return next(found, compiled[0][0](value))

    return read


def _laid_over(schema: Mapping[str, Any], branch: Mapping[str, Any], several: str) -> dict[str, Any]:
    rest = {name: value for name, value in schema.items() if name not in (several, "$id", "$schema")}
    merged = {**rest, **branch}
    if "properties" in rest or "properties" in branch:
        merged["properties"] = {**rest.get("properties", {}), **branch.get("properties", {})}
    merged["required"] = [*rest.get("required", ()), *branch.get("required", ())]
    return merged


def _kinds(schema: Mapping[str, Any]) -> Sequence[str]:
    """Give the types that a schema allows; those of its values where it lists them."""
    values = schema.get("enum", [schema["const"]] if "const" in schema else None)
    if values is not None:
        return ["string" if "" in values else "", "null" if None in values else ""]
    usual = "object" if "properties" in schema else [*_EMPTY]
    kinds = schema.get("type", usual)
    return [kinds] if isinstance(kinds, str) else list(kinds)


def _empty(value: Any, kinds: Sequence[str]) -> Any:  # noqa: ANN401  as above
    return next((meant for kind, meant in _EMPTY.items() if kind in kinds), value)


def _plain(text: str, schema: Mapping[str, Any], kinds: Sequence[str]) -> Any:  # noqa: ANN401  as above
    """Give the listed value that is spelled so, or the number or truth value where no text is wanted."""
    values = schema.get("enum", [schema["const"]] if "const" in schema else None)
    if values is not None:
        spelled = {each if isinstance(each, str) else orjson.dumps(each).decode(): each for each in values}
        return spelled.get(text, text)
    wanted = tuple(kind for kind in _PLAIN if kind in kinds)
    if "string" in kinds or not wanted:
        return text
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        return text
    return value if any(_is(value, kind) for kind in wanted) else text


def _is(value: object, kind: str) -> bool:
    return isinstance(value, _PLAIN[kind]) and (kind == "boolean") == isinstance(value, bool)
