"""Replies and refusals are drawn in every version of a gateway's API, and in every dialect that it writes there."""

from __future__ import annotations

import json
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pytest
from benches import EXAMPLES, proved
from defusedxml.ElementTree import fromstring
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from mock_gateway.contract.answers import body_complaints
from mock_gateway.definitions.load import all_gateways
from mock_gateway.definitions.replies import callback_schema, failure_schema, reply_schema
from mock_gateway.definitions.schemas import BASE, inlined
from mock_gateway.dialects.headers import media_type
from mock_gateway.errors import UsageError
from mock_gateway.strategies import of
from mock_gateway.strategies.documents import documents
from mock_gateway.strategies.forms import Form, dialects, form, versions
from mock_gateway.strategies.unusual import NUMBER_AS_TEXT, UNKNOWN_CODE, UNKNOWN_FIELD, USUAL, changed, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from hypothesis.strategies import DrawFn, SearchStrategy

    from mock_gateway.strategies.sent import Sent

CALLS = [(name, call) for name, gateway in all_gateways().items() for call in gateway.calls if call]
NEW, KNOWN, REFUSALS = max(1, EXAMPLES // 8), 1, max(1, EXAMPLES // 12)
"""Examples of replies of a schema in a dialect: where it is met first, where a call before had it; and of refusals."""
TOLD_AS = {
    "DELETED": "SUCCESS",
    "cancelled": "failed",
    "reached": "delivered",
}
"""Statuses that a gateway never tells by their names, and what it says instead."""
NEVER_TOLD = {("websms", "whatsapp-channel"), ("cellcast_v3", "sms")}
"""By which way a message went, where nothing tells of it."""


@lru_cache(maxsize=1)
def forms() -> Mapping[tuple[str, str], list[tuple[Form, int]]]:
    """List all forms by gateway and call, and how many replies are drawn of each."""
    found: dict[tuple[str, str], list[tuple[Form, int]]] = {}
    met: set[tuple[str, str]] = set()
    for name, call in CALLS:
        for each in _forms(name, call):
            schema = reply_schema(each.call, each.version)
            key = ("" if schema is None else str(schema["$id"]), each.dialect.removeprefix("application/"))
            found.setdefault((name, call), []).append((each, KNOWN if key in met else NEW))
            met.add(key)
    return found


def _forms(name: str, call: str) -> Iterator[Form]:
    gateway = all_gateways()[name]
    spec = gateway.calls[call]
    for version in versions(spec):
        for dialect in dialects(gateway, gateway.variants.get((version, call), spec)):
            yield form(gateway, spec, version, dialect)


def complaints(asked: Form, schema: Mapping[str, Any] | None, sent: Sent) -> list[str]:
    """Say where an answer is not what its schema says, or is not read as its document by an independent parser."""
    kind = sent.headers["Content-Type"]
    assert (sent.version, sent.dialect) == (asked.version, asked.dialect)
    assert schema is not None
    return body_complaints(asked.gateway, schema, sent.body, kind) + unread(asked, sent)


def unread(asked: Form, sent: Sent) -> list[str]:
    media, _ = media_type(sent.headers["Content-Type"])
    if isinstance(sent.document, str) or sent.document is None:
        same = sent.body.decode() == (sent.document or "")
    elif media == "application/json":
        same = json.loads(sent.body) == sent.document
    elif media.endswith("xml"):
        same = [each for each in _texts(fromstring(sent.body)) if each] == [
            each for each in _leaves(sent.document) if each
        ]
    else:
        text = sent.body.decode("ascii")
        pairs = parse_qsl(text, keep_blank_values=True, encoding=asked.call.writing.charset, errors="strict")
        same = sorted(pairs) == sorted(
            (name, "" if value is None else str(value)) for name, value in sent.document.items()
        )
    return [] if same else [f"{sent.body[:300]!r} is not {sent.document!r}"]


def _texts(element: Any) -> Iterator[str]:
    if not len(element):
        yield element.text or ""
    for child in element:
        yield from _texts(child)


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, (dict, list)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _leaves(inner)
    else:
        yield "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def simplest(drawn: SearchStrategy[Sent]) -> Sent:
    found: list[Sent] = []

    @settings(proved, max_examples=1)
    @given(drawn)
    def take(sent: Sent) -> None:
        found.append(sent)

    take()
    return found[0]


def prove_read(asked: Form, schema: Mapping[str, Any] | None, drawn: SearchStrategy[Sent], examples: int) -> None:
    @settings(proved, max_examples=examples)
    @given(drawn)
    def prove(sent: Sent) -> None:
        assert complaints(asked, schema, sent) == []
        assert sent.headers.keys() >= {"Content-Type", *dict(asked.call.writing.headers)}

    prove()


@pytest.mark.parametrize(("gateway", "call"), CALLS)
def test_a_drawn_reply_is_read_in_every_form(gateway: str, call: str) -> None:
    for asked, examples in forms()[gateway, call] if call in of(gateway).calls else ():
        drawn = of(gateway).replies(call, asked.version, asked.dialect)
        prove_read(asked, reply_schema(asked.call, asked.version), drawn, examples)


@pytest.mark.parametrize(("gateway", "call"), CALLS)
def test_a_drawn_refusal_is_read_in_every_form(gateway: str, call: str) -> None:
    for asked, _ in forms()[gateway, call]:
        drawn = of(gateway).refusals(call, asked.version, asked.dialect)
        prove_read(asked, failure_schema(asked.gateway, asked.call, asked.version), drawn, REFUSALS)


@pytest.mark.parametrize(
    "wanted",
    [
        lambda text: len(text) > 1000,
        lambda text: any(unicodedata.bidirectional(character) == "R" for character in text),
        lambda text: any(unicodedata.bidirectional(character) == "AL" for character in text),
        lambda text: any(unicodedata.combining(character) for character in text),
        lambda text: any(ord(character) > 0xFFFF for character in text),
    ],
    ids=["long", "hebrew", "arabic", "marks", "pairs"],
)
def test_free_texts_are_long_and_of_every_script(wanted: Callable[[str], bool]) -> None:
    assert find(documents({"type": "string"}), wanted, settings=settings(proved, phases=[Phase.generate]))


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 415, 500])
def test_version_3_refuses_with_each_of_its_own_bodies(status: int) -> None:
    sent = find(of("bestsms").refusals("contact-get", "v3.00"), lambda sent: sent.status == status)

    words_of_status = {401: "Unauthorized", 404: "RecordNotFound", 415: None}
    assert sent.document.get("Result") == words_of_status.get(status, "Failed")


