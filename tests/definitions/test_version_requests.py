"""A version's schema of a request likes just what the canonical one likes the canonical form of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from near_documents import near

from mock_gateway.definitions import version_requests
from mock_gateway.definitions.load import all_gateways
from mock_gateway.definitions.schemas import file_of, inlined, library, schema, validator
from mock_gateway.definitions.version_requests import canonical_version, made, request, request_schema
from mock_gateway.definitions.version_schemas import MADE
from mock_gateway.dialects.versions import canonical, said, spellings
from mock_gateway.errors import DataError, UsageError
from mock_gateway.strategies.makers import of
from mock_gateway.strategies.source import Drawn

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hypothesis.strategies import DataObject

    from mock_gateway.model.gateway import Call
    from mock_gateway.model.versions import Version

SPOKEN = [
    (gateway, version, call)
    for gateway, each in all_gateways().items()
    for version in each.versions
    for call in of(gateway).in_version(version).every_call
]


def found(gateway: str, version: str, call: str) -> tuple[Version, Call]:
    return all_gateways()[gateway].versions[version], all_gateways()[gateway].calls[call]


def described(version: Version, call: Call) -> Mapping[str, Any]:
    """Give the schema of a version's requests, without references."""
    return inlined(file_of(request_schema(call, version.name)).removesuffix(".json"))


def choice(version: Version, call: Call) -> dict[str, str]:
    """Give the member that chooses the call."""
    return dict(route.choice for route in call.routes if route.version == version.name and route.choice is not None)


def read_otherwise() -> Iterator[tuple[str, str, str]]:
    """Give what a version reads otherwise than the canonical one, but for the choice of the call; each schema once."""
    seen = set()
    for each in SPOKEN:
        table, spec = found(*each)
        there = request_schema(spec, table.name)
        if (
            there["$id"] not in seen
            and there["properties"].keys() - choice(table, spec) != spec.schema["properties"].keys()
        ):
            seen.add(there["$id"])
            yield each


OTHERWISE = list(read_otherwise())
few = settings(max_examples=50)


@pytest.mark.parametrize(("gateway", "version", "call"), SPOKEN)
def test_a_sample_is_read_in_every_version_as_what_was_said_there(gateway: str, version: str, call: str) -> None:
    table, spec = found(gateway, version, call)

    assert canonical(table, said(table, spec.sample, call), call) == spec.sample


@pytest.mark.parametrize(("gateway", "version", "call"), OTHERWISE)
def test_what_is_drawn_is_read_in_a_version_as_what_was_said_there(gateway: str, version: str, call: str) -> None:
    table, _ = found(gateway, version, call)
    subject = of(gateway).subject(call)

    @few
    @given(st.data())
    def prove(data: DataObject) -> None:
        document = subject.valid(Drawn(data.draw)).document
        assert canonical(table, said(table, document, call), call) == document

    prove()


@pytest.mark.parametrize(("gateway", "version", "call"), OTHERWISE)
def test_a_document_fits_what_it_is_said_as_in_a_version_where_it_fits_the_canonical_schema(
    gateway: str, version: str, call: str
) -> None:
    table, spec = found(gateway, version, call)
    own, usual = validator(described(table, spec)), validator(spec.schema)

    @few
    @given(st.data())
    def prove(data: DataObject) -> None:
        document = near(data, spec.schema, spec.sample)
        assume(isinstance(document, dict))
        try:
            there = said(table, document, call)
        except UsageError:
            return
        assert own.is_valid({**choice(table, spec), **there}) == usual.is_valid(document), there

    prove()


@pytest.mark.parametrize(("gateway", "version", "call"), OTHERWISE)
def test_what_a_version_is_asked_fits_its_schema_where_the_canonical_form_fits_the_canonical_one(
    gateway: str, version: str, call: str
) -> None:
    table, spec = found(gateway, version, call)
    there, usual, chosen = described(table, spec), validator(spec.schema), choice(table, spec)
    own = validator(there)
    rest = {**there, "properties": {name: each for name, each in there["properties"].items() if name not in chosen}}

    @few
    @given(st.data())
    def prove(data: DataObject) -> None:
        document = near(data, rest, said(table, spec.sample, call))
        assume(isinstance(document, dict) and not any(unread(document, table, call)))
        document |= chosen
        assert own.is_valid(document) == usual.is_valid(canonical(table, document, call)), document

    prove()


