"""Requests that are wrong in every way a client can be wrong, drawn for one gateway, and what an answer must look like.

Every request has a first line and headers that HTTP allows; what is no HTTP at all is `test_bad_input`'s own.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl, quote
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from hypothesis import strategies as st

from mock_gateway.contract.compose import compose

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mock_gateway.model.gateway import Call, Gateway
    from mock_gateway.model.ways import Route


class Mutant(NamedTuple):
    """One request: the target begins with the gateway's own path, without scheme and host."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Answer(NamedTuple):
    """What came back, header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


NASTY_TEXTS = (
    "",
    " ",
    "a" * 5000,
    "9" * 400,
    "-1",
    "1e400",
    "a\r\nX-Injected: yes\r\n\r\n",
    "a\x00b",
    "\x1b[31m",
    "\ud800",
    "\udfff\ud800",
    "\U0010ffff\u202e\u200b",
    "{statusCode} {message} {0} {field.__class__} %s %n",
    "<b>&lt;]]>",
    "'; DROP TABLE messages; --",
    "../../etc/passwd",
    "http://[",
    "http://user:pass@127.0.0.1:99999/",
    "https://example.com/\r\n",
    "2026-01-05T09:00",
    "0001-01-01T00:00",
    "9999-12-31T23:59:59",
    "31/12/9999 23:59",
    "AUS Eastern",
    "Central Pacific",
    "New Zealand",
    "+61491570156",
    "0491570156",
    "447700900000",
    "+",
    "٤٤٧٧٠٠٩٠٠٠٠٠",
    "true",
    "Test",
)

NASTY_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 59, 2**31, 2**63, 2**64, -(2**63) - 1, 10**30, 1.5, 1e308, -0.0),
    *([], {}, [[]], [{}], {"": ""}, {"Recipient": []}, ["", None], ["+61491570156", 61491570156, "x"]),
)

SCALARS = st.one_of(
    st.sampled_from(NASTY_TEXTS),
    st.sampled_from([value for value in NASTY_VALUES if not isinstance(value, (list, dict))]),
    st.text(max_size=20),
    st.integers(),
    st.floats(),
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)

ABSENT = object()
"""Stands for a member that is taken away."""

MALFORMED = (
    b"",
    b" ",
    b"\x00",
    b"\xef\xbb\xbf{}",
    b"\xff\xfe{\x00}\x00",
    b"null",
    b"[]",
    b'"text"',
    b"1e400",
    b"-",
    b"{",
    b"{]",
    b"{} {}",
    b"{'a': 1}",
    b'{"a": NaN}',
    b'{"a": "\\ud800"}',
    b'{"a": "\\u0000"}',
    b'{"a": "\xff"}',
    b'{"a": 1' + b"0" * 5000 + b"}",
    b"[" * 100_000,
    b"[" * 2000 + b"]" * 2000,
    b'{"a":' * 1000 + b"1" + b"}" * 1000,
    b'{"MessageData":' * 100 + b"{}" + b"}" * 100,
    b'{"messageContent":"a","messageContent":5,"recipientAddressList":[],"recipientAddressList":"x"}',
    b'{"MessageData":{"Message":"a"},"MessageData":[],"Sender":1,"Sender":"x"}',
    b"a=b&c=d&" * 600,
    b"%ff=%00&recipientAddressList=%zz",
    b"\r\n\r\nPOST / HTTP/1.1\r\n\r\n",
)

_BOMB = b"".join(b'<!ENTITY l%d "%s">' % (level, b"&l%d;" % (level - 1) * 10) for level in range(1, 10))
XML_BOMBS = (
    b'<!DOCTYPE r [<!ENTITY l0 "lol">' + _BOMB + b"]><r><MessageData><Message>&l9;</Message></MessageData></r>",
    b'<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]><r><MessageData><Message>&e;</Message></MessageData></r>',
    b'<!DOCTYPE r SYSTEM "http://127.0.0.1:9/x.dtd"><r/>',
    b'<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]><r/>',
    b"<r>" * 5000 + b"</r>" * 5000,
    b"<r>" * 100_000,
    b"<r><MessageData>" + b"<Destinations>" * 200 + b"</Destinations>" * 200 + b"</MessageData></r>",
    b'<?xml version="1.0" encoding="utf-16"?><r/>',
    b'<?xml version="1.0" encoding="cp037"?><r/>',
    b'<?xml version="1.0" encoding="nonsense"?><r/>',
    b'<?xml version="9.9"?><r/>',
    b"<r>&undefined;</r>",
    b"<r>&#0;</r>",
    b"<r a='1' a='2'/>",
    b"<x:r/>",
    b"<r xmlns='urn:x'><MessageData><Message>m</Message></MessageData></r>",
    b"<r>text</r>",
    b"<r/><r/>",
    b"<!-- -- --><r/>",
    b"<?php echo 1 ?><r/>",
    b"<r><![CDATA[" + b"]" * 5000 + b"]]></r>",
)

CONTENT_TYPES = (
    "application/json",
    "application/json;charset=UTF-8",
    "application/json; charset=utf8",
    "application/json; encoding='utf-8'",
    "application/json; charset=utf-16",
    "application/json; charset=nonsense",
    "application/json; charset=undefined",
    "APPLICATION/JSON",
    "application/xml",
    "text/xml; charset=utf-8",
    "text/xml; charset=hex",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "text/plain",
    "*/*",
    "json",
    ";;;",
    "application/json;" * 50,
    "",
    "\xff/\xfe",
)
ACCEPTS = (
    "*/*",
    "application/json",
    "application/xml",
    "text/xml;q=0.9, application/json;q=0.1",
    "text/html, image/gif, image/jpeg, */*; q=0.2",
    "application/*;q=nan, text/*;q=inf",
    "*/*;q=0",
    "text/html",
    "application/json;q=abc",
    ",,,;;;===",
    "*",
    "",
    "\xe9/\xe9",
)
AUTHORIZATIONS = (
    "",
    " ",
    "Basic",
    "Basic ",
    "basic Og==",
    "Basic !!!!",
    "Basic dXNlcg==",
    "Basic dXNlcjpwYXNz",
    "Basic /////w==",
    "Basic \xe9\xe9",
    "Bearer",
    "Bearer ",
    "Bearer a b c",
    "Bearer " + "x" * 10_000,
    'Digest username="a"',
    "\xff",
    ":",
)
HOSTS = ("api.websms.com", "api.bestsms.com.au", "", "[::1", "a:b:c", "-", "localhost:99999", "user@host")
OTHER_HEADERS = (
    ("Content-Encoding", "gzip"),
    ("Content-Language", "\xff"),
    ("Cookie", "=;=;"),
    ("Expect", "200-ok"),
    ("Forwarded", "for=unknown"),
    ("Range", "bytes=0-0"),
    ("If-None-Match", "*"),
    ("Origin", "null"),
    ("TE", "trailers"),
    ("X-Forwarded-For", "10.0.0.1"),
    ("X-Forwarded-Proto", "https"),
    ("X-HTTP-Method-Override", "DELETE"),
    ("X-Long", "y" * 8000),
)
METHODS = ("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "PURGE")
SUFFIXES = (
    "/",
    "//",
    "/.",
    "/..",
    "%00",
    "%0d%0aX-Injected:%20yes",
    "%2f",
    "%ff",
    "%",
    ";a=b",
    "/" * 300,
    "é",
    ".json",
)
QUERIES = (
    "a=b",
    "access_token",
    "access_token=",
    "access_token=nobody",
    "access_token=%ff%00",
    "access_token=a&access_token=b",
    "page=-1&recordsPerPage=0",
    "page=abc&PAGE=2",
    "page=99999999999999999999",
    "page=999999999999999999&recordsPerPage=999999999999999999",
    "MessageID=x&messageid=y",
    "&&&===",
    "a&" * 1500,
    "%",
    "%0d%0a",
    "?" * 20,
)


def mutants(gateway: Gateway, credentials: Mapping[str, str]) -> Mapping[str, st.SearchStrategy[Mutant]]:
    """Give requests to a gateway that are wrong in one part, by the part's name, and in all of them at once."""
    calls = [call for call in gateway.calls.values() if call.name]
    signed = compose(gateway, {"call": calls[0].name, "json": {}}, credentials, {})
    right = tuple(signed.headers.items())
    sends = st.sampled_from([_sample(call, route) for call in calls for route in call.routes])
    first, ascii_only = _sample(calls[0], calls[0].routes[0]), st.booleans()
    documents = _documents(calls[0].schema, calls[0].sample)
    return {
        "document": st.builds(
            lambda document, plain: first._replace(headers=right, body=_json(document, plain)), documents, ascii_only
        ),
        "body": st.builds(lambda send, body: send._replace(headers=right, body=body), sends, bodies(gateway)),
        "typed body": st.builds(
            lambda send, body, kind: send._replace(headers=(*right[:1], ("Content-Type", kind)), body=body),
            sends,
            bodies(gateway),
            st.sampled_from(CONTENT_TYPES),
        ),
        "headers": st.builds(lambda send, headers: send._replace(headers=headers), sends, _headers(right[0][1])),
        "target": st.builds(
            lambda send, target, method: send._replace(method=method or send.method, headers=right, target=target),
            sends,
            _targets(calls),
            st.sampled_from(["", "", *METHODS]),
        ),
        "everything": st.builds(
            Mutant, st.sampled_from(["POST", *METHODS]), _targets(calls), _headers(right[0][1]), bodies(gateway)
        ),
    }


