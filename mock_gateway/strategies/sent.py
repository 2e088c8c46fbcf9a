"""What a gateway may send, for testing a client's parser without any server: replies, refusals, callbacks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from hypothesis import strategies as st

from mock_gateway.callbacks.make import parameters
from mock_gateway.callbacks.query import appended
from mock_gateway.contract.answers import earnable
from mock_gateway.definitions.replies import callback_schema, reply_schema, spoken
from mock_gateway.definitions.schemas import BASE, inlined
from mock_gateway.dialects.read import DIALECTS
from mock_gateway.dialects.write import refuse
from mock_gateway.errors import UsageError, unknown
from mock_gateway.rules.judge import refusal
from mock_gateway.strategies.documents import documents

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hypothesis.strategies import DrawFn, SearchStrategy

    from mock_gateway.model.gateway import Call, Gateway
    from mock_gateway.model.lives import CallbackSpec

USUAL = "usual"
UNKNOWN_FIELD = "unknown field"
UNKNOWN_CODE = "unknown code"
NUMBER_AS_TEXT = "number as text"
UNUSUAL = (UNKNOWN_FIELD, UNKNOWN_CODE, NUMBER_AS_TEXT)
"""What a gateway may come to send one day, or its neighbour sends already; no schema allows it."""
NEW_NAMES = ("newMember", "x", "Ünïcode", "a b")
NEW_VALUES: tuple[Any, ...] = ("new", "", None, 7, [], {"inner": 1}, True)


class Sent(NamedTuple):
    """A reply that a gateway may send.

    Attributes:
        gateway: its name.
        call: whose reply it is.
        status: HTTP status.
        headers: by name.
        body: bytes.
        document: what the body says.
        technique: `usual` for what the schemas allow; else what is unusual.

    """

    gateway: str
    call: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    document: Any
    technique: str = USUAL


class Called(NamedTuple):
    """A callback that a gateway may make.

    Attributes:
        gateway: its name.
        kind: such as `report`.
        method: of the request.
        url: where it goes, with the parameters of a callback that has no body.
        headers: by name.
        body: bytes.
        document: what it says.

    """

    gateway: str
    kind: str
    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes
    document: Any


def replies(gateway: Gateway, call: Call, *, unusual: bool = False) -> SearchStrategy[Sent]:
    """Draw what an accepted request of a call may be answered with, as JSON that is laid out in any legal way."""
    schema = reply_schema(call, spoken(call))
    if schema is None:
        raise UsageError(f"there is no schema yet of what {gateway.name} answers to {call.name}")
    found = documents(_whole(schema))
    techniques = (USUAL, *UNUSUAL) if unusual else (USUAL,)

    @st.composite
    def drawn(draw: DrawFn) -> Sent:
        technique = draw(st.sampled_from(techniques))
        document = changed(draw, draw(found), technique)
        return _sent(gateway, call, 200, document, draw)._replace(technique=technique)

    return drawn()


def refusals(gateway: Gateway, call: Call) -> SearchStrategy[Sent]:
    """Draw what a call's requests may be refused with: every row that it has, as its envelope says it."""
    rows = earnable(call)
    settings = {name: knob.default for name, knob in gateway.settings.items()}

    @st.composite
    def drawn(draw: DrawFn) -> Sent:
        row = draw(st.sampled_from(rows))
        outcome = refuse(refusal(row, forced=True), call, {**settings, **dict(row.in_force)}, {})
        if isinstance(outcome.body, dict):
            return _sent(gateway, call, outcome.status, outcome.body, draw)
        body = str(outcome.body or "").encode()
        kind = outcome.content_type or call.writing.types[call.writing.default]
        headers = {"Content-Type": kind} | dict(outcome.headers)
        return Sent(gateway.name, call.name, outcome.status, headers, body, outcome.body)

    return drawn()


def callbacks(gateway: Gateway, kind: str) -> SearchStrategy[Called]:
    """Draw a callback of a kind, in each of the forms that it can be written in."""
    if kind not in gateway.callbacks:
        raise UsageError(unknown(f"callback of {gateway.name}", kind, gateway.callbacks))
    spec, schema = gateway.callbacks[kind], callback_schema(gateway, kind)
    if schema is None:
        raise UsageError(f"there is no schema yet of the callback {kind} of {gateway.name}")
    found, written = documents(_whole(schema)), _written(spec)

    @st.composite
    def drawn(draw: DrawFn) -> Called:
        document, dialect = draw(found), draw(st.sampled_from(written))
        url = draw(st.sampled_from(["https://example.com/hook", "https://example.com/hook?key=1"]))
        if dialect == "query":
            return Called(gateway.name, kind, "GET", appended(url, _appended(spec, document)), {}, b"", document)
        headers = {"Content-Type": spec.types[dialect]}
        return Called(gateway.name, kind, spec.method, url, headers, _body(gateway, spec, document, dialect), document)

    return drawn()


def changed(draw: DrawFn, document: Any, technique: str) -> Any:  # noqa: ANN401  any JSON
    """Make a document unusual."""
    if not isinstance(document, dict) or technique == USUAL:
        return document
    if technique == UNKNOWN_FIELD:
        name = draw(st.sampled_from([each for each in NEW_NAMES if each not in document]))
        return {**document, name: draw(st.sampled_from(NEW_VALUES))}
    names = [name for name, value in document.items() if type(value) is int]
    if not names:
        return document
    name = draw(st.sampled_from(names))
    value = str(document[name]) if technique == NUMBER_AS_TEXT else draw(st.integers(10_000, 99_999))
    return {**document, name: value}


def _whole(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    return inlined(str(schema["$id"]).removeprefix(BASE).removesuffix(".json"))


def _sent(gateway: Gateway, call: Call, status: int, document: Any, draw: DrawFn) -> Sent:  # noqa: ANN401  any JSON
    headers = {"Content-Type": call.writing.types.get("json", "application/json"), **dict(call.writing.headers)}
    return Sent(gateway.name, call.name, status, headers, draw(st.sampled_from(_LAYOUTS))(document), document)


def _appended(spec: CallbackSpec, document: Mapping[str, Any]) -> Mapping[str, object]:
    """Give the parameters of a query in the order that the gateway has them in, whatever was drawn first."""
    ordered = {name: document[name] for name in spec.body if name in document}
    return parameters(spec, {**ordered, **document})


def _written(spec: CallbackSpec) -> list[str]:
    others = spec.write_by.dialects.values() if spec.write_by is not None else ()
    return list(dict.fromkeys((spec.write, *others)))


def _body(gateway: Gateway, spec: CallbackSpec, document: Any, dialect: str) -> bytes:  # noqa: ANN401  any JSON
    if dialect == "form" and isinstance(document, dict):
        return urlencode({name: "" if value is None else value for name, value in document.items()}).encode()
    writing = gateway.calls[""].writing._replace(root=spec.root, prolog=spec.prolog)
    return DIALECTS[dialect].write(document, writing)


_LAYOUTS = (
    lambda document: json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"),
    lambda document: json.dumps(document).encode(),
    lambda document: json.dumps(document, indent=2, sort_keys=True).encode(),
    lambda document: b" \r\n\t" + json.dumps(document, ensure_ascii=False).encode("utf-8", "replace") + b"\n",
)
"""Legal ways to lay JSON out: tight, escaped, sorted over several lines, with blanks around it."""
