"""Faults that are done to a connection: late, slow, never, cut. They run on the machine's clock, and stall nobody."""

from __future__ import annotations

import asyncio
import socket
import struct
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from mock_gateway.model.wire import Reply

LONGEST_HANG = 3600
_PIECES = 40


async def suffer(reply: Reply, transport: Any, receive: Callable[[], Awaitable[dict[str, Any]]]) -> bool:  # noqa: ANN401  uvicorn's transport
    """Do a fault; tell whether the reply is still to be sent in the usual way."""
    fault = reply.fault
    if fault is None:
        return True
    if fault.name == "latency":
        await asyncio.sleep(fault.seconds)
        return True
    if fault.name == "hang":
        await _until_gone(receive)
    elif fault.name == "reset":
        _reset(transport)
    elif fault.name == "dribble":
        await _dribble(reply, transport, fault.seconds)
    elif fault.name == "truncate":
        transport.write(_head(reply, len(reply.body)) + reply.body[: len(reply.body) // 2])
    elif fault.name == "wrong_length":
        transport.write(_head(reply, max(0, len(reply.body) - 7)) + reply.body)
    transport.close()
    await _until_gone(receive)
    return False


def whole(reply: Reply) -> bytes:
    """Write an answer as it stands on the wire, for a connection that is closed after it."""
    return _head(reply, len(reply.body)) + reply.body


def _head(reply: Reply, length: int) -> bytes:
    lines = [f"HTTP/1.1 {reply.status} {_phrase(reply.status)}"]
    lines += [f"{name}: {value}" for name, value in reply.headers]
    lines += [f"Content-Length: {length}", "Connection: close", "", ""]
    return "\r\n".join(lines).encode("latin-1")


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _reset(transport: Any) -> None:  # noqa: ANN401  as above
    """Close so that the client's side gets a reset instead of an end."""
    sock = transport.get_extra_info("socket")
    if sock is not None:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


async def _dribble(reply: Reply, transport: Any, seconds: float) -> None:  # noqa: ANN401  as above
    raw = _head(reply, len(reply.body)) + reply.body
    size = max(1, -(-len(raw) // _PIECES))
    pieces = [raw[start : start + size] for start in range(0, len(raw), size)]
    for piece in pieces:
        if transport.is_closing():
            return
        transport.write(piece)
        await asyncio.sleep(seconds / len(pieces))


async def _until_gone(receive: Callable[[], Awaitable[dict[str, Any]]]) -> None:
    """Wait until the client has gone."""
    try:
        async with asyncio.timeout(LONGEST_HANG):
            while (await receive())["type"] != "http.disconnect":
                pass
    except TimeoutError:
        return
