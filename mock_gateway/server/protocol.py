"""uvicorn's HTTP protocol, with the few things that a mock has to say or do itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

if TYPE_CHECKING:
    from asyncio import Transport

_CONTINUE = b"HTTP/1.1 100"
LONGEST_LINE = 8192


class OneWrite:
    """A connection that sends the head of an answer together with the beginning of its body.

    Some clients read an answer's first piece only, and one piece costs one system call.
    """

    __slots__ = ("_head", "_transport")

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._head: bytes | None = None

    def write(self, data: bytes) -> None:
        """Hold back the head until the body comes."""
        if data.startswith(_CONTINUE):
            self._transport.write(data)
        elif self._head is None:
            self._head = data
        else:
            self._transport.write(self._head + data if self._head else data)
            self._head = b""

    def close(self) -> None:
        """Send what is held back, and close."""
        self.flush()
        self._transport.close()

    def flush(self) -> None:
        """Send what is held back."""
        if self._head:
            self._transport.write(self._head)
        self._head = b""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  everything else is the connection's own
        return getattr(self._transport, name)


class Protocol(HttpToolsProtocol):
    """As uvicorn's, but an answer is one write, and what is no HTTP is answered without the server's own words."""

    def on_headers_complete(self) -> None:
        """Hand the connection down, for faults that are done to it."""
        self.scope["extensions"] = {"transport": self.transport}  # type: ignore[dict-item]  # ASGI leaves its content open
        super().on_headers_complete()
        if self.scope["method"] != "HEAD":
            self.cycle.transport = OneWrite(self.transport)  # type: ignore[assignment]  # it is used like one

    def data_received(self, data: bytes) -> None:
        """Keep the beginning of what came last, for bytes that turn out to be no request."""
        self._began = data[:LONGEST_LINE]
        super().data_received(data)

    def shutdown(self) -> None:
        """As uvicorn's, but over TLS nobody waits for the client to say goodbye."""
        super().shutdown()
        if self.scheme == "https" and self.transport.is_closing():
            self.transport.abort()

    def send_400_response(self, msg: str) -> None:
        """Answer bytes that are no HTTP request: in a gateway's dialect where the first line still names one."""
        del msg
        raw = self.app.answer_unreadable(self._began, self.client) if hasattr(self.app, "answer_unreadable") else None
        if raw is not None:
            self.transport.write(raw)
            self.transport.close()
            return
        self.transport.write(
            b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\n"
            b"Content-Length: 12\r\nConnection: close\r\n\r\nBad Request\n"
        )
        self.transport.close()