def unread(value: Any, version: Version, call: str) -> Iterator[bool]:
    """Tell of what the gateway does not read and the schema looks at: see the head of `version_requests`."""
    if isinstance(value, list):
        for item in value:
            yield from unread(item, version, call)
    elif isinstance(value, dict):
        for names in spellings(version, call).values():
            yield len(value.keys() & {*names}) > 1
        for name, into in version.lifts.items():
            yield name in value and isinstance(value.get(into), dict) and name in value[into]
        if version.gathered is not None:
            yield not isinstance(value.get(version.gathered.into, []), list)
        for inner in value.values():
            yield from unread(inner, version, call)


@pytest.mark.parametrize(("gateway", "version", "call"), SPOKEN)
def test_a_version_has_a_schema_of_its_own_where_its_requests_differ(gateway: str, version: str, call: str) -> None:
    """That of a white label is its parent's, where the parent has the call, and says the same."""
    table, spec = found(gateway, version, call)
    made_here, there = request(spec, table), request_schema(spec, version)

    assert there == (made_here or schema(file_of(spec.schema).removesuffix(".json")))
    assert (there.get("$comment") == MADE) == (made_here is not None)
    assert made_here is None or there["$id"] != spec.schema["$id"]


def test_what_is_made_of_the_canonical_schemas_lies_below_schemas() -> None:
    made_now = made(all_gateways().values())

    assert {name: schema(name) for name in made_now} == made_now, "run `make docs`"
    assert len(made_now) == sum(
        each.get("$comment") == MADE for each in library().values() if ".request." in each["$id"]
    )


def test_parts_that_a_version_leaves_as_they_are_stay_references() -> None:
    keypads = schema("tnz/v3.00/send-voice.request")["properties"]["Keypads"]

    assert keypads["items"] == {"$ref": "https://mock-gateway.invalid/schemas/tnz/v2.04/keypad.json"}


def test_examples_say_what_clients_of_a_version_say() -> None:
    assert schema("tnz/v3.00/send-email.request")["examples"][0]["Destinations"] == [{"EmailAddress": "jo@example.com"}]
    assert schema("bestsms/v2.01/send-sms.request")["examples"][1] == {
        "Sender": "application@example.com",
        "APIKey": "ta8wr7ymd",
        "MessageID": "ID123456",
        "MessageData": {"Message": "Hello", "Destinations": ["0421000001"]},
    }
    assert schema("bestsms/v1/get-status.request")["examples"][0] == {"Type": "Status", "MessageID": "ID123456"}


def test_the_version_that_calls_speak_of_has_a_name() -> None:
    assert {name: canonical_version(each) for name, each in all_gateways().items() if each.versions} == {
        "bestsms": "v2.04",
        "tnz": "v2.04",
    }
    assert canonical_version(all_gateways()["websms"]) == ""


@pytest.mark.parametrize(
    ("part", "problem"),
    [
        ({"required": []}, "has it flat, which takes a MessageData that has to have some member"),
        ({"properties": {"Other": {}}}, "has it flat, which takes a MessageData that has to have some member"),
        ({"inner": {"required": ["Message"]}}, "gathers Destinations, which takes one that is required"),
        ({"inner": {"dependentRequired": {"TimeZone": ["SendTime"]}}}, "has several names in a version"),
    ],
)
def test_what_no_schema_of_a_version_could_say_is_an_error(
    part: dict[str, Any], problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    table, spec = found("bestsms", "v3.00", "send-sms")
    usual = dict(schema("bestsms/v2.04/send-sms.request"))
    inner = usual["properties"]["MessageData"] | part.pop("inner", {})
    properties = {**usual["properties"], "MessageData": inner, **part.pop("properties", {})}
    monkeypatch.setattr(version_requests, "_written", lambda _: {**usual, "properties": properties, **part})

    with pytest.raises(DataError, match=problem):
        request(spec, table)
