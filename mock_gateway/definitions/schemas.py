"""The project's JSON Schemas: found by `$id`, never fetched, compiled with formats that are really checked."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from mock_gateway.definitions import check_schemas
from mock_gateway.definitions.check_schemas import ASSERTIONS
from mock_gateway.definitions.formats import FORMATS
from mock_gateway.definitions.resources import schemas, shown
from mock_gateway.errors import DataError, DataErrors

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

BASE = "https://mock-gateway.invalid/schemas/"


@lru_cache(maxsize=1)
def library() -> Mapping[str, Mapping[str, Any]]:
    """All schemas of the project by `$id`.

    Raises:
        DataErrors: each with file and line.

    """
    texts = {path: path.read_bytes() for path in sorted(schemas().rglob("*.json"))}
    parsed = {path: check_schemas.parse(text, shown(path)) for path, text in texts.items()}
    found = {BASE + path.relative_to(schemas()).as_posix(): each for path, each in parsed.items()}
    errors = []
    for (identity, each), path in zip(found.items(), parsed, strict=True):
        if each.get("$id") != identity:
            errors.append(DataError(shown(path), 0, f'its "$id" is {each.get("$id")!r}, which should be {identity!r}'))
        errors += check_schemas.errors(each, texts[path], shown(path), found)
    if errors:
        raise DataErrors(errors)
    return found


def schema(name: str) -> Mapping[str, Any]:
    """Give a schema by its path below `schemas/`, without `.json`."""
    identity = f"{BASE}{name}.json"
    if identity not in library():
        raise DataError(f"schemas/{name}.json", 0, "there is no such schema")
    return library()[identity]


def file_of(of: Mapping[str, Any] | None) -> str:
    """Give a schema's file below `schemas/`, "" for none."""
    return "" if of is None else str(of["$id"]).removeprefix(BASE)


def inlined(name: str) -> Mapping[str, Any]:
    """Give a schema with every reference replaced by what it leads to, so that a path into it is a plain path."""
    found = _inline(schema(name), ())
    if not isinstance(found, dict):
        raise DataError(f"schemas/{name}.json", 1, "a schema is an object")
    return found


def _inline(part: Any, trail: tuple[str, ...]) -> Any:  # noqa: ANN401  a schema is any JSON
    if isinstance(part, list):
        return [_inline(item, trail) for item in part]
    if not isinstance(part, dict):
        return part
    whole = {name: _inline(value, trail) for name, value in part.items() if name != "$ref"}
    if "$ref" in part:
        identity = part["$ref"]
        if identity in trail:
            raise DataError(identity.replace(BASE, "schemas/"), 0, "a reference in it leads back to itself")
        referred = _inline(_retrieve(identity), (*trail, identity))
        whole = {
            **{name: value for name, value in referred.items() if name not in ("$id", "$schema")},
            **whole,
        }
    return whole


def validator(of: Mapping[str, Any]) -> jsonschema_rs.Draft202012Validator:
    """Compile a schema; a reference leads to the library or nowhere."""
    try:
        return jsonschema_rs.Draft202012Validator(
            dict(of), formats=FORMATS, validate_formats=True, retriever=_retrieve, ignore_unknown_formats=False
        )
    except ValueError as problem:
        raise DataError(str(of.get("$id", "")).replace(BASE, "schemas/"), 0, str(problem).splitlines()[0]) from None


def places(of: Mapping[str, Any], place: str = "") -> Iterator[tuple[str, str]]:
    """Give every place and keyword at which an inlined schema can refuse a document, in the schema's order."""
    yield from ((place, keyword) for keyword in of if keyword in ASSERTIONS)
    yield from ((f"{place}/{_escaped(member)}", "required") for member in of.get("required", ()))
    for needed in of.get("dependentRequired", {}).values():
        yield from ((f"{place}/{_escaped(member)}", "dependentRequired") for member in needed)
    for inner in (*of.get("allOf", ()), *(of[branch] for branch in ("then", "else") if branch in of)):
        yield from places(inner, place)
    for member, inner in of.get("properties", {}).items():
        yield from places(inner, f"{place}/{_escaped(member)}")
    if isinstance(of.get("items"), dict):
        yield from places(of["items"], f"{place}/*")


def _escaped(member: str) -> str:
    return member.replace("~", "~0").replace("/", "~1")


def _retrieve(identity: str) -> Any:  # noqa: ANN401  the validator's own signature
    if identity not in library():
        raise DataError(identity, 0, "no schema of the project has this $id, and nothing is fetched")
    return library()[identity]
