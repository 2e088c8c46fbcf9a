"""Sessions whose clock is the machine's: a thread lets happen what is due, and ends with its server."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from threading import Event
from typing import TYPE_CHECKING

import pytest

import mock_gateway
from mock_gateway.server.running import Gateways
from receivers import SECONDS, Hook, register, send

if TYPE_CHECKING:
    from pytest_httpserver import HTTPServer

    from mock_gateway import Session


def ours() -> set[threading.Thread]:
    """Give the threads of servers of ours."""
    return {thread for thread in threading.enumerate() if thread.name.startswith("mock_gateway")}


@pytest.mark.gateway_clock("real")
def test_what_is_due_happens_by_itself(websms: Session, httpserver: HTTPServer) -> None:
    hook = Hook(httpserver)
    register(websms, hook.url)
    websms.outcome("delivered")
    message = send(websms)
    came = hook.came.wait(SECONDS)
    websms.clock.wait_until_settled(SECONDS)

    assert came
    assert message.id == json.loads(hook.got[0].body)["transferId"]
    assert message.recipients[0].ended_at is not None
    assert message.accepted_at + 2000 <= message.recipients[0].ended_at
    assert websms.callbacks[0].state == "acknowledged"


def test_a_server_of_ones_own_fires_too_and_leaves_no_thread(httpserver: HTTPServer) -> None:
    before = ours()
    hook = Hook(httpserver)
    with mock_gateway.running("bestsms", clock="real") as session:
        register(session, hook.url)
        send(session)
        session.clock.advance("1.5s")
        came = hook.came.wait(SECONDS)
        during = ours() - before

    assert came
    assert any("scheduler" in thread.name for thread in during)
    assert before == ours()


def test_a_server_that_never_fired_anything_leaves_no_thread() -> None:
    before = ours()
    with mock_gateway.running("websms", clock="real"):
        pass

    assert before == ours()


def test_a_server_ends_although_something_is_due_much_later() -> None:
    before = ours()
    with mock_gateway.running("websms", clock="real") as session:
        send(session, session.numbers.expired[0])

    assert before == ours()
    assert session.messages[0].recipients[0].status == "accepted"


@pytest.mark.gateway_clock("real")
def test_advancing_a_real_clock_puts_it_on_and_fires_what_is_due(websms: Session, httpserver: HTTPServer) -> None:
    hook = Hook(httpserver)
    register(websms, hook.url)
    before = websms.clock.now
    send(websms, websms.numbers.delivered[0], websms.numbers.expired[0])
    events = websms.clock.advance("1h")

    assert [event.what for event in events] == ["delivered", "acknowledged", "expired", "acknowledged"]
    assert timedelta(hours=1) <= websms.clock.now - before < timedelta(hours=1, minutes=10)
    assert [json.loads(got.body)["deliveryReportMessageStatus"] for got in hook.got] == ["delivered", "expired"]


@pytest.mark.gateway_clock("real")
def test_a_fresh_start_brings_a_real_clock_back_to_the_machines(websms: Session) -> None:
    websms.clock.advance("1d")
    advanced = websms.clock.now
    with websms.fresh() as s:
        now = s.clock.now

    assert timedelta(hours=23) < advanced - now < timedelta(hours=25)


@pytest.mark.gateway_clock("real")
def test_what_a_look_at_the_session_lets_happen_is_sent_too(websms: Session, httpserver: HTTPServer) -> None:
    """The look takes what is due away from the scheduler, which has nothing left to wake up for."""
    hook = Hook(httpserver)
    register(websms, hook.url)
    send(websms)
    websms.give({"clock": (websms.clock.now + timedelta(seconds=10)).isoformat()})
    status = websms.messages[0].recipients[0].status
    came = hook.came.wait(SECONDS / 4)

    assert (status, came) == ("delivered", True)


@pytest.mark.gateway_clock("real")
def test_something_earlier_wakes_the_thread_that_waits_for_something_later(
    websms: Session, httpserver: HTTPServer
) -> None:
    hook = Hook(httpserver)
    register(websms, hook.url)
    send(websms, websms.numbers.expired[0])
    send(websms, websms.numbers.delivered[0])
    came = hook.came.wait(SECONDS)

    assert came
    assert json.loads(hook.got[0].body)["deliveryReportMessageStatus"] == "delivered"


def test_a_frozen_session_on_the_same_server_stands_still(httpserver: HTTPServer) -> None:
    hook = Hook(httpserver)
    gateways = Gateways(only=["websms"])
    gateways.start()
    frozen, real = (gateways.session("websms", clock) for clock in ("frozen", "real"))
    for session, name in ((frozen, "frozen"), (real, "real")):
        register(session, f"{hook.url}/{name}")
        send(session)
    came = hook.came.wait(SECONDS)
    gateways.stop()

    assert came
    assert [got.path for got in hook.got] == ["/hook/real"]
    assert frozen.events == []


class Crashes(list[BaseException]):
    """What went wrong, and that something did."""

    def __init__(self) -> None:
        super().__init__()
        self.happened = Event()

    def append(self, crash: BaseException) -> None:
        """Write down and tell."""
        super().append(crash)
        self.happened.set()


def test_what_goes_wrong_in_the_background_is_raised_to_the_sessions_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_world: object, _due: object) -> None:
        raise ZeroDivisionError("on purpose")

    def run() -> None:
        with mock_gateway.running("websms", clock="real") as session:
            monkeypatch.setitem(session._world.motion.handlers, "status", fail)
            monkeypatch.setattr(session._world, "crashes", crashes := Crashes())
            send(session)
            found.append((crashes.happened.wait(SECONDS), any("scheduler" in thread.name for thread in ours())))

    found: list[tuple[bool, bool]] = []
    with pytest.raises(ZeroDivisionError, match="on purpose"):
        run()
    assert [(True, True)] == found


@pytest.mark.gateway_clock("real")
def test_callbacks_of_a_session_that_has_ended_are_not_made(gateways: Gateways, httpserver: HTTPServer) -> None:
    hook = Hook(httpserver)
    ended, going_on = (gateways.session("websms", "real") for _ in range(2))
    for session, name in ((ended, "ended"), (going_on, "going_on")):
        register(session, f"{hook.url}/{name}")
        send(session)
    gateways.end(ended)
    came = hook.came.wait(SECONDS)
    gateways.end(going_on)

    assert came
    assert [got.path for got in hook.got] == ["/hook/going_on"]
