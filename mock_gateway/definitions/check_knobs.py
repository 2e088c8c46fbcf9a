"""What checks of a gateway's data share: whether a name is known, and whether a knob can have a value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.errors import MockGatewayError, unknown
from mock_gateway.model.knobs import Knob

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mock_gateway.definitions.plain_yaml import Place, Source
    from mock_gateway.errors import DataError


def known(source: Source, place: Place, kind: str, found: object, among: Iterable[object]) -> Iterator[DataError]:
    """Make an error at a place unless the name is known."""
    if found not in among:
        yield source.error(place, unknown(kind, found, among))


def unfit(name: str, spec: Mapping[str, Any], value: object) -> Iterator[MockGatewayError]:
    """Tell why a knob cannot have a value, where it cannot."""
    default = spec["default"]
    try:
        Knob(name, default, spec.get("type", "text"), "", tuple(spec.get("values", ())), default is None).check(value)
    except MockGatewayError as problem:
        yield problem


def in_force(source: Source, place: Place, wanted: Mapping[str, Any]) -> Iterator[DataError]:
    """Check settings and the values that something asks of them."""
    settings = source.value["settings"]
    for name, value in wanted.items():
        yield from known(source, (*place, name), "setting", name, settings)
        for problem in unfit(name, settings[name], value) if name in settings else ():
            yield source.error((*place, name), str(problem))
