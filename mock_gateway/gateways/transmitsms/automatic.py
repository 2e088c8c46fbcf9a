"""What the TransmitSMS family sends by itself when a handset writes: mails, copies to other handsets, and greetings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_gateway.gateways.transmitsms.msisdn import international
from mock_gateway.gateways.transmitsms.sending import FIRST_MESSAGE, LONGEST_VALIDITY, record
from mock_gateway.model.messages import Message, Recipient
from mock_gateway.state.post import post
from mock_gateway.state.world import Mail
from mock_gateway.text.segments import segments

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mock_gateway.gateways.transmitsms.books import Keyword, LeasedNumber
    from mock_gateway.model.messages import Inbound
    from mock_gateway.state.accounts import Account
    from mock_gateway.state.world import World

    Feature = Keyword | LeasedNumber


def option(features: Iterable[Feature | None], name: str) -> str:
    """Give what the first of some features has to say of an option, "" where none does."""
    found = (getattr(each, name) for each in features if each is not None)
    return next((str(value) for value in found if value), "")


def forward(world: World, account: Account, arrived: Inbound, features: tuple[Feature | None, ...]) -> None:
    """Mail a reply to whoever wants that, and send copies of it to other handsets.

    Args:
        world: the session.
        account: whose message or number it is.
        arrived: the reply.
        features: the keyword and the number that it was sent to, None for none.

    """
    original = arrived.reply_to
    wanted = "" if original is None else str(original.fields.get("replies_to_email", ""))
    for address in dict.fromkeys((*_listed(wanted), *_listed(option(features, "forward_email")))):
        subject = f"SMS reply from {arrived.from_number}"
        post(world, arrived.gateway, Mail("reply", address, subject, arrived.text, arrived.at))
    plan = world.gateways[arrived.gateway].numbers
    for spelling in _listed(option(features, "forward_sms")):
        number = international(spelling, "", plan)
        if number is not None:
            send(world, account, number, arrived.text, option(features, "number"))


def send(world: World, account: Account, number: str, text: str, sender: str) -> None:
    """Send a text that nobody asked for by a call; it is delivered whatever its number, and never answered."""
    now, weight = world.clock.now(), segments(text)
    statuses = world.gateways[account.gateway].statuses
    price = weight.parts * account.state.values_["price_thousandths"]
    message = Message(
        id=str(world.ids.count("transmitsms message", FIRST_MESSAGE)),
        gateway=account.gateway,
        call="send-sms",
        account=account.key,
        accepted_at=now,
        send_at=now,
        text=text,
        parts=weight.parts,
        recipients=[Recipient(number, number, statuses.initial, price=price)],
        encoding=weight.encoding,
        fields={"from": sender, "validity_seconds": 60 * LONGEST_VALIDITY, "list_id": 0, "list_name": ""},
    )
    world.store.add(message)
    record(world, account, message)
    at = now
    for step in statuses.default.steps:
        at += step.after
        world.agenda.add(at, "status", message, event=step.event, detail=step.result)
    for tell in world.accepted:
        tell()


def _listed(text: str) -> Iterator[str]:
    """Take a comma-separated text apart."""
    return (item for each in text.split(",") if (item := each.strip()))
