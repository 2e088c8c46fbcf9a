"""A thousand mutated requests a gateway, over real HTTP: each is answered as the gateway would, and nothing breaks."""

from __future__ import annotations

import http.client
import socket
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mock_gateway import create_app
from mock_gateway.definitions.load import gateway
from mutations import Answer, Mutant, check_bestsms, check_websms, mutants, single_faults

if TYPE_CHECKING:
    import io
    from collections.abc import Callable, Iterable, Iterator
    from typing import Self

    from flask.testing import FlaskClient

    from mock_gateway import Session
    from mock_gateway.server.running import Gateways

OVER_HTTP = {"document": 400, "body": 300, "typed body": 150, "headers": 200, "target": 150, "everything": 150}
"""How many requests are sent that are wrong in this part."""

THROUGH_FLASK = 60
PIPELINED = 50
"""How many requests are sent before the first answer is read."""

SECONDS = 20
TOO_MUCH = 21 * 1024 * 1024

CHECKS: dict[str, Callable[..., None]] = {"bestsms": check_bestsms, "websms": check_websms}
PATHS = {"bestsms": "/api/v2.04/send/sms", "websms": "/rest/smsmessaging/text"}

GARBAGE = (
    b"\r\n\r\n\r\n\x00",
    b"hello\r\n\r\n",
    b"GET\r\n\r\n",
    b"get / HTTP/1.1\r\nHost: x\r\n\r\n",
    b"NOTAMETHOD / HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
    b"GET / HTTP/1.1\r\nA: b\x00c\r\n\r\n",
    b"GET / HTTP/1.1\r\nA: b\rc\r\n\r\n",
    b"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET http://[ HTTP/1.1\r\nHost: x\r\n\r\n",
    b"CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n",
    b"POST / HTTP/1.1\r\nContent-Length: abc\r\n\r\n",
    b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
    b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    b"POST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
)


@pytest.fixture(params=sorted(CHECKS))
def session(request: pytest.FixtureRequest) -> Session:
    """Give a session of each gateway in turn."""
    found: Session = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def connection(gateways: Gateways) -> Iterator[http.client.HTTPConnection]:
    """Keep one connection open for a whole test."""
    parts = urlsplit(gateways.url)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=SECONDS)
    yield connection
    connection.close()


@pytest.fixture
def flask(gateways: Gateways) -> FlaskClient:
    """Reach the same engine through Flask's test client."""
    return create_app(gateways.engine).test_client()


def exchange(connection: http.client.HTTPConnection, mutant: Mutant) -> Answer:
    connection.putrequest(mutant.method, mutant.target, skip_host=True, skip_accept_encoding=True)
    for name, value in mutant.headers:
        connection.putheader(name, value.encode("latin-1"))
    connection.putheader("Content-Length", str(len(mutant.body)))
    connection.endheaders(mutant.body)
    response = connection.getresponse()
    return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read())


