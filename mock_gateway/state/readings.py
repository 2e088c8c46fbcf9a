"""The pages that a client was shown, cut into readings: each begins at page 1."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from mock_gateway.model.faults import FAULTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mock_gateway.model.wire import PageSeen
    from mock_gateway.state.journal import Exchange

_SPOILING = tuple(f"fault {name}," for name, kind in FAULTS.items() if kind.spoils)
"""How the journal says that an answer did not arrive as it was."""


class Visit(NamedTuple):
    """A page that was answered.

    Attributes:
        exchange: its number in the journal.
        is_lost: a fault spoilt the answer, so that nobody knows whether the client could read it.

    """

    exchange: int
    page: PageSeen
    is_lost: bool

    @classmethod
    def of(cls, exchange: Exchange, page: PageSeen) -> Visit:
        """Read it off an exchange."""
        return cls(exchange.number, page, any(note.startswith(_SPOILING) for note in exchange.notes))


class Reading:
    """The pages of one list from page 1 on, in the order in which they were asked for, at least one."""

    def __init__(self, visits: Sequence[Visit]) -> None:
        self.visits = visits

    @cached_property
    def furthest(self) -> Visit:
        """The latest visit to the page with the highest number."""
        return max(reversed(self.visits), key=lambda visit: visit.page.number)

    @property
    def total(self) -> int:
        """How many items the list has, as the latest answer says."""
        return self.visits[-1].page.total

    @cached_property
    def items(self) -> set[object]:
        """All items that were shown."""
        return {item for visit in self.visits for item in visit.page.items}

    @property
    def is_finished(self) -> bool:
        """Whether the last page that was counted was asked for."""
        return self.furthest.page.number >= self.furthest.page.pages

    @cached_property
    def missing(self) -> list[int]:
        """The pages that were passed over."""
        asked = {visit.page.number for visit in self.visits}
        last = min(self.furthest.page.number, self.furthest.page.pages)
        return [number for number in range(1, last + 1) if number not in asked]

    @property
    def is_whole(self) -> bool:
        """Whether every page was asked for."""
        return self.is_finished and not self.missing


def readings(visits: Sequence[Visit]) -> list[Reading]:
    """Cut visits into readings."""
    cut: list[list[Visit]] = []
    for visit in visits:
        if cut and not _begins_anew(cut[-1], visit):
            cut[-1].append(visit)
        else:
            cut.append([visit])
    return [Reading(each) for each in cut]


def _begins_anew(before: Sequence[Visit], visit: Visit) -> bool:
    """Tell whether a reading begins: page 1 does it, but not where it goes by another name or its answer was lost."""
    if visit.page.number != 1:
        return False
    last, page = before[-1], visit.page
    if last.page.number != 1 or last.page.pages == 1 or last.page.size != page.size:
        return True
    return last.page.asked == page.asked and not last.is_lost
