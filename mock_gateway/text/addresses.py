"""E-mail addresses: what counts as one."""

from __future__ import annotations

import re

_EMAIL = re.compile(r"[^@\s\x00-\x1f]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,253}[A-Za-z0-9])?", re.ASCII)


def is_email(text: str) -> bool:
    """Check for one address with one `@`, a domain of letters, digits, dots and dashes."""
    return _EMAIL.fullmatch(text) is not None and ".." not in text
