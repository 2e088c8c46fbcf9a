"""HTTPS: a certificate authority for one run, which clients are told to trust by file or by environment."""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import subprocess
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import requests

import mock_gateway
from mock_gateway.errors import UsageError
from mock_gateway.model.faults import FAULTS
from mock_gateway.server.running import Gateways
from mock_gateway.server.tls import VARIABLES
from node_clients import node
from remote import Control

if TYPE_CHECKING:
    from pathlib import Path

    from mock_gateway import Session

TEXT = "/rest/smsmessaging/text"
HELLO = {"recipientAddressList": ["447700900000"], "messageContent": "Hello"}
SECONDS = 20
SHORT = 0.3
"""Seconds that a client waits which is to give up."""

OPENED = """
import sys, urllib.error, urllib.request
try:
    urllib.request.urlopen(sys.argv[1])
except urllib.error.HTTPError as answer:
    print(answer.code)
"""

CLIENTS = {
    "REQUESTS_CA_BUNDLE": [sys.executable, "-c", "import requests, sys; print(requests.get(sys.argv[1]).status_code)"],
    "SSL_CERT_FILE": [sys.executable, "-c", OPENED],
    "NODE_EXTRA_CA_CERTS": [
        "node",
        "-e",
        "require('https').get(process.argv[1], (answer) => { console.log(answer.statusCode); answer.resume() })",
    ],
    "CURL_CA_BUNDLE": ["curl", "-sS", "-o", os.devnull, "-w", "%{http_code}"],
}
"""For each environment variable a client that heeds it, which prints the HTTP status of a URL."""


@pytest.fixture
def session(secure_websms: Session) -> Session:
    """Give a session of websms that is met by HTTPS."""
    return secure_websms


def ca(session: Session) -> str:
    """Give the file that a session's clients have to trust."""
    assert session.tls is not None
    return str(session.tls.ca)


def send(session: Session, timeout: float = SECONDS) -> requests.Response:
    """Send a text as a client that trusts the certificate authority."""
    auth = (session.credentials.username, session.credentials.password)
    return requests.post(session.url + TEXT, json=HELLO, auth=auth, timeout=timeout, verify=ca(session))


def connected(session: Session, name: str = "localhost") -> ssl.SSLSocket:
    """Connect, and see that the certificate is for a name."""
    parts = urlsplit(session.url)
    plain = socket.create_connection((str(parts.hostname), int(parts.port or 0)), SECONDS)
    return ssl.create_default_context(cafile=ca(session)).wrap_socket(plain, server_hostname=name)


def test_a_client_that_trusts_the_certificate_authority_is_answered(session: Session) -> None:
    assert session.url.startswith("https://127.0.0.1:")
    assert 2000 == send(session).json()["statusCode"]


def test_a_client_that_does_not_is_never_heard(session: Session) -> None:
    with pytest.raises(requests.exceptions.SSLError, match="unable to get local issuer certificate"):
        requests.post(session.url + TEXT, json=HELLO, timeout=SECONDS)

    assert 0 == len(session.journal)


def test_plain_http_is_never_heard(session: Session) -> None:
    with pytest.raises(requests.ConnectionError):
        requests.post(session.url.replace("https", "http") + TEXT, json=HELLO, timeout=SECONDS)

    assert 0 == len(session.journal)


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "::1"])
def test_the_certificate_is_for_loopback_by_every_name(session: Session, name: str) -> None:
    with connected(session, name) as connection:
        assert connection.version() in ("TLSv1.2", "TLSv1.3")


def test_it_is_for_no_other_name(session: Session) -> None:
    with pytest.raises(ssl.SSLCertVerificationError, match="Hostname mismatch"):
        connected(session, "example.com")


def test_a_gateway_that_requires_tls_is_content(session: Session) -> None:
    session.settings.require_tls = True

    assert 2000 == send(session).json()["statusCode"]


@pytest.mark.parametrize("variable", VARIABLES)
def test_each_environment_variable_makes_a_client_trust(session: Session, variable: str) -> None:
    assert session.tls is not None
    command, *rest = CLIENTS[variable]
    program = node() if command == "node" else str(shutil.which(command))
    environment = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    trusting = {**environment, variable: session.tls.environment[variable]}

    said = [
        subprocess.run(
            [program, *rest, session.url], env=each, capture_output=True, text=True, timeout=SECONDS, check=False
        ).stdout.strip()
        for each in (trusting, environment)
    ]

    assert "404" == said[0]
    assert said[1] in ("", "000")


