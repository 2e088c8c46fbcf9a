"""The Flask application: one catch-all view in front of the pipeline, for WSGI servers and test clients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask, Response, request

from mock_gateway.definitions.load import all_gateways
from mock_gateway.model.wire import Request
from mock_gateway.pipeline import Engine, answer
from mock_gateway.server.asgi import LARGEST_BODY

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def create_app(engine: Engine | None = None) -> Flask:
    """Make the Flask application.

    Args:
        engine: what answers; one with all gateways and the machine's clock unless given. It stands in
            `app.extensions["mock_gateway"]`.

    """
    served = engine or Engine(all_gateways())
    app = Flask("mock_gateway", static_folder=None)
    app.extensions["mock_gateway"] = served
    app.url_map.merge_slashes = False

    def view(path: str = "") -> Response:  # noqa: ARG001  the pipeline reads the raw path
        reply = answer(_request(), served)
        return Response(reply.body, reply.status, list(reply.headers))

    app.add_url_rule("/", "root", view, methods=METHODS)
    app.add_url_rule("/<path:path>", "all", view, methods=METHODS)
    vars(app)["wsgi_app"] = _Unrouted(app.wsgi_app, served)
    return app


class _Unrouted:
    """Answer what Flask would answer itself, such as methods that it does not know, in the gateway's dialect."""

    def __init__(self, inner: WSGIApplication, engine: Engine) -> None:
        self._inner = inner
        self._engine = engine

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] in METHODS:
            return self._inner(environ, start_response)
        reply = answer(Request(environ["REQUEST_METHOD"], environ.get("PATH_INFO", "/"), "", {}), self._engine)
        start_response(f"{reply.status} Method Not Allowed", list(reply.headers))
        return [reply.body]


def _request() -> Request:
    length = request.content_length or 0
    oversize = length > LARGEST_BODY
    body = b"" if oversize else request.stream.read(LARGEST_BODY + 1)
    if len(body) > LARGEST_BODY:
        body, oversize = b"", True
    return Request(
        request.method,
        _raw_path(),
        request.query_string.decode("latin-1"),
        {name.lower(): value for name, value in request.headers.items()},
        body,
        request.remote_addr or "",
        request.is_secure,
        oversize,
    )


def _raw_path() -> str:
    """Give the path as it came; servers that do not keep it leave the decoded one."""
    raw = request.environ.get("RAW_URI") or request.environ.get("REQUEST_URI")
    if isinstance(raw, str) and raw.startswith("/"):
        return raw.partition("?")[0]
    return request.path.encode("utf-8", "surrogateescape").decode("latin-1")
