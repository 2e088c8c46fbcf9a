"""Binary messages: every SMS is at most 140 bytes, and clients write them as Base64."""

from __future__ import annotations

import re
from base64 import b64decode
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST: Final = 140
"""Bytes of one SMS, its user data header included."""

BINARY: Final = "8-bit"
"""What the encoding of a binary message is called, beside GSM-7 and UCS-2."""

_STANDARD = re.compile(r"[A-Za-z0-9+/]+={0,2}")
_URL_SAFE = re.compile(r"[A-Za-z0-9_-]+={0,2}")
_QUANTUM = 4
_LONGEST = -(-MOST // 3) * _QUANTUM


def segment(encoded: str) -> bytes | None:
    r"""Give the bytes of an SMS; None where it is no Base64, or empty, or more than 140 bytes.

    The alphabet is the standard or the URL-safe one. The padding is whole or left out.

    >>> segment("BQAD/AIB"), segment("BQAD_AIB"), segment("QQ"), segment("")
    (b'\x05\x00\x03\xfc\x02\x01', b'\x05\x00\x03\xfc\x02\x01', b'A', None)
    """
    if len(encoded) > _LONGEST or not (_STANDARD.fullmatch(encoded) or _URL_SAFE.fullmatch(encoded)):
        return None
    digits = encoded.rstrip("=")
    if len(digits) % _QUANTUM == 1 or (len(digits) < len(encoded) and len(encoded) % _QUANTUM):
        return None
    raw = b64decode(digits + "=" * (-len(digits) % _QUANTUM), b"-_" if "-" in digits or "_" in digits else None)
    return raw if len(raw) <= MOST else None


def shown(segments: Iterable[bytes]) -> str:
    r"""Show the SMS of a binary message as text: each in hexadecimal, a space between them.

    `bytes.fromhex` reads it again, each of the words or all of it.

    >>> shown((b"\x05\x00", b"\xff"))
    '0500 ff'
    """
    return " ".join(each.hex() for each in segments)
