"""The table of facts, and that every row of every gateway can be provoked by what its data says provokes it."""

from __future__ import annotations

import inspect
from copy import deepcopy
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from helpers import Bench
from mock_gateway.definitions.load import all_gateways
from mock_gateway.model.rules import CAUSES, Fact, Violates
from mock_gateway.play import give
from mock_gateway.rules.facts import FACTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mock_gateway.model.gateway import Call, Test
    from mock_gateway.model.rules import Row
    from mock_gateway.state.journal import Exchange

SHELVES = {"place", "setting", "account", "throttle", "record", "plain"}


@pytest.mark.parametrize("name", sorted(FACTS))
def test_a_fact_is_a_documented_function_whose_arguments_the_table_names(name: str) -> None:
    kind = FACTS[name]
    parameters = [each.removeprefix("_") for each in inspect.signature(kind.test).parameters]
    given = parameters[2 if kind.each else 1 :]

    assert kind.test.__name__ == name
    assert (kind.test.__doc__ or "").startswith("Hold ")
    assert given == list(kind.arguments)
    assert parameters[: len(parameters) - len(given)] == ["case", *(["target"] if kind.each else [])]


@pytest.mark.parametrize("name", sorted(FACTS))
def test_a_fact_says_what_it_is_about_and_how_it_is_mended(name: str) -> None:
    kind = FACTS[name]

    assert kind.says
    assert kind.mend
    assert kind.about in {"account", "credentials", "request"}
    assert set(kind.arguments.values()) <= SHELVES
    assert kind.gate in {"", *(each for each, what in kind.arguments.items() if what == "place")}


@pytest.mark.parametrize("name", sorted(FACTS))
def test_a_fact_is_used_by_a_row(name: str) -> None:
    used = {
        row.condition.name for found in all_gateways().values() for row in found.rows if isinstance(row.condition, Fact)
    }

    assert name in used


@pytest.mark.parametrize("name", sorted(all_gateways()))
def test_a_row_has_one_of_the_shared_causes_and_a_source(name: str) -> None:
    found = all_gateways()[name]

    assert {row.cause for row in found.rows} <= set(CAUSES)
    assert {row.source for row in found.rows} <= set(found.sources)


def test_a_fact_about_the_account_cannot_hold_while_the_account_is_as_at_the_start() -> None:
    """So the quick way may leave it out: every right request of a fresh session is accepted."""
    for name, found in all_gateways().items():
        bench = Bench(name)
        for each, call in found.calls.items():
            if each:
                case = bench.case(call=each, **written(call, dict(call.sample)))
                held = [
                    test.row.key
                    for test in call.plan.tests
                    if test.test is not None and test.about == "account" and not test.row.each
                    if test.test(case) is not None
                ]

                assert held == []


# --- every row can be provoked


def rows_of(kind: type) -> Iterator[Any]:
    """List gateway, call and row of every row that a call can meet."""
    for name, found in all_gateways().items():
        for call in found.calls.values():
            for test in call.plan.tests:
                condition = test.row.condition
                if not call.name or not isinstance(condition, kind) or getattr(condition, "name", "") == "never":
                    continue
                if kind is not Violates or meetable(call, test):
                    yield pytest.param(name, call.name, test.row.key, id=f"{name} {call.name} {test.row.key}")


def written(call: Call, document: Any) -> dict[str, Any]:
    """Say a document as the call reads it: in the query where nothing else can be, as JSON, or else as a form.

    In a query or form an empty text says nothing: an empty list is a comma there.
    """
    if "json" not in call.reading.body.values() and isinstance(document, dict):
        document = {name: "," if value == [] else value for name, value in document.items()}
    if call.reading.exact and isinstance(document, dict) and all(route.method == "GET" for route in call.routes):
        return {"query": document}
    return {"json" if "json" in call.reading.body.values() else "form": document}


def compiled(name: str, call: str, key: str) -> tuple[Bench, Call, Test]:
    bench = Bench(name)
    found = bench.gateway.calls[call]
    return bench, found, next(test for test in found.plan.tests if test.row.key == key)


def before(row: Row) -> tuple[Row, ...]:
    """List the rows that are read before a row; lines do not tell, for a white label's rows stand in two files."""
    rows = all_gateways()[row.gateway].rows
    return rows[: rows.index(row)]


def holds(exchange: Exchange, row: Row, dropped: bool) -> bool:  # noqa: FBT001  told by the caller
    """Tell whether a row answered, or took a recipient out, or an earlier one answered before it could."""
    verdict = exchange.verdict
    return dropped if verdict is None else verdict.row is row or verdict.row in before(row)


@pytest.mark.parametrize(("name", "call", "key"), list(rows_of(Fact)))
def test_a_facts_witness_provokes_its_row_unless_an_earlier_row_holds(name: str, call: str, key: str) -> None:
    bench, found, test = compiled(name, call, key)
    condition = test.row.condition
    assert isinstance(condition, Fact)
    kind = FACTS[condition.name]
    witness = kind.witness(deepcopy(dict(found.sample)), dict(condition.arguments), bench.gateway)
    give(bench.world, bench.gateway, {"settings": dict(test.row.in_force)})
    give(bench.world, bench.gateway, witness.given or {})
    document = found.sample if witness.document is None else witness.document
    spec = {"call": call, **written(found, document), "auth": "right" if witness.auth is None else witness.auth}
    spec |= {"headers": dict(witness.headers)} if witness.headers else {}
    case = bench.case(**spec)
    dropped = kind.each and test.test is not None and any(test.test(case, target) for target in case.targets)

    assert holds(bench.send(**spec), test.row, dropped)


