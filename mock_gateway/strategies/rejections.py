"""Requests that are right but for one thing, or for two, labelled with the row that answers."""

from __future__ import annotations

from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from mock_gateway.rules.mend import reason
from mock_gateway.rules.places import pointed
from mock_gateway.strategies.doing import Doing, Tried, tried
from mock_gateway.strategies.faults import UNSAYABLE, Fault, faults, merged
from mock_gateway.strategies.payload import Label, Payload
from mock_gateway.strategies.source import pick

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mock_gateway.model.rules import Verdict
    from mock_gateway.strategies.source import Source
    from mock_gateway.strategies.subject import Subject

K = TypeVar("K")
SOME = 3
"""How many faults of a row pairs are made of."""


class Pair(NamedTuple):
    """Two faults at once: what they are together, and the row that they would be answered by without the first."""

    both: Fault
    behind: str


class Rejections:
    """What one call can be refused for.

    Args:
        subject: the call.

    """

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self._known: dict[int, tuple[Fault, Doing]] = {}
        self._known_pairs: dict[int, tuple[Pair, Sequence[Doing]]] = {}

    @cached_property
    def faults(self) -> Mapping[str, Sequence[Fault]]:
        """Every fault that earns its row alone, by the row's key; those that come with others where there is none."""
        return self._fewest(lambda fault: fault.row.key)

    @cached_property
    def everything(self) -> Sequence[Fault]:
        """Every fault of each row, place and technique: alone if it can be, else as it comes with others."""
        found = self._fewest(lambda fault: (fault.row.key, fault.place, fault.technique))
        return tuple(fault for several in found.values() for fault in several)

    @cached_property
    def pairs(self) -> Sequence[Pair]:
        """Every two rows that can hold at once, with a fault that makes them."""
        firsts = [found[0] for found in self.faults.values()]
        return tuple(
            pair
            for place, one in enumerate(firsts)
            for other in firsts[place + 1 :]
            if (pair := self._pair(one, other)) is not None
        )

    def rejected(self, fault: Fault, source: Source) -> Payload:
        """Draw a request with a fault, in which nothing is wrong that is right in the sample with it."""
        found = self._doing(fault).drawn(source)
        return self._payload(fault, found)

    def labelled(self, document: Any, given: Mapping[str, Any]) -> Payload | None:  # noqa: ANN401  any JSON
        """Say a document in a world, with the label that it earns; None where it is not said, or taken only in part."""
        subject = self.subject
        try:
            request = subject.request(document)
            case, judgement = subject.bench.judged(request, given)
        except UNSAYABLE:
            return None
        if case.call.name != subject.call.name:
            return None
        if judgement.verdict is None:
            told = judgement.dropped or judgement.tolerated
            return None if told else subject.accepted(document, given)
        row, keyword = judgement.verdict.row, judgement.verdict.keyword
        fault = Fault(row, keyword or getattr(row.condition, "name", ""), "", given)
        found = Tried(document, request, subject.bench.holding(request, given))
        return self._payload(fault, found)

    def two_faults(self, pair: Pair, source: Source) -> Payload:
        """Draw a request with two faults; the label is that of the row that answers."""
        doing = pick(source, self._combined(pair))
        found = doing.drawn(source)
        return self._payload(doing.fault, found, f"; {found.keys[1]!r} would be next")

    def any(self, source: Source, keys: Sequence[str] = ()) -> Payload:
        """Draw a request that one of these rows refuses, or any."""
        key = pick(source, keys or tuple(self.faults))
        return self.rejected(pick(source, self.faults[key]), source)

    @cached_property
    def _found(self) -> Sequence[tuple[Fault, bool]]:
        """Every fault, and whether it is all that is wrong with the sample."""
        return tuple((fault, self._held(fault) == [fault.row.key]) for fault in faults(self.subject))

    def _fewest(self, about: Callable[[Fault], K]) -> dict[K, tuple[Fault, ...]]:
        """Group faults, and leave out of each group those that come with others, where there are any that do not."""
        found: dict[K, dict[bool, list[Fault]]] = {}
        for fault, alone in self._found:
            found.setdefault(about(fault), {True: [], False: []})[alone].append(fault)
        return {name: tuple(each[True] or each[False]) for name, each in found.items()}

    def _payload(self, fault: Fault, found: Tried, following: str = "") -> Payload:
        verdict, subject = found.verdicts[0], self.subject
        row, place = verdict.row, pointed(found.document, verdict.place or fault.place, verdict.value)
        said = why(fault, verdict._replace(place=place if verdict.place else "")) + following
        also = tuple(dict.fromkeys(each.row.code for each in found.verdicts if each.row is not row))
        label = Label(fault.technique, row.code, row.key, place, said, row.source, row.confidence, verdict.limit, also)
        kept = found.document if isinstance(found.document, dict) and "raw" not in fault.said else None
        return Payload(subject.gateway.name, subject.call.name, label, fault.given, kept, found.request)

    def _pair(self, one: Fault, other: Fault) -> Pair | None:
        both = _together(one, other)
        if both is None:
            return None
        held = self._held(both)
        if held[:1] == [one.row.key] and other.row.key in held:
            return Pair(both, other.row.key)
        return None

    def _held(self, fault: Fault) -> list[str]:
        return tried(self.subject, fault, self.subject.samples[fault.variant]).keys

    def _doing(self, fault: Fault) -> Doing:
        """Give what a fault can be done to; it is kept with the fault, so that no other one gets its identity."""
        if id(fault) not in self._known:
            self._known[id(fault)] = (fault, Doing(self.subject, fault))
        return self._known[id(fault)][1]

    def _combined(self, pair: Pair) -> Sequence[Doing]:
        """Give several faults that two rows hold for, those with the fewest other rows."""
        if id(pair.both) not in self._known_pairs:
            each = product(_some(self.faults[pair.both.row.key]), _some(self.faults[pair.behind]))
            pairs = [found for one, other in each if (found := self._pair(one, other)) is not None] or [pair]
            doings = [Doing(self.subject, found.both, found.behind) for found in pairs]
            fewest = min(len(doing.keys) for doing in doings)
            self._known_pairs[id(pair.both)] = (pair, [doing for doing in doings if len(doing.keys) == fewest])
        return self._known_pairs[id(pair.both)][1]


