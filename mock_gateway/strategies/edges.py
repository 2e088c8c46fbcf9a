"""The boundary set: every value that a member may have, at its limits and between, and everything one step beyond.

It is the same each time: nothing is drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.strategies.payload import Payload
from mock_gateway.strategies.shapes import Choice, Items, Members, placed
from mock_gateway.strategies.source import First

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mock_gateway.strategies.drawing import Strategies
    from mock_gateway.strategies.shapes import Shape
    from mock_gateway.strategies.subject import Subject


def edges_of(strategies: Strategies, call: str | None) -> Iterator[Payload]:
    """Give the boundary set of a call, or of all calls: what is accepted, then what is refused, call by call."""
    for name in (call,) if call else strategies.calls:
        subject, rejections = strategies.subject(name), strategies.rejections(name)
        for document in _right(subject):
            yield Payload(
                subject.gateway.name, name, subject.success, subject.given, document, subject.request(document)
            )
        for found in rejections.faults.values():
            for fault in found:
                payload = rejections.rejected(fault, First())
                yield payload
                yield from _at_the_limit(subject, payload)


def _right(subject: Subject) -> Iterator[Mapping[str, Any]]:
    """Give the sample with each value that each of its members may have."""
    yield subject.call.sample
    for path, values in _places(subject.shape, ()):
        for value in values:
            document = placed(subject.call.sample, path, value)
            if subject.accepts(document):
                yield document


def _places(shape: Shape, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], tuple[Any, ...]]]:
    if isinstance(shape, Choice):
        yield path, tuple(shape.values)
    elif isinstance(shape, Items):
        yield from _places(shape.item, (*path, 0))
    elif isinstance(shape, Members):
        for name, inner in {**shape.always, **shape.maybe}.items():
            yield from _places(inner, (*path, name))


def _at_the_limit(subject: Subject, wrong: Payload) -> Iterator[Payload]:
    """Give what is accepted beside what is refused for its size: at the limit, and one short of it."""
    limit, path = wrong.label.limit, tuple(wrong.label.place.split("/")[1:])
    if type(limit) is not int or not path or wrong.document is None or wrong.given != subject.given:
        return
    steps = tuple(0 if part == "*" else part for part in path)
    value: Any = wrong.document
    for part in steps:
        value = value[part]
    for size in (limit, limit - 1, limit + 1):
        if size < 0:
            continue
        right = size if type(value) is int else _resized(value, size)
        document = placed(subject.call.sample, steps, right)
        if right is not None and subject.accepts(document):
            yield Payload(
                subject.gateway.name,
                subject.call.name,
                subject.success,
                subject.given,
                document,
                subject.request(document),
            )


def _resized(value: Any, size: int) -> Any:  # noqa: ANN401  any JSON
    """Give a text or list of another size; None for what has none, or would be too long to be written down."""
    if not isinstance(value, (str, list)) or not value or size > 5000:  # noqa: PLR2004  a thousand recipients fit
        return None
    return (value * (size // len(value) + 1))[:size]
