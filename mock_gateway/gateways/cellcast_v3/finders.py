"""What rows ask of Cellcast's memory: each finder gives what a request speaks of, or None."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_gateway.gateways.cellcast_v3.credits import balance, cost, text_for
from mock_gateway.gateways.cellcast_v3.lists import optouts, templates, unread
from mock_gateway.text.segments import segments

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sized

    from mock_gateway.gateways.cellcast_v3.books import Books
    from mock_gateway.state.case import Case

    Finder = Callable[[Books, Case], object | None]


def _response(books: Books, case: Case) -> object | None:
    return books.response(str(case.document.get("message_id")))


def _template(books: Books, case: Case) -> object | None:
    return books.template(str(case.document.get("template_id")))


def _opted_out(books: Books, case: Case) -> object | None:
    """Give the first of the recipients who opted out."""
    if not len(books.optouts):
        return None
    return next((target for target in case.targets if len(books.optouts.select(number=target.number))), None)


def _long_text(_books: Books, case: Case) -> object | None:
    """Give the first of the recipients for whom the text needs more SMS than are allowed."""
    allowed = case.settings["most_parts"]
    return next((target for target in case.targets if segments(text_for(case, target)).parts > allowed), None)


def _missing_credit(_books: Books, case: Case) -> object | None:
    """Give what the recipients' messages cost, where the account cannot pay it."""
    wanted = cost(case)
    return wanted if case.account is not None and wanted > balance(case.account) else None


def _any_of(listed: Callable[[Books, Case], Sized]) -> Finder:
    """Give a list that has items, None for an empty one."""
    return lambda books, case: listed(books, case) if len(listed(books, case)) else None


FINDERS: Mapping[str, Finder] = {
    "response": _response,
    "template": _template,
    "opted_out": _opted_out,
    "long_text": _long_text,
    "missing_credit": _missing_credit,
    "unread_responses": _any_of(unread),
    "optouts": _any_of(optouts),
    "templates": _any_of(templates),
}
"""By what rows call it."""
