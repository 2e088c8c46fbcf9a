"""The codes that the schemas of websms and Cellcast v3 name are those of the rows."""

from __future__ import annotations

from mock_gateway.definitions.load import all_gateways
from mock_gateway.definitions.schemas import BASE, library


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
