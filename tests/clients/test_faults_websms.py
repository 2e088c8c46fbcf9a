"""PyPI `websms` 1.0.0, unmodified, through every fault."""

from __future__ import annotations

from itertools import product
from json import JSONDecodeError
from typing import TYPE_CHECKING

import pytest
import requests
import websms as client

from client_rows import SECONDS, WHENS, Got, Row, raised, rows
from mock_gateway.model.faults import FAULTS
from mock_gateway.server import suffer

if TYPE_CHECKING:
    from mock_gateway import Session

HANDSET = "447700900000"
PATH = "/rest/smsmessaging/text"
ROWS = rows("websms")
PATIENCE = 20
"""Seconds that a client waits which is not to give up."""


@pytest.fixture
def service(websms: Session) -> client.SMSService:
    """Give a client with the session's user name and password."""
    credentials = websms.credentials
    return client.SMSService(f"{websms.url}{PATH}", credentials.username, credentials.password, timeout=PATIENCE)


def send(service: client.SMSService, session: Session) -> Got:
    """Send, and say what the caller gets."""

    def returned() -> Got:
        transfer_id = client.SMS([HANDSET], "Hello").send(service=service)
        assert transfer_id == session.messages[-1].id
        return Got("gets", "accepted")

    return raised(returned, client.SMSServiceError, JSONDecodeError)


def arm(row: Row, service: client.SMSService, session: Session) -> None:
    """Let a row happen to the next send; a client that meets a hang is not patient."""
    row.arm(session)
    service.configure(timeout=SECONDS if row.done.get("fault") == "hang" else PATIENCE)


def test_there_is_a_row_for_every_fault_before_and_after() -> None:
    done = [(row.done["fault"], row.done["when"]) for row in ROWS if "fault" in row.done]

    assert list(product(FAULTS, WHENS)) == done


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_the_caller_gets_what_the_page_says_and_sending_again_is_its_own_doing(
    row: Row, service: client.SMSService, websms: Session
) -> None:
    arm(row, service, websms)

    got = send(service, websms)

    assert row.fits(got, websms.url + PATH), got
    assert row.sends == len(websms.journal)
    assert ["Hello"] * row.taken == websms.handset(HANDSET).texts


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_message_that_was_taken_is_accepted_twice_when_the_caller_sends_it_again(
    row: Row, service: client.SMSService, websms: Session
) -> None:
    arm(row, service, websms)
    send(service, websms)
    service.configure(timeout=PATIENCE)

    again = send(service, websms)

    assert Got("gets", "accepted") == again
    assert row.sends + 1 == len(websms.journal)
    assert ["Hello"] * (1 + row.taken) == websms.handset(HANDSET).texts
    assert [2] * row.taken == [each.times for each in websms.ledger.duplicates]


@pytest.mark.parametrize("row", [row for row in ROWS if not row.taken], ids=str)
def test_what_was_not_taken_costs_nothing(row: Row, service: client.SMSService, websms: Session) -> None:
    arm(row, service, websms)
    send(service, websms)

    assert (0, []) == (websms.ledger.cost, websms.ledger.numbers)


@pytest.mark.parametrize("when", WHENS)
def test_a_hang_is_a_timeout_to_a_client_that_has_one(service: client.SMSService, websms: Session, when: str) -> None:
    websms.fault("hang", when=when)
    service.configure(timeout=SECONDS)

    with pytest.raises(client.CommunicationError) as caught:
        service.post_sms([HANDSET], "Hello")

    assert caught.value.is_timeout()
    assert isinstance(caught.value.original_exception, requests.ReadTimeout)


@pytest.mark.parametrize("when", WHENS)
def test_a_hang_is_waited_for_where_no_timeout_is_given(
    service: client.SMSService, websms: Session, when: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is the server that ends the connection; an hour later, were it not told otherwise here."""
    monkeypatch.setattr(suffer, "LONGEST_HANG", SECONDS)
    websms.fault("hang", when=when)
    service.configure(timeout=None)

    with pytest.raises(client.CommunicationError) as caught:
        service.post_sms([HANDSET], "Hello")

    assert not caught.value.is_timeout()
    assert "Remote end closed connection without response" in str(caught.value)


@pytest.mark.parametrize("name", ["reset", "close", "truncate", "bad_gateway", "unavailable", "gateway_timeout"])
def test_silently_a_lost_answer_is_none_though_the_message_was_taken(
    service: client.SMSService, websms: Session, name: str
) -> None:
    websms.fault(name, when="after")

    said = client.SMS([HANDSET], "Hello").send(service=service, fail_silently=True)

    assert said is None
    assert ["Hello"] == websms.handset(HANDSET).texts


@pytest.mark.parametrize("name", ["empty", "garbage", "wrong_length", "invalid_json", "bom", "html"])
def test_a_body_that_is_no_json_raises_even_silently(service: client.SMSService, websms: Session, name: str) -> None:
    websms.fault(name)

    with pytest.raises(JSONDecodeError):
        client.SMS([HANDSET], "Hello").send(service=service, fail_silently=True)
