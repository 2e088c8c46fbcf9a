"""The control API's own small server: a thread a request, so that one that waits keeps nobody else waiting."""

from __future__ import annotations

import secrets
from threading import Thread
from typing import TYPE_CHECKING

from werkzeug.serving import WSGIRequestHandler, make_server

from mock_gateway.errors import UsageError
from mock_gateway.server.control import HOSTS, create_control

if TYPE_CHECKING:
    from mock_gateway.server.running import Gateways

STOP_SECONDS = 10


class _Quiet(WSGIRequestHandler):
    """Says nothing on standard error, and not what serves."""

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002  Werkzeug's own name
        """Log nothing."""

    def version_string(self) -> str:
        """Name the project."""
        return "mock_gateway"


class ControlServer:
    """The control API of a server, on its own port.

    Args:
        gateways: the server.
        host: address to listen on.
        port: 0 picks a free one.

    """

    def __init__(self, gateways: Gateways, host: str = "127.0.0.1", port: int = 0) -> None:
        self.token = secrets.token_urlsafe(24)
        app = create_control(gateways, self.token, tuple(dict.fromkeys((*HOSTS, f"[{host}]" if ":" in host else host))))
        try:
            self._server = make_server(host, port, app, threaded=True, request_handler=_Quiet)
        except (OSError, SystemExit):
            raise UsageError(f"the control API cannot listen on {host} port {port}") from None
        shown = f"[{host}]" if ":" in host else host
        self.url = f"http://{shown}:{self._server.port}"
        self._thread = Thread(target=self._server.serve_forever, name="mock_gateway control", daemon=True)

    def start(self) -> None:
        """Serve in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """Stop serving."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join(STOP_SECONDS)
        self._server.server_close()
