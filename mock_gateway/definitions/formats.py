"""The formats that schemas may ask for, each really checked, and the same for both validators."""

from __future__ import annotations

import ipaddress
import re
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mock_gateway.text.addresses import is_email
from mock_gateway.text.octets import segment

if TYPE_CHECKING:
    from collections.abc import Callable

_HOST = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)(?:\.(?!-)[A-Za-z0-9-]{1,63}(?<!-))*\.?", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x20\x7f]")
_LARGEST_PORT = 65535
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_LOCAL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}", re.ASCII)
_OFFSET = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}[+-][0-9]{2}:[0-9]{2}", re.ASCII)


def is_http_url(text: str) -> bool:
    """Check for an absolute http or https URL with a host; user and password are allowed."""
    if _CONTROL.search(text):
        return False
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    return (
        parts.scheme in ("http", "https")
        and (port is None or 0 < port <= _LARGEST_PORT)
        and (_HOST.fullmatch(host) is not None or _is_address(host))
    )


def is_free_of_controls(text: str) -> bool:
    """Check that there are no control characters (U+0000 to U+001F, U+007F)."""
    return not any(character < " " or character == "\x7f" for character in text)


def is_segment(text: str) -> bool:
    """Check for Base64 of what one SMS can carry, 1 to 140 bytes."""
    return segment(text) is not None


def is_local_date(text: str) -> bool:
    """Check for a day of the calendar, `2019-06-15`."""
    return _is_instant(text, _DATE)


def is_local_time(text: str) -> bool:
    """Check for an instant without a zone, `2019-06-15 14:02:29`, that there is."""
    return _is_instant(text, _LOCAL)


def is_offset_time(text: str) -> bool:
    """Check for an instant with milliseconds and a distance from UTC, `2013-05-27T13:36:00.000+02:00`."""
    return _is_instant(text, _OFFSET)


def _is_instant(text: str, form: re.Pattern[str]) -> bool:
    if form.fullmatch(text) is None:
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


FORMATS: dict[str, Callable[[str], bool]] = {
    "email": is_email,
    "http-url": is_http_url,
    "free-of-controls": is_free_of_controls,
    "base64-of-1-to-140-bytes": is_segment,
    "local-date": is_local_date,
    "local-time": is_local_time,
    "offset-time": is_offset_time,
}
