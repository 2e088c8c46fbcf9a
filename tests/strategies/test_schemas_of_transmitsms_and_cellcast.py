"""What TransmitSMS and its white label send is described, as a whole and where readers differ."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from helpers import Bench
from mock_gateway.contract.answers import body_complaints, callback_complaints, complaints
from mock_gateway.definitions.load import all_gateways
from mock_gateway.definitions.replies import reply_schema
from mock_gateway.definitions.schemas import BASE, library
from mock_gateway.state.outbox import Callback
from mock_gateway.strategies import of

if TYPE_CHECKING:
    from collections.abc import Mapping


GATEWAYS = ("transmitsms", "cellcast")
FOLDER = f"{BASE}transmitsms/"
UNKNOWN = frozenset({"get-link-hits", "get-sender-ids", "add-credit", "add-card", "unsupported"})
"""Calls that are refused with NOT_IMPLEMENTED, as no source shows their answers."""
CALLS = [(gateway, call) for gateway in GATEWAYS for call in all_gateways()[gateway].calls if call]
ANSWERED = [(gateway, call) for gateway, call in CALLS if call not in UNKNOWN]
REPORT = {
    "message_id": "339031121",
    "mobile": "61491570156",
    "datetime": "2020-06-15+23%3A06%3A30",
    "status": "delivered",
    "user_id": "54911",
}


def of_reply(gateway: str, call: str) -> Mapping[str, Any]:
    found = reply_schema(all_gateways()[gateway].calls[call])
    assert found is not None, "everything that is sent is described"
    return found


def report(url: str) -> list[str]:
    """Say what is wrong with a delivery report of this URL."""
    made = Callback(1, "transmitsms", "report", "339031121", "61491570156", url, "GET", {}, b"", 0)
    return callback_complaints(all_gateways()["transmitsms"], made)


def query(**changes: str) -> str:
    return "&".join(f"{name}={value}" for name, value in {**REPORT, **changes}.items())


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_every_call_that_can_be_accepted_says_what_it_answers_and_no_other(gateway: str) -> None:
    described = {call for each, call in CALLS if each == gateway if reply_schema(all_gateways()[gateway].calls[call])}

    assert described == set(of(gateway).calls)
    assert described == {call for each, call in ANSWERED if each == gateway}


def test_a_refusal_may_have_the_code_of_any_row_and_no_other() -> None:
    codes = library()[f"{FOLDER}failure.reply.json"]["anyOf"][0]["properties"]["error"]["properties"]["code"]["enum"]

    for gateway in GATEWAYS:
        rows = [row for row in all_gateways()[gateway].rows if not row.each and row.envelope != "page"]
        assert set(codes) == {row.code for row in rows}


@pytest.mark.parametrize("setting", ["text", "object"])
@pytest.mark.parametrize("suffix", ["json", "xml"])
def test_recipients_error_is_described_as_a_sentence_and_as_lists(setting: str, suffix: str) -> None:
    bench = Bench("transmitsms")
    bench.room.settings.recipients_error = setting
    exchange = bench.send(call="send-sms", suffix=suffix, form={"message": "Hello", "to": "0000"})

    assert exchange.code == "RECIPIENTS_ERROR"
    assert complaints(bench.gateway, exchange) == []
    assert (b"fails" in exchange.reply.body) == (setting == "object")


@pytest.mark.parametrize("numeric", ["numbers", "text"])
@pytest.mark.parametrize("suffix", ["json", "xml"])
def test_a_list_fits_its_schema_with_one_member_or_none_and_with_fields_or_none(numeric: str, suffix: str) -> None:
    bench = Bench("transmitsms")
    bench.room.settings.numeric_strings = numeric
    bench.room.settings.empty_collection = "list"
    contact = {"list_id": 4070887, "msisdn": "61491570156", "field_1": "2000"}
    found = [
        bench.send(call="add-list", suffix=suffix, form={"name": "2026", "field_1": "Postcode"}),
        bench.send(call="get-list", suffix=suffix, form={"list_id": 4070887}),
        bench.send(call="add-to-list", suffix=suffix, form=contact),
        bench.send(call="get-list", suffix=suffix, form={"list_id": 4070887, "response_style": "array"}),
        bench.send(call="add-list", suffix=suffix, form={"name": "Bare"}),
        bench.send(call="get-lists", suffix=suffix),
    ]

    assert all(each.accepted for each in found)
    assert [wrong for each in found for wrong in complaints(bench.gateway, each)] == []


@pytest.mark.parametrize(
    ("document", "wrong"),
    [
        ({"message_id": "339031121"}, "message_id"),
        ({"send_at": "2020-06-15T23:06:03Z"}, "send_at"),
        ({"cost": "0.087"}, "cost"),
        ({"error": {"code": "SUCCESS"}}, "error"),
        ({"error": {"code": "FIELD_EMPTY", "description": "OK"}}, "error/code"),
        ({"optouts": []}, ""),
    ],
)
def test_a_reply_that_differs_from_its_schema_is_complained_of(document: dict[str, Any], wrong: str) -> None:
    schema = of_reply("transmitsms", "send-sms")
    said = json.dumps({**schema["examples"][0], **document}).encode()
    found = body_complaints(all_gateways()["transmitsms"], schema, said, "application/json; charset=utf-8")

    assert {each.split(": ")[1] for each in found} == {wrong}


@pytest.mark.parametrize("own", ["", "key=1&", "message_id=mine&status=mine&", "key=&key=2&"])
def test_a_callbacks_own_parameters_are_none_of_the_schemas_business(own: str) -> None:
    assert report(f"https://example.com/hook?{own}{query()}") == []


@pytest.mark.parametrize(
    "changes",
    [{"status": "hard bounce"}, {"message_id": "none"}, {"mobile": "%2B61491570156"}, {"more": "1"}, {"user_id": ""}],
)
def test_a_callback_that_differs_from_its_schema_is_complained_of(changes: dict[str, str]) -> None:
    assert len(report(f"https://example.com/hook?key=1&{query(**changes)}")) == 1


def test_totals_as_text_are_nothing_that_a_schema_allows_but_asked_for() -> None:
    bench = Bench("transmitsms")
    bench.room.settings.page_quirk = "text_total"
    exchange = bench.send(call="get-lists")
    said = body_complaints(bench.gateway, of_reply("transmitsms", "get-lists"), exchange.reply.body, "application/json")

    assert exchange.page is not None
    assert exchange.page.quirk == "text_total"
    assert len(said) == 1
    assert complaints(bench.gateway, exchange) == []
