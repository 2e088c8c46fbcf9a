"""Bytes that the HTTP parser refuses are answered in a gateway's dialect where their first line names one."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from mock_gateway.server.session import Session

SECONDS = 20


def talk(url: str, raw: str) -> bytes:
    parts = urlsplit(url)
    with socket.create_connection((str(parts.hostname), parts.port or 0), SECONDS) as plain:
        plain.sendall(raw.encode("latin-1"))
        return b"".join(iter(lambda: plain.recv(65536), b""))


@pytest.mark.parametrize("method", ["BREW", "POST1"])
def test_a_method_that_no_server_knows_is_answered_as_one_that_the_call_does_not_have(
    bestsms: Session, method: str
) -> None:
    path = urlsplit(bestsms.url).path + "/api/v2.04/send/sms"
    got = talk(bestsms.url, f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n\r\n")

    assert got.startswith(b"HTTP/1.1 405 ")
    assert got.endswith(b'{"Result":"Failed","ErrorMessage":["Method not allowed"]}')
    assert ["Method not allowed"] == [exchange.code for exchange in bestsms.journal]


def test_a_request_to_no_gateway_that_no_server_can_read_gets_a_short_answer(bestsms: Session) -> None:
    got = talk(bestsms.url, "BREW /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n")

    assert got.startswith(b"HTTP/1.1 400 ")
    assert got.endswith(b"\r\n\r\nBad Request\n")
