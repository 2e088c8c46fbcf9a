"""Make the bytes of a request out of what a scenario says of it."""

from __future__ import annotations

import re
from base64 import b64encode
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, urlencode

import orjson

from mock_gateway.definitions.scenarios import WAYS, check_way
from mock_gateway.dialects.headers import is_charset, media_type
from mock_gateway.errors import UsageError, unknown
from mock_gateway.model.scenario import Matcher

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mock_gateway.model.gateway import Gateway
    from mock_gateway.model.ways import CredentialForm, Reading, Route

_BODIES = frozenset({"raw", "xml", "form", "json"})
_BLANK = re.compile(r"\{([a-z_]+)\}")


class Composed(NamedTuple):
    """A request ready to be sent: method, target (path and query), headers, body."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


class _Signature(NamedTuple):
    headers: dict[str, str]
    query: dict[str, str]
    members: dict[str, str]


def compose(
    gateway: Gateway, spec: Mapping[str, Any], credentials: Mapping[str, str], kept: Mapping[str, Any]
) -> Composed:
    """Compose a request.

    Args:
        gateway: whose call it is.
        spec: a step's `request`.
        credentials: the session's, by name.
        kept: what earlier steps kept, for `!kept`.

    """
    if "sample" in spec:
        spec = {**gateway.curls[spec["sample"]], **{name: value for name, value in spec.items() if name != "sample"}}
    spec = _filled(spec, kept)
    if isinstance(spec.get("path"), str):
        spec = {**spec, "path": _BLANK.sub(lambda blank: _kept(blank[1], kept), spec["path"])}
    signature = sign(gateway, spec.get("auth", "right"), credentials, spec.get("call", ""))
    method, path, version = _route(gateway, spec)
    headers = dict(signature.headers)
    reading = gateway.calls[spec.get("call", "")].reading
    body = b""
    if "raw" in spec:
        body = spec["raw"] if isinstance(spec["raw"], bytes) else str(spec["raw"]).encode()
        headers["Content-Type"] = "application/json"
    elif "xml" in spec:
        body, headers["Content-Type"] = str(spec["xml"]).encode(), "text/xml; charset=utf-8"
    elif "form" in spec:
        body = _encoded({**signature.members, **spec["form"]}, _charset(spec, reading)).encode()
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    elif "json" in spec:
        document = _flat(gateway, version, _listed(gateway, spec))
        body = orjson.dumps({**signature.members, **document} if isinstance(document, dict) else document)
        headers["Content-Type"] = "application/json"
    headers.update({name: str(value) for name, value in spec.get("headers", {}).items()})
    query = {**spec.get("query", {}), **signature.query}
    if method == "GET" and "form" in reading.body.values():
        query = {**signature.members, **query}
    mark = "&" if "?" in path else "?"
    return Composed(method, path + (f"{mark}{_encoded(query, reading.charset)}" if query else ""), headers, body)


def _kept(name: str, kept: Mapping[str, Any]) -> str:
    if name not in kept:
        raise UsageError(unknown("value that an earlier step kept", name, kept))
    return quote(str(kept[name]), safe="")


def _charset(spec: Mapping[str, Any], reading: Reading) -> str:
    """Give the charset of a form: the declared one, if there is one and anybody knows it, else that of its call."""
    declared = media_type(str(spec.get("headers", {}).get("Content-Type", "")))[1]
    return declared if declared and is_charset(declared) else reading.charset


def _encoded(parameters: Mapping[str, Any], charset: str) -> str:
    """Percent-encode parameters as a call reads them.

    Raises:
        UsageError: where the charset lacks a character.

    """
    try:
        return urlencode({name: _parameter(value) for name, value in parameters.items()}, encoding=charset)
    except UnicodeEncodeError as problem:
        raise UsageError(f"{problem}: write the body as `raw`, or the query into a whole `path`") from None


def _parameter(value: object) -> object:
    """Write what a form cannot say as such: lists with commas, truth in lower case, nothing as nothing."""
    if isinstance(value, list):
        return ",".join(str(_parameter(item)) for item in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def sign(gateway: Gateway, auth: Any, credentials: Mapping[str, str], call: str = "") -> _Signature:  # noqa: ANN401  a name or a header
    """Sign a request in one of the forms that its call reads, rightly or in a named wrong way."""
    check_way(gateway, auth)
    if isinstance(auth, dict):
        return _Signature({"Authorization": str(auth["header"])}, {}, {})
    if auth == "none":
        return _Signature({}, {}, {})
    forms = gateway.calls[call].every_form
    first = forms[0]
    paired = next((form for form in forms if form.secret), first)
    ways: dict[str, tuple[CredentialForm, str, str | None]] = {
        "right": (first, credentials[first.identifies], credentials.get(first.secret, "")),
        "wrong": (paired, credentials[paired.identifies], "wrong-secret"),
        "unknown": (first, "nobody", "wrong-secret"),
        "identifier_only": (paired, credentials[paired.identifies], None),
    }
    if auth in ways:
        return _signed(*ways[auth])
    for form in forms:
        scheme = str(auth).removeprefix(f"{form.read} ")
        if auth == form.read or scheme.lower() in form.names:
            named = form if auth == form.read else form._replace(names=(scheme, *form.names[1:]))
            return _signed(named, credentials[form.identifies], credentials.get(form.secret, ""))
    raise UsageError(unknown("way to sign", auth, [*WAYS, *(form.read for form in gateway.forms)]))


def _signed(form: CredentialForm, identifier: str, secret: str | None) -> _Signature:
    if form.read == "basic":
        text = identifier if secret is None else f"{identifier}:{secret}"
        return _Signature({"Authorization": f"Basic {b64encode(text.encode()).decode()}"}, {}, {})
    if form.read == "token":
        scheme = form.names[0].capitalize() if form.names[0].islower() else form.names[0]
        return _Signature({"Authorization": f"{scheme} {identifier}"}, {}, {})
    if form.read == "header":
        return _Signature({form.names[0]: identifier}, {}, {})
    if form.read == "query":
        return _Signature({}, {form.names[0]: identifier}, {})
    pair = {form.names[0]: identifier}
    return _Signature({}, {}, pair if secret is None or len(form.names) == 1 else {**pair, form.names[1]: secret})


def _route(gateway: Gateway, spec: Mapping[str, Any]) -> tuple[str, str, str]:
    """Give the method, the path and its version; a path that is spelt out has none."""
    where = spec.get("path", {})
    has_body = not _BODIES.isdisjoint(spec)
    if isinstance(where, str):
        return spec.get("method", "POST" if has_body else "GET"), where, ""
    routes = gateway.calls[spec["call"]].routes
    wanted = spec.get("method")
    fitting = [route for route in routes if _blanks(route) == set(where) and wanted in (None, route.method)]
    if not fitting:
        path = routes[0]._replace(suffix=spec.get("suffix", routes[0].suffix)).path
        return wanted or routes[0].method, path, routes[0].version
    posts = [route for route in fitting if route.method == "POST"]
    route = posts[0] if has_body and posts else fitting[0]
    filled = tuple(quote(str(where[part[1:-1]]), safe="") if part[0] == "{" else part for part in route.segments)
    return route.method, route._replace(segments=filled, suffix=spec.get("suffix", route.suffix)).path, route.version


def _listed(gateway: Gateway, spec: Mapping[str, Any]) -> Any:  # noqa: ANN401  any JSON
    """Give the JSON of a request; the document of a call that takes a list is written as that list."""
    call, document = gateway.calls.get(spec.get("call", "")), spec["json"]
    member = "" if call is None else call.reading.list_as
    return document[member] if member and isinstance(document, dict) and list(document) == [member] else document


def _flat(gateway: Gateway, version: str, document: Any) -> Any:  # noqa: ANN401  any JSON
    """Write a document as a version does that has no member around it, where the route is that version's."""
    member = gateway.versions[version].wrap if version else ""
    if not isinstance(document, dict) or not isinstance(document.get(member), dict):
        return document
    return {**{name: value for name, value in document.items() if name != member}, **document[member]}


def _blanks(route: Route) -> set[str]:
    return {segment[1:-1] for segment in route.segments if segment.startswith("{")}


def _filled(value: Any, kept: Mapping[str, Any]) -> Any:  # noqa: ANN401  any JSON with matchers in it
    if isinstance(value, Matcher):
        if value.kind != "kept" or value.argument not in kept:
            raise UsageError(f"{value} cannot stand in a request: only what an earlier step kept can")
        return kept[value.argument]
    if isinstance(value, dict):
        return {name: _filled(inner, kept) for name, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, kept) for inner in value]
    return value
