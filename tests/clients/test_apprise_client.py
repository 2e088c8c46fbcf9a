"""PyPI `apprise` 2.2.0, its BurstSMS plugin, unmodified, against the mock.

It only sends: it cannot read replies, which `test_replies_transmitsms.py` does the way the documents say. It looks at
the HTTP status alone, so that is all its caller ever learns of a rejection; the code is in the journal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs

import apprise
import pytest
from apprise.plugins.burstsms import NotifyBurstSMS

from mock_gateway.definitions.load import gateway

if TYPE_CHECKING:
    from mock_gateway import Session

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")  # another plugin imports it

Make = Callable[..., apprise.Apprise]

HANDSET = "61491570156"
SECOND = "61491570157"
SENDER = "61491570006"

LOGGED = {
    400: "Bad Request - Unsupported Parameters., error=400.",
    401: "Verification Failed., error=401.",
    403: "error=403.",
    404: "Page not found., error=404.",
    405: "Method not allowed., error=405.",
    413: "error=413.",
    429: "error=429.",
    500: "Internal server error., error=500.",
}
"""What it logs, by HTTP status."""


class Earned(NamedTuple):
    """A rejection that this client can bring about.

    Attributes:
        key: of the rejection.
        settings: of the session, and
        account: the account's state that lead to it.
        client: what is different in the client, by the names of `make`.
        body: what is sent.

    """

    key: str
    settings: Mapping[str, object] = {}
    account: Mapping[str, object] = {}
    client: Mapping[str, str] = {}
    body: str = "Hello"


EARNED = (
    Earned("403", settings={"require_tls": True}),
    Earned("404", client={"path": "send-sms"}),
    Earned("NOT_IMPLEMENTED", client={"path": "send-text.json"}),
    Earned("500", settings={"service": "failing"}),
    Earned("AUTH_FAILED", client={"secret": "wrong"}),
    Earned("AUTH_FAILED", client={"key": "nobody"}),
    Earned("OVER_LIMIT", account={"calls_a_window": 0}),
    Earned("NO_ACCESS", account={"access": ["get-sms"]}),
    Earned("FIELD_EMPTY message", body=" "),
    Earned("FIELD_INVALID length", body="a" * 613),
    Earned("FIELD_INVALID number", settings={"single_invalid": "FIELD_INVALID"}, client={"to": "0000000000"}),
    Earned("BAD_CALLER_ID", client={"sender": "SenderTooLong"}),
    Earned("BAD_CALLER_ID account", account={"senders": ["61491570313"]}),
    Earned("RECIPIENTS_ERROR", client={"to": "61255501234"}),
    Earned("RECIPIENTS_ERROR", account={"optouts": [HANDSET]}),
    Earned("LEDGER_ERROR", account={"credit_thousandths": 86}),
)

ROWS = {
    row.key: row for row in gateway("transmitsms").rows if not row.each and (not row.calls or "send-sms" in row.calls)
}
"""The rejections that send-sms can answer."""


@pytest.fixture
def make(transmitsms: Session, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Make a client of the mock; what is set in its class is put back afterwards."""
    monkeypatch.setattr(NotifyBurstSMS, "request_rate_per_sec", 0)
    usual = {**transmitsms.credentials, "sender": SENDER, "to": HANDSET, "options": "country=au"}

    def made(path: str = "send-sms.json", **changes: str) -> apprise.Apprise:
        monkeypatch.setattr(NotifyBurstSMS, "notify_url", f"{transmitsms.url}/{path}")
        url = "burstsms://{key}:{secret}@{sender}/{to}?{options}".format_map({**usual, **changes})
        client = apprise.Apprise()
        assert client.add(url)
        return client

    return made


def send(client: apprise.Apprise, body: str = "Hello", title: str = "") -> bool:
    return bool(client.notify(body=body, title=title))


def forms(session: Session) -> list[dict[str, list[str]]]:
    """Give what was posted."""
    return [parse_qs(each.request.body.decode()) for each in session.journal]


def test_a_message_is_sent_and_arrives(make: Make, transmitsms: Session, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "apprise")

    assert send(make(), "Grüße €")
    assert ["Grüße €"] == transmitsms.handset(HANDSET).texts
    assert "Sent Burst SMS notification to 1 target(s)." in caplog.messages
    assert [{"countrycode": ["au"], "message": ["Grüße €"], "from": [SENDER], "to": [HANDSET]}] == forms(transmitsms)


def test_it_is_called_kudosity_too(make: Make, transmitsms: Session) -> None:
    client = apprise.Apprise()
    credentials = transmitsms.credentials

    make()

    assert client.add(f"kudosity://{credentials.key}:{credentials.secret}@{SENDER}/{HANDSET}")
    assert send(client)
    assert ["Hello"] == transmitsms.handset(HANDSET).texts


