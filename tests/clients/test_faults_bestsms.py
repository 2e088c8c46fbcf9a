"""The provider's own client, PyPI `bestsms` 3.0.0.0, unmodified, through every fault."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import bestsms._config as client_config
import pytest
import requests
from bestsms.api.v204.messaging.dtos.message_api_result_dto import MessageApiResultDTO
from bestsms.core.dtos.error_dto import ErrorDTO
from bestsms.legacy import BestSMS

from client_rows import WHENS, Got, Row, raised, rows
from mock_gateway.model.faults import FAULTS
from mock_gateway.server import suffer

if TYPE_CHECKING:
    from mock_gateway import Session

HANDSET = "+61491570156"
ROWS = rows("bestsms")
LOST = "('Connection aborted.', RemoteDisconnected('Remote end closed connection without response'))"


@pytest.fixture
def client(bestsms: Session, monkeypatch: pytest.MonkeyPatch) -> BestSMS:
    """Make a client of the mock; what the client keeps in its module is put back afterwards."""
    monkeypatch.setattr(client_config, "__APIURL__", f"{bestsms.url}/api/v2.04")
    monkeypatch.setattr(client_config, "__APIHeaders__", dict(client_config.__APIHeaders__))
    for name in ("__AuthToken__", "__Sender__", "__APIKey__"):
        monkeypatch.setattr(client_config, name, "")
    return BestSMS(AuthToken=bestsms.credentials.token)


@pytest.fixture(autouse=True)
def _short_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the server itself end a connection that hangs: this client never does."""
    monkeypatch.setattr(suffer, "LONGEST_HANG", 0.1)


@pytest.fixture
def timeouts(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Note with which timeout each request is sent."""
    noted: list[Any] = []
    send = requests.Session.send

    def note(session: requests.Session, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        noted.append(options["timeout"])
        return send(session, request, **options)

    monkeypatch.setattr(requests.Session, "send", note)
    return noted


def result(client: BestSMS) -> Any:
    return client.Messaging.SMS.SendMessage(MessageText="Hello", Recipients=[HANDSET])


def send(client: BestSMS, session: Session) -> Got:
    """Send, and say what the caller gets."""

    def returned() -> Got:
        said = result(client)
        last = session.messages[-1].id if session.messages else None
        if said == MessageApiResultDTO(Result="Success", MessageID=last, ErrorMessage=[]):
            return Got("gets", "accepted")
        return Got("returns", type(said).__name__, f"{said.Result}: {', '.join(said.ErrorMessage)}")

    return raised(returned, AttributeError)


def test_there_is_a_row_for_every_fault_before_and_after() -> None:
    done = [(row.done["fault"], row.done["when"]) for row in ROWS if "fault" in row.done]

    assert list(product(FAULTS, WHENS)) == done


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_the_caller_gets_what_the_page_says_and_sending_again_is_its_own_doing(
    row: Row, client: BestSMS, bestsms: Session
) -> None:
    row.arm(bestsms)

    got = send(client, bestsms)

    assert row.fits(got, bestsms.url), got
    assert row.sends == len(bestsms.journal)
    assert ["Hello"] * row.taken == bestsms.handset(HANDSET).texts


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_message_that_was_taken_is_accepted_twice_when_the_caller_sends_it_again(
    row: Row, client: BestSMS, bestsms: Session
) -> None:
    row.arm(bestsms)
    send(client, bestsms)

    again = send(client, bestsms)

    assert Got("gets", "accepted") == again
    assert row.sends + 1 == len(bestsms.journal)
    assert ["Hello"] * (1 + row.taken) == bestsms.handset(HANDSET).texts
    assert [2] * row.taken == [each.times for each in bestsms.ledger.duplicates]


@pytest.mark.parametrize("row", [row for row in ROWS if not row.taken], ids=str)
def test_what_was_not_taken_costs_nothing(row: Row, client: BestSMS, bestsms: Session) -> None:
    row.arm(bestsms)
    send(client, bestsms)

    assert (0, []) == (bestsms.ledger.cost, bestsms.ledger.numbers)


@pytest.mark.parametrize("when", WHENS)
def test_a_hang_is_waited_for_without_any_timeout(
    client: BestSMS, bestsms: Session, timeouts: list[Any], when: str
) -> None:
    """It is the server that ends the connection; an hour later, were it not told otherwise here."""
    bestsms.fault("hang", when=when)

    said = result(client)

    assert [None] == timeouts
    assert ErrorDTO(Result="Error", ErrorMessage=[LOST]) == said


@pytest.mark.parametrize("name", ["reset", "close", "truncate"])
def test_a_poll_that_is_lost_raises_and_leaves_the_message_as_it_is(
    client: BestSMS, bestsms: Session, name: str
) -> None:
    sent = result(client)
    bestsms.fault(name, call="get-status")

    with pytest.raises(AttributeError, match="'StatusRequestResult' object has no attribute '_StatusRequestResult__"):
        client.Reports.Status.Poll(MessageID=sent.MessageID)
    found = client.Reports.Status.Poll(MessageID=sent.MessageID)

    assert ("Success", "Pending") == (found.Result, found.Status)
    assert 1 == len(bestsms.messages)
