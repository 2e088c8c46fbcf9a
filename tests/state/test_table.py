"""A table gives what a plain search would, whatever its indexes are, in the order of time."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_gateway.state.table import Table


@dataclass(eq=False)
class Record:  # noqa: D101  a test's own
    at: int
    colour: str
    size: int


RECORDS = st.lists(st.builds(Record, st.integers(0, 9), st.sampled_from("rgb"), st.integers(0, 2)), max_size=30)
INDEXES = st.lists(st.sampled_from([("colour",), ("size",), ("colour", "size"), ("size", "colour")]), max_size=3)
BOUNDS = st.none() | st.integers(-1, 10)


def made(records: list[Record], indexes: list[tuple[str, ...]], kept: int = 100) -> Table[Record]:
    table: Table[Record] = Table(lambda record: record.at, indexes, kept)
    for record in records:
        table.add(record)
    return table


@given(
    records=RECORDS,
    indexes=INDEXES,
    since=BOUNDS,
    until=BOUNDS,
    fields=st.fixed_dictionaries({}, optional={"colour": st.sampled_from("rgb"), "size": st.integers(0, 2)}),
    newest_first=st.booleans(),
)
def test_a_selection_is_what_a_search_finds(  # noqa: PLR0913, PLR0917  what a selection is made of
    records: list[Record],
    indexes: list[tuple[str, ...]],
    since: int | None,
    until: int | None,
    fields: dict[str, object],
    newest_first: bool,  # noqa: FBT001  drawn
) -> None:
    table = made(records, indexes)

    found = table.select(since, until, newest_first=newest_first, **fields)

    wanted = [
        record
        for record in sorted(records, key=lambda record: record.at)
        if (since is None or record.at >= since) and (until is None or record.at <= until)
        if all(getattr(record, name) == value for name, value in fields.items())
    ]
    assert list(found) == (wanted[::-1] if newest_first else wanted)
    assert len(found) == len(wanted)


@given(records=RECORDS, indexes=INDEXES, first=st.integers(0, 9), length=st.integers(0, 9))
def test_a_part_is_a_slice_of_the_whole(
    records: list[Record], indexes: list[tuple[str, ...]], first: int, length: int
) -> None:
    found = made(records, indexes).select()

    assert found.part(first, first + length) == list(found)[first : first + length]


@given(records=RECORDS, indexes=INDEXES, data=st.data())
def test_a_removed_record_is_in_no_selection(
    records: list[Record], indexes: list[tuple[str, ...]], data: st.DataObject
) -> None:
    table = made(records, indexes)
    gone = data.draw(st.lists(st.sampled_from(records), unique_by=id)) if records else []

    for record in gone:
        table.remove(record)

    left = list(table.select(newest_first=False))
    assert {id(record) for record in left} == {id(record) for record in records} - {id(record) for record in gone}
    assert all(record not in gone for size in range(3) for record in table.select(size=size))


def test_the_oldest_is_dropped_and_counted_where_there_are_too_many() -> None:
    table = made([Record(at, "r", 0) for at in range(5)], [("colour",)], kept=3)

    assert [record.at for record in table] == [2, 3, 4]
    assert [record.at for record in table.select(colour="r")] == [4, 3, 2]
    assert table.evicted == 2


def test_a_record_that_is_not_there_cannot_be_removed() -> None:
    with pytest.raises(IndexError):
        made([], []).remove(Record(1, "r", 0))
