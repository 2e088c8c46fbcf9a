"""How to stand at the limits that facts ask for: worlds and documents one short of a limit, at it, and one beyond.

Limits lie in settings, in the account, in the request itself, or in a row. Each function takes a case that is accepted
and the arguments of its fact, and gives witnesses; which of them make the fact hold is for the judge to say.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from mock_gateway.rules.places import at
from mock_gateway.rules.witness import Witness, laid_over, with_member
from mock_gateway.text.segments import EACH, GSM7, SINGLE, segments

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mock_gateway.state.case import Case

STEPS = (-1, 0, 1)
FEW = 5
"""A limit for where there is none until one is set."""
PARTS = 2
"""A limit of parts that a text can be short of and beyond."""
MOST_ITEMS = 5000
"""A longer list is not written down."""


def throttled(case: Case, throttle: str) -> Iterator[Witness]:
    """Stand at the limit of a window."""
    account, spec = case.account, case.gateway.throttles[throttle]
    if account is None:
        return
    stated = account.state.values_[spec.limit]
    if spec.counts == "recipients" and spec.per == "recipient":  # `given` cannot say what a handset has had
        most = max(Counter(target.number for target in case.targets).values(), default=1)
        yield from (Witness(given={"account": {spec.limit: most - step}}) for step in STEPS)
        return
    own = 1 if spec.counts == "requests" else len(case.targets)
    limit = stated if stated is not None and stated > own else own + FEW
    world = {} if limit == stated else {"account": {spec.limit: limit}}
    yield from (Witness(given={**world, "throttle": {throttle: limit - own + step}}) for step in STEPS)


def counted(case: Case, quota: str, limit: str) -> Iterator[Witness]:
    """Stand at the limit of a quota."""
    if case.account is None:
        return
    own, stated = len(case.targets), case.account.state.values_[limit]
    allowed = stated if stated is not None and stated > own else own + FEW
    world = {} if allowed == stated else {"account": {limit: allowed}}
    yield from (Witness(given={**world, "used": {quota: allowed - own + step}}) for step in STEPS)


def affordable(case: Case, place: str, price: str, credit: str) -> Iterator[Witness]:
    """Have a unit of credit more than what the recipients' messages cost, just that, and a unit less."""
    text, account = at(case.document, place), case.account
    if account is not None and isinstance(text, str):
        cost = account.state.values_[price] * segments(text).parts * len(case.targets)
        yield from (Witness(given={"account": {credit: cost - step}}) for step in STEPS)


def affordable_once(case: Case, price: str, credit: str) -> Iterator[Witness]:
    """Have a unit of credit more than a price, just that, and a unit less."""
    if case.account is not None:
        cost = case.account.state.values_[price]
        yield from (Witness(given={"account": {credit: cost - step}}) for step in STEPS)


def number_for_account(case: Case, place: str, field: str) -> Iterator[Witness]:
    """Name numbers around what the account may use."""
    limit = 0 if case.account is None else case.account.state.values_[field]
    yield from (Witness(with_member(case.document, place, limit + step)) for step in STEPS)


def number(case: Case, place: str, limit: int) -> Iterator[Witness]:
    """Name numbers around a bound that the row says."""
    yield from (Witness(with_member(case.document, place, limit + step)) for step in STEPS)


def number_between(case: Case, place: str, lowest: str, highest: str) -> Iterator[Witness]:
    """Name numbers around two bounds that settings say."""
    for name in (lowest, highest):
        for limit, world in values(case, name):
            yield from (Witness(with_member(case.document, place, limit + step), world) for step in STEPS)


def number_of_setting(case: Case, place: str, limit: str) -> Iterator[Witness]:
    """Name numbers around a bound that a setting says."""
    for most, world in values(case, limit):
        yield from (Witness(with_member(case.document, place, most + step), world) for step in STEPS)


