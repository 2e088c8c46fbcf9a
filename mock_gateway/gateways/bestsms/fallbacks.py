"""What a message falls back on: a handset that it fails for is tried by the types that its FallbackMode lists.

What becomes of a recipient is known as it is scheduled, and so is whether it falls back: the failure that was in store
does not happen, and nobody is told of it. What the type is that did it in the end, the recipient remembers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_gateway.gateways.bestsms.kinds import FALLEN_BACK, VERSION_3, goes_as_sms, seconds_spoken
from mock_gateway.text.segments import segments

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from mock_gateway.model.lives import Outcome
    from mock_gateway.model.messages import Message, Recipient
    from mock_gateway.state.accounts import Account
    from mock_gateway.state.world import World

MODE = "FallbackMode"
WORDS: Mapping[str, str] = {
    "sms": "send-sms",
    "voice": "send-tts",
    "whatsapp": "send-whatsapp",
    "wapp": "send-whatsapp",
    "rcs": "send-rcs",
}
"""Words for what can stand in, as they are compared, and the call whose type of message is meant."""
PRICES: Mapping[str, str] = {
    "send-tts": "call_minute_price_thousandths",
    "send-whatsapp": "whatsapp_price_thousandths",
    "send-rcs": "rcs_price_thousandths",
}
"""By call, the field of the account that says what a message costs, or each minute of a call."""
AFTER = 2_000
"""Milliseconds that each further type takes."""
SECONDS_A_MINUTE = 60


def fall_back(world: World, account: Account, message: Message, refused: Collection[int]) -> None:
    """Let the types that a message names stand in for whom it is about to fail; not for whom it may not be sent to."""
    calls = _calls(message)
    becomes = world.room(message.gateway).settings.values_["fallbacks"]
    if not calls or becomes == "none" or message.version != VERSION_3:
        return
    for position, recipient in enumerate(message.recipients):
        outcome = _outcome(world, message, recipient)
        if recipient.ended_at is not None or position in refused or not _fails(outcome):
            continue
        fails_at = message.send_at + sum(step.after for step in outcome.steps)
        delivered = becomes == "delivered"
        tried = calls[:1] if delivered else calls
        event, result = ("deliver", "delivered") if delivered else ("fail", "Undelivered")
        words = world.gateways[message.gateway].statuses.words.get(tried[-1], {})
        recipient.turn += 1
        recipient.extra = {**(recipient.extra or {}), FALLEN_BACK: tried[-1]}
        recipient.price = _price(account, tried[-1], message, recipient)
        at = fails_at + AFTER * len(tried)
        world.agenda.add(at, "status", message, position=position, event=event, detail=words.get(result, result))


def _calls(message: Message) -> list[str]:
    """Give the calls whose types a message names, in their order; its own type is no other."""
    words = (word.strip().lower() for word in str(message.fields[MODE]).split(","))
    named = (WORDS[word] for word in words if word in WORDS)
    return [call for call in dict.fromkeys(named) if call != message.call]


def _outcome(world: World, message: Message, recipient: Recipient) -> Outcome:
    """Give what would become of a recipient by the message's own type."""
    statuses = world.gateways[message.gateway].statuses
    return (
        statuses.outcomes[message.outcome]
        if message.outcome
        else statuses.magic.get(recipient.number, statuses.default)
    )


def _fails(outcome: Outcome) -> bool:
    return bool(outcome.steps) and outcome.steps[-1].event == "fail"


def _price(account: Account, call: str, message: Message, recipient: Recipient) -> int:
    """Say what a message costs as one of another type."""
    state, text = account.state.values_, message.text if recipient.text is None else recipient.text
    if goes_as_sms(call):
        return int(state["price_thousandths"]) * segments(text).parts
    minutes = -(-seconds_spoken(text) // SECONDS_A_MINUTE) if call == "send-tts" else 1
    return int(state.get(PRICES[call], state["price_thousandths"])) * minutes
