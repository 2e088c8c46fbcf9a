"""What an Accept header allows, worked out once for each spelling."""

from __future__ import annotations

from functools import lru_cache


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
    ranges = _ranges(header)
    best: tuple[float, int, bool] | None = None
    chosen = None
    for offer, dialect in offered:
        fitting = [(_precision(media, offer), -place, quality) for place, (media, quality) in enumerate(ranges)]
        precision, place, quality = max(fitting, default=(-1, 0, 0.0))
        rank = (quality, place if precision else 0, dialect == otherwise)
        if precision >= 0 and quality > 0 and (best is None or rank > best):
            best, chosen = rank, dialect
    return chosen


def _precision(media: str, offer: str) -> int:
    """Tell how exactly a range means a media type: 2 exactly, 1 its kind, 0 as anything, -1 not at all."""
    if media == offer:
        return 2
    if media.endswith("/*") and offer.startswith(media[:-1]):
        return 1
    return 0 if media in ("*/*", "*") else -1


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
