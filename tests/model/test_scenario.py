"""How a reply is held against what a scenario says of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_gateway.model.scenario import Matcher, Scenario, differences

UUID = "0d5e3a52-5a1b-4c8e-9d3f-0a1b2c3d4e5f"
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


@given(VALUES)
def test_a_value_contains_itself(value: Any) -> None:
    assert differences(value, value, {}) == []


@given(st.dictionaries(st.text(max_size=3), VALUES), st.dictionaries(st.text(max_size=3), VALUES))
def test_members_that_are_not_named_may_be_there(expected: dict[str, Any], more: dict[str, Any]) -> None:
    assert differences(expected, {**more, **expected}, {}) == []


@pytest.mark.parametrize(
    ("expected", "found", "sentence"),
    [
        (1, 2, "the reply: 1 was expected, 2 was found"),
        ({"a": {"b": 1}}, {"a": {"b": 2}}, "/a/b: 1 was expected, 2 was found"),
        ({"a": [1, 2]}, {"a": [1, 3]}, "/a/1: 2 was expected, 3 was found"),
        ({"a": [1]}, {"a": [1, 2]}, "/a: a list of 1 was expected, [1, 2] was found"),
        ({"a": [1]}, {"a": 1}, "/a: a list of 1 was expected, 1 was found"),
        ({"a": {}}, {"a": []}, "/a: an object was expected, [] was found"),
        ({"a": {}}, None, "the reply: an object was expected, None was found"),
        ({"a": 1}, {}, "/a: 1 was expected, but it is not there"),
        (True, 1, "the reply: True was expected, 1 was found"),
        (0, False, "the reply: 0 was expected, False was found"),
        ("1", 1, "the reply: '1' was expected, 1 was found"),
        (None, "", "the reply: None was expected, '' was found"),
        (Matcher("uuid"), UUID[:-1], f"the reply: !uuid was expected, '{UUID[:-1]}' was found"),
        ({"a": Matcher("absent")}, {"a": None}, "/a: !absent was expected, None was found"),
        ({"a": Matcher("any")}, {}, "/a: !any was expected, but it is not there"),
        (Matcher("regex", "^a+$"), "b", "the reply: !regex ^a+$ was expected, 'b' was found"),
        (Matcher("regex", "5"), 5, "the reply: !regex 5 was expected, 5 was found"),
        (Matcher("kept", "id"), "y", "the reply: !kept id was expected, 'y' was found"),
        (Matcher("kept", "other"), None, "the reply: !kept other was expected, None was found"),
    ],
)
def test_a_difference_says_where_what_was_expected_and_what_was_found(
    expected: object, found: object, sentence: str
) -> None:
    assert differences(expected, found, {"id": "x"}) == [sentence]


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        (Matcher("any"), None),
        (Matcher("uuid"), UUID),
        (Matcher("uuid"), UUID.upper()),
        (Matcher("regex", "b+"), "abba"),
        (Matcher("kept", "id"), "x"),
        ({"a": Matcher("absent")}, {}),
        ([Matcher("any"), 1], [{}, 1]),
        (1, 1.0),
        (0.087, 0.087),
    ],
)
def test_a_matcher_stands_for_the_values_that_it_means(expected: object, found: object) -> None:
    assert differences(expected, found, {"id": "x"}) == []


def test_all_differences_are_told() -> None:
    assert len(differences({"a": 1, "b": [1], "c": {"d": 1}}, {"a": 2, "b": [2], "c": {}}, {})) == 3


@pytest.mark.parametrize(
    ("given_", "play", "can"), [({}, (), False), ({"account": {}}, (), True), ({}, ({"reject": 1},), True)]
)
def test_a_scenario_can_be_armed_if_it_has_an_effect(given_: dict[str, Any], play: tuple[Any, ...], can: bool) -> None:  # noqa: FBT001  parametrized
    scenario = Scenario("x", "x", "websms", (), "", given_, play, (), "x.yaml")

    assert scenario.can_be_armed == can
