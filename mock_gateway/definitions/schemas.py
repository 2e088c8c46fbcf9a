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
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

BASE = "https://mock-gateway.invalid/schemas/"


@lru_cache(maxsize=1)
def library() -> Mapping[str, Mapping[str, Any]]:
    """All schemas of the project by `$id`, each read and checked.

    Raises:
        DataErrors: each with file and line.

    """
    found, errors = {}, []
    for identity in identities():
        try:
            found[identity] = _read(schemas(), _name(identity))
        except DataErrors as problem:
            errors += problem.errors
    if errors:
        raise DataErrors(errors)
    return found


def identities() -> Collection[str]:
    """Give the `$id` of every schema that there is, in order of path; no file is read."""
    return _identities(schemas())


def known(name: str) -> Mapping[str, Any] | None:
    """Give a schema by its path below `schemas/`, without `.json`, None where there is none; it alone is read.

    Raises:
        DataErrors: what is wrong with it, with file and line.

    """
    return _read(schemas(), name) if f"{BASE}{name}.json" in identities() else None


def schema(name: str) -> Mapping[str, Any]:
    """Give a schema that there must be, by its path below `schemas/`, without `.json`."""
    found = known(name)
    if found is None:
        raise DataError(f"schemas/{name}.json", 0, "there is no such schema")
    return found


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
    found = known(_name(identity)) if identity.startswith(BASE) else None
    if found is None:
        raise DataError(identity, 0, "no schema of the project has this $id, and nothing is fetched")
    return found


def _name(identity: str) -> str:
    return identity.removeprefix(BASE).removesuffix(".json")


@lru_cache(maxsize=16)
def _identities(folder: Path) -> Mapping[str, None]:
    return dict.fromkeys(BASE + path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*.json")))


@lru_cache(maxsize=4096)
def _read(folder: Path, name: str) -> Mapping[str, Any]:
    """Read a file and check it, whatever it refers to."""
    path, identity = folder / f"{name}.json", f"{BASE}{name}.json"
    text, file = path.read_bytes(), shown(path)
    try:
        found = check_schemas.parse(text, file)
    except DataError as problem:
        raise DataErrors([problem]) from None
    wrong = f'its "$id" is {found.get("$id")!r}, which should be {identity!r}'
    errors = [] if found.get("$id") == identity else [DataError(file, 0, wrong)]
    errors += check_schemas.errors(found, text, file, _identities(folder))
    if errors:
        raise DataErrors(errors)
    return found
