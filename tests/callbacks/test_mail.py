"""E-mails of the gateway's: kept, or really delivered to an SMTP server on loopback."""

from __future__ import annotations

import socket
from email import message_from_bytes
from email.policy import SMTP, default
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
import requests
from aiosmtpd.controller import Controller
from hypothesis import given
from hypothesis import strategies as st

from mock_gateway.callbacks import mail as mail_module
from mock_gateway.callbacks.egress import Guard
from mock_gateway.callbacks.mail import MailErrand
from mock_gateway.state.world import Mail
from receivers import SECONDS, send

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

    from mock_gateway import Session

NUMBER = "+61491570156"
NASTY = "evil\r\nBcc: everybody@example.com\r\n\r\nboo"


class Postbox:
    """What an SMTP server has taken."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.envelopes: list[Any] = []

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802  aiosmtpd's name
        """Take a mail."""
        self.envelopes.append(envelope)
        self.mails.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def smtp() -> Iterator[tuple[str, Postbox]]:
    """Run an SMTP server."""
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield f"127.0.0.1:{controller.port}", box
    controller.stop()


@pytest.fixture
def postbox(smtp: tuple[str, Postbox], bestsms: Session) -> Postbox:
    """Let a session's mails be delivered to an empty postbox."""
    bestsms.settings.smtp, box = smtp
    box.mails.clear()
    box.envelopes.clear()
    return box


def send_with_wrong_secret(session: Session) -> None:
    """Send with a sender that is known and a key that is wrong."""
    document = {"Sender": session.credentials.sender, "APIKey": "wrong"}
    document["MessageData"] = {"Message": "hi", "Destinations": [NUMBER]}  # type: ignore[assignment]  # any JSON
    answer = requests.post(f"{session.url}/api/v2.04/send/sms", json=document, timeout=SECONDS)
    assert answer.json()["Result"] == "Success"


def test_mails_are_kept_where_no_server_is_set(bestsms: Session) -> None:
    send_with_wrong_secret(bestsms)

    (mail,) = bestsms.mails
    assert (mail.kind, mail.to, mail.delivery) == ("authentication_failed", "api-errors@example.com", "kept")
    assert [event.kind for event in bestsms.events] == ["mail"]


def test_failed_authentication_is_mailed_to_the_accounts_error_address(bestsms: Session, postbox: Postbox) -> None:
    bestsms.account.error_email = "errors@example.org"
    send_with_wrong_secret(bestsms)
    bestsms.clock.wait_until_settled(SECONDS)

    (mail,) = postbox.mails
    assert (mail["To"], mail["Subject"]) == ("errors@example.org", "API authentication failed")
    assert "credentials are wrong" in mail.get_content()
    assert "wrong-secret" not in mail.as_string()
    assert [each.delivery for each in bestsms.mails] == ["delivered"]


def test_a_reply_is_mailed_to_where_the_message_says(bestsms: Session, postbox: Postbox) -> None:
    send(bestsms, SMSEmailReply="replies@example.org", text="Coming?", MessageID="ID1")
    bestsms.receive("Yes, ça va 😀", NUMBER)

    (mail,) = postbox.mails
    assert ("replies@example.org", f"SMS reply from {NUMBER}") == (mail["To"], mail["Subject"])
    assert "Yes, ça va 😀" in mail.get_content()
    assert "In reply to ID1: Coming?" in mail.get_content()
    assert bestsms.events[-1][2:3] + bestsms.events[-1][4:] == ("mail", "replies@example.org", "reply", "delivered")


def test_a_reply_to_a_message_that_names_no_address_is_not_mailed(bestsms: Session, postbox: Postbox) -> None:
    send(bestsms)
    bestsms.receive("Yes", NUMBER)
    bestsms.receive("Who is this?", "+61491570157")

    assert [] == bestsms.mails == postbox.mails


@pytest.mark.parametrize("field", ["ReportTo", "ErrorEmailNotify"])
def test_a_report_is_mailed_as_text_and_html_to_where_the_message_says(
    bestsms: Session, postbox: Postbox, field: str
) -> None:
    send(bestsms, MessageID="ID1", **{field: "reports@example.org"})
    bestsms.clock.advance("2s")

    (mail,) = postbox.mails
    html, text = mail.get_body(("html",)), mail.get_body(("plain",))
    assert html is not None
    assert text is not None
    assert (mail["To"], mail["Subject"]) == ("reports@example.org", "Delivery report ID1")
    assert "<tr><th>Result</th><td>delivered</td></tr>" in html.get_content()
    assert f"Destination: {NUMBER}" in text.get_content()


def test_reports_are_mailed_to_the_accounts_address_for_each_destination(bestsms: Session, postbox: Postbox) -> None:
    bestsms.account.report_email = "all@example.org"
    send(bestsms, NUMBER, bestsms.numbers.bad_number[0])
    bestsms.clock.advance("2s")

    texts = [mail.get_body(("plain",)) for mail in postbox.mails]
    assert ["SUCCESS" in str(texts[0]), "Bad Number" in str(texts[1])] == [True, True]
    assert {"all@example.org"} == {mail["To"] for mail in postbox.mails}


