"""Check the ways of a gateway's calls: every dialect that can answer has a type, every name leads somewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.definitions.schemas import BASE, inlined, library
from mock_gateway.errors import unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mock_gateway.definitions.plain_yaml import Place, Source
    from mock_gateway.errors import DataError


def ways(source: Source) -> Iterator[DataError]:
    """Check suffixes, dialects of answers and members that are taken out, in `gateway.yaml`."""
    usual = source.value["writing"]
    suffixes = source.value["paths"].get("suffixes", {})
    used: dict[Place, str] = {("paths", "suffixes", suffix): dialect for suffix, dialect in suffixes.items()}
    yield from _answers(source, (), usual, used)
    for name, call in source.value["calls"].items():
        if "writing" in call:
            yield from _answers(source, ("calls", name), {**usual, **call["writing"]}, {})
        strays = call.get("strays", "")
        if strays and not any(route.partition(" ")[2].startswith(f"{strays}/") for route in call["routes"]):
            yield source.error(("calls", name, "strays"), f"no route of the call begins with {strays!r}")
        is_known = f"{BASE}{call['schema']}.json" in library()
        members = inlined(call["schema"]).get("properties", {}) if is_known and {"zeros", "list_as"} & set(call) else {}
        for number, zero in enumerate(call.get("zeros", ())):
            if is_known and zero not in members:
                yield source.error(("calls", name, "zeros", number), unknown("member", zero, members))
        if is_known and "list_as" in call and call["list_as"] not in members:
            yield source.error(("calls", name, "list_as"), unknown("member", call["list_as"], members))


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
