"""The boundary set: every value that a member may have, at its limits and between, and everything one step beyond.

It is the same each time: nothing is drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.strategies.payload import Payload
from mock_gateway.strategies.shapes import each_value, placed
from mock_gateway.strategies.source import First

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mock_gateway.strategies.rejections import Rejections
    from mock_gateway.strategies.subject import Subject

LONGEST = 5000
"""Characters or items of what is written down; a thousand recipients fit."""


def edges_of(calls: Iterable[Rejections]) -> Iterator[Payload]:
    """Give the boundary set of calls: of each what is accepted, then what is refused."""
    for rejections in calls:
        subject = rejections.subject
        if subject.possible:
            yield from (_accepted(subject, document, subject.given) for document in _right(subject))
        for fault in rejections.everything:
            payload = rejections.rejected(fault, First())
            yield payload
            yield from _at_the_limit(subject, payload)


def _right(subject: Subject) -> Iterator[Mapping[str, Any]]:
    """Give the sample, then right documents in which each value that a member may have comes up once."""
    yield subject.call.sample
    yield from (document for document in each_value(subject.shape) if subject.accepts(document))


def _at_the_limit(subject: Subject, wrong: Payload) -> Iterator[Payload]:
    """Give what is accepted beside what is refused for its size: at the limit, and one short of it."""
    limit, path = wrong.label.limit, tuple(wrong.label.place.split("/")[1:])
    if type(limit) is not int or not path or wrong.document is None:
        return
    steps = tuple(0 if part == "*" else part for part in path)
    value = _at(wrong.document, steps) or _at(subject.call.sample, steps)
    for size in (limit, limit - 1, limit + 1):
        right = _resized(value, size)
        if right is None:
            continue
        document = placed(subject.call.sample, steps, right)
        if subject.accepts_in(wrong.given, document):
            yield _accepted(subject, document, wrong.given)


def _accepted(subject: Subject, document: Mapping[str, Any], given: Mapping[str, Any]) -> Payload:
    """Label a document that is right in a world."""
    request = subject.request(document)
    return Payload(subject.gateway.name, subject.call.name, subject.success, given, document, request)


def _at(document: Any, steps: tuple[str | int, ...]) -> Any:  # noqa: ANN401  any JSON
    """Give what stands at a place, None for nothing."""
    for part in steps:
        try:
            document = document[part]
        except (IndexError, KeyError, TypeError):
            return None
    return document


def _resized(value: Any, size: int) -> Any:  # noqa: ANN401  any JSON
    """Give a number, text or list of another size; None for what has none, or would be too long to be written down."""
    if type(value) is int:
        return size
    if not isinstance(value, (str, list)) or not value or not 0 <= size <= LONGEST:
        return None
    return (value * (size // len(value) + 1))[:size]
