from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_gateway.dialects.shaping import coercion, prune, rename

DOCUMENTS = st.dictionaries(
    st.text(max_size=3),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=3),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    ),
    max_size=4,
)
SCHEMA = {
    "type": "object",
    "properties": {
        "count": {"type": "integer"},
        "flash": {"type": "boolean"},
        "text": {"type": "string"},
        "marked": {"type": "string", "x-number-as-text": True},
        "list": {"type": "array", "items": {"type": "integer"}},
        "either": {"type": ["string", "object"], "properties": {"count": {"type": "integer"}}},
        "inner": {"type": "object", "properties": {"count": {"type": "integer"}}},
        "free": {"enum": ["a"]},
    },
}


def shaped(document: Any, *, numbers_to_text: bool = False) -> Any:
    coerce = coercion(SCHEMA, numbers_to_text=numbers_to_text)
    assert coerce is not None
    return coerce(document)


def test_null_and_empty_text_mean_not_there_at_every_depth() -> None:
    document = {"a": None, "b": "", "c": {"d": None, "e": [None, "", 0, {"f": ""}]}, "g": False, "h": [], "i": 0}

    assert prune(document) == {"c": {"e": [0, {}]}, "g": False, "h": [], "i": 0}


@given(DOCUMENTS)
def test_pruning_again_changes_nothing(document: dict[str, Any]) -> None:
    assert prune(prune(document)) == prune(document)


def test_members_get_the_names_that_the_schema_knows_at_every_depth() -> None:
    document = {"First Name": "Jo", "list": [{"First Name": "Al", "x": 1}]}

    assert rename(document, {"First Name": "FirstName"}) == {"FirstName": "Jo", "list": [{"FirstName": "Al", "x": 1}]}


@pytest.mark.parametrize("order", [["First Name", "FirstName"], ["FirstName", "First Name"]])
def test_a_name_that_is_already_there_is_kept(order: list[str]) -> None:
    document = {name: name for name in order}

    assert rename(document, {"First Name": "FirstName"}) == {"FirstName": "FirstName"}


@given(DOCUMENTS)
def test_renaming_nothing_changes_nothing(document: dict[str, Any]) -> None:
    assert rename(document, {}) == document


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("count", "12", 12),
        ("count", " -3 ", -3),
        ("count", "+3", 3),
        ("count", "1.5", "1.5"),
        ("count", "", ""),
        ("count", "٣", "٣"),
        ("count", "9" * 19, "9" * 19),
        ("count", None, None),
        ("flash", "true", True),
        ("flash", "FALSE", False),
        ("flash", "1", True),
        ("flash", "0", False),
        ("flash", "yes", "yes"),
        ("flash", 1, 1),
        ("text", 5, 5),
        ("marked", 5, "5"),
        ("marked", True, True),
        ("list", ["1", "x", 2], [1, "x", 2]),
        ("list", "1", "1"),
        ("either", {"count": "1"}, {"count": 1}),
        ("either", "1", "1"),
        ("inner", {"count": "1", "other": "1"}, {"count": 1, "other": "1"}),
        ("inner", "x", "x"),
        ("free", "1", "1"),
        ("unlisted", "1", "1"),
    ],
)
def test_a_text_becomes_what_the_schema_wants_or_stays_so_that_type_can_speak(
    name: str, value: object, wanted: object
) -> None:
    found = shaped({name: value})[name]

    assert (found, type(found)) == (wanted, type(wanted))


@pytest.mark.parametrize(
    ("name", "value", "wanted"), [("text", 5, "5"), ("text", 1.5, "1.5"), ("text", True, True), ("either", 5, "5")]
)
def test_a_number_is_taken_as_text_where_the_gateway_does_so(name: str, value: object, wanted: object) -> None:
    assert shaped({name: value}, numbers_to_text=True) == {name: wanted}


@given(
    st.fixed_dictionaries(
        {}, optional={name: st.none() | st.integers() | st.text(max_size=4) for name in SCHEMA["properties"]}
    )
)  # type: ignore[call-overload]  # a schema's members
def test_coercing_again_changes_nothing(document: dict[str, Any]) -> None:
    once = shaped(document, numbers_to_text=True)

    assert shaped(once, numbers_to_text=True) == once


def test_a_schema_that_wants_nothing_particular_needs_no_coercion() -> None:
    assert coercion({}, numbers_to_text=True) is None
    assert coercion({"type": "string"}, numbers_to_text=False) is None
    assert coercion({"type": "array"}, numbers_to_text=True) is None
