"""The boundary set has the limits that no schema says: those of windows, quotas, credit, settings, account and rows.

How far a line stands from a limit is reckoned here anew, from the line and the gateway's data alone.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pytest
from corpora import command, generated, lines
from mutants import refused

from mock_gateway.definitions.load import all_gateways
from mock_gateway.model.rules import Fact
from mock_gateway.rules.facts import FACTS
from mock_gateway.rules.places import at
from mock_gateway.rules.witness import laid_over
from mock_gateway.strategies.makers import of
from mock_gateway.text.segments import segments

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from mock_gateway.model.gateway import Call, Gateway
    from mock_gateway.model.rules import Row

    Limit = tuple[str, int]
    Measure = Callable[[dict[str, Any], dict[str, Any], Gateway], Iterator[tuple[Limit, int]]]

GATEWAYS = tuple(all_gateways())
ALL_STEPS = {-1, 0, 1}
TOO_LONG = 5000
"""A list of more items would make a line of more than 100 kB."""


def account(line: dict[str, Any], gateway: Gateway, field: str) -> Any:
    """Give a field of the account in a line's world."""
    return (line["given"] or {}).get("account", {}).get(field, gateway.account[field].default)


def asked(gateway: Gateway, call: str, name: str) -> str:
    """Give the setting that a call asks for another: one that only a version has may have its own."""
    versions = [route.version for route in gateway.calls[call].routes]
    return name if "" in versions else gateway.versions[versions[0]].settings.get(name, name)


def setting(line: dict[str, Any], gateway: Gateway, name: str) -> Any:
    """Give a setting in a line's world."""
    name = asked(gateway, line["call"], name)
    return (line["given"] or {}).get("settings", {}).get(name, gateway.settings[name].default)


def recipients(line: dict[str, Any], gateway: Gateway) -> int:
    """Count the recipients that a line names, in a world in which nothing has happened."""
    call, world = gateway.calls[line["call"]], of(gateway.name).bench.engine({}).sessions.default
    if call.recipients_by is not None:
        return len(call.recipients_by(line["payload"], world.room(gateway.name), world.account(gateway.name)))
    return len(call.recipients(line["payload"], gateway.numbers)) if call.recipients is not None else 0


def window(line: dict[str, Any], said: dict[str, Any], gateway: Gateway) -> Iterator[tuple[Limit, int]]:
    spec = gateway.throttles[said["throttle"]]
    used = (line["given"] or {}).get("throttle", {}).get(spec.name)
    if used is not None:
        own = 1 if spec.counts == "requests" else recipients(line, gateway)
        yield (spec.limit, 0), used + own - account(line, gateway, spec.limit)


def quota(line: dict[str, Any], said: dict[str, Any], gateway: Gateway) -> Iterator[tuple[Limit, int]]:
    used = (line["given"] or {}).get("used", {}).get(said["quota"])
    if used is not None:
        yield (said["limit"], 0), used + recipients(line, gateway) - account(line, gateway, said["limit"])


def credit(line: dict[str, Any], said: dict[str, Any], gateway: Gateway) -> Iterator[tuple[Limit, int]]:
    cost = account(line, gateway, said["price"])
    if "place" in said:
        text = at(line["payload"], said["place"])
        cost *= segments(text).parts * recipients(line, gateway) if isinstance(text, str) else 0
    yield (said["credit"], 0), cost - account(line, gateway, said["credit"])


def parts(text: object, most: int) -> int | None:
    """Give by how many characters a text of GSM-7 is longer than the longest of so many parts."""
    return len(text) - (160 if most == 1 else 153 * most) if isinstance(text, str) and text.isascii() else None


def by_setting(size: Callable[[Any], int | None]) -> Measure:
    """Measure by a setting that the argument `limit` names."""

    def measure(line: dict[str, Any], said: dict[str, Any], gateway: Gateway) -> Iterator[tuple[Limit, int]]:
        found, most = size(at(line["payload"], said["place"])), setting(line, gateway, said["limit"])
        if found is not None and most is not None:
            yield (said["limit"], most), found - most

    return measure


def long(value: object) -> int | None:
    """Give the length of a text or a list."""
    return len(value) if isinstance(value, (str, list)) else None


def number(value: object) -> int | None:
    """Give what is a number."""
    return value if type(value) is int else None


def parts_of_setting(line: dict[str, Any], said: dict[str, Any], gateway: Gateway) -> Iterator[tuple[Limit, int]]:
    most = setting(line, gateway, said["limit"])
    beyond = parts(at(line["payload"], said["place"]), most)
    if beyond is not None:
        yield (said["limit"], most), beyond


