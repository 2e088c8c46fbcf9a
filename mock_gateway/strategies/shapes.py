"""Right documents of a call: made of its schema, of values that the gateway was seen to accept.

A shape is built once a call. For each member the schema says which values may be right; those that the gateway's rows
accept in the call's sample are kept. Drawing is then a matter of choosing.
"""

from __future__ import annotations

from copy import deepcopy
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

from mock_gateway.strategies.source import pick
from mock_gateway.strategies.values import candidates

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mock_gateway.strategies.source import Source

BATCHES = (1, 2, 3, 7)
"""How many items lists have."""
DIFFERENT = 2
"""How many of them are drawn; a longer list has them over and over."""


class Choice(NamedTuple):
    """One of several values, the simplest first."""

    values: Sequence[Any]


class Members(NamedTuple):
    """An object: members that are always there, and members that may be."""

    always: Mapping[str, Shape]
    maybe: Mapping[str, Shape]


class Items(NamedTuple):
    """A list of items of one shape."""

    item: Shape
    counts: Sequence[int]


Shape = Choice | Members | Items


class Plan(NamedTuple):
    """What building a shape needs to know.

    Attributes:
        accepts: tells whether a document is accepted, and nothing of it left out.
        sample: a document that is.
        meanings: values by the word of `x-holds`, such as texts and recipients.
        skipped: members of the document that are no part of what is asked for, such as credentials.

    """

    accepts: Callable[[Any], bool]
    sample: Any
    meanings: Mapping[str, Sequence[Any]]
    skipped: frozenset[str] = frozenset()


def draw(shape: Shape, source: Source) -> Any:  # noqa: ANN401  any JSON
    """Draw a value of a shape."""
    if isinstance(shape, Choice):
        return pick(source, shape.values)
    if isinstance(shape, Members):
        return _draw_members(shape, source)
    count = pick(source, shape.counts)
    drawn = [draw(shape.item, source) for _ in range(min(count, DIFFERENT))]
    return [drawn[place % DIFFERENT] for place in range(count)]


def build(schema: Mapping[str, Any], plan: Plan) -> Shape:
    """Build the shape of a call's documents."""
    found = _build(schema, plan, plan.sample, ())
    return found if found is not None else Choice((plan.sample,))


def _draw_members(shape: Members, source: Source) -> dict[str, Any]:
    made = {name: draw(inner, source) for name, inner in shape.always.items()}
    if shape.maybe:
        for name in pick(source, subsets(tuple(shape.maybe))):
            made[name] = draw(shape.maybe[name], source)
    return made


@lru_cache(maxsize=1024)
def subsets(names: tuple[str, ...]) -> Sequence[tuple[str, ...]]:
    """List which members can be there: none, any one, any two, all. So any two meet, and few have to be drawn."""
    return ((), *((name,) for name in names), *combinations(names, 2), names)


def _build(schema: Mapping[str, Any], plan: Plan, seen: Any, path: tuple[str | int, ...]) -> Shape | None:  # noqa: ANN401  any JSON
    """Build the shape of what stands at a path; None where nothing can stand there that is accepted."""
    if "properties" in schema and (isinstance(seen, dict) or seen is None):
        return _members(schema, plan, seen or {}, path)
    if schema.get("type") == "array" and isinstance(schema.get("items"), dict):
        return _items(schema, plan, seen, path)
    meant = plan.meanings.get(schema.get("x-holds", ""))
    possible = candidates(schema, seen) if meant is None else meant
    kept = [each for each in possible if plan.accepts(placed(plan.sample, path, each))]
    return Choice(kept) if kept else None


def _members(schema: Mapping[str, Any], plan: Plan, seen: Mapping[str, Any], path: tuple[str | int, ...]) -> Shape:
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
    return Members(always, maybe)


def _items(schema: Mapping[str, Any], plan: Plan, seen: Any, path: tuple[str | int, ...]) -> Shape | None:  # noqa: ANN401  any JSON
    low, high = schema.get("minItems", 0), schema.get("maxItems", BATCHES[-1])
    counts = [each for each in BATCHES if low <= each <= high] or [low]
    first = seen[0] if isinstance(seen, list) and seen else None
    if first is None:
        return None
    item = _build(schema["items"], plan, first, (*path, 0))
    if item is None:
        return None
    fitting = [each for each in counts if plan.accepts(placed(plan.sample, path, [first] * each))]
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
