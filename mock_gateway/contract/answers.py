"""Hold what a gateway sends against its schemas: replies of exchanges, and callbacks."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import orjson

from mock_gateway.contract.untyped import reader
from mock_gateway.definitions.replies import callback_schema, failure_schema, reply_schema, under_any_setting
from mock_gateway.definitions.schemas import BASE, inlined, validator
from mock_gateway.dialects.base import UnreadableError
from mock_gateway.dialects.headers import parameter
from mock_gateway.dialects.xml import XML
from mock_gateway.operations.page import TEXT_TOTAL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mock_gateway.model.gateway import Call, Gateway
    from mock_gateway.model.rules import Row
    from mock_gateway.state.journal import Exchange
    from mock_gateway.state.outbox import Callback

MEDIA_TYPE = "media_type"
UNTYPED = frozenset({"xml", "form"})
"""Dialects that say nothing but texts."""
EVERY_LIST = ("*",)
"""Stands for the names of all lists, as in the data of gateways."""


def earnable(call: Call) -> list[Row]:
    """List the rows that a request of a call can be refused with, those that only take recipients out left out."""
    return [
        test.row
        for test in call.plan.tests
        if not test.row.each and (test.reasons != (MEDIA_TYPE,) or call.reading.strict_media)
    ]


def complaints(gateway: Gateway, exchange: Exchange, version: str = "") -> list[str]:
    """Say where an answer is not what its schema says; nothing for answers of which there is none.

    Nor for what was forced, and no request of the call could have earned.
    """
    if not exchange.call or any(note.startswith(("fault ", "crashed")) for note in exchange.notes):
        return []
    if exchange.page is not None and exchange.page.quirk == TEXT_TOTAL:
        return []
    call = gateway.calls[exchange.call]
    accepted = exchange.verdict is None
    if exchange.verdict is not None and exchange.verdict.forced:
        rows = earnable(gateway.variants.get((version, call.name), call))
        if exchange.verdict.row.key not in {row.key for row in rows}:
            return []
    schema = reply_schema(call, version) if accepted else failure_schema(gateway, call, version)
    headers = {name.lower(): value for name, value in exchange.reply.headers}
    return (
        [] if schema is None else body_complaints(gateway, schema, exchange.reply.body, headers.get("content-type", ""))
    )


def body_complaints(gateway: Gateway, schema: Mapping[str, Any], body: bytes, kind: str) -> list[str]:
    """Say where a body of a Content-Type is not what a schema says; nothing for what is no document."""
    said = _document(body, kind, gateway)
    if said is None:
        return []
    document, dialect = said
    named = tuple(gateway.calls[""].writing.items) if dialect == "xml" else EVERY_LIST
    return _complaints(str(schema["$id"]), document, dialect, named)


def callback_complaints(gateway: Gateway, callback: Callback) -> list[str]:
    """Say where a callback is not what its schema says; nothing where there is none."""
    schema = callback_schema(gateway, callback.kind)
    if schema is None:
        return []
    headers = {name.lower(): value for name, value in callback.headers.items()}
    if callback.body:
        return body_complaints(gateway, schema, callback.body, headers.get("content-type", ""))
    return _complaints(str(schema["$id"]), _appended(gateway, callback), "form")


def _complaints(
    identity: str,
    document: Any,  # noqa: ANN401  any JSON
    dialect: str,
    named: tuple[str, ...] = EVERY_LIST,
) -> list[str]:
    validates, meaning = _compiled(identity, named)
    if dialect in UNTYPED:
        document = meaning(document)
    name = identity.removeprefix(BASE)
    return [
        f"{name}: {'/'.join(map(str, each.instance_path))}: {each.message}"[:500]
        for each in validates.iter_errors(document)
    ]


@lru_cache(maxsize=4096)
def _compiled(identity: str, named: tuple[str, ...]) -> tuple[Any, Any]:
    """Compile a schema; lists that no element is named for repeat their own, and leave no trace without items."""
    schema = under_any_setting(inlined(identity.removeprefix(BASE).removesuffix(".json")))
    return validator(schema), reader(schema, lambda name: "*" not in named and name not in named)


def _document(body: bytes, kind: str, gateway: Gateway) -> tuple[Any, str] | None:
    """Read a body by its declared type; None for what is no document, such as an empty body or a page for people."""
    media = kind.partition(";")[0].strip().lower()
    if not body:
        return None
    try:
        if media.endswith("json"):
            return orjson.loads(body), "json"
        if media.endswith("xml"):
            reading = next(call for name, call in gateway.calls.items() if name).reading
            return XML.read(body, "utf-8", reading._replace(items=gateway.calls[""].writing.items)), "xml"
    except (orjson.JSONDecodeError, UnreadableError):
        return {}, "json"
    text = body.decode("latin-1")
    return (_query(text, parameter(kind, "charset")), "form") if "=" in text and "<" not in text else None


def _appended(gateway: Gateway, callback: Callback) -> Mapping[str, str]:
    """Read the parameters that the gateway appended to a URL; those of the URL's own stand before them."""
    pairs = parse_qsl(urlsplit(callback.url).query, keep_blank_values=True)
    names = [name for name, _ in pairs]
    first = next((name for name in gateway.callbacks[callback.kind].body if name in names), "")
    return dict(pairs[len(names) - 1 - names[::-1].index(first) :] if first else pairs)


def _query(text: str, charset: str = "") -> Mapping[str, str]:
    return dict(parse_qsl(text, keep_blank_values=True, encoding=charset or "utf-8"))
