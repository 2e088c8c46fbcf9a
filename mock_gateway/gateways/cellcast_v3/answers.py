"""How Cellcast writes what it answers: `meta`, `msg` and `data`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mock_gateway.model.wire import Outcome
from mock_gateway.operations.page import cut, seen
from mock_gateway.operations.times import local
from mock_gateway.state.case import account_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mock_gateway.gateways.cellcast_v3.books import Books
    from mock_gateway.state.case import Case
    from mock_gateway.state.table import Selection


class Listing(NamedTuple):
    """How a list is answered.

    Attributes:
        says: the answer's sentence, with the number of items for `{}`.
        empty: the sentence where there are none.
        show: an item as the answer shows it.
        identify: what tells an item from others, for the journal.
        size: setting of the usual number of items a page, "" for the gateway's.
        further: members beside page, total and items.

    """

    says: str
    empty: str
    show: Callable[[Any], Mapping[str, Any]]
    identify: Callable[[Any], object]
    size: str = ""
    further: Mapping[str, Any] = {}


def envelope(msg: str, data: object, further: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Make the body of a success."""
    return {"meta": {"code": 200, "status": "SUCCESS"}, "msg": msg, "data": data, **(further or {})}


def success(msg: str, data: object, message_id: str = "") -> Outcome:
    """Answer what was asked for."""
    return Outcome(200, envelope(msg, data), message_id=message_id)


def paged(case: Case, items: Selection[Any], listing: Listing) -> Outcome:
    """Answer a page of a list; totals are text, and a list without items has a form of its own."""
    page = cut(case, items, listing.size)
    part = items.part(page.first, page.after)
    before = [listing.identify(item) for item in items.part(page.first - 1, page.first)] if page.first else [None]
    shown = seen(case, page, map(listing.identify, part), before[-1])
    if not len(items):
        nothing = {"page": {"count": "0", "number": 0}, "total": 0, **listing.further, "responses": ""}
        return success(listing.empty, nothing)._replace(page=shown)
    as_text = case.settings["page_quirk"] == "text_total"
    count, number = (str(page.pages), str(page.number)) if as_text else (page.pages, page.number)
    data = {
        "page": {"count": count, "number": number},
        "total": str(page.total),
        **listing.further,
        "responses": [listing.show(item) for item in part],
    }
    return success(listing.says.format(page.total), data)._replace(page=shown)


def stamp(case: Case, at: int) -> str:
    """Write an instant as `2019-06-15 14:02:29`."""
    return local(at, case.settings["timezone"])


def books_of(case: Case) -> Books:
    """Give the books of a request's account."""
    books: Books = case.room.memory.of(account_of(case))
    return books
