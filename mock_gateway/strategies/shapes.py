"""Right documents of a call: made of its schema, of values that the gateway was seen to accept.

A shape is built once a call. For each member the schema says which values may be right; those that the gateway's rows
accept in the call's sample are kept. Drawing is then a matter of choosing.
"""

from __future__ import annotations

from copy import deepcopy
from itertools import chain, combinations
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from mock_gateway.strategies.source import First, pick
from mock_gateway.strategies.values import candidates, least, longest_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from mock_gateway.strategies.source import Source

PAIR = 2
Path: TypeAlias = "tuple[str | int, ...]"
BATCHES = (1, 2, 3, 7)
"""How many items lists have."""
DIFFERENT = 2
"""How many items that are objects or lists are drawn; a longer list has them over and over."""


class Choice(NamedTuple):
    """One of several values, the simplest first."""

    values: Sequence[Any]


class Members(NamedTuple):
    """An object: members that are always there, and members that may be.

    Attributes:
        always: by name, those that are.
        maybe: by name, those that may be.
        together: which of them can be there at once: none, any one, any two, and as many as go together.

    """

    always: Mapping[str, Shape]
    maybe: Mapping[str, Shape]
    together: Sequence[tuple[str, ...]]


class Items(NamedTuple):
    """A list of items of one shape."""

    item: Shape
    counts: Sequence[int]


class Either(NamedTuple):
    """One of several shapes, the simplest first."""

    shapes: Sequence[Shape]


Shape = Choice | Members | Items | Either


class Plan(NamedTuple):
    """What building a shape needs to know.

    Attributes:
        accepts: tells whether a document is accepted, and nothing of it left out.
        sample: a document that is.
        meanings: values by the word of `x-holds`, such as texts and recipients.
        skipped: members of the document that are no part of what is asked for, such as credentials.
        kept: members that are always there, since the path says them.

    """

    accepts: Callable[[Any], bool]
    sample: Any
    meanings: Mapping[str, Sequence[Any]]
    skipped: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()

    def takes(self, path: Path, value: Any) -> bool:  # noqa: ANN401  any JSON
        """Tell whether the sample is accepted with a value at a place."""
        return self.accepts(placed(self.sample, path, value))

    def with_(self, path: Path, value: Any) -> Plan:  # noqa: ANN401  any JSON
        """Give the plan whose sample has a value at a place."""
        return self._replace(sample=placed(self.sample, path, value))


def draw(shape: Shape, source: Source) -> Any:  # noqa: ANN401  any JSON
    """Draw a value of a shape."""
    if isinstance(shape, Choice):
        return pick(source, shape.values)
    if isinstance(shape, Members):
        made = {name: draw(inner, source) for name, inner in shape.always.items()}
        for name in pick(source, shape.together):
            made[name] = draw(shape.maybe[name], source)
        return made
    if isinstance(shape, Items):
        return _draw_items(shape.item, pick(source, shape.counts), source)
    return draw(pick(source, shape.shapes), source)


def _draw_items(item: Shape, count: int, source: Source) -> list[Any]:
    """Draw a list; of plain values it has different ones, as long as there are any."""
    if isinstance(item, Choice):
        first, values = source.below(len(item.values)), item.values
        return [values[(first + place) % len(values)] for place in range(count)]
    drawn = [draw(item, source) for _ in range(min(count, DIFFERENT))]
    return [drawn[place % DIFFERENT] for place in range(count)]


def each_value(shape: Shape) -> Iterator[Any]:
    """Give values of a shape in which everything that it can have comes up once, and the rest is the simplest."""
    if isinstance(shape, Choice):
        yield from shape.values
    elif isinstance(shape, Items):
        yield from ([value] for value in each_value(shape.item))
    elif isinstance(shape, Either):
        yield from chain.from_iterable(each_value(each) for each in shape.shapes)
    else:
        simplest = draw(shape, First())
        for name, inner in {**shape.always, **shape.maybe}.items():
            yield from ({**simplest, name: value} for value in each_value(inner))


def reached(shape: Shape, path: Path = ()) -> set[Path]:
    """Give the paths of all that is no object or list in a shape: of its first form, of the first item of lists."""
    if isinstance(shape, Choice):
        return {path}
    if isinstance(shape, Items):
        return reached(shape.item, (*path, 0))
    if isinstance(shape, Either):
        return reached(shape.shapes[0], path)
    members = {**shape.always, **shape.maybe}.items()
    return set().union(*(reached(inner, (*path, name)) for name, inner in members))


def leaves(document: object, path: Path = ()) -> set[Path]:
    """Give the paths of everything in a document that is no object or list, as `reached` does."""
    if isinstance(document, dict):
        return set().union(*(leaves(inner, (*path, name)) for name, inner in document.items()))
    if isinstance(document, list):
        return set().union(*(leaves(inner, (*path, 0)) for inner in document[:1]))
    return {path}


def build(schema: Mapping[str, Any], plan: Plan) -> Shape:
    """Build the shape of a call's documents."""
    found = _build(schema, plan, plan.sample, ())
    return found if found is not None else Choice((plan.sample,))


