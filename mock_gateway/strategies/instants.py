"""Instants as gateways write them, drawn over all the years that a client can meet."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hypothesis.strategies import SearchStrategy

FIRST, LAST = datetime(2000, 1, 1), datetime(2099, 12, 31, 23, 59, 59)  # noqa: DTZ001  the zone is put to them
WEST, EAST = -12 * 60, 14 * 60
"""Minutes from UTC."""
NOON = 12
FORMS: Mapping[str, Callable[[datetime], str]] = {
    "local-date": lambda instant: f"{instant:%Y-%m-%d}",
    "local-time": lambda instant: f"{instant:%Y-%m-%d %H:%M:%S}",
    "local-time-with-t": lambda instant: f"{instant:%Y-%m-%dT%H:%M:%S}",
    "utc-time": lambda instant: f"{instant:%Y-%m-%dT%H:%M:%S}.{instant.microsecond // 1000:03}Z",
    "offset-time": lambda instant: instant.isoformat(timespec="milliseconds"),
    "half-day-time": lambda instant: f"{instant:%d/%m/%Y %H:%M} {'ap'[instant.hour >= NOON]}.m.",
}
"""How formats of schemas spell an instant."""
_EDGES = (
    FIRST,
    datetime(2024, 2, 29, 23, 59, 59),  # noqa: DTZ001  as above
    datetime(2026, 3, 29, 2, 30),  # noqa: DTZ001  an hour that Europe does not have
    datetime(2026, 10, 4, 2, 30),  # noqa: DTZ001  nor Sydney
    datetime(2026, 12, 31, 12),  # noqa: DTZ001  as above
    LAST,
)


def instants(form: str) -> SearchStrategy[str]:
    """Draw an instant as a format spells it, among them leap days, ends of years, hours that a zone jumps over."""
    naive = st.sampled_from(_EDGES) | st.datetimes(FIRST, LAST)
    zones = st.integers(WEST // 15, EAST // 15).map(lambda quarter: timezone(timedelta(minutes=15 * quarter)))
    return st.builds(lambda instant, zone: FORMS[form](instant.replace(tzinfo=zone)), naive, zones)
