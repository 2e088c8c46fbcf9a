"""What the family calls each type of message, and how it writes whom a message is for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mock_gateway.text.segments import segments

if TYPE_CHECKING:
    from mock_gateway.model.messages import Message, Recipient

VERSION_3 = "v3.00"
DETAIL = "Detail"
"""The field of a message that holds what webhooks say of it, where that is not its SMS parts."""


FALLEN_BACK = "FallenBack"
"""What is remembered of a recipient that another type of message stands in for: the call that sends such."""
CHARACTERS_A_SECOND = 15
"""Of a text that is spoken, about."""


class Kind(NamedTuple):
    """A type of message.

    Attributes:
        polled: what polls call it.
        reported: what webhooks call it.
        opted_out: the DestType of the opt-outs that hold for it; there is but one for all texts to handsets.

    """

    polled: str
    reported: str
    opted_out: str


SMS = Kind("Text", "SMS", "SMS")
WORKFLOW = Kind("Workflow", "Workflow", "SMS")
KINDS = {
    "send-email": Kind("Email", "Email", "Email"),
    "send-fax": Kind("Fax", "Fax", "Fax"),
    "send-voice": Kind("Voice", "Voice", "Voice"),
    "send-tts": Kind("Voice", "TextToSpeech", "Voice"),
    "send-whatsapp": Kind("WhatsApp", "WhatsApp", "SMS"),
    "send-rcs": Kind("RCS", "RCS", "SMS"),
    "send-workflow": WORKFLOW,
}
"""By the call that sends it; every other call sends SMS."""
TYPES = {
    "email": "send-email",
    "fax": "send-fax",
    "voice": "send-voice",
    "tts": "send-tts",
    "whatsapp": "send-whatsapp",
    "rcs": "send-rcs",
}
"""The types of messages that paths name, but for `sms`, by the call that sends such; every other call sends SMS."""
DIALLED = frozenset({"send-fax", "send-voice", "send-tts"})
"""Calls whose messages a telephone is dialled for."""
INSTEAD_OF_TEMPLATES = {
    "send-sms": ("Message",),
    "send-rcs": ("Message",),
    "send-email": ("MessageHTML", "MessagePlain"),
    "send-fax": ("Message", "Files"),
    "send-voice": ("MessageToPeople",),
    "send-tts": ("MessageToPeople",),
}
"""By call, the members that are read instead of the template that a request names, where both are there."""


def kind(call: str) -> Kind:
    """Tell of which type the messages of a call are."""
    return KINDS.get(call, SMS)


def type_of(call: str) -> str:
    """Give the type of a call's messages as paths name it."""
    return next((word for word, sends in TYPES.items() if sends == call), "sms")


def type_of_path(path: str) -> str:
    """Give the type of messages that a path is for, "" where it names none.

    >>> type_of_path("/api/v3.00/email/ID1/abort"), type_of_path("/api/v2.04/get/sms/reply/ID1")
    ('email', 'sms')
    >>> type_of_path("/api/v2.04/get/status/fax")
    ''
    """
    _, _, below = path.lower().partition("/api/v")
    named = [word for word in below.split("/")[1:3] if word in TYPES or word == "sms"]
    return named[0] if named else ""


def goes_as_sms(call: str) -> bool:
    """Tell whether a call's messages are taken to handsets as SMS, as those of workflows are taken to be."""
    return kind(call) in (SMS, WORKFLOW)


def went_by(message: Message, recipient: Recipient) -> str:
    """Give the call whose type of message a recipient has got: the message's, or what it has fallen back on."""
    if recipient.extra is None or recipient.status not in ("SUCCESS", "FAILED"):
        return message.call
    return str(recipient.extra.get(FALLEN_BACK, message.call))


def seconds_spoken(text: str) -> int:
    """Say how long a text is spoken."""
    return -(-len(text) // CHARACTERS_A_SECOND) or 1


def detail(message: Message, recipient: Recipient) -> str:
    """Say what webhooks tell of a message to a recipient: how large it is."""
    call = went_by(message, recipient)
    if goes_as_sms(call):
        same = call == message.call and recipient.text is None
        return f"SMSParts:{message.parts if same else segments(_text(message, recipient)).parts}"
    if call == message.call:
        return str(message.fields.get(DETAIL, ""))
    return f"VoiceSeconds:{seconds_spoken(_text(message, recipient))}" if call == "send-tts" else ""


def _text(message: Message, recipient: Recipient) -> str:
    return message.text if recipient.text is None else recipient.text


def destination(number: str) -> str:
    """Write whom a message is for: a number in international form, anything else as it is."""
    return f"+{number}" if number.isdecimal() and number.isascii() else number
