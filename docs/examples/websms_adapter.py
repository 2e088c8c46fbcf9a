"""PyPI `websms` 1.0.0, as `client_machine` drives it: it sends, and cannot ask what became of a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

import websms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mock_gateway import Session


class WebsmsAdapter:
    """Takes each error as the client's names suggest: no connection leaves it open, a refused request does not."""

    gateway = "websms"
    unsure: tuple[type[Exception], ...] = (websms.CommunicationError,)
    errors: tuple[type[Exception], ...] = (websms.RequestError,)

    def open(self, session: Session) -> None:
        """Make a client with the session's credentials."""
        url, given = f"{session.url}/rest/smsmessaging/text", session.credentials
        self.service = websms.SMSService(url, given.username, given.password, timeout=10)

    def send(self, session: Session, text: str, to: str) -> str | None:
        """Send, and give the transfer id."""
        return self.batch(session, text, [to])

    def batch(self, _session: Session, text: str, numbers: Sequence[str]) -> str | None:
        """Send one message to all."""
        sent: str | None = websms.SMS(list(numbers), text).send(service=self.service)
        return sent


class CautiousWebsmsAdapter(WebsmsAdapter):
    """Takes every error for what it is: the client cannot tell whether the message was taken."""

    unsure = (websms.CommunicationError, websms.RequestError, ValueError)
    errors = ()
