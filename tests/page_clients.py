"""Little clients that read a list page by page: right ones, and one for each way to do it wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Got(NamedTuple):
    """As much of a page as clients look at."""

    pages: int
    number: int
    items: list[str]


# A client takes what fetches a page, given its number and, where a client wants that, a size.


def by_the_count(fetch: Callable[..., Got]) -> None:
    """Read on until the page's number reaches the newest count."""
    page, got = 1, fetch(1)
    while got.number < got.pages:
        page += 1
        got = fetch(page)


def from_the_middle(fetch: Callable[..., Got]) -> None:
    """Learn the count from page 1, then fetch the others from the last to the second, as workers might."""
    done, last = {1}, fetch(1).pages
    while missing := [page for page in range(2, last + 1) if page not in done]:
        done.add(missing[-1])
        last = max(last, fetch(missing[-1]).pages)


def after_a_probe(fetch: Callable[..., Got]) -> None:
    """Ask for a page of a single item to learn how many there are, then read."""
    fetch(1, 1)
    by_the_count(fetch)


def again_after_a_crash(fetch: Callable[..., Got]) -> None:
    """Break off after the first page, and read from the start."""
    fetch(1)
    by_the_count(fetch)


def twice(fetch: Callable[..., Got]) -> None:
    """Read the whole list, and read it again."""
    by_the_count(fetch)
    by_the_count(fetch)


def never_adds_one(fetch: Callable[..., Got]) -> None:
    """Ask for page 1 as often as there are pages."""
    for _ in range(fetch(1).pages - 1):
        fetch(1)


def stays_at_the_second(fetch: Callable[..., Got]) -> None:
    """Ask for the second page three times, then go on."""
    got, page = fetch(1), 1
    for page in (2, 2, 2):
        got = fetch(page)
    while got.number < got.pages:
        page += 1
        got = fetch(page)


def starts_over(fetch: Callable[..., Got]) -> None:
    """Go back to page 1 after the second, over and over."""
    for page in (1, 2, 1, 2, 1, 2):
        fetch(page)


def strides(fetch: Callable[..., Got]) -> None:
    """Add two."""
    page, got = 1, fetch(1)
    while got.number + 2 <= got.pages:
        page += 2
        got = fetch(page)


def first_only(fetch: Callable[..., Got]) -> None:
    """Believe that a list has one page."""
    fetch(1)


def from_two(fetch: Callable[..., Got]) -> None:
    """Add one before the first request."""
    page, got = 2, fetch(2)
    while got.number < got.pages:
        page += 1
        got = fetch(page)


def a_larger_second(fetch: Callable[..., Got]) -> None:
    """Take larger pages after the first, and read on."""
    fetch(1, 5)
    page, got = 2, fetch(2, 10)
    while got.number < got.pages:
        page += 1
        got = fetch(page, 10)


def from_zero(fetch: Callable[..., Got]) -> None:
    """Count pages from 0."""
    page, got = 0, fetch(0)
    while page < got.pages:
        page += 1
        got = fetch(page)


def a_smaller_second(fetch: Callable[..., Got]) -> None:
    """Take smaller pages after the first, and read on."""
    fetch(1, 10)
    page, got = 2, fetch(2, 5)
    while got.number < got.pages:
        page += 1
        got = fetch(page, 5)


def one_beyond(fetch: Callable[..., Got]) -> None:
    """Stop one page too late."""
    page, got = 1, fetch(1)
    while got.number <= got.pages:
        page += 1
        got = fetch(page)


def until_empty(fetch: Callable[..., Got]) -> None:
    """Read on until a page has nothing."""
    page = 1
    while fetch(page).items:
        page += 1


def by_rows(fetch: Callable[..., Got]) -> None:
    """Read on until a page has less than ten."""
    page = 1
    while len(fetch(page).items) == 10:
        page += 1


def by_the_first_count(fetch: Callable[..., Got]) -> None:
    """Believe that the count stays what page 1 said."""
    for page in range(2, fetch(1).pages + 1):
        fetch(page)


RIGHT: Mapping[str, Callable[..., None]] = {
    each.__name__: each for each in (by_the_count, from_the_middle, after_a_probe, again_after_a_crash, twice)
}
"""Clients that read everything and nothing too often."""

WRONG: Mapping[str, tuple[Callable[..., None], str]] = {
    each.__name__: (each, kind)
    for each, kind in (
        (never_adds_one, "loop"),
        (stays_at_the_second, "loop"),
        (starts_over, "loop"),
        (strides, "skip"),
        (first_only, "skip"),
        (from_two, "skip"),
        (from_zero, "duplicate"),
        (one_beyond, "over_fetch"),
    )
}
"""Clients that do one thing wrong in every list of three pages or more, with the kind of fault that it is."""