@pytest.mark.parametrize(
    ("gateway", "call", "dialect"),
    [
        ("bestsms", "get-status", "json"),
        ("bestsms", "send-http", "json"),
        ("transmitsms", "send-sms", "php"),
        ("websms", "send-text", "json"),
        ("websms", "send-simple", "form"),
    ],
)
def test_who_asks_for_no_dialect_gets_the_usual_one(gateway: str, call: str, dialect: str) -> None:
    spec = all_gateways()[gateway]

    assert form(spec, spec.calls[call]).dialect == dialect
    assert next(iter(dialects(spec, spec.calls[call]))) == dialect


def test_a_suffix_names_its_dialect() -> None:
    sent = simplest(of("cellcast").replies("get-sms", dialect="json"))

    assert sent.dialect == "php"
    assert sent.headers["Content-Type"].startswith("application/json")


def test_a_call_that_the_canonical_version_lacks_is_drawn_in_the_first_that_has_it() -> None:
    assert simplest(of("tnz").replies("send-rcs")).version == "v3.00"


def test_a_text_is_the_words_of_its_success() -> None:
    sent = simplest(of("bestsms").replies("send-http", dialect="plain"))

    assert (sent.body, sent.headers) == (b"OK Thanks", {"Content-Type": "text/plain; charset=utf-8"})


def test_a_header_that_tells_of_the_message_goes_with_its_body() -> None:
    @proved
    @given(of("transmitsms").replies("send-sms", dialect="xml"))
    def prove(sent: Sent) -> None:
        assert sent.headers["X-Mashape-Billing"] == f"Queries=1; Messages={sent.document['sms']}"

    prove()


