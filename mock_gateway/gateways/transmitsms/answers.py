"""How the TransmitSMS family writes what it answers: members in the wire's order, the `error` block last."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from mock_gateway.model.wire import Outcome, Verbatim
from mock_gateway.operations.page import cut, seen
from mock_gateway.state.clock import EPOCH, moment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mock_gateway.operations.page import Page
    from mock_gateway.state.case import Case
    from mock_gateway.state.table import Selection

SUCCESS: Mapping[str, str] = {"code": "SUCCESS", "description": "OK"}


def success(members: Mapping[str, Any], message_id: str = "", headers: tuple[tuple[str, str], ...] = ()) -> Outcome:
    """Answer what was asked for."""
    return Outcome(200, {**members, "error": SUCCESS}, headers, message_id=message_id)


def paged(  # noqa: PLR0913  what a page of a list is made of, by name
    case: Case,
    items: Selection[Any],
    collection: str,
    show: Callable[[Any], Mapping[str, Any]],
    *,
    total: str = "total",
    identify: Callable[[Any], object],
    between: Callable[[Page], Mapping[str, Any]] | None = None,
) -> Outcome:
    """Answer a page of a list.

    Args:
        case: the request.
        items: the whole list, in the order of the answer.
        collection: the member that holds the items; it is left out where there are none.
        show: an item as the answer shows it.
        total: the member that holds the number of items.
        identify: what tells an item from others, for the journal.
        between: what stands between the total and the items.

    """
    page = cut(case, items)
    part = items.part(page.first, page.after)
    body: dict[str, Any] = {"page": {"count": page.pages, "number": page.number}, total: said(case, page.total)}
    body |= between(page) if between is not None else {}
    if part or case.settings["empty_collection"] == "list":
        body[collection] = [show(item) for item in part]
    before = [identify(item) for item in items.part(page.first - 1, page.first)] if page.first else [None]
    return success(body)._replace(page=seen(case, page, map(identify, part), before[-1]))


def said(case: Case, total: int) -> int | Verbatim:
    """Write a total: a number, or text where the test wants that."""
    return Verbatim(total) if case.settings["page_quirk"] == "text_total" else total


def stamp(at: int) -> str:
    """Write an instant as `2020-06-15 23:06:03`, UTC."""
    return _stamp(at // 1000)


@lru_cache(maxsize=4096)
def _stamp(seconds: int) -> str:
    return moment(1000 * seconds).strftime("%Y-%m-%d %H:%M:%S")


def date(at: int) -> str:
    """Write the day of an instant as `2020-06-15`."""
    return stamp(at)[:10]


def instant(text: str, *, end: bool = False) -> int:
    """Read a time that fits the pattern of the schemas; a day that its month lacks is one of the next month.

    Args:
        text: `2020-06-15`, `2020-06-15 23:06` or `2020-06-15 23:06:03`, with `T` or blank, with or without `Z`.
        end: a bare date means its last millisecond.

    """
    day, _, time = text.replace("T", " ").rstrip("Z").partition(" ")
    year, month, date_ = (int(part) for part in day.split("-"))
    at = datetime(max(year, 1), month, 1, tzinfo=UTC) + timedelta(days=date_ - 1)
    hours, minutes, seconds = ([int(part) for part in time.split(":")] + [0, 0, 0])[:3] if time else (0, 0, 0)
    found = at + timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if end and not time:
        found += timedelta(days=1, milliseconds=-1)
    return (found - EPOCH) // timedelta(milliseconds=1)


def span(case: Case, usual: int | None) -> tuple[int | None, int | None]:
    """Give the time between `start` and `end` of a request.

    Args:
        case: the request.
        usual: milliseconds before `end` where there is no `start`; None for no bound.

    """
    document = case.document
    until = instant(document["end"], end=True) if "end" in document else None
    if "start" in document:
        return instant(document["start"]), until
    return (None if usual is None else (case.now if until is None else until) - usual), until


def money(thousandths: int) -> int | float:
    """Write an amount: `0.087`, `58.05`, `25`."""
    whole, rest = divmod(thousandths, 1000)
    return thousandths / 1000 if rest else whole


def fields(names: Mapping[int, str], values: Mapping[int, str], case: Case) -> Any:  # noqa: ANN401  an object or a list
    """Write custom fields by name, or as a list of name and value where the request wants that; unset ones are ""."""
    shown = {name: values.get(number, "") for number, name in sorted(names.items())}
    if case.document.get("response_style") == "array":
        return [{"name": name, "value": value} for name, value in shown.items()]
    return shown
