"""Which gateway and call a request is for: by prefix, by host, or by path alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mock_gateway.model.gateway import Call, Gateway
    from mock_gateway.model.wire import Request

_NO_PARAMETERS: dict[str, str] = {}


class Routed(NamedTuple):
    """Where a request leads.

    Attributes:
        session: the session that the path names, "" for none.
        call: the gateway's call; its pseudo-call "" where none has path and method.
        parameters: of the path, decoded.
        trouble: "", `path` or `method`.

    """

    session: str
    gateway: Gateway
    call: Call
    parameters: Mapping[str, str]
    trouble: str = ""


class Router:
    """The routes of all gateways, compiled.

    Args:
        gateways: by name.

    """

    def __init__(self, gateways: Mapping[str, Gateway]) -> None:
        self._gateways = gateways
        self._hosts = {host: gateway for gateway in gateways.values() for host in gateway.hosts}
        self._exact: dict[tuple[str, str, str], Call] = {}
        self._templates: dict[tuple[str, int], list[tuple[str, tuple[str, ...], Call]]] = {}
        self._bare: dict[str, Gateway] = {}
        for gateway in gateways.values():
            for call in gateway.calls.values():
                for route in call.routes:
                    self._add(gateway, call, route.method, route.segments)

    def route(self, request: Request) -> Routed | None:
        """Find the gateway and the call; None where no gateway has the path."""
        path, session = request.path, ""
        if path.startswith("/~"):
            cut = path.find("/", 2)
            session, path = (path[2:], "/") if cut < 0 else (path[2:cut], path[cut:])
        if path.startswith("//"):
            path = "/" + path.lstrip("/")
        cut = path.find("/", 1)
        gateway = self._gateways.get(path[1:cut]) if cut > 0 else self._gateways.get(path[1:])
        if gateway is not None:
            path = path[cut:] if cut > 0 else "/"
        else:
            gateway = self._unprefixed(request, path)
        if gateway is None:
            return None
        call = self._exact.get((gateway.name, request.method, path))
        if call is not None:
            return Routed(session, gateway, call, _NO_PARAMETERS)
        return self._search(session, gateway, request.method, path)

    def _unprefixed(self, request: Request, path: str) -> Gateway | None:
        stated = request.headers.get("host", "").lower()
        host = stated.rpartition(":")[0] or stated
        if host in self._hosts:
            return self._hosts[host]
        segments = _segments(path)
        return self._bare.get(segments[0].lower()) if segments else None

    def _search(self, session: str, gateway: Gateway, method: str, path: str) -> Routed:
        segments = _segments(path)
        trouble = "path"
        for wanted, template, call in self._templates.get((gateway.name, len(segments)), ()):
            parameters = _match(template, segments, fold=gateway.folds_paths)
            if parameters is None:
                continue
            if wanted == method:
                return Routed(session, gateway, call, parameters)
            trouble = "method"
        return Routed(session, gateway, gateway.calls[""], _NO_PARAMETERS, trouble)

    def _add(self, gateway: Gateway, call: Call, method: str, segments: tuple[str, ...]) -> None:
        if not any(segment.startswith("{") for segment in segments):
            self._exact[gateway.name, method, "/" + "/".join(segments)] = call
        key = (gateway.name, len(segments))
        self._templates.setdefault(key, []).append((method, segments, call))
        if gateway.owns_bare_paths and not segments[0].startswith("{"):
            self._bare.setdefault(segments[0].lower(), gateway)


def _segments(path: str) -> list[str]:
    """Split a path; doubled and trailing slashes do not count."""
    return [unquote(segment) for segment in path.split("/") if segment]


def _match(template: tuple[str, ...], segments: list[str], *, fold: bool) -> dict[str, str] | None:
    parameters = {}
    for wanted, found in zip(template, segments, strict=True):
        if wanted.startswith("{"):
            parameters[wanted[1:-1]] = found
        elif (wanted.lower() != found.lower()) if fold else (wanted != found):
            return None
    return parameters
