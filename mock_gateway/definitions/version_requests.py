"""The schemas of what other versions are asked, made of the canonical ones and the versions' tables.

The inverse of `dialects.versions.canonical`, done to schemas: what is one member there is flat here, members are called
otherwise, may stand elsewhere, or name an item of a list. All names that a version reads for a member are described, so
a request fits a version's schema just where its canonical form fits the canonical one. Only what is left unread there
is looked at here: a member given by two of its names, or in both of its places, and a list that is none beside members
that name its items. `docs/build.py` writes what is made here beside the schemas that were written by hand.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from mock_gateway.definitions.replies import reply_name
from mock_gateway.definitions.schemas import BASE, known, schema
from mock_gateway.definitions.version_schemas import MADE, headed
from mock_gateway.dialects.shaping import rename
from mock_gateway.dialects.versions import OUTSIDE, said, spellings
from mock_gateway.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mock_gateway.model.gateway import Call, Gateway
    from mock_gateway.model.versions import Version

Schema = dict[str, Any]

HEAD = frozenset({"$schema", "$id", "$comment", "title", "description", "examples"})
_INNER = frozenset({"items", "if", "then", "else", "not"})
_INNER_LISTS = frozenset({"allOf", "anyOf", "oneOf"})


def made(gateways: Iterable[Gateway]) -> dict[str, Schema]:
    """Make the schema of every request that a version has otherwise than the canonical one.

    Returns:
        Schemas by their path below `schemas/`, without `.json`; none for what is written by hand.

    """
    found: dict[str, Schema] = {}
    for gateway in gateways:
        for version in gateway.versions.values():
            for call in gateway.calls.values():
                name = request_name(call, version.name) if call.name else ""
                if any(route.version == version.name for route in call.routes) and _is_made(name):
                    made_here = request(call, version)
                    if made_here is not None:
                        found.setdefault(name, made_here)
    return found


def request_name(call: Call, version: str) -> str:
    """Give the path below `schemas/` of a call's requests in a version, without `.json`."""
    return f"{reply_name(call, version).removesuffix('.reply')}.request"


def canonical_version(gateway: Gateway) -> str:
    """Give the name of the version that calls and rows speak of, "" where the gateway has one version only."""
    first = next(call for name, call in gateway.calls.items() if name)
    return str(first.schema["$id"]).removeprefix(BASE).split("/")[1] if gateway.versions else ""


def request_schema(call: Call, version: str) -> Mapping[str, Any]:
    """Give the schema of a call's requests in a version: its own, or the canonical one where it has none."""
    return (known(request_name(call, version)) if version else None) or _written(call)


def request(call: Call, version: Version) -> Schema | None:
    """Make the schema of a call's requests in a version, None where they are as in the canonical one.

    Raises:
        DataError: for a canonical schema that says what cannot be said of the version's requests.

    """
    canonical = _written(call)
    usual = {keyword: value for keyword, value in canonical.items() if keyword not in HEAD}
    body = _flat(usual, version, call) if call.name in version.wrapped else usual
    body = _lifted(_spelled(body, spellings(version, call.name)), version)
    body = _chosen(body, call, version)
    if body == usual:
        return None
    name = request_name(call, version.name)
    head = {"description": _described(canonical, call, version)}
    examples = [_example(each, call, version) for each in canonical.get("examples", ())]
    made_here = headed(name, str(canonical["title"]), version, {**head, **body})
    return {**made_here, "examples": examples} if examples else made_here


def _is_made(name: str) -> bool:
    return (known(name) or {"$comment": MADE}).get("$comment") == MADE


def _written(call: Call) -> Mapping[str, Any]:
    """Give the canonical schema as it was written, with its references."""
    return schema(str(call.schema["$id"]).removeprefix(BASE).removesuffix(".json"))


def _flat(whole: Mapping[str, Any], version: Version, call: Call) -> Schema:
    """Give the schema of a request that has no member around it, and members that name items of its list."""
    inner = dict(whole["properties"][version.wrap])
    outside = {name: each for name, each in whole["properties"].items() if name != version.wrap}
    needed = [whole.get("required", []), *whole.get("dependentRequired", {}).values()]
    if not inner.get("required") or any(each != [version.wrap] for each in needed) or outside.keys() - {*OUTSIDE}:
        problem = f"version {version.name} has it flat, which takes a {version.wrap} that has to have some member"
        raise DataError(_path(call), 1, problem)
    inner.pop("minProperties", None)  # a flat request that has no member lacks what is required
    return _gathering({**inner, "properties": {**outside, **inner["properties"]}}, version, call)


def _gathering(flat: Schema, version: Version, call: Call) -> Schema:
    """Add the members that name an item of a list, any of which can stand in for the list."""
    if version.gathered is None or version.gathered.into not in flat["properties"]:
        return flat
    into, members = version.gathered.into, version.gathered.of(call.name)
    listed = dict(flat["properties"][into])
    least = {"minItems": listed.pop("minItems")} if "minItems" in listed else {}
    if "maxItems" in listed or into not in flat["required"]:
        raise DataError(_path(call), 1, f"version {version.name} gathers {into}, which takes one that is required")
    item = _referred(listed["items"])["properties"]
    named = {name: _noted(item.get(of, {}), f"One more of {into}.") for name, of in members.items()}
    branches = [{"required": [into], **({"properties": {into: least}} if least else {})}]
    branches += [{"required": [name]} for name in named]
    rest = [name for name in flat["required"] if name != into]
    found = {**flat, "properties": {**flat["properties"], into: listed, **named}, "required": rest}
    return _with(found, [{"anyOf": branches}])


