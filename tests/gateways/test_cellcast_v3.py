"""Cellcast v3: what its scenarios do not show."""

from __future__ import annotations

from typing import Any

import pytest

from helpers import Bench, body
from mock_gateway import play
from mock_gateway.errors import UsageError
from mock_gateway.gateways.cellcast_v3.credits import shown, written
from mock_gateway.model.wire import Request
from mock_gateway.rules.explain import explain

OF_A_PAGE = ["404", "405", "413", "500"]
"""Rows that never reach the API, and are answered in HTML."""


@pytest.fixture(name="bench")
def _bench() -> Bench:
    return Bench("cellcast_v3")


def answered(bench: Bench, call: str, **spec: Any) -> Any:
    return body(bench.send(call=call, **spec).reply)


def walk(bench: Bench, call: str, member: str) -> list[str]:
    """Follow the pages of a list to the end, as a client does."""
    found: list[str] = []
    number, count = 0, 1
    while number < count:
        bench.advance("1s")
        data = answered(bench, call, query={"page": number + 1})["data"]
        count, number = int(data["page"]["count"]), number + 1
        found += [item[member] for item in data["responses"]]
    return found


def rows(bench: Bench) -> list[str]:
    return [row.key for row in bench.gateway.rows if not row.each]


def test_the_request_of_the_ruby_gem_is_accepted(bench: Bench) -> None:
    headers = {
        "appkey": bench.account.credentials["appkey"],
        "accept": "application/json",
        "content-type": "application/json",
        "user-agent": "cellcast-sms-ruby/0.1.0",
    }
    sent = b'{"sms_text":"hello world","numbers":["+61491570006"],"sender_id":"SENDER"}'
    path = f"/~{bench.world.identity}/cellcast_v3/api/v3/send-sms"

    assert bench.answer(Request("POST", path, "", headers, sent)).status == 200


@pytest.mark.parametrize("host", ["cellcast.com.au", "www.cellcast.com.au:443"])
def test_a_request_to_the_vendors_host_is_answered(bench: Bench, host: str) -> None:
    headers = {"host": host, "appkey": bench.account.credentials["appkey"]}

    assert bench.answer(Request("GET", "/api/v3/account", "", headers)).status == 200


def test_every_rejection_of_the_api_has_the_same_status_in_http_and_meta(bench: Bench) -> None:
    for key in (key for key in rows(bench) if key not in OF_A_PAGE):
        play.reject(bench.world, bench.gateway, key)
        reply = bench.send().reply
        found = body(reply)

        assert list(found) == ["meta", "msg", "data"]
        assert found["meta"]["code"] == reply.status
        assert found["data"] == []


def test_where_http_does_not_mirror_it_every_rejection_but_the_throttle_is_http_200(bench: Bench) -> None:
    bench.room.settings.update_({"http_status_mirrors_meta": False})
    statuses = {}
    for key in (key for key in rows(bench) if key not in OF_A_PAGE):
        play.reject(bench.world, bench.gateway, key)
        statuses[key] = bench.send().reply.status

    assert statuses.pop("OVER_LIMIT") == 429
    assert set(statuses.values()) == {200}


def test_no_answer_says_more_of_the_mock_than_the_gateway_would(bench: Bench) -> None:
    assert bench.send().reply.headers == (("Content-Type", "application/json"),)


def test_the_same_seed_gives_the_same_ids_and_each_message_its_own() -> None:
    ids = []
    for _ in range(2):
        bench = Bench("cellcast_v3")
        found = answered(bench, "send-sms", json={"sms_text": "Hello", "numbers": ["+61491570156"] * 3})
        ids.append([message["message_id"] for message in found["data"]["messages"]])

    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 3


def test_a_message_of_another_session_is_not_found() -> None:
    mine = Bench("cellcast_v3")
    other = Bench("cellcast_v3", mine.engine)
    sent = body(mine.send().reply)["data"]["messages"][0]["message_id"]

    assert mine.send(call="get-sms", query={"message_id": sent}).accepted
    assert other.send(call="get-sms", query={"message_id": sent}).code == "NOT_FOUND"


