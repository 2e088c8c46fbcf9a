"""Check the values of a gateway's data that are more than names: defaults, patterns, blanks, functions."""

from __future__ import annotations

import re
from string import Formatter
from typing import TYPE_CHECKING, Any

from mock_gateway.definitions import functions
from mock_gateway.definitions.check_callbacks import callbacks
from mock_gateway.definitions.check_knobs import known, unfit
from mock_gateway.definitions.check_versions import versions
from mock_gateway.definitions.check_ways import ways
from mock_gateway.dialects.write import spelled
from mock_gateway.errors import unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
    yield from ways(source)
    yield from versions(source, files["sources"].value)
    yield from _functions(folder, source)
    yield from callbacks(files)
    yield from _messages(files["rejections"])
    yield from _sources(files)


def _knobs(source: Source) -> Iterator[DataError]:
    for section in ("account", "settings"):
        for name, spec in source.value[section].items():
            for problem in unfit(name, spec, spec["default"]):
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
    for name, envelope in source.value["envelopes"].items():
        yield from _envelope(source, ("envelopes", name), envelope)


def _envelope(source: Source, place: Place, envelope: Mapping[str, Any]) -> Iterator[DataError]:
    if "setting" not in envelope:
        return
    settings, setting = source.value["settings"], envelope["setting"]
    yield from known(source, (*place, "setting"), "setting", setting, settings)
    variants, wanted = envelope.get("variants", {}), _spellings(settings.get(setting, {}))
    for value, variant in variants.items():
        yield from known(source, (*place, "variants", value), f"value of {setting}", value, wanted)
        yield from _envelope(source, (*place, "variants", value), variant)
    for value in wanted:
        if value not in variants:
            yield source.error((*place, "variants"), f"there is no variant for {setting} {value!r}")


def _spellings(knob: Mapping[str, Any]) -> list[object]:
    """Give every value of a setting as the names of an envelope's variants spell it."""
    found = knob.get("values", [False, True] if knob.get("type") == "boolean" else [])
    return [spelled(value) for value in found]


def _functions(folder: str, source: Source) -> Iterator[DataError]:
    spec = source.value
    ours = functions.known(folder, spec.get("extends", ""))
    used: dict[Place, str] = {("calls", name, "operation"): call["operation"] for name, call in spec["calls"].items()}
    for part in ("values", "forward"):
        used |= {("callbacks", at, part): each[part] for at, each in spec.get("callbacks", {}).items() if part in each}
    used |= {("hooks", name): each for name, each in spec.get("hooks", {}).items()}
    for place, name in used.items():
        yield from known(source, place, "operation", name, ours)


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
    spec, statuses, sources = files["gateway"].value, files["statuses"].value, files["sources"].value
    used: list[tuple[str, Place, Any]] = [
        ("gateway", ("numbers", "source"), spec["numbers"]["source"]),
        ("statuses", ("source",), statuses["source"]),
    ]
    used += [("statuses", ("outcomes", name, "source"), each["source"]) for name, each in statuses["outcomes"].items()]
    used += [
        ("gateway", ("callbacks", name, "source"), each["source"]) for name, each in spec.get("callbacks", {}).items()
    ]
    for file, place, name in used:
        yield from known(files[file], place, "source", name, sources)
    for number, success in enumerate(spec["successes"]):
        if "setting" in success:
            place = ("successes", number, "setting")
            yield from known(files["gateway"], place, "setting", success["setting"], spec["settings"])
