"""A client that is driven step by step, and held to what the mock knows after each of them.

It needs no Hypothesis: the machine takes these steps, and so does a test that brings a counter-example about again.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from mock_gateway.errors import UsageError, unknown
from mock_gateway.strategies.adapter import INVARIANTS, ClientFault, broken, has
from mock_gateway.strategies.beliefs import NOT_SENT, SENT, UNSURE, Belief, Truth, words_of
from mock_gateway.strategies.counter_example import Move, as_scenario, as_test, changes, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from mock_gateway.server.session import Session
    from mock_gateway.strategies.adapter import Adapter

WRITER = "+4477009008{:02d}"
"""The handsets that write to the account; nothing is sent to them, so what they write answers nothing."""
LATER = "60s"
"""What any gateway's usual window of a throttle is over by."""
ANSWER_SECONDS = 20
"""How long a receiver has for its answer, on the machine's clock, before a step goes on without it."""
MOST_STEPS = 1000
"""How many things may still happen before the end is given up."""


class Drive:
    """One client on one session, from its start.

    Args:
        adapter: around the client.
        session: fresh, of the adapter's gateway.
        known: invariants that are not held, because the client is known to break them.

    Attributes:
        lines: the steps so far, as a test would write them.
        moves: what was done to the world.
        beliefs: what the client believes of each text, in the order of sending.
        written: how many messages handsets have written.

    """

    def __init__(self, adapter: Adapter, session: Session, known: Iterable[str] = ()) -> None:
        self._adapter: Any = adapter
        self._session = session
        self._world = session._world  # noqa: SLF001  what is under way is nobody else's business
        self._known = frozenset(known)
        for name in self._known - set(INVARIANTS):
            raise UsageError(unknown("invariant", name, INVARIANTS))
        self._truth = Truth(session, getattr(adapter, "words", {}))
        self._unsure: tuple[type[Exception], ...] = getattr(adapter, "unsure", ())
        self._errors: tuple[type[Exception], ...] = getattr(adapter, "errors", ())
        self._held = (0, 0)
        self.written = 0
        self._ids: list[str] = []
        self.lines: list[str] = []
        self.moves: list[Move] = []
        self.beliefs: list[Belief] = []

    @property
    def polled(self) -> list[Belief]:
        """The messages whose ids the client knows, in the order of sending; steps name them by their place."""
        return [each for each in self.beliefs if each.id is not None]

    @property
    def armed(self) -> int:
        """How many faults have met no answer yet."""
        return len(self._world.played.forced)

    @property
    def awry(self) -> int:
        """How many reports are still to go wrong."""
        return len(self._world.played.chaos)

    @property
    def is_told(self) -> bool:
        """Whether the client has registered for delivery reports, for all messages or one."""
        return self._truth.told.anybody()

    @property
    def unread(self) -> int:
        """How many messages handsets have written that the client has not shown."""
        return max(self.written - len(self._ids), 0)

    @property
    def under_way(self) -> int:
        """How many things are still to happen in the session."""
        return len(self._world.agenda)

    def send(self, text: str, to: str) -> None:
        """Let the client send a text to a number."""
        with self._step(f"client.send({quoted(text)}, {quoted(to)})"):
            answer, said, why = self._asked("send", text, to)
            self.beliefs.append(Belief(text, (to,), said, why, answer))

    def batch(self, text: str, numbers: Sequence[str]) -> None:
        """Let the client send a text to several numbers."""
        with self._step(f"client.batch({quoted(text)}, {quoted(list(numbers))})"):
            answer, said, why = self._asked("batch", text, list(numbers))
            if answer is None or isinstance(answer, str):
                self.beliefs.append(Belief(text, tuple(numbers), said, why, answer))
            else:
                ids = zip(numbers, answer, strict=True)
                self.beliefs += [Belief(text, (number,), said, why, each) for number, each in ids]

    def poll(self, place: int) -> None:
        """Let the client tell the status of a message that it knows."""
        with self._step(f"client.poll({place})"):
            self._polled(self.polled[place], self._asked)

    def list(self) -> None:
        """Let the client read what handsets wrote, all pages."""
        with self._step("client.list()"):
            answer, said, _ = self._asked("list")
            if said == SENT:
                self._listed([str(each) for each in answer])

    def cancel(self, place: int) -> None:
        """Let the client cancel a message that it knows."""
        with self._step(f"client.cancel({place})"):
            belief = self.polled[place]
            answer, said, _ = self._asked("cancel", belief.id)
            if said == SENT and answer and belief.cancelled_at is None:
                belief.cancelled_at = self._world.clock.now()

    def inbound(self, count: int) -> None:
        """Let handsets write to the account."""
        with self._step(f"client.inbound({count})"):
            for _ in range(count):
                self.written += 1
                step = {"text": f"Inbound {self.written}", "from": WRITER.format(self.written % 100)}
                self._move({"receive": step})
                self._session.receive(step["text"], step["from"])

    def advance(self, seconds: float) -> None:
        """Move the session's clock on."""
        with self._step(f"client.advance({seconds})"):
            self._advance(f"{seconds}s")

    def fault(self, name: str, when: str = "before") -> None:
        """Let the next answer suffer a fault; what it answers is up to the client."""
        with self._step(f"client.fault({quoted(name)}, when={quoted(when)})"):
            self._move({"play": [{"fault": name, "when": when}]})
            self._session.fault(name, when=when)

    def chaos(self, name: str) -> None:
        """Let the next report to the client go wrong, as `session.chaos` does."""
        with self._step(f"client.chaos({quoted(name)})"):
            self._move({"play": [{"chaos": name}]})
            self._session.chaos(name)

    def settle(self) -> None:
        """Let all that is under way happen, no answer suffer any more, and hold what the client believes then."""
        world = self._world
        world.played.forced.clear()
        if has(self._adapter, "list"):
            self._listed([str(each) for each in self._quiet("list")[0]])
        for _ in range(MOST_STEPS):
            if not len(world.agenda):
                break
            self._advance(f"{max(max(each.at for each in world.agenda) - world.clock.now(), 1)}ms")
        for belief in self.polled:
            self._hold(self._truth.of_cancelling(belief))
            if has(self._adapter, "poll"):
                self._polled(belief, self._quiet)
                self._hold(self._truth.of_words(belief))
            price = self._quiet("price", belief.id)[0] if has(self._adapter, "price") else None
            if price is not None:
                self._hold(self._truth.of_money(belief, price))
        self._hold(self._truth.of_ledger())
        self._hold(self._truth.of_texts(self.beliefs))

    def wait(self) -> None:
        """Wait until what goes to the client's receiver has been answered, so that it never comes in the next step."""
        self._world.motion.dispatch(wait=True)
        self._world.motion.wait_until_settled(ANSWER_SECONDS)

    @contextmanager
    def _step(self, line: str) -> Iterator[None]:
        """Take a step, and hold what the client said of its texts: it may send again whatever it was asked to do."""
        self.lines.append(line)
        yield
        self.wait()
        known = len(self._session.messages), len(self.beliefs)
        if known != self._held:
            self._held = known
            self._hold(self._truth.of_texts(self.beliefs))

    def _polled(self, belief: Belief, ask: Callable[..., tuple[Any, str, str]]) -> None:
        """Let the client tell a status, and note whether it asked for it."""
        before = self._last
        answer, said, _ = ask("poll", belief.id)
        if said == SENT:
            belief.asked = self._last > before
            self._heard(belief, words_of(answer))
            self._hold(self._truth.of_reports(belief))

    def _heard(self, belief: Belief, words: Mapping[str, str]) -> None:
        """Take what the client says of a message by now."""
        for number, word in words.items():
            before = belief.words.get(number)
            if before in self._truth.finals and word != before:
                why = f"the client believed that {belief.text!r} is {before!r}, and then that it is {word!r}"
                self._hold(iter([broken("final_stays", why)]))
        belief.words.update(words)

    def _listed(self, ids: Sequence[str]) -> None:
        """Hold a list against how many have written: the ids are the gateway's own, so they are only counted."""
        self._hold(self._truth.of_list(ids, self._ids, self.written))
        self._ids = list(dict.fromkeys(ids))

    def _asked(self, name: str, *arguments: object) -> tuple[Any, str, str]:
        """Ask the client; give what it answers, what it says of that, and what it raised."""
        try:
            answer = getattr(self._adapter, name)(self._session, *arguments)
            return (list(answer) if name == "list" else answer), SENT, ""
        except Exception as problem:  # noqa: BLE001  whatever a client raises, it is looked at here
            raised = problem
        why = " ".join(repr(raised).replace(self._session.url, "…").split())
        if isinstance(raised, self._unsure):
            return None, UNSURE, why
        if isinstance(raised, self._errors):
            return None, NOT_SENT, why
        self._hold(iter([broken("no_surprise", f"`{name}` raised {why}")]), raised)
        return None, UNSURE, why

    def _quiet(self, name: str, *arguments: object) -> tuple[Any, str, str]:
        """Ask the client where no answer suffers any more, and once again later: a throttle may have refused it."""
        answer, said, why = self._asked(name, *arguments)
        if said != SENT:
            self._advance(LATER)
            answer, said, why = self._asked(name, *arguments)
        if said != SENT:
            self._hold(iter([broken("converges", f"`{name}` raised {why} though nothing goes wrong any more")]))
        return answer or ([] if name == "list" else None), SENT, ""

    def _advance(self, duration: str) -> None:
        self._move({"advance": duration})
        self._session.clock.advance(duration)

    def _move(self, step: Mapping[str, Any]) -> None:
        self.moves.append(Move(self._last, step))

    @property
    def _last(self) -> int:
        """The number of the last exchange, 0 for none."""
        journal = self._session.journal
        return journal[-1].number if len(journal) else 0

    def _hold(self, faults: Iterator[ClientFault], cause: Exception | None = None) -> None:
        for fault in faults:
            if fault.invariant not in self._known:
                raise fault from cause


@contextmanager
def drive(adapter: Adapter, session: Session, known: Iterable[str] = ()) -> Iterator[Drive]:
    """Drive a client on a session that is set back to its start; at the end it settles.

    Args:
        adapter: around the client.
        session: of the adapter's gateway.
        known: invariants that are not held.

    Raises:
        UsageError: for a session of another gateway, and for an unknown invariant.
        ClientFault: as soon as an invariant is broken.

    """
    if session.gateway != adapter.gateway:
        raise UsageError(f"the adapter is of {adapter.gateway}, and the session of {session.gateway}")
    session.restart()
    client = Drive(adapter, session, known)
    whole: Any = adapter
    if has(adapter, "open"):
        whole.open(session)
    given = changes(session)
    try:
        yield client
        client.settle()
    except ClientFault as fault:
        fault.scenario = as_scenario(session, given, client.moves, fault)
        fault.test = as_test(adapter, client.lines, known, fault)
        fault.add_note(f"As a scenario:\n{fault.scenario}")
        fault.add_note(f"As a test:\n{fault.test}")
        raise
    finally:
        client.wait()
        if has(adapter, "close"):
            whole.close(session)
