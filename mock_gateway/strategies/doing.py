"""A fault done to what is drawn, in a way that is drawn, so that its label stays true."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from mock_gateway.rules.judge import holding
from mock_gateway.strategies.faults import UNSAYABLE
from mock_gateway.strategies.nearest import Nearest
from mock_gateway.strategies.source import pick

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mock_gateway.model.rules import Verdict
    from mock_gateway.strategies.faults import Fault
    from mock_gateway.strategies.source import Source
    from mock_gateway.strategies.subject import Subject
    from mock_gateway.strategies.ways import Way


class Tried(NamedTuple):
    """A fault done to a document: the wrong document, its request, and every row that holds."""

    document: Any
    request: Mapping[str, Any]
    verdicts: Sequence[Verdict]

    @property
    def keys(self) -> list[str]:
        """The keys of those rows, the one that answers first."""
        return list(dict.fromkeys(each.row.key for each in self.verdicts))


def tried(subject: Subject, fault: Fault, document: Mapping[str, Any], way: Way | None = None) -> Tried:
    """Do a fault to a document, and see what holds; nothing does of what cannot be said, or is another call's.

    Args:
        subject: the call.
        fault: what to do.
        document: a right one.
        way: how to send it, None for the fault's own.

    """
    try:
        wrong = document if fault.change is None else fault.change(document)
        request = fault.request(wrong, subject, way)
        case = subject.bench.case(request, fault.given)
        return Tried(wrong, request, holding(case) if case.call.name == subject.call.name else [])
    except UNSAYABLE:
        return Tried(document, {}, [])


class Doing:
    """What a fault can be done to.

    A document and a way are as good as that sample and the usual way where the fault's row answers, as it does
    there, the rows that have to hold behind it do, and no row does that does not hold there.

    Args:
        subject: the call.
        fault: one that earns its row on the sample of its variant of the document.
        behind: keys of the rows that have to hold too.

    """

    def __init__(self, subject: Subject, fault: Fault, *behind: str) -> None:
        self._subject = subject
        self.fault = fault
        self._needed = {fault.row.key, *behind}
        self._sample = subject.samples[fault.variant]
        self._plain = tried(subject, fault, self._sample)

    @property
    def keys(self) -> Sequence[str]:
        """The rows that hold of the sample with the fault, the one that answers first."""
        return self._plain.keys

    @property
    def document(self) -> Any:  # noqa: ANN401  any JSON
        """The sample with the fault."""
        return self._plain.document

    def drawn(self, source: Source) -> Tried:
        """Draw a way and a document, do the fault to it, and give what came of it; the sample serves in the end."""
        way = pick(source, self._ways)
        drawn = self._subject.drawn(source, self.fault.variant)
        found = Nearest(drawn, lambda each: self._fitting(each, way)).found()
        return found or self._fitting(self._sample, way) or self._plain

    @cached_property
    def _ways(self) -> Sequence[Way]:
        """The ways in which the sample will do, the usual one as often as all others."""
        usual = self.fault.way or self._subject.usual
        others = [
            way
            for way in self._subject.every_way
            if way != usual and self.fault.way is None and self._fitting(self._sample, way)
        ]
        return (*[usual] * max(1, len(others)), *others)

    def _fitting(self, document: Mapping[str, Any], way: Way) -> Tried | None:
        """Do the fault to a document; None where that is not what it has to be."""
        found = tried(self._subject, self.fault, document, way)
        keys = found.keys
        if keys[:1] == [self.fault.row.key] and self._needed <= set(keys) <= set(self._plain.keys):
            return found
        return None
