"""The boundary set: every value that a member may have, at its limits and between, and everything one step beyond.

Limits are those of the schemas and those that lie in the world: windows, quotas, credit, numbers that settings or the
account name. It is the same each time: nothing is drawn.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mock_gateway.model.rules import Fact, Violates
from mock_gateway.rules.facts import FACTS
from mock_gateway.rules.limits import MOST_ITEMS, STEPS
from mock_gateway.strategies.changes import at_place
from mock_gateway.strategies.faults import UNSAYABLE, merged, settings_of
from mock_gateway.strategies.shapes import each_value, placed
from mock_gateway.strategies.source import First
from mock_gateway.strategies.values import candidates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mock_gateway.model.gateway import Test
    from mock_gateway.strategies.payload import Payload
    from mock_gateway.strategies.rejections import Rejections
    from mock_gateway.strategies.shapes import Path
    from mock_gateway.strategies.subject import Subject

LONGEST = 20_000
"""Characters of a text that is written down."""
SIZES = ("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems")
"""Keywords that limit a number, a text or a list."""


def edges_of(calls: Iterable[Rejections]) -> Iterator[Payload]:
    """Give the boundary set of calls: of each what is accepted, then what is refused, then what is about limits."""
    for rejections in calls:
        subject = rejections.subject
        if subject.possible:
            yield from (subject.accepted(document, subject.given) for document in _right(subject))
        refused = [rejections.rejected(fault, First()) for fault in rejections.everything]
        yield from refused
        seen = {_identity(payload) for payload in refused}
        for test in subject.call.plan.tests:
            for payload in _at_limits(rejections, test):
                identity = _identity(payload)
                if identity not in seen:
                    seen.add(identity)
                    yield payload


def _right(subject: Subject) -> Iterator[Mapping[str, Any]]:
    """Give the sample, then right documents in which each value that a member may have comes up once."""
    yield subject.call.sample
    yield from (document for document in each_value(subject.shape) if subject.accepts(document))
    yield from (placed(subject.call.sample, path, None) for path in subject.nullable)


def _at_limits(rejections: Rejections, test: Test) -> Iterator[Payload]:
    """Give what is one short of a row's limits, at them and one beyond, labelled as it is judged."""
    condition = test.row.condition
    if isinstance(condition, Violates):
        for place, keyword in sorted(test.claims, key=lambda claim: test.claims[claim]):
            if keyword in SIZES:
                yield from _at_limit_of_schema(rejections, test, place, keyword)
    elif isinstance(condition, Fact) and FACTS[condition.name].near is not None:
        yield from _at_limits_of_fact(rejections, test, condition)


def _at_limit_of_schema(rejections: Rejections, test: Test, place: str, keyword: str) -> Iterator[Payload]:
    subject = rejections.subject
    limit = at_place(subject.call.schema, place).get(keyword)
    if type(limit) is not int:
        return
    world = merged(subject.given, settings_of(subject, test.row))
    for size in (limit + step for step in STEPS):
        tried = [rejections.labelled(document, world) for document in _of_size(subject, place, keyword, size)]
        found = [each for each in tried if each is not None]
        meant = (each for each in found if each.accepted or each.label.key == test.row.key)
        payload = next(meant, found[0] if found else None)
        if payload is not None:
            yield payload


def _of_size(subject: Subject, place: str, keyword: str, size: int) -> Iterator[Mapping[str, Any]]:
    """Give the sample of each variant that has something of another size at a place."""
    path: Path = tuple(0 if part == "*" else part for part in place.split("/")[1:])
    schema = at_place(subject.call.schema, place)
    for sample in subject.samples:
        around = _at(sample, path[:-1])
        for value in _sized(schema, _at(sample, path), keyword, size):
            if around is None and path[-2:-1] == (0,) and _at(sample, path[:-3]) is not None:
                item = _least(at_place(subject.call.schema, place.rpartition("/")[0]))
                if isinstance(item, dict):
                    yield placed(sample, path[:-2], [{**item, str(path[-1]): value}])
            elif isinstance(around, dict if isinstance(path[-1], str) else list):
                yield placed(sample, path, value)
            elif around is not None and isinstance(path[-1], str):  # what stands there may also be an object
                yield placed(sample, path[:-1], {path[-1]: value})


def _sized(schema: Mapping[str, Any], there: Any, keyword: str, size: int) -> Iterator[Any]:  # noqa: ANN401  any JSON
    """Give values of a size: what is there, made longer or shorter, or what else the schema may allow."""
    if there is None and keyword in ("minimum", "maximum"):
        yield size
        return
    starts = [there]
    if there is None:
        lists = keyword in ("minItems", "maxItems")
        starts = [[_least(schema.get("items", {}))]] if lists else ["a"]
    yield from (value for each in starts if (value := _resized(each, size)) is not None)
    if "pattern" in schema and keyword in ("minLength", "maxLength") and size <= LONGEST:
        fitting = (each for each in candidates(schema, there) if isinstance(each, str) and len(each) <= size)
        yield from (each.ljust(size, "a") for each in fitting)


def _at_limits_of_fact(rejections: Rejections, test: Test, condition: Fact) -> Iterator[Payload]:
    subject, near = rejections.subject, FACTS[condition.name].near
    world = merged(subject.given, settings_of(subject, test.row))
    try:
        sample = dict(subject.call.sample)  # what is read of it may have credentials in it
        case = subject.bench.case(subject.request(sample), world)._replace(document=sample)
        witnesses = list(near(case, **dict(condition.arguments))) if near is not None else []
    except UNSAYABLE:
        return  # the sample lacks what the limit is of
    for witness in witnesses:
        document = subject.call.sample if witness.document is None else witness.document
        payload = rejections.labelled(document, merged(world, subject.in_version(witness.given or {})))
        if payload is not None:
            yield payload


def _identity(payload: Payload) -> str:
    return json.dumps([payload.request, payload.given], sort_keys=True, default=str)


def _at(document: Any, path: Path) -> Any:  # noqa: ANN401  any JSON
    """Give what stands at a place, None for nothing."""
    for part in path:
        try:
            document = document[part]
        except (IndexError, KeyError, TypeError):
            return None
    return document


def _resized(value: Any, size: int) -> Any:  # noqa: ANN401  any JSON
    """Give a number, text or list of another size; None for what has none, or would be too long to be written down."""
    if type(value) is int:
        return size
    if not isinstance(value, (str, list)) or not value:
        return None
    if not 0 <= size <= (LONGEST if isinstance(value, str) else MOST_ITEMS):
        return None
    return (value * (size // len(value) + 1))[:size]


def _least(schema: Mapping[str, Any]) -> Any:  # noqa: ANN401  any JSON
    """Make the least that may fit a schema."""
    if "properties" in schema:
        return {name: _least(schema["properties"][name]) for name in schema.get("required", ())}
    return next(iter(candidates(schema)), None)
