from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mock_gateway.definitions.load import gateway
from mock_gateway.dialects.plain import PLAIN
from mock_gateway.dialects.read import DIALECTS, Read, read
from mock_gateway.model.wire import Request

if TYPE_CHECKING:
    from mock_gateway.model.gateway import Call

TEXT = gateway("websms").calls["send-text"]
SMS = gateway("bestsms").calls["send-sms"]
STATUS = gateway("bestsms").calls["get-status"]
TEXTS = {"form", "multipart", "nothing"}


def reading(call: Call, body: bytes = b"{}", **changes: Any) -> Read:
    headers = changes.pop("headers", {"content-type": "application/json"})
    request = Request("POST", "/", "", headers, body)._replace(**changes)
    return read(request, call, {}, "")


def test_every_dialect_is_known_by_its_name() -> None:
    assert set(DIALECTS) == {*TEXTS, "json", "xml", "plain", "php", "php_text", "application/xml"}
    assert all(name == dialect.name for name, dialect in DIALECTS.items())


def test_a_body_is_read_in_the_dialect_that_it_is_declared_to_be_in() -> None:
    as_json = reading(SMS, b'{"MessageData": {"Message": "x"}}')
    as_xml = reading(
        SMS, b"<r><MessageData><Message>x</Message></MessageData></r>", headers={"content-type": "text/xml"}
    )

    assert {"MessageData": {"Message": "x"}} == as_json.document == as_xml.document
    assert (as_json.answer.name, as_xml.answer.name) == ("json", "xml")


def test_a_body_of_an_undeclared_type_is_read_as_the_gateway_reads_anything() -> None:
    assert reading(SMS, b'{"a": 1}', headers={}).document == {"a": 1}
    assert reading(SMS, b'{"a": 1}', headers={}).troubles == ()


def test_another_media_type_is_a_trouble_where_the_gateway_is_strict() -> None:
    assert reading(TEXT, headers={"content-type": "text/plain"}).troubles == ("media_type",)
    assert reading(TEXT, headers={}).troubles == ("media_type",)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"text"', b"null", b"5"])
def test_what_is_no_document_is_a_trouble_of_syntax(body: bytes) -> None:
    found = reading(TEXT, body)

    assert (found.document, found.troubles) == ({}, ("syntax",))


def test_a_body_that_was_too_large_is_not_read_at_all() -> None:
    found = reading(TEXT, b"", oversize=True)

    assert (found.document, found.troubles) == ({}, ("size",))


def test_an_accept_header_that_nothing_meets_is_a_trouble_where_the_gateway_is_strict() -> None:
    headers = {"content-type": "application/json", "accept": "text/html"}

    assert reading(TEXT, headers=headers).troubles == ("accept",)
    assert reading(SMS, headers=headers).troubles == ()


@pytest.mark.parametrize(
    ("media", "accept", "chosen"),
    [
        ("application/json", "application/xml", "application/xml"),
        ("application/json", "text/xml", "xml"),
        ("application/json", "", "json"),
        ("text/xml", "application/json", "json"),
        ("text/xml", "", "xml"),
        ("text/xml", "*/*", "xml"),
        ("text/xml", "application/xml", "application/xml"),
        ("application/xml; encoding='utf-8'", "", "application/xml"),
        ("application/xml", "*/*", "application/xml"),
        ("application/xml", "text/xml", "xml"),
        ("application/xml", "text/xml;q=0.5, application/xml", "application/xml"),
    ],
)
def test_an_accept_header_has_its_way_before_the_requests_own_dialect(media: str, accept: str, chosen: str) -> None:
    headers = {"content-type": media} | ({"accept": accept} if accept else {})

    assert reading(SMS, headers=headers).answer.name == chosen


def test_null_and_empty_text_are_taken_out_but_what_is_kept_is_kept() -> None:
    body = b'{"messageContent": "", "senderAddress": "", "clientMessageId": null}'

    assert reading(TEXT, body).document == {"messageContent": ""}


def test_the_querys_parameters_count_where_the_call_takes_them_and_the_body_wins() -> None:
    found = reading(STATUS, b'{"MessageID": "body"}', query="messageid=query&PAGE=2&other=1")

    assert found.document == {"MessageID": "body", "page": "2"}
    assert reading(SMS, b"{}", query="Sender=a@b.c").document == {}


def test_a_query_of_too_many_parameters_is_not_read() -> None:
    assert reading(STATUS, query="&".join(["page=1"] * 1001)).document == {}


def test_a_path_parameter_wins_over_the_query() -> None:
    request = Request("GET", "/", "MessageID=query", {})

    assert read(request, STATUS, {"MessageID": "path"}, "").document == {"MessageID": "path"}


def test_a_request_without_a_body_is_not_read_as_one() -> None:
    request = Request("GET", "/", "", {}, b"no json")

    assert read(request, STATUS, {"MessageID": "x"}, "") == Read({"MessageID": "x"}, (), DIALECTS["json"])


@pytest.mark.parametrize("name", ["First Name", "First\\u0020Name"])
def test_another_spelling_of_a_name_is_renamed_however_it_is_escaped(name: str) -> None:
    body = f'{{"MessageData": {{"Destinations": [{{"{name}": "Jo"}}]}}}}'.encode()

    assert reading(SMS, body).document == {"MessageData": {"Destinations": [{"FirstName": "Jo"}]}}


def test_plain_text_is_a_document_with_one_member() -> None:
    assert PLAIN.read("é".encode() + b"\xff", "", SMS.reading) == {"text": "é\ufffd"}
    assert (PLAIN.write("é", SMS.writing), PLAIN.write(None, SMS.writing)) == ("é".encode(), b"")
