"""npm `websmscom` 1.0.3, unmodified, through every fault, over HTTPS."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from client_rows import SECONDS, WHENS, Got, Row, rows
from mock_gateway.model.faults import FAULTS
from mock_gateway.server import suffer

if TYPE_CHECKING:
    from mock_gateway import Session
    from node_clients import WebSmsCom

HANDSET = "447700900000"
ROWS = rows("websmscom")

pytestmark = pytest.mark.usefixtures("_short_hang")


@pytest.fixture
def _short_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the server itself end a connection that hangs: this client never does."""
    monkeypatch.setattr(suffer, "LONGEST_HANG", SECONDS)


def send(websmscom: WebSmsCom, session: Session) -> Got:
    """Send, and say what the callback gets."""
    outcome = websmscom.send(session)
    if outcome.how == "resolves":
        assert session.messages[-1].id == outcome.value["transferId"]
        return Got("gets", "accepted")
    return Got(outcome.how, outcome.value["cause"], outcome.value["message"].replace("\n", " "))


def test_there_is_a_row_for_every_fault_before_and_after() -> None:
    done = [(row.done["fault"], row.done["when"]) for row in ROWS if "fault" in row.done]

    assert list(product(FAULTS, WHENS)) == done


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_the_callback_gets_what_the_page_says_and_sending_again_is_its_callers_doing(
    row: Row, websmscom: WebSmsCom, secure_websms: Session
) -> None:
    row.arm(secure_websms)

    got = send(websmscom, secure_websms)

    assert row.fits(got, secure_websms.url), got
    assert row.sends == len(secure_websms.journal)
    assert ["Hello"] * row.taken == secure_websms.handset(HANDSET).texts


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_message_that_was_taken_is_accepted_twice_when_it_is_sent_again(
    row: Row, websmscom: WebSmsCom, secure_websms: Session
) -> None:
    row.arm(secure_websms)
    send(websmscom, secure_websms)

    again = send(websmscom, secure_websms)

    assert Got("gets", "accepted") == again
    assert row.sends + 1 == len(secure_websms.journal)
    assert ["Hello"] * (1 + row.taken) == secure_websms.handset(HANDSET).texts


@pytest.mark.parametrize("when", WHENS)
def test_a_wrong_length_calls_back_twice(websmscom: WebSmsCom, secure_websms: Session, when: str) -> None:
    websmscom.late.clear()
    secure_websms.fault("wrong_length", when=when)

    first = websmscom.send(secure_websms)
    websmscom.send(secure_websms)

    assert "connection" == first.value["cause"]
    assert [("calls_back", "api")] == [(each.how, each.value["cause"]) for each in websmscom.late]
