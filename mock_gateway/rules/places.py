"""Look a place up in a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def at(document: Mapping[str, Any], place: str) -> Any:  # noqa: ANN401  a document is any JSON
    """Give the value at a place such as `/MessageData/Message`, None where it is not there."""
    value: Any = document
    for member in place.split("/")[1:]:
        value = value.get(member) if isinstance(value, dict) else None
    return value
