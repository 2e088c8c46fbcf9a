"""Requests of a journal, said as the steps of a scenario would say them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from mock_gateway.contract.compose import sign
from mock_gateway.contract.replay import Answer, read_answer
from mock_gateway.definitions.load import gateway
from mock_gateway.dialects.route import Router
from mock_gateway.errors import UsageError
from mock_gateway.model.scenario import Matcher

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mock_gateway.model.gateway import Gateway
    from mock_gateway.model.wire import Request
    from mock_gateway.state.journal import Exchange

BROKEN = frozenset({"reset", "close", "truncate"})
"""Faults that leave no complete answer."""
MEANT = ("accept", "content-type")
"""Headers that decide what a request means, beside those that sign it."""
USUAL = {"json": "application/json", "form": "application/x-www-form-urlencoded"}


_Unsigned = tuple[str | None, object, dict[str, str]]


class Again:
    """Says requests again, with what earlier answers gave in the place of their ids.

    Args:
        name: of the gateway.
        credentials: the session's, by name.

    """

    def __init__(self, name: str, credentials: Mapping[str, str]) -> None:
        self._gateway: Gateway = gateway(name)
        self._credentials = credentials
        self._router = Router({name: self._gateway})
        self._kept: dict[str, str] = {}

    def step(self, exchange: Exchange) -> dict[str, Any]:
        """Say one request and the answer that it must get."""
        step = {"request": self.request(exchange), "reply": _reply(exchange)}
        keep = self._keep(exchange)
        return {**step, "keep": keep} if keep else step

    def request(self, exchange: Exchange) -> dict[str, Any]:
        """Say one request: as the call that it met where that says it all, or else with its whole path."""
        request = exchange.request
        body, document = _body(request)
        query = dict(parse_qsl(request.query, keep_blank_values=True))
        auth, document, query = self._signature(exchange, document, query)
        said = {**self._where(exchange), **({"query": self._filled(query)} if query else {})}
        if body:
            said[body] = self._filled(document)
        headers = _headers(request, body)
        if auth is None:
            said["auth"] = (
                {"header": request.headers["authorization"]} if "authorization" in request.headers else "none"
            )
        elif auth != "right":
            said["auth"] = auth
        return {**said, **({"headers": headers} if headers else {})}

    def _where(self, exchange: Exchange) -> dict[str, Any]:
        """Say which call was met, or else the method and the path."""
        request = exchange.request
        routed = self._router.route(request)
        prefix = f"/{self._gateway.name}/"
        whole = request.path[request.path.find(prefix) + len(prefix) - 1 :]
        if routed is None or not exchange.call or routed.version or routed.answer or routed.choices:
            return {"method": request.method, "path": whole}
        said: dict[str, Any] = {"call": exchange.call, "method": request.method}
        if routed.parameters:
            said["path"] = self._filled(dict(routed.parameters))
        return said

    def _signature(self, exchange: Exchange, document: object, query: dict[str, str]) -> _Unsigned:
        """Find the form that a request is signed in, and take what signs it out of document and query."""
        headers = exchange.request.headers
        for auth in ("right", *(form.read for form in self._gateway.calls[exchange.call].every_form)):
            try:
                signed = sign(self._gateway, auth, self._credentials, exchange.call)
            except UsageError:
                continue
            members = document if isinstance(document, dict) else {}
            if (
                all(headers.get(name.lower()) == value for name, value in signed.headers.items())
                and signed.query.items() <= query.items()
                and signed.members.items() <= {**query, **members}.items()
            ):
                rest = {name: value for name, value in query.items() if name not in {**signed.query, **signed.members}}
                kept = {name: value for name, value in members.items() if name not in signed.members}
                return auth, kept if isinstance(document, dict) else document, rest
        return None, document, query

    def _filled(self, value: Any) -> Any:  # noqa: ANN401  any JSON
        """Put what earlier answers gave in the place of their ids."""
        if isinstance(value, dict):
            return {name: self._filled(inner) for name, inner in value.items()}
        if isinstance(value, list):
            return [self._filled(inner) for inner in value]
        return Matcher("kept", self._kept[str(value)]) if str(value) in self._kept else value

    def _keep(self, exchange: Exchange) -> dict[str, str]:
        """Name the id that an answer gives a message, and say where it stands."""
        if not exchange.message_id or exchange.message_id in self._kept or exchange.reply.fault is not None:
            return {}
        headers = {name.lower(): value for name, value in exchange.reply.headers}
        document = read_answer(Answer(exchange.reply.status, headers, exchange.reply.body), self._gateway)
        place = next(_places(document, exchange.message_id), None)
        if place is None:
            return {}
        name = f"message_{len(self._kept) + 1}"
        self._kept[exchange.message_id] = name
        return {name: place}


def without_unused(steps: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Take out of steps what they keep and no later one uses."""
    used = {each.argument for step in steps for each in _matchers(step.get("request", {}))}
    kept = []
    for step in steps:
        keep = {name: place for name, place in step.get("keep", {}).items() if name in used}
        rest = {name: value for name, value in step.items() if name != "keep"}
        kept.append({**rest, "keep": keep} if keep else rest)
    return kept


def _matchers(value: Any) -> Iterator[Matcher]:  # noqa: ANN401  any JSON
    if isinstance(value, Matcher):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _matchers(inner)


def _reply(exchange: Exchange) -> dict[str, Any]:
    fault = exchange.reply.fault
    if fault is not None and fault.name in BROKEN:
        return {"broken": True}
    return {"status": exchange.reply.status}


def _body(request: Request) -> tuple[str, Any]:
    """Read a body: the word that a step has for it, and what it says; "" for none."""
    if not request.body:
        return "", None
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    text = request.body.decode("utf-8", "backslashreplace")
    if kind == USUAL["form"]:
        pairs = parse_qsl(text, keep_blank_values=True)
        return ("form", dict(pairs)) if len(dict(pairs)) == len(pairs) else ("raw", text)
    try:
        return "json", json.loads(text)
    except ValueError:
        return ("xml", text) if kind.endswith("xml") else ("raw", text)


def _headers(request: Request, body: str) -> dict[str, str]:
    """Keep the headers that decide what a request means, where they are not the usual ones."""
    found = {name: request.headers[name] for name in MEANT if name in request.headers}
    if found.get("accept") in ("*/*", "application/json"):
        del found["accept"]
    if found.get("content-type", "").partition(";")[0] == USUAL.get(body) or not body:
        found.pop("content-type", None)
    return {name.title(): value for name, value in found.items()}


def _places(document: Any, wanted: str, place: str = "") -> Iterator[str]:  # noqa: ANN401  any JSON
    """Find where a value stands in a document."""
    items = (
        document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    )
    for name, inner in items:
        yield from _places(inner, wanted, f"{place}/{name}")
    if not isinstance(document, dict | list) and place and str(document) == wanted:
        yield place
