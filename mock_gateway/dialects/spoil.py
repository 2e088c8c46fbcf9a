"""Spoil a reply: what of a fault can be done to its status, headers and body. The rest is done to its connection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_gateway.model.faults import FAULTS
from mock_gateway.model.wire import Reply

if TYPE_CHECKING:
    from mock_gateway.model.faults import Fault

_PAGE = (
    "<html>\r\n<head><title>{status} {name}</title></head>\r\n<body>\r\n<center><h1>{status} {name}</h1></center>\r\n"
    "<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
)
_PAGES = {
    "bad_gateway": (502, "Bad Gateway"),
    "unavailable": (503, "Service Temporarily Unavailable"),
    "gateway_timeout": (504, "Gateway Time-out"),
}
_PORTAL = (
    "<!DOCTYPE html>\n<html><head><title>Sign in to the network</title></head>"
    "<body><h1>Sign in</h1><p>Accept the terms to go on.</p></body></html>\n"
)
_GARBAGE = bytes((index * 73 + 41) % 256 for index in range(64))
_BOM = b"\xef\xbb\xbf"
_HTML = (("Content-Type", "text/html"),)


def spoil(reply: Reply, fault: Fault) -> Reply:
    """Apply a fault to a reply."""
    name = fault.name
    if FAULTS[name].transport:
        return reply._replace(fault=fault)
    if name in _PAGES:
        status, words = _PAGES[name]
        return Reply(status, _HTML, _PAGE.format(status=status, name=words).encode(), before=reply.before)
    if name == "html":
        return Reply(200, (("Content-Type", "text/html; charset=utf-8"),), _PORTAL.encode(), before=reply.before)
    if name == "wrong_type":
        kept = tuple((key, value) for key, value in reply.headers if key.lower() != "content-type")
        return reply._replace(headers=(("Content-Type", "application/octet-stream"), *kept))
    bodies = {
        "empty": b"",
        "garbage": _GARBAGE,
        "invalid_json": reply.body[: max(1, len(reply.body) * 2 // 3)],
        "bom": _BOM + reply.body,
    }
    return reply._replace(body=bodies[name])
