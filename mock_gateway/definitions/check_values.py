"""Check the values of a gateway's data that are more than names: defaults, patterns, blanks, functions, callbacks."""

from __future__ import annotations

import re
from importlib import import_module
from string import Formatter
from typing import TYPE_CHECKING, Any

from mock_gateway.dialects.write import spelled
from mock_gateway.errors import MockGatewayError, unknown
from mock_gateway.model.knobs import Knob

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mock_gateway.definitions.plain_yaml import Place, Source
    from mock_gateway.errors import DataError

BLANKS = ("field", "n")
"""What a row's message may be filled with."""


def values(folder: str, files: Mapping[str, Source]) -> Iterator[DataError]:
    """Check one gateway's values."""
    source = files["gateway"]
    spec = source.value
    if spec["name"] != folder:
        yield source.error(("name",), f"the name is {spec['name']!r}, but the folder is {folder!r}")
    yield from _knobs(source)
    yield from _patterns(source)
    yield from _envelopes(source)
    yield from _functions(folder, source)
    yield from _callbacks(files)
    yield from _messages(files["rejections"])
    yield from _sources(files)


def functions(folder: str) -> list[str]:
    """List the public functions of a gateway's own `operations` module."""
    module = import_module(f"mock_gateway.gateways.{folder}.operations")
    return [
        name
        for name, value in vars(module).items()
        if callable(value) and not name.startswith("_") and getattr(value, "__module__", "") == module.__name__
    ]


def _known(source: Source, place: Place, kind: str, found: object, known: Iterable[object]) -> Iterator[DataError]:
    if found not in known:
        yield source.error(place, unknown(kind, found, known))


def _knobs(source: Source) -> Iterator[DataError]:
    for section in ("account", "settings"):
        for name, spec in source.value[section].items():
            default = spec["default"]
            knob = Knob(name, default, spec.get("type", "text"), "", tuple(spec.get("values", ())), default is None)
            try:
                knob.check(default)
            except MockGatewayError as problem:
                yield source.error((section, name, "default"), f"the default cannot be: {problem}")


def _patterns(source: Source) -> Iterator[DataError]:
    numbers = source.value["numbers"]
    patterns = {("numbers", "form"): numbers["form"]} if "form" in numbers else {}
    patterns |= {("numbers", "mobile", code): form for code, form in numbers.get("mobile", {}).items()}  # type: ignore[misc]
    for place, pattern in patterns.items():
        try:
            groups = re.compile(pattern).groups
        except re.error as problem:
            yield source.error(place, f"{pattern!r} is no pattern: {problem}")
        else:
            if place[-1] == "form" and groups != 1:
                yield source.error(place, f"{pattern!r} needs one group, the digits")


def _envelopes(source: Source) -> Iterator[DataError]:
    settings = source.value["settings"]
    for name, envelope in source.value["envelopes"].items():
        if "setting" not in envelope:
            continue
        place, setting = ("envelopes", name), envelope["setting"]
        yield from _known(source, (*place, "setting"), "setting", setting, settings)
        variants, wanted = envelope.get("variants", {}), _spellings(settings.get(setting, {}))
        for value in variants:
            yield from _known(source, (*place, "variants", value), f"value of {setting}", value, wanted)
        for value in wanted:
            if value not in variants:
                yield source.error((*place, "variants"), f"there is no variant for {setting} {value!r}")


def _spellings(knob: Mapping[str, Any]) -> list[object]:
    """Give every value of a setting as the names of an envelope's variants spell it."""
    found = knob.get("values", [False, True] if knob.get("type") == "boolean" else [])
    return [spelled(value) for value in found]


def _functions(folder: str, source: Source) -> Iterator[DataError]:
    spec = source.value
    known = functions(folder)
    used: dict[Place, str] = {("calls", name, "operation"): call["operation"] for name, call in spec["calls"].items()}
    used |= {("callbacks", name, "values"): each["values"] for name, each in spec.get("callbacks", {}).items()}
    used |= {("hooks", name): each for name, each in spec.get("hooks", {}).items()}
    for place, name in used.items():
        yield from _known(source, place, "operation", name, known)


def _callbacks(files: Mapping[str, Source]) -> Iterator[DataError]:
    source = files["gateway"]
    spec, statuses = source.value, files["statuses"].value["table"]
    callbacks = spec.get("callbacks", {})
    for name, callback in callbacks.items():
        place = ("callbacks", name)
        for number, status in enumerate(callback.get("on", ())):
            yield from _known(source, (*place, "on", number), "status", status, statuses)
        if "default_url" in callback:
            yield from _known(
                source, (*place, "default_url"), "account field", callback["default_url"], spec["account"]
            )
        for part in ("times", "seconds"):
            if part in callback["retry"]:
                yield from _known(source, (*place, "retry", part), "setting", callback["retry"][part], spec["settings"])
    inbound = spec["inbound"]
    if "matched" in inbound:
        yield from _known(source, ("inbound", "matched"), "callback", inbound["matched"], callbacks)
    for kind, callback in inbound["kinds"].items():
        yield from _known(source, ("inbound", "kinds", kind), "callback", callback, callbacks)


def _messages(source: Source) -> Iterator[DataError]:
    for number, row in enumerate(source.value):
        try:
            blanks = [blank for _, blank, _, _ in Formatter().parse(row["message"]) if blank is not None]
        except ValueError as problem:
            yield source.error((number, "message"), f"{row['message']!r} cannot be filled: {problem}")
            continue
        for blank in blanks:
            if blank not in BLANKS:
                yield source.error((number, "message"), f"the blank {{{blank}}}: {unknown('blank', blank, BLANKS)}")


def _sources(files: Mapping[str, Source]) -> Iterator[DataError]:
    spec, statuses, known = files["gateway"].value, files["statuses"].value, files["sources"].value
    used: list[tuple[str, Place, Any]] = [
        ("gateway", ("numbers", "source"), spec["numbers"]["source"]),
        ("statuses", ("source",), statuses["source"]),
    ]
    used += [("statuses", ("outcomes", name, "source"), each["source"]) for name, each in statuses["outcomes"].items()]
    used += [
        ("gateway", ("callbacks", name, "source"), each["source"]) for name, each in spec.get("callbacks", {}).items()
    ]
    for file, place, name in used:
        yield from _known(files[file], place, "source", name, known)
    for number, success in enumerate(spec["successes"]):
        if "setting" in success:
            place = ("successes", number, "setting")
            yield from _known(files["gateway"], place, "setting", success["setting"], spec["settings"])
