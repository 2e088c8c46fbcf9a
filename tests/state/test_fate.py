"""What becomes of a message: by its number, by a test's word, now or as time passes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from mock_gateway.cli import main
from mock_gateway.definitions.load import all_gateways
from mock_gateway.errors import UsageError
from receivers import send

if TYPE_CHECKING:
    from mock_gateway import Message, Session
    from mock_gateway.model.gateway import Gateway
    from mock_gateway.model.lives import Outcome

GATEWAYS = all_gateways()
OUTCOMES = [(name, outcome) for name, gateway in GATEWAYS.items() for outcome in gateway.statuses.outcomes]
FICTION = {f"447700900{number:03d}" for number in range(1000)}


def end_of(gateway: Gateway, outcome: Outcome) -> tuple[str, str]:
    """Walk the table from the start to where an outcome ends."""
    status, result = gateway.statuses.initial, ""
    for step in outcome.steps:
        status, result = gateway.statuses.table[status][step.event], step.result or result
    return status, result


def ended(message: Message) -> list[tuple[str, str]]:
    """Give status and result of each recipient."""
    return [(recipient.status, recipient.result) for recipient in message.recipients]


def session_of(request: pytest.FixtureRequest, name: str) -> Session:
    """Give the session of a gateway by its name."""
    found: Session = request.getfixturevalue(name)
    return found


@pytest.mark.parametrize(("name", "outcome"), OUTCOMES)
def test_each_of_an_outcomes_ten_numbers_has_it(request: pytest.FixtureRequest, name: str, outcome: str) -> None:
    session = session_of(request, name)
    send(session, *session.numbers[outcome])
    before = [each for message in session.messages for each in ended(message)]
    session.clock.advance("4d")
    after = [each for message in session.messages for each in ended(message)]

    gateway = GATEWAYS[name]
    wanted = end_of(gateway, gateway.statuses.outcomes[outcome])
    assert {(gateway.statuses.initial, "")} == set(before)
    assert {wanted} == set(after)
    assert len(after) >= 10


@pytest.mark.parametrize(("name", "outcome"), OUTCOMES)
def test_each_outcome_can_be_chosen_for_any_number(request: pytest.FixtureRequest, name: str, outcome: str) -> None:
    session = session_of(request, name)
    session.outcome(outcome)
    chosen, next_one = (send(session, text=text) for text in ("Hello", "Hello again"))
    session.clock.advance("4d")

    gateway = GATEWAYS[name]
    assert [end_of(gateway, gateway.statuses.outcomes[outcome])] == ended(chosen)
    assert [end_of(gateway, gateway.statuses.default)] == ended(next_one)
    assert (outcome, "") == (chosen.outcome, next_one.outcome)


@pytest.mark.parametrize("name", sorted(GATEWAYS))
def test_each_outcome_has_ten_numbers_of_fiction_and_no_two_share_one(name: str) -> None:
    outcomes = GATEWAYS[name].statuses.outcomes
    numbers = [number for outcome in outcomes.values() for number in outcome.magic]

    assert len(numbers) == len(set(numbers))
    assert {10} == {len(FICTION & set(outcome.magic)) for outcome in outcomes.values()}
    assert all(set(outcome.magic) - FICTION <= set(outcome.numbers) for outcome in outcomes.values())


def test_the_command_line_lists_each_outcome_with_its_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["list", "outcomes", "--json"])
    listed = {(each["gateway"], each["outcome"]): each for each in json.loads(capsys.readouterr().out)}

    assert code == 0
    assert list(listed) == OUTCOMES
    assert listed["websms", "expired"]["numbers"] == ["+447700900020 to +447700900029"]
    assert {"+6421000000", "+61491570110"} < set(listed["bestsms", "invalid_mobile_06"]["numbers"])
    assert listed["bestsms", "bad_number"]["result"] == "Bad Number"


def test_outcomes_that_gateways_share_have_the_same_numbers_at_each() -> None:
    shared = set.intersection(*(set(gateway.statuses.outcomes) for gateway in GATEWAYS.values()))

    assert {"delivered", "failed", "expired", "never_reported", "delivered_then_replied"} <= shared
    for outcome in shared:
        assert len({gateway.statuses.outcomes[outcome].block for gateway in GATEWAYS.values()}) == 1


def test_the_numbers_are_in_a_tests_hand_by_name(websms: Session) -> None:
    assert websms.numbers.expired[0] == "+447700900020"
    assert websms.numbers.expired == websms.numbers["expired"]
    assert list(GATEWAYS["websms"].statuses.outcomes) == list(websms.numbers)
    with pytest.raises(AttributeError, match="unknown outcome 'expire': did you mean 'expired'"):
        _ = websms.numbers.expire


def test_a_tests_word_weighs_more_than_a_magic_number(websms: Session) -> None:
    websms.outcome("rejected")
    message = send(websms, websms.numbers.expired[0])
    websms.clock.advance("1h")

    assert ended(message) == [("rejected", "")]


def test_outcomes_are_used_in_the_order_and_as_often_as_chosen(websms: Session) -> None:
    websms.outcome("rejected", times=2)
    websms.outcome("deleted")
    messages = [send(websms) for _ in range(4)]
    websms.clock.advance("1h")

    assert [ended(each)[0][0] for each in messages] == ["rejected", "rejected", "deleted", "delivered"]


def test_an_unknown_outcome_is_answered_with_the_nearest(websms: Session) -> None:
    with pytest.raises(UsageError, match="unknown outcome of websms 'expird': did you mean 'expired'"):
        websms.outcome("expird")


@pytest.mark.parametrize("times", [0, -1])
def test_an_outcome_is_chosen_at_least_once(websms: Session, times: int) -> None:
    with pytest.raises(UsageError, match="at least 1"):
        websms.outcome("expired", times=times)


@pytest.mark.parametrize("number", ["+6421000000", "+61491570110"])
def test_the_documented_dummy_numbers_of_bestsms_fail(bestsms: Session, number: str) -> None:
    message = send(bestsms, number)
    bestsms.clock.advance("1h")

    assert ended(message) == [("FAILED", "Rejected-06-Invalid Mobile Number")]


@pytest.mark.parametrize("number", ["+6421000000", "+61491570110"])
def test_the_dummy_numbers_fail_at_once_in_test_mode_and_others_do_not(bestsms: Session, number: str) -> None:
    message = send(bestsms, number, "+61491570156", Mode="Test")
    bestsms.clock.advance("0s")

    assert ended(message) == [("FAILED", "Rejected-06-Invalid Mobile Number"), ("SUCCESS", "SendDisableSuccess")]
    assert [recipient.price for recipient in message.recipients] == [0, 0]


def test_a_message_of_websms_test_mode_has_no_life(websms: Session) -> None:
    message = send(websms, test=True)
    events = websms.clock.advance("1h")

    assert (events, ended(message)) == ([], [("accepted", "")])


def test_a_message_lives_from_when_it_is_sent_and_not_from_when_it_was_taken(bestsms: Session) -> None:
    message = send(bestsms, SendTime="2026-01-05 20:30:00")
    bestsms.clock.advance("30min")
    bestsms.clock.advance("1999ms")
    before = ended(message)
    bestsms.clock.advance("1ms")

    assert (before, ended(message)) == ([("PENDING", "")], [("SUCCESS", "delivered")])


@pytest.mark.parametrize("name", sorted(GATEWAYS))
def test_a_message_is_delivered_after_two_seconds_and_not_before(request: pytest.FixtureRequest, name: str) -> None:
    session = session_of(request, name)
    send(session)
    before = session.clock.advance("1999ms")
    after = session.clock.advance("1ms")

    assert (before, len(after)) == ([], 1)
    assert session.messages[0].accepted_at + 2000 == after[0].at == session.messages[0].recipients[0].ended_at


def test_deliver_ends_a_message_now_for_all_its_recipients(bestsms: Session) -> None:
    message = send(bestsms, *bestsms.numbers.bad_number[:2])
    events = bestsms.deliver()
    later = bestsms.clock.advance("1h")

    assert ended(message) == [("SUCCESS", "delivered")] * 2
    assert [event.what for event in events] == ["SUCCESS"] * 2
    assert later == []


def test_fail_ends_a_message_now_with_the_word_that_is_given(bestsms: Session) -> None:
    first, second = (send(bestsms) for _ in range(2))
    bestsms.fail(first.id, "No Permit Record")
    bestsms.fail(second)

    assert ended(first) == [("FAILED", "No Permit Record")]
    assert ended(second) == [("FAILED", "Undelivered")]


def test_what_failed_now_is_not_delivered_later(websms: Session) -> None:
    """At websms a failure is first `undelivered`: what follows is that it expires, as in the outcome `failed`."""
    message = send(websms)
    websms.fail()
    websms.clock.advance("1h")

    assert message.recipients[0].status != "delivered"


def test_only_recipients_that_are_still_open_are_ended(bestsms: Session) -> None:
    message = send(bestsms, bestsms.numbers.bad_number[0], bestsms.numbers.expired[0])
    bestsms.clock.advance("2s")
    events = bestsms.deliver()

    assert ended(message) == [("FAILED", "Bad Number"), ("SUCCESS", "delivered")]
    assert [bestsms.numbers.expired[0].removeprefix("+")] == [event.to for event in events]


@pytest.mark.parametrize(("name", "status"), [("bestsms", "SUCCESS"), ("websms", "delivered")])
def test_what_has_ended_can_not_end_again(request: pytest.FixtureRequest, name: str, status: str) -> None:
    session = session_of(request, name)
    send(session)
    session.deliver()

    with pytest.raises(UsageError, match=f"in status '{status}' cannot '.*it is final"):
        session.fail()
    with pytest.raises(UsageError, match=f"in status '{status}' cannot 'deliver'"):
        session.deliver()


def test_what_is_not_there_can_not_be_delivered(websms: Session) -> None:
    with pytest.raises(UsageError, match="no message has been accepted yet"):
        websms.deliver()
    send(websms)
    with pytest.raises(UsageError, match="unknown message 'nonsense'"):
        websms.deliver("nonsense")
