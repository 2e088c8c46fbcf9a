"""The reference pages: a page for each gateway and one for the facts, from the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import lives
import shapes
import versions
import white_label
from mock_gateway.definitions.scenarios import Library
from mock_gateway.rules.facts import FACTS
from samples import sample
from words import GENERATED, anchor, condition, marked, source_link, table, value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mock_gateway.model.gateway import Call, Gateway
    from mock_gateway.model.knobs import Knob
    from mock_gateway.model.scenario import Scenario

LINKED = 5
"""How many scenarios a code leads to."""

NAMED = 3
"""Calls that the table of gateways names."""


def gateway_page(gateway: Gateway) -> str:
    """Write a gateway's page."""
    scenarios = list(Library().all(gateway.name))
    chapters = {
        "White label": white_label.chapter(gateway),
        "Where it is": _where(gateway),
        "Credentials": _credentials(gateway),
        "Calls": _calls(gateway),
        "Versions": versions.chapter(gateway),
        "Answers": _answers(gateway),
        "Codes": _codes(gateway, scenarios),
        "Settings": _knobs("setting", gateway.settings),
        "Account": _knobs("account", gateway.account),
        "Throttles": _throttles(gateway),
        "Statuses": lives.statuses(gateway),
        "Outcomes": lives.outcomes(gateway),
        "Callbacks": lives.callbacks(gateway),
        "Scenarios": _scenarios(scenarios),
        "Sources": _sources(gateway),
    }
    return f"{GENERATED}# {gateway.title}\n" + "".join(
        f"\n## {title}\n\n{text}" for title, text in chapters.items() if text
    )


def facts_page() -> str:
    """Write the page of facts."""
    rows = (
        (
            marked("fact", name),
            fact.says + (" (of each recipient)" if fact.each else ""),
            ", ".join(f"`{argument}` ({kind})" for argument, kind in fact.arguments.items()),
            fact.mend,
        )
        for name, fact in sorted(FACTS.items())
    )
    return (
        f"{GENERATED}# Facts\n\n"
        "A fact is a named condition that a JSON Schema cannot say. A row of `rejections.yaml` names it under `when`, "
        "with its arguments: a `place` is a JSON pointer into the request; `account`, `setting` and `throttle` are "
        "names of the gateway's own; `plain` is a value.\n\n"
        f"{table(('Fact', 'Holds for', 'Arguments', 'The smallest mend'), rows)}"
    )


def gateways_table(gateways: Iterable[Gateway]) -> str:
    """Write the table of gateways that the README shows."""
    rows = (
        (
            f"[`{gateway.name}`](docs/reference/{gateway.name}.md)",
            gateway.title,
            _calls_in_short(gateway),
            str(len({str(row.code) for row in gateway.rows if not row.each}) + len(gateway.successes)),
            str(len(list(Library().all(gateway.name)))),
        )
        for gateway in gateways
    )
    return table(("Fixture", "Stands for", "Calls", "Codes", "Scenarios"), rows)


def _calls_in_short(gateway: Gateway) -> str:
    """Name the calls, or the first of them and how many there are."""
    names = [f"`{name}`" for name in gateway.calls if name]
    return ", ".join(names) if len(names) <= NAMED else f"{', '.join(names[:NAMED])} and {len(names) - NAMED} more"


def _where(gateway: Gateway) -> str:
    lines = [f"- below the prefix `/{gateway.name}`, in a session of its own below `/~ID/{gateway.name}`"]
    lines += [f"- by the host `{host}`" for host in gateway.hosts]
    if gateway.owns_bare_paths:
        lines.append("- by its paths alone")
    lines.append(f"- its paths are read {'whatever their case' if gateway.folds_paths else 'as they are written'}")
    return "\n".join(lines) + "\n"


def _credentials(gateway: Gateway) -> str:
    rows = (
        (
            f"`{form.read}`",
            ", ".join(f"`{name}`" for name in form.names),
            f"`{form.identifies}`",
            _code(form.secret),
            ", ".join(f"[`{name}`](#{anchor('setting', name)}) is {value(wanted)}" for name, wanted in form.in_force),
        )
        for form in gateway.forms
    )
    return "The first form that a request has counts.\n\n" + table(
        ("Form", "Schemes or names", "Identifies", "Proves", "Only where"), rows
    )


def _calls(gateway: Gateway) -> str:
    rows = (
        (
            marked("call", call.name),
            call.title,
            "<br>".join(f"`{route.method} {route.path}`" for route in call.routes),
            shapes.of_call(gateway, call),
            f"[{gateway.sources[call.source].title}](#{anchor('source', call.source)})",
        )
        for name, call in gateway.calls.items()
        if name
    )
    return table(("Call", "Does", "Routes", "Schemas", "Source"), rows)


