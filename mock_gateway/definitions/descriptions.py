"""Words for the members of schemas that are made, where nobody wrote any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

HOLDS = {"object": "Holds the members below.", "array": "An item for each of them."}


def described(members: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Give each member a description, unless it has one or refers to what has.

    >>> described({"Result": {"const": "Failed"}, "Data": {"type": "object"}, "Id": {"description": "Own."}})["Result"]
    {'description': 'Always Failed.', 'const': 'Failed'}
    """
    return {name: _described(inner) for name, inner in members.items()}


def _described(inner: Mapping[str, Any]) -> dict[str, Any]:
    if "description" in inner or "$ref" in inner:
        return dict(inner)
    if "const" in inner:
        return {"description": f"Always {inner['const'] or 'empty'}.", **inner}
    words = HOLDS.get(inner["type"]) if isinstance(inner.get("type"), str) else None
    return {"description": words, **inner} if words else dict(inner)
