"""What a test forces on whoever is connected, and how it sets a world up."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from helpers import HELLO, Bench, body
from mock_gateway import play
from mock_gateway.definitions.resources import schemas
from mock_gateway.errors import UsageError
from mock_gateway.model.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Mapping


def scenario(gateway: str = "websms", given: Mapping[str, Any] | None = None, *plays: Mapping[str, Any]) -> Scenario:
    return Scenario(f"{gateway}/x", "x", gateway, (), "", given or {}, plays, (), "x.yaml")


def codes(bench: Bench, count: int, **spec: Any) -> list[object]:
    return [bench.send(**spec).code for _ in range(count)]


def test_a_forced_rejection_answers_as_often_as_is_said(websms_bench: Bench) -> None:
    play.reject(websms_bench.world, websms_bench.gateway, 4022, times=2)

    assert codes(websms_bench, 3) == [4022, 4022, None]


def test_a_forced_rejection_has_the_gateways_own_words(websms_bench: Bench) -> None:
    play.reject(websms_bench.world, websms_bench.gateway, 4013)
    exchange = websms_bench.send()

    assert body(exchange.reply) == {
        "statusCode": 4013,
        "statusMessage": "message limit is reached",
        "clientMessageId": None,
        "transferId": None,
        "smsCount": 0,
    }


def test_several_forced_rejections_answer_one_after_the_other(websms_bench: Bench) -> None:
    for code in (4022, 4013):
        play.reject(websms_bench.world, websms_bench.gateway, code)

    assert codes(websms_bench, 3) == [4022, 4013, None]


def test_a_forced_rejection_of_one_call_leaves_the_others_alone(bestsms_bench: Bench) -> None:
    play.reject(bestsms_bench.world, bestsms_bench.gateway, "Unauthorized", call="get-status")
    poll = {"call": "get-status", "path": {"MessageID": "x"}}

    assert codes(bestsms_bench, 1) == [None]
    assert codes(bestsms_bench, 2, **poll) == ["Unauthorized", "Message(s) NOT found"]


@pytest.mark.parametrize(
    ("code", "key"),
    [
        (4013, "4013"),
        ("4013", "4013"),
        ("MSG_LIMIT_EXCEEDED", "4013"),
        ("4001 credentials", "4001 credentials"),
        (4001, "4001"),
        ("INVALID_CREDENTIALS", "4001"),
    ],
)
def test_a_row_is_found_by_code_key_and_name(websms_bench: Bench, code: str | int, key: str) -> None:
    assert play.row(websms_bench.gateway, code).key == key


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (40133, "unknown code of websms '40133': did you mean .*'4013'"),
        ("MSG_LIMIT_EXCEEDET", "did you mean 'MSG_LIMIT_EXCEEDED'"),
        (2000, "2000 of websms is a success, not a rejection$"),
        (2001, "2001 of websms is a success, not a rejection: set s.settings.queued_from"),
        ("blacklisted", "'blacklisted' of websms is no answer: it takes single recipients out"),
    ],
)
def test_a_code_that_cannot_be_forced_is_answered_with_why(websms_bench: Bench, code: str | int, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        play.reject(websms_bench.world, websms_bench.gateway, code)


@pytest.mark.parametrize("times", [0, -1])
def test_times_is_at_least_one(websms_bench: Bench, times: int) -> None:
    with pytest.raises(UsageError, match=f"at least 1, not {times}"):
        play.reject(websms_bench.world, websms_bench.gateway, 4013, times)


@pytest.mark.parametrize("call", ["send-txt", ""])
def test_a_rejection_of_an_unknown_call_is_refused(websms_bench: Bench, call: str) -> None:
    with pytest.raises(UsageError, match=f"unknown call of websms '{call}'.*'send-text'"):
        play.reject(websms_bench.world, websms_bench.gateway, 4013, call=call)


def test_what_was_refused_forces_nothing(websms_bench: Bench) -> None:
    with pytest.raises(UsageError):
        play.reject(websms_bench.world, websms_bench.gateway, 4013, times=0)

    assert codes(websms_bench, 1) == [None]


# --- giving


def test_a_world_is_given_clock_settings_account_throttle_and_quota(websms_bench: Bench) -> None:
    play.give(
        websms_bench.world,
        websms_bench.gateway,
        {
            "clock": "2026-03-01T00:00:00Z",
            "settings": {"queued_from": 1},
            "account": {"request_limit": 2, "message_limit": 4},
            "throttle": {"requests_per_address": 1},
            "used": {"messages": 3},
        },
    )

    assert codes(websms_bench, 2) == [None, 4023]
    assert body(websms_bench.world.journal[0].reply)["statusCode"] == 2001
    assert websms_bench.account.used == {"messages": 4}
    assert websms_bench.world.journal[0].at == 1_772_323_200_000


def test_what_is_given_of_one_thing_leaves_the_others(websms_bench: Bench) -> None:
    play.give(websms_bench.world, websms_bench.gateway, {"account": {"message_limit": 4}})
    play.give(websms_bench.world, websms_bench.gateway, {"account": {"sms": False}})

    assert (websms_bench.account.state.message_limit, websms_bench.account.state.sms) == (4, False)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"settings": {"servce": "up"}}, "unknown setting 'servce': did you mean 'service'"),
        ({"settings": {"service": "down"}}, "service cannot be 'down'"),
        ({"account": {"smss": True}}, "unknown account field 'smss': did you mean 'sms'"),
        ({"clock": "today"}, "'today' is no instant"),
        ({"acount": {"sms": False}}, "unknown section of given 'acount': did you mean 'account'"),
        (
            {"throttle": {"requests_per_adress": 1}},
            "unknown throttle 'requests_per_adress': did you mean 'requests_per_address'",
        ),
    ],
)
def test_what_cannot_be_given_is_answered_with_what_can(
    websms_bench: Bench, given: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(UsageError, match=sentence):
        play.give(websms_bench.world, websms_bench.gateway, given)


def test_nothing_is_given_where_a_section_is_unknown(websms_bench: Bench) -> None:
    with pytest.raises(UsageError):
        play.give(websms_bench.world, websms_bench.gateway, {"account": {"sms": False}, "setings": {}})

    assert websms_bench.account.state.sms is True


def test_what_can_be_given_is_what_a_scenario_can_give() -> None:
    schema = json.loads((schemas() / "meta/given.json").read_bytes())

    assert list(play.SECTIONS) == list(schema["properties"])


def test_none_is_nothing_to_give(websms_bench: Bench) -> None:
    play.give(websms_bench.world, websms_bench.gateway, None)

    assert codes(websms_bench, 1) == [None]


def test_given_never_turns_a_used_sessions_clock_back(websms_bench: Bench) -> None:
    websms_bench.send()

    with pytest.raises(UsageError, match="its clock cannot go back to 2026-01-05T08:00:00Z"):
        play.give(websms_bench.world, websms_bench.gateway, {"clock": "2026-01-05T08:00:00Z"})


def test_an_unused_sessions_clock_may_be_set_to_the_past(websms_bench: Bench) -> None:
    play.give(websms_bench.world, websms_bench.gateway, {"clock": "1999-01-01T00:00:00Z"})

    assert websms_bench.send().at == 915_148_800_000


# --- arming


def test_an_armed_scenario_gives_and_plays(websms_bench: Bench) -> None:
    armed = scenario("websms", {"account": {"sms": False}}, {"reject": 5003, "times": 2}, {"reject": 4022})
    play.arm(websms_bench.world, websms_bench.gateway, armed)

    assert codes(websms_bench, 4) == [5003, 5003, 4022, 4035]


def test_a_scenario_of_another_gateway_cannot_be_armed(websms_bench: Bench) -> None:
    with pytest.raises(UsageError, match="'bestsms/x' is of bestsms, this session is of websms"):
        play.arm(websms_bench.world, websms_bench.gateway, scenario("bestsms", {"account": {}}))


def test_a_scenario_without_effect_cannot_be_armed(websms_bench: Bench) -> None:
    with pytest.raises(UsageError, match="'websms/x' only shows a transcript"):
        play.arm(websms_bench.world, websms_bench.gateway, scenario())


def test_arming_twice_plays_twice(websms_bench: Bench) -> None:
    armed = scenario("websms", None, {"reject": 5003})
    for _ in range(2):
        play.arm(websms_bench.world, websms_bench.gateway, armed)

    assert codes(websms_bench, 3, **HELLO["websms"]) == [5003, 5003, None]
