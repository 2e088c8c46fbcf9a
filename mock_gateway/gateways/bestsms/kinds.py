"""What the family calls each type of message, and how it writes whom a message is for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mock_gateway.text.segments import segments

if TYPE_CHECKING:
    from mock_gateway.model.messages import Message, Recipient

DETAIL = "Detail"
"""The field of a message that holds what webhooks say of it, where that is not its SMS parts."""


class Kind(NamedTuple):
    """A type of message: what polls and what webhooks call it."""

    polled: str
    reported: str


SMS = Kind("Text", "SMS")
KINDS = {
    "send-email": Kind("Email", "Email"),
    "send-fax": Kind("Fax", "Fax"),
    "send-voice": Kind("Voice", "Voice"),
    "send-tts": Kind("Voice", "TextToSpeech"),
}
"""By the call that sends it; every other call sends SMS."""


def kind(call: str) -> Kind:
    """Tell of which type the messages of a call are."""
    return KINDS.get(call, SMS)


def detail(message: Message, recipient: Recipient) -> str:
    """Say what webhooks tell of a message to a recipient: how large it is."""
    if message.call in KINDS:
        return str(message.fields.get(DETAIL, ""))
    return f"SMSParts:{message.parts if recipient.text is None else segments(recipient.text).parts}"


def destination(number: str) -> str:
    """Write whom a message is for: a number in international form, anything else as it is."""
    return f"+{number}" if number.isdecimal() and number.isascii() else number
