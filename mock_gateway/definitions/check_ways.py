"""Check the ways of a gateway's calls: every dialect that can answer has a type, every name leads somewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.definitions.check_knobs import in_force
from mock_gateway.definitions.schemas import inlined, known
from mock_gateway.dialects.headers import is_charset
from mock_gateway.errors import unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mock_gateway.definitions.plain_yaml import Place, Source
    from mock_gateway.errors import DataError


def ways(source: Source) -> Iterator[DataError]:
    """Check suffixes, dialects of answers, charsets and members that are named, in `gateway.yaml`."""
    usual = source.value["writing"]
    suffixes = source.value["paths"].get("suffixes", {})
    yield from _while(source)
    used: dict[Place, str] = {("paths", "suffixes", suffix): dialect for suffix, dialect in suffixes.items()}
    yield from _answers(source, (), usual, used)
    yield from _charsets(source, (), source.value)
    for name, call in source.value["calls"].items():
        if "writing" in call:
            yield from _answers(source, ("calls", name), {**usual, **call["writing"]}, {})
        yield from _charsets(source, ("calls", name), call)
        strays = call.get("strays", "")
        if strays and not any(route.partition(" ")[2].startswith(f"{strays}/") for route in call["routes"]):
            yield source.error(("calls", name, "strays"), f"no route of the call begins with {strays!r}")
        if known(call["schema"]) is not None:
            yield from _members(source, name, call)


def _while(source: Source) -> Iterator[DataError]:
    """Check the settings that decide on how requests are signed and read, and how answers travel."""
    spec = source.value
    for number, form in enumerate(spec["credentials"]["forms"]):
        yield from in_force(source, ("credentials", "forms", number, "while"), form.get("while", {}))
    for of in ((), *(("calls", name) for name in spec["calls"])):
        ways = spec["calls"][of[1]] if of else spec
        declared, carried = (
            ways.get("reading", {}).get("declared_charset", {}),
            ways.get("writing", {}).get("carried", {}),
        )
        yield from in_force(source, (*of, "reading", "declared_charset"), declared)
        for way, wanted in carried.items():
            yield from in_force(source, (*of, "writing", "carried", way), wanted)


def _members(source: Source, name: str, call: Mapping[str, Any]) -> Iterator[DataError]:
    """Check the members of a call's document that its data name."""
    named: list[tuple[Place, str]] = [
        ((part, number), member) for part in ("zeros", "joined") for number, member in enumerate(call.get(part, ()))
    ]
    named += [(("list_as",), call["list_as"])] if "list_as" in call else []
    members = inlined(call["schema"]).get("properties", {}) if named else {}
    for place, member in named:
        if member not in members:
            yield source.error(("calls", name, *place), unknown("member", member, members))


def _charsets(source: Source, of: Place, spec: Mapping[str, Any]) -> Iterator[DataError]:
    for way in ("reading", "writing"):
        charset = spec.get(way, {}).get("charset")
        if charset and not is_charset(charset):
            yield source.error((*of, way, "charset"), f"{charset!r} is no charset")


def _answers(
    source: Source, of: Place, writing: Mapping[str, Any], further: Mapping[Place, str]
) -> Iterator[DataError]:
    """Check a way of writing, the gateway's or that of a call; `of` is the place where it stands."""
    used = {(*of, "writing", "default"): writing["default"], **further}
    used |= {(*of, "writing", "offered", media): dialect for media, dialect in writing["offered"].items()}
    for place, dialect in used.items():
        if dialect not in writing["types"]:
            yield source.error(place, unknown("dialect among the types of answers", dialect, writing["types"]))
    yield from _by_setting(source, (*of, "writing", "by_setting"), writing)


def _by_setting(source: Source, place: Place, writing: Mapping[str, Any]) -> Iterator[DataError]:
    settings = source.value["settings"]
    if "by_setting" not in writing:
        return
    name, instead = (writing["by_setting"][key] for key in ("setting", "dialects"))
    if name not in settings:
        yield source.error((*place, "setting"), unknown("setting", name, settings))
        return
    values = settings[name].get("values", ())
    for value, dialects in instead.items():
        if value not in values:
            yield source.error((*place, "dialects", value), unknown(f"value of {name}", value, values))
        for dialect in dialects:
            if dialect not in writing["types"]:
                said = unknown("dialect among the types of answers", dialect, writing["types"])
                yield source.error((*place, "dialects", value, dialect), said)
