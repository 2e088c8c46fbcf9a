"""What the BestSMS family sends is described for each call and version, and what a version makes of it too."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from benches import proved
from hypothesis import given

from mock_gateway.contract.answers import earnable
from mock_gateway.definitions.load import all_gateways
from mock_gateway.definitions.replies import failure_schema, reply_schema, spoken
from mock_gateway.definitions.schemas import BASE, inlined, known, validator
from mock_gateway.definitions.version_schemas import ANY_TEXT, MADE, made, refusal, reply
from mock_gateway.dialects.versions import answered
from mock_gateway.dialects.write import refuse
from mock_gateway.errors import DataError
from mock_gateway.model.wire import Outcome
from mock_gateway.rules.judge import refusal as refused
from mock_gateway.strategies.documents import documents

if TYPE_CHECKING:
    from collections.abc import Mapping


FAMILY = ("bestsms", "tnz")
CALLS = [(name, call) for name in FAMILY for call in all_gateways()[name].calls if call]
OWN = [("bestsms", call) for call in all_gateways()["bestsms"].calls if call]
OWN += [each for each in CALLS if each[1] not in all_gateways()["bestsms"].calls]
"""Each call once: a white label sends what its parent does."""
SPOKEN = [
    (name, call, version)
    for name, call in CALLS
    for version in sorted({route.version for route in all_gateways()[name].calls[call].routes})
]


def whole(schema: Mapping[str, Any] | None) -> Mapping[str, Any]:
    assert schema is not None
    return inlined(str(schema["$id"]).removeprefix(BASE).removesuffix(".json"))


def wrong(schema: Mapping[str, Any] | None, document: Any) -> list[str]:
    return [f"{each.instance_path}: {each.message}" for each in validator(whole(schema)).iter_errors(document)]


@pytest.mark.parametrize(("gateway", "call", "version"), SPOKEN)
def test_a_reply_and_a_refusal_are_described_in_every_version_of_a_call(gateway: str, call: str, version: str) -> None:
    served = all_gateways()[gateway]
    assert reply_schema(served.calls[call], version) is not None
    assert failure_schema(served, served.calls[call], version) is not None


@pytest.mark.parametrize(("gateway", "call", "version"), SPOKEN)
def test_every_refusal_of_a_version_is_as_described(gateway: str, call: str, version: str) -> None:
    """Each row that a call can be refused with, in every choice of the settings that envelopes ask for."""
    served = all_gateways()[gateway]
    usual = served.variants.get((version, call), served.calls[call])
    choices = {name: served.settings[name].values for name in ("error_messages", "http_credentials_status")}
    for row, *chosen in product(earnable(usual), *choices.values()):
        settings = {name: knob.default for name, knob in served.settings.items()} | dict(row.in_force)
        settings |= dict(zip(choices, chosen, strict=True))
        verdict, asked = refused(row, forced=True), {"MessageID": "ID123456"}
        outcome = refuse(verdict, usual, settings, asked)
        if version:
            outcome = answered(served.versions[version], outcome, call, verdict, asked)
        assert wrong(failure_schema(served, served.calls[call], version), outcome.body) == [], row.key


@pytest.mark.parametrize(("gateway", "call", "version"), [each for each in SPOKEN if each[2] and each[:2] in OWN])
def test_what_a_version_makes_of_a_canonical_reply_is_as_described(gateway: str, call: str, version: str) -> None:
    """But for what the version adds, which no canonical reply has."""
    served = all_gateways()[gateway]
    table = served.versions[version]._replace(adds={})
    canonical = reply_schema(served.calls[call])
    if spoken(served.calls[call]) == version:
        return
    schema = validator(reply(whole(canonical), table, call, {}))

    @proved
    @given(documents(whole(canonical)))
    def prove(document: Any) -> None:
        body = answered(table, Outcome(200, document), call, None, {}).body
        assert [each.message for each in schema.iter_errors(body)] == []

    prove()


def test_what_is_made_of_the_canonical_schemas_lies_below_schemas() -> None:
    for name, schema in made(all_gateways().values()).items():
        assert schema["$comment"] == MADE
        assert known(name) == schema, f"{name}: run `make docs`"


def test_what_a_version_has_otherwise_at_times_is_in_its_schema() -> None:
    """What costs nothing has no price in version 3, and what never went out no text."""
    recipient = inlined("bestsms/v3.00/get-sms-reply.reply")["properties"]["Recipients"]["items"]

    assert recipient["properties"]["Price"]["type"] == ["number", "null"]
    assert "MessageText" in recipient["properties"]
    assert "MessageText" not in recipient["required"]
    assert "MessageText" in recipient["properties"]["SMSReplies"]["items"]["required"]


@pytest.mark.parametrize("part", ["null_for_zero", "may_lack"])
def test_a_version_speaks_of_members_that_there_are(part: str) -> None:
    served = all_gateways()["bestsms"]
    wrong = served.versions["v3.00"]._replace(**{part: frozenset({"Recipients/Pice"})})

    with pytest.raises(DataError, match=r"version v3\.00 'Recipients/Pice': did you mean 'Recipients/Price'"):
        made([replace(served, versions={"v3.00": wrong})])


def test_every_result_of_a_recipient_is_described() -> None:
    described = {*inlined("bestsms/result")["enum"], *inlined("bestsms/result-of-webhook")["enum"]}
    for name in FAMILY:
        statuses = all_gateways()[name].statuses
        steps = {step.result for outcome in statuses.outcomes.values() for step in outcome.steps}
        updates = {update.result for outcome in statuses.outcomes.values() for update in outcome.updates}
        assert steps | updates <= described


@pytest.mark.parametrize(
    ("template", "fits", "does_not"),
    [
        ({"Message": "{message}"}, {"Message": "no"}, {"Message": ""}),
        ({"Errors": ["{message}"]}, {"Errors": ["no"]}, {"Errors": ["no", "no"]}),
        ("record '{found}' (none)", "record 'a.b' (none)", "record a.b"),
        ({"status": 415}, {"status": 415}, {"status": 400}),
    ],
)
def test_a_template_of_refusals_describes_what_it_becomes(template: Any, fits: Any, does_not: Any) -> None:
    schema = validator(refusal(template, ANY_TEXT))
    assert schema.is_valid(fits)
    assert not schema.is_valid(does_not)
