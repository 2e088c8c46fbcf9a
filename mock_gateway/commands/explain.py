"""`mock-gateway explain`: why a gateway would answer a request as it does."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import orjson

from mock_gateway.commands.streams import standard_input
from mock_gateway.contract.compose import compose
from mock_gateway.definitions.load import gateway
from mock_gateway.definitions.scenarios import check_request
from mock_gateway.engine import Engine
from mock_gateway.errors import UsageError, unknown
from mock_gateway.model.wire import Request
from mock_gateway.pipeline import prepare
from mock_gateway.rules.explain import explain

if TYPE_CHECKING:
    import argparse

    from mock_gateway.model.gateway import Call

FORM_TYPE = "application/x-www-form-urlencoded"
ENVELOPE = {"auth", "headers", "query", "json", "form", "xml", "raw", "path", "method"}


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("gateway", metavar="GATEWAY")
    parser.add_argument("call", metavar="CALL")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    parser.epilog = (
        "The request is read from standard input: its document as JSON (sent as a form where the call reads forms "
        f"only), or an object with some of {', '.join(sorted(ENVELOPE))}, as in a scenario. What is no JSON is taken "
        "as the raw body."
    )


def run(options: argparse.Namespace) -> int:
    """Explain the request on standard input."""
    of = gateway(options.gateway)
    if options.call not in of.calls or not options.call:
        raise UsageError(unknown(f"call of {of.name}", options.call, [name for name in of.calls if name]))
    spec = _spec(standard_input(), of.calls[options.call])
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


def _spec(raw: bytes, call: Call) -> dict[str, Any]:
    """Give what a scenario would say of the request: an envelope as it is, a document in the form the call reads."""
    if not raw.strip():
        raise UsageError("there is nothing on standard input: pipe the request in, such as < request.json")
    way = _way(call)
    try:
        given = orjson.loads(raw)
    except orjson.JSONDecodeError:
        headers = {"Content-Type": FORM_TYPE} if way == "form" else {}
        return {"call": call.name, "raw": raw.decode("utf-8", "replace"), "headers": headers}
    if isinstance(given, dict) and given and given.keys() <= ENVELOPE:
        check_request(given)
        return {"call": call.name, **given}
    return {"call": call.name, (way if isinstance(given, dict) else "json"): given}


def _way(call: Call) -> str:
    """Tell in which of a scenario's words a document reaches a call: as JSON where it reads any, else as a form."""
    spoken = {*call.reading.body.values(), call.reading.otherwise}
    return "form" if "form" in spoken and "json" not in spoken else "json"
