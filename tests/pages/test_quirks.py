"""What a test can have done wrong to pages: each quirk does what it says, to every list, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import Bench, body
from mock_gateway import play
from mock_gateway.definitions import plain_yaml
from mock_gateway.definitions.load import all_gateways
from mock_gateway.definitions.resources import gateways as gateways_folder
from mock_gateway.operations.page import QUIRKS
from page_lists import LIST, Responses, bench
from page_table import Answer, right

if TYPE_CHECKING:
    from collections.abc import Mapping

MESSAGE = "339031121"
LISTS: Mapping[str, tuple[str, Mapping[str, str], str]] = {
    "get-sms-sent": ("recipients", {"message_id": MESSAGE}, "total"),
    "get-sms-responses": ("answers", {"message_id": MESSAGE}, "total"),
    "get-user-sms-responses": ("replies", {}, "total"),
    "get-user-sms-sent": ("messages", {"start": "2026-01-01", "end": "2026-12-31"}, "total"),
    "get-contact-sms-stats": ("messages_to_one", {"mobile": "447700900000"}, "total"),
    "get-message-report": ("messages", {}, "messages_total"),
    "get-list": ("contacts", {"list_id": LIST}, "members_total"),
    "get-lists": ("lists", {}, "lists_total"),
    "get-numbers": ("numbers", {}, "numbers_total"),
    "get-keywords": ("keywords", {}, "keywords_total"),
    "get-clients": ("clients", {}, "clients_total"),
    "get-transactions": ("transactions", {}, "transactions_total"),
}
"""Every call with pages: what fills it, what it asks for beside, and where its total stands."""


def pages(quirk: str, items: int, upto: int, size: str = "10") -> tuple[list[str], list[Answer]]:
    """Give a list, and its first pages under a quirk."""
    listed = Responses(bench(), items)
    listed.bench.room.settings.page_quirk = quirk
    return listed.plain, [listed.ask({"page": str(page), "max": size}) for page in range(1, upto + 1)]


def test_every_list_call_is_looked_at() -> None:
    gateway = all_gateways()["transmitsms"]
    paged = {name for name, call in gateway.calls.items() if "max" in call.schema.get("properties", {})}

    assert set(LISTS) == paged


def test_the_setting_has_every_quirk() -> None:
    common: Any = plain_yaml.load(gateways_folder() / "common.yaml").value

    assert list(QUIRKS) == common["paged"]["page_quirk"]["values"]


@pytest.mark.parametrize(("items", "counted"), [(0, 1), (9, 1), (10, 2), (11, 2), (20, 3), (21, 3)])
def test_full_last_page_counts_an_empty_page_only_where_the_last_is_full(items: int, counted: int) -> None:
    plain, found = pages("full_last_page", items, counted)

    assert [right(plain, number, 10)._replace(pages=counted) for number in range(1, counted + 1)] == found


def test_drifting_total_counts_one_more_on_each_page_and_shows_the_same_items() -> None:
    plain, found = pages("drifting_total", 19, 4)

    assert [(2, 19), (2, 20), (2, 20), (2, 20)] == [(each.pages, each.total) for each in found]
    assert [right(plain, number, 10).items for number in range(1, 5)] == [each.items for each in found]


@given(items=st.integers(0, 60), size=st.integers(1, 7))
def test_drifting_total_comes_to_an_end(items: int, size: int) -> None:
    """The number overtakes the count, whatever the size; a page of one item would never, if the total grew for ever."""
    listed = Responses(bench(), items)
    listed.bench.room.settings.page_quirk = "drifting_total"
    page = 1
    while page < listed.ask({"page": str(page), "max": str(size)}).pages:
        page += 1

    assert page <= 2 * max(1, items)


@pytest.mark.parametrize(("items", "empty"), [(0, ()), (10, ()), (20, ()), (21, (2,)), (35, (2,)), (45, (3,))])
def test_empty_middle_page_shows_nothing_in_the_middle_of_three_or_more(items: int, empty: tuple[int, ...]) -> None:
    plain, found = pages("empty_middle_page", items, 5)
    expected = [right(plain, number, 10) for number in range(1, 6)]

    assert [each._replace(items=[]) if each.number in empty else each for each in expected] == found


@pytest.mark.parametrize("items", [0, 10, 11, 20, 25])
def test_repeated_page_shows_the_first_page_as_the_second_where_there_is_one(items: int) -> None:
    plain, found = pages("repeated_page", items, 3)
    expected = [right(plain, number, 10) for number in (1, 2, 3)]
    if items > 10:
        expected[1] = expected[1]._replace(items=plain[:10])

    assert expected == found


def test_text_total_writes_the_total_as_text_and_leaves_the_page_alone() -> None:
    plain, found = pages("text_total", 11, 2)

    assert [right(plain, number, 10)._replace(total="11") for number in (1, 2)] == found  # type: ignore[arg-type]


@pytest.mark.parametrize(("items", "lacks"), [(0, 0), (1, 0), (10, 0), (11, 1), (25, 1)])
def test_short_page_lacks_the_last_item_of_the_first_of_several_pages(items: int, lacks: int) -> None:
    plain, found = pages("short_page", items, 3)
    expected = [right(plain, number, 10) for number in (1, 2, 3)]
    first = expected[0].items[: len(expected[0].items) - lacks]

    assert [expected[0]._replace(items=first), *expected[1:]] == found


@pytest.mark.parametrize("call", LISTS)
def test_every_list_of_transmitsms_has_the_quirks(call: str) -> None:
    shelf, beside, total = LISTS[call]
    opened = bench()
    opened.account.state.own_numbers = []
    play.fill(opened.world, opened.gateway, shelf, 30)
    found = {}
    for quirk in QUIRKS:
        opened.room.settings.page_quirk = quirk
        answers = [opened.send(call=call, form={**beside, "page": page}) for page in (1, 2)]
        shown = [len(each.page.items) for each in answers if each.page]
        said = [(body(each.reply)["page"]["count"], body(each.reply)[total]) for each in answers]
        found[quirk] = (shown, said)

    assert found == {
        "none": ([10, 10], [(3, 30), (3, 30)]),
        "full_last_page": ([10, 10], [(4, 30), (4, 30)]),
        "drifting_total": ([10, 10], [(3, 30), (4, 31)]),
        "empty_middle_page": ([10, 0], [(3, 30), (3, 30)]),
        "repeated_page": ([10, 10], [(3, 30), (3, 30)]),
        "text_total": ([10, 10], [(3, "30"), (3, "30")]),
        "short_page": ([9, 10], [(3, 30), (3, 30)]),
    }


def test_the_poll_of_bestsms_has_the_quirks() -> None:
    opened = Bench("bestsms")
    opened.room.settings.records_per_page = 10
    play.fill(opened.world, opened.gateway, "recipients", 30)
    found = {}
    for quirk in QUIRKS:
        opened.room.settings.page_quirk = quirk
        answers = [
            body(opened.send(call="get-status", path={"MessageID": "PAGED"}, query={"page": page}).reply)
            for page in (1, 2)
        ]
        found[quirk] = [(len(each["Recipients"]), each["PageCount"], each["TotalRecords"]) for each in answers]

    assert found == {
        "none": [(10, 3, 30), (10, 3, 30)],
        "full_last_page": [(10, 4, 30), (10, 4, 30)],
        "drifting_total": [(10, 3, 30), (10, 4, 31)],
        "empty_middle_page": [(10, 3, 30), (0, 3, 30)],
        "repeated_page": [(10, 3, 30), (10, 3, 30)],
        "text_total": [(10, 3, "30"), (10, 3, "30")],
        "short_page": [(9, 3, 30), (10, 3, 30)],
    }


def test_text_total_is_text_in_xml_as_everything_is() -> None:
    opened = bench()
    opened.room.settings.page_quirk = "text_total"
    play.fill(opened.world, opened.gateway, "replies", 1)

    assert b"<total>1</total>" in opened.send(call="get-user-sms-responses", suffix="xml").reply.body


@pytest.mark.parametrize("parameter", ["page", "max"])
@pytest.mark.parametrize("value", ["0", "-1", "x", "1.5", "1e2"])
@pytest.mark.parametrize("call", LISTS)
def test_bad_page_refuses_what_is_no_positive_whole_number(call: str, parameter: str, value: str) -> None:
    shelf, beside, _ = LISTS[call]
    opened = bench()
    play.fill(opened.world, opened.gateway, shelf, 1)
    opened.room.settings.bad_page = "FIELD_INVALID"
    refused = opened.send(call=call, form={**beside, parameter: value})
    taken = opened.send(call=call, form={**beside, parameter: "1"})

    assert ("FIELD_INVALID", 400) == (refused.code, refused.reply.status)
    assert f'Field \\"{parameter}\\" has wrong type' in refused.reply.body.decode()
    assert (None, None) == (refused.page, taken.code)


@pytest.mark.parametrize("size", [0, -1])
def test_a_page_size_that_is_none_still_makes_pages(size: int) -> None:
    listed = Responses(bench(), 3)
    listed.bench.room.settings.page_size = size

    assert right(listed.plain, 1, 1) == listed.ask({})
