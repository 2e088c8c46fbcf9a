"""The control API of the server of this run, and sessions that are opened through it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from remote import Control, Remote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mock_gateway.server.running import Gateways


@pytest.fixture
def control(gateways: Gateways) -> Control:
    """Give a client of the control API."""
    return Control(gateways)


@pytest.fixture
def remote(control: Control) -> Iterator[Remote]:
    """Open a session of websms."""
    session = control.open("websms")
    yield session
    session.end()


@pytest.fixture
def other(control: Control) -> Iterator[Remote]:
    """Open a session of bestsms."""
    session = control.open("bestsms")
    yield session
    session.end()