def digits(case: Case, place: str, limit: str) -> Iterator[Witness]:
    """Name a recipient of as many digits as a setting asks for, of one less and of one more."""
    named = next((target.number for target in case.targets if target.number is not None), "")
    for least, world in values(case, limit):
        for length in (least + step for step in STEPS):
            if len(named) >= length:
                yield Witness(with_member(case.document, place, named[:length]), world)


def sender_length(case: Case, place: str, kind: str, letters: str, digits: str) -> Iterator[Witness]:  # noqa: ARG001  the type of an originator is derived
    """Name originators of letters and of digits, as long as settings allow, shorter and longer."""
    for name, character in ((letters, "a"), (digits, "4")):
        for limit, world in values(case, name):
            yield from (Witness(with_member(case.document, place, character * (limit + step)), world) for step in STEPS)


def characters(case: Case, place: str, limit: str) -> Iterator[Witness]:
    """Send texts of about as many characters as a setting allows."""
    for most, world in values(case, limit):
        yield from (Witness(with_member(case.document, place, "a" * (most + step)), world) for step in STEPS)


def items(case: Case, place: str, limit: str) -> Iterator[Witness]:
    """Send lists of about as many items as a setting allows: those that are there, over and over."""
    there = at(case.document, place)
    for most, world in values(case, limit):
        if isinstance(there, list) and there and most < MOST_ITEMS:
            for count in (most + step for step in STEPS):
                repeated = [there[place_ % len(there)] for place_ in range(count)]
                yield Witness(with_member(case.document, place, repeated), world)


def parts_of_setting(case: Case, place: str, limit: str) -> Iterator[Witness]:
    """Send texts of about as many SMS as a setting allows."""
    for most, world in values(case, limit):
        yield from (Witness(with_member(case.document, place, text), world) for text in texts(most))


def parts_of_account(case: Case, place: str, field: str) -> Iterator[Witness]:
    """Send texts of about as many SMS as the account may send at once."""
    stated = None if case.account is None else case.account.state.values_[field]
    world = {"account": {field: PARTS}} if stated is None else None
    for text in texts(PARTS if stated is None else stated):
        yield Witness(with_member(case.document, place, text), world)


def parts_of_request(case: Case, place: str, limit: str) -> Iterator[Witness]:
    """Send texts of about as many SMS as the request itself allows."""
    for text in texts(PARTS):
        yield Witness(with_member(with_member(case.document, limit, PARTS), place, text))


def parts_unstated(case: Case, place: str, unless: str, limit: int) -> Iterator[Witness]:  # noqa: ARG001  a case that is accepted need not say it
    """Send texts of about as many SMS as are allowed where the request does not say."""
    yield from (Witness(with_member(case.document, place, text)) for text in texts(limit))


def written_down(
    case: Case,
    record: str,  # noqa: ARG001  one signature for what `record_known` is handed
    place: str,  # noqa: ARG001  as above
    given: Mapping[str, object],  # noqa: ARG001  as above
    near: Iterable[Mapping[str, Any]] = (),
) -> Iterator[Witness]:
    """Stand where a row says that the limit is of what its record looks for."""
    yield from (Witness(laid_over(case.document, each.get("document", {})), each.get("world")) for each in near)


def texts(parts: int) -> Iterator[str]:
    """Give texts around a limit of parts: the longest of one part less, a character short, at the limit, and beyond."""
    if parts > 1:
        yield "a" * _longest(parts - 1)
    yield from ("a" * (_longest(parts) + step) for step in STEPS)


def values(case: Case, setting: str) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """Give the numbers that a setting can be, each with the world in which it is that; a few where it is null."""
    stated = case.settings[setting]
    if isinstance(stated, int):
        yield stated, None
    for other in case.gateway.settings[setting].values or (() if isinstance(stated, int) else (FEW,)):
        if type(other) is int and other != stated:
            yield other, {"settings": {setting: other}}


def _longest(parts: int) -> int:
    return SINGLE[GSM7] if parts == 1 else EACH[GSM7] * parts
