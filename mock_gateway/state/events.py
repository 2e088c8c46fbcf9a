"""What happened in a session, told to whoever moved its clock."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from mock_gateway.state.world import World


class Event(NamedTuple):
    """One thing that happened.

    Attributes:
        number: from 1, in the order of happening.
        at: milliseconds since 1970 on the session's clock.
        kind: `status`, `update`, `callback`, `mail`, `inbound` or `import`.
        message_id: the message it is about, "" for none.
        to: the handset, URL or mail address it is about.
        what: the status, the state of the callback (see `Callback`) or import, the kind of mail or inbound message.
        detail: the gateway's word for why, an HTTP status, or an error.

    """

    number: int
    at: int
    kind: str
    message_id: str
    to: str
    what: str
    detail: str = ""


class Errand(Protocol):
    """Something that a session does over the network, outside of any transaction."""

    def run(self) -> object:
        """Do it, and give how it went; errors of the network are an outcome, not an exception."""
        raise NotImplementedError

    def done(self, world: World, outcome: object, at: int) -> None:
        """Remember how it went; called inside a transaction, with the instant at which it was begun."""
        raise NotImplementedError


class Fetched(NamedTuple):
    """A file that was fetched because a request named it.

    Attributes:
        status: HTTP status, 0 where there was no answer or not the whole of it.
        problem: why there was none, "" where there was one.

    """

    status: int
    body: bytes
    problem: str = ""


Taker = Callable[["World", Fetched, int], None]
"""Takes a file; called inside a transaction, with the instant at which it began to be fetched."""
