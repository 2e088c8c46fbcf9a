from __future__ import annotations

import json
from dataclasses import replace

import pytest

from mock_gateway.definitions.load import gateway
from mock_gateway.dialects.read import DIALECTS
from mock_gateway.dialects.write import fill, printable, refuse, spelled, write
from mock_gateway.model.rules import Finding
from mock_gateway.model.wire import Outcome
from mock_gateway.rules.judge import refusal

WEBSMS = gateway("websms")
TEXT = WEBSMS.calls["send-text"]
DEFAULTS = {name: knob.default for name, knob in WEBSMS.settings.items()}


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ("{code}", 4001),
        ("{code}!", "4001!"),
        ("{code} {name}", "4001 x"),
        ("no blank", "no blank"),
        ("{unknown}", None),
        ("a {unknown} b", "a  b"),
        ({"a": ["{code}", {"b": "{name}"}]}, {"a": [4001, {"b": "x"}]}),
        (None, None),
        (0, 0),
    ],
)
def test_a_text_that_is_one_blank_becomes_the_value_and_blanks_inside_become_text(
    template: object, filled: object
) -> None:
    assert fill(template, {"code": 4001, "name": "x"}) == filled


def test_a_rejection_fills_its_envelope() -> None:
    outcome = refuse(refusal(WEBSMS.by_code["4019"]), TEXT, DEFAULTS, {})
    wanted = {
        "statusCode": 4019,
        "statusMessage": "required parameter is missing: recipientAddressList",
        "clientMessageId": None,
        "transferId": None,
        "smsCount": 0,
    }

    assert (outcome.status, outcome.body) == (200, wanted)


def test_a_setting_chooses_between_the_variants_of_an_envelope() -> None:
    verdict = refusal(WEBSMS.by_code["404"])
    html = refuse(verdict, TEXT, {**DEFAULTS, "container_errors": "html"}, {})
    plain = refuse(verdict, TEXT, {**DEFAULTS, "container_errors": "json"}, {})

    assert "<h1>HTTP Status 404 \u2013 Not Found</h1>" in str(html.body)
    assert html.content_type == "text/html;charset=utf-8"
    assert {"statusCode": 404}.items() <= dict(plain.body).items()  # type: ignore[call-overload]  # the envelope is an object


def test_what_the_client_sent_cannot_stand_in_for_what_the_row_says() -> None:
    document = {"code": "forged", "message": "forged", "status": "forged", "field": "forged"}
    outcome = refuse(refusal(WEBSMS.by_code["4019"]), TEXT, DEFAULTS, document)

    assert "forged" not in str(outcome.body)


@pytest.mark.parametrize(
    ("value", "shown"),
    [("to\r\nken\x00\x7f", "token"), (None, ""), (5, ""), ("t" * 201, "t" * 200), ("Grüße 😀", "Grüße 😀")],
)
def test_what_an_answer_repeats_is_text_without_control_characters_and_cut(value: object, shown: str) -> None:
    assert printable(value) == shown


@pytest.mark.parametrize(("value", "name"), [(True, "true"), (False, "false"), (4025, "4025"), ("html", "html")])
def test_a_value_that_is_no_text_chooses_a_variant_by_its_word(value: object, name: object) -> None:
    assert spelled(value) == name


def test_what_a_client_sent_is_escaped_where_it_stands_in_a_page() -> None:
    row = WEBSMS.by_code["401 token"]
    verdict = refusal(row, finding=Finding(value="<b>&amp;"))
    page = refuse(verdict, TEXT, {**DEFAULTS, "unauthorized_body": "xml"}, {})
    document = refuse(verdict, TEXT, {**DEFAULTS, "unauthorized_body": "json"}, {})

    assert "Invalid access token: &lt;b&gt;&amp;amp;<" in str(page.body)
    assert document.body == {"error": "invalid_token", "error_description": "Invalid access token: <b>&amp;"}


def test_none_is_an_empty_body_text_is_sent_as_it_is_and_the_rest_in_the_dialect() -> None:
    def sent(body: object) -> bytes:
        return write(Outcome(200, body), TEXT.writing, DIALECTS["json"]).body

    assert (sent(None), sent("é"), sent({"a": 1})) == (b"", "é".encode(), b'{"a":1}')


