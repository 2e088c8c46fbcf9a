"""Files that a request names are fetched whole or not at all, and hold up no callback."""

from __future__ import annotations

import socket
from threading import Event, Thread
from typing import TYPE_CHECKING

from pytest_httpserver import HTTPServer
from werkzeug import Response

from helpers import Bench
from mock_gateway.callbacks import fetch
from mock_gateway.callbacks.egress import Guard
from mock_gateway.callbacks.http import LARGEST_ANSWER, send
from receivers import SECONDS, Hook, register
from receivers import send as send_text

if TYPE_CHECKING:
    import pytest

    from mock_gateway import Session
    from mock_gateway.state.events import Fetched
    from mock_gateway.state.world import World

LONG = LARGEST_ANSWER + 1000


def fetched(url: str) -> Fetched:
    """Fetch a file in a session, and give what was handed over."""
    bench = Bench("websms")
    taken: list[Fetched] = []

    def take(world: World, file: Fetched, at: int) -> None:
        assert (bench.world, bench.world.clock.now()) == (world, at)
        taken.append(file)

    motion = bench.world.motion
    assert motion.fetch is not None
    motion.errands.append(motion.fetch("websms", url, take))
    bench.advance("0s")
    (file,) = taken
    return file


def test_a_file_is_longer_than_what_is_read_of_other_answers(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/file").respond_with_data(b"x" * LONG)

    assert (200, b"x" * LONG, "") == fetched(httpserver.url_for("/file"))
    assert LARGEST_ANSWER == len(send(httpserver.url_for("/file"), "GET", {}, b"", Guard()).answer)


def test_a_file_of_the_largest_size_is_taken_and_a_larger_is_not(
    httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "LARGEST_FILE", 1000)
    httpserver.expect_request("/largest").respond_with_data(b"x" * 1000)
    httpserver.expect_request("/larger").respond_with_data(b"x" * 1001)

    assert (200, b"x" * 1000, "") == fetched(httpserver.url_for("/largest"))
    assert (0, b"", "StoppedError: the answer is longer than 1000 bytes") == fetched(httpserver.url_for("/larger"))


def test_a_file_that_breaks_off_is_none() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(SECONDS)

        def break_off() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65_536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nxxxxxxxxxx")

        server = Thread(target=break_off)
        server.start()
        file = fetched(f"http://127.0.0.1:{listener.getsockname()[1]}/file")
        server.join()

    assert (0, b"") == (file.status, file.body)
    assert "10 bytes read, 10 more expected" in file.problem


def test_a_file_that_does_not_come_holds_up_no_callback(websms: Session, httpserver: HTTPServer) -> None:
    """The file is served only once the report has been."""
    reported = Event()
    taken: list[bytes] = []
    motion = websms._world.motion
    assert motion.fetch is not None
    register(websms, Hook(httpserver, first=lambda _got: reported.set()).url)
    with HTTPServer() as files:
        files.expect_request("/file").respond_with_handler(
            lambda _request: Response(b"late" if reported.wait(SECONDS) else b"never")
        )
        url = files.url_for("/file")
        motion.errands.append(motion.fetch("websms", url, lambda _world, file, _at: taken.append(file.body)))
        send_text(websms)
        websms.clock.advance("2s", wait=False)
        settled = websms.clock.wait_until_settled(SECONDS)

    assert settled
    assert [b"late"] == taken


def test_what_was_no_success_is_handed_over_as_it_came(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/gone").respond_with_data(b"gone", status=410)

    assert (410, b"gone", "") == fetched(httpserver.url_for("/gone"))


def test_what_the_guard_stops_is_not_fetched() -> None:
    file = fetched("http://192.0.2.1/file")

    assert (0, b"") == (file.status, file.body)
    assert "neither this machine nor allowed" in file.problem
