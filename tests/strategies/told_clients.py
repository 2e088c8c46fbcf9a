"""Clients of TransmitSMS that wait to be told: one does right, and each of the others does one thing wrong."""

from __future__ import annotations

from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from naive_clients import Plain

from receivers import register

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mock_gateway import Session


class Receiver(ThreadingHTTPServer):
    """A receiver of reports on loopback; whoever listens last is told."""

    listener: Callable[[str, str, str], None]

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Taking)
        self.url = f"http://127.0.0.1:{self.server_port}/reports"


class Taking(BaseHTTPRequestHandler):
    """Takes a report, and acknowledges it."""

    server: Receiver

    def do_GET(self) -> None:
        """Take one."""
        said = parse_qs(urlsplit(self.path).query)
        self.server.listener(said["message_id"][0], said["mobile"][0], said["status"][0])
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_said: object) -> None:
        """Say nothing of it."""


@cache
def receiver() -> Receiver:
    """Give the receiver of all clients; its threads end with the process."""
    made = Receiver()
    Thread(target=made.serve_forever, daemon=True).start()
    return made


class Told(Plain):
    """Does right: it keeps whatever it is told, and nothing changes what is final."""

    words = {}  # noqa: RUF012  reports say what the gateway's own statuses are called
    list = cancel = price = None  # type: ignore[assignment]  what is None is not there

    def open(self, session: Session) -> None:
        """Begin."""
        register(session, receiver().url)
        receiver().listener = self.take
        self.known: set[str] = set()
        self.told: dict[str, dict[str, str]] = {}

    def batch(self, session: Session, text: str, numbers: Sequence[str]) -> str:
        """Send to all."""
        message = super().batch(session, text, numbers)
        self.known.add(message)
        return message

    def take(self, message: str, number: str, status: str) -> None:
        """Take a report."""
        told = self.told.setdefault(message, {})
        if told.get(number, "pending") == "pending":
            told[number] = status

    def poll(self, _session: Session, message: str) -> dict[str, str]:
        """Tell what was told; nothing where nothing was."""
        return dict(self.told.get(message, {}))


class LastReportWins(Told):
    """Believes the report that came last."""

    def take(self, message: str, number: str, status: str) -> None:
        """Take a report."""
        self.told.setdefault(message, {})[number] = status


class TakesOnlyWhatItKnows(Told):
    """Has no place for a report of a message whose id it was not given yet."""

    def take(self, message: str, number: str, status: str) -> None:
        """Take a report."""
        if message in self.known:
            super().take(message, number, status)


class Deaf(Told):
    """Registers, and does not listen."""

    def take(self, message: str, number: str, status: str) -> None:
        """Take a report."""


class BelievesInTheBest(Told):
    """Takes every message for delivered until it is told otherwise."""

    def poll(self, session: Session, message: str) -> dict[str, str] | str:
        """Tell the status."""
        return super().poll(session, message) or "delivered"


class RegistersByMessage(LastReportWins):
    """Registers with each message, and not for the account."""

    def open(self, session: Session) -> None:
        """Begin."""
        super().open(session)
        session.account.dlr_url = None

    def batch(self, session: Session, text: str, numbers: Sequence[str]) -> str:
        """Send to all."""
        form = {"message": text, "to": ",".join(numbers), "dlr_callback": receiver().url}
        return str(self.call(session, "send-sms", **form)["message_id"])
