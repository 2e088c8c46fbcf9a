"""`mock-gateway explain`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

HELLO = {"recipientAddressList": ["447700900000"], "messageContent": "hi"}


def explain(
    cli: Callable[..., Any], document: object, *more: str, call: tuple[str, str] = ("websms", "send-text")
) -> Any:
    """Explain a document; as JSON, parsed, where that is asked for."""
    ran = cli("explain", *call, *more, given=json.dumps(document).encode())
    assert (ran.code, ran.err) == (0, "")
    return json.loads(ran.out) if "--json" in more else ran.out


def test_what_is_accepted_is_said_to_be(cli: Callable[..., Any]) -> None:
    assert explain(cli, HELLO) == "websms send-text: accepted\n"
    assert explain(cli, HELLO, "--json") == {
        "gateway": "websms",
        "call": "send-text",
        "accepted": True,
        "verdict": None,
        "next": [],
        "mend": "",
        "source": "",
        "dropped": [],
    }


def test_a_refusal_names_rule_place_value_limit_source_mend_and_what_comes_next(cli: Callable[..., Any]) -> None:
    lines = explain(cli, {**HELLO, "validityPeriode": 59, "contentCategory": "advertisment", "priority": -1})
    rule, place, found, wanted, source, mend, *following = lines.splitlines()[1:]

    assert lines.splitlines()[0] == "websms send-text: refused with 4040 (INVALID_CONTENT_CATEGORY)"
    assert rule.startswith("  rule:   websms/rejections.yaml:")
    assert rule.endswith(", cause bad_category")
    assert [place, found] == ["  place:  /contentCategory", "  found:  'advertisment'"]
    assert wanted == "  wanted: one of 'informational', 'advertisement'"
    assert source == "  source: websms REST API, status codes, Status codes (documented)"
    assert mend == "  mend:   set /contentCategory to 'advertisement'"
    assert following == ["  next:   4041 at /validityPeriode", "  next:   4015 at /priority"]


def test_a_refusal_as_json_says_the_same(cli: Callable[..., Any]) -> None:
    found = explain(cli, {"messageContent": "", "priority": -1}, "--json")

    assert (found["accepted"], found["verdict"]["code"]) == (False, 4019)
    assert found["verdict"]["place"] == "/recipientAddressList"
    assert found["mend"] == "add /recipientAddressList"
    assert [each["code"] for each in found["next"]] == [4009, 4015]


def test_mending_what_is_said_leads_to_what_was_next(cli: Callable[..., Any]) -> None:
    wrong = {**HELLO, "validityPeriode": 59, "priority": -1}
    first = explain(cli, wrong, "--json")
    second = explain(cli, {**wrong, "validityPeriode": 60}, "--json")
    third = explain(cli, {**wrong, "validityPeriode": 60, "priority": 0}, "--json")

    assert (first["verdict"]["code"], first["mend"]) == (4041, "set /validityPeriode to 60")
    assert second["verdict"] == first["next"][0]
    assert third["accepted"]


def test_what_is_empty_lacks_all_that_is_required_and_is_not_said_to_be_blacklisted(cli: Callable[..., Any]) -> None:
    found = explain(cli, {}, "--json")

    assert [(each["code"], each["place"]) for each in (found["verdict"], *found["next"])] == [
        (4019, "/recipientAddressList"),
        (4019, "/messageContent"),
    ]
    assert explain(cli, {"messageContent": "hi", "recipientAddressList": []}, "--json")["next"] == []


@pytest.mark.parametrize(
    ("recipients", "said"),
    [
        (["abc"], "  dropped: 'abc' (Bad Number)"),
        ([{}], "  dropped: {} (Bad Number)"),
        (["+61491570156", *["abc"] * 12], "  dropped: 2 more"),
    ],
)
def test_recipients_that_are_left_out_are_named(cli: Callable[..., Any], recipients: list[Any], said: str) -> None:
    document = {"MessageData": {"Message": "hi", "Destinations": recipients}}

    assert said in explain(cli, document, call=("bestsms", "send-sms")).splitlines()
    dropped = explain(cli, document, "--json", call=("bestsms", "send-sms"))["dropped"]
    assert dropped[0] == {"recipient": recipients[-1], "code": "Bad Number"}


def test_an_envelope_gives_more_than_the_document(cli: Callable[..., Any]) -> None:
    assert explain(cli, {"json": HELLO, "auth": "none"}, "--json")["verdict"]["cause"] == "no_credentials"
    assert explain(cli, {"json": HELLO, "auth": "wrong"}, "--json")["verdict"]["cause"] == "bad_credentials"
    assert explain(cli, {"json": HELLO, "headers": {"Accept": "text/csv"}}, "--json")["verdict"]["code"] == 406
    assert explain(cli, {"json": HELLO, "query": {"a": "b"}}, "--json")["accepted"]
    assert explain(cli, {"form": HELLO}, "--json")["verdict"]["code"] == 415
    assert explain(cli, {"json": HELLO, "method": "DELETE"}, "--json")["verdict"]["code"] == 405


def test_a_path_parameter_is_given_in_an_envelope(cli: Callable[..., Any]) -> None:
    found = explain(cli, {"path": {"MessageID": "ID1"}}, "--json", call=("bestsms", "get-status"))

    assert (found["verdict"]["code"], found["verdict"]["value"]) == ("Message(s) NOT found", "ID1")


@pytest.mark.parametrize(
    "given",
    [
        b'{"message": "hi", "to": "61491570156"}',
        b'{"message": "hi", "to": ["61491570156", "61491570157"]}',
        b"message=hi&to=61491570156",
        b'{"form": {"message": "hi", "to": "61491570156"}}',
    ],
)
def test_a_call_that_reads_forms_only_gets_the_document_as_a_form(cli: Callable[..., Any], given: bytes) -> None:
    ran = cli("explain", "transmitsms", "send-sms", given=given)

    assert (ran.code, ran.out, ran.err) == (0, "transmitsms send-sms: accepted\n", "")


def test_what_a_form_lacks_is_said_of_it(cli: Callable[..., Any]) -> None:
    found = explain(cli, {"message": "hi"}, "--json", call=("transmitsms", "send-sms"))

    assert (found["verdict"]["code"], found["mend"]) == ("FIELD_INVALID", "add /to or /list_id")


def test_xml_is_read_too(cli: Callable[..., Any]) -> None:
    found = explain(cli, {"xml": "<SMSRequest/>"}, "--json", call=("bestsms", "send-sms"))

    assert found["verdict"]["code"] == "Missing message data"


@pytest.mark.parametrize("raw", [b"{", b"hello", b"\xff\xfe", b'{"messageContent":'])
def test_what_is_no_json_is_the_raw_body(cli: Callable[..., Any], raw: bytes) -> None:
    ran = cli("explain", "websms", "send-text", "--json", given=raw)

    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out)["verdict"]["code"] == 400


@pytest.mark.parametrize("raw", [b"[]", b"5", b"null", b'"text"'])
def test_json_that_is_no_object_is_a_document_all_the_same(cli: Callable[..., Any], raw: bytes) -> None:
    ran = cli("explain", "websms", "send-text", "--json", given=raw)

    assert json.loads(ran.out)["verdict"]["code"] == 400


@pytest.mark.parametrize(
    ("arguments", "given", "said"),
    [
        (("websms", "send-txt"), b"{}", "unknown call of websms 'send-txt': did you mean 'send-text'?"),
        (("websms", ""), b"{}", "unknown call of websms ''"),
        (("websm", "send-text"), b"{}", "unknown gateway 'websm': did you mean 'websms'?"),
        (("websms", "send-text"), b"  ", "there is nothing on standard input"),
        (("websms", "send-text"), b'{"auth": "rihgt"}', "unknown way to sign 'rihgt': did you mean 'right'?"),
        (("websms", "send-text"), b'{"path": "/nowhere/at/all", "auth": 5}', "unknown way to sign '5'"),
    ],
)
def test_bad_use_is_one_line(cli: Callable[..., Any], arguments: tuple[str, ...], given: bytes, said: str) -> None:
    ran = cli("explain", *arguments, given=given)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"mock-gateway: {said}")
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    "envelope",
    [
        {"headers": 5},
        {"headers": {"X": {}}},
        {"query": "a=b"},
        {"form": []},
        {"form": {"a": {"b": 1}}},
        {"xml": 5},
        {"raw": {}},
        {"method": 5},
        {"method": ""},
        {"path": {"Wrong": 1}},
        {"path": "no slash"},
        {"auth": {"header": 5}},
        {"auth": {}},
        {"auth": None},
    ],
)
def test_an_envelope_of_any_shape_never_ends_in_a_traceback(cli: Callable[..., Any], envelope: dict[str, Any]) -> None:
    ran = cli("explain", "websms", "send-text", given=json.dumps(envelope).encode())

    assert ran.code in (0, 2)
    assert ran.err.count("\n") == (1 if ran.code == 2 else 0)