@pytest.mark.parametrize(
    ("gateway", "call", "version", "dialect", "said"),
    [
        ("bestsms", "get-result", "v2.2", None, "unknown version of bestsms that has get-result 'v2.2': did you mean "),
        ("bestsms", "get-result", "v3.00", None, "unknown version of bestsms that has get-result 'v3.00': "),
        ("websms", "send-text", "v2", None, "unknown version of websms that has send-text 'v2': there is none"),
        (
            "bestsms",
            "send-sms",
            "v3.00",
            "xml",
            "unknown dialect of bestsms's answers to send-sms in version v3.00 'xml': one of 'json'",
        ),
        (
            "transmitsms",
            "send-sms",
            "",
            "jsn",
            "unknown dialect of transmitsms's answers to send-sms 'jsn': did you mean 'json'?",
        ),
    ],
)
def test_a_form_that_there_is_not_is_refused_with_the_near_ones(
    gateway: str, call: str, version: str, dialect: str | None, said: str
) -> None:
    for drawn in (of(gateway).replies, of(gateway).refusals):
        with pytest.raises(UsageError) as refused:
            drawn(call, version, dialect)
        assert str(refused.value).startswith(said)


@pytest.mark.parametrize(
    ("gateway", "call", "version", "dialect"),
    [
        ("bestsms", "get-status", "v3.00", "json"),
        ("bestsms", "get-status", "", "xml"),
        ("transmitsms", "get-sms", "", "php"),
        ("websms", "send-simple", "", "form"),
    ],
)
def test_what_is_unusual_is_written_as_it_is_said(gateway: str, call: str, version: str, dialect: str) -> None:
    gateway = "tnz" if call == "get-status" and version else gateway
    spec = all_gateways()[gateway]
    asked = form(spec, spec.calls[call], version, dialect)
    schema = reply_schema(asked.call, version)
    assert schema is not None

    @proved
    @given(of(gateway).replies(call, version, dialect, unusual=True))
    def prove(sent: Sent) -> None:
        if dialect not in ("xml", "form") or sent.technique != UNKNOWN_FIELD:
            assert unread(asked, sent) == []
        if sent.technique == USUAL:
            assert body_complaints(spec, schema, sent.body, sent.headers["Content-Type"]) == []

    prove()


@pytest.mark.parametrize(
    ("technique", "unusual"),
    [
        (UNKNOWN_FIELD, {"Items": [{"Status": "Failed", "Price": 0.1, "newMember": "new"}]}),
        (UNKNOWN_CODE, {"Items": [{"Status": "Archived", "Price": 0.1}]}),
        (NUMBER_AS_TEXT, {"Items": [{"Status": "Failed", "Price": "0.1"}]}),
    ],
)
def test_a_document_is_made_unusual_at_any_depth(technique: str, unusual: Any) -> None:
    document = {"Items": [{"Status": "Failed", "Price": 0.1}]}
    schema = {"properties": {"Items": {"items": {"properties": {"Status": {"enum": ["Failed", "Success"]}}}}}}

    @st.composite
    def drawn(draw: DrawFn) -> Any:
        return changed(draw, document, technique, words(schema))

    assert find(drawn(), lambda made: made["Items"] == unusual["Items"])
    assert document == {"Items": [{"Status": "Failed", "Price": 0.1}]}


@pytest.mark.parametrize("gateway", all_gateways())
def test_every_status_is_told_in_what_is_drawn(gateway: str) -> None:
    """Drawn are all words that a schema lists; so every status and result has to be in one of a reply or callback."""
    served = all_gateways()[gateway]
    schemas = [reply_schema(each.call, each.version) for call in served.calls if call for each in _forms(gateway, call)]
    schemas += [callback_schema(served, kind) for kind in served.callbacks]
    listed = frozenset().union(*(words(_inlined(schema)) for schema in schemas if schema is not None))
    statuses = served.statuses
    told = {step.result for outcome in statuses.outcomes.values() for step in (*outcome.steps, *outcome.updates)}
    told |= {word for by_call in statuses.words.values() for word in by_call.values()}
    if statuses.words_by is not None:
        told |= {word for by_value in statuses.words_by[1].values() for word in by_value.values()}
    wanted = {TOLD_AS.get(each, each) for each in (*statuses.table, *told)} - {""}

    assert {each for each in wanted - listed if (gateway, each) not in NEVER_TOLD} == set()


def _inlined(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    return inlined(str(schema["$id"]).removeprefix(BASE).removesuffix(".json"))
