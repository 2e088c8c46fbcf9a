"""PyPI `apprise` 2.2.0 and its BurstSMS plugin, as `client_machine` drives it: all it says is whether all was well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import apprise
from apprise.plugins.burstsms import NotifyBurstSMS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mock_gateway import Session

SENDER = "61491570006"


class FailedError(Exception):
    """`notify` was false."""


class AppriseAdapter:
    """Takes what is false for "nothing was sent", as its caller would who notifies again."""

    gateway = "transmitsms"
    errors: tuple[type[Exception], ...] = (FailedError,)
    unsure: tuple[type[Exception], ...] = ()
    options = ""

    def open(self, session: Session) -> None:
        """Lead the plugin to the session, without its pause between two requests."""
        self.kept = NotifyBurstSMS.notify_url, NotifyBurstSMS.request_rate_per_sec
        NotifyBurstSMS.notify_url, NotifyBurstSMS.request_rate_per_sec = f"{session.url}/send-sms.json", 0

    def close(self, _session: Session) -> None:
        """Put back what `open` changed."""
        NotifyBurstSMS.notify_url, NotifyBurstSMS.request_rate_per_sec = self.kept

    def send(self, session: Session, text: str, to: str) -> None:
        """Notify one target."""
        self.batch(session, text, [to])

    def batch(self, session: Session, text: str, numbers: Sequence[str]) -> None:
        """Notify several targets, each by a request of its own."""
        client, given = apprise.Apprise(), session.credentials
        targets = "/".join(number.removeprefix("+") for number in numbers)
        client.add(f"burstsms://{given.key}:{given.secret}@{SENDER}/{targets}?country=gb{self.options}")
        if not client.notify(body=text):
            raise FailedError(text)


class RetryingAppriseAdapter(AppriseAdapter):
    """Lets the plugin try again by itself, and takes what is false for open."""

    errors = ()
    unsure = (FailedError,)
    options = "&retry=1&wait=0"
