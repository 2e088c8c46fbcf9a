"""Every reply and callback that a test makes the mock send is held against its schema; what differs fails the test."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from mock_gateway.contract.answers import callback_complaints, complaints
from mock_gateway.definitions.load import all_gateways
from mock_gateway.dialects.route import Router
from mock_gateway.state.journal import Journal
from mock_gateway.state.outbox import Outbox

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

    from mock_gateway.state.journal import Exchange
    from mock_gateway.state.outbox import Callback

MOST_SHOWN = 5


def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Collect what is wrong with what is sent while a test runs."""
    found: list[str] = []
    add_exchange, add_callback = Journal.add, Outbox.add

    def exchanged(self: Journal, exchange: Exchange) -> None:
        add_exchange(self, exchange)
        found.extend(_of_exchange(exchange))

    def called_back(self: Outbox, callback: Callback) -> None:
        add_callback(self, callback)
        found.extend(callback_complaints(all_gateways()[callback.gateway], callback))

    monkeypatch.setattr(Journal, "add", exchanged)
    monkeypatch.setattr(Outbox, "add", called_back)
    yield found


def _of_exchange(exchange: Exchange) -> list[str]:
    gateway = all_gateways().get(exchange.gateway)
    if gateway is None or exchange.call not in gateway.calls:
        return []
    routed = _router().route(exchange.request)
    said = complaints(gateway, exchange, "" if routed is None else routed.version)
    return [f"{exchange!r} {exchange.reply.body[:200]!r}: {each}" for each in said]


@lru_cache(maxsize=1)
def _router() -> Any:
    return Router(all_gateways())
