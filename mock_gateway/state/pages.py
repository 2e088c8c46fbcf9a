"""Tell a client that loops, skips, duplicates or fetches too much, by the pages that it was shown.

A walk is all pages of one call that an account asked for with the same other parameters; a reading of it begins at page
1 and is finished with the last page that was counted. What a lost answer makes a client ask for again is no fault.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mock_gateway.state.readings import Visit, readings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mock_gateway.state.journal import Exchange
    from mock_gateway.state.readings import Reading

LACKING = frozenset({"empty_middle_page", "repeated_page", "short_page"})
"""Quirks that keep items from a page that belong on it."""
REPEATING = "repeated_page"
"""The quirk that shows items on two pages."""
NAMED = 3
"""Items that a sentence names."""


class PageFault(NamedTuple):
    """Something that a client did wrong with the pages of a list.

    Attributes:
        kind: `loop`, the same page again with nothing new on it; `skip`, items that were never fetched; `duplicate`,
            items that two pages showed; `over_fetch`, a page beyond the last.
        walk: what was asked for beside page and size.
        page: the first page that it is about.
        exchanges: numbers of the exchanges that show it.
        why: what happened, and what would be right.

    """

    kind: str
    call: str
    walk: str
    page: int
    exchanges: tuple[int, ...]
    why: str

    def __str__(self) -> str:
        return f"{self.call}, {self.kind} at page {self.page}: {self.why}"


def page_faults(journal: Iterable[Exchange], gateway: str, call: str | None, *, complete: bool) -> list[PageFault]:
    """Find what clients did wrong, in the order in which it happened.

    Args:
        journal: the session's.
        gateway: whose lists.
        call: only of this call, None for all.
        complete: nothing was evicted from the journal, so that a reading that begins late did begin there.

    """
    walks: dict[tuple[str, str, str], list[Visit]] = {}
    for exchange in journal:
        page = exchange.page
        if page is not None and exchange.gateway == gateway and call in (None, exchange.call):
            walks.setdefault((exchange.call, exchange.account, page.walk), []).append(Visit.of(exchange, page))
    found = [
        PageFault(kind, name, walk, page, tuple(exchanges), why)
        for (name, _, walk), visits in walks.items()
        for kind, page, exchanges, why in _Walk(visits, complete=complete).faults()
    ]
    return sorted(found, key=lambda fault: fault.exchanges)


_Found = tuple[str, int, list[int], str]


class _Walk:
    """All readings of one list."""

    def __init__(self, visits: Sequence[Visit], *, complete: bool) -> None:
        self.readings = readings(visits)
        self.known = {item for visit in visits for item in visit.page.items}
        self.complete = complete
        whole = [(place, reading.total) for place, reading in enumerate(self.readings) if reading.is_whole]
        self.last_whole = whole[-1][0] if whole else -1
        self.most_whole = max((total for _, total in whole), default=-1)

    def faults(self) -> Iterator[_Found]:
        """Find the faults of each reading, then of the readings together."""
        looping = list(self._begun_anew())
        yield from looping
        in_a_loop = {exchange for _, _, exchanges, _ in looping for exchange in exchanges}
        for place, reading in enumerate(self.readings):
            loops = list(_loops(reading))
            yield from loops
            yield from _duplicates(reading)
            yield from _beyond_the_last(reading)
            yield from self._moved(reading)
            if self._is_left_out(place):
                yield from _jumps(reading, from_the_start=self.complete or place > 0)
                if not loops and reading.visits[0].exchange not in in_a_loop:
                    yield from _ends_early(reading)

    def _is_left_out(self, place: int) -> bool:
        """Tell whether items of a reading stay unfetched: a whole one, later or of as many items, makes it good."""
        total = self.readings[place].total
        return self.last_whole < place and self.most_whole < total and len(self.known) < total

    def _begun_anew(self) -> Iterator[_Found]:
        """Find readings that begin again and again at page 1, get to no end, and show nothing new."""
        chain: list[Reading] = []
        for place, reading in enumerate(self.readings):
            stuck = not reading.is_finished and self._is_left_out(place)
            if not stuck or (chain and not reading.items <= chain[0].items):
                yield from _chain(chain)
                chain = []
            if stuck:
                chain.append(reading)
        yield from _chain(chain)

    def _moved(self, reading: Reading) -> Iterator[_Found]:
        """Find items that went past the reader while the list moved."""
        by_number = {visit.page.number: visit for visit in reading.visits}
        for visit in reading.visits:
            page, previous = visit.page, by_number.get(visit.page.number - 1)
            if page.before is None or page.before in self.known or previous is None:
                continue
            if page.quirk not in LACKING and previous.page.quirk not in LACKING:
                why = (
                    f"page {page.number} begins after {page.before}, which no page has shown: {_moved(previous, visit)}"
                )
                yield "skip", page.number, [previous.exchange, visit.exchange], why


def _moved(previous: Visit, visit: Visit) -> str:
    first, second = previous.page, visit.page
    if first.size != second.size:
        return f"the page before was fetched with a size of {first.size}, this one with {second.size}; keep to one size"
    return (
        f"items before it were taken out (the total went from {first.total} to {second.total}); read a list anew when "
        "its total falls"
    )


def _chain(chain: Sequence[Reading]) -> Iterator[_Found]:
    if len(chain) > 1:
        last = chain[0].visits[-1].page
        why = (
            f"page 1 was asked for {len(chain)} times, and what came showed nothing new, while {last.pages} pages were "
            f"counted: add one to the page each time, and go on until it reaches the count"
        )
        yield "loop", 1, [reading.visits[0].exchange for reading in chain], why


def _loops(reading: Reading) -> Iterator[_Found]:
    """Find requests that were sent again though they had been answered, and showed nothing new."""
    answered: dict[tuple[int, int, str], Visit] = {}
    again: dict[tuple[int, int, str], list[Visit]] = {}
    shown: set[object] = set()
    for visit in reading.visits:
        page = visit.page
        request = (page.number, page.size, page.asked)
        if request in answered and shown.issuperset(page.items):
            again.setdefault(request, [answered[request]]).append(visit)
        if not visit.is_lost:
            answered[request] = visit
            shown.update(page.items)
    for (number, _, _), visits in again.items():
        last = visits[-1].page
        right = (
            f"page {number + 1} comes next" if number < last.pages else "it was the last, and the reading ends there"
        )
        why = f"page {number} was asked for {len(visits)} times, and nothing new was on it: {right}"
        yield "loop", number, [visit.exchange for visit in visits], why


def _duplicates(reading: Reading) -> Iterator[_Found]:
    """Find pages with items that another page, or the same one under another name, had shown."""
    shown: dict[object, Visit] = {}
    for visit in reading.visits:
        page = visit.page
        twice = [item for item in page.items if item in shown and _is_twice(shown[item], visit)]
        if twice:
            yield (
                "duplicate",
                page.number,
                [shown[twice[0]].exchange, visit.exchange],
                _twice(shown[twice[0]], visit, twice),
            )
        if not visit.is_lost:
            shown |= {item: visit for item in page.items if item not in shown}


def _is_twice(before: Visit, visit: Visit) -> bool:
    first, second = before.page, visit.page
    if first.number == second.number:
        return first.asked != second.asked
    return REPEATING not in (first.quirk, second.quirk)


def _twice(before: Visit, visit: Visit, items: Sequence[object]) -> str:
    first, second = before.page, visit.page
    named = ", ".join(str(item) for item in items[:NAMED]) + (" …" if len(items) > NAMED else "")
    told = f"page {second.number} shows {len(items)} of the items that page {first.number} had shown ({named})"
    if first.number == second.number:
        names = " and ".join(repr(page.asked) if page.asked else "no page" for page in (first, second))
        return f"{told}: {names} are the same page; the first page is 1"
    if first.size != second.size:
        return f"{told}: they were asked for with sizes of {first.size} and {second.size}; keep to one size"
    return (
        f"{told}: items were put in before them (the total went from {first.total} to {second.total}); tell items by "
        "their id, and drop what is there already"
    )


def _beyond_the_last(reading: Reading) -> Iterator[_Found]:
    """Find pages beyond the last that any answer before had counted; there is none that a full last page excuses."""
    beyond: list[tuple[Visit, int]] = []
    counted = 0
    for visit in reading.visits:
        known = counted or visit.page.pages
        if visit.page.number > known:
            beyond.append((visit, known))
        counted = max(counted, visit.page.pages)
    if beyond:
        first, known = beyond[0]
        number = first.page.number
        pages = "1 page was" if known == 1 else f"{known} pages were"
        why = (
            f"page {number} was asked for, where {pages} counted: the last page is the one whose number is the count, "
            "even where it is full"
        )
        yield "over_fetch", number, [visit.exchange for visit, _ in beyond], why


def _jumps(reading: Reading, *, from_the_start: bool) -> Iterator[_Found]:
    """Find pages that were passed over."""
    missing = [number for number in reading.missing if from_the_start or number > reading.visits[0].page.number]
    if missing:
        below = [visit.exchange for visit in reading.visits if visit.page.number < missing[0]]
        above = [visit.exchange for visit in reading.visits if visit.page.number > missing[0]]
        numbers = ", ".join(map(str, missing[:NAMED])) + (" …" if len(missing) > NAMED else "")
        pages = f"page {numbers} was" if len(missing) == 1 else f"pages {numbers} were"
        last = reading.furthest.page.number
        why = f"{pages} never asked for, though page {last} was: go on by one page at a time, from 1"
        yield "skip", missing[0], [*below[-1:], *above[:1]], why


def _ends_early(reading: Reading) -> Iterator[_Found]:
    """Find a reading that was given up before its last page."""
    if reading.is_finished:
        return
    last = reading.furthest
    number, pages = last.page.number, last.page.pages
    why = (
        f"the reading ended with page {number} of {pages}: go on until the page's number reaches the count, however "
        "many items a page shows"
    )
    yield "skip", number + 1, [last.exchange], why
