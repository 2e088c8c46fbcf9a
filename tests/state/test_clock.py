from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_gateway.errors import UsageError
from mock_gateway.state.clock import FROZEN_START, Clock, instant, milliseconds, moment

INSTANTS = st.integers(0, 253_370_764_800_000)


@pytest.mark.parametrize(
    ("duration", "wanted"),
    [
        ("500ms", 500),
        ("30s", 30_000),
        ("5min", 300_000),
        ("5m", 300_000),
        ("5 min", 300_000),
        ("1h30m", 5_400_000),
        (" 1h 30m ", 5_400_000),
        ("2d", 172_800_000),
        ("1.5s", 1500),
        ("0s", 0),
        (30, 30_000),
        (0.5, 500),
        (0, 0),
        (timedelta(seconds=1.5), 1500),
        (timedelta(days=1), 86_400_000),
        (timedelta(microseconds=999), 0),
    ],
)
def test_a_duration_is_text_seconds_or_a_timedelta(duration: str | float | timedelta, wanted: int) -> None:
    assert milliseconds(duration) == wanted


@pytest.mark.parametrize(
    "duration", ["", "   ", "30", "s", "30 parsecs", "-5s", "1h-30m", "30s!", "1,5s", "٣s", True, "nan", None]
)
def test_what_is_no_duration_is_answered_with_how_one_is_written(duration: object) -> None:
    with pytest.raises(UsageError, match="is no duration: write '500ms', '30s'"):
        milliseconds(duration)  # type: ignore[arg-type]  # that is the claim


@pytest.mark.parametrize("duration", [float("nan"), float("inf")])
def test_a_number_that_is_no_number_of_seconds_is_no_duration(duration: float) -> None:
    with pytest.raises(UsageError, match="is no duration"):
        milliseconds(duration)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("1970-01-01", 0),
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01T00:00:01.5", 1500),
        ("1970-01-01T10:00:00+10:00", 0),
        ("2026-01-05T09:00:00Z", FROZEN_START),
    ],
)
def test_an_instant_is_iso_and_without_an_offset_utc(text: str, at: int) -> None:
    assert instant(text) == at


@pytest.mark.parametrize("text", ["", "today", "2026-13-01", "09:00"])
def test_what_is_no_instant_is_answered_with_how_one_is_written(text: str) -> None:
    with pytest.raises(UsageError, match="is no instant: write it as '2026-01-05T09:00:00Z'"):
        instant(text)


@given(INSTANTS)
def test_an_instant_is_read_again_as_it_was(at: int) -> None:
    assert instant(moment(at).isoformat()) == at


def test_a_frozen_clock_begins_on_a_monday_morning_and_stands() -> None:
    clock = Clock()

    assert moment(clock.now()) == datetime(2026, 1, 5, 9, tzinfo=UTC)
    assert moment(clock.now()).weekday() == 0
    assert clock.now() == clock.now()


@given(INSTANTS)
def test_a_frozen_clock_stands_where_it_is_set(at: int) -> None:
    clock = Clock()
    clock.set(at)

    assert clock.now() == at


def test_a_real_clock_runs_with_the_machines(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = [1000]
    monkeypatch.setattr(time, "time_ns", lambda: seconds[0] * 10**9)
    clock = Clock.named("real")
    first = clock.now()
    seconds[0] += 7

    assert (first, clock.now()) == (1_000_000, 1_007_000)


def test_a_real_clock_runs_on_from_where_it_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = [1000]
    monkeypatch.setattr(time, "time_ns", lambda: seconds[0] * 10**9)
    clock = Clock.named("real")
    clock.set(5_000_000)
    seconds[0] += 7

    assert clock.now() == 5_007_000


def test_a_clock_is_named_real_frozen_or_by_an_instant() -> None:
    assert Clock.named("real").mode == "real"
    assert (Clock.named("frozen").mode, Clock.named("frozen").now()) == ("frozen", FROZEN_START)
    assert (Clock.named("1970-01-01T00:00:01Z").mode, Clock.named("1970-01-01T00:00:01Z").now()) == ("frozen", 1000)


@pytest.mark.parametrize("at", [-1, 253_370_764_800_001])
@pytest.mark.parametrize("mode", ["real", "frozen"])
def test_a_clock_stands_between_1970_and_9999(mode: str, at: int) -> None:
    with pytest.raises(UsageError, match="between 1970 and 9999"):
        Clock(mode).set(at)


@pytest.mark.parametrize("name", ["reel", "", "1969-12-31T23:59:59Z"])
def test_a_clock_that_cannot_be_is_refused_as_it_is_named(name: str) -> None:
    with pytest.raises(UsageError):
        Clock.named(name)