def _build(schema: Mapping[str, Any], plan: Plan, seen: Any, path: Path) -> Shape | None:  # noqa: ANN401  any JSON
    """Build the shape of what stands at a path; None where nothing can stand there that is accepted."""
    if "properties" not in schema and schema.get("type") != "array":
        return _leaf(schema, plan, seen, path)
    starts = _starts(schema, plan, seen, path)
    shapes = [_around(schema, plan.with_(path, start), start, path) for start in starts]
    found = tuple(shape for shape in shapes if shape is not None)
    return Either(found) if len(found) > 1 else next(iter(found), None)


def _starts(schema: Mapping[str, Any], plan: Plan, seen: Any, path: Path) -> list[Any]:  # noqa: ANN401  any JSON
    """Give what can stand there, each in another form: what was seen and the schema's examples, or else the least."""
    found = {} if seen is None else {_form(seen): seen}
    for example in schema.get("examples", ()):
        start = example if path else completed(example, plan)
        if _form(start) not in found and plan.takes(path, start):
            found[_form(start)] = start
    if not found and plan.takes(path, least(schema)):
        return [least(schema)]
    return list(found.values())


def _form(value: Any) -> str:  # noqa: ANN401  any JSON
    """Say what a value is made of, without what stands in it."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name}: {_form(inner)}' for name, inner in sorted(value.items()))}}}"
    if isinstance(value, list):
        return f"[{_form(value[0]) if value else ''}]"
    return type(value).__name__


def completed(example: Mapping[str, Any], plan: Plan) -> dict[str, Any]:
    """Make a document of an example of one: with what the sample's path says, without credentials."""
    of_path = {name: plan.sample[name] for name in plan.kept if name in plan.sample}
    return {**of_path, **{name: value for name, value in example.items() if name not in plan.skipped}}


def _around(schema: Mapping[str, Any], plan: Plan, seen: Any, path: Path) -> Shape | None:  # noqa: ANN401  any JSON
    """Build what is like a value that the sample has at a path."""
    if isinstance(seen, dict) and "properties" in schema:
        return _members(schema, plan, seen, path)
    if isinstance(seen, list) and seen and isinstance(schema.get("items"), dict):
        return _items(schema, plan, seen, path)
    return _leaf(schema, plan, seen, path)


def _leaf(schema: Mapping[str, Any], plan: Plan, seen: Any, path: Path) -> Shape | None:  # noqa: ANN401  any JSON
    meant = plan.meanings.get(schema.get("x-holds", ""))
    possible = candidates(schema, seen) if meant is None else (*meant, *longest_texts(schema))
    kept = [each for each in possible if plan.takes(path, each)]
    return Choice(kept) if kept else None


def _members(schema: Mapping[str, Any], plan: Plan, seen: Mapping[str, Any], path: Path) -> Shape:
    always: dict[str, Shape] = {}
    maybe: dict[str, Shape] = {}
    for name, inner in schema["properties"].items():
        if not path and name in plan.skipped:
            continue
        shape = _build(inner, plan, seen.get(name), (*path, name))
        if shape is None:
            shape = Choice((seen[name],)) if name in seen else None
        if shape is not None:
            (always if name in seen else maybe)[name] = shape
    always |= {name: Choice((value,)) for name, value in seen.items() if name not in schema["properties"]}
    return Members(always, maybe, tuple(_together(maybe, plan, seen, path)))


def _together(maybe: Mapping[str, Shape], plan: Plan, seen: Mapping[str, Any], path: Path) -> Iterator[tuple[str, ...]]:
    """List which members can be there: none, any one, any two, and with each as many others as go together."""
    firsts = {name: draw(shape, First()) for name, shape in maybe.items()}

    def fit(names: tuple[str, ...]) -> bool:
        return plan.takes(path, {**seen, **{name: firsts[name] for name in names}})

    pairs = list(combinations(maybe, 2))
    apart = [pair for pair in pairs if not fit(pair)]
    yield ()
    yield from ((name,) for name in maybe)
    yield from (pair for pair in pairs if pair not in apart)
    largest = (_grown(start, tuple(maybe), fit) for start in dict.fromkeys((*list(maybe)[:1], *chain(*apart))))
    yield from dict.fromkeys(names for names in largest if len(names) > PAIR)


def _grown(start: str, names: tuple[str, ...], fit: Callable[[tuple[str, ...]], bool]) -> tuple[str, ...]:
    """Give a member with as many of the others as go together, in their order."""
    found: tuple[str, ...] = (start,)
    for name in names:
        if name != start and fit((*found, name)):
            found = (*found, name)
    return tuple(name for name in names if name in found)


def _items(schema: Mapping[str, Any], plan: Plan, seen: list[Any], path: Path) -> Shape | None:
    low, high = schema.get("minItems", 0), schema.get("maxItems", BATCHES[-1])
    counts = [each for each in BATCHES if low <= each <= high] or [low]
    item = _build(schema["items"], plan, seen[0], (*path, 0))
    if item is None:
        return None
    fitting = [each for each in counts if plan.takes(path, [seen[0]] * each)]
    return Items(item, fitting) if fitting else None


def placed(document: Any, path: Sequence[str | int], value: Any) -> Any:  # noqa: ANN401  any JSON
    """Copy a document with another value at a path."""
    if not path:
        return value
    copy = deepcopy(document)
    inner = copy
    for part in path[:-1]:
        inner = inner[part] if isinstance(part, int) else inner.setdefault(part, {})
    inner[path[-1]] = value
    return copy
