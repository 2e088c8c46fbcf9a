"""What a gateway may send, for testing a client's parser without any server: replies, refusals, callbacks."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from hypothesis import strategies as st

from mock_gateway.callbacks.make import parameters
from mock_gateway.callbacks.query import appended
from mock_gateway.definitions.check_schemas import HEADERS
from mock_gateway.definitions.replies import callback_schema, failure_schema, reply_schema
from mock_gateway.definitions.schemas import BASE, inlined
from mock_gateway.dialects.headers import media_type
from mock_gateway.dialects.json import JSON
from mock_gateway.dialects.php import PHP, PHP_TEXT
from mock_gateway.dialects.plain import PLAIN
from mock_gateway.dialects.read import DIALECTS
from mock_gateway.dialects.write import write
from mock_gateway.errors import UsageError, unknown
from mock_gateway.model.wire import Outcome
from mock_gateway.strategies.carried import carried
from mock_gateway.strategies.documents import documents
from mock_gateway.strategies.forms import form
from mock_gateway.strategies.layouts import layouts
from mock_gateway.strategies.refusing import refused
from mock_gateway.strategies.unusual import USUAL, changed, techniques, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hypothesis.strategies import DrawFn, SearchStrategy

    from mock_gateway.model.gateway import Call, Gateway
    from mock_gateway.model.lives import CallbackSpec
    from mock_gateway.model.ways import Writing
    from mock_gateway.model.wire import Reply
    from mock_gateway.strategies.forms import Form


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
        version: of the API, "" for the canonical one.
        dialect: that it was asked for in, as the gateway's data call it.

    """

    gateway: str
    call: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    document: Any
    technique: str = USUAL
    version: str = ""
    dialect: str = JSON.name


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


def replies(
    gateway: Gateway, call: Call, version: str = "", dialect: str | None = None, *, unusual: bool = False
) -> SearchStrategy[Sent]:
    """Draw what an accepted request of a call may be answered with, laid out in any legal way."""
    asked = form(gateway, call, version, dialect)
    if asked.dialect == PLAIN.name:
        return _texts_of(asked)
    schema = reply_schema(asked.call, asked.version)
    if schema is None:
        raise UsageError(f"there is no schema yet of what {gateway.name} answers to {call.name}")
    found, codes = _described(str(schema["$id"]))
    drawable = techniques(asked.dialect) if unusual else (USUAL,)

    @st.composite
    def drawn(draw: DrawFn) -> Sent:
        technique = draw(st.sampled_from(drawable))
        document = carried(draw(found), asked.dialect, asked.call.writing, schema)
        outcome = Outcome(200, changed(draw, document, technique, codes), own_headers(asked, document))
        return _sent(asked, outcome, draw)._replace(technique=technique)

    return drawn()


def refusals(gateway: Gateway, call: Call, version: str = "", dialect: str | None = None) -> SearchStrategy[Sent]:
    """Draw what a call's requests may be refused with: every row that it has, as its envelope says it."""
    asked = form(gateway, call, version, dialect)
    schema, found = failure_schema(gateway, asked.call, asked.version), refused(asked)

    @st.composite
    def drawn(draw: DrawFn) -> Sent:
        outcome = draw(found)
        if schema is not None and isinstance(outcome.body, dict):
            told = carried(outcome.body, _written_in(asked, outcome), asked.call.writing, schema)
            outcome = outcome._replace(body=told)
        return _sent(asked, outcome, draw)

    return drawn()


