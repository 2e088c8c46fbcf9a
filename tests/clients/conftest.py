"""Clients that several modules run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from node_clients import BurstSMS, WebSmsCom

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tnzapi import TNZAPI

    from mock_gateway import Session
    from mock_gateway.server.running import Gateways


@pytest.fixture(scope="module")
def burstsms() -> Iterator[BurstSMS]:
    """Give npm `burstsms`; one process serves a module, as long as nothing kills it."""
    client = BurstSMS()
    yield client
    client.stop()


@pytest.fixture(scope="module")
def websmscom(secure: Gateways) -> Iterator[WebSmsCom]:
    """Give npm `websmscom`, which trusts the server that speaks HTTPS."""
    assert secure.tls is not None
    client = WebSmsCom({"NODE_EXTRA_CA_CERTS": secure.tls.environment["NODE_EXTRA_CA_CERTS"]})
    yield client
    client.stop()


@pytest.fixture
def client(tnz: Session, monkeypatch: pytest.MonkeyPatch) -> TNZAPI:
    """Give TNZ's own client with the session's token, to modules that have no client of their own."""
    from v3_clients import tnz_client  # noqa: PLC0415  only these modules need it

    return tnz_client(tnz, monkeypatch)
