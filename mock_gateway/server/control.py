"""The control API: sessions and their surface for tests in other languages, on a port of its own.

Every route stands behind one gate: a token, the right `Host`, and no `Origin`; only `ready` needs no token. Nothing
here names code, a module, a command or a file: a scenario is found by its name among those that were loaded.
"""

from __future__ import annotations

import hmac
import json
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, abort, jsonify, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from mock_gateway.errors import MockGatewayError, UsageError, unknown
from mock_gateway.server import plain
from mock_gateway.server.surface import NULLABLE, SURFACE

if TYPE_CHECKING:
    from collections.abc import Callable

    from mock_gateway.server.running import Gateways
    from mock_gateway.server.session import Session

LARGEST_BODY = 1024 * 1024
HOSTS = ("127.0.0.1", "localhost", "[::1]")
PREFIX = "/v1"


def create_control(gateways: Gateways, token: str, hosts: tuple[str, ...] = HOSTS) -> Flask:
    """Make the control API of a server.

    Args:
        gateways: the server.
        token: what clients send as `Authorization: Bearer TOKEN`.
        hosts: names under which it may be called.

    """
    app = Flask("mock_gateway control", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.url_map.merge_slashes = False
    app.json.sort_keys = False  # type: ignore[attr-defined]  # the default provider has it
    app.before_request(lambda: _gate(token, hosts))
    app.register_error_handler(HTTPException, _failed)
    app.register_error_handler(MockGatewayError, _refused)
    sessions = Handles(gateways)

    app.add_url_rule(f"{PREFIX}/ready", "ready", lambda: jsonify({"ready": True}))
    app.add_url_rule(f"{PREFIX}/sessions", "list", lambda: jsonify([plain.session(each) for each in sessions.all()]))
    app.add_url_rule(f"{PREFIX}/sessions", "mint", lambda: _mint(sessions), methods=["POST"])
    app.add_url_rule(f"{PREFIX}/sessions/<name>", "show", lambda name: jsonify(plain.session(sessions.get(name))))
    app.add_url_rule(f"{PREFIX}/sessions/<name>", "end", lambda name: _end(sessions, name), methods=["DELETE"])
    for (method, path), act in SURFACE.items():
        rule = f"{PREFIX}/sessions/<name>/{path}"
        app.add_url_rule(rule, f"{method} {path}", _view(sessions, act), methods=[method])
    return app


class Handles:
    """The sessions that the control API knows, by id; the default session has one for each gateway."""

    def __init__(self, gateways: Gateways) -> None:
        self._gateways = gateways
        self._handles: dict[str, Session] = {}
        for name in gateways.engine.gateways:
            handle = gateways.default(name)
            self._handles[handle.id] = handle

    def all(self) -> list[Session]:
        """List them."""
        return list(self._handles.values())

    def get(self, name: str) -> Session:
        """Give one; an unknown id is 404."""
        found = self._handles.get(name)
        if found is None:
            abort(404, unknown("session", name, self._handles))
        return found

    def mint(self, gateway: str, clock: str, seed: int | None) -> Session:
        """Open one."""
        handle = self._gateways.session(gateway, clock, seed)
        self._handles[handle.id] = handle
        return handle

    def end(self, name: str) -> None:
        """Close one; the default session stays."""
        handle = self.get(name)
        if handle.is_default:
            raise UsageError("the default session cannot be ended; reset it")
        del self._handles[name]
        self._gateways.end(handle)


def _gate(token: str, hosts: tuple[str, ...]) -> None:
    host = request.headers.get("Host", "")
    name = host[: host.rindex(":")] if ":" in host.rpartition("]")[2] else host
    if name.lower() not in hosts:
        abort(403, f"this is not called {name!r}")
    if "Origin" in request.headers:
        abort(403, "web pages may not call this")
    if request.path == f"{PREFIX}/ready":
        return
    given = request.headers.get("Authorization", "").encode("utf-8", "replace")
    if not hmac.compare_digest(given, f"Bearer {token}".encode()):
        abort(401, "send Authorization: Bearer TOKEN, with the token that was printed at the start")


def _view(sessions: Handles, act: Callable[..., Any]) -> Callable[..., Response]:
    def view(name: str, **parameters: Any) -> Response:  # noqa: ANN401  what Flask read from the path
        return jsonify(act(sessions.get(name), _body(nullable=act in NULLABLE), **parameters))

    return view


def _body(*, nullable: bool = False) -> dict[str, Any]:
    """Read the request's parameters: a JSON object, or nothing; null is nothing where a call says so."""
    if not request.content_length and not request.headers.get("Transfer-Encoding"):
        return {}
    if request.mimetype != "application/json":
        abort(415, "send JSON, with Content-Type: application/json")
    raw = request.get_data()
    if len(raw) >= LARGEST_BODY:
        abort(413)
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        nullable, body = False, None
    if nullable and body is None:
        return {}
    if not isinstance(body, dict):
        abort(400, "the body is no JSON object")
    return body


def _mint(sessions: Handles) -> Response:
    body = _body()
    extra = set(body) - {"gateway", "clock", "seed"}
    if extra:
        raise UsageError(unknown("parameter", min(extra), ["gateway", "clock", "seed"]))
    gateway, clock, seed = body.get("gateway"), body.get("clock", "frozen"), body.get("seed")
    if not isinstance(gateway, str) or not isinstance(clock, str) or type(seed) not in (int, type(None)):
        raise UsageError('a session is made of {"gateway": "websms", "clock": "frozen", "seed": 0}')
    response = jsonify(plain.session(sessions.mint(gateway, clock, seed)))
    response.status_code = 201
    return response


def _end(sessions: Handles, name: str) -> Response:
    sessions.end(name)
    response = Response(status=204)
    del response.headers["Content-Type"]
    return response


def _failed(problem: HTTPException) -> Response:
    if isinstance(problem, RequestEntityTooLarge):
        return _error(413, f"the body is larger than {LARGEST_BODY} bytes")
    return _error(problem.code or 500, problem.description or problem.name)


def _refused(problem: MockGatewayError) -> Response:
    return _error(400, str(problem))


def _error(status: int, text: str) -> Response:
    response = jsonify({"error": text})
    response.status_code = status
    return response
