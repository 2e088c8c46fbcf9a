"""What can be done to a right request so that exactly one row answers it: every fault of a call, found once.

A fault of the schema takes a member away or gives it a value that one keyword refuses; a fault of a fact is what its
witness says; a fault of the bytes spoils what is read before there is a document. Each was tried on the call's sample:
what does not earn its row there is no fault.
"""

from __future__ import annotations

from contextlib import suppress
from copy import deepcopy
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from mock_gateway.errors import UsageError
from mock_gateway.model.rules import Fact, Unreadable, Violates
from mock_gateway.rules.facts import FACTS
from mock_gateway.strategies.bytes_of_faults import unreadable
from mock_gateway.strategies.changes import changes, setting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from mock_gateway.model.gateway import Test
    from mock_gateway.model.rules import Row
    from mock_gateway.rules.witness import Witness
    from mock_gateway.strategies.subject import Subject
    from mock_gateway.strategies.ways import Way

NEVER = "never"
UNSAYABLE = (AttributeError, LookupError, TypeError, ValueError, UsageError)
"""What comes of a request that cannot be made: the document lacks what is changed, or a charset a character."""


class Fault(NamedTuple):
    """One thing to do to a right request.

    Attributes:
        row: what it earns.
        technique: in a word: the keyword, the fact, or what cannot be read.
        place: in the document, "" for none.
        given: the whole world that it takes.
        change: makes the wrong document of a right one; None where the document is not it.
        said: what of the request is said otherwise, as members of a scenario's step.
        way: how it is sent, None for the usual way.
        variant: number of the variant of the document that it is done to.

    """

    row: Row
    technique: str
    place: str
    given: Mapping[str, Any]
    change: Callable[[Mapping[str, Any]], Any] | None = None
    said: Mapping[str, Any] = {}
    way: Way | None = None
    variant: int = 0

    def request(self, wrong: Any, subject: Subject, way: Way | None = None) -> dict[str, Any]:  # noqa: ANN401  any JSON
        """Say the request with the wrong document that it makes of a right one, in its own way unless in another."""
        request = {**subject.request(wrong, way or self.way), **self.said}
        if "raw" in self.said:
            request = {name: value for name, value in request.items() if name not in ("json", "form", "xml")}
        return request


def faults(subject: Subject) -> Iterator[Fault]:
    """Find every fault of a call that earns its row when done to the call's sample, in the order of the rows."""
    if not subject.possible:
        yield from _for_every_request(subject)
    for test in subject.call.plan.tests:
        if not test.row.each:
            found = _earned(subject, test)
            found += _of_other_samples(subject, test, {(fault.place, fault.technique) for fault in found})
            yield from found or _otherwise_sent(subject, test)


def _earned(subject: Subject, test: Test) -> list[Fault]:
    """Find the faults of a row in a world with more than the call needs; without that where there is none."""
    sample, plain = subject.call.sample, subject.call.given
    for given in (subject.given, plain) if subject.given != plain else (plain,):
        if found := [fault for fault in _possible(subject, test, given) if earns(subject, fault, sample)]:
            return found
    return []


def _of_other_samples(subject: Subject, test: Test, known: set[tuple[str, str]]) -> Iterator[Fault]:
    """Find the faults of a row that the call's sample cannot have, since it is another variant of the document."""
    if not test.claims.keys() <= known:
        for number, sample in enumerate(subject.samples[1:], 1):
            for fault in _possible(subject, test):
                if (fault.place, fault.technique) not in known and earns(subject, fault, sample):
                    yield fault._replace(variant=number)


def _otherwise_sent(subject: Subject, test: Test) -> Iterator[Fault]:
    """Find the faults of a row that only another way of sending can have, such as a path without an id."""
    for way in subject.ways[1:]:
        if way.auth == subject.ways[0].auth:
            possible = (fault._replace(way=way) for fault in _possible(subject, test))
            yield from (fault for fault in possible if earns(subject, fault, subject.call.sample))


def earns(subject: Subject, fault: Fault, document: Mapping[str, Any]) -> bool:
    """Tell whether a fault done to a document is answered by its row."""
    try:
        wrong = document if fault.change is None else fault.change(document)
        request = fault.request(wrong, subject)
        case, judgement = subject.bench.judged(request, fault.given)
    except UNSAYABLE:
        return False
    return case.call.name == subject.call.name and judgement.verdict is not None and judgement.verdict.row is fault.row


def merged(*parts: Mapping[str, Any]) -> dict[str, Any]:
    """Lay worlds over each other, section by section."""
    found: dict[str, Any] = {}
    for part in parts:
        for section, values in part.items():
            found[section] = {**found.get(section, {}), **values} if isinstance(values, dict) else values
    return found