def single_faults(gateway: Gateway, credentials: Mapping[str, str]) -> Iterator[Mutant]:
    """Give, for every call, its sample with each member in turn given each nasty value, and taken away."""
    for call in [each for each in gateway.calls.values() if each.name]:
        for place in dict.fromkeys([*_places(call.schema), *_places_in(call.sample)]):
            for value in (*NASTY_TEXTS, *NASTY_VALUES, ABSENT):
                document = _changed(call.sample, [(place, value)])
                route = call.routes[-1]
                signed = compose(gateway, {"call": call.name, "json": {}}, credentials, {})
                yield Mutant(route.method, route.path, tuple(signed.headers.items()), _json(document, ascii_only=True))


def _sample(call: Call, route: Route) -> Mutant:
    return Mutant(route.method, route.path.replace("{MessageID}", "ID1"), (), json.dumps(call.sample).encode())


def _targets(calls: list[Call]) -> st.SearchStrategy[str]:
    paths = [route.path.replace("{MessageID}", "ID1") for call in calls for route in call.routes]
    odd = [paths[0].upper(), "/", "/nowhere", paths[0][:-1]]
    return st.builds(
        lambda path, suffix, query: "/" + quote(path[1:] + suffix, safe="/%;:") + (f"?{query}" if query else ""),
        st.sampled_from([*paths * 3, *odd]),
        st.sampled_from(["", *SUFFIXES]) | _path_texts(),
        st.sampled_from(["", *QUERIES]) | _path_texts(),
    )


