"""A Hypothesis state machine that drives a client, and shrinks what it finds to the fewest steps."""

from __future__ import annotations

import atexit
import sys
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from mock_gateway.callbacks.chaos import check
from mock_gateway.definitions.load import gateway
from mock_gateway.errors import UsageError, unknown
from mock_gateway.model.faults import FAULTS
from mock_gateway.server.running import Gateways
from mock_gateway.strategies.adapter import INVARIANTS, has
from mock_gateway.strategies.driving import drive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from mock_gateway.server.session import Session
    from mock_gateway.strategies.adapter import Adapter
    from mock_gateway.strategies.driving import Drive

SLOW = frozenset({"latency", "dribble", "hang"})
"""Faults that take time on the machine's clock, and make nobody wrong who waits: the machine leaves them out."""
USUAL_FAULTS = tuple((name, when) for name in FAULTS if name not in SLOW for when in ("before", "after"))
OUTCOMES = ("delivered", "failed", "expired", "never_reported")
"""What becomes of the messages to the handsets that are texted, two of each; one more has several reports."""
USUAL_CHAOS = ("duplicate", "reorder", "early", "after_final", "unknown_id")
"""What goes wrong with reports and makes nobody wrong who does right; others keep back what became of a message."""
MOST_INBOUND = 3
MOST_WRITTEN = 6
"""Handsets stop writing then: a client that reads two a page has turned two by then."""
MOST_ARMED = 3
SECONDS = (1, 2, 5, 30, 60, 120)


class ClientMachine(RuleBasedStateMachine):
    """What all machines have in common: a session of their own, and the steps.

    A step that could show nothing new does nothing. It is not ruled out by a precondition, since examples with many of
    those do not shrink well. One that is about messages sends one where there is none.

    Attributes:
        make: makes the adapter of an example.
        known: invariants that are not held.
        first: the handset that is texted where it does not matter which.

    """

    first: ClassVar[str]
    make: ClassVar[Callable[[], Adapter]]
    known: ClassVar[tuple[str, ...]]

    def __init__(self) -> None:
        super().__init__()
        adapter = type(self).make()
        self._session = session_of(type(self), adapter.gateway)
        self._texts = 0
        self._driving = drive(adapter, self._session, self.known)
        self.client: Drive = self._driving.__enter__()

    def send(self, to: str) -> None:
        """Send a text that was never sent before."""
        self.client.send(self._text(), to)

    def send_batch(self, numbers: Sequence[str]) -> None:
        """Send such a text to several numbers."""
        self.client.batch(self._text(), numbers)

    def poll(self) -> None:
        """Ask for the status of each message."""
        self._send_one()
        for place in range(len(self.client.polled)):
            self.client.poll(place)

    def list(self) -> None:
        """Read what handsets wrote."""
        if self.client.unread or self.client.armed:
            self.client.list()

    def cancel(self) -> None:
        """Cancel the last message."""
        self._send_one()
        if self.client.polled and self.client.polled[-1].cancelled_at is None:
            self.client.cancel(len(self.client.polled) - 1)

    def inbound(self, count: int) -> None:
        """Let handsets write."""
        if self.client.written < MOST_WRITTEN:
            self.client.inbound(count)

    def pass_time(self, seconds: int) -> None:
        """Move the clock on."""
        self._send_one()
        if self.client.under_way:
            self.client.advance(seconds)

    def fault(self, what: tuple[str, str]) -> None:
        """Let the next answer suffer."""
        if self.client.armed < MOST_ARMED:
            self.client.fault(*what)

    def chaos(self, names: Sequence[str]) -> None:
        """Let the next reports go wrong."""
        if self.client.is_told and self.client.awry < MOST_ARMED:
            for name in names:
                self.client.chaos(name)
        self._send_one()

    def teardown(self) -> None:
        """Let everything settle, unless the example has ended already, and hold what the client believes then."""
        self._driving.__exit__(*sys.exc_info())
        for crash in _gateways().crashes(self._session):
            raise crash

    def _send_one(self) -> None:
        """Send a text to the first handset, where none was sent yet."""
        if not self.client.beliefs:
            self.client.send(self._text(), self.first)

    def _text(self) -> str:
        self._texts += 1
        return f"Text {self._texts}"


