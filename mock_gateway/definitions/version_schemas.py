"""The schemas of what other versions answer, made of the canonical ones and the versions' tables.

A version is a small table of differences, and so is what its answers look like: members called otherwise, left out or
added, other words, another shape. What a version adds is described in `schemas/GATEWAY/VERSION/added.json`, by the
member that it is in. `docs/build.py` writes what is made here beside the schemas that were written by hand.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mock_gateway.definitions.check_schemas import DRAFT
from mock_gateway.definitions.descriptions import described
from mock_gateway.definitions.formats import PATTERNS
from mock_gateway.definitions.refusal_texts import MESSAGE, text_of_refusals
from mock_gateway.definitions.replies import FAILURE, reply_name
from mock_gateway.definitions.schemas import BASE, inlined, known
from mock_gateway.dialects.versions import AS, EACH, answered
from mock_gateway.dialects.write import fill
from mock_gateway.errors import DataError, unknown
from mock_gateway.model.wire import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mock_gateway.model.gateway import Gateway
    from mock_gateway.model.versions import Version

ADDED = "added"
MADE = "Made of the canonical schema and the table of versions in gateway.yaml, by docs/build.py."
"""The `$comment` by which a schema that is made is told from one that is written by hand."""
NOTES = ("$id", "$schema", "title", "examples")
WITH_T = {"local-time": "local-time-with-t"}
"""What becomes of the format of an instant, where a version puts a T between day and hour."""
ANY_TEXT = {"type": "string", "minLength": 1}
_BLANK = re.compile(r"\{[a-zA-Z]+\}")


def made(gateways: Iterable[Gateway]) -> dict[str, dict[str, Any]]:
    """Make the schema of every reply and refusal that a version has otherwise than the canonical one.

    Returns:
        Schemas by their path below `schemas/`, without `.json`; none for what is written by hand.

    """
    found: dict[str, dict[str, Any]] = {}
    for gateway in gateways:
        for version in gateway.versions.values():
            _check(gateway, version)
            for name, schema in (*_replies(gateway, version), *_refusals(gateway, version)):
                there = known(name) or {"$comment": MADE}
                if there.get("$comment") == MADE:
                    found.setdefault(name, schema)
    return found


def reply(canonical: Mapping[str, Any], version: Version, call: str, added: Mapping[str, Any]) -> dict[str, Any]:
    """Give the schema of what a version answers.

    Args:
        canonical: of the canonical answer, inlined.
        version: which.
        call: whose answer it is.
        added: what the version's answers have beside the canonical ones', inlined.

    """
    examples, schema = canonical.get("examples", []), bare(canonical)
    if wanted := _adds(version, call):
        schema = _laid_over(schema, _only(bare(added), wanted, ""))
        beside = {name: value for name, value in added["examples"][0].items() if name in schema["properties"]}
        examples = [_filled_up(example, beside) for example in examples]
    schema = _renamed(version, schema, "")
    template = version.shapes.get(call, version.shapes.get(f"{call.partition('-')[0]}-*"))
    if template is not None:
        note = {"description": schema["description"]} if "description" in schema else {}
        schema = {**note, **_shaped(template, schema)[0]}
    shown = [answered(version, Outcome(200, each), call, None, {}).body for each in examples]
    return {**schema, "examples": shown} if shown else schema


def bare(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Take titles and examples out of an inlined schema, at every depth."""
    found = {name: value for name, value in schema.items() if name not in NOTES}
    if "properties" in found:
        found["properties"] = {name: bare(inner) for name, inner in found["properties"].items()}
    if "items" in found:
        found["items"] = bare(found["items"])
    if "anyOf" in found:
        found["anyOf"] = [bare(branch) for branch in found["anyOf"]]
    return found


