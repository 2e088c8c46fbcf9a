"""The family of page requests: how many items, which size, which page, and what happens between two pages.

Each row says beside what is sent what is right, by hand: nothing here knows how the project cuts pages.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

USUAL, MOST = 10, 100

ITEMS = (0, 1, USUAL - 1, USUAL, USUAL + 1, 2 * USUAL, 2 * USUAL + 1, 1000)

SIZES = {
    "absent": (None, USUAL),
    "1": ("1", 1),
    "p": ("10", USUAL),
    "max": ("100", MOST),
    "max+1": ("101", MOST),
    "0": ("0", USUAL),
    "-1": ("-1", USUAL),
    "x": ("x", USUAL),
}
"""Name to what is sent, and the items a page that are right."""

PAGES = ("absent", "first", "last", "last+1", "0", "-1", "x")

BETWEEN = ("nothing", "insert at the head", "delete a seen one", "delete an unseen one", "change a status")


class Answer(NamedTuple):
    """What a page says: how many pages and which one, how many items, and which ones."""

    pages: int
    number: int
    total: int
    items: list[str]


class Asked(NamedTuple):
    """A case without what is between: the parameters of two requests that follow each other, and what is right."""

    size: str
    page: str
    first: dict[str, str]
    second: dict[str, str]
    numbers: tuple[int, int]
    right_size: int


def right(items: Sequence[str], number: int, size: int) -> Answer:
    """Say what a page of a list is: the model that everything is held against."""
    count = len(items) // size + (1 if len(items) % size else 0)
    return Answer(count or 1, number, len(items), list(items[(number - 1) * size : number * size]))


def asked(items: int) -> Iterator[Asked]:
    """Give every pair of requests for a list of so many items."""
    for (size, (sent, right_size)), page in product(SIZES.items(), PAGES):
        last = max(1, (items + right_size - 1) // right_size)
        number = {"last": last, "last+1": last + 1}.get(page, 1)
        spelt = {"absent": None, "first": "1", "last": str(last), "last+1": str(last + 1)}.get(page, page)
        by_size = {} if sent is None else {"max": sent}
        by_page = {} if spelt is None else {"page": spelt}
        second = {**by_size, "page": str(number + 1)}
        yield Asked(size, page, {**by_size, **by_page}, second, (number, number + 1), right_size)
