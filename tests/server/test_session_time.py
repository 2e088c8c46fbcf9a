"""A session's time in a test's hand: what advance waits for, and receivers in another thread, loop or process."""

from __future__ import annotations

import asyncio
import json
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest

from mock_gateway.errors import UsageError
from receivers import SECONDS, TOOK, Hook, register, send

if TYPE_CHECKING:
    from pytest_httpserver import HTTPServer

    from mock_gateway import Session


def test_advance_fires_all_that_falls_due_in_order_and_gives_the_events(websms: Session, hook: Hook) -> None:
    start = websms.clock.now
    first = send(websms, websms.numbers.undelivered_then_delivered[0])
    websms.clock.advance("1s")
    second = send(websms, websms.numbers.delivered_by_failover[0])
    third = send(websms, websms.numbers.expired[0])
    events = websms.clock.advance("61s")

    told = [json.loads(got.body) for got in hook.got]
    assert [
        (first.id, "undelivered"),
        (second.id, "delivered"),
        (third.id, "expired"),
        (first.id, "delivered"),
    ] == [(each["transferId"], each["deliveryReportMessageStatus"]) for each in told]
    assert [event.kind for event in events] == ["status", "callback"] * 4
    assert {"acknowledged"} == {event.what for event in events if event.kind == "callback"}
    assert [event.at for event in events] == sorted(event.at for event in events)
    assert (websms.clock.now - start).total_seconds() == 62
    assert events == websms.events


def test_half_a_minute_fires_what_is_due_in_it_and_nothing_else(websms: Session, hook: Hook) -> None:
    send(websms, websms.numbers.delivered[0], websms.numbers.expired[0])
    first, second, third = (websms.clock.advance("30s") for _ in range(3))

    assert [[event.what for event in each if event.kind == "status"] for each in (first, second, third)] == [
        ["delivered"],
        ["expired"],
        [],
    ]


def test_advance_returns_once_the_callbacks_have_been_answered(websms: Session, httpserver: HTTPServer) -> None:
    answered = Event()
    register(websms, Hook(httpserver, first=lambda _got: answered.set()).url)
    send(websms)
    websms.clock.advance("2s")

    assert answered.is_set()
    assert websms.callbacks[0].state == "acknowledged"


def test_without_waiting_advance_returns_before_the_receiver_answers(websms: Session, httpserver: HTTPServer) -> None:
    called, release = Event(), Event()

    def hold(_got: object) -> None:
        called.set()
        release.wait(SECONDS)

    register(websms, Hook(httpserver, first=hold).url)
    send(websms)
    events = websms.clock.advance("2s", wait=False)
    was_called = called.wait(SECONDS)
    state = websms.callbacks[0].state
    settled = websms.clock.wait_until_settled(0)
    release.set()

    assert [event.kind for event in events] == ["status"]
    assert (was_called, state, settled) == (True, "due", False)
    assert websms.clock.wait_until_settled(SECONDS)
    assert websms.callbacks[0].state == "acknowledged"
    assert [event.kind for event in websms.events] == ["status", "callback"]


def test_a_receiver_in_the_callers_own_loop_is_called_while_time_moves(websms: Session) -> None:
    """The loop that awaits the movement is the one that answers the callback."""
    bodies: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
        bodies.append(await reader.readexactly(length))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(TOOK[1]), TOOK[1]))
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    async def run() -> list[str]:
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        async with server:
            register(websms, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
            await asyncio.to_thread(send, websms)
            return [event.what for event in await websms.clock.advance_async("2s")]

    told = asyncio.run(run())

    assert told == ["delivered", "acknowledged"]
    assert [json.loads(body)["deliveryReportMessageStatus"] for body in bodies] == ["delivered"]


def test_a_receiver_may_send_while_it_is_called(websms: Session, httpserver: HTTPServer) -> None:
    """Two reports are due; the receiver of the first sends a message, and advance still waits for the second."""
    sent = []

    def reply_once(_got: object) -> None:
        if not sent:
            sent.append(None)
            send(websms, "447700900050", text="thanks")

    register(websms, Hook(httpserver, first=reply_once).url)
    send(websms, *websms.numbers.delivered[:6])
    events = websms.clock.advance("2s")
    websms.clock.wait_until_settled(SECONDS)

    assert sum(event.kind == "callback" for event in events) == 6
    assert [message.text for message in websms.messages] == ["Hello", "thanks"]


def test_a_receiver_may_look_at_the_session_while_it_is_called(websms: Session, httpserver: HTTPServer) -> None:
    seen: list[tuple[int, int, str]] = []

    def look(_got: object) -> None:
        seen.append((len(websms.messages), len(websms.callbacks), websms.messages[0].recipients[0].status))

    register(websms, Hook(httpserver, first=look).url)
    send(websms)
    websms.clock.advance("2s")

    assert seen == [(1, 1, "delivered")]


def test_what_is_under_way_at_a_fresh_start_does_not_appear_after_it(websms: Session, httpserver: HTTPServer) -> None:
    called, release = Event(), Event()

    def hold(_got: object) -> None:
        called.set()
        release.wait(SECONDS)

    register(websms, Hook(httpserver, first=hold).url)
    send(websms)
    websms.clock.advance("2s", wait=False)
    was_called = called.wait(SECONDS)
    with websms.fresh() as s:
        release.set()
        settled = s.clock.wait_until_settled(SECONDS)

        assert (was_called, settled) == (True, True)
        assert (s.events, list(s.callbacks), len(s.messages)) == ([], [], 0)


def test_a_fresh_start_drops_what_is_still_to_happen(websms: Session, hook: Hook) -> None:
    send(websms)
    with websms.fresh() as s:
        events = s.clock.advance("1d")

    assert (events, hook.got) == ([], [])


def test_nothing_is_due_twice_when_many_threads_move_one_clock(websms: Session, hook: Hook) -> None:
    start = websms.clock.now
    for _ in range(20):
        send(websms)
    threads = [Thread(target=websms.clock.advance, args=("1s",), daemon=True) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)

    assert not [thread for thread in threads if thread.is_alive()]
    assert (websms.clock.now - start).total_seconds() == 8
    assert 20 == len(hook.got) == len({json.loads(got.body)["transferId"] for got in hook.got})


def test_a_handset_answers_at_once_and_is_told_before_receive_returns(websms: Session, hook: Hook) -> None:
    received = websms.receive("hi", "+447700900123")

    assert (received.from_number, received.text) == ("447700900123", "hi")
    assert [event.kind for event in websms.events] == ["inbound", "callback"]
    assert json.loads(hook.got[0].body)["textMessageContent"] == "hi"


def test_a_kind_of_message_that_a_gateway_does_not_have_is_answered_with_those_it_has(websms: Session) -> None:
    with pytest.raises(UsageError, match="websms has no inbound messages of the kind 'fax': text, binary"):
        websms.receive("hi", "+447700900123", kind="fax")
