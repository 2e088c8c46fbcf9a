"""What every test may ask for. Hypothesis draws the same examples each time, and no example is held to a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

import sent
from helpers import Bench
from mock_gateway.definitions.load import all_gateways
from mock_gateway.engine import Engine
from mock_gateway.server.running import Gateways
from receivers import Hook, register

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_httpserver import HTTPServer

    from mock_gateway import Session

pytest_plugins = ["pytester"]

settings.register_profile("tests", deadline=None, derandomize=True)
settings.load_profile("tests")


@pytest.fixture(autouse=True)
def _what_is_sent_fits_its_schema(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for found in sent.watched(monkeypatch):
        yield
        if request.node.get_closest_marker("changed_data") is None:
            assert found[: sent.MOST_SHOWN] == []


@pytest.fixture
def engine() -> Engine:
    """Serve all gateways, with a default session whose clock stands."""
    return Engine(all_gateways(), clock="frozen")


@pytest.fixture
def websms_bench() -> Bench:
    """Open a session of websms, in process."""
    return Bench("websms")


@pytest.fixture
def bestsms_bench() -> Bench:
    """Open a session of bestsms, in process."""
    return Bench("bestsms")


@pytest.fixture
def hook(websms: Session, httpserver: HTTPServer) -> Hook:
    """Give the receiver that the account of websms has registered."""
    found = Hook(httpserver)
    register(websms, found.url)
    return found


@pytest.fixture(scope="session")
def secure() -> Iterator[Gateways]:
    """Run a server that speaks HTTPS."""
    gateways = Gateways(tls=True)
    gateways.start()
    yield gateways
    gateways.stop()


@pytest.fixture
def secure_websms(secure: Gateways) -> Iterator[Session]:
    """Open a session of websms that is met by HTTPS."""
    session = secure.session("websms")
    yield session
    secure.end(session)
    assert [] == secure.crashes(session)
