"""Make the bytes of a request out of what a scenario says of it."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, urlencode

import orjson

from mock_gateway.definitions.scenarios import WAYS, check_way
from mock_gateway.errors import UsageError, unknown
from mock_gateway.model.scenario import Matcher

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mock_gateway.model.gateway import CredentialForm, Gateway


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
    signature = sign(gateway, spec.get("auth", "right"), credentials)
    method, path = _route(gateway, spec)
    headers = dict(signature.headers)
    body = b""
    if "raw" in spec:
        body = str(spec["raw"]).encode()
        headers["Content-Type"] = "application/json"
    elif "xml" in spec:
        body, headers["Content-Type"] = str(spec["xml"]).encode(), "text/xml; charset=utf-8"
    elif "form" in spec:
        body = urlencode({**spec["form"], **signature.members}).encode()
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    elif "json" in spec:
        document = spec["json"]
        body = orjson.dumps({**document, **signature.members} if isinstance(document, dict) else document)
        headers["Content-Type"] = "application/json"
    headers.update({name: str(value) for name, value in spec.get("headers", {}).items()})
    query = {**spec.get("query", {}), **signature.query}
    return Composed(method, path + (f"?{urlencode(query)}" if query else ""), headers, body)


def sign(gateway: Gateway, auth: Any, credentials: Mapping[str, str]) -> _Signature:  # noqa: ANN401  a name or a header
    """Sign a request in one of the gateway's forms, rightly or in a named wrong way."""
    check_way(gateway, auth)
    if isinstance(auth, dict):
        return _Signature({"Authorization": str(auth["header"])}, {}, {})
    if auth == "none":
        return _Signature({}, {}, {})
    first = gateway.forms[0]
    paired = next((form for form in gateway.forms if form.secret), first)
    ways: dict[str, tuple[CredentialForm, str, str | None]] = {
        "right": (first, credentials[first.identifies], credentials.get(first.secret, "")),
        "wrong": (paired, credentials[paired.identifies], "wrong-secret"),
        "unknown": (first, "nobody", "wrong-secret"),
        "identifier_only": (paired, credentials[paired.identifies], None),
    }
    if auth in ways:
        return _signed(*ways[auth])
    for form in gateway.forms:
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
    return _Signature({}, {}, pair if secret is None else {**pair, form.names[1]: secret})


def _route(gateway: Gateway, spec: Mapping[str, Any]) -> tuple[str, str]:
    where = spec.get("path", {})
    if isinstance(where, str):
        default = "POST" if {"raw", "xml", "form", "json"} & spec.keys() else "GET"
        return spec.get("method", default), where
    call = gateway.calls[spec["call"]]
    wanted = spec.get("method")
    for route in call.routes:
        names = {segment[1:-1] for segment in route.segments if segment.startswith("{")}
        if names == set(where) and wanted in (None, route.method):
            filled = [quote(str(where[part[1:-1]]), safe="") if part[0] == "{" else part for part in route.segments]
            return route.method, "/" + "/".join(filled)
    return wanted or call.routes[0].method, call.routes[0].path


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
