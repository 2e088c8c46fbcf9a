"""A gateway with one thing wrong in its data, in process, and what the strategies' labels say of it."""

from __future__ import annotations

from copy import copy, deepcopy
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from mock_gateway.definitions.compile import plan
from mock_gateway.definitions.load import gateway as loaded
from mock_gateway.strategies.bench import Bench
from mock_gateway.strategies.edges import edges_of
from mock_gateway.strategies.makers import of
from mock_gateway.strategies.source import First

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mock_gateway.model.gateway import Call, Gateway
    from mock_gateway.model.rules import Row
    from mock_gateway.strategies import Payload

MOST_OF_A_ROW = 3
"""How many faults of a call and row are sent."""


def with_rows(gateway: str, rows: Sequence[Row]) -> Gateway:
    """Give a gateway that has these rows instead of its own."""
    made = copy(loaded(gateway))
    made.rows = tuple(rows)
    return _planned(made)


def with_limit(gateway: str, call: str, place: str, keyword: str, by: int) -> Gateway:
    """Give a gateway in which one limit of one call is off."""
    made = copy(loaded(gateway))
    changed = copy(made.calls[call])
    changed.schema = deepcopy(changed.schema)
    schema: Any = changed.schema
    whole = schema
    for part in place.split("/")[1:]:
        schema = schema["items"] if part == "*" else schema["properties"][part]
    schema[keyword] += by
    made.calls = {**made.calls, call: changed}
    variants = made.variants.items()
    made.variants = {name: _with_schema(each, whole) if name[1] == call else each for name, each in variants}
    return _planned(made)


def _with_schema(call: Call, schema: Any) -> Call:
    changed = copy(call)
    changed.schema = schema
    return changed


def _planned(gateway: Gateway) -> Gateway:
    gateway.calls = {name: copy(call) for name, call in gateway.calls.items()}
    gateway.variants = {name: copy(call) for name, call in gateway.variants.items()}
    for call in (*gateway.calls.values(), *gateway.variants.values()):
        call.plan = plan(call, gateway)
    return gateway


@lru_cache(maxsize=8)
def refused(gateway: str) -> Sequence[Payload]:
    """Give requests that earn each row, at each call that has it."""
    makers = of(gateway)
    each = [makers.rejections(call) for call in makers.every_call]
    found = [
        one.rejected(fault, First()) for one in each for found in one.faults.values() for fault in found[:MOST_OF_A_ROW]
    ]
    return (*found, *(makers.unrouted.any(First(), (key,)) for key in makers.unrouted.faults))


def holding_both(gateway: str, row: Row, other: Row) -> Iterator[Payload]:
    """Give requests that two rows hold for, the first answering: of two faults, and of one that breaks both."""
    makers = of(gateway)
    for call in makers.calls:
        rejections = makers.rejections(call)
        ones, others = (rejections.faults.get(each.key) for each in (row, other))
        pair = rejections._pair(ones[0], others[0]) if ones and others else None
        if pair is not None:
            yield rejections.two_faults(pair, First())
    for payload in refused(gateway):
        if payload.label.key == row.key and other.code in payload.label.also:
            yield payload


@lru_cache(maxsize=64)
def at_limits(gateway: str, call: str) -> Sequence[Payload]:
    """Give the boundary set of a call."""
    return tuple(edges_of([of(gateway).rejections(call)]))


def wrong(mutant: Gateway, payloads: Iterable[Payload], *, by_row: bool = False) -> Iterator[Payload]:
    """Give the requests that a mutant answers otherwise: as a client sees it, or by which row answers."""
    tell, bench, right = (answering if by_row else seen), Bench(mutant), of(mutant.name).bench
    return (payload for payload in payloads if tell(bench, payload) != tell(right, payload))


def seen(bench: Bench, payload: Payload) -> Any:
    """Give what a client sees of the answer: status and body of a refusal, None for an acceptance."""
    try:
        outcome = bench.refused(payload.request, payload.given)
    except LookupError:
        return None
    return outcome.status, outcome.body


def answering(bench: Bench, payload: Payload) -> str:
    """Give the key of the row that answers, "" for none."""
    verdict = bench.judged(payload.request, payload.given)[1].verdict
    return "" if verdict is None else verdict.row.key
