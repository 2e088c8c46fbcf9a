"""Clients that several modules run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from node_clients import BurstSMS

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def burstsms() -> Iterator[BurstSMS]:
    """Give npm `burstsms`; one process serves a module, as long as nothing kills it."""
    client = BurstSMS()
    yield client
    client.stop()
