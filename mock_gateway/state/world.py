"""A session's world: clock, ids, accounts, messages, settings, what is forced, what is still to happen, the journal."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from mock_gateway.errors import UsageError, unknown
from mock_gateway.model.knobs import Knobs
from mock_gateway.state.accounts import Account
from mock_gateway.state.agenda import Agenda
from mock_gateway.state.ids import Ids
from mock_gateway.state.journal import Journal
from mock_gateway.state.motion import Motion
from mock_gateway.state.store import MemoryStore
from mock_gateway.state.throttle import WINDOWS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from random import Random

    from mock_gateway.model.faults import Fault
    from mock_gateway.model.gateway import Gateway, Throttle
    from mock_gateway.model.messages import Inbound
    from mock_gateway.model.rules import Row
    from mock_gateway.state.clock import Clock
    from mock_gateway.state.outbox import Outbox
    from mock_gateway.state.store import Store
    from mock_gateway.state.throttle import Window

KEPT = 10_000
"""E-mails and inbound messages that are remembered, each; the oldest are dropped."""


@dataclass(slots=True)
class Forced:
    """A rejection or a fault that meets the next requests whatever they are.

    Attributes:
        row: the rejection, None for a fault.
        times: how many more requests it meets.
        call: only requests of this call, None for any.
        fault: what happens to the answer, None for a rejection.
        series: where a random fault takes its next time from, None for a fixed one.

    """

    gateway: str
    row: Row | None
    times: int
    call: str | None = None
    fault: Fault | None = None
    series: Random | None = None


@dataclass(slots=True)
class Fate:
    """An outcome that a test chose for the next messages."""

    gateway: str
    outcome: str
    times: int


@dataclass(slots=True)
class Chaos:
    """What goes wrong with a gateway's next callbacks, and how often."""

    gateway: str
    name: str
    times: int


@dataclass(slots=True)
class Mail:
    """An e-mail of the gateway's.

    Attributes:
        kind: `authentication_failed`, `reply` or `delivery_report`.
        to: address.
        at: milliseconds since 1970 on the session's clock.
        html: the body as HTML, "" where it has none.
        delivery: `kept` in the outbox, `delivered` to the SMTP server, or why it was not.

    """

    kind: str
    to: str
    subject: str
    text: str
    at: int
    html: str = ""
    delivery: str = "kept"


class Rate(NamedTuple):
    """How much a window may hold: a number, in so many milliseconds."""

    limit: int
    length: int


class Room:
    """One gateway's part of a world: its settings and accounts.

    Attributes:
        counted: what the request being answered found used, itself included, by throttle.
        memory: what the gateway remembers beside messages, None where that is nothing.

    """

    __slots__ = ("_windows", "accounts", "counted", "gateway", "memory", "settings")

    def __init__(self, gateway: Gateway) -> None:
        self.gateway = gateway
        self.settings = Knobs("setting", gateway.settings)
        self.accounts: dict[str, Account] = {}
        self.counted: dict[str, int] = {}
        self._windows: dict[tuple[str, str], Window] = {}
        self.memory: Any = gateway.memory() if gateway.memory is not None else None

    def hit(self, account: Account, address: str, at: int, *, right: bool = True) -> None:
        """Count a request in the windows that the account has a limit for."""
        for name, throttle in self.gateway.throttles.items():
            if throttle.counts != "requests" or (throttle.right_only and not right):
                continue
            rate = self.rate(name, account)
            if rate is not None:
                self.counted[name] = self.window(name).hit(self.key(name, account, address), at, rate)

    def hit_recipients(self, account: Account, address: str, at: int, numbers: Sequence[str]) -> None:
        """Count accepted recipients in the windows that the account has a limit for."""
        for name, throttle in self.gateway.throttles.items():
            rate = self.rate(name, account) if throttle.counts == "recipients" else None
            if rate is None:
                continue
            window = self.window(name)
            if throttle.per == "recipient":
                for number in numbers:
                    window.hit(number, at, rate)
            else:
                window.hit(self.key(name, account, address), at, rate, len(numbers))

    def release(self, account: Account, address: str, *, right: bool = True) -> None:
        """Tell the windows that a request of an account, if it was counted, has been answered."""
        for name, throttle in self.gateway.throttles.items():
            if throttle.counts == "requests" and (right or not throttle.right_only):
                self.window(name).release(self.key(name, account, address))

    def counts_under_way(self) -> bool:
        """Tell whether a throttle counts, as the settings are, what has not ended yet."""
        return any(self._kind(throttle) == "concurrent" for throttle in self.gateway.throttles.values())

    def _kind(self, throttle: Throttle) -> str:
        return str(self.settings.values_[throttle.kind_setting]) if throttle.kind_setting else throttle.kind

    def window(self, throttle: str) -> Window:
        """Give what a throttle counts in; one whose kind was just set anew is empty."""
        kind = self._kind(self.gateway.throttles[throttle])
        window = self._windows.get((throttle, kind))
        if window is None:
            window = self._windows[throttle, kind] = WINDOWS[kind]()
        return window

    def rate(self, throttle: str, account: Account) -> Rate | None:
        """Give an account's limit and window of a throttle, None where it has none."""
        spec, state = self.gateway.throttles[throttle], account.state.values_
        limit = state[spec.limit]
        return None if limit is None else Rate(limit, 1000 * int(state[spec.window]))

    def key(self, throttle: str, account: Account, address: str) -> str:
        """Give the key that a throttle counts under, where that is not each recipient's number."""
        return address if self.gateway.throttles[throttle].per == "address" else account.key

    def restore(self) -> None:
        """Go back to the documented settings and a fresh account."""
        self.settings.restore_()
        self._windows.clear()
        self.counted.clear()
        self.memory = self.gateway.memory() if self.gateway.memory is not None else None
        for key in list(self.accounts)[1:]:
            del self.accounts[key]
        for account in self.accounts.values():
            account.state.restore_()
            account.used.clear()


