"""Every code of websms is earned on every call that can meet it, and every route is met, by scenarios."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from mock_gateway.contract.replay import Replay
from mock_gateway.definitions.load import gateway
from mock_gateway.definitions.scenarios import Library
from mock_gateway.server.replaying import ReplayControl

if TYPE_CHECKING:
    from mock_gateway.server.running import Gateways
    from mock_gateway.state.journal import Exchange

WEBSMS = gateway("websms")


@pytest.fixture(scope="module", name="exchanges")
def _exchanges(gateways: Gateways) -> list[Exchange]:
    """Give all that the scenarios of websms send, with what each request earned by itself."""
    found: list[Exchange] = []
    for scenario in (each for each in Library().all() if each.gateway == "websms"):
        session = gateways.session("websms")
        session.prepare(scenario)
        for _ in Replay(scenario, WEBSMS, session.url, session.credentials, ReplayControl(session)).run():
            pass
        found += session.journal
        gateways.end(session)
    return found


def test_every_row_is_earned_on_every_call_that_can_meet_it(exchanges: list[Exchange]) -> None:
    verdicts = ((each.call, each.organic if each.forced else each.verdict) for each in exchanges)
    earned = {(call, verdict.row.key) for call, verdict in verdicts if verdict is not None}
    # A recipient that is left out leaves no verdict, and codes that nothing earns can only be forced.
    possible = {
        (call.name, test.row.key)
        for call in WEBSMS.calls.values()
        for test in call.plan.tests
        if not test.row.each and getattr(test.row.condition, "name", "") != "never"
    }

    assert len(possible) > 400
    assert sorted(possible - earned) == []


def test_every_route_is_met_by_a_request_that_is_accepted(exchanges: list[Exchange]) -> None:
    routes = {(each.method, *each.segments) for call in WEBSMS.calls.values() for each in call.routes}
    taken = {(each.request.method, *_segments(each)) for each in exchanges if each.accepted}

    assert len(routes) == 16
    assert sorted(routes - taken) == []


def _segments(exchange: Exchange) -> tuple[str, ...]:
    """Give a path as its route writes it."""
    path = exchange.request.path.partition("/websms/")[2]
    return tuple("{uuid}" if before == "channels" else each for before, each in pairwise(["", *path.split("/")]))
