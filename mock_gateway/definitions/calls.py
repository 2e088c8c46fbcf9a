"""A call's part of `gateway.yaml` into a `Call`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mock_gateway.definitions.functions import find
from mock_gateway.definitions.schemas import inlined, places
from mock_gateway.definitions.versions import routes
from mock_gateway.dialects.shaping import coercion
from mock_gateway.model.gateway import Call
from mock_gateway.model.ways import CredentialForm, RankedForms, Reading, Route, Writing
from mock_gateway.model.wire import Outcome
from mock_gateway.operations.recipients import reader

if TYPE_CHECKING:
    from collections.abc import Mapping

_ANY_OBJECT: Mapping[str, Any] = {"type": "object"}
_TEXTS_ONLY = frozenset({"form", "multipart", "nothing"})


def build_call(gateway: str, name: str, spec: Mapping[str, Any]) -> Call:
    """Build one call of a gateway."""
    call = spec["calls"][name]
    schema = inlined(call["schema"])
    recipients, parent = call.get("recipients", {}), spec.get("extends", "")
    return Call(
        name=name,
        title=call["title"],
        routes=tuple(
            _route(text, next(iter(spec["paths"].get("suffixes", {})), ""), version)
            for route in call["routes"]
            for text, version in routes(route, name, spec)
        ),
        reading=_reading(spec, call, schema),
        writing=_writing({**spec["writing"], **call.get("writing", {})}),
        schema=schema,
        recipients=reader(recipients["at"], recipients.get("member")) if "at" in recipients else None,
        recipients_by=find(gateway, recipients["by"], parent) if "by" in recipients else None,
        operation=find(gateway, call["operation"], parent),
        sample=call["sample"],
        given=call.get("given", {}),
        envelopes=spec["envelopes"] | {old: spec["envelopes"][new] for old, new in call.get("envelopes", {}).items()},
        source=call["source"],
        places=tuple(places(schema)),
        tolerates=tuple(each for each in spec["tolerates"] if name in each.get("calls", [name])),
        forms=_forms_of(name, spec),
        sends=call.get("sends", ""),
        ranked=_ranked(name, spec),
    )


def pseudo_call(spec: Mapping[str, Any]) -> Call:
    """Build what stands for requests that meet no call: only rows about path and method are asked."""
    nothing: Mapping[str, Any] = {}
    return Call(
        name="",
        title="",
        routes=(),
        reading=_reading({"reading": {**spec["reading"], "strict_media": False}}, nothing, _ANY_OBJECT),
        writing=_writing({**spec["writing"], "strict_accept": False}),
        schema=_ANY_OBJECT,
        recipients=None,
        recipients_by=None,
        operation=_nothing,
        sample={},
        envelopes=spec["envelopes"],
        source="",
        forms=_forms_of("", spec),
        ranked=_ranked("", spec),
    )


def variant(call: Call, spec: Mapping[str, Any], version: Mapping[str, Any]) -> Call:
    """Give a call, or the pseudo-call, as a version reads and writes it: what the version says stands for the usual."""
    own, own_envelopes = spec["calls"][call.name] if call.name else {}, version.get("envelopes", {})
    ways = {part: {**own.get(part, {}), **version.get(part, {})} for part in ("reading", "writing")}
    reading, writing = {**spec["reading"], **ways["reading"]}, {**spec["writing"], **ways["writing"]}
    if not call.name:
        reading, writing = {**reading, "strict_media": False}, {**writing, "strict_accept": False}
    return replace(
        call,
        reading=_reading({"reading": reading}, {**own, "reading": {}}, call.schema),
        writing=_writing(writing),
        envelopes={**call.envelopes, **{old: spec["envelopes"][new] for old, new in own_envelopes.items()}},
    )


def strayed(nobody: Call, call: Call) -> Call:
    """Give the pseudo-call as it answers beside a call: in its dialects, in its envelopes, for its credentials."""
    reading = call.reading._replace(strict_media=False)
    writing = call.writing._replace(strict_accept=False)
    return replace(
        nobody, reading=reading, writing=writing, envelopes=call.envelopes, forms=call.forms, ranked=call.ranked
    )


def forms(spec: Mapping[str, Any]) -> tuple[CredentialForm, ...]:
    """Build the forms of credentials of a gateway."""
    return tuple(_form(form) for form in spec["credentials"]["forms"])


def _of_call(call: str, spec: Mapping[str, Any]) -> tuple[CredentialForm, ...]:
    """Give the forms that a call reads: those that are for it alone, or else those that are for no call alone."""
    every = forms(spec)
    own = tuple(form for form in every if call in form.calls)
    return own or tuple(form for form in every if not form.calls and (not form.also or call in form.also))


def _forms_of(call: str, spec: Mapping[str, Any]) -> tuple[CredentialForm, ...]:
    return tuple(form for form in _of_call(call, spec) if not form.in_force)


def _ranked(call: str, spec: Mapping[str, Any]) -> RankedForms | None:
    every = _of_call(call, spec)
    conditions = dict.fromkeys(condition for form in every for condition in form.in_force)
    usual = frozenset(form.read for form in every if not form.in_force)
    return RankedForms(tuple(conditions), every, usual) if conditions else None


def _form(form: Mapping[str, Any]) -> CredentialForm:
    """Read a form of credentials; names of headers count in any case."""
    names = tuple(name.lower() if form["read"] == "header" else name for name in form.get("names", ()))
    calls, also = (tuple(form.get(part, ())) for part in ("calls", "also"))
    secret, in_force = form.get("secret", ""), tuple(form.get("while", {}).items())
    return CredentialForm(form["read"], names, form["identifies"], secret, calls, also, in_force)


def _nothing(_case: object, _judgement: object) -> Outcome:
    return Outcome(404, None)


def _route(text: str, suffix: str, version: str) -> Route:
    method, _, whole = text.partition(" ")
    path, _, chosen = whole.partition("?")
    member, _, value = chosen.partition("=")
    segments = tuple(segment for segment in path.split("/") if segment)
    return Route(method, segments, suffix, version, (member, value) if chosen else None)


def _reading(spec: Mapping[str, Any], call: Mapping[str, Any], schema: Mapping[str, Any]) -> Reading:
    reading = {**spec["reading"], **call.get("reading", {})}
    exact = reading.get("query") == "exact"
    takes_query = exact or bool(call.get("query"))
    coerce = coercion(schema, numbers_to_text=reading.get("numbers_to_text", False))
    return Reading(
        body=reading["body"],
        otherwise=reading["otherwise"],
        strict_media=reading.get("strict_media", False),
        query=takes_query,
        fold={member.lower(): member for member in schema.get("properties", {})} if takes_query else {},
        prune=reading.get("prune", False),
        kept=frozenset(call.get("kept", ())),
        renames=reading.get("renames", {}),
        rename_marks=(*(name.encode() for name in reading["renames"]), b"\\u") if "renames" in reading else (),
        items=reading.get("items", {}),
        coerce=coerce or _as_it_is,
        exact=exact,
        lenient=reading.get("lenient", False),
        bodiless=reading.get("bodiless", False),
        zeros=frozenset(call.get("zeros", ())),
        list_as=call.get("list_as", ""),
        coerce_first={reading["otherwise"], *reading["body"].values()} <= _TEXTS_ONLY,
        charset=reading.get("charset", "utf-8"),
        joined=frozenset(call.get("joined", ())),
        declared_charset=next(iter(reading.get("declared_charset", {}).items()), None),
    )


def _as_it_is(document: dict[str, Any]) -> dict[str, Any]:
    return document


def _writing(spec: Mapping[str, Any]) -> Writing:
    headers = tuple((name, str(value)) for name, value in spec.get("headers", {}).items())
    by_setting = spec.get("by_setting")
    instead = by_setting["dialects"] if by_setting else {}
    types = {new: spec["types"][old] for dialects in instead.values() for old, new in dialects.items()} | spec["types"]
    return Writing(
        types=types,
        offered=tuple(spec["offered"].items()),
        strict_accept=spec.get("strict_accept", False),
        follow=spec.get("follow", False),
        default=spec["default"],
        root=spec.get("root", "root"),
        items=spec.get("items", {}),
        headers=headers,
        prolog=spec.get("prolog", '<?xml version="1.0" encoding="UTF-8"?>'),
        fixed={dialect: (("Content-Type", kind), *headers) for dialect, kind in types.items()},
        by_setting=(by_setting["setting"], instead) if by_setting else None,
        charset=spec.get("charset", "utf-8"),
        carried=tuple((name, value, way) for way, at in spec.get("carried", {}).items() for name, value in at.items()),
    )