def callbacks(gateway: Gateway, kind: str) -> SearchStrategy[Called]:
    """Draw a callback of a kind, in each of the forms that it can be written in."""
    if kind not in gateway.callbacks:
        raise UsageError(unknown(f"callback of {gateway.name}", kind, gateway.callbacks))
    spec, schema = gateway.callbacks[kind], callback_schema(gateway, kind)
    if schema is None:
        raise UsageError(f"there is no schema yet of the callback {kind} of {gateway.name}")
    (found, _), dialects = _described(str(schema["$id"])), _written(spec)
    writing = gateway.calls[""].writing._replace(root=spec.root, prolog=spec.prolog, charset="utf-8")

    @st.composite
    def drawn(draw: DrawFn) -> Called:
        dialect = draw(st.sampled_from(dialects))
        document = carried(draw(found), dialect, writing, schema)
        url = draw(st.sampled_from(["https://example.com/hook", "https://example.com/hook?key=1"]))
        if dialect == "query":
            return Called(gateway.name, kind, "GET", appended(url, _appended(spec, document)), {}, b"", document)
        headers = {"Content-Type": spec.types[dialect]}
        body = draw(layouts(dialect))(_body(document, dialect, writing))
        return Called(gateway.name, kind, spec.method, url, headers, body, document)

    return drawn()


@lru_cache(maxsize=1024)
def _described(identity: str) -> tuple[SearchStrategy[Any], frozenset[str]]:
    """Give what draws the documents that a schema allows, and the words that it lists."""
    whole = inlined(identity.removeprefix(BASE).removesuffix(".json"))
    return documents(whole), words(whole)


def own_headers(asked: Form, document: Any) -> tuple[tuple[str, str], ...]:  # noqa: ANN401  any JSON
    """Give the headers that a reply has beside the gateway's usual ones, as its schema says them."""
    schema = reply_schema(asked.call, asked.version) or {}
    return tuple((name, value.format_map(document)) for name, value in schema.get(HEADERS, {}).items())


def written(asked: Form, outcome: Outcome) -> Reply:
    """Write what the gateway answers as it does; where PHP makes numbers of texts, they are numbers already."""
    dialect = asked.writes
    return write(outcome, asked.call.writing, dialect._replace(write=PHP_TEXT.write) if dialect is PHP else dialect)


def _sent(asked: Form, outcome: Outcome, draw: DrawFn) -> Sent:
    """Write an outcome, then lay it out anew."""
    reply = written(asked, outcome)
    body = reply.body
    if isinstance(outcome.body, (dict, list)):
        body = draw(layouts(_written_in(asked, outcome)))(body)
    where = (asked.gateway.name, asked.call.name, reply.status, dict(reply.headers), body, outcome.body)
    return Sent(*where, version=asked.version, dialect=asked.dialect)


def _written_in(asked: Form, outcome: Outcome) -> str:
    """Name the dialect of an outcome: some refusals are in JSON whatever was asked for."""
    media, _ = media_type(outcome.content_type or "")
    return JSON.name if media == "application/json" else asked.dialect


def _texts_of(asked: Form) -> SearchStrategy[Sent]:
    """Draw what a call answers where that is a text: the words of a success that the same setting chooses."""
    said = [success.message for success in asked.gateway.successes if success.setting in asked.chosen]
    if not said:
        raise UsageError(f"there is no text that {asked.gateway.name} answers to {asked.call.name}")

    @st.composite
    def drawn(draw: DrawFn) -> Sent:
        return _sent(asked, Outcome(200, draw(st.sampled_from(said))), draw)

    return drawn()


def _appended(spec: CallbackSpec, document: Mapping[str, Any]) -> Mapping[str, object]:
    """Give the parameters of a query in the order that the gateway has them in, whatever was drawn first."""
    ordered = {name: document[name] for name in spec.body if name in document}
    return parameters(spec, {**ordered, **document})


def _written(spec: CallbackSpec) -> list[str]:
    others = spec.write_by.dialects.values() if spec.write_by is not None else ()
    return list(dict.fromkeys((spec.write, *others)))


def _body(document: Any, dialect: str, writing: Writing) -> bytes:  # noqa: ANN401  any JSON
    if dialect == "form" and isinstance(document, dict):
        return urlencode({name: "" if value is None else value for name, value in document.items()}).encode()
    return DIALECTS[dialect].write(document, writing)
