"""`mock-gateway explain`: why a gateway would answer a request as it does."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import orjson

from mock_gateway.contract.compose import compose
from mock_gateway.definitions.load import gateway
from mock_gateway.definitions.scenarios import check_request
from mock_gateway.errors import UsageError, unknown
from mock_gateway.model.wire import Request
from mock_gateway.pipeline import Engine, prepare
from mock_gateway.rules.explain import explain

if TYPE_CHECKING:
    import argparse

ENVELOPE = {"auth", "headers", "query", "json", "form", "xml", "raw", "path", "method"}


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("gateway", metavar="GATEWAY")
    parser.add_argument("call", metavar="CALL")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    parser.epilog = (
        "The request is read from standard input: its document as JSON, or an object with some of "
        f"{', '.join(sorted(ENVELOPE))}, as in a scenario. What is no JSON is taken as the raw body."
    )


def run(options: argparse.Namespace) -> int:
    """Explain the request on standard input."""
    of = gateway(options.gateway)
    if options.call not in of.calls or not options.call:
        raise UsageError(unknown(f"call of {of.name}", options.call, [name for name in of.calls if name]))
    spec = _spec(sys.stdin.buffer.read(), options.call)
    engine = Engine({of.name: of}, clock="frozen")
    credentials = engine.sessions.default.account(of.name).credentials
    composed = compose(of, spec, credentials, {})
    path, _, query = composed.target.partition("?")
    headers = {name.lower(): value for name, value in composed.headers.items()}
    case = prepare(Request(composed.method, f"/{of.name}{path}", query, headers, composed.body), engine)
    if case is None:
        raise UsageError(f"{composed.method} {path} is no path of {of.name}")
    explanation = explain(case)
    print(json.dumps(explanation.as_dict(), ensure_ascii=False, default=str) if options.json else explanation)
    return 0


def _spec(raw: bytes, call: str) -> dict[str, Any]:
    if not raw.strip():
        raise UsageError("there is nothing on standard input: pipe the request in, such as < request.json")
    try:
        given = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return {"call": call, "raw": raw.decode("utf-8", "replace")}
    if isinstance(given, dict) and given and given.keys() <= ENVELOPE:
        check_request(given)
        return {"call": call, **given}
    return {"call": call, "json": given}
