"""The parts of a session's handle: its credentials, its magic numbers, its clock."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING

from mock_gateway.errors import unknown
from mock_gateway.state.clock import milliseconds, moment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, timedelta

    from mock_gateway.model.lives import Outcome
    from mock_gateway.state.events import Event
    from mock_gateway.state.world import World


class CredentialsView(Mapping[str, str]):
    """A session's credentials: the same names as attributes and as keys."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values

    def __getattr__(self, name: str) -> str:
        try:
            return self._values[name]
        except KeyError:
            raise AttributeError(unknown("credential", name, self._values)) from None

    def __getitem__(self, name: str) -> str:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"<credentials {', '.join(self._values)}>"


class MagicNumbers(Mapping[str, tuple[str, ...]]):
    """Numbers by outcome, as attributes and as keys; E.164 with `+`."""

    def __init__(self, outcomes: Mapping[str, Outcome]) -> None:
        self._outcomes = outcomes

    def __getattr__(self, name: str) -> tuple[str, ...]:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(unknown("outcome", name, self._outcomes)) from None

    def __getitem__(self, name: str) -> tuple[str, ...]:
        return tuple(f"+{number}" for number in self._outcomes[name].magic)

    def __iter__(self) -> Iterator[str]:
        return iter(self._outcomes)

    def __len__(self) -> int:
        return len(self._outcomes)


class SessionClock:
    """A session's clock, in a test's hand."""

    def __init__(self, world: World) -> None:
        self._world = world

    @property
    def mode(self) -> str:
        """`real`, or `frozen` until it is moved."""
        return self._world.clock.mode

    @property
    def now(self) -> datetime:
        """The session's time, in UTC."""
        return moment(self._world.clock.now())

    def advance(self, duration: str | float | timedelta, *, wait: bool = True) -> list[Event]:
        """Move the clock on; all that falls due on the way happens at its own instant, in order.

        Args:
            duration: text such as `30s`, `5min`, `1h30m`, a number of seconds, or a timedelta.
            wait: until every callback on the way has been answered; else they are sent in the background.

        Returns:
            What happened on the way: statuses, callbacks, mails, inbound messages.

        """
        return self._world.motion.advance(milliseconds(duration), wait=wait)

    async def advance_async(self, duration: str | float | timedelta) -> list[Event]:
        """Move the clock on as `advance` does, while the caller's event loop, and a receiver in it, go on."""
        return await asyncio.to_thread(self.advance, duration)

    def wait_until_settled(self, seconds: float = 10) -> bool:
        """Wait until what was sent in the background has been answered; tell whether it was."""
        return self._world.motion.wait_until_settled(seconds)
