"""E-mails: all stand in the session's outbox, and are really delivered where an SMTP server is set."""

from __future__ import annotations

import smtplib
from contextlib import suppress
from email.message import EmailMessage
from socket import SHUT_RDWR
from threading import Timer
from typing import TYPE_CHECKING, cast

from mock_gateway.callbacks.egress import StoppedError

if TYPE_CHECKING:
    from mock_gateway.callbacks.egress import Guard
    from mock_gateway.state.world import Mail, World

SECONDS = 10
SMTP_PORT = 25
SENDER = "gateway@mock-gateway.invalid"


class MailErrand:
    """One e-mail on its way to an SMTP server."""

    __slots__ = ("_guard", "_mail", "_server")

    def __init__(self, mail: Mail, server: str, guard: Guard) -> None:
        self._mail = mail
        self._server = server
        self._guard = guard

    def run(self) -> object:
        """Deliver it; gives `delivered`, or why it was not."""
        try:
            where = self._guard.destination(f"http://{self._server}", default_port=SMTP_PORT)
            message = self._message()
        except StoppedError as problem:
            return str(problem)
        except Exception as problem:  # noqa: BLE001  the e-mail package raises whatever it stumbles on
            return f"{type(problem).__name__}: {problem}"
        outcome = "no address"
        for address in where.addresses:
            outcome = _deliver(message, address, where.port)
            if outcome == "delivered":
                break
        return outcome

    def done(self, world: World, outcome: object, at: int) -> None:
        """Remember how it went."""
        self._mail.delivery = cast("str", outcome)
        world.motion.happened(at, "mail", "", self._mail.to, self._mail.kind, self._mail.delivery)

    def _message(self) -> EmailMessage:
        mail = self._mail
        message = EmailMessage()
        message["From"] = SENDER
        message["To"] = _one_line(mail.to)
        message["Subject"] = _one_line(mail.subject)
        message["X-Mock-Gateway-Kind"] = mail.kind
        message.set_content(mail.text)
        if mail.html:
            message.add_alternative(mail.html, subtype="html")
        return message


def _deliver(message: EmailMessage, address: str, port: int) -> str:
    """Deliver over one address; at the deadline the connection is cut, however slowly the server speaks."""
    server = smtplib.SMTP(timeout=SECONDS)
    timer = Timer(SECONDS, _cut, (server,))
    timer.daemon = True
    timer.start()
    try:
        server.connect(address, port)
        server.send_message(message)
        server.quit()
    except Exception as problem:  # noqa: BLE001  as above: an address that is none is the message's fault
        return f"{type(problem).__name__}: {problem}"
    finally:
        timer.cancel()
        server.close()
    return "delivered"


def _cut(server: smtplib.SMTP) -> None:
    with suppress(OSError):
        if server.sock is not None:
            server.sock.shutdown(SHUT_RDWR)


def _one_line(text: str) -> str:
    return " ".join(text.split())
