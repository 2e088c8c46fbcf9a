"""PyPI `apprise` 2.2.0 and npm `burstsms` 1.0.2, unmodified, through every fault of the TransmitSMS family."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import apprise
import pytest
from apprise.plugins.burstsms import NotifyBurstSMS

from client_rows import SECONDS, WHENS, Got, Row, rows
from mock_gateway.model.faults import FAULTS
from mock_gateway.server import suffer

if TYPE_CHECKING:
    from mock_gateway import Session
    from node_clients import BurstSMS

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")  # another plugin imports it

HANDSET = "61491570156"
APPRISE = rows("apprise")
BURSTSMS = rows("burstsms")
PATIENCE = 20
"""Seconds that a client waits which is not to give up."""


class Apprise:
    """Sends with apprise, and says what the caller gets."""

    def __init__(self, session: Session, log: pytest.LogCaptureFixture) -> None:
        self._session = session
        self._log = log

    def result(self, patience: float = PATIENCE, options: str = "") -> apprise.AppriseResult:
        """Send, with a timeout."""
        key, secret = self._session.credentials.key, self._session.credentials.secret
        client = apprise.Apprise()
        assert client.add(f"burstsms://{key}:{secret}@61491570006/{HANDSET}?country=au&rto={patience}{options}")
        self._log.clear()
        return client.notify(body="Hello")

    def send(self, patience: float = PATIENCE) -> Got:
        """Send, and say what the caller gets."""
        said = self.result(patience)
        if said:
            assert [] == self._log.messages
            return Got("gets", "accepted")
        return Got("returns", type(said).__name__, f"{said.status.name}, logged: {' '.join(self._log.messages)}")

    def send_through(self, row: Row) -> Got:
        """Let a row happen to the next message, and send it; a client that meets a hang is not patient."""
        row.arm(self._session)
        return self.send(SECONDS if row.done.get("fault") == "hang" else PATIENCE)


@pytest.fixture
def client(transmitsms: Session, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> Apprise:
    """Make a client of the mock; what is set in its class is put back afterwards."""
    monkeypatch.setattr(NotifyBurstSMS, "notify_url", f"{transmitsms.url}/send-sms.json")
    monkeypatch.setattr(NotifyBurstSMS, "request_rate_per_sec", 0)
    return Apprise(transmitsms, caplog)


@pytest.fixture
def _short_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the server itself end a connection that hangs: npm `burstsms` never does."""
    monkeypatch.setattr(suffer, "LONGEST_HANG", SECONDS)


def send(burstsms: BurstSMS, session: Session) -> Got:
    """Send with npm `burstsms`, and say what the caller gets."""
    outcome = burstsms.send(session)
    if outcome.how == "resolves":
        assert int(session.messages[-1].id) == outcome.value["message_id"]
        return Got("gets", "accepted")
    return Got(outcome.how, str(outcome.value))


def hold(session: Session, row: Row, *, again: int = 0) -> None:
    """Hold what the session met to what a row says."""
    texts = ["Hello"] * (row.taken + again)

    assert row.sends + again == len(session.journal)
    assert texts == session.handset(HANDSET).texts
    assert bool(texts) == bool(session.ledger.cost)


@pytest.mark.parametrize("client_rows", [APPRISE, BURSTSMS], ids=["apprise", "burstsms"])
def test_there_is_a_row_for_every_fault_before_and_after(client_rows: list[Row]) -> None:
    done = [(row.done["fault"], row.done["when"]) for row in client_rows if "fault" in row.done]

    assert list(product(FAULTS, WHENS)) == done


@pytest.mark.parametrize("row", APPRISE, ids=str)
def test_the_caller_of_apprise_gets_what_the_page_says(row: Row, client: Apprise, transmitsms: Session) -> None:
    got = client.send_through(row)

    assert row.fits(got, transmitsms.url), got
    hold(transmitsms, row)


@pytest.mark.parametrize("row", APPRISE, ids=str)
def test_a_message_that_was_taken_is_accepted_twice_when_the_caller_of_apprise_sends_it_again(
    row: Row, client: Apprise, transmitsms: Session
) -> None:
    client.send_through(row)

    assert Got("gets", "accepted") == client.send()
    hold(transmitsms, row, again=1)
    assert [2] * row.taken == [each.times for each in transmitsms.ledger.duplicates]


@pytest.mark.usefixtures("_short_hang")
@pytest.mark.parametrize("row", BURSTSMS, ids=str)
def test_the_caller_of_burstsms_gets_what_the_page_says_and_sending_again_is_its_own_doing(
    row: Row, burstsms: BurstSMS, transmitsms: Session
) -> None:
    row.arm(transmitsms)
    got = send(burstsms, transmitsms)

    assert row.fits(got, transmitsms.url), got
    hold(transmitsms, row)

    assert Got("gets", "accepted") == send(burstsms, transmitsms)
    hold(transmitsms, row, again=1)
    assert [2] * row.taken == [each.times for each in transmitsms.ledger.duplicates]


@pytest.mark.parametrize("when", WHENS)
def test_apprise_that_retries_sends_a_message_twice_whose_answer_was_lost(
    client: Apprise, transmitsms: Session, when: str
) -> None:
    transmitsms.fault("close", when=when)

    assert client.result(options="&retry=1&wait=0")
    assert 2 == len(transmitsms.journal)
    assert ["Hello"] * (1 + (when == "after")) == transmitsms.handset(HANDSET).texts


def test_apprise_waits_for_four_seconds_unless_told_otherwise() -> None:
    client = apprise.Apprise.instantiate(f"burstsms://Key1:Secret1@61491570006/{HANDSET}")

    assert (4.0, 4.0) == client.request_timeout


def test_apprise_takes_a_page_that_is_not_the_gateways_for_a_success(client: Apprise, transmitsms: Session) -> None:
    transmitsms.fault("html")

    assert client.result()
    assert [] == transmitsms.messages
