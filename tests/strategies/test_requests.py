"""What the strategies say of their requests is true: proved over HTTP, for every gateway, call and code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from benches import Line, earned, proved
from hypothesis import given

from mock_gateway.definitions.load import all_gateways
from mock_gateway.strategies import of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mock_gateway import Session
    from mock_gateway.server.running import Gateways
    from mock_gateway.strategies import Payload

CALLS = [(gateway, call) for gateway, each in all_gateways().items() for call in each.calls if call]


@pytest.fixture
def line(gateways: Gateways, request: pytest.FixtureRequest) -> Iterator[Line]:
    gateway = request.getfixturevalue("gateway")
    session: Session = gateways.session(gateway)
    opened = Line(session)
    yield opened
    opened.close()
    gateways.end(session)


@pytest.mark.parametrize(("gateway", "call"), CALLS)
def test_a_valid_request_is_accepted(line: Line, gateway: str, call: str) -> None:
    if call not in of(gateway).calls:
        assert of(gateway).codes(call), "a call that is never accepted says what it is refused with"
        return

    @proved
    @given(of(gateway).valid(call))
    def prove(payload: Payload) -> None:
        exchange = line.send(payload)
        assert (earned(exchange), exchange.call) == ("", call), payload

    prove()


@pytest.mark.parametrize(("gateway", "call"), CALLS)
def test_a_request_labelled_with_a_code_gets_that_code(line: Line, gateway: str, call: str) -> None:
    for key in of(gateway).codes(call):

        @proved
        @given(of(gateway).rejected(key, call))
        def prove(payload: Payload) -> None:
            assert earned(line.send(payload)) == payload.label.key, payload
            assert key in (payload.label.key, str(payload.code)), payload  # noqa: B023  proved at once

        prove()


@pytest.mark.parametrize(("gateway", "call"), CALLS)
def test_of_two_faults_the_labelled_one_wins(line: Line, gateway: str, call: str) -> None:
    if not of(gateway).rejections(call).pairs:
        return

    @proved
    @given(of(gateway).two_faults(call))
    def prove(payload: Payload) -> None:
        assert earned(line.send(payload)) == payload.label.key, payload

    prove()


@pytest.mark.parametrize("gateway", all_gateways())
def test_requests_that_meet_no_call_are_labelled_too(line: Line, gateway: str) -> None:
    for key in of(gateway).unrouted.faults:

        @proved
        @given(of(gateway).rejected(key))
        def prove(payload: Payload) -> None:
            assert earned(line.send(payload)) == payload.label.key, payload

        prove()


def test_every_row_that_a_request_can_earn_is_drawn() -> None:
    """Rows that only take recipients out answer nothing; those of the fact `never` can only be forced."""
    missing = [
        f"{name}: {row.key}"
        for name, gateway in all_gateways().items()
        for row in gateway.rows
        if not row.each and getattr(row.condition, "name", "") != "never" and row.key not in of(name).codes()
    ]

    assert missing == []
