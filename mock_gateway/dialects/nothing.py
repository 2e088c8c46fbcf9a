"""What a gateway does not look at: any body is an empty document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.dialects.base import Dialect

if TYPE_CHECKING:
    from mock_gateway.model.ways import Reading, Writing


def read(body: bytes, charset: str, reading: Reading | None) -> Any:  # noqa: ANN401, ARG001  one signature for all dialects
    """Give an empty document."""
    return {}


def write(document: Any, writing: Writing) -> bytes:  # noqa: ANN401, ARG001  as read
    """Write nothing."""
    return b""


NOTHING = Dialect("nothing", read, write)
