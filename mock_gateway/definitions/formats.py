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
    from collections.abc import Callable, Mapping

_HOST = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)(?:\.(?!-)[A-Za-z0-9-]{1,63}(?<!-))*\.?", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x20\x7f]")
_LARGEST_PORT = 65535
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_HOURS = "[0-9]{2}:[0-9]{2}:[0-9]{2}"
_DATE = re.compile(_DAY, re.ASCII)
_LOCAL = re.compile(f"{_DAY} {_HOURS}", re.ASCII)
_WITH_T = re.compile(f"{_DAY}T{_HOURS}", re.ASCII)
_UTC = re.compile(rf"{_DAY}T{_HOURS}\.[0-9]{{3}}Z", re.ASCII)
_OFFSET = re.compile(rf"{_DAY}T{_HOURS}\.[0-9]{{3}}[+-][0-9]{{2}}:[0-9]{{2}}", re.ASCII)
_HALF_DAY = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{4}) ([0-9]{2}):([0-9]{2}) ([ap])\.m\.", re.ASCII)


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


def is_local_time_with_t(text: str) -> bool:
    """Check for an instant without a zone, `2019-06-15T14:02:29`, that there is."""
    return _is_instant(text, _WITH_T)


def is_utc_time(text: str) -> bool:
    """Check for an instant in UTC with milliseconds, `2019-06-15T14:02:29.000Z`, that there is."""
    return _is_instant(text, _UTC)


def is_half_day_time(text: str) -> bool:
    """Check for a minute by the hour of 24 that says its half of the day all the same, `15/06/2019 14:02 p.m.`."""
    found = _HALF_DAY.fullmatch(text)
    if found is None:
        return False
    day, month, year, hour, minute, half = found.groups()
    return _is_instant(f"{year}-{month}-{day} {hour}:{minute}:00", _LOCAL) and half == ("p" if hour > "11" else "a")


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
    "local-time-with-t": is_local_time_with_t,
    "utc-time": is_utc_time,
    "half-day-time": is_half_day_time,
    "offset-time": is_offset_time,
}

_YEAR = "[1-9][0-9]{3}"
_LEAP_YEAR = "(2000|[1-9][0-9](0[48]|[2468][048]|[13579][26]))"
_LATE = "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8])"
_CALENDAR = f"({_YEAR}-({_LATE})|{_LEAP_YEAR}-02-29)"
_TIME = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_DISTANCE = "[+-]([01][0-9]|2[0-3]):[0-5][0-9]"
_DAY_FIRST = (
    f"((0[1-9]|1[0-9]|2[0-8])/(0[1-9]|1[0-2])|(29|30)/(0[13-9]|1[0-2])|31/(0[13578]|1[02]))/{_YEAR}|29/02/{_LEAP_YEAR}"
)
_HALF = r"((0[0-9]|1[01]):[0-5][0-9] a|(1[2-9]|2[0-3]):[0-5][0-9] p)\.m\."
_LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_NAME = rf"{_LABEL}(\.{_LABEL})*"

PATTERNS: Mapping[str, str] = {
    "email": "^[^\\x00-\\x20@]{1,64}@[A-Za-z0-9]([A-Za-z0-9.-]{0,253}[A-Za-z0-9])?$",
    "http-url": (
        rf"^[Hh][Tt][Tt][Pp][Ss]?://([^\x00-\x20\x7f/?#]*@)?({_NAME}\.?|\[[0-9A-Fa-f:.]+\])(:[0-9]{{0,5}})?"
        r"([/?#][^\x00-\x20\x7f]*)?$"
    ),
    "free-of-controls": r"^[^\x00-\x1f\x7f]*$",
    "base64-of-1-to-140-bytes": "^([A-Za-z0-9+/]{2,188}|[A-Za-z0-9_-]{2,188})={0,2}$",
    "local-date": f"^{_CALENDAR}$",
    "local-time": f"^{_CALENDAR} {_TIME}$",
    "local-time-with-t": f"^{_CALENDAR}T{_TIME}$",
    "utc-time": rf"^{_CALENDAR}T{_TIME}\.[0-9]{{3}}Z$",
    "offset-time": rf"^{_CALENDAR}T{_TIME}\.[0-9]{{3}}{_DISTANCE}$",
    "half-day-time": f"^({_DAY_FIRST}) {_HALF}$",
}
"""What comes near to each format for validators that do not know it: in what all dialects of patterns have in common.

Instants are told exactly, but for years before 1000 and leap years that are a hundred's, 2000 alone excepted. Of the
others a pattern takes all that the format takes, and little else. Schemas of what gateways send have it beside the
format.
"""
