from __future__ import annotations

from dataclasses import replace

import pytest

from mock_gateway.definitions.load import all_gateways
from mock_gateway.errors import UsageError
from mock_gateway.model.messages import Recipient
from mock_gateway.state.lifecycle import step

TABLE = replace(
    all_gateways()["websms"].statuses,
    initial="new",
    table={"new": {"retry": "new", "deliver": "done", "fail": "over"}, "done": {}, "over": {"resubmit": "new"}},
)


def test_a_step_follows_the_table_and_a_final_status_has_its_instant() -> None:
    recipient = Recipient("61491570156", "0491570156", "new")
    step(TABLE, recipient, "retry", "busy", 5)
    halfway = (recipient.status, recipient.result, recipient.ended_at)
    step(TABLE, recipient, "deliver", "sms", 10)

    assert halfway == ("new", "busy", None)
    assert (recipient.status, recipient.result, recipient.ended_at) == ("done", "sms", 10)


def test_a_step_without_a_word_keeps_the_last_one() -> None:
    recipient = Recipient("1", "1", "new", "busy")
    step(TABLE, recipient, "deliver", "", 10)

    assert recipient.result == "busy"


@pytest.mark.parametrize(
    ("status", "event", "sentence"),
    [
        ("new", "abort", "a message in status 'new' cannot 'abort': what can happen is retry, deliver, fail"),
        ("done", "deliver", "a message in status 'done' cannot 'deliver': what can happen is nothing, it is final"),
    ],
)
def test_an_unknown_step_names_status_and_event_and_what_can_happen(status: str, event: str, sentence: str) -> None:
    recipient = Recipient("1", "1", status)

    with pytest.raises(UsageError, match=sentence):
        step(TABLE, recipient, event, "x", 10)
    assert (recipient.status, recipient.result, recipient.ended_at) == (status, "", None)


@pytest.mark.parametrize("name", sorted(all_gateways()))
def test_every_status_of_a_gateway_can_be_reached_and_can_end(name: str) -> None:
    table = all_gateways()[name].statuses.table
    reached = {all_gateways()[name].statuses.initial}
    for _ in table:
        reached |= {after for status in reached for after in table[status].values()}
    ends = {status for status, events in table.items() if not events}
    for _ in table:
        ends |= {status for status, events in table.items() if ends & set(events.values())}

    assert reached == set(table)
    assert ends == set(table)


def test_a_status_from_which_something_can_happen_is_not_ended() -> None:
    recipient = Recipient("1", "1", "new")
    step(TABLE, recipient, "fail", "x", 5)

    assert (recipient.status, recipient.ended_at) == ("over", None)
