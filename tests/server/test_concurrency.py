"""Many clients at once: nothing is lost, nothing is mixed up, limits are exact, and nobody waits for ever."""

from __future__ import annotations

import http.client
import json
from collections import Counter
from threading import Barrier, Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from receivers import Hook, register

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pytest_httpserver import HTTPServer

    from mock_gateway import Session
    from mock_gateway.server.running import Gateways

THREADS = 16
SENDS = 500
SECONDS = 120
"""How long anything may take before it counts as a deadlock; nothing waits for it to pass."""


def together(jobs: Iterable[Callable[[], Any]]) -> list[Any]:
    """Do all jobs at once, each in a thread; a thread that does not end is a deadlock."""
    jobs = list(jobs)
    ready, found, problems = Barrier(len(jobs)), [None] * len(jobs), []

    def run(place: int, job: Callable[[], Any]) -> None:
        try:
            ready.wait(SECONDS)
            found[place] = job()
        except BaseException as problem:  # noqa: BLE001  told below
            problems.append(problem)

    threads = [Thread(target=run, args=each, daemon=True) for each in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)

    assert not [thread for thread in threads if thread.is_alive()], "deadlock"
    assert problems == []
    return found


def sender(session: Session, name: str, count: int) -> Callable[[], list[dict[str, Any]]]:
    """Make a client that sends numbered texts on one connection."""

    def run() -> list[dict[str, Any]]:
        parts = urlsplit(session.url)
        connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=SECONDS)
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {session.credentials.token}"}
        answers = []
        for number in range(count):
            text = f"{name} {number}"
            document = {"recipientAddressList": ["447700900000"], "messageContent": text, "clientMessageId": text}
            connection.request("POST", f"{parts.path}/rest/smsmessaging/text", json.dumps(document), headers)
            answers.append(json.loads(connection.getresponse().read()))
        connection.close()
        return answers

    return run


@pytest.fixture
def sixteen(gateways: Gateways) -> Iterator[list[Session]]:
    """Open sixteen sessions on one server."""
    sessions = [gateways.session("websms") for _ in range(THREADS)]
    yield sessions
    for session in sessions:
        gateways.end(session)


def test_eight_thousand_sends_of_sixteen_threads_to_one_session_are_all_there(websms: Session) -> None:
    answers = together(sender(websms, f"client {thread}", SENDS) for thread in range(THREADS))

    texts = {message.id: message.text for message in websms.messages}
    assert THREADS * SENDS == len(texts) == len(websms.handset("447700900000").texts)
    for thread, sent in enumerate(answers):
        assert [f"client {thread} {number}" for number in range(SENDS)] == [texts[each["transferId"]] for each in sent]
        assert [f"client {thread} {number}" for number in range(SENDS)] == [each["clientMessageId"] for each in sent]
    assert list(range(1, THREADS * SENDS + 1)) == [each.number for each in websms.journal]
    assert websms.ledger.duplicates == []


def test_sixteen_sessions_of_one_server_are_not_mixed_up(sixteen: list[Session]) -> None:
    answers = together(sender(session, session.id, SENDS) for session in sixteen)

    for session, sent in zip(sixteen, answers, strict=True):
        assert [f"{session.id} {number}" for number in range(SENDS)] == [message.text for message in session.messages]
        assert [message.id for message in session.messages] == [each["transferId"] for each in sent]
        assert list(range(1, SENDS + 1)) == [each.number for each in session.journal]


def test_a_throttle_lets_exactly_its_limit_through(websms: Session) -> None:
    websms.account.request_limit = 1000
    answers = together(sender(websms, f"client {thread}", 100) for thread in range(THREADS))

    codes = Counter(each["statusCode"] for sent in answers for each in sent)
    assert (codes.pop(2000), sum(codes.values())) == (1000, 600)
    assert len(websms.messages) == 1000


def test_the_next_window_lets_its_limit_through_again(websms: Session) -> None:
    websms.account.request_limit = 100
    accepted = []
    for _ in range(3):
        answers = together(sender(websms, f"client {thread}", 10) for thread in range(THREADS))
        accepted.append(sum(each["statusCode"] == 2000 for sent in answers for each in sent))
        websms.clock.advance("60s")

    assert accepted == [100, 100, 100]


def test_each_session_has_a_throttle_of_its_own(sixteen: list[Session]) -> None:
    for session in sixteen:
        session.account.request_limit = 10
    answers = together(sender(session, session.id, 20) for session in sixteen)

    assert [[each["statusCode"] for each in sent[:10]] for sent in answers] == [[2000] * 10] * THREADS
    assert all(each["statusCode"] != 2000 for sent in answers for each in sent[10:])


def test_sends_looks_and_movements_at_once_end_and_lose_nothing(websms: Session, httpserver: HTTPServer) -> None:
    hook = Hook(httpserver)
    register(websms, hook.url)

    def look() -> None:
        for _ in range(50):
            _ = (websms.messages, list(websms.journal), websms.ledger.cost, websms.handset("447700900000").delivered)
            _ = (websms.events, list(websms.callbacks), websms.mails)

    def move() -> None:
        for number in range(20):
            websms.clock.advance("100ms", wait=bool(number % 2))

    def receive() -> None:
        for number in range(10):
            websms.receive(f"inbound {number}", "+447700900123")

    together(
        [*(sender(websms, f"client {thread}", 30) for thread in range(8)), *[look] * 3, *[move] * 3, *[receive] * 2]
    )
    websms.clock.advance("2s")
    settled = websms.clock.wait_until_settled(SECONDS)

    reports = Counter(json.loads(got.body).get("transferId") for got in hook.got)
    assert settled
    assert reports.pop(None) == 20
    assert {message.id: 1 for message in websms.messages} == dict(reports)
    assert 8 * 30 == len(websms.messages) == len(websms.handset("447700900000").delivered)
    assert {"acknowledged"} == {callback.state for callback in websms.callbacks}


def test_fresh_starts_in_the_middle_of_everything_end(websms: Session, httpserver: HTTPServer) -> None:
    register(websms, Hook(httpserver).url)

    def again() -> None:
        for _ in range(20):
            websms.restart()

    def move() -> None:
        for _ in range(20):
            websms.clock.advance("1s", wait=False)

    together([*(sender(websms, f"client {thread}", 30) for thread in range(4)), again, move])
    websms.clock.wait_until_settled(SECONDS)
    websms.restart()

    assert (websms.events, len(websms.messages), len(websms.journal)) == ([], 0, 0)
