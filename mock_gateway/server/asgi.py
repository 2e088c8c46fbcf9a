"""Bytes off the wire into a `Request`, and a `Reply` back onto it, as a small ASGI application."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from mock_gateway.model.wire import Request
from mock_gateway.pipeline import answer
from mock_gateway.server.suffer import suffer, whole

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from mock_gateway.engine import Engine
    from mock_gateway.model.wire import Reply

LARGEST_BODY = 20 * 1024 * 1024
"""Bytes; the largest request that the BestSMS family documents. A larger one is answered without being kept."""

MOST_DRAINED = 256 * 1024 * 1024
"""Bytes of a refused body that are still read, so that its client sees the answer and no reset."""

Scope = dict[str, Any]


class Application:
    """The ASGI application of an engine."""

    __slots__ = ("_engine",)

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def __call__(
        self,
        scope: Scope,
        receive: Callable[[], Awaitable[dict[str, Any]]],
        send: Callable[[dict[str, Any]], Awaitable[None]],
    ) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        body, oversize = b"", _declared(headers) > LARGEST_BODY
        if not oversize:
            try:
                body, oversize = await _body(receive)
            except ConnectionError:
                return
        reply = answer(_request(scope, headers, body, oversize=oversize), self._engine)
        if reply.before is not None:
            await asyncio.to_thread(reply.before)
        try:
            await _carry(reply, scope, receive, send, oversize=oversize)
        finally:
            if reply.after is not None:
                reply.after()

    def answer_unreadable(self, raw: bytes, client: tuple[str, int] | None) -> bytes | None:
        """Answer bytes that the HTTP parser refused, as far as their first line says what they are for.

        Returns:
            A whole HTTP answer, None where no gateway can be told.

        """
        words = raw.partition(b"\r\n")[0].decode("latin-1").split(" ")
        if len(words) != 3 or not words[1].startswith("/") or not words[2].startswith("HTTP/"):  # noqa: PLR2004  method, path, version
            return None
        path, _, query = words[1].partition("?")
        request = Request(words[0], path, query, {}, address=client[0] if client else "")
        if self._engine.router.route(request) is None:
            return None
        return whole(answer(request, self._engine))


async def _carry(
    reply: Reply,
    scope: Scope,
    receive: Callable[[], Awaitable[dict[str, Any]]],
    send: Callable[[dict[str, Any]], Awaitable[None]],
    *,
    oversize: bool,
) -> None:
    """Carry a reply to its client, with what it has to suffer on the way."""
    if reply.fault is not None and not await suffer(reply, scope["extensions"]["transport"], receive):
        return
    if reply.chunked and scope["http_version"] == "1.0":
        reply = reply._replace(chunked=False)
    await _send(reply, send, close=oversize)
    if oversize:
        await _drain(receive)
        await send({"type": "http.response.body", "body": b""})


def _declared(headers: dict[str, str]) -> int:
    length = headers.get("content-length", "0")
    return int(length) if length.isascii() and length.isdecimal() else 0


async def _body(receive: Callable[[], Awaitable[dict[str, Any]]]) -> tuple[bytes, bool]:
    """Read the body; tell whether it is larger than may be.

    Raises:
        ConnectionError: the client went away in the middle of it; what it sent is no request.

    """
    event = await receive()
    if event["type"] == "http.disconnect":
        raise ConnectionError
    first: bytes = event.get("body", b"")
    if not event.get("more_body"):
        return first, False
    pieces, size = [first], len(first)
    while event.get("more_body"):
        event = await receive()
        if event["type"] == "http.disconnect":
            raise ConnectionError
        piece = event.get("body", b"")
        size += len(piece)
        if size > LARGEST_BODY:
            return b"", True
        pieces.append(piece)
    return b"".join(pieces), False


async def _drain(receive: Callable[[], Awaitable[dict[str, Any]]]) -> None:
    drained = 0
    while drained < MOST_DRAINED:
        event = await receive()
        if event["type"] != "http.request" or not event.get("more_body"):
            return
        drained += len(event.get("body", b""))


def _request(scope: Scope, headers: dict[str, str], body: bytes, *, oversize: bool) -> Request:
    client = scope.get("client")
    return Request(
        scope["method"],
        scope["raw_path"].decode("latin-1") or "/",
        scope["query_string"].decode("latin-1"),
        headers,
        body,
        client[0] if client else "",
        scope["scheme"] == "https",
        oversize,
    )


async def _send(reply: Reply, send: Callable[[dict[str, Any]], Awaitable[None]], *, close: bool) -> None:
    """Write an answer in one piece; with `close`, leave the exchange open for what is still to be drained."""
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in reply.headers]
    if not reply.chunked:
        headers.append((b"content-length", str(len(reply.body)).encode("ascii")))
    if close:
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": reply.body, "more_body": close})
