"""One request to the client's side: nothing is followed, and however the other side behaves it comes to an end."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest

from mock_gateway.callbacks import http
from mock_gateway.callbacks.egress import Guard
from mock_gateway.callbacks.http import LARGEST_ANSWER, send
from receivers import SECONDS, Hook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytest_httpserver import HTTPServer

SHORT = 0.3
PIECES = 150
PAUSE = 0.02


@contextmanager
def serving(behave: Callable[[socket.socket, Event], None], host: str = "127.0.0.1") -> Iterator[str]:
    """Run a server that behaves as told towards one connection, until the block ends."""
    over = Event()
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as listener:
        listener.bind((host, 0))
        listener.listen(5)

        def run() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.settimeout(SECONDS)
                try:
                    behave(connection, over)
                except OSError:
                    return

        thread = Thread(target=run, daemon=True)
        thread.start()
        port = listener.getsockname()[1]
        yield f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
        over.set()
        thread.join(SECONDS)
        assert not thread.is_alive()


class Trickle:
    """An answer that comes a piece at a time, unless the client hangs up.

    Attributes:
        to_the_end: nobody hung up.

    """

    def __init__(self, start: bytes, piece: bytes) -> None:
        self._start = start
        self._piece = piece
        self.to_the_end = False

    def __call__(self, connection: socket.socket, over: Event) -> None:
        """Answer."""
        whole(connection)
        connection.sendall(self._start)
        for _ in range(PIECES):
            connection.sendall(self._piece)
            if over.wait(PAUSE):
                return
        self.to_the_end = True


def whole(connection: socket.socket) -> bytes:
    """Read a request, its body included, or as much of it as comes."""
    got = b""
    while not _is_whole(got) and (piece := connection.recv(65536)):
        got += piece
    return got


def _is_whole(got: bytes) -> bool:
    head, end, body = got.partition(b"\r\n\r\n")
    lengths = [int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    return bool(end) and len(body) >= sum(lengths)


def answering(raw: bytes) -> Callable[[socket.socket, Event], None]:
    """Answer these bytes and close."""

    def behave(connection: socket.socket, _over: Event) -> None:
        whole(connection)
        connection.sendall(raw)

    return behave


def silent(connection: socket.socket, over: Event) -> None:
    """Take the request and say nothing."""
    whole(connection)
    over.wait(SECONDS)


@pytest.mark.parametrize(
    ("start", "piece"),
    [
        (b"HTTP/1.1 200 OK\r\nX: ", b"y"),
        (b"", b"H"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"HTTP/1.1 200 OK\r\n\r\n", b"x"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["header", "status line", "body", "chunks", "body without length", "continue"],
)
def test_at_the_deadline_a_connection_is_cut_however_the_answer_trickles(start: bytes, piece: bytes) -> None:
    trickle = Trickle(start, piece)
    with serving(trickle) as url:
        sent = send(url, "POST", {}, b"hello", Guard(), deadline=SHORT)

    assert (sent.status, sent.answer, sent.stopped) == (0, b"", False)
    assert sent.problem.startswith("no answer within 0.")
    assert not trickle.to_the_end


def test_a_server_that_says_nothing_is_given_up_at_the_deadline() -> None:
    with serving(silent) as url:
        sent = send(url, "POST", {}, b"hello", Guard(), deadline=SHORT)

    assert (sent.status, sent.answer, sent.stopped) == (0, b"", False)
    assert sent.problem


def test_more_headers_than_can_be_are_no_answer() -> None:
    with serving(Trickle(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n" * 20)) as url:
        sent = send(url, "POST", {}, b"hello", Guard())

    assert (sent.status, sent.answer) == (0, b"")
    assert sent.problem


def test_no_more_of_an_answer_is_read_than_is_kept() -> None:
    size = LARGEST_ANSWER * 20
    raw = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % size + b"x" * size
    with serving(answering(raw)) as url:
        sent = send(url, "POST", {}, b"", Guard())

    assert (sent.status, len(sent.answer)) == (200, LARGEST_ANSWER)


@pytest.mark.parametrize("coding", [b"gzip", b"deflate", b"br"])
def test_a_compressed_answer_is_not_unpacked(coding: bytes) -> None:
    """A small answer can not become a large one."""
    raw = b"HTTP/1.1 200 OK\r\nContent-Encoding: %s\r\nContent-Length: 3\r\n\r\nabc" % coding
    with serving(answering(raw)) as url:
        sent = send(url, "POST", {}, b"", Guard())

    assert (sent.status, sent.answer) == (200, b"abc")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_an_answer_and_is_not_followed(httpserver: HTTPServer, status: int) -> None:
    hook = Hook(httpserver)
    raw = b"HTTP/1.1 %d Elsewhere\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n" % (status, hook.url.encode())
    with serving(answering(raw)) as url:
        sent = send(url, "POST", {}, b"", Guard())

    assert (status, []) == (sent.status, hook.got)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\r\n\r\n",
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
    ],
)
def test_an_answer_that_is_none_is_recorded_and_not_raised(raw: bytes) -> None:
    with serving(answering(raw)) as url:
        sent = send(url, "POST", {}, b"", Guard())

    assert (sent.status, sent.answer, sent.stopped) == (0, b"", False)
    assert sent.problem


def test_addresses_are_tried_in_turn_until_one_can_be_connected_to(httpserver: HTTPServer) -> None:
    hook = Hook(httpserver)
    with serving(answering(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")) as url:
        guard = Guard(resolve=lambda _host, _port: ["127.0.0.9", "::1", "127.0.0.1"])
        sent = send(url.replace("127.0.0.1", "turn.example"), "POST", {}, b"", guard)

    assert (sent.status, sent.answer, sent.problem) == (200, b"hi", "")
    assert hook.got == []


def test_an_address_that_took_the_connection_is_the_only_one_that_gets_the_request() -> None:
    """A request that may have been taken is not made a second time elsewhere."""
    seen: list[bytes] = []

    def take(connection: socket.socket, _over: Event) -> None:
        seen.append(whole(connection))

    with serving(take) as url:
        guard = Guard(resolve=lambda _host, _port: ["127.0.0.1", "127.0.0.9"])
        sent = send(url.replace("127.0.0.1", "turn.example"), "POST", {}, b"once", guard)

    assert sent.status == 0
    assert len(seen) == 1


def test_where_nobody_listens_the_last_problem_is_told() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        sent = send(f"http://127.0.0.1:{nobody.getsockname()[1]}", "POST", {}, b"", Guard())

    assert (sent.status, sent.stopped) == (0, False)
    assert "refused" in sent.problem


def test_a_request_names_the_host_of_the_url_and_neither_address_nor_user() -> None:
    seen: list[bytes] = []

    def take(connection: socket.socket, _over: Event) -> None:
        seen.append(whole(connection))
        connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

    with serving(take) as url:
        guard = Guard(resolve=lambda _host, _port: ["127.0.0.1"])
        named = url.replace("127.0.0.1", "user:pw@named.example")
        sent = send(f"{named}/a/b?c=d#e", "POST", {"X-One": "1"}, b"body", guard)

    head, _, body = seen[0].decode().partition("\r\n\r\n")
    lines = head.split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:])}
    port = url.rpartition(":")[2]
    assert (sent.status, lines[0], body) == (204, "POST /a/b?c=d HTTP/1.1", "body")
    assert {
        "host": f"named.example:{port}",
        "x-one": "1",
        "accept": "*/*",
        "content-length": "4",
        "authorization": "Basic dXNlcjpwdw==",
    } == headers


def test_an_ipv6_host_stands_in_brackets() -> None:
    seen: list[bytes] = []

    def take(connection: socket.socket, _over: Event) -> None:
        seen.append(whole(connection))
        connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

    with serving(take, "::1") as url:
        send(url, "POST", {}, b"", Guard())

    assert f"Host: {url.removeprefix('http://')}\r\n".encode() in seen[0]


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/a b", {}),
        ("/ü", {}),
        ("/", {"X": "a\r\nY: b"}),
        ("/", {"X": "€"}),
        ("/", {"X\r\nY": "b"}),
    ],
)
def test_a_request_that_can_not_be_written_is_recorded_and_not_raised(path: str, headers: dict[str, str]) -> None:
    seen: list[bytes] = []

    def take(connection: socket.socket, _over: Event) -> None:
        seen.append(whole(connection))

    with serving(take) as url:
        sent = send(f"{url}{path}", "POST", headers, b"", Guard())

    assert (sent.status, sent.stopped) == (0, False)
    assert sent.problem
    assert b"Y: b" not in b"".join(seen)


def test_what_the_guard_stops_is_told_as_stopped_and_nothing_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    monkeypatch.setattr(http, "_connection", lambda *given: opened.append(given))
    sent = send("http://192.0.2.1/", "POST", {}, b"", Guard())

    assert (sent.status, sent.stopped, opened) == (0, True, [])


def test_a_server_that_speaks_no_tls_is_recorded_and_not_raised() -> None:
    def refuse(connection: socket.socket, _over: Event) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")

    with serving(refuse) as url:
        sent = send(url.replace("http:", "https:"), "POST", {}, b"", Guard())

    assert (sent.status, sent.stopped) == (0, False)
    assert sent.problem
