"""A session's world: clock, ids, accounts, messages, settings, what is forced, what is still to happen, the journal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mock_gateway.errors import UsageError, unknown
from mock_gateway.model.knobs import Knobs
from mock_gateway.state.accounts import Account
from mock_gateway.state.agenda import Agenda
from mock_gateway.state.ids import Ids
from mock_gateway.state.journal import Journal
from mock_gateway.state.lifecycle import step
from mock_gateway.state.store import MemoryStore
from mock_gateway.state.throttle import FixedWindow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mock_gateway.model.gateway import Gateway
    from mock_gateway.model.messages import Message
    from mock_gateway.model.rules import Row
    from mock_gateway.state.agenda import Due
    from mock_gateway.state.clock import Clock


@dataclass(slots=True)
class Forced:
    """A rejection that answers the next requests whatever they are.

    Attributes:
        times: how many more requests it answers.
        call: only requests of this call, None for any.

    """

    gateway: str
    row: Row
    times: int
    call: str | None = None


@dataclass(frozen=True, slots=True)
class Mail:
    """An e-mail that the gateway would have sent.

    Attributes:
        kind: `authentication_failed`, `reply` or `delivery_report`.
        to: address.
        at: milliseconds since 1970 on the session's clock.

    """

    kind: str
    to: str
    subject: str
    text: str
    at: int


class Room:
    """One gateway's part of a world: its settings and accounts."""

    __slots__ = ("accounts", "gateway", "settings", "windows")

    def __init__(self, gateway: Gateway) -> None:
        self.gateway = gateway
        self.settings = Knobs("setting", gateway.settings)
        self.accounts: dict[str, Account] = {}
        self.windows = {name: FixedWindow() for name in gateway.throttles}

    def hit(self, counts: str, account: Account, address: str, at: int, amount: int = 1) -> None:
        """Count in the windows of this kind that the account has a limit for."""
        for name, throttle in self.gateway.throttles.items():
            if throttle.counts == counts and account.state.values_[throttle.limit] is not None:
                length = 1000 * int(account.state.values_[throttle.window])
                self.windows[name].hit(self.key(name, account, address), at, length, amount)

    def key(self, throttle: str, account: Account, address: str) -> str:
        """Give the key that a throttle counts under."""
        return address if self.gateway.throttles[throttle].per == "address" else account.key


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
        self.store = MemoryStore()
        self.journal = Journal()
        self.agenda = Agenda()
        self.forced: list[Forced] = []
        self.mails: list[Mail] = []
        self.crashes: list[BaseException] = []
        self.rooms = {name: self._furnish(gateway) for name, gateway in gateways.items()}
        self.handlers: dict[str, Callable[[World, Due], None]] = {"status": _change_status}

    def room(self, gateway: str) -> Room:
        """Give one gateway's part of this world."""
        try:
            return self.rooms[gateway]
        except KeyError:
            raise UsageError(unknown("gateway of this session", gateway, self.rooms)) from None

    def account(self, gateway: str) -> Account:
        """Give the account whose credentials the session hands out for a gateway."""
        return next(iter(self.room(gateway).accounts.values()))

    def settle(self, until: int) -> None:
        """Let everything happen that is due at or before an instant, in order."""
        while (due := self.agenda.take(until)) is not None:
            self.handlers[due.kind](self, due)

    def advance(self, duration: int) -> None:
        """Move the clock on, and let everything on the way happen at its own instant."""
        if duration < 0:
            raise UsageError("a session's clock only moves on")
        with self.store.transaction():
            target = self.clock.now() + duration
            if self.clock.mode == "frozen":
                while (due := self.agenda.take(target)) is not None:
                    self.clock.set(max(due.at, self.clock.now()))
                    self.handlers[due.kind](self, due)
            self.clock.set(target)
            self.settle(target)

    def schedule(self, message: Message) -> None:
        """Put on the agenda what becomes of a message's recipients."""
        life = self.gateways[message.gateway].statuses
        at = message.send_at + life.after
        for position, recipient in enumerate(message.recipients):
            if life.table[recipient.status]:
                self.agenda.add(at, "status", message, position=position, event=life.event, detail=life.result)

    def force(self, forced: Forced) -> None:
        """Let a rejection answer the next requests."""
        with self.store.transaction():
            self.forced.append(forced)

    def forget(self) -> None:
        """Go back to an empty world: no messages, no journal, nothing forced, settings and accounts as at the start."""
        with self.store.transaction():
            self.store.clear()
            self.journal.clear()
            self.agenda.clear()
            self.forced.clear()
            self.mails.clear()
            self.ids = Ids(self.ids.seed)
            for room in self.rooms.values():
                room.settings.update_({name: knob.default for name, knob in room.gateway.settings.items()})
                room.windows = {name: FixedWindow() for name in room.gateway.throttles}
                for account in room.accounts.values():
                    account.state.update_({name: knob.default for name, knob in room.gateway.account.items()})
                    account.used.clear()

    def _furnish(self, gateway: Gateway) -> Room:
        room = Room(gateway)
        credentials = {name: form.replace("{id}", self.identity) for name, form in gateway.credentials.items()}
        room.accounts["first"] = Account("first", gateway.name, credentials, Knobs("account field", gateway.account))
        return room


def _change_status(world: World, due: Due) -> None:
    message = due.message
    if message is None:
        return
    life = world.gateways[message.gateway].statuses
    recipient = message.recipients[due.position]
    if due.event in life.table[recipient.status]:
        step(life, recipient, due.event, due.detail, due.at)
