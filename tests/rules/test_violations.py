from __future__ import annotations

from typing import Any

import pytest

from mock_gateway.definitions.schemas import validator
from mock_gateway.model.rules import Violation
from mock_gateway.rules.violations import violations

SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["a", "b"],
    "dependentRequired": {"c": ["d"]},
    "properties": {
        "a": {
            "type": "array",
            "maxItems": 2,
            "items": {"type": "object", "required": ["x"], "properties": {"x": {"maxLength": 1}}},
        },
        "b": {"type": ["string", "integer"]},
        "e": {"enum": ["p", "q"]},
    },
}
GOOD: dict[str, Any] = {"a": [], "b": "x"}


def found(document: object) -> list[Violation]:
    return violations(validator(SCHEMA).iter_errors(document), SCHEMA)


def test_what_is_right_has_no_violations() -> None:
    assert found(GOOD) == []


@pytest.mark.parametrize(
    ("document", "wanted"),
    [
        ({**GOOD, "a": [{"x": ""}, {"x": "yy"}]}, Violation("/a/*/x", "maxLength", "yy", 1, (1,))),
        ({**GOOD, "a": [{"x": ""}, {}]}, Violation("/a/*/x", "required", None, ["x"], (1,))),
        ({**GOOD, "a": [5]}, Violation("/a/*", "type", 5, "object", (0,))),
        ({**GOOD, "a": [{"x": ""}] * 3}, Violation("/a", "maxItems", [{"x": ""}] * 3, 2, ())),
        ({**GOOD, "b": None}, Violation("/b", "type", None, ["string", "integer"], ())),
        ({**GOOD, "c": 1}, Violation("/d", "dependentRequired", None, {"c": ["d"]}, ())),
        ({**GOOD, "e": "r"}, Violation("/e", "enum", "r", ["p", "q"], ())),
        ([], Violation("", "type", [], "object", ())),
    ],
)
def test_a_violation_has_place_keyword_value_limit_and_positions(document: object, wanted: Violation) -> None:
    assert [
        each._replace(limit=wanted.limit) if each.keyword == "dependentRequired" else each for each in found(document)
    ] == [wanted]


def test_a_missing_member_is_blamed_on_the_member_not_on_its_parent() -> None:
    assert [each[:2] for each in found({})] == [("/a", "required"), ("/b", "required")]