def bodies(gateway: Gateway) -> st.SearchStrategy[bytes]:
    """Draw bodies: documents with wrong values everywhere, cut short, in other charsets, or no documents at all."""
    documents = st.one_of([_documents(call.schema, call.sample) for call in gateway.calls.values() if call.name])
    texts = st.builds(_json, documents, st.booleans())
    xml = st.builds(lambda document: f"<r>{_xml(document)}</r>".encode("utf-8", "surrogatepass"), documents)
    return st.one_of(
        texts,
        texts,
        st.builds(lambda body, cut: body[: cut % (len(body) + 1)], texts, st.integers(0, 2000)),
        st.builds(_spoilt, texts, st.integers(0, 2000), st.binary()),
        st.builds(lambda document: json.dumps(document).encode("utf-16"), documents),
        st.sampled_from(MALFORMED),
        st.binary(max_size=60),
        xml,
        st.builds(lambda body, cut: body[: cut % (len(body) + 1)], xml, st.integers(0, 2000)),
        st.sampled_from(XML_BOMBS),
    )


def check_bestsms(answer: Answer, gateway: Gateway, *, head: bool) -> None:
    """Check that an answer is one that the rows plan, in JSON or XML, and never empty."""
    _check_common(answer, gateway)
    if head:
        return
    kind = answer.headers["content-type"]
    assert kind in {f"{media}; charset=utf-8" for media in ("application/json", "text/xml", "application/xml")}
    if not kind.startswith("application/json"):
        root = ET.fromstring(answer.body)  # noqa: S314  it is the mock's own
        assert root.tag == "root"
        result = root.findtext("Result")
        messages = [each.text for name in ("ErrorMessage", "Message") for each in root.findall(name)]
    else:
        document = json.loads(answer.body)
        result, said = document.get("Result"), document.get("ErrorMessage", document.get("Message"))
        messages = [said] if isinstance(said, str) else said
    if answer.status == 200:
        assert result in {"Success", None}, "version 3 says no Result"
    elif answer.status == 415:
        assert json.loads(answer.body) == {"status": 415, "extend1": "info1", "extend2": "info2"}
    else:
        assert result in {"Failed", "Unauthorized", "RecordNotFound", None if answer.status == 404 else ""}
        assert len(messages or ()) == 1
        known = {row.message for row in gateway.rows if not row.each}
        assert messages[0] in known or str(messages[0]).startswith(VERSION_3.get(answer.status, "\0"))