def refusal(template: Any, message: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ANN401  a template is any JSON
    """Give the schema of what a template of refusals can become, where the blank `message` is as another one says."""
    if isinstance(template, dict):
        return _object({name: refusal(inner, message) for name, inner in template.items()}, template)
    if isinstance(template, list):
        items = [refusal(inner, message) for inner in template]
        return {"type": "array", "minItems": len(items), "maxItems": len(items), "items": {"anyOf": items}}
    if template == MESSAGE:
        return dict(message)
    if isinstance(template, str) and _BLANK.fullmatch(template):
        return dict(ANY_TEXT)
    if isinstance(template, str) and _BLANK.search(template):
        return {"type": "string", "pattern": f"^{'.*'.join(map(re.escape, _BLANK.split(template)))}$"}
    return {"const": template}


def _replies(gateway: Gateway, version: Version) -> Iterator[tuple[str, dict[str, Any]]]:
    for call in gateway.calls.values():
        usual, own = reply_name(call) if call.name else "", reply_name(call, version.name) if call.name else ""
        spoken = any(route.version == version.name for route in call.routes)
        if not spoken or usual == own or known(usual) is None:
            continue
        canonical = inlined(usual)
        schema = reply(canonical, version, call.name, _added(own))
        if schema != {**bare(canonical), "examples": canonical.get("examples", [])}:
            yield own, headed(own, str(canonical["title"]), version, schema)


def _refusals(gateway: Gateway, version: Version) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the schema of a version's refusals, where all of them are laid out by one template."""
    usual = known(f"{gateway.name}/{FAILURE}.reply")
    if "*" not in version.errors or usual is None:
        return
    _, template = version.errors["*"]
    name = f"{gateway.name}/{version.name}/{FAILURE}.reply"
    row = gateway.rows[-1]
    said = {"description": str(usual["description"]), **refusal(template, text_of_refusals(gateway))}
    schema = {**said, "examples": [fill(template, {"message": row.message, "code": row.code})]}
    yield name, headed(name, str(usual["title"]), version, schema)


def _check(gateway: Gateway, version: Version) -> None:
    """Refuse a table that speaks of members which no canonical answer of the version's calls has.

    Raises:
        DataError: for the first of them.

    """
    wanted = version.null_for_zero | version.may_lack
    if not wanted:
        return
    calls = [call for call in gateway.calls.values() if any(route.version == version.name for route in call.routes)]
    found = {each for call in calls if known(reply_name(call)) for each in _names(inlined(reply_name(call)), "")}
    if unmet := sorted(wanted - found):
        raise DataError("gateway.yaml", 0, unknown(f"member of answers in version {version.name}", unmet[0], found))


def _names(schema: Mapping[str, Any], inside: str) -> Iterator[str]:
    """Give what the members of an answer can be called in a version's table, at every depth."""
    for name, inner in schema.get("properties", {}).items():
        yield from (name, f"{inside}/{name}", *_names(inner, name))
    if "items" in schema:
        yield from _names(schema["items"], inside)


def headed(name: str, title: str, version: Version, schema: Mapping[str, Any]) -> dict[str, Any]:
    """Put a head before a schema; its title names the version instead of the canonical one."""
    title = re.sub(r"^(\S+)( v[0-9.]+)?:", rf"\1 {version.name}:", title)
    return {"$schema": DRAFT, "$id": f"{BASE}{name}.json", "$comment": MADE, "title": title, **schema}


def _added(own: str) -> Mapping[str, Any]:
    """Give what is described of what a version adds, from its folder."""
    gateway, version, _ = own.split("/", 2)
    name = f"{gateway}/{version}/{ADDED}"
    return {} if known(name) is None else inlined(name)


def _adds(version: Version, call: str) -> frozenset[str]:
    kind = f"{call.partition('-')[0]}-*"
    return frozenset(each for key in (call, kind) for each in version.adds.get(key, ()))


def _only(added: Mapping[str, Any], names: frozenset[str], inside: str) -> dict[str, Any]:
    """Leave of what is described what a call adds: members by name, or by the member that they are in."""
    if "items" in added:
        return {**added, "items": _only(added["items"], names, inside)}
    members = {
        name: inner if name in names or f"{inside}/{name}" in names else _only(inner, names, name)
        for name, inner in added.get("properties", {}).items()
        if name in names or f"{inside}/{name}" in names or "properties" in inner or "items" in inner
    }
    return {"properties": members} if members else {}


def _laid_over(schema: Mapping[str, Any], added: Mapping[str, Any]) -> dict[str, Any]:
    """Add members that are always there to the objects of a schema; what it has not itself gets none."""
    if "items" in added and "items" in schema:
        return {**schema, "items": _laid_over(schema["items"], added["items"])}
    members, required = dict(schema.get("properties", {})), list(schema.get("required", ()))
    for name, inner in added.get("properties", {}).items():
        if name in members:
            members[name] = _laid_over(members[name], inner)
        elif "properties" not in inner and "items" not in inner:
            members[name] = inner
            required.append(name)
    return {**schema, "properties": members, "required": required} if members else dict(schema)


def _filled_up(example: Any, added: Any) -> Any:  # noqa: ANN401  any JSON
    """Add to an example what a version's answers have beside it."""
    if isinstance(example, list) and isinstance(added, list):
        return [_filled_up(item, added[0]) for item in example]
    if not isinstance(example, dict) or not isinstance(added, dict):
        return example
    inside = {name: _filled_up(value, added[name]) if name in added else value for name, value in example.items()}
    return {**inside, **{name: value for name, value in added.items() if name not in example}}


def _renamed(version: Version, schema: Mapping[str, Any], inside: str) -> dict[str, Any]:
    """Rename and leave out members, as `dialects.versions` does with answers."""
    found = dict(schema)
    if "items" in schema:
        found["items"] = _renamed(version, schema["items"], inside)
    if "anyOf" in schema:
        found["anyOf"] = [_renamed(version, branch, inside) for branch in schema["anyOf"]]
    if "properties" not in schema:
        return found
    named = {
        name: version.answers.get(f"{inside}/{name}", version.answers.get(name, name))
        for name in schema["properties"]
        if name not in version.drops and f"{inside}/{name}" not in version.drops
    }
    found["properties"] = {
        new: _valued(version, _renamed(version, schema["properties"][name], name), name, f"{inside}/{name}")
        for name, new in named.items()
    }
    found["required"] = [
        named[name]
        for name in schema.get("required", ())
        if name in named and version.may_lack.isdisjoint((name, f"{inside}/{name}"))
    ]
    return found


def _valued(version: Version, schema: dict[str, Any], name: str, place: str) -> dict[str, Any]:
    wanted = version.values.get(place, version.values.get(name))
    if isinstance(wanted, dict):
        words = {"enum": [wanted.get(each, each) for each in schema["enum"]]} if "enum" in schema else {}
        word = {"const": wanted.get(schema["const"], schema["const"])} if "const" in schema else {}
        return {**schema, **words, **word}
    if wanted is not None:
        return {**{key: value for key, value in schema.items() if key == "description"}, "const": wanted}
    if not version.null_for_zero.isdisjoint((name, place)):
        said = str(schema.get("description", "A number.")).removesuffix(".")
        return {**schema, "description": f"{said}; null for nothing.", "type": [schema["type"], "null"]}
    return _with_t(schema) if name in version.with_t else schema


def _with_t(schema: dict[str, Any]) -> dict[str, Any]:
    if "anyOf" in schema:
        return {**schema, "anyOf": [_with_t(branch) for branch in schema["anyOf"]]}
    form = WITH_T.get(schema.get("format", ""))
    return {**schema, "format": form, "pattern": PATTERNS[form]} if form else schema


def _shaped(template: Any, schema: Mapping[str, Any]) -> tuple[dict[str, Any], bool]:  # noqa: ANN401  as above
    """Give the schema of a filled template, and whether what it describes is always there."""
    if isinstance(template, str) and template.startswith("{"):
        return _at(schema, [part for part in template[1:-1].split("/") if part])
    if isinstance(template, dict) and EACH in template:
        items, _ = _at(schema, template[EACH].split("/"))
        return {"type": "array", "items": _shaped(template[AS], items)[0]}, True
    if isinstance(template, dict):
        members = {name: _shaped(inner, schema) for name, inner in template.items()}
        always = [name for name, (_, there) in members.items() if there]
        return _object({name: inner for name, (inner, _) in members.items()}, always), True
    return {"const": template}, True


def _at(schema: Mapping[str, Any], place: list[str]) -> tuple[dict[str, Any], bool]:
    """Give the schema at a place of a document, and whether there is always something."""
    if not place:
        return dict(schema), True
    head, *rest = place
    if head == "*" or head.isdecimal():
        return _at(schema["items"], rest)[0], False
    if head not in schema.get("properties", {}):
        raise DataError("gateway.yaml", 0, f"a shape of versions asks for {head!r}, which the canonical answer lacks")
    inner, there = _at(schema["properties"][head], rest)
    return inner, there and head in schema.get("required", ())


def _object(members: Mapping[str, Any], required: Iterable[str]) -> dict[str, Any]:
    said = described(members)
    return {"type": "object", "required": list(required), "additionalProperties": False, "properties": said}
