"""The Flask application: one function in front of the pipeline, for WSGI servers and test clients."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Lock

from flask import Flask, Response, request

from mock_gateway.definitions.load import all_gateways
from mock_gateway.engine import Engine
from mock_gateway.model.faults import FAULTS
from mock_gateway.model.wire import Request
from mock_gateway.pipeline import answer
from mock_gateway.server.asgi import LARGEST_BODY
from mock_gateway.server.scheduler import Scheduler

CALLBACKS_AT_ONCE = 16


def create_app(engine: Engine | None = None) -> Flask:
    """Make the Flask application.

    One function answers whatever the path and the method are, before Flask looks for a route: a gateway's dialect has
    no place for Flask's own pages.

    Args:
        engine: what answers; one with all gateways and the machine's clock unless given. It stands in
            `app.extensions["mock_gateway"]`.

    """
    pool = ThreadPoolExecutor(CALLBACKS_AT_ONCE, thread_name_prefix="mock_gateway callback")
    served = engine or Engine(all_gateways(), pool=pool)
    background = Background(served if engine is None else None)
    app = Flask("mock_gateway", static_folder=None)
    app.extensions["mock_gateway"] = served

    @app.before_request
    def answer_all() -> Response:
        background.start()
        reply = answer(_request(), served)
        if reply.before is not None:
            reply.before()
        if reply.fault is not None and FAULTS[reply.fault.name].transport:
            return Response(f"mock_gateway: this server cannot do the fault {reply.fault.name!r}\n", 501)
        response = Response(reply.body, reply.status, list(reply.headers))
        if reply.after is not None:
            response.call_on_close(reply.after)
        return response

    return app


class Background:
    """What an application of its own needs beside requests: the thread that lets things happen in time.

    It begins with the first request, so that a server that forks has it in each of its processes.
    """

    def __init__(self, engine: Engine | None) -> None:
        self._engine = engine
        self._lock = Lock()

    def start(self) -> None:
        """Begin, once; an engine that was handed in has its own."""
        if self._engine is None:
            return
        with self._lock:
            engine, self._engine = self._engine, None
        if engine is not None:
            Scheduler(engine).start()


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
