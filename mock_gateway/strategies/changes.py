"""Ways to break one keyword of a call's schema in a right document: what takes a member away, or changes it."""

from __future__ import annotations

from itertools import islice, product
from typing import TYPE_CHECKING, Any

from mock_gateway.strategies.wrongs import ABSENT, MISSING, breaking, too_many

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from mock_gateway.strategies.subject import Subject

    Change = Callable[[Mapping[str, Any]], Any]
    """Makes the wrong document of a right one."""

MOST_WAYS = 20


def changes(subject: Subject, place: str, keyword: str) -> Iterator[Change]:
    """Give every way to break a keyword at a place, each as a change of a document."""
    schema = _with_keyword(at_place(subject.call.schema, place), keyword)
    path = tuple(place.split("/")[1:])
    if keyword == "required":
        yield from (setting(path, value) for value in MISSING)
    elif keyword == "dependentRequired":
        for trigger, value in _triggers(subject.call.schema, path):
            yield _with_trigger(path, trigger, value)
            yield _only_trigger(path, trigger, value)
    elif keyword in ("anyOf", "minProperties", "oneOf"):
        yield lambda document: changed(document, path, {} if path else _emptied(subject, document))
        yield from (_taking(path, members) for members in _ways_to_fail(schema))
    elif keyword in ("minItems", "maxItems"):
        yield lambda document: _resized(document, path, schema, keyword)
    else:
        yield from (setting(path, value) for value in breaking(schema, keyword))


def setting(path: tuple[str, ...], value: object) -> Change:
    """Put a value at a place."""
    return lambda document: changed(document, path, value)


def _with_trigger(path: tuple[str, ...], trigger: str, value: object) -> Change:
    def change(document: Mapping[str, Any]) -> Any:  # noqa: ANN401  any JSON
        triggered = changed(document, (*path[:-1], trigger), value)
        return changed(changed(triggered, path, None), path, ABSENT)

    return change


def _only_trigger(path: tuple[str, ...], trigger: str, value: object) -> Change:
    """Leave nothing beside the trigger, since it may not go together with what the sample has."""
    return lambda document: changed(document, path[:-1], {trigger: value})


def _triggers(schema: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[tuple[str, object]]:
    """Give the members that make another one required, with a value for each."""
    parent = at_place(schema, "".join(f"/{part}" for part in path[:-1]))
    for trigger, needed in parent.get("dependentRequired", {}).items():
        if path[-1] in needed:
            yield from ((trigger, value) for value in ("2024-05-01T00:00:00", "1", 1))


def _resized(document: Any, path: tuple[str, ...], schema: Mapping[str, Any], keyword: str) -> Any:  # noqa: ANN401  any JSON
    """Make a list too short or too long; one that is not there becomes one of empty objects."""
    inner = document
    for part in path:
        inner = inner[0] if part == "*" else inner.get(part, [{}])
    resized = next(too_many(inner, schema, keyword), None)
    if resized is None:
        raise LookupError(f"nothing to make a longer list of at {'/'.join(path)}")
    return changed(document, path, resized)


def _emptied(subject: Subject, document: Mapping[str, Any]) -> dict[str, Any]:
    """Take out everything but what the path says."""
    blanks = {part[1:-1] for part in subject.ways[0].route.segments if part.startswith("{")}
    return {name: value for name, value in document.items() if name in blanks}


def _ways_to_fail(schema: Mapping[str, Any]) -> Iterator[frozenset[str]]:
    """Give sets of members without which no branch of an `anyOf` is left: one of each branch."""
    branches = [branch.get("required", ()) for branch in schema.get("anyOf", ())]
    yield from dict.fromkeys(frozenset(members) for members in islice(product(*branches), MOST_WAYS) if members)


def _taking(path: tuple[str, ...], members: frozenset[str]) -> Change:
    """Take members out of what stands at a place."""

    def change(document: Mapping[str, Any]) -> Any:  # noqa: ANN401  any JSON
        inner: Any = document
        for part in path:
            inner = inner[0] if part == "*" else inner[part]
        return changed(document, path, {name: value for name, value in inner.items() if name not in members})

    return change


def at_place(schema: Mapping[str, Any], place: str) -> Mapping[str, Any]:
    """Give the schema of what stands at a place; empty where nothing is said of it."""
    for part in place.split("/")[1:]:
        inner = schema.get("items", {}) if part == "*" else schema.get("properties", {}).get(part, {})
        schema = inner if isinstance(inner, dict) else {}
    return schema


def _with_keyword(schema: Mapping[str, Any], keyword: str) -> Mapping[str, Any]:
    """Give the schema itself, or the part of it about the same value that says the keyword."""
    parts = (*schema.get("allOf", ()), *(schema[branch] for branch in ("then", "else") if branch in schema))
    return schema if keyword in schema else next((part for part in parts if keyword in part), schema)


def changed(document: Any, path: tuple[str, ...], value: object) -> Any:  # noqa: ANN401  any JSON
    """Copy a document with another value at a place, `*` meaning the first item; ABSENT takes the member away."""
    if not path:
        return value
    copy = dict(document) if isinstance(document, dict) else list(document)
    part: Any = 0 if path[0] == "*" else path[0]
    if len(path) == 1 and value is ABSENT:
        copy.pop(part)
    elif len(path) == 1:
        copy[part] = value
    else:
        copy[part] = changed(copy[part] if part in copy or part == 0 else {}, path[1:], value)
    return copy
