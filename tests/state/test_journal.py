from __future__ import annotations

import pytest

from mock_gateway.definitions.load import gateway
from mock_gateway.model.wire import Reply, Request
from mock_gateway.rules.judge import refusal
from mock_gateway.state.journal import Exchange, Journal

pytestmark = pytest.mark.changed_data  # these answers are made by hand

REQUEST = Request("POST", "/rest/smsmessaging/text", "", {})
REPLY = Reply(200, (), b"")


def filled(journal: Journal, count: int) -> Journal:
    for _ in range(count):
        journal.add(Exchange(journal.next_number(), 0, "websms", "send-text", REQUEST, REPLY, None))
    return journal


def test_exchanges_are_numbered_from_one_without_gaps() -> None:
    assert [each.number for each in filled(Journal(), 3)] == [1, 2, 3]


def test_the_oldest_exchange_makes_room_and_is_counted() -> None:
    journal = filled(Journal(kept=3), 5)

    assert ([each.number for each in journal], journal.evicted, len(journal)) == ([3, 4, 5], 2, 3)
    assert repr(journal) == "<journal: 3 exchanges, 2 evicted>"


def test_a_journal_is_read_by_place_and_by_slice() -> None:
    journal = filled(Journal(), 4)

    assert (journal[0].number, journal[-1].number) == (1, 4)
    assert [each.number for each in journal[1:3]] == [2, 3]
    assert [each.number for each in journal[:1:-1]] == [4, 3]
    assert journal[9:] == []


def test_a_journal_that_is_being_read_is_not_disturbed_by_what_is_added() -> None:
    journal = filled(Journal(kept=3), 3)
    for _ in journal:
        filled(journal, 1)

    assert [each.number for each in journal] == [4, 5, 6]


def test_a_cleared_journal_starts_again_with_one() -> None:
    journal = filled(Journal(kept=1), 2)
    journal.clear()

    assert (len(journal), journal.evicted) == (0, 0)
    assert [each.number for each in filled(journal, 1)] == [1]


def test_an_exchange_says_whether_and_why_it_was_refused() -> None:
    verdict = refusal(gateway("websms").by_code["4013"])
    accepted = Exchange(1, 0, "websms", "send-text", REQUEST, REPLY, None)
    refused = accepted._replace(verdict=verdict)
    forced = accepted._replace(verdict=verdict._replace(forced=True))

    assert (accepted.accepted, accepted.forced, accepted.code) == (True, False, None)
    assert (refused.accepted, refused.forced, refused.code) == (False, False, 4013)
    assert (forced.accepted, forced.forced, forced.code) == (False, True, 4013)
    assert repr(accepted) == "<exchange 1: websms send-text, HTTP 200, accepted>"
    assert repr(forced) == "<exchange 1: websms send-text, HTTP 200, refused with 4013 (forced)>"
    assert repr(accepted._replace(gateway="", call="")) == "<exchange 1: /rest/smsmessaging/text, HTTP 200, accepted>"
