"""How a session's time moves: what falls due happens in order, and what it sends is sent between two transactions.

Whoever moves the clock holds `lock`, so that no event is lost or happens twice however many threads advance. Requests
are answered meanwhile: they need the store's transaction only.
"""

from __future__ import annotations

from collections import deque
from contextlib import contextmanager
from threading import Condition, RLock
from typing import TYPE_CHECKING

from mock_gateway.errors import UsageError
from mock_gateway.state.clock import check
from mock_gateway.state.events import Event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Executor

    from mock_gateway.model.messages import Message
    from mock_gateway.state.agenda import Due
    from mock_gateway.state.events import Errand, Taker
    from mock_gateway.state.world import Mail, World

EVENTS_KEPT = 100_000
LANE_SECONDS = 10.0


class Motion:
    """The moving part of a world.

    Attributes:
        number: of the last event.
        lock: held while the clock moves.
        handlers: what to do with each kind of thing on the agenda.
        errands: what is to be sent, in order.
        held: what is to be sent only after the next errand, because a test asked for that.
        pool: threads that send what nobody waits for; None sends it at once.
        urgent: what is to be sent goes out before the request that set it off is answered.
        hurry: ends a message at once.
        take_inbound: lets a handset write: the world, the gateway, the text, from and to, inside a transaction.
        announce: makes the callback of a gateway with a name, about anything, inside a transaction; nothing happens
            where nobody has registered for it.
        carry_mail: makes an errand of an e-mail and the SMTP server it goes to; None where mails are only kept.
        fetch: makes an errand of a gateway's name, the URL of a file, and who takes the file; None where nothing is
            fetched.

    """

    def __init__(self, world: World) -> None:
        self._world = world
        self.number = 0
        self._epoch = 0
        self._movers = 0
        self._lane: deque[tuple[Errand, int, int]] = deque()
        self._lane_is_running = False
        self._under_way = 0
        self._settled = Condition()
        self.lock = RLock()
        self.events: deque[Event] = deque(maxlen=EVENTS_KEPT)
        self.handlers: dict[str, Callable[[World, Due], None]] = {}
        self.errands: deque[Errand] = deque()
        self.held: list[Errand] = []
        self.pool: Executor | None = None
        self.urgent = False
        self.hurry: Callable[[World, Message], None] | None = None
        self.announce: Callable[[World, str, str, object], None] | None = None
        self.take_inbound: Callable[[World, str, str, str, str], None] | None = None
        self.carry_mail: Callable[[Mail, str], Errand] | None = None
        self.fetch: Callable[[str, str, Taker], Errand] | None = None

    def happened(self, at: int, kind: str, message_id: str, to: str, what: str, detail: str = "") -> None:  # noqa: PLR0913, PLR0917  the fields of an Event
        """Tell of something; called inside a transaction."""
        self.number += 1
        self.events.append(Event(self.number, at, kind, message_id, to, what, detail))

    def advance(self, duration: int, *, wait: bool = True) -> list[Event]:
        """Move the clock on, and let everything on the way happen at its own instant.

        Args:
            duration: milliseconds.
            wait: until everything that is sent has been answered; else it is sent in the background.

        Returns:
            What happened on the way, in order.

        """
        if duration < 0:
            raise UsageError("a session's clock only moves on")
        world = self._world
        with self.moving():
            before = self.number
            target = world.clock.now() + duration
            check(target)
            self._run(target, wait=wait)
            world.clock.set(max(target, world.clock.now()))
            return self.since(before)

    def catch_up(self) -> None:
        """Let everything happen that is due by now; what it sends goes out in the background."""
        with self.moving():
            self._run(self._world.clock.now(), wait=False)

    @contextmanager
    def moving(self) -> Iterator[None]:
        """Move the clock, or make something happen: what is sent meanwhile is sent by whoever moves, in order."""
        with self.lock:
            self._movers += 1
            try:
                yield
            finally:
                self._movers -= 1
        self.send_meanwhile()
        if self._world.agenda.earlier is not None:
            self._world.agenda.earlier()

    @property
    def is_moving(self) -> bool:
        """Whether somebody moves the clock; whoever does tells the agenda's watcher when that is over."""
        return self._movers > 0

    def send_meanwhile(self) -> None:
        """Send in the background what is to be sent, unless somebody moves the clock and will send it."""
        if self.errands and self._movers == 0 and self.pool is not None:
            self.dispatch(wait=False)

    def since(self, number: int) -> list[Event]:
        """Give what happened after the event with a number."""
        with self._world.store.transaction():
            found = [event for event in self.events if event.number > number]
        return sorted(found, key=lambda event: (event.at, event.number))

    def settle(self, until: int) -> None:
        """Let everything happen that is due, inside a transaction that is open already; nothing is sent yet."""
        world = self._world
        while (due := world.agenda.take(until)) is not None:
            self.handlers[due.kind](world, due)

    def dispatch(self, *, wait: bool) -> None:
        """Send what is to be sent; called outside of any transaction."""
        while True:
            with self._world.store.transaction():
                if not self.errands:
                    return
                errand = self.errands.popleft()
                at = self._world.clock.now()
                epoch = self._epoch
            if wait or self.pool is None:
                self._wait_for_the_lane()
                self._carry(errand, at, epoch)
            else:
                self._hand_over(self.pool, errand, at, epoch)

    def _wait_for_the_lane(self) -> None:
        """Let what was handed over earlier be answered first, so that everything arrives in order.

        A receiver that is being called and moves the clock itself would wait for itself: it goes on after a while.
        """
        with self._settled:
            self._settled.wait_for(lambda: not self._lane_is_running, LANE_SECONDS)

    def _hand_over(self, pool: Executor, errand: Errand, at: int, epoch: int) -> None:
        """Let threads carry an errand: one after the other in order, unless it is independent.

        One that is handed over as the server stops is dropped.
        """
        alone = getattr(errand, "independent", False)
        with self._settled:
            self._under_way += 1
            if not alone:
                self._lane.append((errand, at, epoch))
                if self._lane_is_running:
                    return
                self._lane_is_running = True
        try:
            if alone:
                pool.submit(self._carry_alone, errand, at, epoch)
            else:
                pool.submit(self._drain)
        except RuntimeError:
            self._lane_is_running = False
            self._settle_one()

    def _drain(self) -> None:
        """Carry what stands in the lane, in order, until nothing does."""
        while True:
            with self._settled:
                if not self._lane:
                    self._lane_is_running = False
                    self._settled.notify_all()
                    return
                errand, at, epoch = self._lane.popleft()
            self._carry_alone(errand, at, epoch)

    def _settle_one(self) -> None:
        with self._settled:
            self._under_way -= 1
            self._settled.notify_all()

    def wait_until_settled(self, seconds: float) -> bool:
        """Wait until what was sent in the background has been answered; tell whether it was."""
        with self._settled:
            return self._settled.wait_for(lambda: self._under_way == 0, seconds)

    def clear(self) -> None:
        """Drop what is still to be sent, and what was told; how errands under way go is not remembered any more."""
        self._epoch += 1
        self.errands.clear()
        self.held.clear()
        self.events.clear()

    def _run(self, until: int, *, wait: bool) -> None:
        world = self._world
        if wait:
            self.wait_until_settled(LANE_SECONDS)
        while True:
            with world.store.transaction():
                due = world.agenda.take(until)
                if due is not None:
                    if due.at > world.clock.now():
                        world.clock.set(due.at)
                    self.handlers[due.kind](world, due)
            self.dispatch(wait=wait)
            if due is None:
                self._let_go(wait=wait)
                return

    def _let_go(self, *, wait: bool) -> None:
        """Send what was held back for a next report, where none is to come."""
        if self.held and (wait or not len(self._world.agenda)):
            self.errands.extend(self.held)
            self.held.clear()
            self.dispatch(wait=wait)

    def _carry(self, errand: Errand, at: int, epoch: int) -> None:
        outcome = errand.run()
        with self._world.store.transaction():
            if epoch == self._epoch:
                errand.done(self._world, outcome, at)

    def _carry_alone(self, errand: Errand, at: int, epoch: int) -> None:
        try:
            if epoch == self._epoch:
                self._carry(errand, at, epoch)
                self.send_meanwhile()
        except Exception as problem:  # noqa: BLE001  kept for the session, as what goes wrong in a request is
            self._world.crashes.append(problem)
        finally:
            self._settle_one()
