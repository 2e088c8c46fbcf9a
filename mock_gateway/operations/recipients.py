"""Find the recipients that a document names, and read their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.state.case import Target
from mock_gateway.text.numbers import e164

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mock_gateway.model.gateway import NumberPlan


def reader(at: str, member: str | None) -> Callable[[Mapping[str, Any], NumberPlan], tuple[Target, ...]]:
    """Compile where a call's recipients stand.

    Args:
        at: names of the members that lead to the list, joined by `/`.
        member: the number's name inside an item that is an object; None where items are numbers only.

    """
    *path, last = at.split("/")

    def read(document: Mapping[str, Any], numbers: NumberPlan) -> tuple[Target, ...]:
        inner: Any = document
        for name in path:
            inner = inner.get(name)
            if inner.__class__ is not dict:
                return ()
        items = inner.get(last)
        if items.__class__ is not list:
            return ()
        return tuple([_target(item, position, member, numbers) for position, item in enumerate(items)])

    return read


def _target(item: object, position: int, member: str | None, numbers: NumberPlan) -> Target:
    if isinstance(item, str):
        return Target(item, e164(item, numbers), position)
    if isinstance(item, dict) and member is not None:
        spelling = item.get(member)
        if isinstance(spelling, str):
            return Target(spelling, e164(spelling, numbers), position, item if len(item) > 1 else None)
        return Target("", None, position, item)
    return Target("", None, position)
