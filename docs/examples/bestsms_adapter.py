"""PyPI `bestsms` 3.0.0.0 in its v2.04 form, as `client_machine` drives it: it has all that can be driven."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import bestsms._config as config
from bestsms.legacy import BestSMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mock_gateway import Session

KEPT = ("__APIURL__", "__APIHeaders__", "__AuthToken__", "__Sender__", "__APIKey__")


class FailedError(Exception):
    """A result that is no success."""


class BestsmsAdapter:
    """Takes every result but `Success` for a failure, as the client's documents do."""

    gateway = "bestsms"
    errors: tuple[type[Exception], ...] = (FailedError,)
    words = {"DELETED": "SUCCESS"}  # noqa: RUF012  what was aborted is told as a success

    def open(self, session: Session) -> None:
        """Make a client; what it keeps in its module is put back by `close`."""
        self.kept = {name: getattr(config, name) for name in KEPT}
        config.__APIURL__, config.__APIHeaders__ = f"{session.url}/api/v2.04", dict(config.__APIHeaders__)
        self.client = BestSMS(AuthToken=session.credentials.token)

    def close(self, _session: Session) -> None:
        """Put back what `open` changed."""
        for name, value in self.kept.items():
            setattr(config, name, value)

    def send(self, session: Session, text: str, to: str) -> str:
        """Send, and give the message's id."""
        return self.batch(session, text, [to])

    def batch(self, _session: Session, text: str, numbers: Sequence[str]) -> str:
        """Send one message to all."""
        sent = self.client.Messaging.SMS.SendMessage(MessageText=text, Recipients=list(numbers))
        return str(self.right(sent).MessageID)

    def poll(self, _session: Session, message: str) -> dict[str, str]:
        """Give the status of each recipient."""
        found = self.right(self.client.Reports.Status.Poll(MessageID=message))
        return {each.Destination: each.Status for each in found.Recipients}

    def price(self, _session: Session, message: str) -> float:
        """Give what the message costs by now."""
        return float(self.right(self.client.Reports.Status.Poll(MessageID=message)).Price)

    def list(self, _session: Session) -> Iterator[str]:
        """Read what handsets wrote, two a page."""
        page = pages = 1
        while page <= pages:
            found = self.right(self.client.Reports.SMSReceived.Poll(TimePeriod=10080, RecordsPerPage=2, Page=page))
            yield from (each.ReceivedID for each in found.Messages)
            page, pages = page + 1, found.PageCount

    def cancel(self, _session: Session, message: str) -> bool:
        """Abort a message."""
        self.right(self.client.Actions.Abort.SendRequest(MessageID=message))
        return True

    def right(self, result: Any) -> Any:  # noqa: ANN401  the client has no types
        """Give a result that is a success."""
        if result.Result != "Success":
            raise FailedError(result)
        return result


class CautiousBestsmsAdapter(BestsmsAdapter):
    """Takes whatever is no success, and the `AttributeError` that the client raises by mistake, for open."""

    errors = ()
    unsure = (FailedError, AttributeError)


class KeyedBestsmsAdapter(BestsmsAdapter):
    """Gives the client a sender and an API key instead of a token."""

    def open(self, session: Session) -> None:
        """Make such a client, of an account whose pages are short."""
        super().open(session)
        session.settings.records_per_page = 2
        config.__AuthToken__ = ""
        self.client = BestSMS(Sender=session.credentials.sender, APIKey=session.credentials.api_key)
