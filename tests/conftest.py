"""What every test may ask for. Hypothesis draws the same examples each time, and no example is held to a time."""

from __future__ import annotations

import pytest
from hypothesis import settings

from helpers import Bench
from mock_gateway.definitions.load import all_gateways
from mock_gateway.pipeline import Engine

pytest_plugins = ["pytester"]

settings.register_profile("tests", deadline=None, derandomize=True)
settings.load_profile("tests")


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
