"""Check what a gateway's data say of its callbacks: names that lead nowhere, and what cannot be written or told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.definitions.check_knobs import in_force, known

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mock_gateway.definitions.plain_yaml import Place, Source
    from mock_gateway.errors import DataError

FLAT = ("form", "query")
"""Dialects that write parameters: what they write has no lists and no maps."""


def callbacks(files: Mapping[str, Source]) -> Iterator[DataError]:
    """Check the callbacks of a gateway, and which of them tell of inbound messages."""
    source = files["gateway"]
    spec, statuses = source.value, files["statuses"].value
    found = spec.get("callbacks", {})
    for name, callback in found.items():
        for number, status in enumerate(callback.get("on", ())):
            yield from known(source, ("callbacks", name, "on", number), "status", status, statuses["table"])
        yield from _callback(source, ("callbacks", name), callback)
    yield from _inbound(source, found)
    if not any("updates" in each for each in found.values()):
        for name, outcome in statuses["outcomes"].items():
            if "updates" in outcome:
                yield files["statuses"].error(("outcomes", name, "updates"), "no callback of the gateway has `updates`")


def _inbound(source: Source, found: Mapping[str, Any]) -> Iterator[DataError]:
    inbound = source.value["inbound"]
    if "matched" in inbound:
        yield from known(source, ("inbound", "matched"), "callback", inbound["matched"], found)
    for kind, callback in inbound["kinds"].items():
        yield from known(source, ("inbound", "kinds", kind), "callback", callback, found)
    if "version" in inbound:
        yield from known(source, ("inbound", "version"), "account field", inbound["version"], source.value["account"])


def _callback(source: Source, place: Place, callback: Mapping[str, Any]) -> Iterator[DataError]:
    spec, retry = source.value, callback["retry"]
    yield from _scope(source, place, callback)
    if "default_url" in callback:
        yield from known(source, (*place, "default_url"), "account field", callback["default_url"], spec["account"])
    if "setting" in callback["acknowledged"]:
        taken = callback["acknowledged"]["setting"]
        yield from known(source, (*place, "acknowledged", "setting"), "setting", taken, spec["settings"])
    for part in ("times", "seconds"):
        if part in retry:
            yield from known(source, (*place, "retry", part), "setting", retry[part], spec["settings"])
    yield from in_force(source, (*place, "begun_while"), callback.get("begun_while", {}))
    yield from _written(source, place, callback)
    if "signature" in callback:
        yield from _signature(source, (*place, "signature"), callback["signature"])


def _scope(source: Source, place: Place, callback: Mapping[str, Any]) -> Iterator[DataError]:
    """Check which messages it is about, and what it is made instead of."""
    spec = source.value
    for number, call in enumerate(callback.get("calls", ())):
        yield from known(source, (*place, "calls", number), "call", call, spec["calls"])
    for number, version in enumerate(callback.get("versions", ())):
        yield from known(source, (*place, "versions", number), "version", version, spec.get("versions", {}))
    if "instead_of" in callback:
        others = spec["callbacks"].keys() - {place[-1]}
        yield from known(source, (*place, "instead_of"), "callback", callback["instead_of"], others)
        if not ("calls" in callback or "versions" in callback):
            yield source.error(
                (*place, "instead_of"), "it needs `calls` or `versions`: nothing would be left of the other"
            )


def _written(source: Source, place: Place, callback: Mapping[str, Any]) -> Iterator[DataError]:
    """Check that each way of writing it has a Content-Type, and can write what it says."""
    chosen = callback.get("write_by", {})
    written = {callback["write"], *chosen.get("dialects", {}).values()}
    for dialect in sorted(written - {"query"} - set(callback["types"])):
        yield source.error((*place, "types"), f"there is no Content-Type for {dialect!r}")
    if "account" in chosen:
        where = (*place, "write_by", "account")
        yield from known(source, where, "account field", chosen["account"], source.value["account"])
    body = callback["body"]
    nested = [name for name, value in body.items() if isinstance(value, (dict, list))] if isinstance(body, dict) else []
    for dialect in sorted(written.intersection(FLAT)) if nested else ():
        yield source.error((*place, "body", nested[0]), f"{dialect} cannot write a list or a map")
    if "null_parameters" in callback and "query" not in written:
        yield source.error((*place, "null_parameters"), "it is never written as a query")


def _signature(source: Source, place: Place, signature: Mapping[str, Any]) -> Iterator[DataError]:
    credentials = source.value["credentials"]["sample"]
    yield from known(source, (*place, "secret"), "credential", signature["secret"], credentials)
    yield from in_force(source, (*place, "while"), signature.get("while", {}))
