"""Calls as versions of an API read and write them, and what answers requests that meet no call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.definitions.calls import strayed, variant
from mock_gateway.definitions.versions import whole
from mock_gateway.model.gateway import Stray

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mock_gateway.model.gateway import Call, Gateway

WAYS = ("reading", "writing", "envelopes")


def variants(gateway: Gateway, spec: Mapping[str, Any]) -> dict[tuple[str, str], Call]:
    """Give the calls that a version reads or writes otherwise, the pseudo-call among them."""
    given = spec.get("versions", {})
    versions = {name: whole(each, given) for name, each in given.items()}
    return {
        (name, call.name): variant(call, spec, each)
        for name, each in versions.items()
        if any(each.get(way) for way in WAYS)
        for call in gateway.calls.values()
        if not call.name or any(route.version == name for route in call.routes)
    }


def strays(gateway: Gateway, spec: Mapping[str, Any]) -> tuple[Stray, ...]:
    """Give what answers requests that meet no call, by where their paths begin, the longest beginnings first."""
    return tuple(sorted(_strays(gateway, spec), key=lambda stray: -len(stray.at)))


def _strays(gateway: Gateway, spec: Mapping[str, Any]) -> Iterator[Stray]:
    nobody = gateway.calls[""]
    for name, version in gateway.versions.items():
        yield Stray(_segments(version.at), gateway.variants.get((name, ""), nobody), name)
    for name, call in spec["calls"].items():
        if "strays" in call:
            yield Stray(_segments(call["strays"]), strayed(nobody, gateway.calls[name]), "")


def _segments(path: str) -> tuple[str, ...]:
    return tuple(segment.lower() for segment in path.split("/") if segment)
