"""Check the names in the parts of a scenario: what it is given, what is played, what its steps keep."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from mock_gateway import play
from mock_gateway.callbacks import chaos
from mock_gateway.callbacks.chaos import CHAOS
from mock_gateway.definitions import check
from mock_gateway.definitions.load import all_gateways
from mock_gateway.errors import MockGatewayError, unknown
from mock_gateway.model.faults import FAULTS
from mock_gateway.model.rules import CAUSES, Fact
from mock_gateway.model.scenario import Matcher
from mock_gateway.state.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from mock_gateway.definitions.plain_yaml import Place, Source
    from mock_gateway.errors import DataError
    from mock_gateway.model.gateway import Gateway
    from mock_gateway.model.knobs import Knob


def kept_names(source: Source) -> Iterator[DataError]:
    """Check that what a step uses was kept by itself or an earlier one."""
    kept: set[str] = set()
    for number, step in enumerate(source.value["steps"]):
        place = ("steps", number)
        for where, name in _kept_uses(step.get("request", {}), (*place, "request")):
            yield from check.unknown_name(source, where, "kept value", name, kept)
        kept.update(step.get("keep", {}))
        for part in ("reply", "events", "callbacks", "mails", "ledger"):
            for where, name in _kept_uses(step.get(part, {}), (*place, part)):
                yield from check.unknown_name(source, where, "kept value", name, kept)


def _kept_uses(value: object, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(value, Matcher) and value.kind == "kept":
        yield place, value.argument
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in items:
        yield from _kept_uses(inner, (*place, name))


def given_names(source: Source, place: Place, given: Mapping[str, Any], gateway: Gateway) -> Iterator[DataError]:
    """Check the settings, account fields, throttles, quotas and the clock that a world starts with."""
    yield from _knob_values(source, (*place, "settings"), given.get("settings", {}), gateway.settings, "setting")
    yield from _knob_values(source, (*place, "account"), given.get("account", {}), gateway.account, "account field")
    quotas = {
        str(dict(row.condition.arguments)["quota"])
        for row in gateway.rows
        if isinstance(row.condition, Fact) and row.condition.name == "over_quota"
    }
    shelves = getattr(gateway.memory, "fillers", ())
    sections = (("throttle", "throttle", gateway.throttles), ("used", "quota", quotas), ("records", "records", shelves))
    for section, kind, known in sections:
        for name in given.get(section, {}):
            yield from check.unknown_name(source, (*place, section, name), kind, name, known)
    if "clock" in given:
        yield from attempt(source, (*place, "clock"), partial(Clock.named, given["clock"]))


def _knob_values(
    source: Source, place: Place, values: Mapping[str, Any], knobs: Mapping[str, Knob], kind: str
) -> Iterator[DataError]:
    for name, value in values.items():
        if name not in knobs:
            yield source.error((*place, name), unknown(kind, name, knobs))
            continue
        yield from attempt(source, (*place, name), partial(knobs[name].check, value))


def play_names(source: Source, place: Place, played: Mapping[str, Any], gateway: Gateway) -> Iterator[DataError]:
    """Check what one gateway is made to do."""
    shelves: Mapping[str, tuple[str, Iterable[str]]] = {
        "reject": (f"code of {gateway.name}", gateway.by_code),
        "cause": ("cause", CAUSES),
        "fault": ("fault", FAULTS),
        "outcome": (f"outcome of {gateway.name}", gateway.statuses.outcomes),
        "chaos": ("chaos", CHAOS),
        "call": ("call", calls(gateway)),
    }
    for name, (kind, known) in shelves.items():
        if name in played:
            yield from check.unknown_name(source, (*place, name), kind, str(played[name]), known)
    if str(played.get("reject")) in gateway.by_code:
        yield from attempt(source, (*place, "reject"), partial(play.row, gateway, played["reject"]))
    yield from _possible(source, place, played, gateway)


def _possible(source: Source, place: Place, played: Mapping[str, Any], gateway: Gateway) -> Iterator[DataError]:
    """Check that a gateway can be made to do what is played."""
    if played.get("cause") in CAUSES:
        yield from attempt(source, (*place, "cause"), partial(play.row_for, gateway, played["cause"]))
    if played.get("chaos") in CHAOS:
        yield from attempt(source, (*place, "chaos"), partial(chaos.check, gateway, played["chaos"], 1))


def neutral_play(source: Source, place: Place, played: Mapping[str, Any]) -> Iterator[DataError]:
    """Check what every gateway is made to do."""
    shelves: Mapping[str, Iterable[str]] = {
        "cause": CAUSES,
        "fault": FAULTS,
        "chaos": CHAOS,
        "outcome": _common_outcomes(),
    }
    for name, known in shelves.items():
        if name in played:
            yield from check.unknown_name(source, (*place, name), name, played[name], known)
    if "reject" in played:
        yield source.error((*place, "reject"), "a scenario of any gateway names a `cause` instead of a code")
    if "call" in played:
        yield source.error((*place, "call"), "a scenario of any gateway names no call")


def _common_outcomes() -> set[str]:
    """Give the outcomes that every gateway has."""
    return set.intersection(*(set(gateway.statuses.outcomes) for gateway in all_gateways().values()))


def calls(gateway: Gateway) -> list[str]:
    """List the calls of a gateway that have a name."""
    return [name for name in gateway.calls if name]


def attempt(source: Source, place: Place, read: Callable[[], object]) -> Iterator[DataError]:
    """Make an error of what cannot be read."""
    try:
        read()
    except MockGatewayError as problem:
        yield source.error(place, str(problem))
