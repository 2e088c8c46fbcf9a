"""Who a request says it is from: the call's forms of credentials, the first that is present."""

from __future__ import annotations

from base64 import b64decode
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from mock_gateway.state.accounts import ABSENT, Credentials

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mock_gateway.model.gateway import Call
    from mock_gateway.model.ways import CredentialForm, RankedForms
    from mock_gateway.model.wire import Request


def first_stated(call: Call, request: Request, document: Mapping[str, Any]) -> Credentials:
    """Read the credentials before it is known whose settings hold: the usual ones, else any that settings may allow."""
    stated = identify(call.forms, request, document)
    return identify(call.ranked.forms, request, document) if stated is ABSENT and call.ranked is not None else stated


def in_force(ranked: RankedForms, settings: Mapping[str, object]) -> tuple[CredentialForm, ...]:
    """Give the forms that count under these settings."""
    return tuple(form for form in ranked.forms if all(settings[name] == value for name, value in form.in_force))


def identify(forms: tuple[CredentialForm, ...], request: Request, document: Mapping[str, Any]) -> Credentials:
    """Read the credentials; how they stand is found out with the accounts (`Sessions.find`)."""
    for form in forms:
        stated = _READERS[form.read](form, request, document)
        if stated is not None:
            return stated
    return ABSENT


@lru_cache(maxsize=4096)
def _basic(header: str) -> tuple[str, str] | None:
    scheme, _, encoded = header.strip().partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        text = b64decode(encoded.strip(), validate=True).decode("utf-8", "replace")
    except ValueError:
        return ("", "")
    user, colon, password = text.partition(":")
    return (user, password) if colon else ("", "")


def _read_basic(form: CredentialForm, request: Request, _document: Mapping[str, Any]) -> Credentials | None:
    header = request.headers.get("authorization")
    found = _basic(header) if header else None
    if found is None:
        return None
    if not found[0]:
        return Credentials(form.read, form.identifies, None, None, "incomplete")
    return Credentials(form.read, form.identifies, found[0], found[1], "stated")


def _read_token(form: CredentialForm, request: Request, _document: Mapping[str, Any]) -> Credentials | None:
    header = request.headers.get("authorization")
    token = _token(header, form.names) if header else None
    return None if token is None else Credentials(form.read, form.identifies, token, None, "stated")


@lru_cache(maxsize=4096)
def _token(header: str, schemes: tuple[str, ...]) -> str | None:
    """Give what follows one of the schemes, or the whole header where `*` takes any; None for another scheme."""
    scheme, _, token = header.strip().partition(" ")
    if scheme.lower() in schemes:
        return token.strip()
    return (header.strip() or None) if "*" in schemes else None


def _read_header(form: CredentialForm, request: Request, _document: Mapping[str, Any]) -> Credentials | None:
    value = request.headers.get(form.names[0], "").strip()
    return Credentials(form.read, form.identifies, value, None, "stated") if value else None


def _read_query(form: CredentialForm, request: Request, _document: Mapping[str, Any]) -> Credentials | None:
    if form.names[0] not in request.query:
        return None
    value = dict(parse_qsl(request.query, max_num_fields=None)).get(form.names[0])
    return Credentials(form.read, form.identifies, value, None, "stated") if value else None


def _read_document(form: CredentialForm, _request: Request, document: Mapping[str, Any]) -> Credentials | None:
    identifier, *rest = (document.get(name) for name in form.names)
    secret = rest[0] if rest else None
    if identifier is None and secret is None:
        return None
    complete = isinstance(identifier, str) and (isinstance(secret, str) or not rest)
    return Credentials(
        form.read,
        form.identifies,
        identifier if isinstance(identifier, str) else None,
        secret if isinstance(secret, str) else None,
        "stated" if complete else "incomplete",
    )


_READERS: Mapping[str, Callable[[CredentialForm, Request, Mapping[str, Any]], Credentials | None]] = {
    "basic": _read_basic,
    "token": _read_token,
    "header": _read_header,
    "query": _read_query,
    "document": _read_document,
}