VERSION_3 = {
    401: "Access denied: Auth Token or credentials are incorrect or have expired.",
    404: "Unable to find ",
    500: "An unexpected error occurred while processing.",
}
"""The sentences that version 3 has of its own, by status, as far as they are always the same."""


WEBSMS_KEYS = (
    ("statusCode", "statusMessage", "clientMessageId", "transferId", "smsCount"),
    ("statusCode", "statusMessage", "transferId", "clientMessageId"),
)
"""What the API answers, and what it answers about a channel."""


def check_websms(answer: Answer, gateway: Gateway, *, head: bool) -> None:
    """Check that an answer is the API's keys, one of its 401, or the page of the servlet container."""
    _check_common(answer, gateway)
    kind = answer.headers["content-type"]
    if answer.status == 401:
        assert answer.headers["www-authenticate"].startswith(("Basic realm=", "Bearer realm="))
    if head:
        return
    if answer.status == 200:
        document = _websms_document(answer)
        assert tuple(document) in WEBSMS_KEYS
        assert bool(document["transferId"]) == (document["statusCode"] in (2000, 2001))
    elif answer.status == 401:
        said = json.loads(answer.body or "{}")
        assert said.pop("error", "invalid_token") == "invalid_token"
        assert said.pop("error_description", "Invalid access token: ").startswith("Invalid access token: ")
        assert said == {}
    else:
        names = {row.status: row.name for row in gateway.rows if row.envelope == "container"}
        assert kind == "text/html;charset=utf-8"
        title = f"<title>HTTP Status {answer.status} \u2013 {names[answer.status]}</title>"
        assert title in answer.body.decode("utf-8")


def _websms_document(answer: Answer) -> dict[str, Any]:
    """Read what the API answers: JSON, or the names and values of the simple call."""
    if answer.headers["content-type"] == "text/plain;charset=ISO-8859-1":
        found: dict[str, Any] = dict(parse_qsl(answer.body.decode("ascii"), keep_blank_values=True, encoding="latin-1"))
        return found | {"statusCode": int(found["statusCode"])}
    assert answer.headers["content-type"] == "application/json;charset=UTF-8"
    document: dict[str, Any] = json.loads(answer.body)
    assert document["transferId"] is None or document["transferId"]
    return document


