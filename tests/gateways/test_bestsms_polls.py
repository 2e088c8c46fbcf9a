"""What polls and actions of BestSMS do where a transcript would not show it: races, repetitions, and what is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from helpers import Bench, body
from mock_gateway import play
from mock_gateway.gateways.bestsms import jobs
from mock_gateway.model.messages import Inbound
from mock_gateway.state.ledger import Handset
from mock_gateway.state.pages import page_faults

if TYPE_CHECKING:
    from mock_gateway.gateways.bestsms.books import Book

DELIVERED, FAILS, EXPIRES, NEVER, REPLIES, UNKNOWN = (f"4477009000{block}1" for block in ("0", "1", "2", "3", "4", "8"))
LATER = "2026-01-05T21:00"
"""An hour after the session's start, in the account's zone."""
FINAL = {"SUCCESS", "FAILED"}


@pytest.fixture
def bench() -> Bench:
    return Bench("bestsms")


def book(bench: Bench) -> Book:
    found: Book = bench.room.memory.of(bench.account)
    return found


def send(bench: Bench, *numbers: str, message_id: str = "ID1", text: str = "Hello", **more: str) -> None:
    """Send a message that is accepted."""
    data = {"Message": text, "Destinations": [f"+{each}" for each in numbers], "MessageID": message_id, **more}
    assert bench.send(call="send-sms", json={"MessageData": data}).accepted


def act(bench: Bench, action: str, message_id: str = "ID1", **more: str) -> Any:
    """Act on a message, and give the answer."""
    return body(bench.send(call=f"set-{action}", path={"MessageID": message_id}, json=more).reply)


def poll(bench: Bench, message_id: str = "ID1", call: str = "get-status") -> Any:
    """Poll for a message, and give the answer."""
    answer = body(bench.send(call=call, path={"MessageID": message_id}).reply)
    assert answer["Result"] == "Success"
    return answer


def results(bench: Bench, message_id: str = "ID1") -> list[str]:
    return [each["Result"] for each in poll(bench, message_id)["Recipients"]]


def delivered(bench: Bench, number: str) -> list[str]:
    return Handset(bench.world, "bestsms", number).delivered


def happened(bench: Bench) -> list[tuple[str, str]]:
    """List the statuses that were reached, in order."""
    return [(each.to, each.detail) for each in bench.world.motion.events if each.kind == "status"]


# --- what races


def test_an_abort_one_millisecond_before_the_delivery_wins(bench: Bench) -> None:
    send(bench, DELIVERED)
    bench.advance("1999ms")
    answer = act(bench, "abort")
    bench.advance("1h")

    assert ("Success", "Pending") == (answer["Result"], answer["Status"])
    assert [(DELIVERED, "Control Deleted")] == happened(bench)
    assert [] == delivered(bench, DELIVERED)


def test_an_abort_at_the_instant_of_the_delivery_loses(bench: Bench) -> None:
    send(bench, DELIVERED)
    bench.advance("2s")
    answer = act(bench, "abort")

    assert ["Message can no longer be aborted"] == answer["ErrorMessage"]
    assert ["Hello"] == delivered(bench, DELIVERED)


def test_the_answer_to_an_abort_comes_after_the_abort(bench: Bench) -> None:
    """Nobody has to move the clock or to poll for it."""
    send(bench, DELIVERED)
    act(bench, "abort")

    assert [(DELIVERED, "Control Deleted")] == happened(bench)


def test_what_an_earlier_schedule_had_in_store_never_happens(bench: Bench) -> None:
    """A message that is rescheduled over and over is delivered once, and its handset answers once."""
    send(bench, REPLIES, SendTime=LATER)
    for minute in range(10, 60, 10):
        act(bench, "reschedule", SendTime=f"2026-01-05T22:{minute}")
    act(bench, "reschedule", SendTime="2026-01-05T20:30")
    bench.advance("3h")

    assert [(REPLIES, "delivered")] == happened(bench)
    assert 1 == len(book(bench).jobs.received)


def test_what_was_ended_by_a_test_and_resubmitted_is_not_ended_by_its_first_schedule(bench: Bench) -> None:
    send(bench, EXPIRES)
    lives, message = bench.engine.lives, next(bench.world.store.all())
    lives.end(bench.world, message, "failed", "")
    bench.advance("59s")
    act(bench, "resubmit")
    bench.advance("1s")

    assert "Pending" == poll(bench)["Status"]

    bench.advance("59s")

    assert [(EXPIRES, "Undelivered")] * 2 == happened(bench)


def test_a_resubmit_leaves_replies_of_others_on_their_way(bench: Bench) -> None:
    send(bench, REPLIES, FAILS)
    bench.advance("2s")
    act(bench, "resubmit")
    bench.advance("5s")

    replies = [len(each["SMSReplies"]) for each in poll(bench, call="get-sms-reply")["Recipients"]]

    assert [1, 0] == replies


def test_a_message_is_held_and_released_as_often_as_credit_is(bench: Bench) -> None:
    bench.account.state.credit_hold = True
    send(bench, DELIVERED)
    bench.account.state.credit_hold = False

    assert "Pending" == poll(bench)["Status"]

    bench.advance("1s")
    bench.account.state.credit_hold = True
    send(bench, DELIVERED, message_id="ID2", text="Two")
    bench.advance("1s")

    assert ["Completed", "CreditHold"] == [poll(bench, each)["Status"] for each in ("ID1", "ID2")]
    assert not book(bench).jobs.held.keys() - {2}


# --- what is kept


def test_what_was_sent_is_forgotten_when_nothing_can_be_a_duplicate_of_it(bench: Bench) -> None:
    for number in range(5):
        send(bench, DELIVERED, message_id=f"ID{number}", text=f"Text {number}")
        bench.advance("30s")

    assert 3 == len(book(bench).jobs.sent)


def test_no_more_is_kept_than_is_allowed(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "KEPT", 2)
    bench.account.state.blacklist = [DELIVERED]
    for number in range(4):
        send(bench, DELIVERED, FAILS, message_id=f"ID{number}", text=f"Text {number}")

    assert 2 == len(book(bench).jobs.sent) == len(book(bench).jobs.refused)


def test_the_oldest_of_what_handsets_wrote_is_dropped(bench: Bench) -> None:
    kept = book(bench).jobs.received
    kept.kept = 3
    play.fill(bench.world, bench.gateway, "received", 5)
    answer = body(bench.send(call="get-sms-received", query={"timePeriod": 5}).reply)

    assert ["Text 5", "Text 4", "Text 3"] == [each["MessageText"] for each in answer["Messages"]]
    assert 2 == kept.evicted


def test_a_fresh_start_forgets_what_handsets_wrote(bench: Bench) -> None:
    play.fill(bench.world, bench.gateway, "received", 5)
    bench.world.forget()

    assert 0 == len(book(bench).jobs.received)


def test_an_opt_out_is_entered_once(bench: Bench) -> None:
    for text in ("STOP", "stop please", "UNSUBSCRIBE"):
        arrived = bench.engine.lives.make_inbound(bench.world, "bestsms", text, DELIVERED, "", "text", None)
        bench.engine.lives.receive(bench.world, "bestsms", arrived)

    assert [("SMS", f"+{DELIVERED}", "STOP")] == [
        (each.type, each.destination, each.stop_message) for each in book(bench).optouts.values()
    ]


def test_a_reply_names_the_contact_that_the_message_was_sent_to(bench: Bench) -> None:
    contact = body(bench.send(call="contact-create", json={"MobilePhone": f"+{DELIVERED}"}).reply)["Contact"]
    data = {"Message": "Hello", "Destinations": [{"ContactID": contact["ContactID"]}]}
    bench.send(call="send-sms", json={"MessageData": data})
    bench.advance("2s")
    message = next(bench.world.store.all())
    arrived = Inbound(
        "2000000a-f002-4007-b00a-d00000000003",
        "bestsms",
        "first",
        DELIVERED,
        "",
        "Yes",
        bench.world.clock.now(),
        "text",
        message,
    )
    bench.engine.lives.receive(bench.world, "bestsms", arrived)
    answer = body(bench.send(call="get-sms-received", query={"timePeriod": 5}).reply)

    assert [contact["ContactID"]] == [each["ContactID"] for each in answer["Messages"]]


# --- pages


def test_a_client_that_reads_all_pages_of_what_handsets_wrote_does_nothing_wrong(bench: Bench) -> None:
    play.fill(bench.world, bench.gateway, "received", 25)
    pages = [received(bench, page=page) for page in (1, 2, 3)]

    assert [10, 10, 5] == [len(each["Messages"]) for each in pages]
    assert [] == page_faults(bench.world.journal, "bestsms", None, complete=True)


def test_a_client_that_skips_a_page_of_what_handsets_wrote_is_told_so(bench: Bench) -> None:
    play.fill(bench.world, bench.gateway, "received", 25)
    for page in (1, 3):
        received(bench, page=page)

    assert ["skip"] == [each.kind for each in page_faults(bench.world.journal, "bestsms", None, complete=True)]


def received(bench: Bench, **query: object) -> Any:
    """Poll for what handsets wrote, ten a page."""
    query = {"timePeriod": 5, "recordsPerPage": 10, **query}
    return body(bench.send(call="get-sms-received", query=query).reply)


# --- states


class Machine(RuleBasedStateMachine):
    """Messages that are aborted, resubmitted and rescheduled while time goes by.

    What has ended stays as it ended, unless it failed and was resubmitted; nothing is lost and nothing happens twice.
    """

    def __init__(self) -> None:
        super().__init__()
        self.bench = Bench("bestsms")
        self.known: dict[str, list[tuple[str, str]]] = {}
        self.resubmitted: set[str] = set()

    @rule(numbers=st.lists(st.sampled_from([DELIVERED, FAILS, EXPIRES, NEVER, UNKNOWN]), min_size=1, max_size=3))
    def send(self, numbers: list[str]) -> None:
        """Send something new."""
        self.known[f"ID{len(self.known)}"] = [("PENDING", "")] * len(numbers)
        send(self.bench, *numbers, message_id=f"ID{len(self.known) - 1}", text=f"Text {len(self.known)}")

    @rule(data=st.data())
    def abort(self, data: st.DataObject) -> None:
        """Abort a message: what is open is deleted, unless nothing is."""
        message_id, before = self.choose(data)
        if message_id:
            over = before["Status"] == "Completed" and not self.is_deleted(message_id)

            assert over == (act(self.bench, "abort", message_id)["Result"] == "Failed")
            assert "Completed" == poll(self.bench, message_id)["Status"]

    @rule(data=st.data(), minutes=st.integers(-5, 59))
    def reschedule(self, data: st.DataObject, minutes: int) -> None:
        """Reschedule a message: it works while anything is open."""
        message_id, before = self.choose(data)
        if message_id:
            answer = act(
                self.bench, "reschedule", message_id, SendTime=f"2026-01-0{6 + minutes // 60}T00:{minutes % 60}"
            )

            assert (before["Status"] == "Completed") == (answer["Result"] == "Failed")

    @rule(data=st.data())
    def resubmit(self, data: st.DataObject) -> None:
        """Resubmit a message: it works where all has ended and something failed."""
        message_id, before = self.choose(data)
        if message_id:
            answer = act(self.bench, "resubmit", message_id)
            could = before["Status"] == "Completed" and before["Failed"] > 0

            assert could == (answer["Result"] == "Success")
            self.resubmitted |= {message_id} if could else set()

    @rule(seconds=st.sampled_from([0, 1, 2, 30, 60, 3600, 86_400]))
    def advance(self, seconds: int) -> None:
        """Let time go by."""
        self.bench.advance(f"{seconds}s")

    @invariant()
    def counts_add_up(self) -> None:
        """Count what is shown, and nothing else; every status is one of the documented."""
        for message_id, ended in self.known.items():
            answer = poll(self.bench, message_id)
            shown = [each["Status"] for each in answer["Recipients"]]

            assert answer["Count"] == len(ended) == len(shown)
            assert answer["Success"] == shown.count("SUCCESS")
            assert answer["Failed"] == shown.count("FAILED")
            assert answer["Complete"] == answer["Success"] + answer["Failed"]
            assert answer["Status"] in {"Pending", "Delayed", "Unknown", "Completed"}
            assert (answer["Status"] == "Completed") == (answer["Complete"] == answer["Count"])

    @invariant()
    def what_has_ended_stays_so(self) -> None:
        """Only what failed, and was resubmitted, begins again."""
        for message_id, before in self.known.items():
            now = [(each["Status"], each["Result"]) for each in poll(self.bench, message_id)["Recipients"]]
            for was, became in zip(before, now, strict=True):
                free = was[0] not in FINAL or (was[0] == "FAILED" and message_id in self.resubmitted)
                assert free or was == became
            self.known[message_id] = now
        self.resubmitted.clear()

    def teardown(self) -> None:
        """Every delivery happened once for each recipient that is delivered."""
        good = [result for ended in self.known.values() for _, result in ended]

        assert good.count("delivered") == [what for _, what in happened(self.bench)].count("delivered")
        assert good.count("Control Deleted") == [what for _, what in happened(self.bench)].count("Control Deleted")
        assert not self.bench.world.crashes

    def choose(self, data: st.DataObject) -> tuple[str, Any]:
        """Choose a message and give its status; "" where there is none yet."""
        if not self.known:
            return "", None
        message_id = data.draw(st.sampled_from(sorted(self.known)))
        return message_id, poll(self.bench, message_id)

    def is_deleted(self, message_id: str) -> bool:
        """Tell whether nothing else became of a message."""
        return all(result == "Control Deleted" for _, result in self.known[message_id])


TestMachine = Machine.TestCase
TestMachine.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
