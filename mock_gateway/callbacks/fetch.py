"""Files that a request names: fetched through the egress guard, whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from mock_gateway.callbacks.deliver import mapped
from mock_gateway.callbacks.http import Sent, send
from mock_gateway.state.events import Fetched

if TYPE_CHECKING:
    from mock_gateway.callbacks.egress import Guard
    from mock_gateway.state.events import Taker
    from mock_gateway.state.world import World

LARGEST_FILE = 20 * 1024 * 1024
"""Bytes; a larger file is not fetched."""


class FetchErrand:
    """One file on its way.

    Attributes:
        independent: it holds up no callback.

    """

    __slots__ = ("_guard", "_take", "_url", "independent")

    def __init__(self, world: World, gateway: str, url: str, take: Taker, guard: Guard) -> None:
        self._url = mapped(url, world.room(gateway).settings.values_["callback_map"])
        self._take = take
        self._guard = guard
        self.independent = True

    def run(self) -> object:
        """Fetch it."""
        return send(self._url, "GET", {}, b"", self._guard, whole=LARGEST_FILE)

    def done(self, world: World, outcome: object, at: int) -> None:
        """Hand over what came."""
        sent = cast("Sent", outcome)
        self._take(world, Fetched(sent.status, sent.answer, sent.problem), at)