# --- violations

OUT_OF_TYPE: Mapping[str, object] = {
    "string": [1],
    "integer": "x",
    "boolean": "x",
    "array": {},
    "object": [1],
    "number": "x",
}
TYPES_A_TEXT_CAN_MISS = {"boolean", "integer", "number"}
OUT_OF_FORMAT: Mapping[str, str] = {
    "email": "no address",
    "http-url": "no url",
    "free-of-controls": "a\x07b",
    "base64-of-1-to-140-bytes": "%%%",
}


def inner_of(schema: Any, place: str) -> Any:
    for part in place.split("/")[1:]:
        schema = schema["items"] if part == "*" else schema.get("properties", {}).get(part, {})
    return schema


def breaking(keyword: str, limit: Any) -> Any:
    """Give a value that breaks one keyword."""
    kinds = limit if isinstance(limit, list) else [limit]
    return {
        "type": lambda: True if isinstance(limit, list) else OUT_OF_TYPE[kinds[0]],
        "enum": lambda: "none of them",
        "minItems": lambda: ["x"] * (limit - 1),
        "maxItems": lambda: ["447700900000"] * (limit + 1),
        "minLength": lambda: "x" * (limit - 1),
        "maxLength": lambda: "x" * (limit + 1),
        "minimum": lambda: limit - 1,
        "maximum": lambda: limit + 1,
        "pattern": lambda: "http://not-so",
        "not": lambda: "2026-01-05T10:00:00Z",
        "format": lambda: OUT_OF_FORMAT[limit],
        "minProperties": dict,
    }[keyword]()


def meetable(call: Call, test: Test) -> list[tuple[str, str]]:
    """List the places and keywords that a row can answer for: no earlier row does, and a request can break them."""
    earlier = [each for each in call.plan.tests[: call.plan.tests.index(test)] if not each.row.in_force]
    if any(isinstance(each.row.condition, Fact) and each.row.condition.name == "always" for each in earlier):
        return []
    taken = {claim for each in earlier for claim in each.claims}
    return [claim for claim in test.claims if claim not in taken and can_be_broken(call, *claim)]


def can_be_broken(call: Call, place: str, keyword: str) -> bool:
    """Tell whether a request can break a keyword: where bodies say nothing but texts, all is text, as is every item."""
    if not call.reading.coerce_first or keyword != "type":
        return True
    kinds = inner_of(call.schema, place)[keyword]
    return TYPES_A_TEXT_CAN_MISS.issuperset(kinds if isinstance(kinds, list) else [kinds])


def broken(call: Call, place: str, keyword: str) -> Any:
    """Give the call's sample with one keyword broken at one place."""
    document: Any = deepcopy(dict(call.sample))
    *path, last = place.split("/")[1:] or [""]
    if keyword == "anyOf":
        needed = {name for each in inner_of(call.schema, place)[keyword] for name in each["required"]}
        inner = document
        for part in place.split("/")[1:]:
            inner = inner[0 if part == "*" else part]
        for name in needed:
            inner.pop(name, None)
        return document
    inner = document
    for part, following in pairwise([*path, last]):
        inner = inner[0] if part == "*" else inner.setdefault(part, [{}] if following == "*" else {})
    if keyword == "required":
        inner.pop(last, None)
    elif keyword == "dependentRequired":
        inner.pop(last, None)
        schema = inner_of(call.schema, place.rpartition("/")[0])
        inner[next(each for each, needed in schema[keyword].items() if last in needed)] = "x"
    elif not last:
        return breaking(keyword, call.schema[keyword])
    else:
        inner[0 if last == "*" else last] = breaking(keyword, inner_of(call.schema, place)[keyword])
    return document


@pytest.mark.parametrize(("name", "call", "key"), list(rows_of(Violates)))
def test_some_violation_provokes_every_row_about_violations(name: str, call: str, key: str) -> None:
    met = []
    for place, keyword in meetable(*compiled(name, call, key)[1:]):
        bench, found, test = compiled(name, call, key)
        give(bench.world, bench.gateway, {"settings": dict(test.row.in_force)})
        verdict = bench.send(call=call, **written(found, broken(found, place, keyword))).verdict
        met.append("" if verdict is None else verdict.row.key)

    assert key in met


@pytest.mark.parametrize("name", sorted(all_gateways()))
def test_a_row_that_can_only_be_forced_says_why(name: str) -> None:
    for row in all_gateways()[name].rows:
        if isinstance(row.condition, Fact) and row.condition.name == "never":
            assert dict(row.condition.arguments)["because"]


@pytest.mark.parametrize("name", sorted(all_gateways()))
def test_every_other_row_belongs_to_a_call_that_can_meet_it(name: str) -> None:
    found = all_gateways()[name]
    met = {
        test.row.key
        for call in found.calls.values()
        for test in call.plan.tests
        if not isinstance(test.row.condition, Violates) or meetable(call, test)
    }

    assert met == {row.key for row in found.rows}
