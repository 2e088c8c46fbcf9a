"""What websms and Cellcast v3 send is described: each reply, refusal and callback has a schema, which drawing obeys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from benches import proved
from hypothesis import given

from mock_gateway.contract.answers import body_complaints
from mock_gateway.definitions.load import all_gateways
from mock_gateway.definitions.replies import callback_schema, failure_schema, reply_schema
from mock_gateway.definitions.schemas import BASE, inlined, library, validator
from mock_gateway.strategies import of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mock_gateway.strategies.sent import Called, Sent

GATEWAYS = ("websms", "cellcast_v3")
CALLS = [(gateway, call) for gateway in GATEWAYS for call in all_gateways()[gateway].calls if call]
KINDS = [(gateway, kind) for gateway in GATEWAYS for kind in all_gateways()[gateway].callbacks]
EXAMPLES = [
    (identity.removeprefix(BASE).removesuffix(".json"), example)
    for identity, each in library().items()
    if identity.removeprefix(BASE).startswith(tuple(f"{gateway}/" for gateway in GATEWAYS))
    and not identity.endswith(".request.json")
    for example in each.get("examples", ())
]


def of_reply(gateway: str, call: str) -> Mapping[str, Any]:
    found = reply_schema(all_gateways()[gateway].calls[call])
    assert found is not None, "every call says what it answers"
    return found


def of_refusal(gateway: str, call: str) -> Mapping[str, Any]:
    found = failure_schema(all_gateways()[gateway], all_gateways()[gateway].calls[call])
    assert found is not None, "every call says how it refuses"
    return found


def of_callback(gateway: str, kind: str) -> Mapping[str, Any]:
    found = callback_schema(all_gateways()[gateway], kind)
    assert found is not None, "every callback is described"
    return found


def complaints(gateway: str, schema: Mapping[str, Any], sent: Sent | Called) -> list[str]:
    return body_complaints(all_gateways()[gateway], schema, sent.body, sent.headers["Content-Type"])


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_an_example_is_what_its_schema_says(name: str, example: object) -> None:
    assert [each.message for each in validator(inlined(name)).iter_errors(example)] == []


@pytest.mark.parametrize(("gateway", "call"), CALLS)
def test_a_schema_of_a_reply_or_refusal_has_a_title_a_description_and_an_example(gateway: str, call: str) -> None:
    for schema in (of_reply(gateway, call), of_refusal(gateway, call)):
        assert {"title", "description", "examples"} <= schema.keys()


@pytest.mark.parametrize(("gateway", "call"), CALLS)
def test_a_drawn_reply_is_what_its_schema_says(gateway: str, call: str) -> None:
    @proved
    @given(of(gateway).replies(call))
    def prove(sent: Sent) -> None:
        assert complaints(gateway, of_reply(gateway, call), sent) == []

    prove()


@pytest.mark.parametrize(("gateway", "call"), CALLS)
def test_a_drawn_refusal_is_what_its_schema_says(gateway: str, call: str) -> None:
    @proved
    @given(of(gateway).refusals(call))
    def prove(sent: Sent) -> None:
        assert complaints(gateway, of_refusal(gateway, call), sent) == []

    prove()


@pytest.mark.parametrize(("gateway", "kind"), KINDS)
def test_a_drawn_callback_is_what_its_schema_says(gateway: str, kind: str) -> None:
    assert {"title", "description", "examples"} <= of_callback(gateway, kind).keys()

    @proved
    @given(of(gateway).callbacks(kind))
    def prove(called: Called) -> None:
        assert complaints(gateway, of_callback(gateway, kind), called) == []

    prove()


def test_a_refusal_of_websms_may_have_the_code_of_any_row_and_no_other() -> None:
    rows = [row for row in all_gateways()["websms"].rows if not row.each and row.status != 401]
    by_container = {row.code for row in rows if row.envelope == "container"}
    container = library()[f"{BASE}websms/container-failure.json"]["properties"]["statusCode"]["enum"]

    assert sorted(library()[f"{BASE}websms/refusal-code.json"]["enum"]) == sorted(
        {*(row.code for row in rows)} - by_container
    )
    assert set(container) == by_container


def test_a_refusal_of_cellcast_v3_may_have_the_code_of_any_row_and_no_other() -> None:
    rows = [row for row in all_gateways()["cellcast_v3"].rows if not row.each and row.envelope != "page"]
    heads = library()[f"{BASE}cellcast_v3/failure.reply.json"]["properties"]["meta"]["oneOf"]
    stated = {
        (head["properties"]["code"]["const"], status)
        for head in heads
        for status in head["properties"]["status"].get("enum", [head["properties"]["status"].get("const")])
    }

    assert stated == {(row.status, row.code) for row in rows}
