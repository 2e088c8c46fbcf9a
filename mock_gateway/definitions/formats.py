"""The formats that schemas may ask for, each really checked, and the same for both validators."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mock_gateway.text.addresses import is_email
from mock_gateway.text.octets import segment

if TYPE_CHECKING:
    from collections.abc import Callable

_HOST = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)(?:\.(?!-)[A-Za-z0-9-]{1,63}(?<!-))*\.?", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x20\x7f]")
_LARGEST_PORT = 65535


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
}
