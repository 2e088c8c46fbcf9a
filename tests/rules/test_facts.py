"""The table of facts. That every row is provoked by what its data says provokes it is proved with the strategies."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import pytest

from helpers import Bench
from mock_gateway.definitions.load import all_gateways
from mock_gateway.model.rules import CAUSES, Fact
from mock_gateway.rules.facts import FACTS

if TYPE_CHECKING:
    from mock_gateway.model.gateway import Call

SHELVES = {"place", "setting", "account", "throttle", "record", "plain"}


def written(call: Call, document: Any) -> dict[str, Any]:
    """Say a document as the call reads it: in the query where nothing else can be, as JSON, or else as a form.

    In a query or form an empty text says nothing: an empty list is a comma there.
    """
    if "json" not in call.reading.body.values() and isinstance(document, dict):
        document = {name: "," if value == [] else value for name, value in document.items()}
    if call.reading.exact and isinstance(document, dict) and all(route.method == "GET" for route in call.routes):
        return {"query": document}
    return {"json" if "json" in call.reading.body.values() else "form": document}


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


@pytest.mark.parametrize("name", sorted(all_gateways()))
def test_a_row_that_can_only_be_forced_says_why(name: str) -> None:
    for row in all_gateways()[name].rows:
        if isinstance(row.condition, Fact) and row.condition.name == "never":
            assert dict(row.condition.arguments)["because"]
