"""Check the rows of a gateway against its schemas and against each other.

Every place and keyword of a request schema is claimed by a row or tolerated, every place that a row names exists, and
no row stands in the shadow of an earlier one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mock_gateway.definitions.compile import claims, covers
from mock_gateway.errors import DataError, unknown
from mock_gateway.model.rules import PASSABLE, Fact, Unreadable, Violates
from mock_gateway.rules.facts import FACTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mock_gateway.definitions.plain_yaml import Source
    from mock_gateway.model.gateway import Call, Gateway
    from mock_gateway.model.rules import Row

Claim = tuple[str, str, str]


def rules(gateway: Gateway, files: Mapping[str, Source]) -> list[DataError]:
    """Check the rows; errors point into `rejections.yaml`, or into `gateway.yaml` for what no row claims."""
    found = [
        *_places(gateway, files["rejections"]),
        *_shadows(gateway, files["rejections"]),
        *_unclaimed(gateway, files["gateway"]),
        *_tolerated(gateway, files["gateway"]),
        *_troubles(gateway, files["rejections"]),
    ]
    return sorted(found, key=lambda error: (error.file, error.line))


def _calls(gateway: Gateway, row: Row) -> list[Call]:
    return [call for name, call in gateway.calls.items() if name and (not row.calls or name in row.calls)]


def _places(gateway: Gateway, source: Source) -> Iterator[DataError]:
    for number, row in enumerate(gateway.rows):
        known = {pair for call in _calls(gateway, row) for pair in call.places}
        condition = row.condition
        if isinstance(condition, Violates):
            yield from _violated_places(source, number, condition, known)
        elif isinstance(condition, Fact):
            kind = FACTS[condition.name]
            for name, value in condition.arguments:
                if kind.arguments[name] == "place" and not any(place == value for place, _ in known):
                    yield source.error((number, "when", name), unknown("place", value, {place for place, _ in known}))


def _violated_places(
    source: Source, number: int, condition: Violates, known: set[tuple[str, str]]
) -> Iterator[DataError]:
    for name, named in (("violates", condition.places), ("except", condition.but)):
        for each in named:
            if not any(covers(each, place) for place, _ in known):
                yield source.error((number, "when", name), unknown("place", each, {place for place, _ in known}))
    met = {keyword for place, keyword in known if any(covers(each, place) for each in condition.places)}
    for keyword in condition.keywords:
        if keyword not in met:
            yield source.error((number, "when", "keywords"), unknown("keyword at these places", keyword, met))


class _Reach(NamedTuple):
    """A row with the calls that can meet it, and what of their schemas it claims."""

    row: Row
    calls: frozenset[str]
    claims: frozenset[Claim]


def _shadows(gateway: Gateway, source: Source) -> Iterator[DataError]:
    reaches = [_reach(gateway, row) for row in gateway.rows]
    for number, narrow in enumerate(reaches):
        for wide in reaches[:number]:
            row, earlier = narrow.row, wide.row
            if _shadowed(narrow, wide):
                where = f"on line {earlier.line}" if earlier.file == row.file else f"at {earlier.rule}"
                yield source.error(
                    (number,), f"the row {row.key!r} can never answer: {earlier.key!r}, {where}, holds first"
                )


def _reach(gateway: Gateway, row: Row) -> _Reach:
    condition = row.condition
    claimed = _claims(gateway, row, condition) if isinstance(condition, Violates) else ()
    return _Reach(row, frozenset(call.name for call in _calls(gateway, row)), frozenset(claimed))


def _shadowed(later: _Reach, earlier: _Reach) -> bool:
    """Tell whether an earlier row holds whenever a later one does; one that is only forced is in nobody's shadow."""
    if (
        getattr(later.row.condition, "name", "") == "never"
        or not set(earlier.row.in_force) <= set(later.row.in_force)
        or earlier.row.each
    ):
        return False
    wide, narrow = earlier.row.condition, later.row.condition
    same_calls = later.calls <= earlier.calls
    if isinstance(wide, Unreadable) and isinstance(narrow, Unreadable):
        return same_calls and set(narrow.reasons) <= set(wide.reasons)
    if isinstance(wide, Violates) and isinstance(narrow, Violates):
        return later.claims <= earlier.claims
    if isinstance(wide, Fact) and isinstance(narrow, Fact) and wide.name != "never":
        return same_calls and (wide == narrow or wide.name == "always")
    return isinstance(wide, Fact) and wide.name == "always" and same_calls and not isinstance(narrow, Unreadable)


