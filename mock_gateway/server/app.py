"""The Flask application: one function in front of the pipeline, for WSGI servers and test clients."""

from __future__ import annotations

from flask import Flask, Response, request

from mock_gateway.definitions.load import all_gateways
from mock_gateway.model.wire import Request
from mock_gateway.pipeline import Engine, answer
from mock_gateway.server.asgi import LARGEST_BODY


def create_app(engine: Engine | None = None) -> Flask:
    """Make the Flask application.

    One function answers whatever the path and the method are, before Flask looks for a route: a gateway's dialect has
    no place for Flask's own pages.

    Args:
        engine: what answers; one with all gateways and the machine's clock unless given. It stands in
            `app.extensions["mock_gateway"]`.

    """
    served = engine or Engine(all_gateways())
    app = Flask("mock_gateway", static_folder=None)
    app.extensions["mock_gateway"] = served

    @app.before_request
    def answer_all() -> Response:
        reply = answer(_request(), served)
        if reply.before is not None:
            reply.before()
        response = Response(reply.body, reply.status, list(reply.headers))
        if reply.after is not None:
            response.call_on_close(reply.after)
        return response

    return app


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
