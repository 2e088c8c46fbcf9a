"""What is accepted can be delivered: texts at borders, every spelling, binary segments, with their callbacks.

Every answer and every callback is held against its schema, as in all tests.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import pytest
from benches import SENDS, earned, proved
from hypothesis import given

from mock_gateway import play
from mock_gateway.callbacks.egress import Guard
from mock_gateway.definitions.load import all_gateways
from mock_gateway.engine import Engine
from mock_gateway.pipeline import answer
from mock_gateway.strategies import of
from mock_gateway.strategies.faults import merged
from mock_gateway.strategies.numbers import ABROAD, ADDRESSES, FICTION, HOME
from mock_gateway.strategies.payload import received

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mock_gateway.state.world import World
    from mock_gateway.strategies import Payload

A_YEAR = 366 * 24 * 3600 * 1000
HOOK = "https://client.example/hook"
TOLD: Mapping[str, Mapping[str, str]] = {
    "bestsms": {"webhook_url": HOOK},
    "tnz": {"webhook_url": HOOK},
    "cellcast_v3": {"dlr_url": HOOK, "inbound_url": HOOK},
    "websms": {"callback_url": HOOK},
}
"""Where those gateways report that know an address without a request's."""
KNOWN = {*chain(*HOME.values()), *FICTION, *ABROAD, *ADDRESSES}


def world_of(name: str, payload: Payload) -> tuple[Engine, World]:
    """Give a world whose callbacks are made, and stopped before they leave."""
    gateway = all_gateways()[name]
    guard = Guard(resolve=lambda _host, _port: ["203.0.113.1"])
    engine = Engine({name: gateway}, clock="frozen", guard=guard)
    world = engine.sessions.default
    play.give(world, gateway, merged({"account": dict(TOLD.get(name, {}))}, payload.given))
    return engine, world


@pytest.mark.parametrize(("gateway", "call"), SENDS)
def test_what_is_accepted_is_delivered_and_told_of(gateway: str, call: str) -> None:
    @proved
    @given(of(gateway).valid(call))
    def prove(payload: Payload) -> None:
        engine, world = world_of(gateway, payload)
        credentials = world.account(gateway).credentials
        answer(received(payload.wire(credentials), gateway), engine)
        assert earned(list(world.journal)[-1]) == "", payload
        world.motion.advance(A_YEAR)
        assert world.crashes == [], payload
        reached = {each.number for message in world.store.all() for each in message.recipients}
        assert reached <= KNOWN, payload

    prove()
