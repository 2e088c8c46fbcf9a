"""Read a call's rows in order: the first that holds answers. A verdict's absence means accepted.

The accepted path searches for no errors: where the schema finds the document right, only facts are asked, and of these
only those that look at something that is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mock_gateway.model.rules import PASSABLE, Finding, Verdict, Violation
from mock_gateway.rules.violations import violations
from mock_gateway.state.case import Dropped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mock_gateway.model.gateway import Gateway, Quick, Test
    from mock_gateway.model.rules import Row
    from mock_gateway.state.case import Case, Target


FIRST_ITEM = "item_numbers_from"
"""The setting that says what messages call the first item of a list; 1 where a gateway has no such setting."""


class Judgement(NamedTuple):
    """What the rows say of a request.

    Attributes:
        verdict: why it is refused, None where it is accepted.
        targets: the recipients that are left.
        dropped: the recipients that single rows took out.
        tolerated: what is wrong by the schema, but refused by no row in force.

    """

    verdict: Verdict | None
    targets: tuple[Target, ...]
    dropped: tuple[Dropped, ...] = ()
    tolerated: tuple[Violation, ...] = ()


def judge(case: Case) -> Judgement:
    """Give the first row that holds."""
    plan = case.call.plan
    if case.valid:
        account = case.account
        plain = account is not None and account.state.pristine_ and case.credentials.standing == "right"
        return _ask_facts(case, plan.quick_plain if plain else plan.quick)
    return _read(case, plan.tests, _broken(case))


def holding(case: Case) -> list[Verdict]:
    """Give every row that holds, once a place, in order: the first is the verdict, the others would be met next.

    Behind a row about an unreadable request nothing is known.
    """
    found = _broken(case)
    verdicts: list[Verdict] = []
    dropped: list[Dropped] = []
    for test in case.call.plan.tests:
        if not _in_force(test.row, case.settings):
            continue
        if test.row.each and test.test is not None:
            case = _filter(case, test.row, test.test, dropped)
            continue
        try:
            verdicts += _verdicts(case, test, found)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            if not found:
                raise
            continue  # of a document that is wrong, a fact behind what is wrong cannot always be asked
        if verdicts and test.reasons and verdicts[-1].row is test.row:
            break
    return verdicts


def texts(case: Case, verdict: Verdict) -> list[str]:
    """Give the texts of all rows that hold and are answered in the verdict's form, its own first."""
    held = () if verdict.forced else holding(case)
    form = (verdict.row.status, verdict.row.envelope)
    alike = (each.message for each in held if (each.row.status, each.row.envelope) == form)
    return list(dict.fromkeys([verdict.message, *alike]))


def _broken(case: Case) -> list[Violation]:
    """Find what is wrong with a document by the schema; nothing where it could not be read."""
    if not PASSABLE.issuperset(case.troubles):
        return []
    return violations(case.call.plan.errors(case.document), case.call.schema)


def refusal(row: Row, *, forced: bool = False, finding: Finding | Violation | None = None, first: int = 1) -> Verdict:
    """Make a verdict of a row; a forced one speaks of the place the row is about, items count from `first`."""
    if isinstance(finding, Violation):
        return Verdict(
            row,
            finding.place,
            finding.value,
            finding.limit,
            _fields(finding.place, finding.positions, first),
            forced,
            finding.keyword,
        )
    if finding is None:
        condition = row.condition
        place = getattr(condition, "places", ("",))[0]
        return Verdict(row, place, None, None, _fields(place, (0,), first), forced)
    fields = {**_fields(finding.place, (), first), **(finding.fields or {})}
    return Verdict(row, finding.place, finding.value, finding.limit, fields, forced)


def own_failure(gateway: Gateway) -> Row:
    """Find the rejection with which a gateway says that it failed itself."""
    return next(row for row in reversed(gateway.rows) if row.cause == "internal_error")


def _ask_facts(case: Case, tests: Sequence[Quick]) -> Judgement:
    """Read the rows for a document that the schema finds right: only facts can hold."""
    document, settings = case.document, case.settings
    dropped: list[Dropped] = []
    for row, test, member, each, in_force in tests:
        if member is not None and member not in document:
            continue
        for name, value in in_force:
            if settings[name] != value:
                break
        else:
            if each:
                case = _filter(case, row, test, dropped)
                continue
            finding = test(case)
            if finding is not None:
                return Judgement(refusal(row, finding=finding), case.targets, tuple(dropped))
    return Judgement(None, case.targets, tuple(dropped))


def _read(case: Case, tests: Sequence[Test], found: list[Violation]) -> Judgement:
    """Read all rows for a document that is wrong, or could not be read."""
    dropped: list[Dropped] = []
    for test in tests:
        if not _in_force(test.row, case.settings):
            continue
        if test.row.each and test.test is not None:
            case = _filter(case, test.row, test.test, dropped)
            continue
        for verdict in _verdicts(case, test, found):
            return Judgement(verdict, case.targets, tuple(dropped))
    return Judgement(None, case.targets, tuple(dropped), tuple(found))


def _verdicts(case: Case, test: Test, found: list[Violation]) -> list[Verdict]:
    """Give what a row has to say: of each place that it finds broken, the first position."""
    if test.test is not None:
        finding = test.test(case)
        return [] if finding is None else [refusal(test.row, finding=finding)]
    if test.reasons:
        return [refusal(test.row)] if any(reason in case.troubles for reason in test.reasons) else []
    claimed = [violation for violation in found if (violation.place, violation.keyword) in test.claims]
    claimed.sort(key=lambda violation: (test.claims[violation.place, violation.keyword], violation.positions))
    firsts: dict[str, Violation] = {}
    for violation in claimed:
        firsts.setdefault(violation.place, violation)
    counted = case.settings.get(FIRST_ITEM, 1)
    return [refusal(test.row, finding=each, first=counted) for each in firsts.values()]


def _filter(case: Case, row: Row, test: Callable[[Case, Target], Finding | None], dropped: list[Dropped]) -> Case:
    """Take out of the batch the recipients for which a row with `each` holds."""
    left: list[Target] = []
    for target in case.targets:
        if test(case, target) is None:
            left.append(target)
        else:
            dropped.append(Dropped(target, row))
    return case if len(left) == len(case.targets) else case._replace(targets=tuple(left))


def _in_force(row: Row, settings: Mapping[str, object]) -> bool:
    return all(settings[name] == value for name, value in row.in_force)


def _fields(place: str, positions: Sequence[int], first: int) -> dict[str, object]:
    """Fill a message's blanks: `{field}` is the member's name, `{n}` the position, counted from `first`."""
    members = [part for part in place.split("/") if part.strip("*")]
    return {"field": members[-1] if members else "", "n": positions[-1] + first if positions else first}