def _spelled(of: Mapping[str, Any], spelled: Mapping[str, tuple[str, ...]]) -> Schema:
    """Give members every name that the version reads, at every depth; a reference stays where nothing changes."""
    if "$ref" in of:
        part = {keyword: value for keyword, value in _referred(of).items() if keyword not in HEAD - {"description"}}
        own = _spelled(part, spelled)
        return dict(of) if own == part else {**own, **{name: value for name, value in of.items() if name != "$ref"}}
    found: Schema = {}
    clauses: list[Schema] = []
    for keyword, value in of.items():
        if keyword == "properties":
            found[keyword] = dict(_members(value, spelled))
        elif keyword == "required":
            found[keyword] = [name for name in value if name not in spelled]
            clauses += [
                {"anyOf": [{"required": [each]} for each in spelled[name]]} for name in value if name in spelled
            ]
        elif keyword == "dependentRequired" and not spelled.keys().isdisjoint(chain(value, *value.values())):
            raise DataError("gateway.yaml", 0, f"a member of {keyword} {value} has several names in a version")
        elif keyword == "examples":
            found[keyword] = rename(value, {name: names[0] for name, names in spelled.items()})
        elif keyword in _INNER:
            found[keyword] = _spelled(value, spelled)
        elif keyword in _INNER_LISTS:
            found[keyword] = [branch for each in value for branch in _branches(_spelled(each, spelled), keyword)]
        else:
            found[keyword] = value
    return _with({name: value for name, value in found.items() if (name, value) != ("required", [])}, clauses)


def _members(members: Mapping[str, Any], spelled: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, Any]]:
    for name, inner in members.items():
        own = _spelled(inner, spelled)
        usual, *others = spelled.get(name, (name,))
        yield usual, own
        yield from ((other, _noted(own, f"As {usual}.")) for other in others)


def _branches(branch: Schema, keyword: str) -> list[Schema]:
    """Take a branch that has nothing but branches as those."""
    inner: list[Schema] = branch["anyOf"] if keyword == "anyOf" and branch.keys() == {"anyOf"} else [branch]
    return inner


def _lifted(body: Mapping[str, Any], version: Version) -> Schema:
    """Add the members that may stand beside the one that they belong into."""
    members = body.get("properties", {})
    beside = {
        name: _noted(members[into]["properties"][name], f"As in {into}, where it may stand as well.")
        for name, into in version.lifts.items()
        if name in members.get(into, {}).get("properties", {}) and name not in members[into].get("required", ())
    }
    return {**body, "properties": {**members, **beside}} if beside else dict(body)


def _chosen(body: Mapping[str, Any], call: Call, version: Version) -> Schema:
    """Add the member by which a request chooses the call, where several have the path."""
    routes = [route for route in call.routes if route.version == version.name]
    words: dict[str, list[str]] = {}
    for member, word in (route.choice for route in routes if route.choice is not None):
        words.setdefault(member, []).append(word)
    chosen = {name: {"description": "Which call it is, in any case.", "enum": each} for name, each in words.items()}
    if not chosen:
        return dict(body)
    rest = {keyword: value for keyword, value in body.items() if keyword not in ("type", "required", "properties")}
    required, members = body.get("required", ()), body["properties"]
    return {"type": body["type"], "required": [*chosen, *required], **rest, "properties": {**chosen, **members}}


def _example(canonical: Mapping[str, Any], call: Call, version: Version) -> Schema:
    """Say an example as the version would, with what may stand beside another member there."""
    example = said(version, canonical, call.name)
    for name, into in version.lifts.items():
        inner = example.get(into, {})
        if name in inner:
            example = {**example, name: inner[name], into: {key: each for key, each in inner.items() if key != name}}
    choices = (route.choice for route in call.routes if route.version == version.name and route.choice is not None)
    return {**dict(choices), **example}


def _described(canonical: Mapping[str, Any], call: Call, version: Version) -> str:
    """Say what takes such requests, and what the canonical schema says that is not about its own paths."""
    paths = dict.fromkeys(f"{route.method} {route.path}" for route in call.routes if route.version == version.name)
    said_of_all = str(canonical.get("description", "")).removesuffix(".").split(". ")
    rest = [each for each in said_of_all if each and not any(route.path in each for route in call.routes)]
    return ". ".join([f"What {' and '.join(paths)} takes", *rest]) + "."


def _referred(of: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the part that a reference leads to; what is no reference is it itself."""
    return schema(of["$ref"].removeprefix(BASE).removesuffix(".json")) if "$ref" in of else of


def _noted(of: Mapping[str, Any], description: str) -> Schema:
    return {"description": description, **{name: value for name, value in of.items() if name != "description"}}


def _with(of: Mapping[str, Any], clauses: list[Schema]) -> Schema:
    """Let all clauses hold beside what a schema says, and put its members last."""
    rest = {name: value for name, value in of.items() if name != "properties"}
    members = {"properties": of["properties"]} if "properties" in of else {}
    if len(clauses) == 1 and not clauses[0].keys() & rest.keys():
        return {**rest, **clauses[0], **members}
    return {**rest, **({"allOf": [*rest.get("allOf", ()), *clauses]} if clauses else {}), **members}


def _path(call: Call) -> str:
    return str(call.schema["$id"]).replace(BASE, "schemas/")