def test_two_targets_are_two_requests(make: Make, transmitsms: Session) -> None:
    assert send(make(to=f"{HANDSET}/{SECOND}"))
    assert [[HANDSET], [SECOND]] == [form["to"] for form in forms(transmitsms)]
    assert [["Hello"], ["Hello"]] == [transmitsms.handset(number).texts for number in (HANDSET, SECOND)]


def test_in_batches_two_targets_are_one_request(make: Make, transmitsms: Session) -> None:
    assert send(make(to=f"{HANDSET}/{SECOND}", options="country=au&batch=yes"))
    assert [[f"{HANDSET},{SECOND}"]] == [form["to"] for form in forms(transmitsms)]
    assert [HANDSET, SECOND] == [each.number for each in transmitsms.messages[0].recipients]


def test_a_title_stands_before_the_text(make: Make, transmitsms: Session) -> None:
    assert send(make(), "Hello", title="News")
    assert ["News\r\nHello"] == transmitsms.handset(HANDSET).texts


def test_a_validity_is_kept(make: Make, transmitsms: Session) -> None:
    assert send(make(options="country=au&validity=30"))
    assert 30 * 60 == transmitsms.messages[0].fields["validity_seconds"]


@pytest.mark.parametrize(
    ("country", "local", "number"),
    [
        ("au", "0491570156", HANDSET),
        ("nz", "0212670129", "64212670129"),
        ("gb", "07700900123", "447700900123"),
        ("us", "2025550123", "12025550123"),
    ],
)
def test_local_numbers_are_of_the_country(
    make: Make, transmitsms: Session, country: str, local: str, number: str
) -> None:
    assert send(make(to=local, options=f"country={country}"))
    assert [number] == [each.number for each in transmitsms.messages[0].recipients]


def test_without_a_country_local_numbers_are_of_the_united_states(make: Make, transmitsms: Session) -> None:
    assert send(make(to="2025550123", options="validity=30"))
    assert ["12025550123"] == [each.number for each in transmitsms.messages[0].recipients]


def test_what_the_client_refuses_itself_never_reaches_the_gateway(make: Make, transmitsms: Session) -> None:
    assert not send(make(), "")
    assert not apprise.Apprise().add(f"burstsms://Key1:no-dashes@{SENDER}/{HANDSET}")
    assert not apprise.Apprise().add(f"burstsms://Key1:Secret1@{SENDER}/{HANDSET}?country=de")
    assert 0 == len(transmitsms.journal)


def test_one_target_that_is_refused_fails_the_whole_though_the_other_arrives(make: Make, transmitsms: Session) -> None:
    transmitsms.reject("RECIPIENTS_ERROR")

    assert not send(make(to=f"{HANDSET}/{SECOND}"))
    assert [[], ["Hello"]] == [transmitsms.handset(number).texts for number in (HANDSET, SECOND)]


def test_the_sixteenth_message_of_a_second_is_throttled_and_the_next_second_opens(
    make: Make, transmitsms: Session, caplog: pytest.LogCaptureFixture
) -> None:
    client = make()

    assert [True] * 15 + [False] == [send(client) for _ in range(16)]
    assert [f"Failed to send Burst SMS notification to 1 target(s): {LOGGED[429]}"] == caplog.messages
    assert [("OVER_LIMIT", False)] == [(each.code, each.forced) for each in transmitsms.journal if each.verdict]

    transmitsms.clock.advance("1s")
    assert send(client)
    assert ["Hello"] * 16 == transmitsms.handset(HANDSET).texts


@pytest.mark.parametrize("earned", EARNED, ids=lambda earned: earned.key)
def test_a_rejection_that_the_client_can_bring_about_is_false_and_logged_by_its_status(
    make: Make, transmitsms: Session, caplog: pytest.LogCaptureFixture, earned: Earned
) -> None:
    for name, value in earned.settings.items():
        setattr(transmitsms.settings, name, value)
    for name, value in earned.account.items():
        setattr(transmitsms.account, name, value)

    assert not send(make(**earned.client), earned.body)
    _refused_once(transmitsms, caplog, earned.key, forced=False)


@pytest.mark.parametrize("key", ROWS)
def test_each_rejection_of_a_send_is_false_and_logged_by_its_status(
    make: Make, transmitsms: Session, caplog: pytest.LogCaptureFixture, key: str
) -> None:
    transmitsms.reject(key)
    client = make()

    assert not send(client)
    _refused_once(transmitsms, caplog, key, forced=True)
    assert send(client)


def _refused_once(session: Session, caplog: pytest.LogCaptureFixture, key: str, *, forced: bool) -> None:
    """Hold the only exchange to a rejection, and the log to its status."""
    (exchange,) = session.journal

    assert exchange.verdict is not None
    assert (key, forced) == (exchange.verdict.row.key, exchange.forced)
    logged = f"Failed to send Burst SMS notification to 1 target(s): {LOGGED[exchange.reply.status]}"
    assert [logged] == caplog.messages
    assert [] == session.messages
