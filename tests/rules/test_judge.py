"""The first row that holds answers; rows about single recipients take them out of the batch."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import HELLO, Bench
from mock_gateway.model.rules import Finding, Violation
from mock_gateway.play import give
from mock_gateway.rules.judge import holding, judge, refusal, texts

GOOD: dict[str, Any] = dict(HELLO["websms"]["json"])


def keys(bench: Bench, document: dict[str, Any], **spec: Any) -> list[str]:
    """Give the keys of all rows that hold, in order."""
    return [verdict.row.key for verdict in holding(bench.case(call="send-text", json=document, **spec))]


def test_a_right_request_has_no_verdict(websms_bench: Bench) -> None:
    case = websms_bench.case()
    judgement = judge(case)

    assert judgement == (None, case.targets, (), ())


@pytest.mark.parametrize(
    ("document", "key", "place"),
    [
        ({}, "4019", "/recipientAddressList"),
        ({"recipientAddressList": ["447700900000"]}, "4019", "/messageContent"),
        ({"messageContent": ""}, "4019", "/recipientAddressList"),
        ({**GOOD, "recipientAddressList": [5, "x"]}, "4002", "/recipientAddressList/*"),
        ({**GOOD, "recipientAddressList": []}, "4002 form", "/recipientAddressList"),
        ({**GOOD, "senderAddressType": "x", "messageType": "x"}, "4003", "/senderAddressType"),
        ({**GOOD, "messageType": "x", "contentCategory": "x"}, "4004", "/messageType"),
        ({**GOOD, "priority": 10, "contentCategory": "x"}, "4040", "/contentCategory"),
        ({**GOOD, "priority": 10, "maxSmsPerMessage": 1, "messageContent": "a" * 161}, "4015 account", "/priority"),
        ({**GOOD, "maxSmsPerMessage": 1, "messageContent": "a" * 161}, "4026", "/messageContent"),
    ],
)
def test_of_several_things_wrong_the_first_row_answers(
    websms_bench: Bench, document: dict[str, Any], key: str, place: str
) -> None:
    verdict = judge(websms_bench.case(call="send-text", json=document)).verdict

    assert verdict is not None
    assert (verdict.row.key, verdict.place) == (key, place)


def test_what_would_be_met_next_is_known_in_order(websms_bench: Bench) -> None:
    give(websms_bench.world, websms_bench.gateway, {"account": {"message_limit": 0, "sms": False}})
    found = keys(websms_bench, {**GOOD, "priority": "high", "contentCategory": "x"}, auth="wrong")

    assert found == ["401 password", "4035", "4040", "4015", "4013"]


def test_a_row_that_is_broken_at_several_places_is_told_once_a_place(websms_bench: Bench) -> None:
    held = holding(websms_bench.case(call="send-text", json={"recipientAddressList": [{}, []]}))
    none = holding(websms_bench.case(call="send-text", json={}))

    assert [(each.row.key, each.place) for each in held] == [
        ("4019", "/messageContent"),
        ("4002 form", "/recipientAddressList/*"),
        ("4002", "/recipientAddressList/*"),
    ]
    assert [(each.row.key, each.place) for each in none] == [
        ("4019", "/recipientAddressList"),
        ("4019", "/messageContent"),
    ]


def test_nothing_is_known_behind_what_cannot_be_read(websms_bench: Bench) -> None:
    held = holding(websms_bench.case(call="send-text", raw="{", headers={"Accept": "text/csv"}))

    assert len(held) == 1


@pytest.mark.parametrize("destinations", [["nope"], [{}], [{"Recipient": "x"}, ""]])
def test_nobody_is_left_only_where_somebody_was_named(bestsms_bench: Bench, destinations: list[Any]) -> None:
    def codes(*found: Any) -> list[Any]:
        document = {"MessageData": {"Message": "x", "Destinations": list(found)}}
        return [each.code for each in holding(bestsms_bench.case(call="send-sms", json=document))]

    assert codes(*destinations) == ["Error - Could not find any valid destination(s)."]
    assert codes() == ["Missing or empty destinations"]


def test_the_first_of_all_rows_that_hold_is_the_verdict(websms_bench: Bench) -> None:
    case = websms_bench.case(call="send-text", json={"priority": -1})

    assert judge(case).verdict == holding(case)[0]


WRONG: dict[str, list[Any]] = {
    "recipientAddressList": [[], ["x"], [5], "x", ["447700900000"] * 1001],
    "messageContent": ["", 5, "a" * 161],
    "senderAddress": ["x" * 12, "Shop", 5],
    "senderAddressType": ["x", "national"],
    "priority": [-1, 10, "x"],
    "maxSmsPerMessage": [1, "x"],
    "contentCategory": ["x"],
    "clientMessageId": ["x" * 256, 5],
    "test": ["x"],
    "messageType": ["x", "voice"],
}


@given(
    st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in WRONG.items()}),
    st.sets(st.sampled_from(sorted(GOOD))),
    st.booleans(),
)
def test_however_many_things_are_wrong_the_first_row_that_holds_is_the_verdict(
    changes: dict[str, Any],
    dropped: set[str],
    limited: bool,  # noqa: FBT001  drawn
) -> None:
    """The quick way for right documents and fresh accounts comes to the same as reading every row."""
    bench = Bench("websms")
    if limited:
        give(bench.world, bench.gateway, {"account": {"message_limit": 0, "voice": False, "senders": ["Other"]}})
    document = {name: value for name, value in {**GOOD, **changes}.items() if name not in dropped or name in changes}
    case = bench.case(call="send-text", json=document)
    held = holding(case)

    assert (held[0] if held else None) == judge(case).verdict


def test_a_row_counts_only_while_its_settings_are_in_force(websms_bench: Bench) -> None:
    document = {**GOOD, "clientMessageId": "x" * 256}
    checked = keys(websms_bench, document)
    websms_bench.room.settings.client_message_id = "free"
    case = websms_bench.case(call="send-text", json=document)

    assert (checked, judge(case).verdict) == (["4008"], None)
    assert [each[:2] for each in judge(case).tolerated] == [("/clientMessageId", "maxLength")]


def test_what_is_wrong_but_refused_by_no_row_is_told_as_tolerated(websms_bench: Bench) -> None:
    judgement = judge(websms_bench.case(call="send-text", json={**GOOD, "test": "maybe"}))

    assert judgement.verdict is None
    assert judgement.tolerated == (Violation("/test", "type", "maybe", "boolean", ()),)


def test_an_unreadable_body_is_refused_for_that_and_not_for_what_it_lacks(websms_bench: Bench) -> None:
    verdict = judge(websms_bench.case(call="send-text", raw="{")).verdict

    assert verdict is not None
    assert (verdict.row.key, verdict.place) == ("400", "")


def test_rows_about_single_recipients_leave_the_others(websms_bench: Bench) -> None:
    websms_bench.account.state.blacklist = ["447700900001"]
    document = {**GOOD, "recipientAddressList": ["447700900000", "+447700900001", "447700900002"]}
    judgement = judge(websms_bench.case(call="send-text", json=document))

    assert judgement.verdict is None
    assert [target.number for target in judgement.targets] == ["447700900000", "447700900002"]
    assert [(each.target.spelling, each.target.position, each.row.key) for each in judgement.dropped] == [
        ("+447700900001", 1, "blacklisted")
    ]


def test_rows_behind_a_filter_see_only_who_is_left(websms_bench: Bench) -> None:
    """Of two recipients one is blacklisted, and a limit of one is enough for the other."""
    give(websms_bench.world, websms_bench.gateway, {"account": {"blacklist": ["447700900001"], "message_limit": 1}})
    both = {**GOOD, "recipientAddressList": ["447700900000", "447700900001"]}
    none = {**GOOD, "recipientAddressList": ["447700900001"]}

    assert (keys(websms_bench, both), keys(websms_bench, none)) == ([], ["4031"])


def test_a_filter_works_beside_things_that_are_wrong(bestsms_bench: Bench) -> None:
    document = {"MessageData": {"Message": "x", "Destinations": ["nobody"], "WebhookCallbackURL": "http://x"}}
    found = holding(bestsms_bench.case(call="send-sms", json=document))

    assert [verdict.code for verdict in found] == [
        "Error - Could not find any valid destination(s).",
        "WebhookCallbackURL must start with https://",
    ]


def test_a_message_names_the_member_and_the_position_from_one(websms_bench: Bench) -> None:
    row = websms_bench.gateway.by_code["4019"]
    violation = Violation("/recipientAddressList/*/inner", "required", None, ["inner"], (4,))
    verdict = refusal(row, finding=violation)

    assert verdict.fields == {"field": "inner", "n": 5}
    assert verdict.message == "required parameter is missing: inner"


def test_of_places_in_one_row_the_first_named_is_told_and_of_positions_the_first(websms_bench: Bench) -> None:
    document = {**GOOD, "recipientAddressList": ["1" * 5, {}, []]}
    verdict = judge(websms_bench.case(call="send-text", json=document)).verdict

    assert verdict is not None
    assert (verdict.row.key, verdict.value, verdict.fields["n"]) == ("4002 form", {}, 2)


def test_a_forced_verdict_speaks_of_the_place_that_its_row_is_about(websms_bench: Bench) -> None:
    verdict = refusal(websms_bench.gateway.by_code["4019"], forced=True)

    assert (verdict.forced, verdict.place, verdict.value, verdict.limit) == (True, "/recipientAddressList", None, None)
    assert verdict.message == "required parameter is missing: recipientAddressList"


def test_a_verdict_carries_place_value_limit_source_and_confidence(websms_bench: Bench) -> None:
    row = websms_bench.gateway.by_code["4013"]
    verdict = refusal(row, finding=Finding("/recipientAddressList", 3, 2))

    assert verdict.as_dict() == {
        "code": 4013,
        "key": "4013",
        "name": "MSG_LIMIT_EXCEEDED",
        "cause": "no_credit",
        "place": "/recipientAddressList",
        "value": 3,
        "limit": 2,
        "message": "message limit is reached",
        "status": 200,
        "forced": False,
        "source": "websms.status_codes",
        "confidence": "documented",
        "rule": f"websms/rejections.yaml:{row.line}",
    }
    assert (verdict.code, verdict.source, verdict.confidence) == (4013, "websms.status_codes", "documented")


WRONG = {"MessageData": {"MessageID": "ID 1", "Destinations": ["+61491570156"]}}


def test_the_texts_of_an_answer_are_those_of_the_rows_that_hold_in_its_form_once_each(bestsms_bench: Bench) -> None:
    give(bestsms_bench.world, bestsms_bench.gateway, {"settings": {"service": "failing"}})
    case = bestsms_bench.case(call="send-sms", json=WRONG)
    verdict = judge(case).verdict

    assert verdict is not None
    assert [each.row.status for each in holding(case)] == [400, 400, 500]
    assert texts(case, verdict) == ["Invalid MessageID", "Missing or empty message"]


def test_a_forced_rejection_has_its_own_text_alone(bestsms_bench: Bench) -> None:
    case = bestsms_bench.case(call="send-sms", json=WRONG)
    forced = refusal(bestsms_bench.gateway.by_code["Missing Sender"], forced=True)

    assert texts(case, forced) == ["Missing Sender"]
