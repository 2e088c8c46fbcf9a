"""What the strategies say of requests of a version is true: proved over HTTP, for every version and its calls."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from benches import EXAMPLES, Line, earned, proved
from hypothesis import given, settings

from mock_gateway.definitions.load import all_gateways
from mock_gateway.definitions.schemas import validator
from mock_gateway.definitions.version_requests import request_schema
from mock_gateway.dialects.route import Router
from mock_gateway.errors import UsageError
from mock_gateway.strategies import of
from mock_gateway.strategies.source import First

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mock_gateway import Session
    from mock_gateway.server.running import Gateways
    from mock_gateway.state.journal import Exchange
    from mock_gateway.strategies import Payload

VERSIONS = [(gateway, version) for gateway, each in all_gateways().items() for version in each.versions]
OTHERWISE = ("v3.00", "v2.01", "v1")
"""Versions that read, or are judged, otherwise than the canonical one."""
LABELLED = [(*each, None if each[1] in OTHERWISE else "send-sms") for each in VERSIONS]
"""Gateway, version, and the call whose requests are drawn, None for all."""
MIXED = settings(proved, max_examples=EXAMPLES * 6)
"""For what is drawn of all calls and codes of a version at once."""
FEW = settings(proved, max_examples=max(EXAMPLES // 5, 1))
"""For each call of each version: canonical requests of it were looked at more closely."""
ROUTER = Router(all_gateways())


@pytest.fixture
def line(gateways: Gateways, gateway: str) -> Iterator[Line]:
    session: Session = gateways.session(gateway)
    opened = Line(session)
    yield opened
    opened.close()
    gateways.end(session)


def version_of(exchange: Exchange) -> str:
    routed = ROUTER.route(exchange.request)
    assert routed is not None
    return routed.version


@pytest.mark.parametrize(("gateway", "version"), VERSIONS)
def test_a_valid_request_of_each_call_is_accepted_in_the_version(line: Line, gateway: str, version: str) -> None:
    for call in of(gateway).in_version(version).calls:

        @FEW
        @given(of(gateway).valid(call, version))
        def prove(payload: Payload) -> None:
            exchange = line.send(payload)
            assert (earned(exchange), exchange.call, version_of(exchange)) == ("", call, version), payload  # noqa: B023  proved at once

        prove()


@pytest.mark.parametrize(("gateway", "version", "call"), LABELLED)
def test_a_request_labelled_with_a_code_gets_that_code_in_the_version(
    line: Line, gateway: str, version: str, call: str | None
) -> None:
    @MIXED
    @given(of(gateway).rejected(call=call, version=version))
    def prove(payload: Payload) -> None:
        exchange = line.send(payload)
        assert (earned(exchange), version_of(exchange)) == (payload.label.key, version), payload

    prove()


@pytest.mark.parametrize(("gateway", "version"), [each for each in VERSIONS if each[1] in OTHERWISE])
def test_of_two_faults_the_labelled_one_wins_in_the_version(line: Line, gateway: str, version: str) -> None:
    """Of sending an SMS, which has the most rows."""

    @MIXED
    @given(of(gateway).two_faults("send-sms", version=version))
    def prove(payload: Payload) -> None:
        exchange = line.send(payload)
        assert (earned(exchange), version_of(exchange)) == (payload.label.key, version), payload

    prove()


def test_versions_that_are_read_otherwise_are_known() -> None:
    for gateway, version in VERSIONS:
        table = all_gateways()[gateway].versions[version]
        reads = table.renames or table.renames_of or table.wrapped or table.lifts or table.gathered
        assert bool(reads or table.settings) == (version in OTHERWISE)


@pytest.mark.parametrize(("gateway", "version"), VERSIONS)
def test_what_is_drawn_fits_the_schema_of_the_version_as_the_canonical_document_does_its_own(
    gateway: str, version: str
) -> None:
    """Some are accepted although they do not: what is tolerated, and what a setting lets pass."""
    for name in [each for each in of(gateway).in_version(version).calls if each.startswith("send-")]:
        call = all_gateways()[gateway].calls[name]
        there, usual = validator(request_schema(call, version)), validator(call.schema)

        @FEW
        @given(of(gateway).valid(name, version))
        def prove(payload: Payload) -> None:
            if "json" in payload.request:
                fits = usual.is_valid(payload.document)  # noqa: B023  proved at once
                assert there.is_valid(payload.request["json"]) == fits, payload  # noqa: B023  as above

        prove()


def test_a_request_is_said_as_the_version_says_it_and_its_document_is_the_canonical_one() -> None:
    payload = of("bestsms").in_version("v3.00").subject("send-sms").valid(First())
    said = json.loads(payload.wire({"sender": "a@b.c", "api_key": "k", "token": "t"}).body)

    assert (list(said), list(said["Destinations"][0])) == (["Message", "Destinations"], ["ToNumber"])
    assert {
        "MessageData": {**said, "Destinations": [{"Recipient": said["Destinations"][0]["ToNumber"]}]}
    } == payload.document
    assert payload.wire({"sender": "a@b.c", "api_key": "k", "token": "t"}).target == "/api/v3.00/sms"


def test_settings_that_a_version_has_of_its_own_are_what_the_world_is_given() -> None:
    deferred = of("bestsms").in_version("v3.00").rejections("send-sms").rejected
    faults = of("bestsms").in_version("v3.00").rejections("send-sms").faults

    assert {str(fault.given.get("settings")) for fault in faults["Invalid MessageID"]} == {
        "{'v3_message_id': 'reject'}"
    }
    assert {deferred(fault, First()).label.key for fault in faults["Unauthorized"]} == {"Unauthorized"}
    assert all(not fault.given.get("settings") for fault in faults["Unauthorized"]), "version 3 is strict as it is"


def test_the_canonical_version_may_be_named() -> None:
    makers = of("bestsms")

    assert makers.in_version("v2.04") is makers.in_version("") is makers
    assert makers.in_version("v3.00") is makers.in_version("v3.00")


@pytest.mark.parametrize(
    ("call", "version", "said"),
    [
        (
            "send-sms",
            "v3",
            "unknown version of bestsms 'v3': one of '2.04', 'v1', 'v2.01', 'v2.02', 'v2.03', 'v2.04', 'v3.00'",
        ),
        ("optout-list", "v2.03", "version v2.03 of bestsms has no call 'optout-list', v3.00 has"),
        ("set-pacing", "v1", "bestsms v1 accepts no request of set-pacing"),
    ],
)
def test_what_a_version_does_not_have_is_an_error(call: str, version: str, said: str) -> None:
    with pytest.raises(UsageError) as problem:
        of("bestsms").valid(call, version)

    assert said in str(problem.value)
