"""One HTTP request to the client's side: to a pinned address, with a deadline and a cap, following nothing."""

from __future__ import annotations

import ssl
from base64 import b64encode
from contextlib import closing, suppress
from socket import SHUT_RDWR
from threading import Timer
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.util import SKIP_HEADER

from mock_gateway.callbacks.egress import PORTS, StoppedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from urllib3.response import BaseHTTPResponse

    from mock_gateway.callbacks.egress import Destination, Guard

DEADLINE = 10.0
"""Seconds from connecting to the end of the answer."""

LARGEST_ANSWER = 64 * 1024
"""Bytes of an answer that are read."""


class Sent(NamedTuple):
    """How a request went.

    Attributes:
        status: HTTP status, 0 where there was no answer.
        problem: why there was none, "" where there was one.
        stopped: the egress guard did not let it out.

    """

    status: int
    answer: bytes
    latency: float
    problem: str = ""
    stopped: bool = False


def send(  # noqa: PLR0913  a request has these parts
    url: str,
    method: str,
    headers: Mapping[str, str],
    body: bytes,
    guard: Guard,
    *,
    deadline: float = DEADLINE,
    whole: int = 0,
) -> Sent:
    """Make a request; the first of the allowed addresses that can be connected to gets it.

    Args:
        url: where it goes, if the guard lets it.
        method: upper case.
        headers: beside those that every request has.
        body: empty for none.
        guard: what may be called.
        deadline: seconds from connecting to the end of the answer.
        whole: bytes of the longest answer that is taken, and only if all of it came; 0 for the beginning of any.

    """
    start = monotonic()
    try:
        destination = guard.destination(url)
    except StoppedError as problem:
        return Sent(0, b"", monotonic() - start, str(problem), stopped=True)
    connection, problem_text = _connected(destination, start + deadline)
    if connection is None:
        return Sent(0, b"", monotonic() - start, problem_text or f"no answer within {deadline:g} s")
    left = max(0.001, start + deadline - monotonic())
    status, answer, problem_text = _exchange(
        connection, destination, method, _complete(headers, destination), body, left, whole
    )
    return Sent(status, answer, monotonic() - start, problem_text)


def _connected(destination: Destination, until: float) -> tuple[HTTPConnection | None, str]:
    """Connect to the first address that can be; None and the last problem where none can in time."""
    problem_text = ""
    for address in destination.addresses:
        left = until - monotonic()
        if left <= 0:
            break
        connection = _connection(destination, address, left)
        try:
            connection.connect()
        except (OSError, HTTPError) as problem:
            problem_text = _words(problem)
            connection.close()
            continue
        return connection, ""
    return None, problem_text


def _exchange(  # noqa: PLR0913, PLR0917  a request has these parts
    connection: HTTPConnection,
    destination: Destination,
    method: str,
    headers: Mapping[str, str],
    body: bytes,
    seconds: float,
    whole: int,
) -> tuple[int, bytes, str]:
    """Send and read on an open connection; at the deadline it is cut, however slowly the answer trickles."""
    expired = False
    sock = connection.sock

    def cut() -> None:
        nonlocal expired
        expired = True
        with suppress(OSError):
            if sock is not None:
                sock.shutdown(SHUT_RDWR)

    timer = Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        connection.request(method, destination.target, body or None, headers, preload_content=False)
        with closing(connection.getresponse()) as response:
            answer = _read(response, whole)
    except Exception as problem:  # noqa: BLE001  a connection that is cut under way raises whatever it was doing
        return 0, b"", f"no answer within {seconds:.3g} s" if expired else _words(problem)
    else:
        return (0, b"", f"no answer within {seconds:.3g} s") if expired else (response.status, answer, "")
    finally:
        timer.cancel()
        connection.close()


def _read(response: BaseHTTPResponse, whole: int) -> bytes:
    """Read an answer; where the whole is wanted, the second read tells one that broke off or goes on."""
    answer = response.read(whole or LARGEST_ANSWER, decode_content=False) or b""
    if whole and response.read(1, decode_content=False):
        raise StoppedError(f"the answer is longer than {whole} bytes")
    return answer


def _connection(destination: Destination, address: str, seconds: float) -> HTTPConnection:
    if destination.scheme == "http":
        return HTTPConnection(address, destination.port, timeout=seconds)
    context = ssl.create_default_context()
    if destination.loopback:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return HTTPSConnection(
        address,
        destination.port,
        timeout=seconds,
        ssl_context=context,
        server_hostname=destination.host,
        assert_hostname=False if destination.loopback else destination.host,
        cert_reqs=context.verify_mode,
    )


def _complete(headers: Mapping[str, str], destination: Destination) -> dict[str, str]:
    host = f"[{destination.host}]" if ":" in destination.host else destination.host
    if destination.port != PORTS[destination.scheme]:
        host = f"{host}:{destination.port}"
    whole = {"Host": host, "Accept": "*/*", "User-Agent": SKIP_HEADER, "Accept-Encoding": SKIP_HEADER, **headers}
    if destination.userinfo and "Authorization" not in headers:
        pair = unquote(destination.userinfo).encode()
        whole["Authorization"] = f"Basic {b64encode(pair).decode()}"
    return whole


def _words(problem: BaseException) -> str:
    return f"{type(problem).__name__}: {problem}" if str(problem) else type(problem).__name__
