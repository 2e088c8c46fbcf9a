from __future__ import annotations

import pytest

from mock_gateway.errors import UsageError
from mock_gateway.state import outbox
from mock_gateway.state.outbox import Attempt, Callback, Outbox


def callback(box: Outbox, to: str = "447700900000") -> Callback:
    """Make a callback and remember it."""
    number = box.next_number()
    made = Callback(number, "websms", "report", "m1", to, "http://127.0.0.1/", "POST", {}, b"{}", 0)
    box.add(made)
    return made


@pytest.fixture
def box() -> Outbox:
    """Give an outbox that makes no callback again."""
    return Outbox(lambda _callback: None)


def test_callbacks_are_numbered_from_one_and_kept_in_order(box: Outbox) -> None:
    made = [callback(box) for _ in range(3)]

    assert [each.id for each in box] == [1, 2, 3]
    assert made == list(box)
    assert (made[0], made[2], 3) == (box[0], box[-1], len(box))
    assert made[1] is box.get(2)


def test_the_oldest_are_dropped_and_counted(box: Outbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "CALLBACKS_KEPT", 2)
    for _ in range(5):
        callback(box)

    assert [each.id for each in box] == [4, 5]
    assert (len(box), box.evicted) == (2, 3)


@pytest.mark.parametrize("number", [0, 2, -1])
def test_a_callback_that_was_not_made_is_answered_with_how_many_were(box: Outbox, number: int) -> None:
    callback(box)

    with pytest.raises(UsageError, match=f"there is no callback {number}: 1 "):
        box.get(number)


def test_a_callback_that_was_dropped_is_said_to_have_been(box: Outbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was made: to say that only two were would be wrong."""
    monkeypatch.setattr(outbox, "CALLBACKS_KEPT", 2)
    for _ in range(5):
        callback(box)

    with pytest.raises(UsageError) as caught:
        box.get(1)
    assert "2 were made" not in str(caught.value)


def test_a_callback_is_made_again_by_its_id() -> None:
    again: list[int] = []
    box = Outbox(lambda each: again.append(each.id))
    made = [callback(box) for _ in range(2)]

    assert made[1] is box.replay(2)
    assert again == [2]


def test_an_empty_outbox_begins_anew(box: Outbox) -> None:
    callback(box)
    box.clear()

    assert (list(box), box.evicted, callback(box).id) == ([], 0, 1)


def test_it_can_be_looked_through_while_it_grows(box: Outbox) -> None:
    callback(box)
    for each in box:
        if each.id < 5:
            callback(box)

    assert len(box) == 2


def test_it_shows_what_became_of_a_callback(box: Outbox) -> None:
    made = callback(box)
    made.attempts.append(Attempt(0, 0.1, 200, b"", "", acknowledged=True))
    made.state = "acknowledged"

    assert repr(made) == "<callback 1: report of m1 to http://127.0.0.1/, acknowledged, 1 tries>"
    assert repr(box) == "<callbacks: 1, 0 evicted>"
