from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mock_gateway.state.throttle import FixedWindow

MINUTE = 60_000


def test_a_window_ends_at_a_whole_multiple_of_its_length_to_the_millisecond() -> None:
    window = FixedWindow()
    window.hit("a", MINUTE, MINUTE)

    assert [window.used("a", at, MINUTE) for at in (MINUTE, 2 * MINUTE - 1, 2 * MINUTE)] == [1, 1, 0]


def test_a_hit_one_millisecond_before_the_edge_does_not_count_after_it() -> None:
    window = FixedWindow()
    found = [window.hit("a", at, MINUTE) for at in (MINUTE - 1, MINUTE, MINUTE + 1)]

    assert found == [1, 1, 2]


def test_a_hit_is_told_with_this_one_included_and_by_its_amount() -> None:
    window = FixedWindow()

    assert [window.hit("a", 0, MINUTE, 3), window.hit("a", 0, MINUTE)] == [3, 4]


def test_keys_count_for_themselves() -> None:
    window = FixedWindow()
    window.hit("a", 0, MINUTE, 5)

    assert [window.hit("b", 0, MINUTE), window.used("c", 0, MINUTE)] == [1, 0]


@given(st.lists(st.tuples(st.integers(0, 2000), st.integers(1, 3)), max_size=30), st.integers(1, 500))
def test_a_window_has_used_what_was_hit_in_it_and_no_more(hits: list[tuple[int, int]], length: int) -> None:
    window = FixedWindow()
    done: list[tuple[int, int]] = []
    for at, amount in sorted(hits):
        done.append((at, amount))
        wanted = sum(each for when, each in done if when // length == at // length)

        assert wanted == window.hit("a", at, length, amount) == window.used("a", at, length)
