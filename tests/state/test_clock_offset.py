"""A clock that runs beside the machine's."""

from __future__ import annotations

import pytest

from mock_gateway.errors import UsageError
from mock_gateway.state.clock import Clock, instant

START = instant("2026-03-01T12:00:00Z")


def test_a_clock_can_begin_at_an_instant_and_run_from_there() -> None:
    clock = Clock.named("offset:2026-03-01T12:00:00Z")
    first, second = clock.now(), clock.now()

    assert "offset" == clock.mode
    assert START <= first <= second < START + 60_000


def test_a_real_clock_that_was_moved_says_so_until_it_begins_again() -> None:
    clock = Clock("real")
    before = clock.mode
    clock.set(clock.now() + 3_600_000)
    moved = clock.mode
    clock.restart()

    assert ["real", "offset", "real"] == [before, moved, clock.mode]


def test_an_offset_clock_begins_again_where_it_began() -> None:
    clock = Clock.named("offset:2026-03-01T12:00:00Z")
    clock.set(START + 99_000_000)
    clock.restart()

    assert START <= clock.now() < START + 60_000


def test_an_offset_that_is_no_instant_is_answered_by_what_would_be_one() -> None:
    with pytest.raises(UsageError, match="'noon' is no instant"):
        Clock.named("offset:noon")
