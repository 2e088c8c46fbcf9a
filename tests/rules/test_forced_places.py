"""What a row speaks of where it is forced: always a member that the call has, whether it could earn the row or not."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from helpers import Bench, body
from mock_gateway import play
from mock_gateway.definitions.load import all_gateways
from mock_gateway.definitions.resources import gateway_names
from mock_gateway.rules.places import spoken_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def members(schema: Mapping[str, Any]) -> Iterator[str]:
    """Name every member that a document of a schema can have, however deep."""
    for name, inner in schema.get("properties", {}).items():
        yield name
        yield from members(inner)
    for inner in (
        schema.get("items"),
        *(each for part in ("anyOf", "oneOf", "allOf") for each in schema.get(part, ())),
    ):
        if isinstance(inner, dict):
            yield from members(inner)
    for name in schema.get("required", ()):
        yield name


@pytest.mark.parametrize("name", gateway_names())
def test_every_row_forced_on_every_call_names_a_member_of_that_call(name: str) -> None:
    of = all_gateways()[name]
    calls = [call for call in of.calls.values() if call.name]
    for row, call in product((row for row in of.rows if not row.each), calls):
        parts = [part for part in spoken_of(row, call).split("/") if part not in ("", "*")]
        known = set(members(call.schema))

        assert set(parts) <= known, f"{row.key} forced on {call.name}"
        assert bool(parts) or "{field}" not in row.message or not known, (
            f"{row.key} forced on {call.name} names nothing"
        )


@pytest.mark.parametrize(
    ("call", "field"),
    [("send-sms", "list_id"), ("get-list", "list_id"), ("format-number", "msisdn"), ("get-numbers", "filter")],
)
def test_a_client_is_told_of_a_field_that_the_call_has(call: str, field: str) -> None:
    bench = Bench("transmitsms")
    play.reject(bench.world, bench.gateway, "FIELD_INVALID", call=call)

    found = bench.send(call=call, form={})

    assert f'Field "{field}" has wrong type, expected type - numeric' == body(found.reply)["error"]["description"]
    assert (True, f"/{field}") == (found.forced, found.verdict.place if found.verdict else "")
