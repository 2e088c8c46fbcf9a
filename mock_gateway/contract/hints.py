"""What a failing test may have overlooked."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mock_gateway.state.journal import Exchange

REFUSALS = 3


def frozen_throttle(journal: Iterable[Exchange], mode: str) -> str:
    """Say so where a client was refused by a throttle again and again at one frozen instant; "" where it was not."""
    if mode != "frozen":
        return ""
    instants: dict[int, int] = {}
    for exchange in journal:
        if exchange.verdict is not None and exchange.verdict.row.cause == "throttled" and not exchange.forced:
            instants[exchange.at] = instants.get(exchange.at, 0) + 1
    most = max(instants.values(), default=0)
    if most < REFUSALS:
        return ""
    return (
        f"A throttle refused {most} requests at one instant of the session's clock, which is frozen: waiting on the "
        "machine's clock opens no window. Move it with s.clock.advance('1s') between two tries, or mark the test with "
        "@pytest.mark.gateway_clock('real'). Or lift the limit: it is a field of s.account, and None is no limit."
    )