def _check_common(answer: Answer, gateway: Gateway) -> None:
    planned = {200, *(row.status for row in gateway.rows if row.cause not in ("internal_error", "unavailable"))}
    shown = answer.body.decode("utf-8", "replace").lower()
    assert answer.status in planned
    assert "server" not in answer.headers
    assert "x-injected" not in answer.headers
    for word in ("traceback", "werkzeug", "uvicorn", "flask", "python", "internal server error"):
        assert word not in shown


def _path_texts() -> st.SearchStrategy[str]:
    return st.text(max_size=12).map(lambda text: quote(text.encode("utf-8", "surrogatepass"), safe="=&"))


def _headers(right: str) -> st.SearchStrategy[tuple[tuple[str, str], ...]]:
    latin = st.text(st.characters(min_codepoint=33, max_codepoint=255, exclude_characters="\x7f"), max_size=20)
    usual = {"Content-Type": "application/json", "Accept": "*/*", "Authorization": right, "Host": "localhost"}
    odd = {"Content-Type": CONTENT_TYPES, "Accept": ACCEPTS, "Authorization": AUTHORIZATIONS, "Host": HOSTS}
    change = st.sampled_from(sorted(odd)).flatmap(
        lambda name: st.tuples(st.just(name), st.sampled_from([ABSENT, *odd[name]]) | latin)
    )
    return st.builds(
        lambda changes, more: (
            *((name, value) for name, value in {**usual, **dict(changes)}.items() if value is not ABSENT),
            *more,
        ),
        st.lists(change, min_size=1, max_size=3),
        st.lists(st.sampled_from(OTHER_HEADERS), max_size=2),
    )


def _documents(schema: Mapping[str, Any], sample: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    """Draw a call's sample with some of its members, at any depth, given a wrong value or taken away."""
    places = [("new",), *_places(schema), *_places_in(sample)]
    change = st.tuples(st.sampled_from(places), ANYTHING | st.just(ABSENT))
    changed = st.builds(lambda changes: _changed(sample, changes), st.lists(change, max_size=4))
    return st.one_of(changed, changed, changed, ANYTHING)


def _places(schema: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    for name, member in schema.get("properties", {}).items():
        yield (name,)
        yield from ((name, *inner) for inner in _places(member))


def _places_in(value: Any) -> Iterator[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in items:
        yield (name,)
        yield from ((name, *below) for below in _places_in(inner))


def _changed(sample: Mapping[str, Any], changes: list[tuple[tuple[Any, ...], Any]]) -> Any:
    """Copy a sample and change what is still there to be changed."""
    document: Any = json.loads(json.dumps(sample))
    for (*path, last), value in changes:
        inner: Any = document
        for part in path:
            inner = _member(inner, part)
        if isinstance(inner, dict):
            inner[last] = value
            if value is ABSENT:
                del inner[last]
        elif isinstance(inner, list) and inner and value is not ABSENT:
            inner[0] = value
    return document


def _member(value: Any, part: Any) -> Any:
    if isinstance(value, dict):
        return value.get(part)
    return value[part] if isinstance(value, list) and isinstance(part, int) and part < len(value) else None


def _json(document: Any, ascii_only: bool) -> bytes:  # noqa: FBT001  drawn by Hypothesis
    return json.dumps(document, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")


def _xml(value: Any) -> str:
    if isinstance(value, dict):
        return "".join(f"<{_tag(name)}>{_xml(inner)}</{_tag(name)}>" for name, inner in value.items())
    if isinstance(value, list):
        return "".join(f"<Destination>{_xml(inner)}</Destination>" for inner in value)
    return escape(str(value))


def _tag(name: str) -> str:
    return name if name.isascii() and name.isalpha() else "x"


def _spoilt(body: bytes, place: int, byte: bytes) -> bytes:
    at = place % (len(body) + 1)
    return body[:at] + byte + body[at:]
