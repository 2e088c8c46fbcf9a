"""The standalone server: uvicorn on a socket of ours, in this thread or in one of its own."""

from __future__ import annotations

import logging
import socket
from threading import Thread
from typing import TYPE_CHECKING, Any

from mock_gateway.errors import UsageError
from mock_gateway.server.asgi import Application
from mock_gateway.server.protocol import Protocol
from mock_gateway.server.tls import Tls

if TYPE_CHECKING:
    import ssl
    from pathlib import Path

    import uvicorn

    from mock_gateway.engine import Engine

STOP_SECONDS = 10
_LOOPBACK = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  where it listens is not where it is met
_BACKLOG = 2048


class Server:
    """All gateways of an engine on one port.

    Args:
        engine: what answers.
        host: address to listen on; loopback unless told otherwise.
        port: 0 picks a free one.
        tls: speak HTTPS instead of HTTP; a path is where the certificate authority is written to.

    Attributes:
        tls: the certificate authority, None where it speaks plain HTTP.

    """

    def __init__(self, engine: Engine, host: str = "127.0.0.1", port: int = 0, *, tls: bool | Path = False) -> None:
        self.engine = engine
        self._socket = _listen(host, port)
        self.host = host
        self.port: int = self._socket.getsockname()[1]
        try:
            self.tls = Tls(host, None if tls is True else tls) if tls else None
        except UsageError:
            self._socket.close()
            raise
        self._server = _uvicorn(engine, self.tls.context if self.tls else None)
        self._thread: Thread | None = None

    @property
    def url(self) -> str:
        """Scheme, host and port; loopback where it listens on all addresses."""
        host = _LOOPBACK.get(self.host, self.host)
        scheme = "https" if self.tls else "http"
        return f"{scheme}://[{host}]:{self.port}" if ":" in host else f"{scheme}://{host}:{self.port}"

    def run(self) -> None:
        """Serve in this thread until interrupted."""
        self._server.run(sockets=[self._socket])

    def start(self) -> None:
        """Serve in a thread of its own; who connects before it runs waits in the socket's queue."""
        self._thread = Thread(target=self.run, name="mock_gateway server", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop serving and wait until the thread has ended."""
        self._server.should_exit = True
        self._server.force_exit = True
        if self._thread is not None:
            self._thread.join(STOP_SECONDS)
        self._socket.close()
        if self.tls is not None:
            self.tls.close()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # else asyncio leaves Nagle on
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except (OSError, TypeError, UnicodeError) as problem:  # the last two: a name that no host can have
        listener.close()
        why = problem.strerror if isinstance(problem, OSError) else "it is no name of a host"
        raise UsageError(f"cannot listen on {host} port {port}: {why}") from None
    listener.listen(_BACKLOG)
    return listener


def _uvicorn(engine: Engine, context: ssl.SSLContext | None) -> uvicorn.Server:
    import uvicorn  # noqa: PLC0415  only who serves pays for it

    log = logging.getLogger("uvicorn")
    log.addHandler(logging.NullHandler())
    log.propagate = False  # what a client sends wrongly is in the journal, not on standard error
    application: Any = Application(engine)
    config = uvicorn.Config(
        application,
        http=Protocol,
        loop="asyncio",
        lifespan="off",
        ws="none",
        interface="asgi3",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
        timeout_keep_alive=60,
        proxy_headers=False,
    )
    config.load()
    config.ssl = context
    return uvicorn.Server(config)
