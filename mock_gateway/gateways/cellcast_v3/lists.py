"""The lists that Cellcast shows in pages: unread replies, opt-outs, templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_gateway.operations.times import scheduled

if TYPE_CHECKING:
    from mock_gateway.gateways.cellcast_v3.books import Books, Optout, Response, Template
    from mock_gateway.state.case import Case
    from mock_gateway.state.table import Selection


def unread(books: Books, case: Case) -> Selection[Response]:
    """Give the replies of a kind that are not marked as read, the newest first."""
    return books.responses.select(read=False, kind=case.document.get("type", "sms"))


def optouts(books: Books, case: Case) -> Selection[Optout]:
    """Give the numbers that opted out in a span of time, the newest first."""
    return books.optouts.select(_bound(case, "DATESTART", " 00:00:00"), _bound(case, "DATEEND", " 23:59:59", 999))


def templates(books: Books, _case: Case) -> Selection[Template]:
    """Give the templates, the oldest first."""
    return books.templates.select(newest_first=False)


def _bound(case: Case, member: str, clock: str, further: int = 0) -> int | None:
    """Read one end of a span; a bare date is completed by a time of day."""
    stated = case.document.get(member)
    if not isinstance(stated, str):
        return None
    at = scheduled(stated if " " in stated else stated + clock, case.settings["timezone"])
    return None if at is None else at + further
