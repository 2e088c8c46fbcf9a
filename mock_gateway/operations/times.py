"""Instants as gateways write them, and scheduled times as clients do."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from mock_gateway.state.clock import EPOCH, moment

_WINDOWS: Final = {
    "New Zealand": "Pacific/Auckland",
    "AUS Eastern": "Australia/Sydney",
    "E. Australia": "Australia/Brisbane",
    "Cen. Australia": "Australia/Adelaide",
    "AUS Central": "Australia/Darwin",
    "W. Australia": "Australia/Perth",
    "Tasmania": "Australia/Hobart",
    "Central Pacific": "Pacific/Guadalcanal",
}
ZONES: Final = _WINDOWS | {name: name for name in _WINDOWS.values()}
"""Windows' short names of time zones, as the BestSMS family takes them, and those of elsewhere, as its clients say."""

_FORMS: Final = (
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%d/%m/%Y %H:%M",
)


@lru_cache(maxsize=32)
def zone(name: str) -> ZoneInfo:
    """Give the time zone of a short name, UTC for an unknown one."""
    return ZoneInfo(ZONES.get(name, "UTC"))


def local(at: int, timezone: str) -> str:
    """Write an instant as `2024-05-01 15:51:42` in a zone."""
    return moment(at).astimezone(zone(timezone)).strftime("%Y-%m-%d %H:%M:%S")


def rfc3339(at: int) -> str:
    """Write an instant as `2024-05-01T03:51:42.000Z`."""
    return moment(at).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at % 1000:03d}Z"


def scheduled(text: str, timezone: str) -> int | None:
    """Read a time that is local to a zone; None where it is none of the forms that clients send."""
    for form in _FORMS:
        try:
            naive = datetime.strptime(text, form)  # noqa: DTZ007  the zone is the client's, set on the next line
        except ValueError:
            continue
        try:
            return round((naive.replace(tzinfo=zone(timezone)).astimezone(UTC) - EPOCH).total_seconds() * 1000)
        except OverflowError:
            return None
    return None


def offset_time(at: int) -> str:
    """Write an instant as `2013-05-27T11:36:00.000+00:00`."""
    return moment(at).isoformat(timespec="milliseconds")
