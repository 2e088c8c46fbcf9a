"""The two tables of the GSM 7-bit default alphabet (3GPP TS 23.038 §6.2.1).

Only the alphabet lives here; how many parts a text needs is said in `segments`.
"""

from __future__ import annotations

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""Characters of one septet each."""

EXTENSION = frozenset("\f^{}\\[~]|€")
"""Characters of two septets each: an escape and a character of the extension table."""

ALPHABET = BASIC | EXTENSION


def outside(text: str) -> tuple[str, ...]:
    """List the characters that the alphabet lacks, each once, in order of appearance."""
    return tuple(dict.fromkeys(character for character in text if character not in ALPHABET))
