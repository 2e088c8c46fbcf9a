"""A client of TransmitSMS that does right, and naive ones: each breaks one invariant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import requests

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mock_gateway import Session

PAGE = 2


class RefusedError(Exception):
    """The gateway said no."""


class Plain:
    """Does right: it tells what was refused from what it does not know, and never sends again by itself."""

    gateway = "transmitsms"
    errors: tuple[type[Exception], ...] = (RefusedError,)
    unsure: tuple[type[Exception], ...] = (requests.RequestException,)
    words: Mapping[str, str] = {"hard-bounce": "bounced", "soft-bounce": "bounced"}

    def call(self, session: Session, name: str, **form: Any) -> Any:
        """Call, and give what is no refusal."""
        signed = (session.credentials.key, session.credentials.secret)
        answer = requests.post(f"{session.url}/{name}.json", form, auth=signed, timeout=10).json()
        if answer["error"]["code"] != "SUCCESS":
            raise RefusedError(answer["error"])
        return answer

    def send(self, session: Session, text: str, to: str) -> str:
        """Send to one."""
        return self.batch(session, text, [to])

    def batch(self, session: Session, text: str, numbers: Sequence[str]) -> str:
        """Send to all."""
        return str(self.call(session, "send-sms", message=text, to=",".join(numbers))["message_id"])

    def poll(self, session: Session, message: str) -> dict[str, str] | str:
        """Tell the status."""
        found = self.call(session, "get-sms-sent", message_id=message)
        return {str(each["msisdn"]): each["delivery_status"] for each in found.get("recipients", [])} or "cancelled"

    def price(self, session: Session, message: str) -> float:
        """Tell the price."""
        return float(self.call(session, "get-sms-sent", message_id=message)["message"]["cost"])

    def list(self, session: Session) -> list[str]:
        """Read what handsets wrote."""
        found, page, pages = [], 1, 1
        while page <= pages:
            answer = self.call(session, "get-user-sms-responses", max=PAGE, page=page)
            found += [str(each["id"]) for each in answer.get("responses", [])]
            page, pages = page + 1, answer["page"]["count"]
        return found

    def cancel(self, session: Session, message: str) -> bool:
        """Cancel."""
        self.call(session, "cancel-sms", id=message)
        return True


class Scheduling(Plain):
    """Sends late in the evening, so that there is something to cancel, and asks for no price."""

    price = None

    def batch(self, session: Session, text: str, numbers: Sequence[str]) -> str:
        """Send to all."""
        later = session.clock.now.replace(hour=23).strftime("%Y-%m-%d %H:%M:%S")
        return str(self.call(session, "send-sms", message=text, to=",".join(numbers), send_at=later)["message_id"])


class SendsAgain(Plain):
    """Sends again whatever did not come to an end."""

    def batch(self, session: Session, text: str, numbers: Sequence[str]) -> str:
        """Send to all."""
        try:
            return super().batch(session, text, numbers)
        except requests.RequestException:
            return super().batch(session, text, numbers)


class LosesPages(Plain):
    """Reads one page."""

    def list(self, session: Session) -> list[str]:
        """Read what handsets wrote."""
        answer = self.call(session, "get-user-sms-responses", max=PAGE, page=1)
        return [str(each["id"]) for each in answer.get("responses", [])]


class GoesBack(Plain):
    """Asks every other time, and believes in between that every message is under way."""

    list = cancel = price = None

    def open(self, _session: Session) -> None:
        """Begin."""
        self.polls = 0

    def poll(self, session: Session, message: str) -> dict[str, str] | str:
        """Tell the status."""
        self.polls += 1
        found = super().poll(session, message)
        return found if self.polls % 2 else dict.fromkeys(found, "pending")


class NeverAsks(Plain):
    """Believes that every message is under way."""

    def poll(self, _session: Session, _message: str) -> str:
        """Tell the status."""
        return "pending"


class GivesUp(Plain):
    """Takes every error for a refusal."""

    errors = (RefusedError, requests.RequestException)
    unsure = ()


class NeverLooks(Plain):
    """Takes every answer for a success."""

    def batch(self, session: Session, text: str, numbers: Sequence[str]) -> str:
        """Send to all."""
        try:
            return super().batch(session, text, numbers)
        except (requests.RequestException, RefusedError):
            return "0"


class Unprepared(Plain):
    """Lets its callers meet what it does not expect."""

    list = None

    unsure = ()


class Cancels(Plain):
    """Takes every message for cancelled that it was told to cancel."""

    def cancel(self, _session: Session, _message: str) -> bool:
        """Cancel."""
        return True


class Miscounts(Plain):
    """Adds up a price of its own."""

    def price(self, _session: Session, _message: str) -> float:
        """Tell the price."""
        return 0.05


class MiscountsAndSendsAgain(Miscounts, SendsAgain):
    """Two things wrong."""


class CancelsBlindly(Cancels):
    """Such a client, which cannot be asked what became of a message."""

    poll = price = None


class Outbox(Plain):
    """Keeps what did not come to an end, and sends it again whenever it reads its list."""

    unsure = (requests.RequestException,)

    def open(self, _session: Session) -> None:
        """Begin."""
        self.kept: dict[str, Sequence[str]] = {}

    def batch(self, session: Session, text: str, numbers: Sequence[str]) -> str:
        """Send to all."""
        try:
            return super().batch(session, text, numbers)
        except requests.RequestException:
            self.kept[text] = numbers
            raise

    def list(self, session: Session) -> list[str]:
        """Empty the outbox, and read what handsets wrote."""
        for text in [*self.kept]:
            super().batch(session, text, self.kept[text])
            del self.kept[text]
        return super().list(session)


class SendsAfterRefusing(Outbox):
    """Says that what it keeps was not sent."""

    errors = (RefusedError, requests.RequestException)
    unsure = ()


class Wordless(Plain):
    """Does right, and its adapter does not say what it calls a status."""

    words: Mapping[str, str] = {}
