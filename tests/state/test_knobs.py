from __future__ import annotations

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
        Knob("active", default=True, type="boolean", about=""),
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
        ("map", {"a": 1}),
    ],
)
def test_a_value_that_fits_is_set_and_read_as_an_attribute(knobs: Knobs, name: str, value: object) -> None:
    setattr(knobs, name, value)

    assert value == getattr(knobs, name) == knobs.values_[name]


def test_a_list_may_be_set_as_a_tuple(knobs: Knobs) -> None:
    knobs.listed = ("1", "2")

    assert list(knobs.listed) == ["1", "2"]


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
    assert getattr(knobs, name) == KNOBS[name].default


def test_an_unknown_name_is_answered_with_the_nearest(knobs: Knobs) -> None:
    with pytest.raises(UsageError, match="unknown setting 'limmit': did you mean 'limit'"):
        knobs.limmit = 5
    with pytest.raises(AttributeError, match="unknown setting 'limmit': did you mean 'limit'"):
        _ = knobs.limmit


def test_several_are_set_at_once(knobs: Knobs) -> None:
    knobs.update_({"count": 2, "mode": "b"})

    assert (knobs.count, knobs.mode) == (2, "b")


@pytest.mark.parametrize("wrong", [{"count": 2, "mode": "c"}, {"count": 2, "cuont": 3}])
def test_several_are_set_all_or_none(knobs: Knobs, wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        knobs.update_(wrong)
    assert knobs.values_ == {name: knob.default for name, knob in KNOBS.items()}
    assert knobs.pristine_


def test_knobs_are_pristine_while_every_value_is_its_default(knobs: Knobs) -> None:
    seen = [knobs.pristine_]
    for value in (5, None):
        knobs.limit = value
        seen.append(knobs.pristine_)

    assert seen == [True, False, True]


def test_knobs_that_were_changed_stay_changed_where_an_update_fails(knobs: Knobs) -> None:
    """Rows about the account are not asked while it is pristine: it must not seem so by mistake."""
    knobs.count = 5

    with pytest.raises(UsageError):
        knobs.update_({"count": 1, "mode": "c"})
    assert (knobs.count, knobs.pristine_) == (5, False)


@pytest.mark.parametrize(("name", "method", "argument"), [("listed", "append", "x"), ("map", "update", {"a": 1})])
def test_what_is_changed_in_place_is_refused_with_how_it_is_changed(
    knobs: Knobs, name: str, method: str, argument: object
) -> None:
    """Else it would show in every session, and pass unnoticed by the rows about the account."""
    with pytest.raises(UsageError, match="cannot be changed in place: set it anew"):
        getattr(getattr(knobs, name), method)(argument)
    assert (getattr(knobs, name), knobs.pristine_) == (KNOBS[name].default, True)


def test_a_list_that_was_set_is_not_the_callers_list(knobs: Knobs) -> None:
    mine = ["1"]
    knobs.listed = mine
    mine.append("2")

    assert knobs.listed == ["1"]


def test_knobs_list_their_names_and_show_what_was_changed(knobs: Knobs) -> None:
    before = repr(knobs)
    knobs.count = 2

    assert list(knobs) == list(KNOBS)
    assert (before, repr(knobs)) == ("<settings as documented>", "<settings {'count': 2}>")
