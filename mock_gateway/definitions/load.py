"""A gateway's folder into a `Gateway`: parsed, checked against the published form, resolved and compiled."""

from __future__ import annotations

from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from mock_gateway.definitions import check, check_rules, extends, lives, plain_yaml
from mock_gateway.definitions.calls import build_call, forms, pseudo_call
from mock_gateway.definitions.compile import plan
from mock_gateway.definitions.functions import find
from mock_gateway.definitions.resources import gateway_names, gateways
from mock_gateway.definitions.variants import strays, variants
from mock_gateway.definitions.versions import hidden, versions
from mock_gateway.errors import DataErrors, UsageError, unknown
from mock_gateway.model.gateway import Gateway, Paging, Source, Success, Throttle
from mock_gateway.model.knobs import Knob
from mock_gateway.model.rules import Condition, Fact, Row, Unreadable, Violates
from mock_gateway.text.numbers import plan as number_plan

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def all_gateways() -> Mapping[str, Gateway]:
    """Load every gateway, in order of name.

    Raises:
        DataErrors: each with file and line.

    """
    return _all(gateways())


@lru_cache(maxsize=2)
def _all(folder: Path) -> Mapping[str, Gateway]:
    return {name: load(folder / name) for name in gateway_names()}


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
    files = extends.read(folder)
    errors = [error for name, source in files.items() for error in check.form(name, source)]
    if errors:
        raise DataErrors(errors)
    errors = check.names(folder.name, files)
    if errors:
        raise DataErrors(errors)
    data = {name: source.value for name, source in files.items()}
    built = _build(folder.name, data["gateway"], data, files["rejections"])
    errors = check_rules.rules(built, files)
    if errors:
        raise DataErrors(errors)
    for call in built.calls.values():
        call.plan = plan(call, built)
    spec = files["gateway"].value
    built.variants = variants(built, spec)
    built.strays = strays(built, spec)
    return built


def _build(name: str, spec: Mapping[str, Any], data: Mapping[str, Any], rejections: plain_yaml.Source) -> Gateway:
    signs, throttles, parent = forms(spec), spec.get("throttles", {}), spec.get("extends", "")
    rows = tuple(_row(name, row, rejections.where((number,)), spec) for number, row in enumerate(data["rejections"]))
    return Gateway(
        name=name,
        title=spec["title"],
        hosts=tuple(spec["hosts"]),
        **_of_paths(spec["paths"]),
        currency=spec["currency"],
        numbers=number_plan(spec["numbers"]),
        credentials=spec["credentials"]["sample"],
        forms=signs,
        secrets={form.identifies: form.secret for form in signs if form.secret},
        settings={**_knobs(_common(paged="paging" in spec)), **_knobs(spec["settings"])},
        account=_knobs(spec["account"]),
        calls={"": pseudo_call(spec), **{each: build_call(name, each, spec) for each in spec["calls"]}},
        rows=rows,
        successes=tuple(Success(**success) for success in spec["successes"]),
        sources=_sources(data["sources"]),
        statuses=lives.statuses(data["statuses"]),
        throttles=_throttles(throttles),
        counts_under_way=any(_can_be(each, "concurrent", spec) for each in throttles.values()),
        counts_requests=_counts_from_the_start(spec, "requests"),
        counts_recipients=_counts_from_the_start(spec, "recipients"),
        paging=Paging(**{"size": "", **spec["paging"]}) if "paging" in spec else None,
        versions=versions(spec),
        hides=hidden(spec),
        memory=find(name, spec["memory"], parent) if "memory" in spec else None,
        callbacks=lives.callbacks(name, spec),
        inbound=lives.inbound(spec["inbound"]),
        hooks=lives.hooks(name, spec),
        curls=spec["curls"],
        accepts=spec["accepts"],
        by_code=_by_code(rows),
        parent=parent,
        leaves_out=spec.get("leaves_out", {}),
    )


def _of_paths(paths: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "folds_paths": paths["fold"],
        "owns_bare_paths": paths["bare"],
        "suffixes": paths.get("suffixes", {}),
        "prefix": paths.get("prefix", ""),
        "tells_methods": paths.get("allow", False),
    }


def _sources(spec: Mapping[str, Mapping[str, object]]) -> dict[str, Source]:
    return {key: Source(key=key, **{name: str(value) for name, value in each.items()}) for key, each in spec.items()}


def _can_be(throttle: Mapping[str, Any], kind: str, spec: Mapping[str, Any]) -> bool:
    """Tell whether a throttle is of a kind, or a setting can make it so."""
    setting = throttle.get("kind_setting")
    return kind in (spec["settings"][setting]["values"] if setting else (throttle.get("kind"),))


def _row(gateway_name: str, row: Mapping[str, Any], at: tuple[str, int], spec: Mapping[str, Any]) -> Row:
    envelope, others = row.get("envelope", "rejection"), row.get("not_calls")
    calls = row.get("calls", ()) if others is None else [name for name in spec["calls"] if name not in others]
    return Row(
        gateway=gateway_name,
        key=str(row.get("key", row["code"])),
        code=row["code"],
        name=row.get("name", str(row["code"])),
        cause=row["cause"],
        condition=condition(row["when"]),
        message=row["message"],
        status=row.get("status", spec["envelopes"][envelope].get("status", 200)),
        envelope=envelope,
        source=row["source"],
        confidence=row["confidence"],
        each="each" in row,
        in_force=tuple(row.get("while", {}).items()),
        calls=tuple(calls),
        line=at[1],
        file="/".join(PurePath(at[0]).parts[-2:]),
    )


def condition(when: Mapping[str, Any]) -> Condition:
    """Read a row's condition."""
    if "unreadable" in when:
        return Unreadable(tuple(when["unreadable"]))
    if "violates" in when:
        return Violates(tuple(when["violates"]), tuple(when["keywords"]), tuple(when.get("except", ())))
    return Fact(when["fact"], tuple((name, value) for name, value in when.items() if name != "fact"))


@lru_cache(maxsize=2)
def _common(*, paged: bool) -> Mapping[str, Mapping[str, Any]]:
    """Read the settings that every gateway has, or every gateway with pages."""
    source = plain_yaml.load(gateways() / "common.yaml")
    errors = check.form("common", source)
    if errors:
        raise DataErrors(errors)
    settings: Mapping[str, Mapping[str, Any]] = source.value["settings"]
    return {**settings, **source.value["paged"]} if paged else settings


def _knobs(spec: Mapping[str, Mapping[str, Any]]) -> dict[str, Knob]:
    return {
        name: Knob(
            name=name,
            default=knob["default"],
            type=knob.get("type", "text"),
            about=knob["about"],
            values=tuple(knob.get("values", ())),
            nullable=knob["default"] is None or knob.get("nullable", False),
            source=knob.get("source", ""),
            confidence=knob.get("confidence", ""),
        )
        for name, knob in spec.items()
    }


def _counts_from_the_start(spec: Mapping[str, Any], counts: str) -> bool:
    """Tell whether an account has a limit of this kind unless a test lifts it."""
    mine = [each for each in spec.get("throttles", {}).values() if each["counts"] == counts]
    return any(spec["account"][each["limit"]]["default"] is not None for each in mine)


def _throttles(spec: Mapping[str, Mapping[str, Any]]) -> dict[str, Throttle]:
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
