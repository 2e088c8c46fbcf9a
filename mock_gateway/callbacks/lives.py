"""What happens to messages as time passes: statuses change, handsets answer, and the client's side is told."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from mock_gateway.callbacks import chaos, make
from mock_gateway.callbacks.deliver import CallbackErrand
from mock_gateway.callbacks.fetch import FetchErrand
from mock_gateway.callbacks.inbound import last_sent, spec_for
from mock_gateway.callbacks.mail import MailErrand
from mock_gateway.errors import UsageError, unknown
from mock_gateway.model.lives import TEXT
from mock_gateway.model.messages import Inbound
from mock_gateway.state.fate import way
from mock_gateway.state.lifecycle import step
from mock_gateway.state.outbox import Outbox

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from mock_gateway.callbacks.egress import Guard
    from mock_gateway.model.lives import CallbackSpec
    from mock_gateway.model.messages import Message, Recipient
    from mock_gateway.state.agenda import Due
    from mock_gateway.state.events import Event
    from mock_gateway.state.outbox import Callback
    from mock_gateway.state.world import World

BURST_SECONDS = 120


class Lives:
    """The lives of messages in all worlds of one server.

    Args:
        guard: what may be called.
        pool: threads for what nobody waits for.

    """

    def __init__(self, guard: Guard, pool: Executor | None = None) -> None:
        self._guard = guard
        self._pool = pool

    def attach(self, world: World) -> None:
        """Bring a world to life."""
        world.outbox = Outbox(lambda callback: self._replay(world, callback))
        world.motion.pool = self._pool
        world.motion.hurry = self.finish_at_once
        world.motion.announce = self.announce
        world.motion.take_inbound = self.take_inbound
        world.motion.carry_mail = lambda mail, server: MailErrand(mail, server, self._guard)
        world.motion.fetch = lambda gateway, url, take: FetchErrand(world, gateway, url, take, self._guard)
        world.motion.handlers = {
            "begun": self._begun,
            "status": self._status,
            "update": self._update,
            "reply": self._reply,
            "callback": self._retry,
        }

    def change(self, world: World, message: Message, position: int, event: str, result: str) -> None:
        """Move one recipient along the table now, and tell whoever has registered; inside a transaction."""
        at = world.clock.now()
        gateway = world.gateways[message.gateway]
        recipient = message.recipients[position]
        step(gateway.statuses, recipient, event, result, at)
        world.motion.happened(at, "status", message.id, recipient.number, recipient.status, recipient.result)
        for spec in gateway.callbacks_about(message.call, message.version):
            if recipient.status in spec.on and recipient.result not in spec.not_for:
                callback = make.report(world, spec, message, recipient, at)
                if callback is not None:
                    wrong = chaos.take(world, message.gateway, *chaos.AT_REPORT)
                    for each in chaos.apply(world, wrong, spec, callback, (message, recipient)):
                        self._queue(world, each, hold=wrong == "reorder")
        if gateway.hooks.status is not None:
            gateway.hooks.status(world, message, recipient, at)

    def update(self, world: World, message: Message, position: int, result: str) -> None:
        """Tell what has happened to a delivered recipient since; inside a transaction.

        Nothing becomes of it: what polls say of it stays, and what goes wrong with reports does not with this.
        """
        at, recipient = world.clock.now(), message.recipients[position]
        world.motion.happened(at, "update", message.id, recipient.number, recipient.status, result)
        for spec in world.gateways[message.gateway].callbacks_about(message.call, message.version):
            if spec.updates:
                told = copy(recipient)
                told.status, told.result = spec.updates, result
                self._tell(world, spec, message, told)

    def finish_at_once(self, world: World, message: Message) -> None:
        """End a message now, so that its report can be made before the send is answered; inside a transaction."""
        statuses = world.gateways[message.gateway].statuses
        words = way(statuses, message)[0]
        for position, recipient in enumerate(message.recipients):
            for each in statuses.default.steps:
                if each.event in statuses.table[recipient.status]:
                    self.change(world, message, position, each.event, words.get(each.result, each.result))
        world.motion.urgent = bool(world.motion.errands)

    def receive(self, world: World, gateway: str, received: Inbound) -> Inbound:
        """Take a message from a handset, and tell whoever has registered; inside a transaction."""
        of = world.gateways[gateway]
        world.inbound.append(received)
        about = received.reply_to.id if received.reply_to is not None else ""
        world.motion.happened(received.at, "inbound", about, received.from_number, received.kind, received.text)
        if of.hooks.inbound is not None:
            of.hooks.inbound(world, received)
        spec = spec_for(world, of, received)
        callback = make.inbound(world, spec, received) if spec is not None else None
        if callback is not None:
            self._queue(world, callback)
        return received

    def announce(self, world: World, gateway: str, name: str, about: object) -> None:
        """Tell whoever has registered of anything; inside a transaction."""
        of = world.gateways[gateway]
        if name not in of.callbacks:
            raise UsageError(unknown("callback", name, of.callbacks))
        callback = make.announcement(world, of.callbacks[name], gateway, about)
        if callback is not None:
            self._queue(world, callback)

    def make_inbound(  # noqa: PLR0913, PLR0917  what an inbound message is made of
        self,
        world: World,
        gateway: str,
        text: str,
        from_number: str,
        to_number: str,
        kind: str,
        reply_to: Message | None,
    ) -> Inbound:
        """Make an inbound message; without a message to answer it is matched as the gateway does."""
        of, now = world.gateways[gateway], world.clock.now()
        if kind not in of.inbound.kinds:
            raise UsageError(f"{gateway} has no inbound messages of the kind {kind!r}: {', '.join(of.inbound.kinds)}")
        if reply_to is not None:
            kind = of.inbound.kind_of_answer(kind, reply_to.call)
        elif of.inbound.within is not None:
            reply_to = last_sent(world, of, from_number, now - of.inbound.within, kind)
        return Inbound(
            id=world.ids.uuid(),
            gateway=gateway,
            account=reply_to.account if reply_to is not None else world.account(gateway).key,
            from_number=from_number,
            to_number=to_number,
            text=text,
            at=now,
            kind=kind,
            reply_to=reply_to,
        )

    def take_inbound(self, world: World, gateway: str, text: str, from_number: str, to_number: str) -> None:
        """Let a handset write; inside a transaction."""
        self.receive(world, gateway, self.make_inbound(world, gateway, text, from_number, to_number, "text", None))

    def end(self, world: World, message: Message, outcome: str, result: str) -> list[Event]:
        """Let an outcome happen to a message's open recipients now, all its steps, and wait for its callbacks.

        Raises:
            UsageError: where all recipients have ended already; it names the state and the event.

        """
        motion, statuses = world.motion, world.gateways[message.gateway].statuses
        of, words = statuses.outcomes[outcome], way(statuses, message)[0]
        with motion.moving():
            before = motion.number
            with world.store.transaction():
                opened = [at for at, each in enumerate(message.recipients) if statuses.table[each.status]]
                for position in opened or range(1):
                    for number, each in enumerate(of.steps):
                        last = number == len(of.steps) - 1
                        said = (result if last else "") or words.get(each.result, each.result)
                        self.change(world, message, position, each.event, said)
                    for update in of.updates:
                        self.update(world, message, position, words.get(update.result, update.result))
            motion.dispatch(wait=True)
            return motion.since(before)

    def burst(self, world: World, message: Message, count: int) -> list[Callback]:
        """Make a message's report many times at once, and wait until all have been answered."""
        gateway, recipient = world.gateways[message.gateway], message.recipients[0]
        made: list[Callback] = []
        with world.motion.moving():
            with world.store.transaction():
                for spec in gateway.callbacks_about(message.call, message.version):
                    if spec.on:
                        reports = (
                            make.report(world, spec, message, recipient, world.clock.now()) for _ in range(count)
                        )
                        made += [each for each in reports if each is not None]
                for each in made:
                    self._queue(world, each, independent=True)
            world.motion.dispatch(wait=False)
        world.motion.wait_until_settled(BURST_SECONDS)
        return made

    def _begun(self, world: World, due: Due) -> None:
        """Tell that a message is taken up for sending, where nothing has become of it yet."""
        message = due.message
        if message is None or message.recipients[due.position].turn != due.turn:
            return
        gateway, recipient = world.gateways[message.gateway], message.recipients[due.position]
        settings = world.room(message.gateway).settings.values_
        if recipient.status != gateway.statuses.initial:
            return
        for spec in gateway.callbacks_about(message.call, message.version):
            if spec.tells_of_begin(settings):
                self._tell(world, spec, message, recipient)

    def _update(self, world: World, due: Due) -> None:
        message = due.message
        if message is None or message.recipients[due.position].turn != due.turn:
            return
        if message.recipients[due.position].status in world.gateways[message.gateway].statuses.good:
            self.update(world, message, due.position, due.detail)

    def _status(self, world: World, due: Due) -> None:
        message = due.message
        if message is None or message.recipients[due.position].turn != due.turn:
            return
        status = message.recipients[due.position].status
        if due.event in world.gateways[message.gateway].statuses.table[status]:
            self.change(world, message, due.position, due.event, due.detail)

    def _reply(self, world: World, due: Due) -> None:
        """Let a handset answer what it has got."""
        message = due.message
        if message is None or message.recipients[due.position].turn != due.turn:
            return
        if message.recipients[due.position].status in world.gateways[message.gateway].statuses.good:
            recipient, inbound = message.recipients[due.position], world.gateways[message.gateway].inbound
            kind = inbound.by_result.get(recipient.result, TEXT)
            received = self.make_inbound(world, message.gateway, due.detail, recipient.number, "", kind, message)
            self.receive(world, message.gateway, received)

    def _retry(self, world: World, due: Due) -> None:
        callback = world.outbox.find(due.position) if world.outbox is not None else None
        if callback is not None and callback.state == "retrying":
            world.motion.errands.append(CallbackErrand(world, callback, self._guard))

    def _tell(self, world: World, spec: CallbackSpec, message: Message, recipient: Recipient) -> None:
        """Make a report with which nothing goes wrong."""
        callback = make.report(world, spec, message, recipient, world.clock.now())
        if callback is not None:
            self._queue(world, callback)

    def _queue(self, world: World, callback: Callback, *, hold: bool = False, independent: bool = False) -> None:
        if world.outbox is None:
            return
        world.outbox.add(callback)
        if callback.state == "dropped":
            at = world.clock.now()
            world.motion.happened(at, "callback", callback.message_id, callback.url, "dropped", "a test asked for it")
            return
        errand = CallbackErrand(world, callback, self._guard)
        errand.independent = independent
        if hold:
            world.motion.held.append(errand)
            return
        world.motion.errands.append(errand)
        world.motion.errands.extend(world.motion.held)
        world.motion.held.clear()

    def _replay(self, world: World, callback: Callback) -> None:
        with world.motion.moving():
            errand = CallbackErrand(world, callback, self._guard, again=True)
            with world.store.transaction():
                world.motion.errands.append(errand)
            world.motion.dispatch(wait=True)