def _claims(gateway: Gateway, row: Row, condition: Violates) -> set[Claim]:
    return {
        (call.name, place, keyword)
        for call in _calls(gateway, row)
        for place, keyword in claims(condition, call.places)
    }


def _unclaimed(gateway: Gateway, source: Source) -> Iterator[DataError]:
    claimed: set[Claim] = set()
    for row in gateway.rows:
        if isinstance(row.condition, Violates):
            claimed |= _claims(gateway, row, row.condition)
    for call in gateway.calls.values():
        if not call.name:
            continue
        for place, keyword in call.places:
            if (call.name, place, keyword) in claimed or _is_tolerated(call, place, keyword):
                continue
            if (place, keyword) == ("", "type"):
                continue  # what is no object is unreadable
            yield source.error(
                ("calls", call.name, "schema"),
                f"no row claims {keyword!r} at {place or 'the whole document'!r}, and `tolerates` does not list it",
            )


def _tolerated(gateway: Gateway, source: Source) -> Iterator[DataError]:
    for number, each in enumerate(source.value["tolerates"]):
        calls = [call for name, call in gateway.calls.items() if name and name in each.get("calls", [name])]
        pairs = {pair for call in calls for pair in call.places}
        known = {place for place, _ in pairs}
        for index, pattern in enumerate(each["places"]):
            if not any(covers(pattern, place) for place in known):
                yield source.error(("tolerates", number, "places", index), unknown("place", pattern, known))
        met = {keyword for place, keyword in pairs if any(covers(pattern, place) for pattern in each["places"])}
        for index, keyword in enumerate(each["keywords"]):
            if keyword not in met:
                said = unknown("keyword at these places", keyword, met)
                yield source.error(("tolerates", number, "keywords", index), said)


def _is_tolerated(call: Call, place: str, keyword: str) -> bool:
    return any(
        keyword in each["keywords"] and any(covers(pattern, place) for pattern in each["places"])
        for each in call.tolerates
    )


def _is_answered(gateway: Gateway, reason: str, call: str) -> bool:
    """Tell whether a row of a call answers a reason whatever the settings, or one for each value of a setting does.

    What only the headers say can also be let pass: there one row under one setting is enough.
    """
    about = [
        row
        for row in gateway.rows
        if isinstance(row.condition, Unreadable) and reason in row.condition.reasons
        if not row.calls or call in row.calls
    ]
    if any(not row.in_force or reason in PASSABLE for row in about):
        return True
    found = {row.in_force[0] for row in about if len(row.in_force) == 1}
    settings = [knob for knob in gateway.settings.values() if knob.values]
    return any(found >= {(knob.name, value) for value in knob.values} for knob in settings)


def _troubles(gateway: Gateway, source: Source) -> Iterator[DataError]:
    """Say which reasons for being unreadable no row answers."""
    needed = {("path", ""), ("method", ""), ("size", "")}
    for call in gateway.calls.values():
        if call.name:
            needed |= set() if call.reading.lenient else {("syntax", call.name)}
            needed |= {("media_type", call.name)} if call.reading.strict_media else set()
            needed |= {("choice", call.name)} if any(route.choice for route in call.routes) else set()
            needed |= {("accept", call.name)} if call.writing.strict_accept else set()
    for reason in sorted({reason for reason, call in needed if not _is_answered(gateway, reason, call)}):
        yield source.error((), f"no row answers what is unreadable for the reason {reason!r}")
    if not any(row.cause == "internal_error" for row in gateway.rows):
        yield source.error((), "no row has the cause 'internal_error': nothing can say that the gateway itself failed")
