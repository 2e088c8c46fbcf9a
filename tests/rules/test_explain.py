from __future__ import annotations

from typing import Any

import pytest

from helpers import HELLO, Bench
from mock_gateway.definitions.load import all_gateways
from mock_gateway.model.rules import Violation
from mock_gateway.rules.explain import cited, explain
from mock_gateway.rules.judge import judge, refusal
from mock_gateway.rules.mend import KEYWORDS, mend, wanted

GOOD: dict[str, Any] = dict(HELLO["websms"]["json"])


def test_an_accepted_request_is_explained_in_a_line(websms_bench: Bench) -> None:
    found = explain(websms_bench.case())

    assert str(found) == "websms send-text: accepted"
    assert {"accepted": True, "verdict": None, "next": [], "mend": ""}.items() <= found.as_dict().items()


def test_a_refusal_is_explained_with_rule_place_value_limit_source_mend_and_what_is_next(websms_bench: Bench) -> None:
    document = {**GOOD, "contentCategory": "informative", "priority": 10}
    found = explain(websms_bench.case(call="send-text", json=document))
    line = websms_bench.gateway.by_code["4040"].line

    assert str(found).splitlines() == [
        "websms send-text: refused with 4040 (INVALID_CONTENT_CATEGORY)",
        f"  rule:   websms/rejections.yaml:{line}, cause bad_category",
        "  place:  /contentCategory",
        "  found:  'informative'",
        "  wanted: one of 'informational', 'advertisement'",
        "  source: websms REST API, status codes, Status codes (documented)",
        "  mend:   set /contentCategory to 'informational'",
        "  next:   4015 at /priority",
    ]


def test_what_is_next_comes_after_what_is_met(websms_bench: Bench) -> None:
    found = explain(websms_bench.case(call="send-text", json={**GOOD, "messageType": "x", "priority": 10}, auth="none"))

    assert (found.verdict and found.verdict.code, [each.code for each in found.following]) == (401, [4004, 4015])


def test_what_is_next_is_not_the_same_code_at_the_same_place(websms_bench: Bench) -> None:
    found = explain(websms_bench.case(call="send-text", json={**GOOD, "recipientAddressList": [5], "priority": 10}))

    assert (found.verdict and found.verdict.code, [each.code for each in found.following]) == (4002, [4015])


def test_a_forced_refusal_is_said_to_be_forced_and_the_organic_ones_come_next(websms_bench: Bench) -> None:
    forced = refusal(websms_bench.gateway.by_code["5003"], forced=True)
    found = explain(websms_bench.case(call="send-text", json={**GOOD, "priority": 10}), forced)

    assert "forced by a scenario or a test" in str(found)
    assert found.mend == "nothing: the request did not earn it, it was forced"
    assert [each.code for each in found.following] == [4015]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"recipientAddressList": None}, "add /recipientAddressList"),
        ({"contentCategory": "zzz"}, "set /contentCategory to one of 'informational', 'advertisement'"),
        ({"clientMessageId": "x" * 300}, "shorten /clientMessageId from 300 to 255"),
        ({"messageContent": ""}, "lengthen /messageContent from 0 to 1"),
        ({"recipientAddressList": []}, "lengthen /recipientAddressList from 0 to 1"),
        ({"validityPeriode": 5}, "set /validityPeriode to 60"),
        ({"validityPeriode": 300_000}, "set /validityPeriode to 259200"),
        ({"priority": "high"}, "make /priority a whole number"),
        ({"priority": 10}, "lower the number to the account's limit"),
    ],
)
def test_a_mend_is_the_smallest_change(websms_bench: Bench, changes: dict[str, Any], sentence: str) -> None:
    verdict = judge(websms_bench.case(call="send-text", json={**GOOD, **changes})).verdict

    assert verdict is not None
    assert mend(verdict) == sentence


def test_an_unreadable_request_is_mended_by_making_it_readable(websms_bench: Bench) -> None:
    found = explain(websms_bench.case(call="send-text", raw="{"))

    assert found.mend == (
        "send a JSON object with recipientAddressList and messageContent: "
        "the body cannot be parsed as what it is declared to be"
    )
    assert found.following == ()


@pytest.mark.parametrize(
    ("spec", "beginning"),
    [
        ({"form": {"a": "b"}}, "send the body with Content-Type application/json"),
        ({"headers": {"Accept": "text/csv"}}, "accept application/json"),
        ({"method": "DELETE"}, "send it with the method of a call"),
    ],
)
def test_a_mend_of_an_unreadable_request_says_what_the_call_reads(
    websms_bench: Bench, spec: dict[str, Any], beginning: str
) -> None:
    found = explain(websms_bench.case(**{"call": "send-text", **({} if "form" in spec else {"json": GOOD}), **spec}))

    assert found.mend.startswith(beginning)
    assert found.following == ()


