"""`mock-gateway list`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from mock_gateway.commands.list import LISTS
from mock_gateway.definitions.load import all_gateways

if TYPE_CHECKING:
    from collections.abc import Callable

DOCUMENTED = {"gateways", "calls", "codes", "scenarios", "causes", "facts", "faults", "outcomes", "settings"}


def test_everything_that_is_documented_can_be_listed() -> None:
    assert set(LISTS) >= DOCUMENTED


@pytest.mark.parametrize("what", sorted(LISTS))
def test_each_kind_is_a_table_of_one_line_a_record_and_the_same_as_json(cli: Callable[..., Any], what: str) -> None:
    table, listed = cli("list", what), cli("list", what, "--json")
    records = json.loads(listed.out)

    assert (table.code, table.err, listed.code, listed.err) == (0, "", 0, "")
    assert len(records) == len(table.out.splitlines()) > 0
    assert len({tuple(record) for record in records}) == 1, "records have different members"
    first = next(iter(records[0]))
    assert [str(record[first]) for record in records] == [
        line[: len(str(record[first]))] for record, line in zip(records, table.out.splitlines(), strict=True)
    ]


@pytest.mark.parametrize("what", ["gateways", "calls", "codes", "scenarios", "settings"])
@pytest.mark.parametrize("name", ["bestsms", "websms"])
def test_a_gateway_may_be_picked(cli: Callable[..., Any], what: str, name: str) -> None:
    every = json.loads(cli("list", what, "--json").out)
    of_one = json.loads(cli("list", what, "--gateway", name, "--json").out)

    assert [each for each in of_one if each["gateway"] != "any"] == [each for each in every if each["gateway"] == name]
    assert {each["gateway"] for each in of_one} <= {name, "any"}
    assert len(of_one) > 0


def test_codes_are_all_rows_and_all_successes(cli: Callable[..., Any]) -> None:
    records = json.loads(cli("list", "codes", "--json").out)

    listed = {(record["gateway"], record["key"]) for record in records}
    rows = {(name, row.key) for name, of in all_gateways().items() for row in of.rows}
    successes = {(name, str(success.code)) for name, of in all_gateways().items() for success in of.successes}
    assert listed == rows | successes
    assert len(records) == len(listed)


def test_the_eleven_documented_failures_of_bestsms_are_listed(cli: Callable[..., Any]) -> None:
    records = json.loads(cli("list", "codes", "--gateway", "bestsms", "--json").out)

    failures = [each for each in records if each["source"] == "bestsms.errors" and each["cause"]]
    assert len(failures) == 11
    assert {each["confidence"] for each in failures} == {"documented"}


def test_each_scenario_is_listed_once(cli: Callable[..., Any]) -> None:
    names = [each["scenario"] for each in json.loads(cli("list", "scenarios", "--json").out)]

    assert len(names) == len(set(names))


def test_calls_name_method_and_path(cli: Callable[..., Any]) -> None:
    records = json.loads(cli("list", "calls", "--gateway", "websms", "--json").out)

    assert {"method": "POST", "path": "/rest/smsmessaging/text"}.items() <= records[0].items()


def test_an_unknown_kind_is_one_line(cli: Callable[..., Any]) -> None:
    ran = cli("list", "code")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    assert "'codes'" in ran.err


def test_an_unknown_gateway_is_one_line_with_the_nearest_right_name(cli: Callable[..., Any]) -> None:
    ran = cli("list", "codes", "--gateway", "websm")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "mock-gateway: unknown gateway 'websm': did you mean 'websms'?\n"
