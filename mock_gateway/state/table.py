"""Records in the order of their time, with an index for each set of fields that they are asked for by.

The cost of a page does not grow with the number of records: a selection is a piece of an index, found by bisection, and
only the page itself is looked at.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

R = TypeVar("R")
KEPT = 100_000
"""Records that a table remembers unless told otherwise; the oldest are dropped and counted."""


class Selection(Generic[R]):
    """Records of a table that fit, a piece of one of its indexes.

    Args:
        records: in order of time.
        low: position of the first that fits.
        high: position after the last.
        newest_first: tells in which order they are given.

    """

    __slots__ = ("_high", "_low", "_newest_first", "_records")

    def __init__(self, records: Sequence[R], low: int, high: int, *, newest_first: bool) -> None:
        self._records = records
        self._low = low
        self._high = max(low, high)
        self._newest_first = newest_first

    def __len__(self) -> int:
        return self._high - self._low

    def part(self, first: int, after: int) -> list[R]:
        """Give the records from one position to another."""
        first, after = min(first, len(self)), min(after, len(self))
        if not self._newest_first:
            return list(self._records[self._low + first : self._low + after])
        return list(self._records[self._high - after : self._high - first])[::-1]

    def __iter__(self) -> Iterator[R]:
        return iter(self.part(0, len(self)))


class Table(Generic[R]):
    """A table.

    Args:
        at: gives the time of a record, milliseconds since 1970; records are added in its order.
        indexes: sets of fields that records are asked for by, each a tuple of attribute names.
        kept: how many records are remembered.

    Attributes:
        evicted: how many were dropped to make room.

    """

    __slots__ = ("_at", "_indexes", "_runs", "evicted", "kept")

    def __init__(self, at: Callable[[R], int], indexes: Sequence[tuple[str, ...]] = (), kept: int = KEPT) -> None:
        self._at = at
        self._indexes: dict[tuple[str, ...], Callable[[R], object]] = {
            fields: attrgetter(*fields) for fields in (tuple(sorted(each)) for each in indexes)
        }
        self._runs: dict[tuple[str, ...], dict[object, list[R]]] = {fields: {} for fields in self._indexes}
        self._runs[()] = {None: []}
        self.kept = kept
        self.evicted = 0

    def add(self, record: R) -> None:
        """Remember a record; one that is older than others finds its place among them."""
        for run in self._runs_of(record):
            if run and self._at(run[-1]) > self._at(record):
                run.insert(bisect_right(run, self._at(record), key=self._at), record)
            else:
                run.append(record)
        if len(self) > self.kept:
            self.remove(self._runs[()][None][0])
            self.evicted += 1

    def remove(self, record: R) -> None:
        """Forget a record.

        Raises:
            IndexError: where it is not in the table.

        """
        for run in self._runs_of(record):
            place = bisect_left(run, self._at(record), key=self._at)
            while run[place] is not record:
                place += 1
            del run[place]

    def select(
        self, since: int | None = None, until: int | None = None, *, newest_first: bool = True, **fields: object
    ) -> Selection[R]:
        """Give the records that have these values.

        Args:
            since: the earliest time, None for no bound.
            until: the latest time, itself included.
            newest_first: the order.
            fields: attributes and the values they must have; those that no index has together are searched for.

        """
        names = tuple(sorted(fields))
        if names in self._runs:
            run: list[R] = self._runs[names].get(self._key(names, fields), [])
        else:
            run = self._search(fields)
        low = 0 if since is None else bisect_left(run, since, key=self._at)
        high = len(run) if until is None else bisect_right(run, until, key=self._at)
        return Selection(run, low, high, newest_first=newest_first)

    def clear(self) -> None:
        """Forget everything."""
        self._runs = {fields: {} for fields in self._indexes}
        self._runs[()] = {None: []}
        self.evicted = 0

    def __len__(self) -> int:
        return len(self._runs[()][None])

    def __iter__(self) -> Iterator[R]:
        return iter(list(self._runs[()][None]))

    def _runs_of(self, record: R) -> Iterator[list[R]]:
        yield self._runs[()][None]
        for fields, read in self._indexes.items():
            runs = self._runs[fields]
            key = read(record)
            run = runs.get(key)
            if run is None:
                run = runs[key] = []
            yield run

    def _key(self, names: tuple[str, ...], fields: dict[str, object]) -> object:
        if not names:
            return None
        return fields[names[0]] if len(names) == 1 else tuple(fields[name] for name in names)

    def _search(self, fields: dict[str, object]) -> list[R]:
        """Look through the smallest index that has some of the fields."""
        having = [names for names in self._runs if set(names) <= set(fields)]
        runs = [self._runs[names].get(self._key(names, fields), []) for names in having]
        return [
            record
            for record in min(runs, key=len)
            if all(getattr(record, name) == value for name, value in fields.items())
        ]
