"""Every reply and callback that a test makes the mock send is held against its schema; what differs fails the test."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from defusedxml.ElementTree import fromstring

from mock_gateway.contract.answers import callback_complaints, complaints
from mock_gateway.definitions.load import all_gateways
from mock_gateway.dialects.route import Router
from mock_gateway.model.wire import Outcome
from mock_gateway.state.journal import Journal
from mock_gateway.state.outbox import Outbox
from mock_gateway.strategies.forms import Form, dialects
from mock_gateway.strategies.sent import own_headers, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element

    import pytest

    from mock_gateway.model.gateway import Call
    from mock_gateway.model.wire import Reply
    from mock_gateway.state.journal import Exchange
    from mock_gateway.state.outbox import Callback

MOST_SHOWN = 5


def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Collect what is wrong with what is sent while a test runs."""
    found: list[str] = []
    add_exchange, add_callback = Journal.add, Outbox.add

    def exchanged(self: Journal, exchange: Exchange) -> None:
        add_exchange(self, exchange)
        found.extend(_of_exchange(exchange))

    def called_back(self: Outbox, callback: Callback) -> None:
        add_callback(self, callback)
        found.extend(callback_complaints(all_gateways()[callback.gateway], callback))

    monkeypatch.setattr(Journal, "add", exchanged)
    monkeypatch.setattr(Outbox, "add", called_back)
    yield found


def _of_exchange(exchange: Exchange) -> list[str]:
    gateway = all_gateways().get(exchange.gateway)
    if gateway is None or exchange.call not in gateway.calls:
        return []
    routed = _router().route(exchange.request)
    version = "" if routed is None else routed.version
    said = complaints(gateway, exchange, version)
    if exchange.call and routed is not None and not any(note.startswith("fault ") for note in exchange.notes):
        said += undrawn(gateway.variants.get((version, exchange.call), gateway.calls[exchange.call]), exchange, version)
    return [f"{exchange!r} {exchange.reply.body[:200]!r}: {each}" for each in said]


def undrawn(call: Call, exchange: Exchange, version: str) -> list[str]:
    """Say that an answer is in none of the forms that strategies draw: byte for byte, and with the same headers."""
    gateway, reply = all_gateways()[exchange.gateway], exchange.reply
    kind = dict(reply.headers).get("Content-Type", "")
    forms = [Form(gateway, call, version, name, chosen) for name, chosen in dialects(gateway, call).items()]
    named = [each for each in forms if call.writing.types[each.dialect] == kind]
    if not named:
        return [] if exchange.verdict is not None else [f"no form of its answers is {kind!r}"]
    again = [_again(each, exchange) for each in named]
    if any((_plain(each.body), each.headers) == (_plain(reply.body), reply.headers) for each in again):
        return []
    return [f"no form writes it so, but {again[0].headers!r} {again[0].body[:200]!r}"]


def _plain(body: bytes) -> bytes:
    """Write elements of nothing in one way: an object whose only list is empty is read as an empty text."""
    return re.sub(rb"<([^<>/\s]+)></\1>", rb"<\1/>", body)


def _again(asked: Form, exchange: Exchange) -> Reply:
    """Write an answer anew, as an answer that was drawn is written; a refusal's envelope says its own headers."""
    document = read_again(asked, exchange.reply.body)
    if exchange.verdict is None:
        return written(asked, Outcome(200, document, own_headers(asked, document)))
    usual = {name for name, _ in asked.call.writing.headers}
    own = tuple(header for header in exchange.reply.headers if header[0] not in {*usual, "Content-Type"})
    return written(asked, Outcome(exchange.reply.status, document, own))


def read_again(asked: Form, body: bytes) -> Any:
    """Read an answer as a document, as its dialect can be read without a schema."""
    if not body:
        return None
    if asked.dialect in ("xml", "application/xml"):
        return _element(fromstring(body), asked.call.writing.items)
    if asked.dialect == "form":
        return dict(parse_qsl(body.decode("ascii"), keep_blank_values=True, encoding=asked.call.writing.charset))
    return body.decode() if asked.dialect == "plain" else json.loads(body)


def _element(element: Element, items: Mapping[str, str]) -> Any:
    if not len(element):
        return [] if element.tag in items else element.text or ""
    item = items.get(element.tag, items.get("*"))
    if all(child.tag == item for child in element):
        return [_element(child, items) for child in element]
    members: dict[str, list[Any]] = {}
    for child in element:
        members.setdefault(child.tag, []).append(_element(child, items))
    return {name: found if len(found) > 1 else found[0] for name, found in members.items()}


@lru_cache(maxsize=1)
def _router() -> Any:
    return Router(all_gateways())