@pytest.mark.parametrize("total", [0, 1, 24, 25, 26, 49, 50, 51, 76])
def test_a_walk_through_the_pages_shows_every_reply_once_newest_first(bench: Bench, total: int) -> None:
    play.give(bench.world, bench.gateway, {"records": {"responses": total}})

    assert walk(bench, "get-responses", "message_id") == [str(5_000_000_000 + number) for number in range(total, 0, -1)]


@pytest.mark.parametrize("total", [14, 15, 16, 31])
def test_a_walk_through_the_pages_shows_every_template_once_oldest_first(bench: Bench, total: int) -> None:
    play.give(bench.world, bench.gateway, {"records": {"templates": total}})

    assert walk(bench, "get-template", "message_title") == [f"Template {number + 1}" for number in range(total)]


def test_the_journal_says_which_page_was_shown(bench: Bench) -> None:
    play.give(bench.world, bench.gateway, {"records": {"responses": 26}})
    page = bench.send(call="get-responses", query={"page": 2, "type": "sms"}).page

    assert page is not None
    assert (page.number, page.size, page.pages, page.total) == (2, 25, 2, 26)
    assert page.items == ("5000000001",)
    assert page.walk == "type=sms"


def test_a_reply_is_marked_among_others_of_the_same_instant(bench: Bench) -> None:
    for number in range(4):
        bench.world.motion.take_inbound(bench.world, "cellcast_v3", f"Text {number}", "61491570156", "")
    bench.send(call="inbound-read", json={"message_id": "5000000002"})
    found = answered(bench, "get-responses")["data"]["responses"]

    assert [item["message_id"] for item in found] == ["5000000004", "5000000003", "5000000001"]


def test_a_handset_that_opts_out_twice_is_listed_once(bench: Bench) -> None:
    for _ in range(2):
        bench.world.motion.take_inbound(bench.world, "cellcast_v3", "STOP", "61491570156", "")
    bench.account.state.update_({"optouts": ["61491570156", "61491570157"]})
    found = answered(bench, "get-optout")["data"]["responses"]

    assert [item["number"] for item in found] == ["+61491570156", "+61491570157"]


def test_a_fresh_session_remembers_nothing(bench: Bench) -> None:
    play.give(bench.world, bench.gateway, {"records": {"responses": 1, "templates": 1, "optouts": 1, "messages": 1}})
    bench.world.forget()

    for call in ("get-responses", "get-template", "get-optout"):
        assert answered(bench, call)["data"]["total"] == 0
    assert answered(bench, "account")["data"]["sms_balance"] == "5831.43"


def test_messages_that_were_made_can_be_looked_up(bench: Bench) -> None:
    play.give(bench.world, bench.gateway, {"records": {"messages": 2}})
    first = next(bench.world.store.all("cellcast_v3"))
    found = answered(bench, "get-sms", query={"message_id": first.id})["data"]

    assert [(item["body"], item["status"]) for item in found] == [("Message 1", "Delivered")]


def test_records_that_it_does_not_keep_cannot_be_made(bench: Bench) -> None:
    with pytest.raises(UsageError, match="records of cellcast_v3"):
        play.fill(bench.world, bench.gateway, "lists", 1)


# --- several messages at once


def test_several_messages_are_one_exchange_whose_notes_say_what_was_refused(bench: Bench) -> None:
    messages = [{"sms_text": "Hello", "numbers": "+61491570156"}, {"sms_text": "Hello"}]
    exchange = bench.send(call="bulk-send-sms", json=messages)

    assert exchange.accepted
    assert exchange.notes == ("one of the messages was refused: FIELD_INVALID numbers missing",)
    assert [answer["meta"]["code"] for answer in body(exchange.reply)] == [200, 400]


