"""Which gateway and call a request is for: by prefix, by host, or by path alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mock_gateway.model.gateway import Call, Gateway
    from mock_gateway.model.ways import Route
    from mock_gateway.model.wire import Request

_NO_PARAMETERS: dict[str, str] = {}
_SLASHES = re.compile("//+")


class Routed(NamedTuple):
    """Where a request leads.

    Attributes:
        session: the session that the path names, "" for none.
        call: the gateway's call; its pseudo-call "" where none has path and method.
        parameters: of the path, decoded.
        trouble: "", `path` or `method`.
        answer: the dialect that the path's suffix asks for, "" where it has none.
        version: of the gateway's API, "" for the canonical one.
        choices: where the document chooses among calls: the member, and calls by its value in lower case.
        allow: what a header Allow says of a path that has other methods, "" where there is no such header.

    """

    session: str
    gateway: Gateway
    call: Call
    parameters: Mapping[str, str]
    trouble: str = ""
    answer: str = ""
    version: str = ""
    choices: tuple[str, Mapping[str, Call]] | None = None
    allow: str = ""


class _Template(NamedTuple):
    route: Route
    blanks: int
    call: Call


class Router:
    """The routes of all gateways, compiled.

    Args:
        gateways: by name.

    """

    def __init__(self, gateways: Mapping[str, Gateway]) -> None:
        self._gateways = gateways
        self._hosts = {host: gateway for gateway in gateways.values() for host in gateway.hosts}
        self._exact: dict[tuple[str, str, str], tuple[Call, str, str]] = {}
        self._choices: dict[tuple[str, Route], tuple[str, dict[str, Call]]] = {}
        self._templates: dict[tuple[str, int], list[_Template]] = {}
        self._bare: dict[str, Gateway] = {}
        self._endings: dict[str, Gateway] = {}
        for gateway in gateways.values():
            for call in gateway.calls.values():
                for route in call.routes:
                    self._add(gateway, gateway.variants.get((route.version, call.name), call), route)
            if gateway.owns_bare_paths:
                self._own(gateway)
        for templates in self._templates.values():
            templates.sort(key=lambda template: template.blanks)

    def route(self, request: Request) -> Routed | None:
        """Find the gateway and the call; None where no gateway has the path."""
        path, session = request.path, ""
        if "//" in path:
            path = _SLASHES.sub("/", path)
        if path.startswith("/~"):
            cut = path.find("/", 2)
            session, path = (path[2:], "/") if cut < 0 else (path[2:cut], path[cut:])
        cut = path.find("/", 1)
        gateway = self._gateways.get(path[1:cut]) if cut > 0 else self._gateways.get(path[1:])
        if gateway is not None:
            path = path[cut:] if cut > 0 else "/"
        else:
            gateway = self._unprefixed(request, path)
        if gateway is None:
            return None
        found = self._exact.get((gateway.name, request.method, path))
        if found is not None:
            return Routed(session, gateway, found[0], _NO_PARAMETERS, "", found[1], found[2])
        return self._search(session, gateway, request.method, path)

    def _unprefixed(self, request: Request, path: str) -> Gateway | None:
        stated = request.headers.get("host", "").lower()
        host = stated.rpartition(":")[0] or stated
        if host in self._hosts:
            return self._hosts[host]
        segments = _segments(path)
        if not segments:
            return None
        first = segments[0].lower()
        owner = self._bare.get(first)
        if owner is None and len(segments) == 1:
            stem, _, ending = first.rpartition(".")
            owner = self._endings.get(ending) if stem else None
        return owner

    def _search(self, session: str, gateway: Gateway, method: str, path: str) -> Routed:
        """Search the templates, those with the fewest parameters first: what they have no method for is not had."""
        segments, answer = _segments(path), ""
        if gateway.prefix and len(segments) > 1 and segments[0] == gateway.prefix:
            del segments[0]
        if gateway.suffixes:
            answer = _take_suffix(segments, gateway)
            if not answer:
                return _astray(session, gateway, segments)
        met, methods = len(segments), set()
        for route, blanks, call in self._templates.get((gateway.name, len(segments)), ()):
            if blanks > met:
                break
            parameters = _match(route.segments, segments, fold=gateway.folds_paths)
            if parameters is None:
                continue
            if route.method == method:
                choices = self._choices.get((gateway.name, route._replace(choice=None)))
                return Routed(session, gateway, call, parameters, "", answer, route.version, choices)
            met = blanks
            methods.add(route.method)
        return _astray(session, gateway, segments, methods, answer)

    def _add(self, gateway: Gateway, call: Call, route: Route) -> None:
        blanks = sum(segment.startswith("{") for segment in route.segments)
        if route.choice is not None:
            member, value = route.choice
            self._choices.setdefault((gateway.name, route._replace(choice=None)), (member, {}))[1][value.lower()] = call
        elif not blanks:
            for head in ("", f"/{gateway.prefix}") if gateway.prefix else ("",):
                path = f"{head}/{'/'.join(route.segments)}"
                for suffix, answer in gateway.suffixes.items():
                    self._exact[gateway.name, route.method, f"{path}.{suffix}"] = call, answer, route.version
                if not gateway.suffixes:
                    self._exact[gateway.name, route.method, path] = call, "", route.version
        key = (gateway.name, len(route.segments))
        self._templates.setdefault(key, []).append(_Template(route, blanks, call))

    def _own(self, gateway: Gateway) -> None:
        """Give a gateway the first segments of its paths, where no earlier one has them."""
        firsts = [route.segments[0] for call in gateway.calls.values() for route in call.routes if route.segments]
        for first in firsts:
            for segment in (first, *(f"{first}.{suffix}" for suffix in gateway.suffixes)):
                if not segment.startswith("{"):
                    self._bare.setdefault(segment.lower(), gateway)
        if gateway.prefix:
            self._bare.setdefault(gateway.prefix.lower(), gateway)
        for suffix in gateway.suffixes:
            self._endings.setdefault(suffix.lower(), gateway)


def _astray(
    session: str, gateway: Gateway, segments: list[str], methods: Iterable[str] = (), answer: str = ""
) -> Routed:
    """Lead a request that meets no call, or only calls by other methods, to what answers where its path begins."""
    trouble, allow = "method" if methods else "path", ", ".join(sorted(methods)) if gateway.tells_methods else ""
    stated = tuple(segment.lower() for segment in segments)
    for at, call, version in gateway.strays:
        if stated[: len(at)] == at:
            return Routed(session, gateway, call, _NO_PARAMETERS, trouble, answer, version, allow=allow)
    return Routed(session, gateway, gateway.calls[""], _NO_PARAMETERS, trouble, answer, allow=allow)


def _segments(path: str) -> list[str]:
    """Split a path; doubled and trailing slashes do not count."""
    return [unquote(segment) for segment in path.split("/") if segment]


def _take_suffix(segments: list[str], gateway: Gateway) -> str:
    """Take the suffix off the last segment, and give the dialect that it asks for; "" where it has none."""
    stem, _, suffix = segments[-1].rpartition(".") if segments else ("", "", "")
    answer = gateway.suffixes.get(suffix.lower() if gateway.folds_paths else suffix, "") if stem else ""
    if answer:
        segments[-1] = stem
    return answer


def _match(template: tuple[str, ...], segments: list[str], *, fold: bool) -> dict[str, str] | None:
    parameters = {}
    for wanted, found in zip(template, segments, strict=True):
        if wanted.startswith("{"):
            parameters[wanted[1:-1]] = found
        elif (wanted.lower() != found.lower()) if fold else (wanted != found):
            return None
    return parameters