@dataclass(slots=True)
class Played:
    """What a test or a scenario asked to happen, and has not happened yet.

    Attributes:
        forced: rejections and faults, in order.
        fates: outcomes of the next messages, in order.
        chaos: what goes wrong with the next callbacks, in order.

    """

    forced: list[Forced] = field(default_factory=list)
    fates: list[Fate] = field(default_factory=list)
    chaos: list[Chaos] = field(default_factory=list)


class World:
    """All that one session knows; two worlds never see each other.

    Args:
        identity: short and unique on its server; part of the session's URLs and credentials.
        gateways: by name, those that the session serves.
        seed: of all identifiers.
        clock: where its time comes from.

    """

    def __init__(self, identity: str, gateways: Mapping[str, Gateway], seed: int, clock: Clock) -> None:
        self.identity = identity
        self.gateways = gateways
        self.clock = clock
        self.ids = Ids(seed)
        self.store: Store = MemoryStore()
        self.journal = Journal()
        self.agenda = Agenda()
        self.motion = Motion(self)
        self.played = Played()
        self.mails: deque[Mail] = deque(maxlen=KEPT)
        self.inbound: deque[Inbound] = deque(maxlen=KEPT)
        self.outbox: Outbox | None = None
        self.crashes: list[BaseException] = []
        self.accepted: list[Callable[[], None]] = []
        self.adopt: Callable[[Account], None] = lambda _account: None
        self.rooms = {name: self._furnish(gateway) for name, gateway in gateways.items()}

    def room(self, gateway: str) -> Room:
        """Give one gateway's part of this world."""
        try:
            return self.rooms[gateway]
        except KeyError:
            raise UsageError(unknown("gateway of this session", gateway, self.rooms)) from None

    def account(self, gateway: str) -> Account:
        """Give the account whose credentials the session hands out for a gateway."""
        return next(iter(self.room(gateway).accounts.values()))

    def forget(self) -> None:
        """Go back to the start: an empty world, nothing played or under way, clock, settings and accounts as minted."""
        with self.motion.lock, self.store.transaction():
            self.store.clear()
            self.journal.clear()
            self.agenda.clear()
            self.motion.clear()
            self.played = Played()
            self.mails.clear()
            self.inbound.clear()
            self.crashes.clear()
            if self.outbox is not None:
                self.outbox.clear()
            self.ids = Ids(self.ids.seed)
            self.clock.restart()
            for room in self.rooms.values():
                room.restore()

    def drop(self) -> None:
        """Let nothing happen any more: what is due, played or to be sent is dropped."""
        with self.store.transaction():
            self.agenda.clear()
            self.motion.clear()
            self.played = Played()

    def _furnish(self, gateway: Gateway) -> Room:
        room = Room(gateway)
        credentials = {name: form.replace("{id}", self.identity) for name, form in gateway.credentials.items()}
        room.accounts["first"] = Account("first", gateway.name, credentials, Knobs("account field", gateway.account))
        return room