def parts_of_account(line: dict[str, Any], said: dict[str, Any], gateway: Gateway) -> Iterator[tuple[Limit, int]]:
    most = account(line, gateway, said["field"])
    beyond = None if most is None else parts(at(line["payload"], said["place"]), most)
    if beyond is not None:
        yield (said["field"], 0), beyond


def parts_of_request(line: dict[str, Any], said: dict[str, Any], _gateway: Gateway) -> Iterator[tuple[Limit, int]]:
    most = at(line["payload"], said["limit"])
    beyond = parts(at(line["payload"], said["place"]), most) if type(most) is int and most > 0 else None
    if beyond is not None:
        yield (said["limit"], 0), beyond


def parts_unstated(line: dict[str, Any], said: dict[str, Any], _gateway: Gateway) -> Iterator[tuple[Limit, int]]:
    beyond = parts(at(line["payload"], said["place"]), said["limit"])
    if beyond is not None and at(line["payload"], said["unless"]) is None:
        yield ("", said["limit"]), beyond


def above_account(line: dict[str, Any], said: dict[str, Any], gateway: Gateway) -> Iterator[tuple[Limit, int]]:
    value = at(line["payload"], said["place"])
    if type(value) is int:
        yield (said["field"], 0), value - account(line, gateway, said["field"])


def below(line: dict[str, Any], said: dict[str, Any], _gateway: Gateway) -> Iterator[tuple[Limit, int]]:
    value = at(line["payload"], said["place"])
    if type(value) is int:
        yield ("", said["limit"]), said["limit"] - value


def outside(line: dict[str, Any], said: dict[str, Any], gateway: Gateway) -> Iterator[tuple[Limit, int]]:
    value = at(line["payload"], said["place"])
    lowest, highest = (setting(line, gateway, said[name]) for name in ("lowest", "highest"))
    if type(value) is int and lowest is not None:
        yield (said["lowest"], lowest), lowest - value
    if type(value) is int and highest is not None:
        yield (said["highest"], highest), value - highest


def short(line: dict[str, Any], said: dict[str, Any], gateway: Gateway) -> Iterator[tuple[Limit, int]]:
    listed, least = at(line["payload"], said["place"].removesuffix("/*")), setting(line, gateway, said["limit"])
    for each in listed if isinstance(listed, list) else ():
        if isinstance(each, str) and each.isdecimal():
            yield (said["limit"], least), least - len(each)


def sender(line: dict[str, Any], said: dict[str, Any], gateway: Gateway) -> Iterator[tuple[Limit, int]]:
    address = at(line["payload"], said["place"])
    if isinstance(address, str):
        name = said["digits" if address.isdecimal() else "letters"]
        most = setting(line, gateway, name)
        yield (name, most), len(address) - most


MEASURES: Mapping[str, Measure] = {
    "over_throttle": window,
    "over_quota": quota,
    "cannot_pay": credit,
    "cannot_pay_for": credit,
    "over_account_limit": above_account,
    "number_below": below,
    "number_outside": outside,
    "recipient_shorter": short,
    "sender_malformed": sender,
    "over_parts": parts_of_request,
    "over_unstated_parts": parts_unstated,
    "parts_more": parts_of_setting,
    "parts_over_account": parts_of_account,
    "text_longer": by_setting(long),
    "items_more": by_setting(long),
    "number_above": by_setting(number),
}
"""By the name of a fact: its limits, each by its name and what it is, and by how much a line is beyond it."""


def facts(gateway: Gateway) -> Iterator[tuple[str, Row, str, dict[str, Any]]]:
    """Give every fact that a row asks at a call: call, row, name of the fact, arguments."""
    for name in of(gateway.name).every_call:
        for test in gateway.calls[name].plan.tests:
            if isinstance(test.row.condition, Fact):
                yield name, test.row, test.row.condition.name, dict(test.row.condition.arguments)


