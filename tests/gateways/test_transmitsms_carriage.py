"""How TransmitSMS's answers travel, as clients get them: compressed or in chunks, and what the journal has of that."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import requests

if TYPE_CHECKING:
    from mock_gateway import Session

SECONDS = 20


def ask(session: Session, **headers: str) -> requests.Response:
    auth = (session.credentials.key, session.credentials.secret)
    return requests.get(f"{session.url}/get-balance.json", auth=auth, headers=headers, timeout=SECONDS)


@pytest.mark.parametrize("transfer", ["length", "chunked"])
def test_a_client_reads_a_compressed_answer_and_the_journal_has_what_it_says(
    transmitsms: Session, transfer: str
) -> None:
    plain = ask(transmitsms, **{"Accept-Encoding": "identity"})
    transmitsms.settings.compression, transmitsms.settings.transfer = "gzip", transfer
    packed = ask(transmitsms)

    assert "gzip" == packed.headers["Content-Encoding"]
    assert plain.content == packed.content
    assert [plain.content] * 2 == [exchange.reply.body for exchange in transmitsms.journal]


def test_a_connection_stays_open_after_chunks(transmitsms: Session) -> None:
    transmitsms.settings.transfer = "chunked"
    auth = (transmitsms.credentials.key, transmitsms.credentials.secret)

    with requests.Session() as client:
        answers = [client.get(f"{transmitsms.url}/get-balance.json", auth=auth, timeout=SECONDS) for _ in range(3)]

    assert [("chunked", None)] * 3 == [
        (answer.headers["Transfer-Encoding"], answer.headers.get("Content-Length")) for answer in answers
    ]
    assert 1 == len({answer.content for answer in answers})


def test_a_client_of_http_1_0_gets_no_chunks(transmitsms: Session) -> None:
    transmitsms.settings.transfer = "chunked"
    parts = urlsplit(transmitsms.url)

    with socket.create_connection((str(parts.hostname), parts.port or 0), SECONDS) as plain:
        plain.sendall(f"GET {parts.path}/get-balance.json HTTP/1.0\r\nHost: x\r\n\r\n".encode())
        answer = b"".join(iter(lambda: plain.recv(65536), b"")).lower()

    assert b"transfer-encoding" not in answer
    assert b"content-length: " in answer


def test_what_a_fault_does_to_a_body_is_compressed_with_it(transmitsms: Session) -> None:
    transmitsms.settings.compression = "gzip"
    transmitsms.fault("invalid_json", when="after")
    answer = ask(transmitsms)

    assert "gzip" == answer.headers["Content-Encoding"]
    with pytest.raises(requests.JSONDecodeError):
        answer.json()