def test_a_report_says_nothing_in_html_that_is_not_escaped(bestsms: Session, postbox: Postbox) -> None:
    bestsms.account.report_email = "all@example.org"
    send(bestsms)
    bestsms.deliver(result="<script>")

    html = postbox.mails[0].get_body(("html",))
    assert html is not None
    assert "&lt;script&gt;" in html.get_content()
    assert "<script>" not in html.get_content()


def test_a_server_that_is_down_is_recorded_and_not_raised(bestsms: Session) -> None:
    bestsms.settings.smtp = f"127.0.0.1:{free_port()}"
    bestsms.account.report_email = "all@example.org"
    send(bestsms)
    events = bestsms.clock.advance("2s")

    (mail,) = bestsms.mails
    assert "ConnectionRefusedError" in mail.delivery
    assert ("mail", mail.delivery) == (events[-1].kind, events[-1].detail)


def test_a_server_that_hangs_up_is_recorded_and_not_raised() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(1)
        errand = MailErrand(_mail(), f"127.0.0.1:{listener.getsockname()[1]}", Guard())
        client = socket.create_connection(listener.getsockname())
        listener.accept()[0].close()
        client.close()
        listener.close()
        outcome = errand.run()

    assert outcome != "delivered"


def test_mails_leave_this_machine_only_where_that_is_allowed(bestsms: Session) -> None:
    bestsms.settings.smtp = "192.0.2.1:25"
    bestsms.account.report_email = "all@example.org"
    send(bestsms)
    bestsms.clock.advance("2s")

    assert "neither this machine nor allowed" in bestsms.mails[0].delivery


def test_the_addresses_of_a_mail_server_are_tried_in_turn(smtp: tuple[str, Postbox]) -> None:
    port = smtp[0].partition(":")[2]
    guard = Guard(resolve=lambda _host, _port: ["127.0.0.9", "127.0.0.1"])

    assert MailErrand(_mail(), f"mail.example:{port}", guard).run() == "delivered"


def test_a_reply_can_not_add_headers_or_recipients_to_a_mail(bestsms: Session, postbox: Postbox) -> None:
    send(bestsms, SMSEmailReply="replies@example.org", text=NASTY)
    bestsms.receive(NASTY, NUMBER)

    assert [envelope.rcpt_tos for envelope in postbox.envelopes] == [["replies@example.org"]]
    assert "Bcc" not in postbox.mails[0]
    assert postbox.mails[0]["To"] == "replies@example.org"


@pytest.mark.parametrize("part", ["to", "subject"])
def test_a_line_break_never_reaches_a_header(smtp: tuple[str, Postbox], part: str) -> None:
    server, box = smtp
    box.mails.clear()
    box.envelopes.clear()
    mail = _mail()
    setattr(mail, part, f"{getattr(mail, part)}\r\nBcc: everybody@example.com\nX-Injected: yes")
    MailErrand(mail, server, Guard()).run()

    assert not [each for each in box.mails if "Bcc" in each or "X-Injected" in each]
    assert not [each for each in box.envelopes if "everybody@example.com" in each.rcpt_tos]


class Wire:
    """An SMTP connection that writes a mail as it would be sent, and sends nothing."""

    def __init__(self, *_where: object, **_options: object) -> None:
        self.sent = b""

    sock = None

    def connect(self, *_where: object) -> None:
        """Connect to nothing."""

    def quit(self) -> None:
        """Say good-bye to nobody."""

    def close(self) -> None:
        """Close nothing."""

    def send_message(self, message: EmailMessage) -> None:
        """Write."""
        self.sent = message.as_bytes(policy=SMTP)
        head = self.sent.partition(b"\r\n\r\n")[0].lower()
        assert b"\r\nbcc:" not in head


@given(to=st.text(max_size=40), subject=st.text(max_size=40), text=st.text(max_size=80))
def test_no_mail_whatever_it_says_raises(to: str, subject: str, text: str) -> None:
    with patch.object(mail_module.smtplib, "SMTP", Wire):
        outcome = MailErrand(Mail("reply", to, subject, text, 0), "127.0.0.1:25", Guard()).run()

    assert isinstance(outcome, str)


@pytest.mark.parametrize(
    "to", ["", "@", "a@", "@b", "<", "a <", '"', "a@b@c", "ü@example.org", "a@ü.example", "a b@c", ",", ";:", "a" * 999]
)
def test_an_address_that_is_none_is_recorded_and_not_raised(smtp: tuple[str, Postbox], to: str) -> None:
    mail = _mail()
    mail.to = to

    assert isinstance(MailErrand(mail, smtp[0], Guard()).run(), str)


def _mail() -> Mail:
    return Mail("reply", "to@example.org", "About", "Text", 0)
