"""What is needed to answer requests, put together once: gateways, routes, sessions, what carries callbacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_gateway.callbacks.egress import Guard
from mock_gateway.callbacks.lives import Lives
from mock_gateway.dialects.route import Router
from mock_gateway.state.sessions import Sessions

if TYPE_CHECKING:
    from collections.abc import Mapping
    from concurrent.futures import Executor

    from mock_gateway.model.gateway import Gateway


class Engine:
    """All that is needed to answer: the gateways, their routes, and the sessions.

    Args:
        gateways: by name, those that are served.
        seed: of the default session.
        clock: of the default session, `real`, `frozen` or an ISO instant.
        guard: what callbacks and mails may reach; loopback only unless given.
        pool: threads that send what nobody waits for.
        transport: whoever carries the replies can do faults to the connection itself.

    """

    __slots__ = ("gateways", "lives", "router", "sessions", "transport")

    def __init__(  # noqa: PLR0913  all by name
        self,
        gateways: Mapping[str, Gateway],
        seed: int = 0,
        clock: str = "real",
        *,
        guard: Guard | None = None,
        pool: Executor | None = None,
        transport: bool = False,
    ) -> None:
        self.transport = transport
        self.gateways = gateways
        self.router = Router(gateways)
        self.lives = Lives(guard or Guard(), pool)
        self.sessions = Sessions(gateways, seed, clock, self.lives.attach)
