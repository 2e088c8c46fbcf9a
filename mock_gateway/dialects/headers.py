"""What Content-Type and Accept say, worked out once for each spelling."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=256)
def media_type(header: str) -> tuple[str, str]:
    """Give the media type in lower case and the charset, "" where none is declared.

    >>> media_type("application/json; encoding='utf-8'"), media_type("text/plain;charset=Latin-1")
    (('application/json', ''), ('text/plain', 'latin-1'))
    """
    media, *parameters = header.split(";")
    charset = ""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip().strip("\"'").lower()
    return media.strip().lower(), charset


@lru_cache(maxsize=256)
def preferred(header: str, offered: tuple[tuple[str, str], ...], otherwise: str) -> str | None:
    """Choose a dialect by an Accept header.

    Args:
        header: the header's value; empty accepts anything.
        offered: media types and their dialects, the gateway's favourite first.
        otherwise: the dialect where the client has no preference.

    Returns:
        The dialect, or None where the client accepts none of those offered.

    """
    if not header.strip():
        return otherwise
    ranges = sorted(_ranges(header), key=lambda item: -item[1])
    for media, quality in ranges:
        if quality <= 0:
            continue
        if media in ("*/*", "*"):
            return otherwise
        for offer, dialect in offered:
            if media == offer or (media.endswith("/*") and offer.startswith(media[:-1])):
                return dialect
    return None


def _ranges(header: str) -> list[tuple[str, float]]:
    found = []
    for piece in header.split(","):
        media, *parameters = piece.split(";")
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "q":
                quality = _number(value.strip())
        if media.strip():
            found.append((media.strip().lower(), quality))
    return found


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
