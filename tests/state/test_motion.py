"""How a session's time moves: all that falls due happens once and in order, however and by whomever it is moved."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event, Thread
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from helpers import Bench
from mock_gateway.callbacks import deliver
from mock_gateway.callbacks.http import Sent
from mock_gateway.definitions.load import all_gateways
from mock_gateway.engine import Engine
from mock_gateway.errors import UsageError

if TYPE_CHECKING:
    from mock_gateway.state.events import Event as Happened
    from mock_gateway.state.world import World

SECONDS = 20
HOOK = "https://127.0.0.1/hook"
OUTCOMES = sorted(all_gateways()["bestsms"].statuses.outcomes)
FIVE_MINUTES = 300_000
LONG = 3 * 24 * 60 * 60 * 1000


class Told:
    """An errand that is told when it may end.

    Attributes:
        begun: it is under way.
        may_end: it ends once this is set.

    """

    def __init__(self, name: str = "told", *, held: bool = False) -> None:
        self.name = name
        self.begun = Event()
        self.may_end = Event()
        if not held:
            self.may_end.set()

    def run(self) -> object:
        """Wait."""
        self.begun.set()
        return self.may_end.wait(SECONDS)

    def done(self, world: World, outcome: object, at: int) -> None:
        """Tell."""
        world.motion.happened(at, "callback", "", self.name, str(outcome))


class Machine(RuleBasedStateMachine):
    """Messages with all kinds of lives, and time that moves in all kinds of ways."""

    def __init__(self) -> None:
        super().__init__()
        self.pool = ThreadPoolExecutor(4)
        self.bench = Bench("bestsms", Engine(all_gateways(), clock="frozen", pool=self.pool))
        self.bench.room.settings.duplicates = "sent"
        self.world = self.bench.world
        self.start = self.world.clock.now()
        self.moved = 0
        self.refusals: Counter[bytes] = Counter()
        self.refuse_each = 0
        self.due: list[tuple[int, str, str]] = []
        self.reports = 0
        self.told: list[Happened] = []
        self.patch = patch.object(deliver, "send", self._send)
        self.patch.start()

    def _send(self, _url: str, _method: str, _headers: object, body: bytes, _guard: object) -> Sent:
        self.refusals[body] += 1
        return Sent(503 if self.refusals[body] <= self.refuse_each else 200, b"", 0.0)

    @initialize(refuse_each=st.integers(0, 3))
    def receiver(self, refuse_each: int) -> None:
        """Choose how often each report is refused before it is taken."""
        self.refuse_each = refuse_each

    @rule(outcome=st.sampled_from(OUTCOMES), recipients=st.integers(1, 3))
    def send(self, outcome: str, recipients: int) -> None:
        """Send to numbers that have an outcome."""
        of = self.bench.gateway.statuses.outcomes[outcome]
        numbers = list(of.magic[:recipients])
        data = {"Message": "hi", "Destinations": [f"+{each}" for each in numbers], "WebhookCallbackURL": HOOK}
        exchange = self.bench.send(call="send-sms", json={"MessageData": data})
        assert exchange.accepted
        at = self.world.clock.now()
        for step in of.steps:
            at += step.after
            self.due += [(at, exchange.message_id, each) for each in numbers]
            self.reports += recipients * (step.result != "LinkNotPermitted")
        self.reports += recipients * ((of.reply is not None) + len(of.updates))

    @rule(milliseconds=st.integers(0, 100_000), wait=st.booleans())
    def advance(self, milliseconds: int, *, wait: bool) -> None:
        """Move time."""
        before = self.world.motion.number
        told = self.world.motion.advance(milliseconds, wait=wait)
        self.moved += milliseconds
        self.told += [event for event in told if event.kind == "status"]

        assert [event.number for event in told] == sorted({event.number for event in told})
        assert all(event.number > before for event in told)
        if not wait:
            assert self.world.motion.wait_until_settled(SECONDS)

    @rule(durations=st.lists(st.integers(0, 50_000), min_size=1, max_size=8), wait=st.booleans())
    def advance_together(self, durations: list[int], *, wait: bool) -> None:
        """Move time from several threads at once."""
        ready, told = Barrier(len(durations)), []

        def move(duration: int) -> None:
            ready.wait(SECONDS)
            told.append(self.world.motion.advance(duration, wait=wait))

        threads = [Thread(target=move, args=(each,), daemon=True) for each in durations]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(SECONDS)
            assert not thread.is_alive()
        self.moved += sum(durations)
        self.told += sorted(event for each in told for event in each if event.kind == "status")
        assert self.world.motion.wait_until_settled(SECONDS)

    @precondition(lambda self: self.due)
    @rule()
    def advance_to_the_next(self) -> None:
        """Move time to exactly when something is due."""
        now = self.world.clock.now()
        self.advance(min((at for at, *_ in self.due if at > now), default=now) - now, wait=True)

    @invariant()
    def time_is_where_it_was_moved_to(self) -> None:
        """No movement is lost or counted twice."""
        assert self.start + self.moved == self.world.clock.now()

    @invariant()
    def all_that_was_due_happened_once_at_its_instant_and_nothing_else(self) -> None:
        """Statuses were told to whoever moved the clock, in order of time."""
        now = self.world.clock.now()
        told = [(event.at, event.message_id, event.to) for event in self.told]

        assert sorted(each for each in self.due if each[0] <= now) == sorted(told)
        assert [at for at, *_ in told] == sorted(at for at, *_ in told)
        assert [event.number for event in self.told] == sorted({event.number for event in self.told})

    def teardown(self) -> None:
        """In the end every report was taken exactly once, after as many refusals as there were."""
        self.world.motion.advance(LONG)
        assert self.world.motion.wait_until_settled(SECONDS)
        outbox = self.world.outbox
        assert outbox is not None
        assert self.reports == len(outbox)
        assert all(callback.state == "acknowledged" for callback in outbox)
        assert {1 + self.refuse_each} >= {len(callback.attempts) for callback in outbox}
        assert all(count == 1 + self.refuse_each for count in self.refusals.values())
        assert not self.world.crashes
        self.patch.stop()
        self.pool.shutdown()


class TestMotion(Machine.TestCase):  # type: ignore[misc]  # made by Hypothesis
    """Nothing is lost and nothing happens twice."""

    settings = settings(max_examples=40, stateful_step_count=15, deadline=None)


@pytest.fixture
def bench() -> Bench:
    """Give a session of bestsms with a single thread for what nobody waits for."""
    return Bench("bestsms", Engine(all_gateways(), clock="frozen", pool=ThreadPoolExecutor(1)))


def add(bench: Bench, *errands: Told) -> None:
    """Let errands be sent at the next occasion."""
    with bench.world.store.transaction():
        bench.world.motion.errands.extend(errands)


def names(bench: Bench) -> list[str]:
    """Give what was told, in order."""
    return [event.to for event in bench.world.motion.events]


def send(bench: Bench, *to: str) -> Any:
    """Send, and give the message."""
    data = {"Message": "hi", "Destinations": list(to) or ["+61491570156"]}
    exchange = bench.send(call="send-sms", json={"MessageData": data})
    return bench.world.store.find("bestsms", exchange.message_id)


def test_what_falls_due_happens_at_its_own_instant(bench: Bench) -> None:
    start = bench.world.clock.now()
    send(bench, "+447700900020", "+447700900000")
    told = bench.world.motion.advance(LONG)

    assert [start + 2000, start + 60_000] == [event.at for event in told]
    assert [event.to for event in told] == ["447700900000", "447700900020"]
    assert start + LONG == bench.world.clock.now()


def test_advance_waits_for_what_it_sends_and_tells_of_it(bench: Bench) -> None:
    add(bench, Told("one"), Told("two"))
    told = bench.world.motion.advance(1)

    assert [event.to for event in told] == ["one", "two"]


def test_without_waiting_it_returns_while_something_is_under_way(bench: Bench) -> None:
    errand = Told(held=True)
    add(bench, errand)
    told = bench.world.motion.advance(1, wait=False)
    begun = errand.begun.wait(SECONDS)
    settled_before = bench.world.motion.wait_until_settled(0)
    errand.may_end.set()
    settled_after = bench.world.motion.wait_until_settled(SECONDS)

    assert (told, begun, settled_before, settled_after) == ([], True, False, True)
    assert names(bench) == ["told"]


def test_a_session_that_has_nothing_under_way_is_settled(bench: Bench) -> None:
    assert bench.world.motion.wait_until_settled(0)


def test_an_errand_that_fails_in_the_background_is_kept_for_the_session_and_stops_nothing(bench: Bench) -> None:
    class Broken(Told):
        def run(self) -> object:
            raise ZeroDivisionError("on purpose")

    add(bench, Broken("broken"), Told("whole"))
    bench.world.motion.advance(1, wait=False)
    settled = bench.world.motion.wait_until_settled(SECONDS)

    assert settled
    assert names(bench) == ["whole"]
    assert [ZeroDivisionError] == [type(each) for each in bench.world.crashes]


def test_what_is_under_way_when_a_session_starts_afresh_is_not_told_in_it(bench: Bench) -> None:
    errand = Told(held=True)
    add(bench, errand)
    bench.world.motion.advance(1, wait=False)
    errand.begun.wait(SECONDS)
    bench.world.forget()
    errand.may_end.set()
    bench.world.motion.wait_until_settled(SECONDS)

    assert names(bench) == []


def test_what_waits_for_a_thread_when_a_session_starts_afresh_is_neither_sent_nor_told(bench: Bench) -> None:
    """The only thread is busy: the second errand begins after the fresh start, and belongs to what was before it."""
    first, second = Told("first", held=True), Told("second")
    add(bench, first, second)
    bench.world.motion.advance(1, wait=False)
    first.begun.wait(SECONDS)
    bench.world.forget()
    first.may_end.set()
    bench.world.motion.wait_until_settled(SECONDS)

    assert names(bench) == []
    assert not second.begun.is_set()


def test_a_fresh_start_drops_what_was_due_held_and_to_be_sent(bench: Bench) -> None:
    start = bench.world.clock.now()
    send(bench)
    add(bench, Told())
    bench.world.motion.held.append(Told("held"))
    bench.world.motion.advance(1000, wait=False)
    bench.world.forget()
    told = bench.world.motion.advance(LONG)

    assert ([], start + LONG) == (told, bench.world.clock.now())


def test_time_only_moves_on(bench: Bench) -> None:
    with pytest.raises(UsageError, match="a session's clock only moves on"):
        bench.world.motion.advance(-1)


def test_events_are_numbered_without_gaps(bench: Bench) -> None:
    for _ in range(5):
        send(bench)
        bench.world.motion.advance(2000)

    assert list(range(1, 6)) == [event.number for event in bench.world.motion.events]


def test_since_gives_what_came_after_a_number(bench: Bench) -> None:
    for _ in range(3):
        send(bench)
        bench.world.motion.advance(2000)

    assert [event.number for event in bench.world.motion.since(1)] == [2, 3]
    assert bench.world.motion.since(3) == []


def test_a_request_lets_happen_what_is_due_by_then(bench: Bench) -> None:
    """The clock was put on without letting anything happen: who asks next must not see what was before."""
    message = send(bench)
    bench.world.clock.set(bench.world.clock.now() + 5000)
    answer = bench.send(call="get-status", json={"MessageID": message.id})

    assert b'"Status":"Completed"' in answer.reply.body
    assert [event.what for event in bench.world.motion.events] == ["SUCCESS"]


def test_an_early_report_that_nobody_wants_hurries_no_other(bench: Bench) -> None:
    bench.world.played.chaos.append(("early", 1))
    send(bench)

    assert not bench.world.motion.urgent
