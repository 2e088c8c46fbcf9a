"""Waiting for a message: one that is there, one that comes, and a sentence where none did."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TYPE_CHECKING

import pytest

from mock_gateway.server import waiting
from receivers import SECONDS, send

if TYPE_CHECKING:
    from mock_gateway import Session


def test_a_message_that_is_there_is_found_at_once(websms: Session) -> None:
    message = send(websms)

    assert message is websms.wait_for(timeout=0)
    assert message is websms.wait_for("+447700900000", "ell", timeout=0)


def test_the_first_that_fits_is_found(websms: Session) -> None:
    for text in ("one", "code 1", "code 2"):
        send(websms, text=text)

    assert websms.wait_for(contains="code", timeout=0).text == "code 1"


def test_any_of_a_messages_recipients_will_do(websms: Session) -> None:
    message = send(websms, "447700900001", "447700900002")

    assert message is websms.wait_for("447700900002", timeout=0)


def test_a_message_that_another_thread_sends_is_waited_for(websms: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other thread begins once the waiting has looked and found nothing."""
    looked, find = Event(), waiting._find

    def look(*arguments: object) -> object:
        found = find(*arguments)  # type: ignore[arg-type]  # handed on as they came
        looked.set()
        return found

    def send_then() -> None:
        looked.wait(SECONDS)
        send(websms, "447700900002", text="other")
        send(websms, "447700900001", text="wanted")

    monkeypatch.setattr(waiting, "_find", look)
    with ThreadPoolExecutor(1) as pool:
        sent = pool.submit(send_then)
        found = websms.wait_for("+447700900001", "want", timeout=SECONDS)
        sent.result(SECONDS)

    assert found.text == "wanted"


def test_many_can_wait_at_once(websms: Session) -> None:
    numbers = websms.numbers.delivered
    with ThreadPoolExecutor(len(numbers)) as pool:
        waits = [pool.submit(websms.wait_for, number, timeout=SECONDS) for number in numbers]
        for number in numbers:
            send(websms, number)
        found = [wait.result(SECONDS).recipients[0].number for wait in waits]

    assert [number.removeprefix("+") for number in numbers] == found


def test_where_none_came_a_sentence_says_what_did(websms: Session) -> None:
    for number in range(7):
        send(websms, "447700900001", text=f"text {number}")

    with pytest.raises(TimeoutError) as caught:
        websms.wait_for("+447700900002", "code", timeout=0)
    said = str(caught.value)
    assert said.startswith("no message to 447700900002 that contains 'code' was accepted within 0 s; accepted were: ")
    assert "to 447700900001: 'text 6'" in said
    assert "text 1" not in said


def test_where_nothing_came_it_says_so(websms: Session) -> None:
    with pytest.raises(TimeoutError, match="no message to anybody was accepted within 0 s; none was accepted"):
        websms.wait_for(timeout=0)


def test_nobody_is_told_any_more_once_the_waiting_is_over(websms: Session) -> None:
    with pytest.raises(TimeoutError):
        websms.wait_for(timeout=0)

    assert websms._world.accepted == []