def client_machine(
    adapter: Callable[[], Adapter] | Adapter,
    *,
    faults: Iterable[tuple[str, str]] = USUAL_FAULTS,
    chaos: Iterable[str] = USUAL_CHAOS,
    known: Iterable[str] = (),
) -> type[ClientMachine]:
    """Make a state machine that drives a client; its `TestCase` is a test.

    What the adapter has is driven: `send`, and where they are there `batch`, `poll`, `list` and `cancel`; handsets
    write where it has `list`. In between the clock moves on, answers suffer faults, and reports go wrong where the
    client has registered a URL for them.

    Args:
        adapter: its class, or what makes one, for a new one in each example; or one for all of them.
        faults: name of a fault, and `before` or `after`; none, and the network is well. The default is all but those
            that take time (`latency`, `dribble`, `hang`).
        chaos: what goes wrong with reports, as in `session.chaos`; none, and they come as they should. The default is
            what a client can bear that does right: `duplicate`, `reorder`, `early`, `after_final`, `unknown_id`.
        known: invariants that are not held, because the client is known to break them.

    Raises:
        UsageError: for an unknown gateway, fault, chaos or invariant.

    """
    make: Callable[[], Any] = adapter if callable(adapter) else lambda: adapter
    like = adapter if isinstance(adapter, type) else make()
    members = _rules(like, tuple(faults), tuple(chaos))
    for name in known:
        if name not in INVARIANTS:
            raise UsageError(unknown("invariant", name, INVARIANTS))
    name = getattr(adapter, "__name__", type(adapter).__name__)
    made = type(name, (ClientMachine,), {**members, "make": staticmethod(make), "known": tuple(known)})
    made.__module__ = getattr(adapter, "__module__", __name__)
    return made


def _rules(
    adapter: Any,  # noqa: ANN401  an adapter, or its class
    faults: Sequence[tuple[str, str]],
    chaos: Sequence[str],
) -> dict[str, Any]:
    """Give the rules for what an adapter has, and whom they text first."""
    for fault, when in faults:
        if fault not in FAULTS or when not in ("before", "after"):
            raise UsageError(unknown("fault", fault, FAULTS) if fault not in FAULTS else f"when is {when!r}")
    for kind in chaos:
        check(gateway(adapter.gateway), kind, 1)
    numbers = _numbers(adapter.gateway)
    to = st.sampled_from(numbers)
    arguments: Mapping[str, Mapping[str, Any]] = {
        "send": {"to": to},
        "send_batch": {"numbers": st.lists(to, min_size=2, max_size=3, unique=True)},
        "poll": {},
        "cancel": {},
        "list": {},
        "inbound": {"count": st.integers(1, MOST_INBOUND)},
        "pass_time": {"seconds": st.sampled_from(SECONDS)},
        **({"fault": {"what": st.sampled_from(faults)}} if faults else {}),
        **(
            {"chaos": {"names": st.lists(st.sampled_from(chaos), min_size=1, max_size=MOST_ARMED, unique=True)}}
            if chaos
            else {}
        ),
    }
    needs = {"send_batch": "batch", "inbound": "list", "pass_time": "send", "fault": "send", "chaos": "poll"}
    rules: dict[str, Any] = {"first": numbers[0]}
    for name, drawn in arguments.items():
        if has(adapter, needs.get(name, name)):
            decorate: Callable[[Any], Any] = rule(**drawn)
            rules[name] = decorate(vars(ClientMachine)[name])
    return rules


def _numbers(name: str) -> tuple[str, ...]:
    """Give the handsets that are texted: those to which messages are delivered come first, that of two reports last."""
    outcomes = gateway(name).statuses.outcomes
    usual = [number for each in OUTCOMES if each in outcomes for number in outcomes[each].magic[:2]]
    longer = [each.magic[:1] for each in outcomes.values() if len(each.steps) > 1 and each.name not in OUTCOMES]
    return tuple(f"+{number}" for number in (*usual, *(longer[0] if longer else ())))


@cache
def _gateways() -> Gateways:
    """Give the server of all machines; it runs from the first time it is asked for."""
    running = Gateways()
    running.start()
    atexit.register(running.stop)
    return running


@cache
def session_of(_machine: type[ClientMachine], name: str) -> Session:
    """Give a machine's session; each example begins at its start."""
    return _gateways().session(name)
