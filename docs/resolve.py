"""What a reference of `documents.yaml` leads to: a piece of the project that exists, and a link to it."""

from __future__ import annotations

import ast
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from mock_gateway.definitions.load import all_gateways
from mock_gateway.definitions.resources import PACKAGE
from mock_gateway.definitions.scenarios import Library
from mock_gateway.errors import UsageError, unknown
from mock_gateway.rules.facts import FACTS
from words import anchor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from mock_gateway.model.gateway import Gateway

PROJECT = PACKAGE.parent


class Reference(NamedTuple):
    """A kind of thing and its name, such as `row` and `websms/4015`."""

    kind: str
    target: str


def link(reference: Reference) -> str:
    """Give a link, as Markdown, to what a reference names.

    Raises:
        UsageError: where nothing of that kind has that name.

    """
    kind, target = reference
    if kind in _OF_A_GATEWAY:
        return _gateway_link(kind, target)
    if kind not in _OTHERS:
        raise UsageError(unknown("kind of reference", kind, [*_OF_A_GATEWAY, *_OTHERS]))
    return f"[{kind} `{_shown(target)}`]({_OTHERS[kind](target)})"


def row_keys(references: Iterable[Reference]) -> set[str]:
    """Give the targets of the references that name rows and successes."""
    return {reference.target for reference in references if reference.kind in ("row", "success")}


def _shown(target: str) -> str:
    return target.rpartition(":")[2] if ".py:" in target else target


def _gateway_link(kind: str, target: str) -> str:
    name, _, rest = target.partition("/")
    if name not in all_gateways():
        raise UsageError(unknown("gateway", name, all_gateways()))
    known = list(_OF_A_GATEWAY[kind](all_gateways()[name]))
    if rest not in known:
        raise UsageError(unknown(f"{kind} of {name}", rest, known))
    place = anchor(kind, rest) if kind in _ANCHORED else _CHAPTERS[kind]
    return f"[{name} {kind} `{rest}`](reference/{name}.md#{place})"


def _fields(gateway: Gateway) -> Iterable[str]:
    return (
        f"{name}{place}" for name, call in gateway.calls.items() if name for place in _members(call.schema) if place
    )


def _members(schema: object, place: str = "") -> Iterable[str]:
    """Give the place of every member that a schema knows."""
    if isinstance(schema, dict):
        yield place
        for name, inner in schema.get("properties", {}).items():
            yield from _members(inner, f"{place}/{name}")


def _envelopes(gateway: Gateway) -> Iterable[str]:
    return gateway.calls[""].envelopes


def _media(gateway: Gateway) -> Iterable[str]:
    return dict.fromkeys(kind for call in gateway.calls.values() for kind in call.writing.types.values())


_OF_A_GATEWAY: Mapping[str, Callable[[Gateway], Iterable[str]]] = {
    "row": lambda gateway: (row.key for row in gateway.rows),
    "success": lambda gateway: (str(success.code) for success in gateway.successes),
    "setting": lambda gateway: gateway.settings,
    "account": lambda gateway: gateway.account,
    "throttle": lambda gateway: gateway.throttles,
    "call": lambda gateway: (name for name in gateway.calls if name),
    "status": lambda gateway: gateway.statuses.table,
    "outcome": lambda gateway: gateway.statuses.outcomes,
    "callback": lambda gateway: gateway.callbacks,
    "field": _fields,
    "credential": lambda gateway: (form.read for form in gateway.forms),
    "host": lambda gateway: gateway.hosts,
    "media": _media,
    "envelope": _envelopes,
}
_ANCHORED = {"row", "success", "setting", "account", "throttle", "call", "outcome", "callback"}
_CHAPTERS = {
    "status": "statuses",
    "field": "calls",
    "credential": "credentials",
    "host": "where-it-is",
    "media": "answers",
    "envelope": "answers",
}


def _fact(name: str) -> str:
    if name not in FACTS:
        raise UsageError(unknown("fact", name, FACTS))
    return f"reference/facts.md#{anchor('fact', name)}"


def _scenario(name: str) -> str:
    if name not in Library().names():
        raise UsageError(unknown("scenario", name, Library().names()))
    return f"../scenarios/{name}.yaml"


def _code(target: str) -> str:
    return _definition(target, ":")


def _test(target: str) -> str:
    return _definition(target, "::")


def _definition(target: str, mark: str) -> str:
    file, _, name = target.partition(mark)
    path = PROJECT / file
    if not path.is_file():
        raise UsageError(f"there is no file {file!r}")
    if name not in _definitions(path):
        raise UsageError(unknown(f"definition of {file}", name, _definitions(path)))
    return f"../{file}"


@cache
def _definitions(path: Path) -> frozenset[str]:
    found: set[str] = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, ast.Assign):
            found.update(target.id for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
    return frozenset(found)


_OTHERS: Mapping[str, Callable[[str], str]] = {
    "fact": _fact,
    "scenario": _scenario,
    "code": _code,
    "test": _test,
}
