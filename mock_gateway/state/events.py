"""What happened in a session, told to whoever moved its clock."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from mock_gateway.state.world import World


class Event(NamedTuple):
    """One thing that happened.

    Attributes:
        number: from 1, in the order of happening.
        at: milliseconds since 1970 on the session's clock.
        kind: `status`, `callback`, `mail` or `inbound`.
        message_id: the message it is about, "" for none.
        to: the handset, callback URL or mail address it is about.
        what: the status, the callback's state (see `Callback`), the kind of mail or inbound message.
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
