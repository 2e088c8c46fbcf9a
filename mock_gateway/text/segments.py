"""How a text becomes SMS parts.

160 septets or 70 UCS-2 units alone, 153 or 67 in each part once a concatenation header is needed. An escape pair of
GSM-7 is never split between two parts; a UCS-2 surrogate pair is not either, unless `straddle` is asked for.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from mock_gateway.text.gsm7 import ALPHABET, BASIC, EXTENSION, outside

GSM7 = "GSM-7"
UCS2 = "UCS-2"
SINGLE = {GSM7: 160, UCS2: 70}
EACH = {GSM7: 153, UCS2: 67}
_LAST_OF_THE_BASIC_PLANE = 0xFFFF


class Segments(NamedTuple):
    """What a text weighs on the air.

    Attributes:
        encoding: `GSM-7` or `UCS-2`.
        units: septets or 16-bit units of the whole text, without headers.
        parts: how many SMS it becomes; an empty text is one.
        left: units still free in the last part.
        forced_by: the characters that GSM-7 lacks, each once, in order of appearance.

    """

    encoding: str
    units: int
    parts: int
    left: int
    forced_by: tuple[str, ...]


def weight(character: str, encoding: str) -> int:
    """Units of one character: 1 or 2."""
    if encoding == GSM7:
        return 2 if character in EXTENSION else 1
    return 2 if ord(character) > _LAST_OF_THE_BASIC_PLANE else 1


def split(text: str, *, straddle: bool = False) -> list[str]:
    """Cut a text into the texts of its parts; joined again they are the text.

    With `straddle` a surrogate pair may lie across two parts; its character is then told in the part it starts in.
    """
    encoding = _encoding(text)
    weights = [weight(character, encoding) for character in text]
    if sum(weights) <= SINGLE[encoding]:
        return [text]
    parts, start, used = [], 0, 0
    limit = EACH[encoding]
    may_straddle = straddle and encoding == UCS2
    for place, units in enumerate(weights):
        if used + units > limit and not (may_straddle and used < limit):
            parts.append(text[start:place])
            start, used = place, 0
        used += units
        if used > limit:
            parts.append(text[start : place + 1])
            start, used = place + 1, used - limit
    if start < len(text) or used:
        parts.append(text[start:])
    return parts


@lru_cache(maxsize=2048)
def segments(text: str, *, straddle: bool = False) -> Segments:
    """Weigh a text.

    >>> segments("[" * 80).parts, segments("ē").encoding
    (1, 'UCS-2')
    """
    characters = set(text)
    if characters <= BASIC and len(text) <= SINGLE[GSM7]:
        return Segments(GSM7, len(text), 1, SINGLE[GSM7] - len(text), ())
    encoding = GSM7 if characters <= ALPHABET else UCS2
    units = sum(weight(character, encoding) for character in text)
    if units <= SINGLE[encoding]:
        return Segments(encoding, units, 1, SINGLE[encoding] - units, outside(text))
    parts, used = _fill(text, encoding, straddle=straddle)
    return Segments(encoding, units, parts, EACH[encoding] - used, outside(text))


def _encoding(text: str) -> str:
    return GSM7 if ALPHABET.issuperset(text) else UCS2


def _fill(text: str, encoding: str, *, straddle: bool) -> tuple[int, int]:
    """Count the parts of a split text and the units used in its last one."""
    limit = EACH[encoding]
    if straddle and encoding == UCS2:
        units = sum(weight(character, encoding) for character in text)
        full, rest = divmod(units, limit)
        return (full, limit) if rest == 0 else (full + 1, rest)
    parts, used = 1, 0
    for character in text:
        units = weight(character, encoding)
        if used + units > limit:
            parts, used = parts + 1, 0
        used += units
    return parts, used
