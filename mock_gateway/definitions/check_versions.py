"""Check the versions of a gateway: that every name in their tables leads somewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.errors import unknown
from mock_gateway.model.rules import CAUSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mock_gateway.definitions.plain_yaml import Source
    from mock_gateway.errors import DataError


def versions(source: Source, sources: Mapping[str, Any]) -> Iterator[DataError]:
    """Find names that lead nowhere: sources, versions, calls, causes and beginnings of paths."""
    given, calls = source.value.get("versions", {}), source.value["calls"]
    heads = {route.partition(" ")[2].lower() for call in calls.values() for route in call["routes"]}
    for name, spec in given.items():
        place = ("versions", name)
        if spec["source"] not in sources:
            yield source.error((*place, "source"), unknown("source", spec["source"], sources))
        if "like" in spec and (spec["like"] not in given or given[spec["like"]].get("like") == name):
            yield source.error((*place, "like"), unknown("version", spec["like"], given))
        for over in spec.get("over", {}).values():
            if not any(head.startswith(f"{over.lower()}/") for head in heads):
                yield source.error((*place, "over"), f"no route of a call begins with {over!r}")
        yield from _calls(source, name, spec, calls)
        yield from _stand_ins(source, name, spec)
        for key in spec.get("answers", {}).get("errors", {}):
            kind, _, cause = key.rpartition("/")
            if kind and kind not in _kinds(calls):
                yield source.error((*place, "answers", "errors", key), unknown("call", kind, _kinds(calls)))
            if cause not in (*CAUSES, "*"):
                yield source.error((*place, "answers", "errors", key), unknown("cause", cause, CAUSES))


def _calls(source: Source, name: str, spec: Mapping[str, Any], calls: Mapping[str, Any]) -> Iterator[DataError]:
    known = _kinds(calls)
    wrapped = spec.get("reads", {}).get("wrap", {}).get("calls", ())
    for place, named in ((("reads", "wrap", "calls"), wrapped), (("without",), spec.get("without", ()))):
        for position, call in enumerate(named):
            if call not in calls:
                yield source.error(("versions", name, *place, position), unknown("call", call, calls))
    yield from _by_call(source, name, spec.get("reads", {}), calls, wrapped)
    for part in ("shapes", "adds"):
        for call in spec.get("answers", {}).get(part, {}):
            if call not in known:
                yield source.error(("versions", name, "answers", part, call), unknown("call", call, known))


def _by_call(
    source: Source, name: str, reads: Mapping[str, Any], calls: Iterable[str], wrapped: Iterable[str]
) -> Iterator[DataError]:
    """Find what is read of some calls alone, and of none that there are."""
    for call in reads.get("renames_of", {}):
        if call not in calls:
            yield source.error(("versions", name, "reads", "renames_of", call), unknown("call", call, calls))
    for call in reads.get("gather", {}).get("members_of", {}):
        if call not in wrapped:
            problem = unknown("call that is wrapped", call, wrapped)
            yield source.error(("versions", name, "reads", "gather", "members_of", call), problem)


def _stand_ins(source: Source, name: str, spec: Mapping[str, Any]) -> Iterator[DataError]:
    """Find settings and envelopes that stand in for others, and that there are not."""
    for kind in ("setting", "envelope"):
        known = source.value[f"{kind}s"]
        for old, new in spec.get(f"{kind}s", {}).items():
            for each in (old, new):
                if each not in known:
                    yield source.error(("versions", name, f"{kind}s", old), unknown(kind, each, known))
            if kind == "setting" and {old, new} <= set(known) and _values(known[old]) != _values(known[new]):
                said = f"{new!r} cannot stand in for {old!r}: they have other values"
                yield source.error(("versions", name, "settings", old), said)


def _values(setting: Mapping[str, Any]) -> set[Any]:
    return set(setting.get("values", ()))


def _kinds(calls: Mapping[str, Any]) -> set[str]:
    """Give the names of calls, and those that calls of one kind share."""
    return {*calls, *(f"{call.partition('-')[0]}-*" for call in calls)}
