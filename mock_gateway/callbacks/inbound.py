"""What an inbound message answers, and which callback tells of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mock_gateway.model.gateway import Gateway
    from mock_gateway.model.lives import CallbackSpec
    from mock_gateway.model.messages import Inbound, Message
    from mock_gateway.state.world import World


def spec_for(world: World, gateway: Gateway, received: Inbound) -> CallbackSpec | None:
    """Find the callback of an inbound message: the one that stands in for the usual one, where there is such."""
    usual, answered = gateway.inbound.callback(received), received.reply_to
    call = "" if answered is None else answered.call
    version = _version(world, gateway, received) if answered is None else answered.version
    about = gateway.callbacks_about(call, version)
    return next((each for each in about if usual in (each.name, each.instead_of)), None)


def last_sent(world: World, gateway: Gateway, number: str, since: int, kind: str) -> Message | None:
    """Find the last message that was really sent to a number since an instant, and that such a one can answer."""
    now, inbound = world.clock.now(), gateway.inbound
    with world.store.transaction() as store:
        sent = [
            message
            for message in store.latest_to(gateway.name, number)
            if not message.test
            and since <= message.send_at <= now
            and inbound.can_answer(kind, message.call)
            and _went_out(message, number)
        ]
    return max(sent, key=lambda message: (message.send_at, message.number), default=None)


def _version(world: World, gateway: Gateway, received: Inbound) -> str:
    """Give the version of the API that an account is told in of what answers no message."""
    if not gateway.inbound.version:
        return ""
    account = world.room(gateway.name).accounts.get(received.account) or world.account(gateway.name)
    return str(account.state.values_[gateway.inbound.version])


def _went_out(message: Message, number: str) -> bool:
    """Tell whether a message was sent to a number, and did not fail as it was accepted."""
    mine = [recipient for recipient in message.recipients if recipient.number == number]
    return any(each.ended_at is None or each.price > 0 or each.ended_at > message.send_at for each in mine)
