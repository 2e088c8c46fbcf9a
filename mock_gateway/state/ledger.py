"""What handsets would have received, and what it cost: read off what was accepted, whatever was answered."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mock_gateway.model.messages import Message, Recipient
    from mock_gateway.state.world import World


class Duplicate(NamedTuple):
    """The same text, accepted for the same number more than once.

    Attributes:
        number: E.164 digits.
        message_ids: of all the messages, in order.

    """

    number: str
    text: str
    message_ids: tuple[str, ...]

    @property
    def times(self) -> int:
        """How often it was accepted."""
        return len(self.message_ids)


class Handset:
    """One telephone.

    Attributes:
        number: E.164 digits.

    """

    def __init__(self, world: World, gateway: str, number: str) -> None:
        self._world = world
        self._gateway = gateway
        self.number = digits(number)

    @property
    def texts(self) -> list[str]:
        """The texts that were accepted for it, in order."""
        return [_read(message, recipient) for message, recipient in self._mine()]

    @property
    def delivered(self) -> list[str]:
        """The texts that were delivered to it, in order of acceptance."""
        gateway = self._world.gateways[self._gateway]
        good = gateway.statuses.good
        return [_read(message, recipient) for message, recipient in self._mine() if recipient.status in good]

    def _mine(self) -> list[tuple[Message, Recipient]]:
        entries = _entries(self._world, self._gateway)
        return [(message, recipient) for message, recipient in entries if recipient.number == self.number]

    def __repr__(self) -> str:
        return f"<handset {self.number}: {len(self.texts)} texts accepted, {len(self.delivered)} delivered>"


class Ledger:
    """What was accepted for each handset, and what it cost."""

    def __init__(self, world: World, gateway: str) -> None:
        self._world = world
        self._gateway = gateway

    @property
    def duplicates(self) -> list[Duplicate]:
        """The same text accepted for a number more than once, whatever the gateway does with it later."""
        found: dict[tuple[str, str], list[str]] = {}
        for message, recipient in _entries(self._world, self._gateway):
            found.setdefault((recipient.number, _read(message, recipient)), []).append(message.id)
        return [Duplicate(number, text, tuple(ids)) for (number, text), ids in found.items() if len(ids) > 1]

    @property
    def cost(self) -> Decimal:
        """What all accepted messages cost, in the account's currency.

        What failed costs nothing, unless the gateway charges for what it sent.
        """
        free = self._world.gateways[self._gateway].statuses.free
        entries = _entries(self._world, self._gateway)
        return Decimal(sum(recipient.price for _, recipient in entries if recipient.status not in free)) / 1000

    @property
    def numbers(self) -> list[str]:
        """The handsets that something was accepted for, in order of the first."""
        return list(dict.fromkeys(recipient.number for _, recipient in _entries(self._world, self._gateway)))

    @property
    def evicted(self) -> int:
        """How many messages are no longer remembered."""
        return self._world.store.evicted

    def __repr__(self) -> str:
        return f"<ledger: {len(self.numbers)} handsets, {len(self.duplicates)} duplicates, cost {self.cost}>"


def _read(message: Message, recipient: Recipient) -> str:
    """Give what a handset reads: the message's text, with what the gateway filled into it."""
    return message.text if recipient.text is None else recipient.text


def digits(number: str) -> str:
    """Give a number's digits, however it is decorated."""
    return "".join(character for character in number if character.isdigit())


def _entries(world: World, gateway: str) -> list[tuple[Message, Recipient]]:
    """List what was accepted for whom; what a gateway's test mode took would not have been sent."""
    with world.store.transaction() as store:
        world.motion.settle(world.clock.now())
        sent = [message for message in store.all(gateway) if not message.test]
    world.motion.send_meanwhile()
    return [(message, recipient) for message in sent for recipient in message.recipients]
