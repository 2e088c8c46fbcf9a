"""Every scenario file is a test: its transcript is replayed over HTTP, and what it arms can be armed.

A scenario of any gateway is a test at every gateway.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from os.path import normpath
from typing import TYPE_CHECKING

import pytest

from mock_gateway.contract.completeness import uncovered
from mock_gateway.contract.replay import Replay
from mock_gateway.definitions.load import all_gateways
from mock_gateway.definitions.resources import scenarios
from mock_gateway.definitions.scenarios import Library, plays_at
from mock_gateway.errors import UsageError
from mock_gateway.model.faults import FAULTS
from mock_gateway.model.scenario import Scenario
from mock_gateway.server.replaying import ReplayControl

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mock_gateway.server.running import Gateways
    from mock_gateway.server.session import Session

ALL = list(Library().all())
NEUTRAL = [each for each in ALL if each.is_neutral]
TRANSCRIPTS = [each for each in ALL if not each.can_be_armed]
PLAYS = [(each, name) for each in ALL for name, gateway in all_gateways().items() if plays_at(each, gateway)]
ARMED = [(each, gateway) for each, gateway in PLAYS if each.can_be_armed]
TOO_LONG_FOR_A_TEST = {"hang"}


def name(value: object) -> str | None:
    """Name a test after its scenario; a scenario of any gateway is followed by the gateway that it plays at."""
    return value.name if isinstance(value, Scenario) else None


@contextmanager
def session_of(gateways: Gateways, gateway: str) -> Iterator[Session]:
    session = gateways.session(gateway)
    try:
        yield session
        for crash in gateways.crashes(session):
            raise crash
    finally:
        gateways.end(session)


def failures(gateways: Gateways, session: Session, scenario: Scenario) -> list[str]:
    gateway = gateways.engine.gateways[session.gateway]
    results = list(Replay(scenario, gateway, session.url, session.credentials, ReplayControl(session)).run())

    assert len(results) == len(scenario.steps)
    return [str(each) for each in results if each.outcome != "passed"]


@pytest.mark.parametrize(("scenario", "gateway"), PLAYS, ids=name)
def test_the_gateway_answers_as_the_transcript_says(gateways: Gateways, scenario: Scenario, gateway: str) -> None:
    with session_of(gateways, gateway) as session:
        session.prepare(scenario)
        found = failures(gateways, session, scenario)

    assert found == []


@pytest.mark.parametrize(("scenario", "gateway"), ARMED, ids=name)
def test_a_client_meets_what_the_scenario_armed_for_it_says(
    gateways: Gateways, scenario: Scenario, gateway: str
) -> None:
    with session_of(gateways, gateway) as session:
        session.play(scenario.name)
        found = failures(gateways, session, scenario)

    assert found == []


@pytest.mark.parametrize("gateway", list(all_gateways()))
def test_what_is_only_a_transcript_cannot_be_armed(gateways: Gateways, gateway: str) -> None:
    transcript = next(each for each in TRANSCRIPTS if plays_at(each, all_gateways()[gateway]))

    with session_of(gateways, gateway) as session, pytest.raises(UsageError, match="only shows a transcript"):
        session.play(transcript.name)


def test_every_row_and_success_is_covered_by_a_scenario() -> None:
    problems = uncovered(all_gateways(), ALL)

    assert [str(each) for each in problems] == []


def test_every_cause_has_a_scenario_of_any_gateway() -> None:
    causes = {row.cause for gateway in all_gateways().values() for row in gateway.rows if not row.each}
    shown = {cause for each in NEUTRAL for cause in each.covers}

    assert causes - shown == set()


def test_a_scenario_of_any_gateway_plays_somewhere() -> None:
    played = {each.name for each, _ in PLAYS}

    assert [each.name for each in NEUTRAL if each.name not in played] == []


@pytest.mark.parametrize("when", ["before", "after"])
def test_every_fault_that_spoils_has_a_scenario_of_any_gateway(when: str) -> None:
    spoiling = {fault.name for fault in FAULTS.values() if fault.spoils}
    played = [each for scenario in NEUTRAL for each in scenario.play if "fault" in each]
    shown = {each["fault"] for each in played if each.get("when", "before") == when}

    assert spoiling - shown - TOO_LONG_FOR_A_TEST == set()


def test_no_two_scenarios_of_a_gateway_make_the_same_claim() -> None:
    claims = Counter((each.gateway, each.title) for each in ALL)

    assert [claim for claim, times in claims.items() if times > 1] == []


@pytest.mark.parametrize("scenario", ALL, ids=name)
def test_an_editor_finds_the_schema_of_a_scenario(scenario: Scenario) -> None:
    path = scenarios() / f"{scenario.name}.yaml"
    first = path.read_text("utf-8").splitlines()[0]
    lead, _, schema = first.partition("=")

    assert lead == "# yaml-language-server: $schema"
    assert normpath(path.parent / schema) == str(scenarios().parent / "schemas/meta/scenario.json")
