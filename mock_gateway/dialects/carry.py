"""How the bytes of an answer travel: compressed for those who accept that, in chunks; what they say stays the same."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

from mock_gateway.text.media import preferred

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mock_gateway.model.ways import Writing
    from mock_gateway.model.wire import Reply, Request

_OFFERED = (("gzip", "gzip"),)


def carried(reply: Reply, request: Request, writing: Writing, settings: Mapping[str, object]) -> Reply:
    """Give a reply as it goes on the wire; a session's journal has it as it was written."""
    for setting, value, way in writing.carried:
        if settings[setting] != value:
            continue
        if way == "chunked":
            reply = reply._replace(chunked=True)
        elif reply.body and preferred(request.headers.get("accept-encoding", ""), _OFFERED, ""):
            headers = (*reply.headers, ("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding"))
            reply = reply._replace(headers=headers, body=gzip.compress(reply.body, mtime=0))
    return reply
