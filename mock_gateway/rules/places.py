"""Look a place up in a document, and choose the one that a forced row speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.model.rules import Fact, Unreadable, Violates

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mock_gateway.model.gateway import Call
    from mock_gateway.model.rules import Row


def at(document: Mapping[str, Any], place: str) -> Any:  # noqa: ANN401  a document is any JSON
    """Give the value at a place such as `/MessageData/Message`, None where it is not there."""
    value: Any = document
    for member in place.split("/")[1:]:
        value = value.get(member) if isinstance(value, dict) else None
    return value


def pointed(document: Any, place: str, value: object) -> str:  # noqa: ANN401  as above
    """Give a place as a JSON Pointer into a document: `*` becomes the position of the item that has a value there.

    Where none has it, the first item is meant.

    >>> pointed({"to": ["1", "x"]}, "/to/*", "x"), pointed({"to": [{}]}, "/to/*/number", None)
    ('/to/1', '/to/0/number')
    """
    head, star, rest = place.partition("/*")
    items = at(document, head) if isinstance(document, dict) else None
    if not star or not isinstance(items, list) or not items:
        return place.replace("/*", "/0")
    having = (
        position for position, item in enumerate(items) if (at(item, rest) if rest else item) == value is not None
    )
    position = next(having, 0)
    return f"{head}/{position}{pointed(items[position], rest, value)}"


def spoken_of(row: Row, call: Call) -> str:
    """Give the place that a row speaks of where it is forced on a call that did not earn it, "" for none.

    It is one of the row's own that the call has; a row that the call can never earn speaks of the first member that
    the call has to have, or else may have.
    """
    condition = row.condition
    for test in call.plan.tests:
        if test.row is row and any(place for place, _ in test.claims):
            return _foremost(test.claims, call.schema.get("properties", {}))
    if isinstance(condition, Unreadable) or (isinstance(condition, Violates) and not any(condition.places)):
        return ""
    if isinstance(condition, Fact):
        named = [value for _, value in condition.arguments if isinstance(value, str) and value.startswith("/")]
        had = {place for place, _ in call.places}
        if not named or any(place in had for place in named):
            return next((place for place in named if place in had), "")
    members = (*call.schema.get("required", ()), *call.schema.get("properties", ()))
    return f"/{members[0]}" if members else ""


def _foremost(claims: Mapping[tuple[str, str], int], properties: Mapping[str, Any]) -> str:
    """Give the place that is the first of a row's; of what may be of a wrong type it is a number where there is one."""

    def rank(claim: tuple[str, str]) -> tuple[bool, int, bool]:
        place, keyword = claim
        is_number = properties.get(place.removeprefix("/"), {}).get("type") in ("integer", "number")
        return not place, claims[claim], keyword == "type" and not is_number

    return min(claims, key=rank)[0]
