"""What belongs to one walk through a list and what to another, and what is no page at all."""

from __future__ import annotations

from base64 import b64encode

import pytest

from helpers import Bench
from mock_gateway import play
from mock_gateway.model.faults import Fault
from mock_gateway.operations.page import QUIRKS
from mock_gateway.state.journal import Journal
from mock_gateway.state.pages import page_faults
from page_lists import Responses, ask, bench, blamed, kinds


@pytest.mark.parametrize("quirk", QUIRKS)
def test_page_1_may_be_asked_for_again_by_whoever_has_read_all_whatever_the_quirk(quirk: str) -> None:
    listed = Responses(bench(), 25)
    listed.bench.room.settings.page_quirk = quirk

    assert [] == blamed(ask(listed, 1, 2, 3, 1))


def test_a_list_of_one_page_may_be_asked_for_as_often_as_one_likes() -> None:
    assert [] == blamed(ask(Responses(bench(), 3), 1, 1, 1))


def test_other_parameters_are_another_walk_and_a_call_can_be_singled_out() -> None:
    opened = bench()
    play.fill(opened.world, opened.gateway, "replies", 25)
    play.fill(opened.world, opened.gateway, "lists", 25)
    for page in (1, 2, 3):
        for number in ("61491570006", "+61491570006"):
            opened.send(call="get-user-sms-responses", form={"number": number, "page": page})
    opened.send(call="get-lists", form={})

    assert [("get-lists", "skip")] == [(each.call, each.kind) for each in blamed(opened)]
    assert [] == blamed(opened, "get-user-sms-responses")


def test_one_page_is_not_fetched_twice_by_two_that_call_it_differently() -> None:
    listed = Responses(bench(), 3)
    listed.ask({})
    listed.ask({"page": "1"})

    assert [] == blamed(listed.bench)


def test_a_probe_without_a_page_is_no_duplicate_of_the_first() -> None:
    listed = Responses(bench(), 25)
    listed.ask({"max": "1"})

    assert [] == blamed(ask(listed, 1, 2, 3))


def test_starting_again_and_getting_further_is_no_loop() -> None:
    found = blamed(ask(Responses(bench(), 35), 1, 1, 2, 1, 2, 3))

    assert [("skip", 2), ("skip", 3), ("skip", 4)] == [(each.kind, each.page) for each in found]


def test_a_lost_answer_begins_no_reading_of_its_own() -> None:
    listed = Responses(bench(), 25)
    play.fault(listed.bench.world, listed.bench.gateway, Fault("bad_gateway", "after"))
    for _ in range(2):
        listed.bench.send(call=listed.call, form={"page": "1"})

    assert [("skip", 2, (2,))] == [(each.kind, each.page, each.exchanges) for each in blamed(listed.bench)]


def test_accounts_and_gateways_are_told_apart() -> None:
    opened = bench()
    play.fill(opened.world, opened.gateway, "lists", 25)
    client = {"header": signature_of_a_new_client(opened)}
    for page in (1, 2, 3):
        opened.send(call="get-lists", form={"page": page})
        opened.send(call="get-lists", auth=client)
    lists = [each.account for each in opened.world.journal if each.call == "get-lists"]

    assert 2 == len(set(lists))
    assert [] == blamed(opened)
    opened.send(call="get-lists", form={"page": 4})
    assert ["over_fetch"] == [each.kind for each in blamed(opened)]
    assert [] == page_faults(opened.world.journal, "cellcast", None, complete=True)


def signature_of_a_new_client(opened: Bench) -> str:
    """Make a client with an account of its own, and sign as it does."""
    details = {"name": "Other", "email": "other@example.com", "password": "p", "msisdn": "61491570157"}
    opened.send(call="add-client", form=details)
    made = list(opened.room.accounts.values())[-1].credentials
    return "Basic " + b64encode(f"{made['key']}:{made['secret']}".encode()).decode()


def test_a_throttled_request_is_no_page_and_asking_again_no_loop() -> None:
    opened = Bench("transmitsms")
    opened.account.state.calls_a_window = 2
    play.fill(opened.world, opened.gateway, "replies", 25)
    for page in (1, 2, 3, 3):
        if page == 3 and len(opened.world.journal) == 3:
            opened.advance("1s")
        opened.send(call="get-user-sms-responses", form={"page": page})

    assert ["OVER_LIMIT"] == [each.code for each in opened.world.journal if not each.accepted]
    assert [] == blamed(opened)


def test_what_was_forced_to_fail_is_no_page() -> None:
    opened = bench()
    play.fill(opened.world, opened.gateway, "replies", 25)
    play.reject(opened.world, opened.gateway, "OVER_LIMIT", 2)
    for page in (1, 1, 1, 2, 3):
        opened.send(call="get-user-sms-responses", form={"page": page})

    assert [] == blamed(opened)


def test_where_the_journal_has_lost_its_beginning_nobody_is_blamed_for_beginning_late() -> None:
    listed = Responses(bench(), 45)
    listed.bench.world.journal = Journal(kept=3)
    opened = listed.bench
    for page in (1, 2, 3, 4, 5):
        opened.answer(opened.request(call=listed.call, form={"page": page}))

    assert (2, 3) == (opened.world.journal.evicted, len(opened.world.journal))
    assert [] == blamed(opened)


def test_a_number_that_a_message_has_twice_is_two_recipients() -> None:
    opened = bench()
    opened.send(call="send-sms", form={"message": "Hello", "to": "447700900000,447700900000"})
    pages = [
        opened.send(call="get-sms-sent", form={"message_id": "339031121", "max": 1, "page": page}).page
        for page in (1, 2)
    ]

    assert [("447700900000 at 1",), ("447700900000 at 2",)] == [page.items for page in pages if page]
    assert [] == blamed(opened)


def test_credentials_are_no_part_of_a_walk() -> None:
    opened = Bench("bestsms")
    play.fill(opened.world, opened.gateway, "recipients", 101)
    exchange = opened.send(call="get-status", json={"MessageID": "PAGED"}, auth="document")

    assert exchange.page is not None
    assert "MessageID=PAGED" == exchange.page.walk
    assert opened.account.credentials["api_key"] not in str(blamed(opened))
    assert {"skip"} == kinds(opened)


def test_ten_thousand_polls_are_looked_through_in_no_time() -> None:
    """A reading is compared with sums, not with every other one."""
    opened = ask(Responses(bench(), 25), *[1] * 3000)

    assert [("loop", 3000)] == [(each.kind, len(each.exchanges)) for each in blamed(opened)]
