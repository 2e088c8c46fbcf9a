"""uvicorn's HTTP protocol, with the few things that a mock has to say or do itself."""

from __future__ import annotations

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class Protocol(HttpToolsProtocol):
    """As uvicorn's, but what is no HTTP at all gets a short answer without the server's own words."""

    def on_headers_complete(self) -> None:
        """Hand the connection down, for faults that are done to it."""
        self.scope["extensions"] = {"transport": self.transport}  # type: ignore[dict-item]  # ASGI leaves its content open
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:
        """Answer bytes that are no HTTP request; no gateway can be told from them."""
        del msg
        self.transport.write(
            b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\n"
            b"Content-Length: 12\r\nConnection: close\r\n\r\nBad Request\n"
        )
        self.transport.close()
