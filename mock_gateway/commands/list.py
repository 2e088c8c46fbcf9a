"""`mock-gateway list`: what there is, as a table or as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mock_gateway.definitions.load import all_gateways
from mock_gateway.definitions.load import gateway as one_gateway
from mock_gateway.definitions.scenarios import Library
from mock_gateway.model.faults import FAULTS
from mock_gateway.model.rules import CAUSES
from mock_gateway.model.scenario import ANY
from mock_gateway.rules.facts import FACTS

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Mapping

    from mock_gateway.model.gateway import Gateway

Record = dict[str, Any]


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("what", choices=sorted(LISTS), help="what to list")
    parser.add_argument("--gateway", metavar="NAME", help="of this gateway only")
    parser.add_argument("--json", action="store_true", help="a JSON array instead of a table")


def run(options: argparse.Namespace) -> int:
    """List."""
    gateways = [one_gateway(options.gateway)] if options.gateway else list(all_gateways().values())
    records = list(LISTS[options.what](gateways))
    if options.json:
        print(json.dumps(records, ensure_ascii=False, indent=1))
    else:
        _table(records)
    return 0


def _table(records: list[Record]) -> None:
    if not records:
        return
    columns = [name for name in records[0] if any(_cell(record[name]) for record in records)]
    widths = {name: max(len(_cell(record[name])) for record in records) for name in columns}
    for record in records:
        print("  ".join(_cell(record[name]).ljust(widths[name]) for name in columns).rstrip())


def _cell(value: object) -> str:
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _gateways(gateways: Iterable[Gateway]) -> Iterable[Record]:
    for each in gateways:
        calls = sum(1 for name in each.calls if name)
        yield {
            "gateway": each.name,
            "title": each.title,
            "calls": calls,
            "codes": len({*map(str, _codes_of(each))}),
        }


def _codes_of(gateway: Gateway) -> list[object]:
    return [
        *(success.code for success in gateway.successes),
        *(row.code for row in gateway.rows if not row.each),
    ]


def _calls(gateways: Iterable[Gateway]) -> Iterable[Record]:
    for each in gateways:
        for call in each.calls.values():
            for route in call.routes:
                yield {
                    "gateway": each.name,
                    "call": call.name,
                    "method": route.method,
                    "path": route.path,
                    "title": call.title,
                }


def _codes(gateways: Iterable[Gateway]) -> Iterable[Record]:
    for each in gateways:
        for success in each.successes:
            yield {
                "gateway": each.name,
                "code": success.code,
                "key": str(success.code),
                "name": success.name,
                "cause": "",
                "status": 200,
                "message": success.message,
                "confidence": success.confidence,
                "source": success.source,
            }
        for row in each.rows:
            yield {
                "gateway": each.name,
                "code": row.code,
                "key": row.key,
                "name": row.name,
                "cause": row.cause,
                "status": row.status,
                "message": row.message,
                "confidence": row.confidence,
                "source": row.source,
            }


def _scenarios(gateways: Iterable[Gateway]) -> Iterable[Record]:
    library, names = Library(), [each.name for each in gateways]
    for name in library.names():
        if name.split("/")[0] in (*names, ANY):
            scenario = library.get(name)
            yield {
                "gateway": scenario.gateway,
                "scenario": scenario.name,
                "covers": list(scenario.covers),
                "armed": "can be armed" if scenario.can_be_armed else "",
                "title": scenario.title,
            }


def _causes(gateways: Iterable[Gateway]) -> Iterable[Record]:
    met = {row.cause for each in gateways for row in each.rows}
    return ({"cause": name, "about": about} for name, about in CAUSES.items() if name in met)


def _facts(_gateways: Iterable[Gateway]) -> Iterable[Record]:
    for name, kind in sorted(FACTS.items()):
        yield {
            "fact": name,
            "arguments": list(kind.arguments),
            "each": "each recipient" if kind.each else "",
            "says": kind.says,
        }


def _settings(gateways: Iterable[Gateway]) -> Iterable[Record]:
    for each in gateways:
        for what, knobs in (("setting", each.settings), ("account", each.account)):
            for knob in knobs.values():
                yield {
                    "gateway": each.name,
                    "what": what,
                    "name": knob.name,
                    "default": json.dumps(knob.default),
                    "values": list(knob.values) or knob.type,
                    "confidence": knob.confidence,
                    "about": knob.about,
                }


def _faults(_gateways: Iterable[Gateway]) -> Iterable[Record]:
    for kind in FAULTS.values():
        where = "needs our server" if kind.transport else ""
        yield {"fault": kind.name, "about": kind.about, "where": where}


def _outcomes(gateways: Iterable[Gateway]) -> Iterable[Record]:
    for each in gateways:
        for outcome in each.statuses.outcomes.values():
            numbers = [f"+{number}" for number in outcome.magic]
            yield {
                "gateway": each.name,
                "outcome": outcome.name,
                "numbers": [f"{numbers[0]} to {numbers[9]}", *numbers[10:]] if len(numbers) > 9 else numbers,  # noqa: PLR2004  a block has ten
                "result": outcome.steps[-1].result if outcome.steps else "",
                "confidence": outcome.confidence,
                "about": outcome.about,
            }


LISTS: Mapping[str, Callable[[Iterable[Gateway]], Iterable[Record]]] = {
    "gateways": _gateways,
    "calls": _calls,
    "codes": _codes,
    "scenarios": _scenarios,
    "causes": _causes,
    "facts": _facts,
    "faults": _faults,
    "outcomes": _outcomes,
    "settings": _settings,
}
