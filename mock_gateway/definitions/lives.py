"""Statuses, outcomes, callbacks, inbound messages and hooks: their part of the data files into records."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from mock_gateway.definitions.functions import find
from mock_gateway.model.lives import (
    Answering,
    CallbackSpec,
    Hooks,
    InboundSpec,
    Outcome,
    OutcomeStep,
    Scope,
    Signature,
    Statuses,
    Update,
    WriteBy,
)
from mock_gateway.state.clock import milliseconds

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


STATUSES: Mapping[str, tuple[int, int]] = {"2xx": (200, 299), "200": (200, 200), "any": (100, 599)}
"""What can be said to acknowledge a callback, by the value of a setting: lowest and highest HTTP status."""


def statuses(spec: Mapping[str, Any]) -> Statuses:
    """Build the statuses of a gateway."""
    outcomes = {name: _outcome(name, each) for name, each in spec["outcomes"].items()}
    table = spec["table"]
    delivered = good(table)
    failed = {status for status, events in table.items() if not events and status not in delivered}
    return Statuses(
        initial=spec["initial"],
        table=table,
        outcomes=outcomes,
        default=outcomes[spec["default"]],
        magic={number: outcome for outcome in outcomes.values() for number in outcome.magic},
        good=delivered,
        free=frozenset(spec.get("free", failed)),
        words=spec.get("words", {}),
    )


def good(table: Mapping[str, Mapping[str, str]]) -> frozenset[str]:
    """Give the statuses of what was delivered: those that an event `deliver` leads to."""
    return frozenset(events["deliver"] for events in table.values() if "deliver" in events)


def callbacks(gateway: str, spec: Mapping[str, Any]) -> dict[str, CallbackSpec]:
    """Build the callbacks of a gateway."""
    function = partial(find, gateway, parent=spec.get("extends", ""))
    found = spec.get("callbacks", {})
    others: dict[str, list[Scope]] = {name: [] for name in found}
    for each in found.values():
        if "instead_of" in each:
            others[each["instead_of"]].append(_scope(each))
    return {name: _callback(function, name, {**each, "but": others[name]}) for name, each in found.items()}


def inbound(spec: Mapping[str, Any]) -> InboundSpec:
    """Build how a gateway takes messages from handsets."""
    within = spec["within"]
    return InboundSpec(
        None if within is None else milliseconds(within),
        spec.get("matched", ""),
        spec["kinds"],
        spec.get("version", ""),
    )


def hooks(gateway: str, spec: Mapping[str, Any]) -> Hooks:
    """Find what else a gateway does when something happens."""
    named, parent = spec.get("hooks", {}), spec.get("extends", "")
    return Hooks(*(find(gateway, named[name], parent) if name in named else None for name in ("status", "inbound")))


def _outcome(name: str, spec: Mapping[str, Any]) -> Outcome:
    reply = spec.get("reply")
    return Outcome(
        name=name,
        about=spec["about"],
        steps=tuple(
            OutcomeStep(step["event"], step.get("result", ""), milliseconds(step["after"]), step.get("validity", ""))
            for step in spec["steps"]
        ),
        reply=Answering(reply["text"], milliseconds(reply["after"])) if reply else None,
        block=spec.get("block"),
        numbers=tuple(spec.get("numbers", ())),
        source=spec["source"],
        confidence=spec["confidence"],
        updates=tuple(Update(each["result"], milliseconds(each["after"])) for each in spec.get("updates", ())),
    )


def _scope(spec: Mapping[str, Any]) -> Scope:
    return Scope(frozenset(spec.get("calls", ())), frozenset(spec.get("versions", ())))


def _callback(function: Callable[[str], Callable[..., Any]], name: str, spec: Mapping[str, Any]) -> CallbackSpec:
    took, retry, unless = spec["acknowledged"], spec["retry"], spec.get("unless")
    signature = _signature(spec["signature"]) if "signature" in spec else None
    return CallbackSpec(
        name=name,
        on=tuple(spec.get("on", ())),
        not_for=tuple(spec.get("not_for", ())),
        url=spec.get("url", ""),
        forward=function(spec["forward"]) if "forward" in spec else None,
        default_url=spec.get("default_url", ""),
        method=spec["method"],
        write=spec["write"],
        write_by=_write_by(spec["write_by"]) if "write_by" in spec else None,
        types=spec["types"],
        root=spec.get("root", "root"),
        headers=spec.get("headers", {}),
        body=spec["body"],
        values=function(spec["values"]),
        acknowledged=(took["lowest"], took["highest"]),
        acknowledged_by=(took["setting"], STATUSES) if "setting" in took else None,
        acknowledged_body=took.get("body"),
        retry=_retry(retry),
        retry_settings=(retry["times"], retry["seconds"]) if "times" in retry else None,
        secrets=(*spec.get("secrets", ()), *((signature.header,) if signature else ())),
        signature=signature,
        prolog=spec.get("prolog", '<?xml version="1.0" encoding="UTF-8"?>'),
        scope=_scope(spec),
        instead_of=spec.get("instead_of", ""),
        but=tuple(spec["but"]),
        updates=spec.get("updates", ""),
        begun_while=tuple(spec.get("begun_while", {}).items()),
        unless=(unless["field"], frozenset(unless["values"])) if unless else None,
        empty_parameters=spec.get("null_parameters") == "empty",
    )


def _write_by(spec: Mapping[str, Any]) -> WriteBy:
    return WriteBy(spec["field"], spec.get("account", ""), spec["dialects"])


def _signature(spec: Mapping[str, Any]) -> Signature:
    return Signature(spec["header"], spec["secret"], tuple(spec.get("while", {}).items()))


def _retry(spec: Mapping[str, Any]) -> tuple[int, ...]:
    """Give the waits between attempts."""
    if "after" in spec:
        return tuple(milliseconds(each) for each in spec["after"])
    if "every" in spec:
        every = milliseconds(spec["every"])
        return (every,) * (milliseconds(spec["for"]) // every)
    return ()
