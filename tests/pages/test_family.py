"""Every page request there is, in process, for one call, held against a plain list that is sliced."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from page_lists import Members, Responses, bench
from page_table import BETWEEN, ITEMS, PAGES, SIZES, Answer, asked, right

if TYPE_CHECKING:
    from collections.abc import Callable

    from page_table import Asked

OF_REPLIES = [each for each in BETWEEN if each != "change a status"]


def two_pages(listed: Responses | Members, case: Asked, between: Callable[[], None]) -> list[str]:
    """Ask for a page, let something happen, ask for the next; say what was wrong."""
    expected = [right(listed.plain, case.numbers[0], case.right_size)]
    found = [listed.ask(case.first)]
    between()
    expected.append(right(listed.plain, case.numbers[1], case.right_size))
    found.append(listed.ask(case.second))
    return [] if found == expected else [f"size {case.size}, page {case.page}: {expected} was right, not {found}"]


def places(case: Asked, items: int) -> tuple[int | None, int | None]:
    """Give the place of an item that the first page shows, and of one that it does not show; None for none."""
    first = (case.numbers[0] - 1) * case.right_size
    after = min(items, first + case.right_size)
    unseen = after if after < items else first - 1
    return (first if first < items else None), (unseen if 0 <= unseen < items else None)


def with_replies(listed: Responses, case: Asked, between: str) -> list[str]:
    """Play a case with a change of the replies, and undo it."""
    if between == "nothing":
        return two_pages(listed, case, lambda: None)
    if between == "insert at the head":
        wrong = two_pages(listed, case, listed.insert)
        listed.delete(0)
        return wrong
    seen, unseen = places(case, len(listed.replies))
    place = seen if between == "delete a seen one" else unseen
    if place is None:
        return two_pages(listed, case, lambda: None)
    gone = listed.replies[place]
    wrong = two_pages(listed, case, partial(listed.delete, place))
    listed.restore(place, gone)
    return wrong


def with_members(listed: Members, case: Asked) -> list[str]:
    """Play a case in which a contact that the first page showed opts out, and undo it."""
    seen, _ = places(case, len(listed.contacts))
    if seen is None:
        return two_pages(listed, case, lambda: None)
    contact = listed.contacts[seen]
    wrong = two_pages(listed, case, lambda: setattr(contact, "state", "optout"))
    contact.state = "active"
    return wrong


@pytest.mark.parametrize("between", OF_REPLIES)
@pytest.mark.parametrize("items", ITEMS)
def test_pages_of_replies_are_slices_of_the_list_as_it_is_then(items: int, between: str) -> None:
    listed = Responses(bench(), items)
    wrong = [each for case in asked(items) for each in with_replies(listed, case, between)]

    assert wrong == []


@pytest.mark.parametrize("items", ITEMS)
def test_pages_of_members_are_slices_of_those_that_are_active_then(items: int) -> None:
    listed = Members(bench(), items)
    wrong = [each for case in asked(items) for each in with_members(listed, case)]

    assert wrong == []


def test_the_family_is_whole() -> None:
    cases = [(items, case.size, case.page, between) for items in ITEMS for case in asked(items) for between in BETWEEN]

    assert len(ITEMS) * len(SIZES) * len(PAGES) * len(BETWEEN) == len(set(cases)) == 2240


def test_the_model_knows_pages() -> None:
    """What it is told in numbers here it must say of lists."""
    eleven = [str(number) for number in range(11)]

    assert Answer(1, 1, 0, []) == right([], 1, 10)
    assert Answer(2, 2, 11, ["10"]) == right(eleven, 2, 10)
    assert Answer(2, 3, 11, []) == right(eleven, 3, 10)
    assert Answer(11, 4, 11, ["3"]) == right(eleven, 4, 1)
