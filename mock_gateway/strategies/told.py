"""What reports told a client's receiver, and so what a client that does not ask could know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_gateway.callbacks.make import is_registered

if TYPE_CHECKING:
    from mock_gateway.model.messages import Message, Recipient
    from mock_gateway.server.session import Session
    from mock_gateway.state.outbox import Callback

NEVER_SENT = frozenset({"dropped", "stopped"})


class Told:
    """The delivery reports of a session.

    Args:
        session: whose callbacks they are.

    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._world = session._world  # noqa: SLF001  who has registered is the gateway's own business
        self._gateway = self._world.gateways[session.gateway]

    def anybody(self) -> bool:
        """Tell whether reports go anywhere: the account has registered a URL for them, or a message has."""
        state = self._world.account(self._session.gateway).state.values_
        by_account = (
            state[spec.default_url] for spec in self._gateway.callbacks.values() if spec.on and spec.default_url
        )
        return any(by_account) or any(self.of(message) for message in self._session.messages)

    def of(self, message: Message) -> bool:
        """Tell whether somebody has registered for the reports of a message."""
        specs = self._gateway.callbacks_about(message.call, message.version)
        return any(spec.on and is_registered(self._world, spec, message) for spec in specs)

    def sent(self, message: Message, recipient: Recipient) -> list[str]:
        """List the statuses that the receiver was told, or would have been had it listened, in the order of making."""
        return [each.reports for each in self._reports(message, recipient)]

    def taken(self, message: Message, recipient: Recipient) -> list[str]:
        """List the statuses that the receiver acknowledged, in that order."""
        taken = [each for each in self._reports(message, recipient) if each.taken]
        return [each.reports for each in sorted(taken, key=lambda each: each.taken)]

    def _reports(self, message: Message, recipient: Recipient) -> list[Callback]:
        about = message.id, recipient.number
        reports = (each for each in self._session.callbacks if each.reports and each.state not in NEVER_SENT)
        return [each for each in reports if (each.message_id, each.to) == about]
