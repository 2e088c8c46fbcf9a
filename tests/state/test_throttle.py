"""Windows count on the session's clock, exactly: to the millisecond and to the last hit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_gateway.state.throttle import WINDOWS, FixedWindow, SlidingWindow, TokenBucket, UnderWay, Window
from mock_gateway.state.world import Rate

SECOND = 1000
FIFTEEN = Rate(15, SECOND)
OF_TIME = ("fixed", "sliding", "bucket")
TIMES = st.lists(st.integers(0, 3000), min_size=1, max_size=60).map(sorted)


def over(window: Window, at: int, rate: Rate = FIFTEEN, key: str = "a") -> bool:
    """Hit, and tell whether that was over the limit."""
    return window.hit(key, at, rate) > rate.limit


@pytest.mark.parametrize("kind", OF_TIME)
@pytest.mark.parametrize("calls", [1, 15, 16, 100])
def test_what_is_over_the_limit_at_one_instant_is_over_it_and_nothing_else(kind: str, calls: int) -> None:
    window = WINDOWS[kind]()
    found = [over(window, 5 * SECOND) for _ in range(calls)]

    assert [False] * min(calls, 15) + [True] * max(0, calls - 15) == found


def test_a_fixed_window_ends_at_a_whole_multiple_of_its_length_to_the_millisecond() -> None:
    window = FixedWindow()
    for _ in range(15):
        window.hit("a", SECOND, FIFTEEN)

    assert [True, False] == [over(window, 2 * SECOND - 1), over(window, 2 * SECOND)]


def test_a_sliding_window_opens_one_length_after_the_hit_to_the_millisecond() -> None:
    window = SlidingWindow()
    for _ in range(15):
        window.hit("a", 500, FIFTEEN)

    assert [True, False] == [over(window, 500 + SECOND - 1), over(window, 500 + SECOND)]


def test_a_bucket_has_a_token_again_after_its_share_of_the_length_to_the_millisecond() -> None:
    window = TokenBucket()
    rate = Rate(10, SECOND)
    for _ in range(10):
        window.hit("a", 0, rate)

    assert [True, False, True] == [over(window, 99, rate), over(window, 100, rate), over(window, 100, rate)]


def test_what_is_under_way_counts_until_it_has_ended_whatever_the_time() -> None:
    window = UnderWay()
    rate = Rate(2, SECOND)
    first = [over(window, 0, rate) for _ in range(2)]
    third = over(window, 99 * SECOND, rate)
    window.release("a")
    window.release("a")

    assert [False, False, True] == [*first, third]
    assert [2, True, 0] == [window.hit("a", 0, rate), over(window, 0, rate), window.used("b", 0, rate)]


@pytest.mark.parametrize("kind", list(WINDOWS))
def test_keys_count_for_themselves(kind: str) -> None:
    window = WINDOWS[kind]()
    window.hit("a", 0, FIFTEEN, 5)

    assert [5, 1, 0] == [window.used("a", 0, FIFTEEN), window.hit("b", 0, FIFTEEN), window.used("c", 0, FIFTEEN)]


@given(TIMES, st.integers(1, 5))
def test_a_fixed_window_refuses_exactly_what_arithmetic_says(times: list[int], limit: int) -> None:
    window, rate = FixedWindow(), Rate(limit, SECOND)
    found = [over(window, at, rate) for at in times]
    before = [sum(1 for each in times[:place] if each // SECOND == at // SECOND) for place, at in enumerate(times)]

    assert [count >= limit for count in before] == found


@given(TIMES, st.integers(1, 5))
def test_a_sliding_window_never_takes_more_than_its_limit_in_any_length_of_time(times: list[int], limit: int) -> None:
    window, rate = SlidingWindow(), Rate(limit, SECOND)
    taken = [at for at in times if not over(window, at, rate)]

    assert all(sum(1 for at in taken if start <= at < start + SECOND) <= limit for start in taken)


@given(TIMES, st.integers(1, 5))
def test_a_bucket_never_takes_more_than_it_held_and_was_filled_with(times: list[int], limit: int) -> None:
    window, rate = TokenBucket(), Rate(limit, SECOND)
    taken = [at for at in times if not over(window, at, rate)]

    for first, start in enumerate(taken):
        for last in range(first, len(taken)):
            assert last - first + 1 <= limit + (taken[last] - start) * limit / SECOND


@given(st.lists(st.integers(0, 50), max_size=40), st.integers(1, 5), st.sampled_from(OF_TIME))
def test_a_client_that_waits_a_whole_window_is_never_refused(waits: list[int], limit: int, kind: str) -> None:
    window, rate, at = WINDOWS[kind](), Rate(limit, SECOND), 0
    for wait in waits:
        at += SECOND + wait

        assert not any(over(window, at, rate) for _ in range(limit))
