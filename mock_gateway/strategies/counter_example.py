"""What a client did wrong, written so that it can be done again: a scenario file, and a test."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from mock_gateway.definitions.load import gateway
from mock_gateway.model.scenario import Matcher
from mock_gateway.strategies.said_again import Again, without_unused

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mock_gateway.server.session import Session
    from mock_gateway.strategies.adapter import Adapter, ClientFault

LONGEST_INTEGER = 9
"""Digits of an integer that needs no tag."""


class Move(NamedTuple):
    """What was done to the world, and not by the client.

    Attributes:
        after: number of the last exchange before it, 0 for none.
        step: as a scenario's step says it.

    """

    after: int
    step: Mapping[str, Any]


def changes(session: Session) -> dict[str, Any]:
    """Give what differs in a session's settings and account from the start, as a scenario's `given`."""
    of = gateway(session.gateway)
    pairs = (("settings", session.settings, of.settings), ("account", session.account, of.account))
    found = {
        section: {name: value for name, value in knobs.values_.items() if value != usual[name].default}
        for section, knobs, usual in pairs
    }
    return {section: values for section, values in found.items() if values}


def as_scenario(session: Session, given: Mapping[str, Any], moves: Sequence[Move], fault: ClientFault) -> str:
    """Write what happened in a session as a scenario file: the gateway does right, and its ledger says the rest.

    Args:
        session: whose journal and ledger tell it.
        given: how its world was set up.
        moves: what was done to the world, in order.
        fault: what the client did wrong.

    """
    of, again = gateway(session.gateway), Again(session.gateway, session.credentials)
    timed: list[tuple[int, int, dict[str, Any]]] = [(move.after, 1, dict(move.step)) for move in moves]
    timed += [(exchange.number, 0, again.step(exchange)) for exchange in session.journal]
    steps = [step for _, _, step in sorted(timed, key=lambda each: each[:2])]
    earned = [
        str(exchange.verdict.row.key) if exchange.verdict is not None else str(of.successes[0].code)
        for exchange in session.journal
        if not exchange.forced
    ]
    scenario = {
        "title": f"{fault.invariant}: {fault.why}",
        "gateway": session.gateway,
        "covers": list(dict.fromkeys(earned)) or [str(of.successes[0].code)],
        **({"given": dict(given)} if given else {}),
        "steps": [*without_unused(steps), {"ledger": _ledger(session)}, *_reports(session, moves)],
    }
    return yaml.dump(scenario, Dumper=_Plain, sort_keys=False, default_flow_style=None, allow_unicode=True, width=120)


def as_test(adapter: Adapter, lines: Sequence[str], known: Iterable[str], fault: ClientFault) -> str:
    """Write what was done to a client as a pytest module.

    Args:
        adapter: around the client.
        lines: the steps.
        known: invariants that were not held.
        fault: what the client did wrong.

    """
    kind = type(adapter)
    names = ", ".join(f'"{name}"' for name in sorted(known))
    held = f", known=[{names}]" if names else ""
    head = f"""\
from {kind.__module__} import {kind.__qualname__.partition(".")[0]}
from mock_gateway.strategies import drive


def test_{fault.invariant}({adapter.gateway}):
    with drive({kind.__qualname__}(), {adapter.gateway}{held}) as client:
"""
    return head + "".join(f"        {line}\n" for line in lines or ["pass"])


def _ledger(session: Session) -> dict[str, Any]:
    """Say what a session's ledger says by now."""
    ledger = session.ledger
    twice = [{"number": each.number, "text": each.text, "times": each.times} for each in ledger.duplicates]
    texts = {number: session.handset(number).texts for number in ledger.numbers}
    return {"duplicates": twice, "cost": float(ledger.cost), "texts": texts}


def _reports(session: Session, moves: Sequence[Move]) -> list[dict[str, Any]]:
    """Say what was made of callbacks where something went wrong with them: in the order of making."""
    if not any("chaos" in each for move in moves for each in move.step.get("play", ())):
        return []
    made = [{"kind": each.kind, "to": each.to, "reports": each.reports} for each in session.callbacks]
    return [{"callbacks": made}]


def quoted(value: object) -> str:
    """Write a text, or a list of them, as Python does in this project's style."""
    return json.dumps(value, ensure_ascii=False)


class _Plain(yaml.SafeDumper):
    """Writes YAML as scenarios are read: every text in quotes, numbers that are no short integers with a tag."""

    def ignore_aliases(self, _data: object) -> bool:
        return True

    def text(self, data: str) -> yaml.ScalarNode:
        """Write a text so that it stays one."""
        plain = data.isascii() and data.replace("-", "_").isidentifier() and data not in ("true", "false", "null")
        return self.represent_scalar("tag:yaml.org,2002:str", data, style=None if plain else '"')

    def number(self, data: float) -> yaml.ScalarNode:
        """Write a number so that it stays one."""
        text = str(data)
        short = isinstance(data, int) and len(text.lstrip("-")) <= LONGEST_INTEGER
        return self.represent_scalar("tag:yaml.org,2002:int" if short else "!num", text)

    def matcher(self, data: Matcher) -> yaml.ScalarNode:
        """Write what stands for another value."""
        return self.represent_scalar(f"!{data.kind}", data.argument)


_Plain.add_representer(str, _Plain.text)
_Plain.add_representer(int, _Plain.number)
_Plain.add_representer(float, _Plain.number)
_Plain.add_representer(Matcher, _Plain.matcher)