@pytest.mark.parametrize("raw", ["5", '"x"', '{"sms_text": "Hello", "numbers": "+61491570156"}', '[["x"]]', "[1]"])
def test_what_is_no_list_of_messages_is_refused_as_a_whole(bench: Bench, raw: str) -> None:
    assert bench.send(call="bulk-send-sms", raw=raw).code == "FIELD_INVALID"


@pytest.mark.parametrize("numbers", [True, {}, {"number": "+61491570156"}, [["+61491570156"]]])
def test_numbers_of_one_of_several_messages_that_are_none_are_refused_with_it(bench: Bench, numbers: object) -> None:
    found = answered(bench, "bulk-send-sms", json=[{"sms_text": "Hello", "numbers": numbers}])

    assert [answer["meta"]["status"] for answer in found] == ["FIELD_INVALID"]


def test_a_call_that_takes_a_list_can_be_written_as_its_document(bench: Bench) -> None:
    sample = dict(bench.gateway.calls["bulk-send-sms"].sample)

    assert bench.request(call="bulk-send-sms", json=sample).body.startswith(b"[")
    assert bench.send(call="bulk-send-sms", json=sample).accepted


# --- what is sent


@pytest.mark.parametrize(("emojis", "code"), [(35, None), (198, None), (199, "INVALID_MESSAGE_LENGTH")])
def test_an_emoji_is_never_split_between_two_sms(bench: Bench, emojis: int, code: str | None) -> None:
    assert bench.send(call="send-sms", json={"sms_text": "😀" * emojis, "numbers": ["+61491570156"]}).code == code


def test_a_templates_blanks_take_whatever_json_says(bench: Bench) -> None:
    play.give(bench.world, bench.gateway, {"records": {"templates": 1}})
    template = answered(bench, "get-template")["data"]["responses"][0]["template_id"]
    numbers = [{"number": 61491570156, "fname": 7}, {"number": "+61491570157", "fname": {"a": 1}, "unknown": "x"}]
    found = answered(bench, "send-sms-template", json={"template_id": template, "numbers": numbers})
    bodies = [message["body"] for message in found["data"]["messages"]]

    assert bodies == ["Hello 7, this is template 1", "Hello {'a': 1}, this is template 1"]


@pytest.mark.parametrize("time", ["2026-02-30 10:00:00", "9999-12-31 23:59:59", "0000-01-01 00:00:00"])
def test_a_time_that_there_is_not_is_no_reason_to_fail(bench: Bench, time: str) -> None:
    json = {"sms_text": "Hello", "numbers": ["+61491570156"], "schedule_time": time}

    assert bench.send(call="send-sms", json=json).accepted


def test_what_is_left_is_what_was_not_spent(bench: Bench) -> None:
    bench.account.state.update_({"credit_thousandths": 10_000})
    accepted = 0
    while bench.send().accepted:
        accepted += 1

    assert accepted == 10
    assert answered(bench, "account")["data"]["sms_balance"] == "0.00"


@pytest.mark.parametrize(("thousandths", "text"), [(5_831_430, "5831.43"), (0, "0.00"), (9, "0.00"), (10, "0.01")])
def test_a_balance_is_cut_to_two_decimals(thousandths: int, text: str) -> None:
    assert shown(thousandths) == text


@pytest.mark.parametrize(("thousandths", "number"), [(1000, 1), (1330, 1.33), (2660, 2.66), (0, 0)])
def test_credits_are_whole_numbers_where_they_are_whole(thousandths: int, number: float) -> None:
    assert written(thousandths) == number
    assert isinstance(written(thousandths), int) == (thousandths % 1000 == 0)


# --- why


def test_a_message_that_cannot_be_paid_is_explained(bench: Bench) -> None:
    bench.account.state.update_({"credit_thousandths": 0})
    found = explain(bench.case())

    assert found.verdict is not None
    assert found.verdict.row.key == "INSUFFICIENT_CREDITS"


def test_a_get_looks_at_its_query_only(bench: Bench) -> None:
    exchange = bench.send(call="get-sms", json={"message_id": "X"})

    assert exchange.code == "FIELD_INVALID"
