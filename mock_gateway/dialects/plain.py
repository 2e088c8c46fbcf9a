"""Text as it is: what a gateway answers outside its envelopes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.dialects.base import Dialect

if TYPE_CHECKING:
    from mock_gateway.model.ways import Reading, Writing


def read(body: bytes, charset: str, reading: Reading | None) -> Any:  # noqa: ANN401, ARG001  one signature for all dialects
    """Give the text under the member `text`."""
    return {"text": body.decode("utf-8", "replace")}


def write(document: Any, writing: Writing) -> bytes:  # noqa: ANN401, ARG001  as read
    """Write the text."""
    return b"" if document is None else str(document).encode()


PLAIN = Dialect("plain", read, write)
