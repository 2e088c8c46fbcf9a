"""Tokens in a text, such as `[[FirstName]]`: what each recipient reads in their places, and what that costs.

A link is made of what it stands for, whom it is for and the session's seed: the same text to the same handset has the
same links.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from mock_gateway.text.segments import segments

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mock_gateway.model.messages import Message, Recipient

OPEN = "[["
"""A text without it has no tokens."""
MEMBERS: Mapping[str, str] = {
    name.lower(): name
    for name in ("Attention", "FirstName", "LastName", "Company", *(f"Custom{number}" for number in range(1, 10)))
}
"""Tokens that stand for a member of the destination, as they are compared: in lower case, without spaces."""
LINKS = frozenset({"reply", "stop"})
"""Tokens that stand for a page of the gateway's own."""
_TOKEN = re.compile(r"\[\[([^\[\]]{1,2000})\]\]")
_FILE = re.compile(r"file([0-9]{1,2})")
_CHARACTERS = 8


class Filling(NamedTuple):
    """How tokens are filled.

    Attributes:
        link: what links begin with.
        keep: a token that nothing is known for stays; else nothing stands in its place.
        files: how many the message came with.
        seed: of the session.
        price: of one SMS part, in thousandths; 0 where a text is not charged by its parts.

    """

    link: str
    keep: bool
    files: int
    seed: int
    price: int


def personalise(message: Message, filling: Filling) -> None:
    """Fill the tokens of a message for each recipient that is sent to, who then costs what that text does."""
    for recipient in message.recipients:
        if recipient.ended_at is not None:
            continue
        text = filled(message.text, recipient, filling)
        if text != message.text:
            recipient.text = text
            if filling.price:
                recipient.price = filling.price * segments(text).parts


def filled(text: str, recipient: Recipient, filling: Filling) -> str:
    """Give a text as a recipient reads it."""
    return _TOKEN.sub(lambda token: _value(token[0], token[1].strip(), recipient, filling), text)


def read_by(message: Message, recipient: Recipient | None) -> str:
    """Give what a handset read of a message: its own text, or the message's."""
    return message.text if recipient is None or recipient.text is None else recipient.text


def read_at(message: Message, number: str) -> str:
    """Give what the handset of a number read of a message."""
    return read_by(message, next((each for each in message.recipients if each.number == number), None))


def _value(token: str, inside: str, recipient: Recipient, filling: Filling) -> str:
    """Give what stands for a token; what is none stays."""
    word = inside.replace(" ", "").lower()
    if word in MEMBERS:
        known = (recipient.extra or {}).get(MEMBERS[word])
        return str(known) if known is not None else _unknown(token, filling)
    number = _FILE.fullmatch(word)
    if number is not None and not 0 < int(number[1]) <= filling.files:
        return _unknown(token, filling)
    if word.startswith("link:") and len(word) > len("link:"):
        return _short(inside[len("link:") :].strip(), recipient, filling)
    return _short(word, recipient, filling) if number is not None or word in LINKS else token


def _unknown(token: str, filling: Filling) -> str:
    return token if filling.keep else ""


def _short(what: str, recipient: Recipient, filling: Filling) -> str:
    made = sha256(f"{filling.seed} {recipient.number} {what}".encode()).hexdigest()
    return f"{filling.link}{made[:_CHARACTERS]}"
