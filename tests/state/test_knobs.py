from __future__ import annotations

from contextlib import suppress

import pytest

from mock_gateway.errors import UsageError
from mock_gateway.model.knobs import Knob, Knobs

KNOBS = {
    knob.name: knob
    for knob in (
        Knob("mode", "a", "text", "", values=("a", "b")),
        Knob("status", 400, "text", "", values=(400, 404)),
        Knob("name", "x", "text", ""),
        Knob("limit", None, "integer", "", nullable=True),
        Knob("count", 1, "integer", ""),
        Knob("active", True, "boolean", ""),
        Knob("listed", [], "list", ""),
        Knob("map", {}, "map", ""),
    )
}


@pytest.fixture
def knobs() -> Knobs:
    return Knobs("setting", KNOBS)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("mode", "b"),
        ("status", 404),
        ("name", ""),
        ("limit", 5),
        ("limit", None),
        ("count", 0),
        ("active", False),
        ("listed", ["1"]),
        ("listed", ("1",)),
        ("map", {"a": 1}),
    ],
)
def test_a_value_that_fits_is_set_and_read_as_an_attribute(knobs: Knobs, name: str, value: object) -> None:
    setattr(knobs, name, value)

    assert value == getattr(knobs, name) == knobs.values_[name]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("mode", "c", "mode cannot be 'c': one of 'a', 'b'"),
        ("mode", None, "mode cannot be None: one of 'a', 'b'"),
        ("mode", [], r"mode cannot be \[\]: one of 'a', 'b'"),
        ("status", "404", "status cannot be '404': one of 400, 404"),
        ("name", 5, "name cannot be 5: it is text"),
        ("name", None, "name cannot be None: it is text"),
        ("limit", "5", "limit cannot be '5': it is integer or null"),
        ("count", True, "count cannot be True: it is integer"),
        ("count", 1.5, r"count cannot be 1\.5: it is integer"),
        ("active", 1, "active cannot be 1: it is boolean"),
        ("active", "true", "active cannot be 'true': it is boolean"),
        ("listed", "1", "listed cannot be '1': it is list"),
        ("map", [], r"map cannot be \[\]: it is map"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_what_would(
    knobs: Knobs, name: str, value: object, sentence: str
) -> None:
    with pytest.raises(UsageError, match=sentence):
        setattr(knobs, name, value)
    assert KNOBS[name].default == getattr(knobs, name)


def test_an_unknown_name_is_answered_with_the_nearest(knobs: Knobs) -> None:
    with pytest.raises(UsageError, match="unknown setting 'limmit': did you mean 'limit'"):
        knobs.limmit = 5
    with pytest.raises(AttributeError, match="unknown setting 'limmit': did you mean 'limit'"):
        _ = knobs.limmit


def test_several_are_set_at_once(knobs: Knobs) -> None:
    knobs.update_({"count": 2, "mode": "b"})

    assert (2, "b") == (knobs.count, knobs.mode)


@pytest.mark.parametrize("wrong", [{"count": 2, "mode": "c"}, {"count": 2, "cuont": 3}])
def test_several_are_set_all_or_none(knobs: Knobs, wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        knobs.update_(wrong)
    assert {name: knob.default for name, knob in KNOBS.items()} == knobs.values_
    assert knobs.pristine_


def test_knobs_are_pristine_while_every_value_is_its_default(knobs: Knobs) -> None:
    seen = [knobs.pristine_]
    for value in (5, None):
        knobs.limit = value
        seen.append(knobs.pristine_)

    assert [True, False, True] == seen


def test_knobs_that_were_changed_stay_changed_where_an_update_fails(knobs: Knobs) -> None:
    """Rows about the account are not asked while it is pristine: it must not seem so by mistake."""
    knobs.count = 5

    with pytest.raises(UsageError):
        knobs.update_({"count": 1, "mode": "c"})
    assert (5, False) == (knobs.count, knobs.pristine_)


def test_one_sessions_list_is_not_anothers() -> None:
    """What is changed in place in one session does not show in the next, nor in the data."""
    data = {"listed": Knob("listed", [], "list", "")}
    one, other = Knobs("setting", data), Knobs("setting", data)
    with suppress(AttributeError):
        one.listed.append("x")

    assert ([], []) == (list(other.listed), list(data["listed"].default))  # type: ignore[call-overload]  # it is a list


def test_a_list_that_is_changed_in_place_is_noticed_or_cannot_be() -> None:
    """Rows about the account are not asked while it is pristine: `blacklist.append` must not be without effect."""
    knobs = Knobs("setting", {"listed": Knob("listed", [], "list", "")})
    with suppress(AttributeError):
        knobs.listed.append("x")

    assert knobs.pristine_ == (list(knobs.listed) == [])


def test_knobs_list_their_names_and_show_what_was_changed(knobs: Knobs) -> None:
    before = repr(knobs)
    knobs.count = 2

    assert list(KNOBS) == list(knobs)
    assert ("<settings as documented>", "<settings {'count': 2}>") == (before, repr(knobs))
