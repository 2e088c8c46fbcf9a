"""One call as something to try requests on: the ways to send it, the shape of its right documents."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from mock_gateway.definitions.version_requests import canonical_version
from mock_gateway.errors import UsageError, unknown
from mock_gateway.strategies.borders import edges
from mock_gateway.strategies.nearest import Drawn, Nearest
from mock_gateway.strategies.nulls import ONE_IN, has_null, nullable, without_nulls
from mock_gateway.strategies.numbers import lists, recipients
from mock_gateway.strategies.payload import VALID, Label, Payload
from mock_gateway.strategies.shapes import Plan, build, completed, draw, each_value, leaves, placed, reached
from mock_gateway.strategies.source import pick
from mock_gateway.strategies.values import BY_MEANING, NEIGHBOURS
from mock_gateway.strategies.ways import ways

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mock_gateway.model.ways import Route
    from mock_gateway.rules.judge import Judgement
    from mock_gateway.state.case import Case
    from mock_gateway.strategies.bench import Bench
    from mock_gateway.strategies.shapes import Shape
    from mock_gateway.strategies.source import Source
    from mock_gateway.strategies.ways import Way


class _Read(NamedTuple):
    """The sample as it is read when sent in some way, and what of it says who is asking."""

    case: Case
    beside: Mapping[str, Any]


class Subject:
    """One call of a gateway, in one version of its API.

    Args:
        bench: the gateway.
        name: of the call.
        version: name of the version, "" for the canonical one, or any where that lacks the call.

    """

    def __init__(self, bench: Bench, name: str, version: str = "") -> None:
        gateway = bench.gateway
        if not name or name not in gateway.calls:
            raise UsageError(unknown(f"call of {gateway.name}", name, [each for each in gateway.calls if each]))
        spoken = list(
            dict.fromkeys(route.version or canonical_version(gateway) for route in gateway.calls[name].routes)
        )
        if version and version not in spoken:
            raise UsageError(f"version {version} of {gateway.name} has no call {name!r}, {' and '.join(spoken)} has")
        self.bench = bench
        self.gateway = gateway
        self.version = version
        self.call = gateway.variants.get((version, name), gateway.calls[name])
        self.given = _with_neighbours(self.call.given)
        self._read: dict[Way, _Read | None] = {}
        self._carried: dict[tuple[Route, str], bool] = {}

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        """Every way in which the sample is accepted, the usual one first."""
        return tuple(way for way in ways(self.call, self.version) if self._accepts(way, self.call.sample))

    @cached_property
    def every_way(self) -> tuple[Way, ...]:
        """The same, or of a call that is never accepted every way at all."""
        return self.ways or tuple(ways(self.call, self.version))

    @property
    def possible(self) -> bool:
        """Whether any request of this call is accepted."""
        return bool(self.ways)

    @cached_property
    def samples(self) -> Sequence[Mapping[str, Any]]:
        """Right documents: the call's sample, then the schema's examples that have what none like those before can."""
        found = [self.call.sample]
        if self.possible:
            known = reached(self.shape)
            for example in self.call.schema.get("examples", ()):
                document = completed(example, self._plan)
                if not leaves(document) <= known and self.accepts(document):
                    found.append(document)
                    known |= leaves(document)
        return found

    @cached_property
    def shape(self) -> Shape:
        """What its right documents look like."""
        if not self.possible:
            raise UsageError(f"{self.gateway.name} accepts no request of {self.call.name}")
        return build(self.call.schema, self._plan)

    @cached_property
    def _plan(self) -> Plan:
        usual = self.ways[0]
        numbers = self.gateway.numbers
        held = {"text": edges(), "recipient": recipients(numbers), "recipients": lists(numbers)}
        skipped = {name for form in self.call.forms if form.read == "document" for name in form.names}
        blanks = frozenset(part[1:-1] for part in usual.route.segments if part.startswith("{"))
        return Plan(
            lambda document: self._accepts(usual, document),
            self.call.sample,
            {**BY_MEANING, **held},
            frozenset(skipped),
            blanks,
        )

    @cached_property
    def nullable(self) -> Sequence[tuple[str, ...]]:
        """The members in whose place null is accepted."""
        return tuple(nullable(self.call.schema, self.call.sample, self.accepts)) if self.possible else ()

    def drawn(self, source: Source, number: int = 0) -> Drawn:
        """Draw a document of right members, which need not go together.

        Args:
            source: makes the choices.
            number: which of the samples is the right document beside it.

        """
        if not self.possible:
            return Drawn(self.call.sample, self.call.sample)
        document = draw(self.shape, source)
        if self.nullable and source.below(ONE_IN) == ONE_IN - 1:
            document = placed(document, pick(source, self.nullable), None)
        return Drawn(self.samples[number] if number else self.call.sample, document)

    def valid(self, source: Source) -> Payload:
        """Draw a request that is accepted: as much of a drawn document as goes together, and as its way can say."""
        way, drawn = pick(source, self._weighed), self.drawn(source)
        found = Nearest(drawn, lambda document: document if self._arrives(way, document) else None).found()
        return self.accepted(found or self.call.sample, self.given, way)

    def accepted(self, document: Mapping[str, Any], given: Mapping[str, Any], way: Way | None = None) -> Payload:
        """Label a document that is right in a world."""
        request = self.request(document, way)
        return Payload(self.gateway.name, self.call.name, self.success, given, document, request)

    def _arrives(self, way: Way, document: Mapping[str, Any]) -> bool:
        """Tell whether a drawn document is right, sent so.

        Where each value by itself is known to arrive, the document is judged as it would be read; XML, in which the
        values of a list are read by what stands beside them, is written and read each time.
        """
        if way not in self._read:
            plain = way.body != "xml" and self._carries(way.route, way.body)
            self._read[way] = self._as_read(way) if plain else None
        read = self._read[way]
        if read is None or has_null(document):
            return self._accepts(way, document)
        return _is_right(*self.bench.judged_as(read.case, {**read.beside, **document}))

    def _as_read(self, way: Way) -> _Read:
        case = self.bench.case(way.request(self.call, self.call.sample, self.gateway), self.given)
        return _Read(case, {name: each for name, each in case.document.items() if name not in self.call.sample})

    def _carries(self, route: Route, body: str) -> bool:
        """Tell whether each value that documents are drawn of arrives by a route, in a dialect; found out once."""
        if (route, body) not in self._carried:
            way = self.ways[0]._replace(route=route, body=body)
            documents = (document for document in each_value(self.shape) if self.accepts(document))
            self._carried[route, body] = all(self._accepts(way, document) for document in documents)
        return self._carried[route, body]

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
        """Tell whether a document is right, sent in the usual way: judged as it would be read.

        What reading may take out of it is left to the reading.
        """
        if has_null(document):
            return self._accepts(self.ways[0], document)
        return isinstance(document, dict) and _is_right(*self.bench.judged_as(self._case, document))

    @cached_property
    def _case(self) -> Case:
        """The sample, read; other documents are judged in its place."""
        return self.bench.case(self.request(self.call.sample), self.given)

    def in_version(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Name the settings of a world as the version does that the call's requests are of."""
        version = self.gateway.versions.get(self.usual.route.version)
        if version is None or "settings" not in given:
            return given
        return {
            **given,
            "settings": {version.settings.get(name, name): value for name, value in given["settings"].items()},
        }

    @cached_property
    def usual(self) -> Way:
        """The first way in which the sample is accepted, or else the first of all."""
        return self.ways[0] if self.ways else next(ways(self.call, self.version))

    def _accepts(self, way: Way, document: Any, given: Mapping[str, Any] | None = None) -> bool:  # noqa: ANN401  any JSON
        """Tell whether a document is right, sent so: accepted, and nothing of it left out or tolerated."""
        try:
            request = way.request(self.call, document, self.gateway)
            case, judgement = self.bench.judged(request, self.given if given is None else given)
        except UsageError:
            return False  # a charset that lacks some character, or a version that cannot say the document
        return case.call.name == self.call.name and _is_right(case, judgement) and _says(case.document, document)


def _is_right(_case: Case, judgement: Judgement) -> bool:
    return judgement.verdict is None and not judgement.dropped and not judgement.tolerated


def _says(read: Mapping[str, Any], document: Mapping[str, Any]) -> bool:
    """Tell whether all of a document arrived but nulls: what is read may have more members, such as credentials."""
    return read is document or all(
        read.get(name) == value or (has_null(value) and read.get(name) == without_nulls(value))
        for name, value in document.items()
    )


def _with_neighbours(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Put a few more records beside those that a call needs, so that requests may name any of them."""
    records = {name: count + NEIGHBOURS if count else count for name, count in given.get("records", {}).items()}
    return {**given, "records": records} if records else given
