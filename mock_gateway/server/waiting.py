"""Wait for a message to be accepted, without asking again and again."""

from __future__ import annotations

from threading import Event
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mock_gateway.model.messages import Message
    from mock_gateway.state.world import World


def wait_for(world: World, gateway: str, to: str, contains: str, timeout: float) -> Message:
    """Wait for an accepted message, one that is there already included.

    Args:
        world: the session.
        gateway: which of its gateways.
        to: digits of the handset, "" for any.
        contains: a part of the text.
        timeout: seconds on the machine's clock.

    Raises:
        TimeoutError: where none came; it says what did.

    """
    until = monotonic() + timeout
    arrived = Event()
    with world.store.transaction():
        world.accepted.append(arrived.set)
    try:
        while True:
            arrived.clear()
            found = _find(world, gateway, to, contains)
            if found is not None:
                return found
            if not arrived.wait(max(0.0, until - monotonic())):
                raise TimeoutError(_sentence(world, gateway, to, contains, timeout))
    finally:
        with world.store.transaction():
            world.accepted.remove(arrived.set)


def _find(world: World, gateway: str, to: str, contains: str) -> Message | None:
    with world.store.transaction() as store:
        for message in store.all(gateway):
            right = not to or any(recipient.number == to for recipient in message.recipients)
            if right and contains in message.text:
                return message
    return None


def _sentence(world: World, gateway: str, to: str, contains: str, timeout: float) -> str:
    with world.store.transaction() as store:
        messages = list(store.all(gateway))[-5:]
    wanted = f"message to {to or 'anybody'}" + (f" that contains {contains!r}" if contains else "")
    met = "; ".join(f"to {', '.join(each.number for each in m.recipients[:3])}: {m.text[:60]!r}" for m in messages)
    return f"no {wanted} was accepted within {timeout:g} s; {f'accepted were: {met}' if met else 'none was accepted'}"