def of_settings(row: Row, gateway: Gateway, call: str) -> dict[str, set[int]]:
    """Give the settings that say limits of a row: what is usual and each other number that they can be, as it holds."""
    fact, said = row.condition.name, dict(row.condition.arguments)  # type: ignore[union-attr]  the caller asked
    named = [str(said[name]) for name, kind in FACTS[fact].arguments.items() if kind == "setting"]
    while_ = dict(row.in_force)
    knobs = {name: gateway.settings[asked(gateway, call, name)] for name in named}
    values = {name: (while_[name],) if name in while_ else (knob.default, *knob.values) for name, knob in knobs.items()}
    return {name: {each for each in values[name] if type(each) is int and each < TOO_LONG} for name in named}


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_every_fact_with_a_limit_that_is_a_number_is_measured(gateway: str) -> None:
    """What a fact finds says what would have been allowed."""
    conditions = {row.key: row.condition for row in all_gateways()[gateway].rows}
    limits = [(conditions[each.label.key], each.label.limit) for each in refused(gateway)]
    numeric = [
        each
        for each, limit in limits
        if isinstance(each, Fact) and isinstance(limit, (int, str)) and re.search("[0-9]", str(limit))
    ]

    assert [each for each in numeric if each.name not in MEASURES and "near" not in dict(each.arguments)] == []
    assert numeric


@pytest.mark.parametrize("name", GATEWAYS)
def test_the_boundary_set_has_every_limit_of_the_world_one_short_of_it_and_one_beyond(name: str) -> None:
    """And the row's code is earned beyond the limit alone."""
    gateway, by_call = all_gateways()[name], defaultdict(list)
    for line in lines(name, "--boundaries"):
        if isinstance(line["payload"], dict):
            by_call[line["call"]].append(line)
    measured = [each for each in facts(gateway) if each[2] in MEASURES]
    missing = []
    for call, row, fact, said in measured:
        stands: dict[Limit, dict[int, set[Any]]] = defaultdict(lambda: defaultdict(set))
        for line in (each for each in by_call[call] if in_force(each, row, gateway)):
            for limit, beyond in MEASURES[fact](line, said, gateway):
                stands[limit][beyond].add(line["code"])
        whole: dict[str, set[int]] = defaultdict(set)
        for (named, most), steps in stands.items():
            if steps.keys() >= ALL_STEPS and row.code in steps[1] and {row.code} not in (steps[0], steps[-1]):
                whole[named].add(most)
        wanted = of_settings(row, gateway, call)
        if not whole or not all(named in whole and values <= whole[named] for named, values in wanted.items()):
            missing.append((call, row.key, dict(whole), wanted))

    assert missing == []
    assert measured


def in_force(line: dict[str, Any], row: Row, gateway: Gateway) -> bool:
    """Tell whether a row is in force in a line's world."""
    return all(setting(line, gateway, name) == value for name, value in row.in_force)


@pytest.mark.parametrize("name", GATEWAYS)
def test_the_boundary_set_has_what_rows_say_lies_near_their_limits(name: str) -> None:
    gateway, found = all_gateways()[name], lines(name, "--boundaries")
    for call, row, _, said in facts(gateway):
        codes = []
        for near in said.get("near", ()):
            document = laid_over(dict(gateway.calls[call].sample), near.get("document", {}))
            world = near.get("world", {})
            met = [each for each in found if (each["call"], each["payload"]) == (call, document)]
            there = [each for each in met if all(in_world(each, *section) for section in world.items())]
            codes.append({each["code"] for each in there})
        if codes:
            assert any(row.code in each for each in codes), (call, row.key, codes)
            assert any(gateway.successes[0].code in each for each in codes), (call, row.key, codes)


def in_world(line: dict[str, Any], section: str, wanted: dict[str, Any]) -> bool:
    """Tell whether a line's world is set up as wanted, in one section."""
    return wanted.items() <= (line["given"] or {}).get(section, {}).items()


@pytest.mark.parametrize("name", GATEWAYS)
def test_what_it_says_of_limits_of_the_world_is_what_happens(tmp_path: Path, name: str) -> None:
    """Over HTTP, each line in a world of its own."""
    calls = all_gateways()[name].calls
    numeric = {fact for fact, kind in FACTS.items() if kind.near is not None}
    met = [
        line
        for line in generated(name, "--boundaries").splitlines(keepends=True)
        if is_of_the_world(json.loads(line), calls, numeric)
    ]
    path = tmp_path / "corpus.jsonl"
    path.write_bytes(b"".join(met))

    ran = command("replay", "--corpus", str(path))

    assert (ran.code, ran.err) == (0, ""), ran.out.decode()
    assert ran.out.endswith(f"\n{len(met)} passed, 0 failed, 0 skipped\n".encode())


def is_of_the_world(line: dict[str, Any], calls: Mapping[str, Call], numeric: set[str]) -> bool:
    """Tell whether a line is refused for a limit of the world, or accepted in a world that is set up for it."""
    if line["technique"] == "valid":
        return bool((line["given"] or {}) != calls[line["call"]].given)
    return line["technique"] in numeric and line["technique"] != "record_known"
