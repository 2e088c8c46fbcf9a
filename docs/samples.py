"""The part of a gateway's page that shows requests and their answers, as they go over the wire."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mock_gateway.contract.compose import compose
from mock_gateway.engine import Engine
from mock_gateway.model.wire import Request
from mock_gateway.pipeline import answer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mock_gateway.contract.compose import Composed
    from mock_gateway.model.gateway import Gateway
    from mock_gateway.state.journal import Exchange

SAMPLES_AT = "2026-01-01T00:00:00Z"
"""The instant of the samples, so that each build writes the same."""

_SEQUENCE = re.compile(r"\$\(seq -s, (\d+) (\d+)\)")
"""What a sample may leave to a POSIX shell."""


def sample(gateway: Gateway, which: str, spec: Mapping[str, Any]) -> str:
    """Show an exchange as it goes over the wire, without what a client adds by itself."""
    composed, exchange = exchanged(gateway, spec)
    body, reply = spec.get("shell"), exchange.reply
    lines = [f"{composed.method} {composed.target}"]
    lines += [f"{name}: {text}" for name, text in composed.headers.items()]
    lines += ["", shortened(body) if body else composed.body.decode(), "", f"HTTP {reply.status}"]
    lines += [f"{name}: {text}" for name, text in reply.headers]
    lines += ["", reply.body.decode()]
    return f"\nA request that is {which}:\n\n```http\n" + "\n".join(lines) + "\n```\n"


def exchanged(gateway: Gateway, spec: Mapping[str, Any]) -> tuple[Composed, Exchange]:
    """Make a sample's request as often as it says, and give the last exchange."""
    engine = Engine({gateway.name: gateway}, clock=SAMPLES_AT)
    session = engine.sessions.default
    named = {name: value for name, value in spec.items() if name != "shell"}
    raw = {"raw": filled(spec["shell"])} if "shell" in spec else {}
    composed = compose(gateway, {**named, **raw}, session.account(gateway.name).credentials, {})
    path, _, query = composed.target.partition("?")
    headers = {name.lower(): text for name, text in composed.headers.items()}
    for _ in range(spec.get("times", 1)):
        answer(Request(composed.method, f"/{gateway.name}{path}", query, headers, composed.body), engine)
    for crash in session.crashes:
        raise crash
    return composed, session.journal[-1]


def filled(body: str) -> str:
    """Fill in what a sample leaves to the shell.

    Raises:
        ValueError: where it leaves more to it than a row of numbers.

    """
    text = _SEQUENCE.sub(lambda row: ",".join(map(str, range(int(row[1]), int(row[2]) + 1))), body)
    if "$(" in text:
        raise ValueError(f"the pages can show no other command than `seq -s, FIRST LAST`: {body}")
    return text


def shortened(body: str) -> str:
    """Name the ends of what the shell fills in, for readers."""
    return _SEQUENCE.sub(r"\1,…,\2", body)
