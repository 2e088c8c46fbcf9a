"""What strategies draw of replies, refusals and callbacks is what the schemas say, for every gateway."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from benches import proved
from hypothesis import given

from mock_gateway.contract.answers import body_complaints, callback_complaints
from mock_gateway.definitions.load import all_gateways
from mock_gateway.definitions.replies import callback_schema, failure_schema, reply_schema, spoken
from mock_gateway.definitions.schemas import BASE, inlined, validator
from mock_gateway.state.outbox import Callback
from mock_gateway.strategies import of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mock_gateway.strategies.sent import Called, Sent

CALLS = [(name, call) for name, gateway in all_gateways().items() for call in gateway.calls if call]
KINDS = [(name, kind) for name, gateway in all_gateways().items() for kind in gateway.callbacks]


def described(schema: Mapping[str, Any] | None) -> Mapping[str, Any]:
    assert schema is not None, "all that is sent is described"
    assert {"title", "description", "examples"} <= schema.keys()
    return inlined(str(schema["$id"]).removeprefix(BASE).removesuffix(".json"))


def wrongs(gateway: str, schema: Mapping[str, Any], sent: Sent) -> list[str]:
    said = [f"{each.instance_path}: {each.message}" for each in validator(schema).iter_errors(sent.document)]
    return said + body_complaints(all_gateways()[gateway], schema, sent.body, sent.headers["Content-Type"])


@pytest.mark.parametrize(("gateway", "call"), CALLS)
def test_a_drawn_reply_is_what_its_schema_says(gateway: str, call: str) -> None:
    spec = all_gateways()[gateway].calls[call]
    if call not in of(gateway).calls:
        assert of(gateway).codes(call), "a call that is never accepted says what it is refused with"
        return
    schema = described(reply_schema(spec, spoken(spec)))

    @proved
    @given(of(gateway).replies(call))
    def prove(sent: Sent) -> None:
        assert wrongs(gateway, schema, sent) == []

    prove()


@pytest.mark.parametrize(("gateway", "call"), CALLS)
def test_a_drawn_refusal_is_what_its_schema_says(gateway: str, call: str) -> None:
    served = all_gateways()[gateway]
    spec = served.calls[call]
    schema = described(failure_schema(served, spec, spoken(spec)))

    @proved
    @given(of(gateway).refusals(call))
    def prove(sent: Sent) -> None:
        assert body_complaints(served, schema, sent.body, sent.headers["Content-Type"]) == []

    prove()


@pytest.mark.parametrize(("gateway", "kind"), KINDS)
def test_a_drawn_callback_is_what_its_schema_says_in_each_of_its_forms(gateway: str, kind: str) -> None:
    served = all_gateways()[gateway]
    schema = described(callback_schema(served, kind))

    @proved
    @given(of(gateway).callbacks(kind))
    def prove(called: Called) -> None:
        sent = Callback(1, gateway, kind, "", "", called.url, called.method, dict(called.headers), called.body, 0)
        assert [each.message for each in validator(schema).iter_errors(called.document)] == []
        assert callback_complaints(served, sent) == []

    prove()
