"""JSON. The text is UTF-8, whatever its label says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from mock_gateway.dialects.base import Dialect, UnreadableError

if TYPE_CHECKING:
    from mock_gateway.model.ways import Reading, Writing


DEPTH_READ = 64


def read(body: bytes, charset: str, reading: Reading | None) -> Any:  # noqa: ANN401, ARG001  a document is any JSON; one signature for all dialects
    """Parse; of a member given twice the last one counts, as common servers do."""
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError as problem:
        raise UnreadableError(str(problem)) from None
    if body.count(b"{") + body.count(b"[") > DEPTH_READ and _is_deep(document):
        raise UnreadableError(f"nested deeper than the {DEPTH_READ} levels that are read")
    return document


def _is_deep(document: object) -> bool:
    level = [document]
    for _ in range(DEPTH_READ):
        level = [
            inner
            for value in level
            if isinstance(value, (dict, list))
            for inner in (value.values() if isinstance(value, dict) else value)
        ]
        if not level:
            return False
    return True


def write(document: Any, writing: Writing) -> bytes:  # noqa: ANN401, ARG001  as read
    """Write compactly, in the document's own order of members."""
    return orjson.dumps(document)


JSON = Dialect("json", read, write)