def _answers(gateway: Gateway) -> str:
    usual = _media(gateway.calls[""])
    others = {name: media for name, call in gateway.calls.items() if (media := _media(call)) != usual}
    written = "; ".join([f"Written as {usual}", *(f"`{name}` as {media}" for name, media in others.items())])
    shown = (sample(gateway, which, spec) for which, spec in gateway.curls.items())
    return f"{written}.\n" + "".join(shown)


def _media(call: Call) -> str:
    """List what a call's answers are written as."""
    return ", ".join(f"`{kind}`" for kind in dict.fromkeys(call.writing.types.values()))


def _codes(gateway: Gateway, scenarios: list[Scenario]) -> str:
    successes = [
        (
            marked("success", each.code),
            each.name,
            "200",
            "",
            _setting(each.setting),
            each.message,
            source_link(each.source),
            each.confidence,
            _shown_by(str(each.code), scenarios),
        )
        for each in gateway.successes
    ]
    rows = [
        (
            _row_code(row.key, row.code),
            row.name,
            "" if row.each else str(row.status),
            row.cause,
            condition(row, gateway),
            row.message,
            source_link(row.source),
            row.confidence,
            _shown_by(row.key, scenarios),
        )
        for row in gateway.rows
    ]
    named = [_unless_repeated(cells) for cells in [*successes, *rows]]
    return "From top to bottom: the first row that holds answers.\n\n" + table(
        ("Code", "Name", "HTTP", "Cause", "Holds where", "Message", "Source", "Confidence", "Scenarios"), named
    )


def _unless_repeated(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out a name that says no more than the code."""
    code, name, *rest = cells
    return (code, "" if f"`{name}`" in code else name, *rest)


def _row_code(key: str, code: object) -> str:
    return marked("row", key) if key == str(code) else f'<a id="{anchor("row", key)}"></a>`{code}` ({key})'


def _setting(name: str) -> str:
    return f"the setting [`{name}`](#{anchor('setting', name)}) says so" if name else ""


def _shown_by(key: str, scenarios: list[Scenario]) -> str:
    """Lead to the scenarios that cover a code: to the first few, where there are many."""
    covering = [scenario for scenario in scenarios if key in scenario.covers]
    links = [_scenario_link(each, str(number)) for number, each in enumerate(covering[:LINKED], 1)]
    more = len(covering) - LINKED
    return " ".join(links) + (f" and {more} more" if more > 0 else "")


def _scenario_link(scenario: Scenario, text: str) -> str:
    return f"[{text}](../../scenarios/{scenario.name}.yaml)"


def _knobs(kind: str, knobs: Mapping[str, Knob]) -> str:
    rows = [
        (
            marked(kind, knob.name),
            value(knob.default),
            ", ".join(map(value, knob.values)) or knob.type + (" or null" if knob.nullable else ""),
            knob.about,
            f"{source_link(knob.source)}, {knob.confidence}" if knob.source else "of every gateway",
        )
        for knob in knobs.values()
    ]
    how = "s.settings" if kind == "setting" else "s.account"
    if not rows:
        return ""
    text = f"Set with `{how}.NAME = VALUE`, or in a scenario's `given`.\n\n"
    return text + table(("Name", "Default", "Values", "About", "Evidence"), rows)


def _throttles(gateway: Gateway) -> str:
    rows = [
        (marked("throttle", each.name), each.counts, each.per, f"`{each.limit}`", f"`{each.window}`")
        for each in gateway.throttles.values()
    ]
    return table(("Throttle", "Counts", "Per", "Limit", "Window in seconds"), rows) if rows else ""


def _scenarios(scenarios: list[Scenario]) -> str:
    rows = (
        (
            _scenario_link(each, f"`{each.name.removeprefix(f'{each.gateway}/')}`"),
            each.title,
            ", ".join(f"`{code}`" for code in each.covers),
            "yes" if each.can_be_armed else "",
        )
        for each in scenarios
    )
    return table(("Scenario", "Shows", "Covers", "Can be armed"), rows) if scenarios else ""


def _sources(gateway: Gateway) -> str:
    rows = (
        (
            marked("source", key),
            f"[{source.title}]({source.page})" if source.page else source.title,
            source.section,
            source.read,
        )
        for key, source in gateway.sources.items()
    )
    return table(("Source", "Title", "Section", "Read"), rows)


def _code(text: str) -> str:
    return f"`{text}`" if text else ""
