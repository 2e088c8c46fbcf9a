"""The handle of a session: what a test holds in its hand."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mock_gateway import play
from mock_gateway.callbacks import chaos
from mock_gateway.errors import UsageError, unknown
from mock_gateway.model.faults import FAULTS, Fault
from mock_gateway.pipeline import prepare
from mock_gateway.rules.explain import Explanation, explain
from mock_gateway.server.handsets import check_received
from mock_gateway.server.looking import Looking
from mock_gateway.server.views import CredentialsView, SessionClock
from mock_gateway.text.octets import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from mock_gateway.definitions.scenarios import Library
    from mock_gateway.engine import Engine
    from mock_gateway.model.gateway import Gateway
    from mock_gateway.model.knobs import Knobs
    from mock_gateway.model.messages import Inbound, Message
    from mock_gateway.model.scenario import Scenario
    from mock_gateway.server.tls import Tls
    from mock_gateway.state.events import Event
    from mock_gateway.state.journal import Exchange
    from mock_gateway.state.outbox import Callback
    from mock_gateway.state.world import World


class Session(Looking):
    """One gateway's side of a world of its own.

    Attributes:
        url: stands for the provider's scheme and host; the client adds the provider's whole path.
        credentials: by the gateway's names, as attributes and as keys.
        settings: what the gateway's documents leave open, or a test may want otherwise.
        account: the state of the account behind the credentials.
        clock: the session's time.
        tls: the certificate authority that clients have to trust: `tls.ca` is its file, `tls.environment` what their
            environment needs; None over plain HTTP.

    """

    def __init__(
        self, engine: Engine, world: World, gateway: Gateway, origin: str, library: Callable[[], Library]
    ) -> None:
        super().__init__(world, gateway)
        self._engine = engine
        self._library = library
        self._start: Callable[[], None] = _nothing
        self.url = f"{origin}/{gateway.name}" if self.is_default else f"{origin}/~{world.identity}/{gateway.name}"
        self.credentials = CredentialsView(world.account(gateway.name).credentials)
        self.clock = SessionClock(world)
        self.tls: Tls | None = None

    @property
    def id(self) -> str:
        """The session's name on its server."""
        return f"{self._world.identity}-{self.gateway}" if self.is_default else self._world.identity

    @property
    def is_default(self) -> bool:
        """Whether it is the session that plain paths lead to."""
        return self._world is self._engine.sessions.default

    @property
    def secrets(self) -> tuple[str, ...]:
        """The credentials that prove something, to be masked wherever they are shown."""
        return tuple(value for name, value in self.credentials.items() if name not in self._gateway.secrets)

    @property
    def settings(self) -> Knobs:
        """The gateway's settings, by name."""
        return self._world.room(self._gateway.name).settings

    @property
    def account(self) -> Knobs:
        """The state of the account, by name."""
        return self._world.account(self._gateway.name).state

    def reject(self, code: str | int, times: int = 1, call: str | None = None) -> None:
        """Refuse the next requests, whatever they are.

        Args:
            code: of one of the gateway's rejections (`mock-gateway list codes`).
            times: how many requests.
            call: only requests of this call.

        Raises:
            UsageError: for a code or call that the gateway does not have.

        """
        play.reject(self._world, self._gateway, code, times, call)

    def fault(  # noqa: PLR0913  the parts of a fault, all by name
        self,
        name: str,
        times: int = 1,
        when: str = "before",
        call: str | None = None,
        *,
        seconds: float | None = None,
        seed: int | None = None,
    ) -> None:
        """Let the next answers suffer a fault (`mock-gateway list faults`).

        Args:
            name: such as `reset` or `truncate`.
            times: how many answers.
            when: `before`: the request is not taken; `after`: it is taken, then its answer suffers.
            call: only answers to this call.
            seconds: how long, for faults of time, which run on the machine's clock; the fault's own time unless given.
            seed: makes `latency` random, up to `seconds`.

        Raises:
            UsageError: for what cannot be.

        """
        usual = FAULTS[name].seconds if name in FAULTS else 1.0
        spec = Fault(name, when, usual if seconds is None else seconds, seed)
        transport = self._engine.transport
        play.fault(self._world, self._gateway, spec, times=times, call=call, transport=transport)

    def outcome(self, name: str, times: int = 1) -> None:
        """Choose what becomes of the next messages (`mock-gateway list outcomes`)."""
        play.outcome(self._world, self._gateway, name, times)

    def chaos(self, name: str, times: int = 1) -> None:
        """Let the next callbacks go wrong.

        Args:
            name: `duplicate`, `reorder`, `early`, `after_final`, `unknown_id`, `contradict`, `never`, `bad_signature`
                or `no_signature`.
            times: how many callbacks.

        Raises:
            UsageError: for an unknown name, or a signature where the gateway has none.

        """
        chaos.ask(self._world, self._gateway, name, times)

    def deliver(self, message: Message | str | None = None, result: str = "") -> list[Event]:
        """Deliver a message now, to all its recipients that are still open.

        Args:
            message: the message or its id; the last one unless given.
            result: the gateway's word; that of its outcome `delivered` unless given.

        """
        return self._end(message, "delivered", result)

    def fail(self, message: Message | str | None = None, result: str = "") -> list[Event]:
        """Let a message fail now, for all its recipients that are still open; as `deliver`."""
        return self._end(message, "failed", result)

    def receive(  # noqa: PLR0913  what handsets can say, the most of it by name
        self,
        text: str,
        from_: str,
        to: str | None = None,
        reply_to: Message | str | None = None,
        kind: str = "text",
        *,
        segments: Sequence[bytes] = (),
        user_data_header: bool = False,
        flash: bool | None = None,
    ) -> Inbound:
        """Let a handset send a message to the account, and tell whoever has registered.

        Args:
            text: what it says; "" where the segments say it.
            from_: the handset's number.
            to: what it was sent to; the account's own number unless given.
            reply_to: the message it answers; matched as the gateway does unless given.
            kind: of those that the gateway has; a `text` that answers a message is of that message's kind.
            segments: the bytes of each SMS of a binary message, 1 to 140 of them; its text is then all of them in
                hexadecimal. A binary message without segments is its text in UTF-8, in one SMS.
            user_data_header: each SMS of a binary message begins with a user data header.
            flash: an SMS that is shown at once and not stored; nothing is told of it unless it is given.

        Raises:
            UsageError: for what cannot be.

        """
        check_received(text, kind, segments, user_data_header=user_data_header, flash=flash)
        motion, lives = self._world.motion, self._engine.lives
        original = self._message(reply_to) if reply_to is not None else None
        with motion.moving():
            with self._world.store.transaction():
                number, said = self._digits(from_), shown(segments) if segments else text
                made = lives.make_inbound(self._world, self.gateway, said, number, to or "", kind, original)
                made = replace(made, segments=tuple(segments), user_data_header=user_data_header, flash=flash)
                lives.receive(self._world, self.gateway, made)
            motion.dispatch(wait=True)
        return made

    def burst(self, count: int, message: Message | str | None = None) -> list[Callback]:
        """Send the delivery reports of a message's first recipient `count` times, all at once."""
        return self._engine.lives.burst(self._world, self._message(message), count)

    def play(self, name: str) -> None:
        """Arm a scenario: from now on its `given` and `play` shape what the client meets.

        Raises:
            UsageError: for an unknown scenario, or one that has nothing to arm.

        """
        scenario = self._library().get(name, self._gateway.name)
        play.arm(self._world, self._gateway, scenario, transport=self._engine.transport)

    def prepare(self, scenario: Scenario) -> None:
        """Set the world up as a scenario says, and play what it plays, whether or not there is anything."""
        play.prepare(self._world, self._gateway, scenario, transport=self._engine.transport)

    def force(self, played: Iterable[Mapping[str, Any]]) -> None:
        """Force answers and faults on whoever is connected, as a scenario's `play` does."""
        play.force(self._world, self._gateway, played, transport=self._engine.transport)

    def give(self, given: Mapping[str, Any] | None) -> None:
        """Change the world as a scenario's `given` does; None, as in a corpus, changes nothing.

        Raises:
            UsageError: for what cannot be given, such as a section that does not exist.

        """
        play.give(self._world, self._gateway, given)

    def fill(self, shelf: str, count: int) -> None:
        """Make records, as if a client or handsets had, such as `s.fill("replies", 26)`.

        Args:
            shelf: what kind, one of those that a scenario's `given: {records: …}` can name.
            count: how many.

        Raises:
            UsageError: for records that the gateway does not keep, or a number that cannot be.

        """
        play.fill(self._world, self._gateway, shelf, count)

    def explain(self, exchange: Exchange) -> Explanation:
        """Say why an exchange was answered as it was: rule, place, value, limit, source, what would be met next."""
        case = prepare(exchange.request, self._engine)
        if case is None or case.world is not self._world:
            raise UsageError(f"{exchange!r} was not met by this session's gateway")
        return explain(case, exchange.verdict)

    @contextmanager
    def fresh(self) -> Iterator[Session]:
        """Go back to the session's start, as each Hypothesis example needs; what was under way is dropped."""
        self.restart()
        yield self

    def restart(self) -> None:
        """Go back to the session's start."""
        self._world.forget()
        self._start()

    def starts_with(self, start: Callable[[], None]) -> None:
        """Do something now, and again whenever the session goes back to its start."""
        self._start = start
        start()

    def _end(self, message: Message | str | None, outcome: str, result: str) -> list[Event]:
        """Let an outcome happen now, all its steps."""
        return self._engine.lives.end(self._world, self._message(message), outcome, result)

    def _message(self, message: Message | str | None) -> Message:
        if isinstance(message, str):
            with self._world.store.transaction() as store:
                found = store.find(self.gateway, message)
            if found is None:
                raise UsageError(unknown("message", message, [each.id for each in self.messages[-100:]]))
            return found
        if message is not None:
            return message
        if not self.messages:
            raise UsageError("no message has been accepted yet")
        return self.messages[-1]

    def __repr__(self) -> str:
        return f"<session {self._world.identity} of {self._gateway.name} at {self.url}>"


def _nothing() -> None:
    return None
