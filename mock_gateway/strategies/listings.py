"""Whole lists as a client gets them: every page, right or with a quirk, and what it should have made of them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from hypothesis import strategies as st

from mock_gateway.contract.compose import compose
from mock_gateway.errors import UsageError
from mock_gateway.pipeline import answer
from mock_gateway.strategies.faults import merged
from mock_gateway.strategies.forms import form
from mock_gateway.strategies.payload import received
from mock_gateway.strategies.sent import Sent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from hypothesis.strategies import DrawFn, SearchStrategy

    from mock_gateway.engine import Engine
    from mock_gateway.model.wire import PageSeen
    from mock_gateway.strategies.subject import Subject

COUNTS = (0, 1, 2, 3, 5, 9, 10, 11, 20, 21, 25, 26, 50, 51)
"""How many items lists have; with the sizes, every border of pages is met."""
SIZES = (1, 2, 5, 10, 25)
MOST_PAGES = 30
_TRIED = (3, 5)


class Listing(NamedTuple):
    """A list, page by page.

    Attributes:
        gateway: its name.
        call: whose answers these are.
        quirk: what is wrong with its pages, `none` for nothing.
        total: records in the whole list.
        size: items that were asked for a page.
        pages: the replies, from page 1 to the last that they tell of.
        shown: what identifies each item, page by page: ids, mostly.

    """

    gateway: str
    call: str
    quirk: str
    total: int
    size: int
    pages: tuple[Sent, ...]
    shown: tuple[tuple[object, ...], ...]


def listings(subject: Subject) -> SearchStrategy[Listing]:
    """Draw whole lists of a call.

    Raises:
        UsageError: for a call that answers with no pages.

    """
    shelf = _shelf(subject)
    if shelf is None:
        raise UsageError(
            f"{subject.call.name} of {subject.gateway.name} answers with no pages of records that can be made"
        )
    quirks = subject.gateway.settings["page_quirk"].values

    @st.composite
    def drawn(draw: DrawFn) -> Listing:
        count, size = draw(st.sampled_from(COUNTS)), draw(st.sampled_from(SIZES))
        return _listed(subject, shelf, (count, max(size, -(-count // MOST_PAGES))), draw(st.sampled_from(quirks)))

    return drawn()


@lru_cache(maxsize=2048)
def _listed(subject: Subject, shelf: str, cut: tuple[int, int], quirk: str) -> Listing:
    count, size = cut
    unthrottled = {each.limit: None for each in subject.gateway.throttles.values()}
    engine = subject.bench.prepared(
        merged(
            _without(subject.given, shelf),
            {"records": {shelf: count}, "settings": {"page_quirk": quirk}, "account": unthrottled},
        )
    )
    pages: list[Sent] = []
    shown: list[tuple[object, ...]] = []
    last = 1
    while len(pages) < last and len(pages) <= MOST_PAGES:
        reply, seen = _page(subject, engine, len(pages) + 1, size)
        pages.append(reply)
        if seen is None:
            break
        shown.append(seen.items)
        last = seen.pages
    return Listing(subject.gateway.name, subject.call.name, quirk, count, size, tuple(pages), tuple(shown))


def _shelf(subject: Subject) -> str | None:
    """Find the records that a call lists: those of which it shows more when there are more."""
    memory, paging = subject.gateway.memory, subject.gateway.paging
    if (
        memory is None
        or paging is None
        or not subject.possible
        or paging.page not in subject.call.schema.get("properties", {})
    ):
        return None
    for shelf in sorted(memory().fillers):
        fewer, more = (_total(subject, shelf, count) for count in _TRIED)
        if fewer is not None and more == fewer + _TRIED[1] - _TRIED[0]:
            return str(shelf)
    return None


def _total(subject: Subject, shelf: str, count: int) -> int | None:
    given = merged(_without(subject.given, shelf), {"records": {shelf: count}})
    _, seen = _page(subject, subject.bench.prepared(given), 1, 10)
    return None if seen is None else seen.total


def _without(given: Mapping[str, Any], shelf: str) -> dict[str, Any]:
    """Leave out of a world the records that are to be counted."""
    records = {name: count for name, count in given.get("records", {}).items() if name != shelf}
    return {**given, "records": records}


def _page(subject: Subject, engine: Engine, number: int, size: int) -> tuple[Sent, PageSeen | None]:
    paging = subject.gateway.paging
    assert paging is not None  # noqa: S101  the caller asked
    wanted = {paging.page: number, **({paging.size: size} if paging.size else {})}
    request = subject.request({**subject.call.sample, **wanted})
    world = engine.sessions.default
    credentials = world.account(subject.gateway.name).credentials
    reply = answer(received(compose(subject.gateway, request, credentials, {}), subject.gateway.name), engine)
    usual = form(subject.gateway, subject.call)
    where = (subject.gateway.name, subject.call.name, reply.status, dict(reply.headers), reply.body, None)
    return Sent(*where, version=usual.version, dialect=usual.dialect), world.journal[-1].page


def paged(subjects: Sequence[Subject]) -> list[str]:
    """List the calls that answer with pages of records that can be made."""
    return [subject.call.name for subject in subjects if _shelf(subject) is not None]