def test_headers_of_an_outcome_are_sent_beside_the_content_type() -> None:
    reply = write(Outcome(401, None, (("WWW-Authenticate", "Basic"),)), TEXT.writing, DIALECTS["json"])

    assert reply.headers == (("Content-Type", "application/json;charset=UTF-8"), ("WWW-Authenticate", "Basic"))


def test_an_outcomes_own_content_type_wins() -> None:
    reply = write(Outcome(200, "x", content_type="text/html"), TEXT.writing, DIALECTS["json"])

    assert reply.headers == (("Content-Type", "text/html"),)


@pytest.mark.parametrize("name", ["bestsms", "websms"])
def test_every_row_of_a_gateway_can_be_written_in_every_dialect_it_answers_in(name: str) -> None:
    found = gateway(name)
    settings = {each: knob.default for each, knob in found.settings.items()}
    call = next(call for each, call in found.calls.items() if each)
    for row in found.rows:
        outcome = refuse(refusal(row, forced=True), call, settings, {})
        for dialect in call.writing.types:
            reply = write(outcome, call.writing, DIALECTS[dialect])

            assert reply.status == row.status
            if dialect == "json" and isinstance(outcome.body, dict):
                assert json.loads(reply.body) == outcome.body


def test_a_header_of_an_outcome_stands_instead_of_the_usual_one_of_its_name() -> None:
    usual = (("Server", "nginx"), ("X-Billing", "Queries=1"), ("Pragma", "no-cache"))
    writing = TEXT.writing._replace(headers=usual)
    reply = write(Outcome(200, {}, (("x-billing", "Queries=1; Messages=2"),)), writing, DIALECTS["json"])

    assert reply.headers == (
        ("Content-Type", "application/json;charset=UTF-8"),
        ("x-billing", "Queries=1; Messages=2"),
        ("Server", "nginx"),
        ("Pragma", "no-cache"),
    )


def refused_with(finding: Finding | None, document: dict[str, object], envelope: dict[str, object]) -> Outcome:
    row = WEBSMS.by_code["4019"]
    call = replace(TEXT, envelopes={row.envelope: envelope})
    return refuse(refusal(row, forced=finding is None, finding=finding), call, DEFAULTS, document)


def test_what_a_fact_told_fills_blanks_of_its_names_whatever_the_client_sent() -> None:
    envelope = {"body": {"description": {"fails": "{fails}", "optouts": "{optouts}"}, "value": "{value}"}}
    told = Finding(value=1, fields={"fails": ["1"], "optouts": []})
    outcome = refused_with(told, {"fails": "forged", "optouts": "forged"}, envelope)

    assert outcome.body == {"description": {"fails": ["1"], "optouts": []}, "value": ""}


def test_what_nobody_told_is_filled_with_what_is_usual() -> None:
    envelope = {"usual": {"fails": [], "id": ""}, "body": {"fails": "{fails}", "id": "{id}"}}

    assert refused_with(None, {"id": "ID1"}, envelope).body == {"fails": [], "id": "ID1"}


def test_a_document_that_a_client_sent_cannot_stand_in_for_what_the_row_says() -> None:
    document = {"code": "forged", "name": "forged", "message": "forged", "status": "forged", "value": "forged"}
    envelope = {"body": "{code} {name} {message} {status} {value}"}

    assert "forged" not in str(refused_with(Finding(value=document), document, envelope).body)


def test_the_members_of_what_was_found_are_escaped_in_a_page() -> None:
    envelope = {"type": "text/html", "body": "<p>{fails}</p>"}

    assert refused_with(Finding(fields={"fails": ["<b>"]}), {}, envelope).body == "<p>['&lt;b&gt;']</p>"


@pytest.mark.parametrize(
    ("form", "shown", "asked"),
    [("all", ["a", "b"], 1), ("list", ["Missing Sender"], 0), ("string", "Missing Sender", 0)],
)
def test_all_texts_are_asked_for_where_the_envelope_lists_them_alone(form: str, shown: object, asked: int) -> None:
    bestsms, calls = gateway("bestsms"), []
    settings = {name: knob.default for name, knob in bestsms.settings.items()} | {"error_messages": form}
    verdict = refusal(bestsms.by_code["Missing Sender"])

    def found() -> list[str]:
        calls.append("asked")
        return ["a", "b"]

    outcome = refuse(verdict, bestsms.calls["send-sms"], settings, {}, found)

    assert outcome.body == {"Result": "Failed", "ErrorMessage": shown}
    assert len(calls) == asked
