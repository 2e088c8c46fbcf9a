"""What the journal tells of a client's way with pages: a right one is never blamed, a wrong one for what it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_gateway.operations.page import QUIRKS
from page_clients import RIGHT, WRONG, Got, a_larger_second, a_smaller_second, by_rows, by_the_first_count, until_empty
from page_lists import Responses, ask, bench, blamed, kinds

if TYPE_CHECKING:
    from collections.abc import Callable

    from helpers import Bench


MODEST = {"none", "full_last_page", "text_total"}
"""Quirks that show every item once."""


def fetching(listed: Responses) -> Callable[..., Got]:
    """Give what fetches a page of replies."""

    def fetch(page: int, size: int | None = None) -> Got:
        asked = {"page": str(page)} | ({} if size is None else {"max": str(size)})
        answer = listed.ask(asked)
        return Got(answer.pages, answer.number, answer.items)

    return fetch


def read(client: Callable[..., None], items: int, quirk: str = "none") -> Bench:
    """Let a client read replies."""
    listed = Responses(bench(), items)
    listed.bench.room.settings.page_quirk = quirk
    client(fetching(listed))
    return listed.bench


# A right client, and one that does one thing wrong.


@given(client=st.sampled_from(sorted(RIGHT)), items=st.integers(0, 60), quirk=st.sampled_from(sorted(QUIRKS)))
def test_a_right_client_has_no_fault(client: str, items: int, quirk: str) -> None:
    assert [] == blamed(read(RIGHT[client], items, quirk))


@given(client=st.sampled_from(sorted(WRONG)), items=st.integers(21, 60), quirk=st.sampled_from(sorted(QUIRKS)))
def test_a_client_that_does_one_thing_wrong_has_that_fault_and_no_other(client: str, items: int, quirk: str) -> None:
    wrong, kind = WRONG[client]

    assert {kind} == kinds(read(wrong, items, quirk))


@given(items=st.integers(0, 45), pages=st.lists(st.integers(0, 7), min_size=1, max_size=12))
def test_whatever_pages_are_asked_for_faults_are_told_just_where_something_is_missing_or_too_much(
    items: int, pages: list[int]
) -> None:
    listed = Responses(bench(), items)
    shown = {item for page in pages for item in listed.ask({"page": str(page)}).items}
    found = kinds(listed.bench)
    counted = max(1, -(-items // 10))

    assert (len(shown) < items) == bool(found & {"skip", "loop"}) or "loop" in found
    assert "skip" not in found or len(shown) < items
    assert ("over_fetch" in found) == (max(pages) > counted)


@given(items=st.integers(11, 60), quirk=st.sampled_from(sorted(MODEST)))
def test_a_change_of_size_skips_or_duplicates(items: int, quirk: str) -> None:
    assert {"skip"} == kinds(read(a_larger_second, items, quirk))
    assert {"duplicate"} == kinds(read(a_smaller_second, items, quirk))


@given(items=st.integers(0, 60), quirk=st.sampled_from(sorted(MODEST)))
def test_whoever_reads_until_a_page_is_empty_fetches_too_much(items: int, quirk: str) -> None:
    """Page 1 of nothing is the only empty page that is counted, and the one that full_last_page adds."""
    counted = items == 0 or (quirk == "full_last_page" and items % 10 == 0)

    assert (set() if counted else {"over_fetch"}) == kinds(read(until_empty, items, quirk))


@pytest.mark.parametrize(
    ("quirk", "items", "kind"),
    [
        ("none", 25, set()),
        ("none", 20, {"over_fetch"}),
        ("full_last_page", 20, set()),
        ("short_page", 25, {"skip"}),
        ("empty_middle_page", 25, {"skip"}),
    ],
)
def test_whoever_counts_rows_goes_wrong_where_a_page_is_full_short_or_empty(
    quirk: str, items: int, kind: set[str]
) -> None:
    assert kind == kinds(read(by_rows, items, quirk))


def test_whoever_keeps_the_first_count_misses_what_comes_later() -> None:
    assert [] == blamed(read(by_the_first_count, 20))
    assert {"skip"} == kinds(read(by_the_first_count, 20, "drifting_total"))


# What each fault says.


@pytest.mark.parametrize(
    ("client", "page", "exchanges", "why"),
    [
        (
            "never_adds_one",
            1,
            (1, 2, 3),
            "page 1 was asked for 3 times, and what came showed nothing new, while 3 pages",
        ),
        (
            "stays_at_the_second",
            2,
            (2, 3, 4),
            "page 2 was asked for 3 times, and nothing new was on it: page 3 comes next",
        ),
        ("strides", 2, (1, 2), "page 2 was never asked for, though page 3 was"),
        ("first_only", 2, (1,), "the reading ended with page 1 of 3: go on until the page's number reaches the count"),
        ("from_two", 1, (1,), "page 1 was never asked for, though page 3 was: go on by one page at a time, from 1"),
        ("from_zero", 1, (1, 2), "page 1 shows 10 of the items that page 1 had shown"),
        ("one_beyond", 4, (4,), "page 4 was asked for, where 3 pages were counted: the last page is the one whose"),
    ],
)
def test_a_fault_says_where_it_is_and_what_would_be_right(
    client: str, page: int, exchanges: tuple[int, ...], why: str
) -> None:
    [fault] = blamed(read(WRONG[client][0], 25))

    assert ("get-user-sms-responses", "", page, exchanges) == (fault.call, fault.walk, fault.page, fault.exchanges)
    assert why in fault.why
    assert f"get-user-sms-responses, {WRONG[client][1]} at page {page}: {fault.why}" == str(fault)


def test_page_0_is_named_as_another_name_of_page_1() -> None:
    [fault] = blamed(read(WRONG["from_zero"][0], 25))

    assert fault.why.endswith("'0' and '1' are the same page; the first page is 1")


def test_the_last_page_again_and_again_is_a_loop_that_should_have_ended() -> None:
    [fault] = blamed(ask(Responses(bench(), 25), 1, 2, 3, 3, 3))

    assert ("loop", 3, (3, 4, 5)) == (fault.kind, fault.page, fault.exchanges)
    assert fault.why.endswith("it was the last, and the reading ends there")


def test_many_missing_pages_are_named_by_the_first_three() -> None:
    [fault] = blamed(ask(Responses(bench(), 65), 1, 7))

    assert "pages 2, 3, 4 … were never asked for, though page 7 was" in fault.why


def test_pages_that_there_never_were_are_not_missing() -> None:
    found = blamed(ask(Responses(bench(), 25), 1, 9))

    assert ["skip", "over_fetch"] == [each.kind for each in found]
    assert "pages 2, 3 were never asked for, though page 9 was" in found[0].why
