"""Statuses, outcomes, callbacks, inbound messages and hooks: their part of the data files into records."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from mock_gateway.model.lives import Answering, CallbackSpec, Hooks, InboundSpec, Outcome, OutcomeStep, Statuses
from mock_gateway.state.clock import milliseconds

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def statuses(spec: Mapping[str, Any]) -> Statuses:
    """Build the statuses of a gateway."""
    outcomes = {name: _outcome(name, each) for name, each in spec["outcomes"].items()}
    return Statuses(
        initial=spec["initial"],
        table=spec["table"],
        outcomes=outcomes,
        default=outcomes[spec["default"]],
        magic={number: outcome for outcome in outcomes.values() for number in outcome.magic},
    )


def callbacks(gateway: str, spec: Mapping[str, Any]) -> dict[str, CallbackSpec]:
    """Build the callbacks of a gateway."""
    return {name: _callback(gateway, name, each) for name, each in spec.get("callbacks", {}).items()}


def inbound(spec: Mapping[str, Any]) -> InboundSpec:
    """Build how a gateway takes messages from handsets."""
    within = spec["within"]
    return InboundSpec(None if within is None else milliseconds(within), spec.get("matched", ""), spec["kinds"])


def hooks(gateway: str, spec: Mapping[str, str]) -> Hooks:
    """Find what else a gateway does when something happens."""
    return Hooks(*(function(gateway, spec[name]) if name in spec else None for name in ("status", "inbound")))


def function(gateway: str, name: str) -> Callable[..., Any]:
    """Find a function of the gateway's own `operations` module."""
    found: Callable[..., Any] = getattr(import_module(f"mock_gateway.gateways.{gateway}.operations"), name)
    return found


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
    )


def _callback(gateway: str, name: str, spec: Mapping[str, Any]) -> CallbackSpec:
    write_by, took, retry = spec.get("write_by"), spec["acknowledged"], spec["retry"]
    return CallbackSpec(
        name=name,
        on=tuple(spec.get("on", ())),
        not_for=tuple(spec.get("not_for", ())),
        url=spec.get("url", ""),
        default_url=spec.get("default_url", ""),
        method=spec["method"],
        write=spec["write"],
        write_by=(write_by["field"], write_by["dialects"]) if write_by else None,
        types=spec["types"],
        root=spec.get("root", "root"),
        headers=spec.get("headers", {}),
        body=spec["body"],
        values=function(gateway, spec["values"]),
        acknowledged=(took["lowest"], took["highest"]),
        acknowledged_body=took.get("body"),
        retry=_retry(retry),
        retry_settings=(retry["times"], retry["seconds"]) if "times" in retry else None,
        secrets=tuple(spec.get("secrets", ())),
        prolog=spec.get("prolog", '<?xml version="1.0" encoding="UTF-8"?>'),
    )


def _retry(spec: Mapping[str, Any]) -> tuple[int, ...]:
    """Give the waits between attempts."""
    if "after" in spec:
        return tuple(milliseconds(each) for each in spec["after"])
    if "every" in spec:
        every = milliseconds(spec["every"])
        return (every,) * (milliseconds(spec["for"]) // every)
    return ()
