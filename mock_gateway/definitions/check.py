"""Check the data of a gateway: first the form of each file, then that every name in it leads somewhere."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from mock_gateway.definitions.check_values import values
from mock_gateway.definitions.functions import find
from mock_gateway.definitions.lives import good
from mock_gateway.definitions.schemas import BASE, identities, known, schema, validator
from mock_gateway.errors import unknown
from mock_gateway.model.rules import CAUSES, TROUBLES
from mock_gateway.rules.facts import FACTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import jsonschema_rs

    from mock_gateway.definitions.plain_yaml import Place, Source
    from mock_gateway.errors import DataError


def form(name: str, source: Source) -> list[DataError]:
    """Check a file against its published form, `schemas/meta/NAME.json`."""
    return [_form_error(source, error) for error in _validator(name).iter_errors(_plain(source.value))]


def names(folder: str, files: Mapping[str, Source]) -> list[DataError]:
    """Check that every name that the files of one gateway use is known, and every value can be."""
    statuses, calls = files["statuses"], files["gateway"].value["calls"]
    found = [*_gateway_names(files), *_row_names(files), *_status_names(statuses), *_word_names(statuses, calls)]
    found += _first_steps(statuses, calls)
    found += values(folder, files)
    return sorted(found, key=lambda error: (error.file, error.line))


def unknown_name(
    source: Source, place: Place, kind: str, found: object, known: Iterable[object]
) -> Iterator[DataError]:
    """Make an error at a place unless the name is known."""
    if found not in known:
        yield source.error(place, unknown(kind, found, known))


@lru_cache(maxsize=8)
def _validator(name: str) -> jsonschema_rs.Draft202012Validator:
    return validator(schema(f"meta/{name}"))


def _plain(value: Any) -> Any:  # noqa: ANN401  any YAML value
    """Stand a null in for values that tags made, so that the form sees only JSON."""
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value if value is None or isinstance(value, (str, int, float, bool)) else {"!": str(value)}


def _form_error(source: Source, error: Any) -> DataError:  # noqa: ANN401  jsonschema_rs has no types for its errors
    place = tuple(error.instance_path)
    kind = error.kind
    if kind.name == "additionalProperties":
        wrong = kind.unexpected[0]
        known = _known_members(error)
        return source.error((*place, wrong), unknown("key", wrong, known))
    if kind.name == "required":
        return source.error(place, f"the key {kind.property!r} is missing")
    if kind.name == "enum":
        return source.error(place, unknown("value", error.instance, kind.options))
    return source.error(place, str(error.message))


def _known_members(error: Any) -> list[str]:  # noqa: ANN401  as above
    location = str(error.absolute_keyword_location or "")
    identity, _, pointer = location.partition("#")
    of: Any = known(identity.removeprefix(BASE).removesuffix(".json"))
    for part in pointer.split("/")[1:-1]:
        step = part.replace("~1", "/").replace("~0", "~")
        of = of[int(step)] if isinstance(of, list) else (of or {}).get(step)
    return sorted((of or {}).get("properties", {}))


def _gateway_names(files: Mapping[str, Source]) -> Iterator[DataError]:
    source = files["gateway"]
    spec, sources = source.value, files["sources"].value
    for section in ("account", "settings"):
        for name, knob in spec[section].items():
            yield from unknown_name(source, (section, name, "source"), "source", knob["source"], sources)
    for name, throttle in spec.get("throttles", {}).items():
        for argument in ("limit", "window"):
            yield from unknown_name(
                source, ("throttles", name, argument), "account field", throttle[argument], spec["account"]
            )
    yield from _credential_names(source, spec)
    for number, success in enumerate(spec["successes"]):
        yield from unknown_name(source, ("successes", number, "source"), "source", success["source"], sources)
    yield from _call_names(files)


def _credential_names(source: Source, spec: Mapping[str, Any]) -> Iterator[DataError]:
    sample = spec["credentials"]["sample"]
    for number, credential in enumerate(spec["credentials"]["forms"]):
        place = ("credentials", "forms", number)
        for argument in ("identifies", "secret"):
            if argument in credential:
                yield from unknown_name(source, (*place, argument), "credential", credential[argument], sample)
        for part in ("calls", "also"):
            for position, call in enumerate(credential.get(part, ())):
                yield from unknown_name(source, (*place, part, position), "call", call, spec["calls"])


def _call_names(files: Mapping[str, Source]) -> Iterator[DataError]:
    source = files["gateway"]
    spec = source.value
    routes: dict[str, str] = {}
    for name, call in spec["calls"].items():
        place = ("calls", name)
        yield from unknown_name(source, (*place, "source"), "source", call["source"], files["sources"].value)
        yield from unknown_name(source, (*place, "schema"), "schema", call["schema"], _schema_names())
        for envelopes in call.get("envelopes", {}).items():
            for each in envelopes:
                yield from unknown_name(
                    source, (*place, "envelopes", envelopes[0]), "envelope", each, spec["envelopes"]
                )
        if "sends" in call:
            senders = [other for other, each in spec["calls"].items() if "recipients" in each]
            yield from unknown_name(source, (*place, "sends"), "call with recipients", call["sends"], senders)
        for number, route in enumerate(call["routes"]):
            shape = _shape(route, fold=spec["paths"]["fold"])
            if routes.setdefault(shape, name) != name:
                yield source.error(
                    (*place, "routes", number), f"{route!r} is claimed by the call {routes[shape]!r} already"
                )
    for number, tolerated in enumerate(spec["tolerates"]):
        for each in tolerated.get("calls", ()):
            yield from unknown_name(source, ("tolerates", number, "calls"), "call", each, spec["calls"])
    for which, curl in spec["curls"].items():
        yield from unknown_name(source, ("curls", which, "call"), "call", curl["call"], spec["calls"])


def _schema_names() -> list[str]:
    return [identity.removeprefix(BASE).removesuffix(".json") for identity in identities()]


def _shape(route: str, *, fold: bool) -> str:
    parts = ["{}" if part.startswith("{") else part for part in route.split("/")]
    return "/".join(parts).lower() if fold else "/".join(parts)


def _row_names(files: Mapping[str, Source]) -> Iterator[DataError]:
    source, spec = files["rejections"], files["gateway"].value
    keys: set[str] = set()
    for number, row in enumerate(source.value):
        key = str(row.get("key", row["code"]))
        if key in keys:
            yield source.error((number,), f"the key {key!r} is taken: give this row a `key` of its own")
        keys.add(key)
        yield from unknown_name(source, (number, "cause"), "cause", row["cause"], CAUSES)
        yield from unknown_name(source, (number, "source"), "source", row["source"], files["sources"].value)
        yield from unknown_name(
            source, (number, "envelope"), "envelope", row.get("envelope", "rejection"), spec["envelopes"]
        )
        for part in ("calls", "not_calls"):
            for position, call in enumerate(row.get(part, ())):
                yield from unknown_name(source, (number, part, position), "call", call, spec["calls"])
        if "before" in row:
            yield source.error((number, "before"), "only a white label puts a row before another one")
        yield from _while_names(source, number, row.get("while", {}), spec["settings"])
        yield from _condition_names(source, number, row, spec)


def _while_names(
    source: Source, number: int, in_force: Mapping[str, object], settings: Mapping[str, Any]
) -> Iterator[DataError]:
    for name, value in in_force.items():
        yield from unknown_name(source, (number, "while", name), "setting", name, settings)
        if name in settings and settings[name].get("values"):
            yield from unknown_name(
                source, (number, "while", name), f"value of {name}", value, settings[name]["values"]
            )


def _condition_names(
    source: Source, number: int, row: Mapping[str, Any], spec: Mapping[str, Any]
) -> Iterator[DataError]:
    when, place = row["when"], (number, "when")
    for reason in when.get("unreadable", ()):
        yield from unknown_name(source, (*place, "unreadable"), "reason", reason, TROUBLES)
    if "fact" not in when:
        return
    if when["fact"] not in FACTS:
        yield source.error((*place, "fact"), unknown("fact", when["fact"], FACTS))
        return
    kind = FACTS[when["fact"]]
    if kind.each != ("each" in row):
        need = "needs" if kind.each else "cannot have"
        yield source.error((*place, "fact"), f"a row with the fact {when['fact']!r} {need} `each: recipient`")
    given = [name for name in when if name != "fact"]
    for name in given:
        yield from unknown_name(source, (*place, name), "argument", name, kind.arguments)
    for name in kind.arguments:
        if name not in given and name not in kind.optional:
            yield source.error(place, f"the fact {when['fact']!r} needs the argument {name!r}")
    shelves = {
        "setting": spec["settings"],
        "account": spec["account"],
        "throttle": spec.get("throttles", {}),
        "record": getattr(_memory(spec), "finders", ()),
    }
    for name in given:
        shelf = kind.arguments.get(name, "plain")
        if shelf in shelves:
            what = {"account": "account field"}.get(shelf, shelf)
            yield from unknown_name(source, (*place, name), what, when[name], shelves[shelf])


def _memory(spec: Mapping[str, Any]) -> object:
    """Give what a gateway remembers beside messages, None where that is nothing."""
    return find(spec["name"], spec["memory"], spec.get("extends", "")) if "memory" in spec else None


def _word_names(source: Source, calls: Mapping[str, Any]) -> Iterator[DataError]:
    """Check that what is called otherwise for a call is a result of some outcome."""
    told = [step for each in source.value["outcomes"].values() for step in (*each["steps"], *each.get("updates", ()))]
    results = {step.get("result", "") for step in told}
    for call, words in source.value.get("words", {}).items():
        yield from unknown_name(source, ("words", call), "call", call, calls)
        for result in words:
            yield from unknown_name(source, ("words", call, result), "result", result, results)
    by = source.value.get("words_by", {"values": {}})
    if by["values"]:
        yield from unknown_name(source, ("words_by", "field"), "member of a request", by["field"], _members(calls))
    for value, words in by["values"].items():
        for result in words:
            yield from unknown_name(source, ("words_by", "values", value, result), "result", result, results)


def _members(calls: Mapping[str, Any]) -> set[str]:
    """Give the members that requests of a gateway have."""
    named = [call["schema"] for call in calls.values() if call["schema"] in _schema_names()]
    return {member for each in named for member in schema(each).get("properties", {})}


def _first_steps(source: Source, calls: Mapping[str, Any]) -> Iterator[DataError]:
    """Check that what messages of a call begin with can happen, and leaves them where their outcomes begin."""
    initial, table = source.value["initial"], source.value["table"]
    events = table.get(initial, {})
    for call, step in source.value.get("begins", {}).items():
        place, event = ("begins", call), step["event"]
        yield from unknown_name(source, place, "call", call, calls)
        yield from unknown_name(source, (*place, "event"), "event", event, events)
        if events.get(event, initial) != initial:
            yield source.error(
                (*place, "event"), f"the event {event!r} leads away from {initial!r}, where outcomes begin"
            )


def _status_names(source: Source) -> Iterator[DataError]:
    table = source.value["table"]
    yield from unknown_name(source, ("initial",), "status", source.value["initial"], table)
    for status, events in table.items():
        for event, following in events.items():
            yield from unknown_name(source, ("table", status, event), "status", following, table)
    outcomes = source.value["outcomes"]
    for part in ("free", "good"):
        for number, status in enumerate(source.value.get(part, ())):
            yield from unknown_name(source, (part, number), "status", status, table)
    yield from unknown_name(source, ("default",), "outcome", source.value["default"], outcomes)
    blocks: dict[int, str] = {}
    for name, outcome in outcomes.items():
        place = ("outcomes", name)
        block = outcome.get("block")
        if block is not None and blocks.setdefault(block, name) != name:
            yield source.error((*place, "block"), f"the block {block} is taken by {blocks[block]!r}")
        status = source.value["initial"]
        for number, step in enumerate(outcome["steps"]):
            events = table.get(status, {})
            yield from unknown_name(source, (*place, "steps", number, "event"), "event", step["event"], events)
            status = events.get(step["event"], status)
        if "updates" in outcome and status not in good(table, source.value.get("good")):
            yield source.error((*place, "updates"), f"updates follow a delivery, and this ends in {status!r}")
