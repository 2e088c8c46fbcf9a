"""What handsets would have received and what it cost, read off what was accepted."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
import requests

from receivers import SECONDS, send

if TYPE_CHECKING:
    from mock_gateway import Session

NUMBER = "+61491570156"


def test_a_handset_has_the_texts_that_were_accepted_for_it_in_order(bestsms: Session) -> None:
    send(bestsms, NUMBER, text="one")
    send(bestsms, NUMBER, "+61491570157", text="two")
    send(bestsms, "+61491570157", text="three")

    assert bestsms.handset(NUMBER).texts == ["one", "two"]
    assert bestsms.handset("+61491570157").texts == ["two", "three"]
    assert bestsms.handset("+61491570158").texts == []
    assert bestsms.ledger.numbers == ["61491570156", "61491570157"]


def test_a_text_is_delivered_when_its_time_has_come(bestsms: Session) -> None:
    send(bestsms)
    before = bestsms.handset(NUMBER).delivered
    bestsms.clock.advance("2s")

    assert (before, bestsms.handset(NUMBER).delivered) == ([], ["Hello"])


@pytest.mark.parametrize(
    ("outcome", "delivered"),
    [("delivered", True), ("sent_ok", True), ("failed", False), ("bad_number", False), ("never_reported", False)],
)
def test_only_what_was_delivered_is(bestsms: Session, outcome: str, delivered: bool) -> None:  # noqa: FBT001  a column
    number = bestsms.numbers[outcome][3]
    send(bestsms, number)
    bestsms.clock.advance("1h")

    assert (["Hello"], delivered) == (bestsms.handset(number).texts, bestsms.handset(number).delivered == ["Hello"])


@pytest.mark.parametrize("spelling", ["+61491570156", "61491570156", "+61 491 570 156", "(+61) 491-570-156"])
def test_a_handset_is_found_however_its_number_is_decorated(bestsms: Session, spelling: str) -> None:
    send(bestsms, NUMBER)

    assert bestsms.handset(spelling).texts == ["Hello"]


def test_what_was_refused_is_on_no_handset(websms: Session) -> None:
    websms.reject(4013)
    headers = {"Authorization": f"Bearer {websms.credentials.token}"}
    document = {"recipientAddressList": ["447700900000"], "messageContent": "Hello"}
    requests.post(f"{websms.url}/rest/smsmessaging/text", json=document, headers=headers, timeout=SECONDS)

    assert ([], [], Decimal(0)) == (websms.handset("447700900000").texts, websms.ledger.numbers, websms.ledger.cost)


def test_what_was_accepted_is_on_its_handset_although_its_answer_was_lost(websms: Session) -> None:
    """The client tries again because it heard nothing: the handset gets the text twice."""
    headers = {"Authorization": f"Bearer {websms.credentials.token}"}
    document = {"recipientAddressList": ["447700900000"], "messageContent": "Hello"}
    websms.fault("reset", when="after")
    with pytest.raises(requests.ConnectionError):
        requests.post(f"{websms.url}/rest/smsmessaging/text", json=document, headers=headers, timeout=SECONDS)
    send(websms)

    (duplicate,) = websms.ledger.duplicates
    assert websms.handset("447700900000").texts == ["Hello", "Hello"]
    assert (duplicate.number, duplicate.text, duplicate.times) == ("447700900000", "Hello", 2)


def test_duplicates_name_number_text_and_all_messages_in_order(bestsms: Session) -> None:
    same = [send(bestsms, NUMBER, text="same") for _ in range(3)]
    send(bestsms, NUMBER, text="other")
    send(bestsms, "+61491570157", text="same")

    assert [("61491570156", "same", tuple(each.id for each in same))] == bestsms.ledger.duplicates


@pytest.mark.parametrize("outcome", ["delivered", "failed", "duplicate", "never_reported"])
def test_a_duplicate_is_one_whatever_the_gateway_does_with_it_later(bestsms: Session, outcome: str) -> None:
    bestsms.outcome(outcome, times=2)
    for _ in range(2):
        send(bestsms)
    bestsms.clock.advance("1h")

    assert [each.times for each in bestsms.ledger.duplicates] == [2]


def test_one_request_to_a_number_twice_is_a_duplicate_if_it_was_accepted_twice(bestsms: Session) -> None:
    message = send(bestsms, NUMBER, "0491570156")

    accepted = [recipient.number for recipient in message.recipients]
    assert len(accepted) - 1 == sum(each.times - 1 for each in bestsms.ledger.duplicates)


def test_what_is_accepted_costs_and_what_failed_does_not(bestsms: Session) -> None:
    send(bestsms, NUMBER, bestsms.numbers.bad_number[0], bestsms.numbers.never_reported[0], text="x" * 161)
    before = bestsms.ledger.cost
    bestsms.clock.advance("1h")

    assert (Decimal("0.6"), Decimal("0.4")) == (before, bestsms.ledger.cost)


def test_the_price_is_the_accounts(websms: Session) -> None:
    websms.account.price_thousandths = 12
    send(websms, *websms.numbers.delivered[:5])

    assert Decimal("0.06") == websms.ledger.cost


def test_a_test_message_costs_nothing(bestsms: Session) -> None:
    send(bestsms, Mode="Test")
    bestsms.clock.advance("1h")

    assert Decimal(0) == bestsms.ledger.cost


def test_what_is_no_longer_remembered_is_counted(bestsms: Session) -> None:
    bestsms._world.store.kept = 2
    messages = [send(bestsms, text=f"text {number}") for number in range(5)]

    assert bestsms.ledger.evicted == 3
    assert bestsms.handset(NUMBER).texts == ["text 3", "text 4"]
    assert len({message.id for message in messages}) == 5


def test_a_message_that_was_evicted_still_lives_and_is_reported(bestsms: Session) -> None:
    bestsms._world.store.kept = 1
    for number in range(2):
        send(bestsms, text=f"text {number}")
    events = bestsms.clock.advance("2s")

    assert [event.what for event in events] == ["SUCCESS", "SUCCESS"]


def test_ledger_and_handset_show_what_they_hold(bestsms: Session) -> None:
    for _ in range(2):
        send(bestsms)
    bestsms.clock.advance("2s")

    assert repr(bestsms.ledger) == "<ledger: 1 handsets, 1 duplicates, cost 0.1>"
    assert repr(bestsms.handset(NUMBER)) == "<handset 61491570156: 2 texts accepted, 1 delivered>"


def test_two_gateways_keep_their_ledgers_apart(websms: Session, bestsms: Session) -> None:
    send(websms, "447700900000")
    send(bestsms, "+447700900001")

    assert (websms.ledger.numbers, bestsms.ledger.numbers) == (["447700900000"], ["447700900001"])
