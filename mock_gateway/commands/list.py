"""`mock-gateway list`: what there is, as a table for people or, with all that is known of it, as JSON."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from mock_gateway.commands.table import GAP, cell, paragraphs, table
from mock_gateway.definitions.load import all_gateways
from mock_gateway.definitions.load import gateway as one_gateway
from mock_gateway.definitions.replies import callback_schema, failure_schema, reply_schema
from mock_gateway.definitions.scenarios import Library
from mock_gateway.definitions.schemas import file_of
from mock_gateway.definitions.version_requests import request_schema
from mock_gateway.errors import unknown
from mock_gateway.model.faults import FAULTS
from mock_gateway.model.rules import CAUSES
from mock_gateway.rules.facts import FACTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from mock_gateway.model.gateway import Call, Gateway

Record = dict[str, Any]


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("what", type=_kind, metavar="what", help=f"one of {', '.join(LISTS)}")
    parser.add_argument("--gateway", metavar="NAME", help="of this gateway only")
    parser.add_argument("--json", action="store_true", help="a JSON array instead of a table")


def run(options: argparse.Namespace) -> int:
    """List."""
    gateways = [one_gateway(options.gateway)] if options.gateway else list(all_gateways().values())
    records = list(LISTS[options.what](gateways))
    if options.json:
        print(json.dumps(records, ensure_ascii=False, indent=1))
    else:
        print("\n".join(_shown(options.what, records)))
    return 0


def _kind(text: str) -> str:
    if text not in LISTS:
        raise argparse.ArgumentTypeError(unknown("list", text, LISTS))
    return text


def _shown(what: str, records: list[Record]) -> list[str]:
    """Lay records out for people, who need less of them than programs."""
    if what in PARAGRAPHS:
        names, write = PARAGRAPHS[what]
        return paragraphs(names, map(write, records)) if records else []
    members = SHOWN.get(what) or dict.fromkeys(records[0] if records else ())
    rows = [[cell(each[name]) if get is None else get(each) for name, get in members.items()] for each in records]
    return table(list(members), rows)


def _joined(*values: object) -> str:
    return GAP.join(cell(value) for value in values if value)


def _other_name(record: Record) -> str:
    """Name a code, where its name or its key says more than it does itself."""
    return next((record[part] for part in ("name", "key") if record[part] != str(record["code"])), "")


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
                    **_schemas(each, call, route.version),
                }


def _schemas(gateway: Gateway, call: Call, version: str) -> Record:
    """Name the schemas of what a call takes in a version, and sends, "" for none; callbacks are about its messages."""
    sends = call.sends or (call.name if call.recipients is not None or call.recipients_by is not None else "")
    told = [name for name, spec in gateway.callbacks.items() if sends and spec.on and spec.is_about(sends, "")]
    named = {name: file_of(callback_schema(gateway, name)) for name in told}
    return {
        "request": file_of(request_schema(call, version)) if call.name else "",
        "reply": file_of(reply_schema(call)) if call.name else "",
        "refusal": file_of(failure_schema(gateway, call)),
        "callbacks": {name: file for name, file in named.items() if file},
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
                "earned": True,
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
                "earned": getattr(row.condition, "name", "") != "never",
                "message": row.message,
                "confidence": row.confidence,
                "source": row.source,
            }


def _scenarios(gateways: Iterable[Gateway]) -> Iterable[Record]:
    library = Library()
    for name in sorted({name for each in gateways for name in library.names(each.name)}):
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

SHOWN: Mapping[str, Mapping[str, Callable[[Record], str] | None]] = {
    "calls": {"gateway": None, "call": None, "method": None, "path": None, "title": None, "reply": None},
    "codes": {
        "gateway": None,
        "code": None,
        "name": _other_name,
        "HTTP": lambda each: str(each["status"]),
        "cause": None,
        "earned": lambda each: "" if each["earned"] else "only forced",
    },
}
"""The columns of a table that shows less than all members; a function makes a column that is no member."""

PARAGRAPHS: Mapping[str, tuple[tuple[str, str], Callable[[Record], tuple[str, str, str]]]] = {
    "scenarios": (
        ("SCENARIO  COVERS", "TITLE"),
        lambda each: (_joined(each["scenario"], each["covers"]), each["title"], each["armed"]),
    ),
    "outcomes": (
        ("GATEWAY  OUTCOME  NUMBERS", "ABOUT (RESULT)"),
        lambda each: (_joined(each["gateway"], each["outcome"], each["numbers"]), each["about"], each["result"]),
    ),
    "settings": (
        ("GATEWAY  WHAT  NAME  DEFAULT", "ABOUT (VALUES)"),
        lambda each: (
            _joined(each["gateway"], each["what"], each["name"], each["default"]),
            each["about"],
            cell(each["values"]),
        ),
    ),
}
"""What has too much to say for a table: its first line, its second, and a remark on it."""
