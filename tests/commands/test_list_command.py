"""`mock-gateway list`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from mock_gateway.cli import COMMANDS
from mock_gateway.commands.list import LISTS, PARAGRAPHS
from mock_gateway.commands.table import paragraphs, table
from mock_gateway.definitions.load import all_gateways
from mock_gateway.definitions.resources import schemas
from mock_gateway.pipeline import answer
from mock_gateway.strategies.makers import of
from mock_gateway.strategies.payload import received

if TYPE_CHECKING:
    from collections.abc import Callable

    from mock_gateway.state.world import World

DOCUMENTED = {"gateways", "calls", "codes", "scenarios", "causes", "facts", "faults", "outcomes", "settings"}


def test_everything_that_is_documented_can_be_listed() -> None:
    assert set(LISTS) >= DOCUMENTED


@pytest.mark.parametrize("what", sorted(LISTS))
@pytest.mark.parametrize("columns", [60, 100, 200])
def test_each_kind_is_laid_out_for_people_and_complete_as_json(
    cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, what: str, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    shown, listed = cli("list", what), cli("list", what, "--json")
    records = json.loads(listed.out)
    header, *lines = shown.out.splitlines()

    assert (shown.code, shown.err, listed.code, listed.err) == (0, "", 0, "")
    assert len({tuple(record) for record in records}) == 1, "records have different members"
    assert header.split()[0] == next(iter(records[0]) if what != "scenarios" else iter(["scenario"])).upper()
    assert max(map(len, lines)) <= columns
    assert all(str(record[header.split()[0].lower()])[:8] in shown.out for record in records)


@pytest.mark.parametrize("what", sorted(set(LISTS) - set(PARAGRAPHS)))
def test_a_table_of_a_wide_terminal_has_a_line_a_record(
    cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    records = json.loads(cli("list", what, "--json").out)

    assert len(cli("list", what).out.splitlines()) == 1 + len(records) > 1


def test_a_code_is_shown_with_what_else_it_is_called(cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    lines = [line.split() for line in cli("list", "codes").out.splitlines()]

    assert lines[0] == ["GATEWAY", "CODE", "NAME", "HTTP", "CAUSE", "EARNED"]
    assert ["websms", "4019", "PARAMETER_MISSING", "200", "missing_field"] in lines
    assert ["bestsms", "Not", "found", "404", "not_found"] in lines


def test_codes_that_no_request_earns_are_listed_as_such(
    cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    lines = [line.split() for line in cli("list", "codes", "--gateway", "websms").out.splitlines()]
    records = {
        each["code"]: each["earned"] for each in json.loads(cli("list", "codes", "--gateway", "websms", "--json").out)
    }

    assert ["websms", "4020", "INVALID_API_KEY", "200", "bad_credentials", "only", "forced"] in lines
    assert ["websms", "4042", "RECIPIENTS_BLOCKED_BY_QUALITY_RATING", "200", "blacklisted", "only", "forced"] in lines
    assert (False, True, True) == (records[4042], records[4031], records[2000])


def test_a_scenario_is_two_lines(cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    lines = cli("list", "scenarios").out.splitlines()

    assert len(lines) % 2 == 0
    assert all(line.startswith("    ") is bool(number % 2) for number, line in enumerate(lines))
    assert lines[2:4] == ["any/accepted  accepted", "    A request that is in order is accepted and reported"]


def test_a_line_that_is_too_wide_is_cut_and_a_text_is_wrapped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")

    assert paragraphs(("A", "B"), [("x" * 50, " ".join("y" * 30), "z")])[2:] == [
        "x" * 39 + "…",
        "    " + " ".join("y" * 18),
        "    " + " ".join("y" * 12) + " (z)",
    ]


def test_nothing_is_no_table() -> None:
    assert table(["a"], []) == []


@pytest.mark.parametrize("what", ["gateways", "calls", "codes", "scenarios", "settings"])
@pytest.mark.parametrize("name", ["bestsms", "websms"])
def test_a_gateway_may_be_picked(cli: Callable[..., Any], what: str, name: str) -> None:
    every = json.loads(cli("list", what, "--json").out)
    of_one = json.loads(cli("list", what, "--gateway", name, "--json").out)

    assert [each for each in of_one if each["gateway"] != "any"] == [each for each in every if each["gateway"] == name]
    assert {each["gateway"] for each in of_one} <= {name, "any"}
    assert len(of_one) > 0


def test_a_call_names_the_schema_of_requests_of_the_version_of_its_path(cli: Callable[..., Any]) -> None:
    records = json.loads(cli("list", "calls", "--gateway", "tnz", "--json").out)
    requests = {(each["call"], each["path"]): each["request"] for each in records}

    assert requests["send-sms", "/api/v2.04/send/sms"] == "bestsms/v2.04/send-sms.request.json"
    assert requests["send-sms", "/api/v2.02/send/sms"] == "bestsms/v2.04/send-sms.request.json"
    assert requests["send-sms", "/api/v3.00/sms"] == "bestsms/v3.00/send-sms.request.json"
    assert requests["send-rcs", "/api/v3.00/rcs"] == "tnz/v3.00/send-rcs.request.json"


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


def test_calls_name_the_schemas_of_what_they_take_and_send(cli: Callable[..., Any]) -> None:
    records = {each["call"]: each for each in json.loads(cli("list", "calls", "--gateway", "websms", "--json").out)}

    assert {
        "request": "websms/channel-omnichannel.request.json",
        "reply": "websms/channel-omnichannel.reply.json",
        "refusal": "websms/channel-omnichannel.failure.json",
        "callbacks": {
            "channel_status": "websms/channel_status.callback.json",
            "report_of_fallback": "websms/report_of_fallback.callback.json",
        },
    }.items() <= records["channel-omnichannel"].items()
    assert records["send-text"]["callbacks"] == {"report": "websms/report.callback.json"}
    named = {
        name
        for each in records.values()
        for name in (each["request"], each["reply"], each["refusal"], *each["callbacks"].values())
    }
    assert [name for name in sorted(named) if not (schemas() / name).is_file()] == []


def test_what_is_read_and_sends_nothing_has_no_callbacks(cli: Callable[..., Any]) -> None:
    records = {
        each["call"]: each for each in json.loads(cli("list", "calls", "--gateway", "cellcast_v3", "--json").out)
    }

    assert records["get-sms"]["callbacks"] == {}
    assert records["send-sms"]["callbacks"] == {"report": "cellcast_v3/report.callback.json"}


@pytest.mark.parametrize("gateway", all_gateways())
def test_calls_name_callbacks_where_a_request_leaves_a_message(cli: Callable[..., Any], gateway: str) -> None:
    """What a call leaves is seen by sending the document that it is known to accept, in a world of its own."""
    records = json.loads(cli("list", "calls", "--gateway", gateway, "--json").out)
    named = {each["call"] for each in records if each["callbacks"]}

    assert {call for call in of(gateway).calls if leaves_a_message(gateway, call)} == named


def leaves_a_message(gateway: str, call: str) -> bool:
    """Send a call's sample, and tell whether there are more messages then."""
    makers = of(gateway)
    subject = makers.subject(call)
    engine = makers.bench.prepared(subject.given)
    world = engine.sessions.default
    payload = subject.accepted(subject.call.sample, subject.given)
    before = stored(world, gateway)
    answer(received(payload.wire(world.account(gateway).credentials), gateway), engine)
    return stored(world, gateway) > before


def stored(world: World, gateway: str) -> int:
    """Count the messages of a gateway."""
    with world.store.transaction() as store:
        return len(list(store.all(gateway)))


def test_an_unknown_kind_is_one_line(cli: Callable[..., Any]) -> None:
    ran = cli("list", "cods")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    assert "unknown list 'cods': did you mean 'codes'?" in ran.err


def test_help_names_all_that_can_be_listed(cli: Callable[..., Any]) -> None:
    texts = (COMMANDS["list"], cli("list", "--help").out)

    assert [(name, name in text) for text in texts for name in LISTS if name not in text] == []


def test_an_unknown_gateway_is_one_line_with_the_nearest_right_name(cli: Callable[..., Any]) -> None:
    ran = cli("list", "codes", "--gateway", "websm")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "mock-gateway: unknown gateway 'websm': did you mean 'websms'?\n"