OUTCOMES: dict[str, Any] = {
    "latency": 200,
    "dribble": 200,
    "hang": requests.ReadTimeout,
    "reset": requests.ConnectionError,
    "close": requests.ConnectionError,
    "empty": 200,
    "truncate": requests.exceptions.ChunkedEncodingError,
    "garbage": 200,
    "wrong_length": 200,
    "invalid_json": 200,
    "bom": 200,
    "wrong_type": 200,
    "html": 200,
    "bad_gateway": 502,
    "unavailable": 503,
    "gateway_timeout": 504,
}


def test_there_is_an_outcome_for_every_fault() -> None:
    assert FAULTS.keys() == OUTCOMES.keys()


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(("name", "outcome"), OUTCOMES.items())
def test_every_fault_is_suffered_over_tls_and_the_next_answer_is_sound(
    session: Session, name: str, outcome: Any, when: str
) -> None:
    session.fault(name, when=when, seconds=0.05)
    if isinstance(outcome, int):
        assert outcome == send(session).status_code
    else:
        with pytest.raises(outcome):
            send(session, SHORT if name == "hang" else SECONDS)

    assert 2000 == send(session).json()["statusCode"]
    taken = when == "after" or name in ("latency", "dribble")
    assert ["Hello"] * (1 + taken) == session.handset("447700900000").texts


def test_a_reset_is_one_to_who_looks_below_tls(session: Session) -> None:
    """Python's own `ssl` shows it as an end of the stream."""
    session.fault("reset")
    parts = urlsplit(session.url)
    into, out = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = ssl.create_default_context(cafile=ca(session)).wrap_bio(into, out, server_hostname="localhost")
    with socket.create_connection((str(parts.hostname), int(parts.port or 0)), SECONDS) as plain:

        def wanted(step: Any, *given: Any) -> None:
            while True:
                try:
                    step(*given)
                except ssl.SSLWantReadError:
                    plain.sendall(out.read())
                    into.write(plain.recv(65536))
                else:
                    return plain.sendall(out.read())

        wanted(tls.do_handshake)
        body = b"Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
        wanted(tls.write, f"POST {parts.path}{TEXT} HTTP/1.1\r\nHost: x\r\n".encode() + body)
        with pytest.raises(ConnectionResetError):
            wanted(tls.read, 1)


def test_no_private_key_is_left_on_the_disk_and_the_file_goes_with_the_server() -> None:
    with mock_gateway.running("websms", tls=True) as session:
        assert session.tls is not None
        file = session.tls.ca
        texts = [each.read_text("ascii") for each in file.parent.iterdir()]
        modes = [file.parent.stat().st_mode & 0o777]

    assert [True] == [each.startswith("-----BEGIN CERTIFICATE-----") for each in texts]
    assert [False] == ["PRIVATE" in each for each in texts]
    assert [0o700] == modes
    assert not file.parent.exists()


def test_a_file_that_is_named_stays_and_is_written_anew(tmp_path: Path) -> None:
    file = tmp_path / "ca.pem"
    texts = []
    for _ in range(2):
        with mock_gateway.running("websms", tls=file) as session:
            assert session.tls is not None
            assert file == session.tls.ca
            assert 2000 == send(session).json()["statusCode"]
        texts.append(file.read_text("ascii"))

    assert texts[0] != texts[1]


def test_a_connection_that_is_kept_open_holds_nobody_up() -> None:
    with mock_gateway.running("websms", tls=True) as session, requests.Session() as kept:
        answer = kept.get(session.url, verify=ca(session), timeout=SECONDS)

        assert 404 == answer.status_code


def test_the_control_api_is_plain_and_says_what_is_to_be_trusted(secure: Gateways) -> None:
    remote = Control(secure).open("websms")
    remote.end()
    assert secure.tls is not None

    assert secure.control.url.startswith("http://127.0.0.1:")
    assert remote.about["url"].startswith("https://")
    assert {"ca": str(secure.tls.ca), "environment": secure.tls.environment} == remote.about["tls"]


def test_without_the_package_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trustme", None)

    with pytest.raises(UsageError) as caught:
        Gateways(tls=True)

    assert "TLS needs the package trustme: pip install 'mock_gateway[tls]'" == str(caught.value)


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    file = tmp_path / "nowhere" / "ca.pem"

    with pytest.raises(UsageError) as caught:
        Gateways(tls=file)

    assert f"cannot write the certificate authority to {file}: No such file or directory" == str(caught.value)
