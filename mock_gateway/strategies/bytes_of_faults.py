"""Requests that cannot be read: what of a request is said otherwise, by what it is unreadable for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.server.asgi import LARGEST_BODY
from mock_gateway.strategies.wrongs import BROKEN_JSON, BROKEN_XML, NO_OBJECT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mock_gateway.model.gateway import Call

BROKEN = {"json": (*BROKEN_JSON, *NO_OBJECT), "xml": BROKEN_XML, "application/xml": BROKEN_XML}
UNREAD = ("text/plain", "application/octet-stream", "image/png", "application/x-www-form-urlencoded", "text/csv")
UNACCEPTED = ("image/png", "text/csv", "application/pdf", "application/json;q=0")

TOO_MUCH = (1, 1000, LARGEST_BODY, 2**31)
"""By how many bytes a body is too large."""


def unreadable(call: Call, reason: str) -> Iterator[dict[str, Any]]:
    """Give what of a call's request is said otherwise, so that it may be unreadable for this reason."""
    if reason == "syntax":
        for media, dialect in {**call.reading.body, "": call.reading.otherwise}.items():
            for body in BROKEN.get(dialect, ()):
                yield {"raw": body, "headers": {"Content-Type": media or "application/json"}}
    elif reason == "media_type":
        yield from ({"headers": {"Content-Type": media}} for media in UNREAD)
    elif reason == "accept":
        yield from ({"headers": {"Accept": media}} for media in UNACCEPTED)
    elif reason == "size":
        yield from ({"raw": b"", "headers": {"Content-Length": str(LARGEST_BODY + more)}} for more in TOO_MUCH)
