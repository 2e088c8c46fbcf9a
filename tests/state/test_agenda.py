from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mock_gateway.state.agenda import NEVER, Agenda


@given(st.lists(st.integers(0, 20)))
def test_what_is_due_is_taken_by_time_and_at_one_instant_in_the_order_asked(times: list[int]) -> None:
    agenda = Agenda()
    for number, at in enumerate(times):
        agenda.add(at, "x", position=number)
    taken = []
    while (due := agenda.take(NEVER - 1)) is not None:
        taken.append((due.at, due.position))

    assert taken == sorted((at, number) for number, at in enumerate(times))


@given(st.lists(st.integers(0, 20)), st.integers(0, 20))
def test_nothing_is_taken_before_it_is_due_and_all_that_is(times: list[int], until: int) -> None:
    agenda = Agenda()
    for at in times:
        agenda.add(at, "x")
    taken = 0
    while (due := agenda.take(until)) is not None:
        assert due.at <= until
        taken += 1

    assert taken == sum(at <= until for at in times)
    assert len(agenda) == len(times) - taken


def test_what_is_due_is_due_at_its_instant_and_not_a_millisecond_before() -> None:
    agenda = Agenda()
    agenda.add(1000, "x")

    assert agenda.take(999) is None
    assert agenda.take(1000) is not None


def test_the_next_instant_is_known_and_never_where_there_is_nothing() -> None:
    agenda = Agenda()
    seen = [agenda.next_at]
    for at in (20, 10):
        agenda.add(at, "x")
        seen.append(agenda.next_at)
    for _ in range(2):
        agenda.take(100)
        seen.append(agenda.next_at)

    assert seen == [NEVER, 20, 10, 20, NEVER]


def test_messages_due_at_one_instant_need_no_order_of_their_own() -> None:
    """The running number decides before two messages would have to be compared."""
    agenda = Agenda()
    for name in ("b", "a"):
        agenda.add(1, "x", detail=name)

    assert [due.detail for due in agenda] == ["b", "a"]


def test_a_cleared_agenda_has_nothing_to_do() -> None:
    agenda = Agenda()
    agenda.add(1, "x")
    agenda.clear()

    assert (len(agenda), agenda.next_at, agenda.take(100)) == (0, NEVER, None)