def _possible(subject: Subject, test: Test, given: Mapping[str, Any] | None = None) -> Iterator[Fault]:
    """Give what may be faults of a row, in the subject's world or another one."""
    row = test.row
    given = merged(subject.given if given is None else given, settings_of(subject, row))
    if isinstance(row.condition, Violates):
        for place, keyword in sorted(test.claims, key=lambda claim: test.claims[claim]):
            fault = Fault(row, keyword, place, given)
            yield from (fault._replace(change=change) for change in changes(subject, place, keyword))
    elif isinstance(row.condition, Unreadable):
        for reason in test.reasons:
            yield from (Fault(row, reason, "", given, None, said) for said in unreadable(subject.call, reason))
    elif row.condition.name != NEVER:
        yield from _witnessed(subject, Fault(row, row.condition.name, _place_of(row.condition), given))


def _witnessed(subject: Subject, fault: Fault) -> Iterator[Fault]:
    for place, witness in enumerate(_witnesses(subject, fault.row, subject.call.sample)):
        yield from _of_witness(subject, fault, place, witness)


def _witnesses(subject: Subject, row: Row, document: Mapping[str, Any]) -> Iterator[Witness]:
    """Give what makes a row's fact hold: its witness, others that it knows, and those at its limits."""
    condition = row.condition
    assert isinstance(condition, Fact)  # noqa: S101  the caller asked
    kind, arguments = FACTS[condition.name], dict(condition.arguments)
    yield kind.witness(deepcopy(dict(document)), arguments, subject.gateway)
    if kind.more is not None:
        yield from kind.more(deepcopy(dict(document)), arguments, subject.gateway)
    if kind.near is not None:
        given = merged(subject.given, settings_of(subject, row))
        with suppress(*UNSAYABLE):  # the document lacks what the limit is of
            case = subject.bench.case(subject.request(subject.call.sample), given)
            yield from kind.near(case._replace(document=deepcopy(dict(document))), **arguments)


def _of_witness(subject: Subject, fault: Fault, place: int, witness: Witness) -> Iterator[Fault]:
    """Give the faults that one of the witnesses makes."""
    said: dict[str, Any] = {} if witness.auth is None else {"auth": witness.auth}
    if witness.headers is not None:
        said["headers"] = dict(witness.headers)
    world = subject.in_version(witness.given or {})

    def change(document: Mapping[str, Any]) -> Any:  # noqa: ANN401  any JSON
        made = next(islice(_witnesses(subject, fault.row, document), place, None), None)
        if made is None or made.document is None:
            raise LookupError("this document has no such limit")
        return made.document

    fault = fault._replace(said=said, change=None if witness.document is None else change)
    usual = fault._replace(given=merged(fault.given, world))
    yield usual
    if place == 0 and fault.technique == "nobody_left":
        yield from _dropped_one_by_one(subject, fault)
    if subject.given and not earns(subject, usual, subject.call.sample):  # what is there may keep the fact from holding
        yield fault._replace(given=merged(settings_of(subject, fault.row), world))


def _for_every_request(subject: Subject) -> Iterator[Fault]:
    """Give what a call is refused with that is never accepted, where a row says so of every request of it."""
    _, judgement = subject.bench.judged(subject.request(subject.call.sample), subject.given)
    verdict = judgement.verdict
    if verdict is not None and getattr(verdict.row.condition, "name", "") == "always":
        yield Fault(verdict.row, "always", "", subject.given)


def _dropped_one_by_one(subject: Subject, fault: Fault) -> Iterator[Fault]:
    """Leave nobody, by each row that takes single recipients out."""
    path = tuple(fault.place.split("/")[1:])
    for test in subject.call.plan.tests:
        condition = test.row.condition
        if test.row.each and isinstance(condition, Fact):
            kind, arguments = FACTS[condition.name], dict(condition.arguments)
            witness = kind.witness(deepcopy(dict(subject.call.sample)), arguments, subject.gateway)
            listed: Any = witness.document
            for part in path:
                listed = listed[part]
            world = merged(fault.given, settings_of(subject, test.row), subject.in_version(witness.given or {}))
            yield fault._replace(given=world, change=setting(path, listed[-1:]))


def settings_of(subject: Subject, row: Row) -> dict[str, Any]:
    """Give the settings under which a row is in force, as a world to be set up; those that are usual go unsaid.

    A call that only a version has is judged by the settings that stand in for others there.
    """
    knobs = subject.gateway.settings
    wanted = subject.in_version({"settings": dict(row.in_force)})["settings"]
    unusual = {name: value for name, value in wanted.items() if knobs[name].default != value}
    return {"settings": unusual} if unusual else {}


def _place_of(condition: Fact) -> str:
    return str(dict(condition.arguments).get("place", ""))
