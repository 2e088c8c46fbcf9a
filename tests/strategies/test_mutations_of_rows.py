"""The proofs would notice: a row taken away, two rows exchanged, a limit off by one turn some label wrong."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from mutants import at_limits, holding_both, refused, with_limit, with_rows, wrong
from test_corpora import limits

from mock_gateway.definitions.load import all_gateways, gateway
from mock_gateway.strategies.changes import at_place
from mock_gateway.strategies.makers import of

if TYPE_CHECKING:
    from mock_gateway.model.rules import Row

WHOLE = "websms"
SAMPLE = 6
"""Of the other gateways every so manieth row and limit is tried."""
STEPS = {name: 1 if name == WHOLE else SAMPLE for name in all_gateways()}
UNNOTICED = {
    # One parameter has the recipients, so a list of none is a list of one empty text.
    ("send-simple", "/recipientAddressList", "minItems", -1),
}
"""What no request can show."""


@pytest.mark.parametrize(("name", "step"), STEPS.items())
def test_a_row_that_is_taken_away_is_noticed(name: str, step: int) -> None:
    """As a client sees it. Rows that can only be forced are no request's; those that drop recipients show in others."""
    rows, known = gateway(name).rows, of(name).codes()
    unnoticed = set()
    for place, row in list(enumerate(rows))[::step]:
        if row.key in known or row.each:
            mutant = with_rows(name, [*rows[:place], *rows[place + 1 :]])
            mine = [each for each in refused(name) if row.each or each.label.key == row.key]
            if next(wrong(mutant, mine), None) is None:
                unnoticed.add(row)

    assert [row.key for row in unnoticed if not any(alike(row, other) for other in rows)] == []
    assert name != WHOLE or not unnoticed


def alike(row: Row, other: Row) -> bool:
    """Tell whether another row gives the same answer, so that a client cannot tell which of them it was."""
    return row is not other and (row.code, row.status, row.message) == (other.code, other.status, other.message)


@pytest.mark.parametrize(("name", "step"), STEPS.items())
def test_two_rows_that_are_exchanged_are_noticed(name: str, step: int) -> None:
    """Where a request can be wrong in both ways at once: elsewhere their order is nothing that anybody can see."""
    rows, noticed = gateway(name).rows, 0
    for place, (row, other) in list(enumerate(pairwise(rows)))[::step]:
        both = list(holding_both(name, row, other))
        if both:
            mutant = with_rows(name, [*rows[:place], other, row, *rows[place + 2 :]])
            assert list(wrong(mutant, both, by_row=True)), (row.key, other.key)
            noticed += 1

    assert noticed > (20 if name == WHOLE else 0)


@pytest.mark.parametrize("by", [-1, 1])
@pytest.mark.parametrize(("name", "step"), STEPS.items())
def test_a_limit_that_is_off_by_one_is_noticed(name: str, step: int, by: int) -> None:
    found = sorted(set(limits(name)))
    for call, place, keyword, limit in found[::step]:
        noticed = next(wrong(with_limit(name, call, place, keyword, by), at_limits(name, call), by_row=True), None)
        hidden = (call, place, keyword, by) in UNNOTICED or (limit + by == 0 and never_empty(name, call, place))
        assert (noticed is None) == hidden, (call, place, keyword)


def never_empty(name: str, call: str, place: str) -> bool:
    """Tell whether an empty text at a place means to the gateway that nothing is there."""
    member, reading = place.rpartition("/")[2], gateway(name).calls[call].reading
    text = at_place(gateway(name).calls[call].schema, place).get("type") == "string"
    return text and reading.prune and member not in reading.kept