class OneStream:
    """What stands for a socket where many answers are read off one connection: nobody reads ahead for himself."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self.read, self.readline, self.readinto = stream.read, stream.readline, stream.readinto

    def makefile(self, _mode: str) -> Self:
        """Give itself: the stream that all answers are read from."""
        return self

    def flush(self) -> None:
        """Do nothing: nothing is written to it."""

    def close(self) -> None:
        """Leave the connection open, which does not end with an answer."""


def exchanges(gateways: Gateways, sent: Iterable[Mutant]) -> Iterator[Answer]:
    """Send requests on one connection, many before the first is answered, which costs a tenth of the time."""
    parts, left = urlsplit(gateways.url), iter(sent)
    with socket.create_connection((str(parts.hostname), parts.port or 0), SECONDS) as sock, sock.makefile("rb") as read:
        while batch := list(islice(left, PIPELINED)):
            sock.sendall(b"".join(map(raw, batch)))
            for mutant in batch:
                response = http.client.HTTPResponse(OneStream(read), method=mutant.method)  # type: ignore[arg-type]  as its docstring says
                response.begin()
                headers = {name.lower(): value for name, value in response.getheaders()}
                yield Answer(response.status, headers, response.read())


def raw(mutant: Mutant) -> bytes:
    """Write a request as it stands on the wire."""
    headers = (*mutant.headers, ("Content-Length", str(len(mutant.body))))
    lines = [f"{mutant.method} {mutant.target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers), "", ""]
    return "\r\n".join(lines).encode("latin-1") + mutant.body


def through(flask: FlaskClient, mutant: Mutant) -> Answer:
    response = flask.open(mutant.target, method=mutant.method, headers=list(mutant.headers), data=mutant.body)
    return Answer(response.status_code, {name.lower(): value for name, value in response.headers}, response.data)


def for_each(drawn: st.SearchStrategy[Mutant], count: int, check: Callable[[Mutant], None]) -> None:
    """Check as many requests, the same ones in every run."""
    run = settings(max_examples=count, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
    run(given(drawn)(check))()


def talk(gateways: Gateways, raw: bytes) -> bytes:
    """Send bytes on a connection of their own and read until the server closes it."""
    parts = urlsplit(gateways.url)
    with socket.create_connection((str(parts.hostname), parts.port or 0), SECONDS) as plain:
        plain.sendall(raw)
        plain.shutdown(socket.SHUT_WR)
        pieces = iter(lambda: plain.recv(65536), b"")
        return b"".join(pieces)


def test_a_thousand_mutated_requests_are_answered_in_the_gateways_own_words(
    session: Session, connection: http.client.HTTPConnection, gateways: Gateways
) -> None:
    of, prefix, opened = gateway(session.gateway), urlsplit(session.url).path, set()
    drawn = mutants(of, session.credentials)

    def answered(mutant: Mutant) -> None:
        answer = exchange(connection, mutant._replace(target=prefix + mutant.target))
        opened.add(None if connection.sock is None else connection.sock.getsockname())
        CHECKS[of.name](answer, of, head=mutant.method == "HEAD")

    for part, count in OVER_HTTP.items():
        for_each(drawn[part], count, answered)

    codes = Counter(each.code for each in session.journal)
    assert codes.total() >= 1000
    assert len(opened) == 1, "the server closed a connection that should have stayed open"
    assert gateways.crashes(session) == []
    assert codes[None] > 50, f"hardly anything was accepted: {codes}"
    assert len(codes) > 10, f"hardly any rule was met: {codes}"


def test_each_member_with_each_nasty_value_is_answered_in_the_gateways_own_words(
    session: Session, gateways: Gateways
) -> None:
    of, prefix = gateway(session.gateway), urlsplit(session.url).path
    sent = [mutant._replace(target=prefix + mutant.target) for mutant in single_faults(of, session.credentials)]

    answers = list(exchanges(gateways, sent))
    for answer in answers:
        CHECKS[of.name](answer, of, head=False)

    assert len(sent) == len(answers) == len(session.journal) + session.journal.evicted > 500
    assert gateways.crashes(session) == []


def test_flask_answers_mutated_requests_alike(session: Session, flask: FlaskClient, gateways: Gateways) -> None:
    of, prefix = gateway(session.gateway), urlsplit(session.url).path

    def answered(mutant: Mutant) -> None:
        answer = through(flask, mutant._replace(target=prefix + mutant.target))
        CHECKS[of.name](answer, of, head=mutant.method == "HEAD")

    for drawn in mutants(of, session.credentials).values():
        for_each(drawn, THROUGH_FLASK, answered)

    assert gateways.crashes(session) == []
    assert any(each.accepted for each in session.journal)


@pytest.mark.parametrize("chunked", [False, True], ids=["length", "chunked"])
def test_a_body_of_21_megabytes_is_refused_and_requests_sees_the_answer(session: Session, *, chunked: bool) -> None:
    body = b"a" * TOO_MUCH
    pieces = (body[at : at + 65536] for at in range(0, TOO_MUCH, 65536))

    answer = requests.post(
        session.url + PATHS[session.gateway],
        data=pieces if chunked else body,
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {session.credentials.token}"},
        timeout=SECONDS,
    )

    found = Answer(answer.status_code, {name.lower(): value for name, value in answer.headers.items()}, answer.content)
    assert answer.status_code == 413
    CHECKS[session.gateway](found, gateway(session.gateway), head=False)
    assert [(each.reply.status, each.request.body) for each in session.journal] == [(413, b"")]


@pytest.mark.parametrize("chunked", [False, True], ids=["length", "chunked"])
def test_a_body_of_21_megabytes_is_refused_and_http_client_sees_the_answer(
    session: Session, connection: http.client.HTTPConnection, *, chunked: bool
) -> None:
    path = urlsplit(session.url).path + PATHS[session.gateway]
    body = b"a" * TOO_MUCH

    for _ in range(2):
        connection.request(
            "POST",
            path,
            iter([body]) if chunked else body,
            {"Content-Type": "application/json", "Authorization": f"Bearer {session.credentials.token}"},
            encode_chunked=chunked,
        )
        response = connection.getresponse()
        found = Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read())

        assert found.status == 413
        CHECKS[session.gateway](found, gateway(session.gateway), head=False)


def test_a_large_body_that_asks_first_is_refused_without_being_sent(gateways: Gateways, session: Session) -> None:
    parts = urlsplit(session.url + PATHS[session.gateway])
    head = (
        f"POST {parts.path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n"
        f"Authorization: Bearer {session.credentials.token}\r\nContent-Length: {TOO_MUCH}\r\n\r\n"
    )

    answer = talk(gateways, head.encode())

    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"100 Continue" not in answer


def test_a_body_of_20_megabytes_is_read(session: Session) -> None:
    answer = requests.post(
        session.url + PATHS[session.gateway],
        data=b" " * (20 * 1024 * 1024),
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {session.credentials.token}"},
        timeout=SECONDS,
    )

    assert answer.status_code == 400


def test_flask_refuses_a_body_of_21_megabytes(session: Session, flask: FlaskClient) -> None:
    path = urlsplit(session.url).path + PATHS[session.gateway]
    headers = [("Content-Type", "application/json"), ("Authorization", f"Bearer {session.credentials.token}")]

    answer = through(flask, Mutant("POST", path, tuple(headers), b"a" * TOO_MUCH))

    assert answer.status == 413
    CHECKS[session.gateway](answer, gateway(session.gateway), head=False)


@pytest.mark.parametrize("raw", GARBAGE)
def test_what_is_no_http_gets_a_short_400_and_the_server_goes_on(
    gateways: Gateways, session: Session, raw: bytes
) -> None:
    answer = talk(gateways, raw)
    head, _, body = answer.partition(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert body == b"Bad Request\n"
    assert b"server:" not in head.lower()
    assert requests.get(session.url, timeout=SECONDS).status_code == 404


def test_a_body_that_ends_early_is_no_request(gateways: Gateways, session: Session) -> None:
    """The length that was promised did not come: nothing is accepted, though what came would be a whole document."""
    path = urlsplit(session.url).path + PATHS[session.gateway]
    document = {
        "bestsms": b'{"MessageData":{"Message":"a","Destinations":["+61491570156"]}}',
        "websms": b'{"messageContent":"a","recipientAddressList":["447700900000"]}',
    }[session.gateway]
    head = (
        f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {session.credentials.token}\r\nContent-Length: {len(document) + 10}\r\n\r\n"
    )

    talk(gateways, head.encode() + document)
    requests.get(session.url, timeout=SECONDS)

    assert session.messages == []


def test_a_request_for_another_protocol_is_answered_as_http(
    session: Session, connection: http.client.HTTPConnection
) -> None:
    path = urlsplit(session.url).path + "/nowhere"

    for _ in range(2):
        connection.request("GET", path, headers={"Connection": "Upgrade", "Upgrade": "websocket"})
        response = connection.getresponse()
        response.read()

        assert response.status == 404


@pytest.mark.parametrize("path", ["/", "/nobody/x", "/~nobody/websms/x", "/~", "//", "/%00", "/websms%2f"])
def test_a_path_that_is_no_gateways_is_told_so_in_plain_words(gateways: Gateways, path: str) -> None:
    answer = requests.get(gateways.url + path, timeout=SECONDS)

    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "text/plain; charset=utf-8")
    assert answer.text.startswith(("No gateway has this path", "There is no session"))
