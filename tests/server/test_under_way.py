"""A throttle that counts what is under way: a request counts until its answer has been carried."""

from __future__ import annotations

import http.client
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from helpers import edited
from mock_gateway.definitions.load import load
from mock_gateway.engine import Engine
from mock_gateway.server.run import Server
from mock_gateway.server.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECONDS = 20
MESSAGE = b'{"recipientAddressList": ["447700900000"], "messageContent": "Hello"}'
OLD = "requests_per_address: {per: address,"
NEW = "requests_per_address: {kind: concurrent, per: address,"


@pytest.fixture
def one_at_a_time(tmp_path: Path) -> Iterator[Session]:
    """Serve a websms whose requests of an address are counted while they are under way, and one at most."""
    gateway = load(edited(tmp_path, "websms", "gateway.yaml", OLD, NEW))
    engine = Engine({"websms": gateway}, clock="frozen", transport=True)
    server = Server(engine)
    server.start()
    session = Session(engine, engine.sessions.mint("websms"), gateway, server.url, lambda: pytest.fail("no library"))
    session.account.request_limit = 1
    yield session
    server.stop()


def send(session: Session) -> bytes:
    parts = urlsplit(session.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=SECONDS)
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {session.credentials.token}"}
    connection.request("POST", f"{parts.path}/rest/smsmessaging/text", MESSAGE, headers)
    answer = connection.getresponse().read()
    connection.close()
    return answer


def give_up(session: Session) -> None:
    with suppress(OSError, http.client.HTTPException):
        send(session)


def test_requests_one_after_the_other_are_all_taken(one_at_a_time: Session) -> None:
    answers = [send(one_at_a_time) for _ in range(5)]

    assert all(b'"statusCode":2000' in answer for answer in answers)


def test_a_request_beside_one_that_is_still_answered_is_over_the_limit(one_at_a_time: Session) -> None:
    one_at_a_time.fault("hang", when="after")
    waiting = Thread(target=give_up, args=(one_at_a_time,), daemon=True)
    waiting.start()
    one_at_a_time.wait_for(timeout=SECONDS)
    beside = send(one_at_a_time)

    assert b'"statusCode":4023' in beside
    assert waiting.is_alive()
