"""The parameters of a callback that has no body: how they are written, and where in a URL they stand.

Text in, text out, as PHP's `http_build_query` writes it; what the parameters are is the gateway's data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote_plus

if TYPE_CHECKING:
    from collections.abc import Mapping


def appended(url: str, parameters: Mapping[str, object]) -> str:
    """Append parameters to a URL: its own query stays as it is written and comes first, its fragment is dropped.

    >>> appended("https://example.com/in?key=a b#top", {"status": "on its way", "at": "09:00", "rate": None})
    'https://example.com/in?key=a b&status=on+its+way&at=09%3A00'
    """
    base, _, _ = url.partition("#")
    added = encoded(parameters)
    if not added:
        return base
    if "?" not in base:
        return f"{base}?{added}"
    return f"{base}{added}" if base.endswith(("?", "&")) else f"{base}&{added}"


def own(url: str) -> str:
    """Give the query of a URL as it is written, "" for none."""
    return url.partition("#")[0].partition("?")[2]


def encoded(parameters: Mapping[str, object]) -> str:
    """Encode parameters: None is left out, truth values are 1 and 0, all but letters, digits and `-_.` is escaped."""
    return "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in parameters.items() if value is not None)


def _quoted(value: object) -> str:
    text = str(int(value)) if isinstance(value, bool) else str(value)
    return quote_plus(text, safe="", errors="replace").replace("~", "%7E")