def _some(found: Sequence[Fault]) -> Sequence[Fault]:
    """Give the first of several faults, and some from among the others."""
    return found[:: -(-len(found) // SOME)]


def why(fault: Fault, verdict: Verdict) -> str:
    """Say in words what is wrong, and under which settings it is."""
    while_ = " and ".join(f"{name} is {value!r}" for name, value in fault.given.get("settings", {}).items())
    return reason(verdict, fault.technique.partition("+")[0]) + (f", while {while_}" if while_ else "")


def _together(one: Fault, other: Fault) -> Fault | None:
    """Put two faults into one; None where they are about the same member of the request."""
    if (
        one.way is not other.way
        or one.variant != other.variant
        or one.said.keys() & other.said.keys()
        or ("raw" in one.said and other.change is not None)
    ):
        return None
    if (
        one.place
        and other.place
        and (f"{one.place}/".startswith(f"{other.place}/") or f"{other.place}/".startswith(f"{one.place}/"))
    ):
        return None
    first, second = one.change, other.change

    def change(document: Mapping[str, Any]) -> Any:  # noqa: ANN401  any JSON
        document = document if second is None else second(document)
        return document if first is None else first(document)

    technique = f"{one.technique}+{other.technique}"
    neither = first is None and second is None
    said, given = {**one.said, **other.said}, merged(one.given, other.given)
    return Fault(one.row, technique, one.place, given, None if neither else change, said, one.way, one.variant)
