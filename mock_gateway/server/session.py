"""The handle of a session: what a test holds in its hand."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from mock_gateway import play
from mock_gateway.errors import UsageError, unknown
from mock_gateway.pipeline import prepare
from mock_gateway.rules.explain import Explanation, explain
from mock_gateway.state.clock import milliseconds, moment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime, timedelta

    from mock_gateway.definitions.scenarios import Library
    from mock_gateway.model.gateway import Gateway
    from mock_gateway.model.knobs import Knobs
    from mock_gateway.model.messages import Message
    from mock_gateway.pipeline import Engine
    from mock_gateway.state.journal import Exchange, Journal
    from mock_gateway.state.world import Mail, World


class CredentialsView(Mapping[str, str]):
    """A session's credentials: the same names as attributes and as keys."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values

    def __getattr__(self, name: str) -> str:
        try:
            return self._values[name]
        except KeyError:
            raise AttributeError(unknown("credential", name, self._values)) from None

    def __getitem__(self, name: str) -> str:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"<credentials {', '.join(self._values)}>"


class SessionClock:
    """A session's clock, in a test's hand."""

    def __init__(self, world: World) -> None:
        self._world = world

    @property
    def now(self) -> datetime:
        """The session's time, in UTC."""
        return moment(self._world.clock.now())

    def advance(self, duration: str | float | timedelta) -> None:
        """Move the clock on; all that falls due on the way happens at its own instant.

        Args:
            duration: text such as `30s`, `5min`, `1h30m`, a number of seconds, or a timedelta.

        """
        self._world.motion.advance(milliseconds(duration))


class Session:
    """One gateway's side of a world of its own.

    Attributes:
        url: stands for the provider's scheme and host; the client adds the provider's whole path.
        credentials: by the gateway's names, as attributes and as keys.
        settings: what the gateway's documents leave open, or a test may want otherwise.
        account: the state of the account behind the credentials.
        clock: the session's time.

    """

    def __init__(
        self, engine: Engine, world: World, gateway: Gateway, origin: str, library: Callable[[], Library]
    ) -> None:
        self._engine = engine
        self._world = world
        self._gateway = gateway
        self._library = library
        self._start: Callable[[], None] = _nothing
        default = world is engine.sessions.default
        self.url = f"{origin}/{gateway.name}" if default else f"{origin}/~{world.identity}/{gateway.name}"
        self.credentials = CredentialsView(world.account(gateway.name).credentials)
        self.clock = SessionClock(world)

    @property
    def gateway(self) -> str:
        """The gateway's name."""
        return self._gateway.name

    @property
    def settings(self) -> Knobs:
        """The gateway's settings, by name."""
        return self._world.room(self._gateway.name).settings

    @property
    def account(self) -> Knobs:
        """The state of the account, by name."""
        return self._world.account(self._gateway.name).state

    @property
    def messages(self) -> list[Message]:
        """The accepted messages, oldest first."""
        with self._world.store.transaction() as store:
            self._world.motion.settle(self._world.clock.now())
            return list(store.all(self._gateway.name))

    @property
    def journal(self) -> Journal:
        """Every exchange, oldest first."""
        return self._world.journal

    @property
    def mails(self) -> list[Mail]:
        """The e-mails that the gateway would have sent, oldest first."""
        return list(self._world.mails)

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

    def play(self, name: str) -> None:
        """Arm a scenario: from now on its `given` and `play` shape what the client meets.

        Raises:
            UsageError: for an unknown scenario, or one that has nothing to arm.

        """
        play.arm(self._world, self._gateway, self._library().get(name, self._gateway.name))

    def give(self, given: Mapping[str, Any]) -> None:
        """Change the world as a scenario's `given` does."""
        play.give(self._world, self._gateway, given)

    def explain(self, exchange: Exchange) -> Explanation:
        """Say why an exchange was answered as it was: rule, place, value, limit, source, what would be met next."""
        case = prepare(exchange.request, self._engine)
        if case is None or case.world is not self._world:
            raise UsageError(f"{exchange!r} was not met by this session's gateway")
        return explain(case, exchange.verdict)

    @contextmanager
    def fresh(self) -> Iterator[Session]:
        """Go back to the session's start, as each Hypothesis example needs; what was under way is dropped."""
        self._world.forget()
        self._start()
        yield self

    def starts_with(self, start: Callable[[], None]) -> None:
        """Do something now, and again whenever the session goes back to its start."""
        self._start = start
        start()

    def __repr__(self) -> str:
        return f"<session {self._world.identity} of {self._gateway.name} at {self.url}>"


def _nothing() -> None:
    return None


class ReplayControl:
    """A session as a transcript needs it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def advance(self, duration: str) -> None:
        """Move the clock on."""
        self._session.clock.advance(duration)

    def give(self, given: Mapping[str, Any]) -> None:
        """Change the world."""
        self._session.give(given)

    def mails(self) -> list[dict[str, Any]]:
        """List the e-mails in the outbox."""
        return [
            {name: getattr(mail, name) for name in ("kind", "to", "subject", "text")} for mail in self._session.mails
        ]
