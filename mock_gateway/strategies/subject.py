"""One call as something to try requests on: the ways to send it, the shape of its right documents."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from mock_gateway.errors import UsageError, unknown
from mock_gateway.strategies.borders import edges
from mock_gateway.strategies.numbers import spellings
from mock_gateway.strategies.payload import VALID, Label, Payload
from mock_gateway.strategies.shapes import Plan, build, draw
from mock_gateway.strategies.source import pick
from mock_gateway.strategies.variants import Variant, is_new
from mock_gateway.strategies.ways import ways

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mock_gateway.rules.judge import Judgement
    from mock_gateway.state.case import Case
    from mock_gateway.strategies.bench import Bench
    from mock_gateway.strategies.shapes import Shape
    from mock_gateway.strategies.source import Source
    from mock_gateway.strategies.ways import Way


class Subject:
    """One call of a gateway.

    Args:
        bench: the gateway.
        name: of the call.

    """

    def __init__(self, bench: Bench, name: str) -> None:
        gateway = bench.gateway
        if not name or name not in gateway.calls:
            raise UsageError(unknown(f"call of {gateway.name}", name, [each for each in gateway.calls if each]))
        self.bench = bench
        self.gateway = gateway
        self.call = gateway.calls[name]
        self.given = self.call.given

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        """Every way in which the sample is accepted, the usual one first."""
        return tuple(way for way in ways(self.call) if self._accepts(way, self.call.sample))

    @property
    def possible(self) -> bool:
        """Whether any request of this call is accepted."""
        return bool(self.ways)

    @property
    def samples(self) -> Sequence[Mapping[str, Any]]:
        """A right document of each variant, the call's sample first."""
        return [variant.sample for variant in self.variants] if self.possible else [self.call.sample]

    @cached_property
    def variants(self) -> Sequence[Variant]:
        """What its right documents look like: as the sample, and as those examples of the schema that are otherwise."""
        if not self.possible:
            raise UsageError(f"{self.gateway.name} accepts no request of {self.call.name}")
        found = [Variant(self.call.sample, self._shape(self.call.sample))]
        for example in self.call.schema.get("examples", ()):
            if self.accepts(example) and is_new(example, found):
                found.append(Variant(example, self._shape(example)))
        return found

    def _shape(self, sample: Mapping[str, Any]) -> Shape:
        usual = self.ways[0]
        meanings = {"text": edges(), "recipient": spellings(self.gateway.numbers)}
        skipped = {name for form in self.call.forms if form.read == "document" for name in form.names}
        plan = Plan(lambda document: self._accepts(usual, document), sample, meanings, frozenset(skipped))
        return build(self.call.schema, plan)

    def document(self, source: Source) -> Mapping[str, Any]:
        """Draw a right document; one whose members do not go together gives way to the sample."""
        if not self.possible:
            return self.call.sample
        document = draw(pick(source, self.variants).shape, source)
        return document if self.accepts(document) else self.call.sample

    def valid(self, source: Source) -> Payload:
        """Draw a request that is accepted."""
        way, document = pick(source, self._weighed), self.document(source)
        if way is not self.ways[0] and not self._accepts(way, document):
            way = self.ways[0]
        return self.accepted(document, self.given, way)

    def accepted(self, document: Mapping[str, Any], given: Mapping[str, Any], way: Way | None = None) -> Payload:
        """Label a document that is right in a world."""
        request = self.request(document, way)
        return Payload(self.gateway.name, self.call.name, self.success, given, document, request)

    @cached_property
    def _weighed(self) -> tuple[Way, ...]:
        """The ways to send, the usual one as often as all others: what others say has to be looked at anew."""
        return (*[self.ways[0]] * max(1, len(self.ways) - 1), *self.ways[1:])

    def request(self, document: Mapping[str, Any], way: Way | None = None) -> dict[str, Any]:
        """Say a document as the request of a scenario's step, in the usual way unless another is named."""
        return (way or self.usual).request(self.call, document, self.gateway)

    @cached_property
    def success(self) -> Label:
        """The label of what is accepted."""
        first = self.gateway.successes[0]
        return Label(VALID, first.code, "", "", "nothing is wrong with it", first.source, first.confidence)

    def accepts(self, document: Any) -> bool:  # noqa: ANN401  any JSON
        """Tell whether a document is right, sent in the usual way: judged as it would be read."""
        return isinstance(document, dict) and _is_right(*self.bench.judged_as(self._case, document))

    @cached_property
    def _case(self) -> Case:
        """The sample, read; other documents are judged in its place."""
        return self.bench.case(self.request(self.call.sample), self.given)

    @cached_property
    def usual(self) -> Way:
        """The first way in which the sample is accepted, or else the first of all."""
        return self.ways[0] if self.ways else next(ways(self.call))

    def _accepts(self, way: Way, document: Any, given: Mapping[str, Any] | None = None) -> bool:  # noqa: ANN401  any JSON
        """Tell whether a document is right, sent so: accepted, and nothing of it left out or tolerated."""
        try:
            request = way.request(self.call, document, self.gateway)
            case, judgement = self.bench.judged(request, self.given if given is None else given)
        except UsageError:
            return False  # a charset that lacks some character
        return case.call.name == self.call.name and _is_right(case, judgement)


def _is_right(_case: Case, judgement: Judgement) -> bool:
    return judgement.verdict is None and not judgement.dropped and not judgement.tolerated