def test_xml_that_cannot_be_read_is_mended_by_xml(bestsms_bench: Bench) -> None:
    found = explain(bestsms_bench.case(call="send-sms", xml="<"))

    assert found.mend.startswith("send an XML document with MessageData: ")


@pytest.mark.parametrize(
    ("keyword", "limit", "words"),
    [
        ("minimum", 60, "at least 60"),
        ("maximum", 9, "at most 9"),
        ("exclusiveMinimum", 0, "more than 0"),
        ("exclusiveMaximum", 5, "less than 5"),
        ("minItems", 1, "at least 1 item"),
        ("maxItems", 1000, "at most 1000 items"),
        ("minLength", 1, "at least 1 character"),
        ("maxLength", 255, "at most 255 characters"),
        ("minProperties", 1, "at least 1 member"),
        ("maxProperties", 3, "at most 3 members"),
        ("enum", ["a", "b"], "one of 'a', 'b'"),
        ("const", "a", "'a'"),
        ("pattern", "^https://", "text that matches '^https://'"),
        ("not", {"pattern": "[TZ]"}, "text that does not match '[TZ]'"),
        ("format", "email", "text of the format 'email'"),
        ("type", "integer", "a whole number"),
        ("type", ["string", "null"], "text or null"),
        ("required", ["place", "other"], "the member place"),
        ("dependentRequired", {"a": ["place"]}, "the member place"),
        ("anyOf", [{"required": ["a"]}, {"required": ["b", "c"]}], "one of the members a, b, c"),
        ("unheard-of", None, ""),
        ("", 9, "at most 9"),
        ("", [], "none at all: the list is empty"),
        ("", "a mobile number", "a mobile number"),
    ],
)
def test_what_is_wanted_is_said_in_words(websms_bench: Bench, keyword: str, limit: object, words: str) -> None:
    row = websms_bench.gateway.by_code["4019"]
    verdict = refusal(row, finding=Violation("/inner/place", keyword, "x", limit, ()))

    assert wanted(verdict) == words


def test_every_keyword_that_rows_use_has_words() -> None:
    conditions = [row.condition for gateway in all_gateways().values() for row in gateway.rows]
    used = {keyword for each in conditions for keyword in getattr(each, "keywords", ())}

    assert used <= {*KEYWORDS, "required", "dependentRequired"}


def test_a_long_value_is_shown_in_a_line(websms_bench: Bench) -> None:
    found = explain(websms_bench.case(call="send-text", json={**GOOD, "clientMessageId": "x" * 5000}))

    assert max(line.count("x") for line in str(found).splitlines()) < 100


@pytest.mark.parametrize("name", sorted(all_gateways()))
def test_every_row_can_be_mended_and_cited(name: str) -> None:
    gateway = all_gateways()[name]
    for row in gateway.rows:
        verdict = refusal(row)

        assert mend(verdict)
        assert cited(verdict, gateway.sources)


@pytest.mark.parametrize(
    ("call", "form", "lines"),
    [
        (
            "send-sms",
            {"message": "hi"},
            [
                "  found:  {'message': 'hi'}",
                "  wanted: one of the members to, list_id",
                "  mend:   add /to or /list_id",
            ],
        ),
        (
            "get-sms-responses",
            {"keyword": "NEWS"},
            ["  place:  /number", "  wanted: the member number", "  mend:   add /number"],
        ),
        (
            "get-sms",
            {"message_id": "abc"},
            [
                "  place:  /message_id",
                "  found:  'abc'",
                "  wanted: a whole number",
                "  mend:   make /message_id a whole number",
            ],
        ),
        (
            "get-sms",
            {"message_id": "1"},
            [
                "  place:  /message_id",
                "  found:  1",
                "  wanted: a known message",
                "  mend:   name something that the account has",
            ],
        ),
    ],
)
def test_a_refused_form_is_explained_by_its_parameters(call: str, form: dict[str, str], lines: list[str]) -> None:
    found = str(explain(Bench("transmitsms").case(call=call, form=form))).splitlines()

    assert [line for line in found[2:] if not line.startswith(("  source:", "  next:"))] == lines


def test_what_is_next_of_a_form_comes_in_the_order_of_the_rows() -> None:
    form = {"message": "a" * 613, "to": "nobody", "list_id": "1", "validity": "x"}
    found = explain(Bench("transmitsms").case(call="send-sms", form=form))

    assert [each.row.key for each in (found.verdict, *found.following) if each] == [
        "FIELD_INVALID",
        "FIELD_INVALID length",
        "NOT_FOUND list",
        "RECIPIENTS_ERROR",
    ]


def test_a_path_that_is_no_calls_is_explained_by_its_path(websms_bench: Bench) -> None:
    found = explain(websms_bench.case(path="/rest/nowhere", method="GET"))

    assert "/rest/nowhere" in str(found).splitlines()[0]
    assert (found.verdict and found.verdict.code) == 404
