"""What is sent in the background keeps its order within a session, and holds up no other session."""

from __future__ import annotations

import json
from threading import Event, Thread
from typing import TYPE_CHECKING

from pytest_httpserver import HTTPServer

from receivers import Hook, register, send

if TYPE_CHECKING:
    from mock_gateway.server.running import Gateways
    from mock_gateway.server.session import Session

SECONDS = 20


def test_reports_sent_in_the_background_arrive_in_the_order_of_time(websms: Session, httpserver: HTTPServer) -> None:
    hook = Hook(httpserver)
    register(websms, hook.url)
    numbers = websms.numbers.undelivered_then_delivered
    send(websms, *numbers)
    websms.clock.advance("5min", wait=False)
    settled = websms.clock.wait_until_settled(SECONDS)

    told = [json.loads(got.body)["deliveryReportMessageStatus"] for got in hook.got]
    assert settled
    assert ["undelivered"] * len(numbers) + ["delivered"] * len(numbers) == told
    assert sorted(websms.events, key=lambda event: event.at) == websms.events


def test_a_reordered_report_comes_after_the_next_in_the_background_too(websms: Session, httpserver: HTTPServer) -> None:
    hook = Hook(httpserver)
    register(websms, hook.url)
    websms.chaos("reorder")
    first, second = websms.numbers.delivered[:2]
    send(websms, first, second)
    websms.clock.advance("2s", wait=False)
    settled = websms.clock.wait_until_settled(SECONDS)

    assert settled
    assert [second[1:], first[1:]] == [json.loads(got.body)["recipientAddress"] for got in hook.got]


def test_a_report_that_no_other_follows_is_not_held_back_for_ever(websms: Session, httpserver: HTTPServer) -> None:
    hook = Hook(httpserver)
    register(websms, hook.url)
    websms.chaos("reorder")
    send(websms)
    websms.clock.advance("1h")

    assert 1 == len(hook.got)
    assert ["acknowledged"] == [callback.state for callback in websms.callbacks]


def test_a_slow_receiver_of_one_session_keeps_no_other_waiting(gateways: Gateways) -> None:
    """The first session's clock is moved, and its receiver does not answer until the other's report has come."""
    slow, quick = gateways.session("websms", "real"), gateways.session("websms", "real")
    came, entered = Event(), Event()

    def wait(_got: object) -> None:
        entered.set()
        came.wait(SECONDS)

    with HTTPServer() as first, HTTPServer() as second:
        register(slow, Hook(first, first=wait).url)
        register(quick, Hook(second, first=lambda _got: came.set()).url)
        send(slow)
        mover = Thread(target=slow.clock.advance, args=("3s",), daemon=True)
        mover.start()
        met = entered.wait(SECONDS)
        send(quick)
        arrived = came.wait(SECONDS)
        mover.join(SECONDS)
    for session in (slow, quick):
        gateways.end(session)

    assert (True, True, False) == (met, arrived, mover.is_alive())
