"""Rows into tests for each call: which rows a call can meet, what each looks at, and in what order."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mock_gateway.definitions.schemas import validator
from mock_gateway.model.gateway import Quick, RowPlan, Test
from mock_gateway.model.rules import Fact, Unreadable, Violates
from mock_gateway.rules.facts import FACTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mock_gateway.model.gateway import Call, Gateway
    from mock_gateway.model.rules import Row

UNROUTED = ("path", "method")


def plan(call: Call, gateway: Gateway) -> RowPlan:
    """Compile the rows of one call of a gateway."""
    known = call.places
    found = (test for row in gateway.rows if (test := _test(row, call, known)) is not None)
    tests = tuple(test._replace(about="request") if _holds_at_the_start(test.row, gateway) else test for test in found)
    facts = [(test.about, quick) for test in tests if (quick := _quick(test)) is not None]
    validates = validator(call.schema)
    return RowPlan(
        tests=tests,
        quick=tuple(quick for _, quick in facts),
        quick_plain=tuple(quick for about, quick in facts if about == "request"),
        is_valid=validates.is_valid,
        errors=validates.iter_errors,
    )


def _holds_at_the_start(row: Row, gateway: Gateway) -> bool:
    """Tell whether a row about the account can hold although nobody has changed the account."""
    for name, argument in getattr(row.condition, "arguments", ()):
        throttle = gateway.throttles.get(argument) if name == "throttle" and isinstance(argument, str) else None
        if throttle is not None and gateway.account[throttle.limit].default is not None:
            return True
    return False


def claims(condition: Violates, known: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Give the places and keywords of a schema that a condition is about, with the rank of the place in the row."""
    found: dict[tuple[str, str], int] = {}
    for place, keyword in known:
        if keyword in condition.keywords and place not in condition.but:
            for rank, pattern in enumerate(condition.places):
                if covers(pattern, place):
                    found.setdefault((place, keyword), rank)
    return found


def covers(pattern: str, place: str) -> bool:
    """Tell whether a row's place means a place; one that ends in `/**` means that one and all below it."""
    if pattern.endswith("/**"):
        return place == pattern[:-3] or place.startswith(pattern[:-2])
    return place == pattern


def _test(row: Row, call: Call, known: tuple[tuple[str, str], ...]) -> Test | None:
    condition = row.condition
    if row.calls and call.name not in row.calls:
        return None
    if isinstance(condition, Unreadable):
        met = tuple(reason for reason in condition.reasons if (reason in UNROUTED) == (call.name == ""))
        return Test(row, None, None, about="request", claims={}, reasons=met) if met else None
    if call.name == "" and not (isinstance(condition, Fact) and FACTS[condition.name].unrouted):
        return None
    if isinstance(condition, Violates):
        claimed = claims(condition, known)
        return Test(row, None, None, about="request", claims=claimed, reasons=()) if claimed else None
    return _fact_test(row, condition, {place for place, _ in known})


def _quick(test: Test) -> Quick | None:
    row = test.row
    if test.test is None or getattr(row.condition, "name", "") == "never":
        return None
    return Quick(row, test.test, test.member, row.each, row.in_force)


def _fact_test(row: Row, condition: Fact, known: set[str]) -> Test | None:
    kind = FACTS[condition.name]
    arguments = dict(condition.arguments)
    wanted = [str(arguments[name]) for name, what in kind.arguments.items() if what == "place"]
    if any(place not in known for place in wanted):
        return None
    member = _member(arguments.get(kind.gate, ""))
    test = partial(kind.test, **arguments) if arguments else kind.test
    return Test(row, test, member, about=kind.about, claims={}, reasons=())


def _member(place: object) -> str | None:
    """Give the document's own member that a place needs; None where there is no place, or it lies deeper."""
    parts = str(place).split("/")
    return parts[1] if len(parts) == 2 else None  # noqa: PLR2004  "" and the member
