"""A gateway's folder into a `Gateway`: parsed, checked against the published form, resolved and compiled."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from mock_gateway.definitions import check, check_rules, lives, plain_yaml
from mock_gateway.definitions.calls import build_call, pseudo_call
from mock_gateway.definitions.compile import plan
from mock_gateway.definitions.resources import gateway_names, gateways
from mock_gateway.errors import DataErrors, UsageError, unknown
from mock_gateway.model.gateway import CredentialForm, Gateway, Source, Success, Throttle
from mock_gateway.model.knobs import Knob
from mock_gateway.model.rules import Condition, Fact, Row, Unreadable, Violates
from mock_gateway.text.numbers import plan as number_plan

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FURNITURE = ("gateway", "rejections", "statuses", "sources")


@lru_cache(maxsize=1)
def all_gateways() -> Mapping[str, Gateway]:
    """Load every gateway, in order of name.

    Raises:
        DataErrors: each with file and line.

    """
    return {name: load(gateways() / name) for name in gateway_names()}


def gateway(name: str) -> Gateway:
    """Give one gateway by name."""
    found = all_gateways().get(name)
    if found is None:
        raise UsageError(unknown("gateway", name, all_gateways()))
    return found


def load(folder: Path) -> Gateway:
    """Load the gateway in a folder.

    Raises:
        DataErrors: each with file and line.

    """
    files = {name: plain_yaml.load(folder / f"{name}.yaml") for name in FURNITURE}
    errors = [error for name, source in files.items() for error in check.form(name, source)]
    if errors:
        raise DataErrors(errors)
    errors = check.names(folder.name, files)
    if errors:
        raise DataErrors(errors)
    built = _build(folder.name, {name: source.value for name, source in files.items()}, files["rejections"])
    errors = check_rules.rules(built, files)
    if errors:
        raise DataErrors(errors)
    for call in built.calls.values():
        call.plan = plan(call, built.rows)
    return built


def _build(name: str, data: Mapping[str, Any], rejections: plain_yaml.Source) -> Gateway:
    spec, statuses = data["gateway"], data["statuses"]
    forms = tuple(
        CredentialForm(form["read"], tuple(form.get("names", ())), form["identifies"], form.get("secret", ""))
        for form in spec["credentials"]["forms"]
    )
    rows = tuple(
        _row(name, row, rejections.line((number,)), spec["envelopes"]) for number, row in enumerate(data["rejections"])
    )
    calls = {each: build_call(name, each, spec) for each in spec["calls"]}
    return Gateway(
        name=name,
        title=spec["title"],
        hosts=tuple(spec["hosts"]),
        folds_paths=spec["paths"]["fold"],
        owns_bare_paths=spec["paths"]["bare"],
        currency=spec["currency"],
        numbers=number_plan(spec["numbers"]),
        credentials=spec["credentials"]["sample"],
        forms=forms,
        secrets={form.identifies: form.secret for form in forms if form.secret},
        settings={**_knobs(_common()), **_knobs(spec["settings"])},
        account=_knobs(spec["account"]),
        calls={"": pseudo_call(spec), **calls},
        rows=rows,
        successes=tuple(Success(**success) for success in spec["successes"]),
        sources={
            key: Source(key=key, **{field: str(value) for field, value in each.items()})
            for key, each in data["sources"].items()
        },
        statuses=lives.statuses(statuses),
        throttles=_throttles(spec.get("throttles", {})),
        counts_under_way=any(each.get("kind") == "concurrent" for each in spec.get("throttles", {}).values()),
        callbacks=lives.callbacks(name, spec),
        inbound=lives.inbound(spec["inbound"]),
        hooks=lives.hooks(name, spec.get("hooks", {})),
        curls=spec["curls"],
        accepts=spec["accepts"],
        by_code=_by_code(rows),
    )


def _row(gateway_name: str, row: Mapping[str, Any], line: int, envelopes: Mapping[str, Any]) -> Row:
    envelope = row.get("envelope", "rejection")
    return Row(
        gateway=gateway_name,
        key=str(row.get("key", row["code"])),
        code=row["code"],
        name=row.get("name", str(row["code"])),
        cause=row["cause"],
        condition=condition(row["when"]),
        message=row["message"],
        status=row.get("status", envelopes[envelope].get("status", 200)),
        envelope=envelope,
        source=row["source"],
        confidence=row["confidence"],
        each="each" in row,
        in_force=tuple(row.get("while", {}).items()),
        calls=tuple(row.get("calls", ())),
        line=line,
    )


def condition(when: Mapping[str, Any]) -> Condition:
    """Read a row's condition."""
    if "unreadable" in when:
        return Unreadable(tuple(when["unreadable"]))
    if "violates" in when:
        return Violates(tuple(when["violates"]), tuple(when["keywords"]))
    return Fact(when["fact"], tuple((name, value) for name, value in when.items() if name != "fact"))


@lru_cache(maxsize=1)
def _common() -> Mapping[str, Mapping[str, Any]]:
    """Read the settings that every gateway has."""
    source = plain_yaml.load(gateways() / "common.yaml")
    errors = check.form("common", source)
    if errors:
        raise DataErrors(errors)
    settings: Mapping[str, Mapping[str, Any]] = source.value["settings"]
    return settings


def _knobs(spec: Mapping[str, Mapping[str, Any]]) -> dict[str, Knob]:
    return {
        name: Knob(
            name=name,
            default=knob["default"],
            type=knob.get("type", "text"),
            about=knob["about"],
            values=tuple(knob.get("values", ())),
            nullable=knob["default"] is None,
            source=knob.get("source", ""),
            confidence=knob.get("confidence", ""),
        )
        for name, knob in spec.items()
    }


def _throttles(spec: Mapping[str, Mapping[str, str]]) -> dict[str, Throttle]:
    return {name: Throttle(name, **{"kind": "fixed", **throttle}) for name, throttle in spec.items()}


def _by_code(rows: tuple[Row, ...]) -> dict[str, Row]:
    """Rows by key, and by name where a name belongs to one code only."""
    found: dict[str, Row] = {}
    for row in rows:
        found.setdefault(str(row.code), row)
    for row in rows:
        found[row.key] = row
    for row in rows:
        found.setdefault(row.name, found[str(row.code)])
    return found
