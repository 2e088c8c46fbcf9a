"""Schemas of replies, refusals and callbacks say what is sent and no more, each with words for people."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_gateway.contract.answers import body_complaints
from mock_gateway.definitions import resources, schemas
from mock_gateway.definitions.formats import FORMATS, PATTERNS
from mock_gateway.definitions.load import all_gateways
from mock_gateway.definitions.refusal_texts import pattern, texts
from mock_gateway.definitions.replies import under_any_setting
from mock_gateway.strategies import of
from mock_gateway.strategies.instants import FORMS, instants
from mock_gateway.strategies.values import BY_FORMAT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mock_gateway.strategies.sent import Called, Sent

NAMES = sorted(
    path.relative_to(resources.schemas()).with_suffix("").as_posix() for path in resources.schemas().rglob("*.json")
)
OURS = [name for name in NAMES if not name.startswith("meta/")]
SENT = [name for name in OURS if name.endswith((".reply", ".failure", ".callback"))]
REFUSALS = [name for name in SENT if name.endswith(("failure", "failure.reply"))]
WORDS = {"ErrorMessage", "Message", "statusMessage", "msg", "error", "error_description"}
"""Members of refusals that say why."""
UNDESCRIBED_OF_REQUESTS = 326
"""Members of request schemas without a description: may become fewer, never more."""


def inside(part: Any) -> Iterator[dict[str, Any]]:
    """Give every object of a schema, at any depth."""
    if isinstance(part, dict):
        yield part
        for value in part.values():
            yield from inside(value)
    elif isinstance(part, list):
        for value in part:
            yield from inside(value)


def members(part: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the members that an inlined schema names, at any depth; examples are none."""
    if isinstance(part, list):
        for value in part:
            yield from members(value)
    if not isinstance(part, dict):
        return
    for name, inner in part.get("properties", {}).items():
        yield name, inner
        yield from members(inner)
    for keyword in ("items", "additionalProperties", "anyOf", "oneOf", "allOf", "then", "else"):
        yield from members(part.get(keyword))


def undescribed(name: str) -> list[str]:
    return [member for member, inner in members(schemas.inlined(name)) if not inner.get("description")]


@pytest.mark.parametrize("name", OURS)
def test_a_schema_says_what_it_is_of_and_shows_it(name: str) -> None:
    schema = schemas.schema(name)

    assert all(schema.get(each) for each in ("title", "description", "examples"))


@pytest.mark.parametrize("name", [name for name in OURS if ".request" not in name])
def test_every_member_of_what_is_sent_is_described(name: str) -> None:
    if name in ("bestsms/v2.04/destination", "websms/whatsapp-content") or name.startswith("tnz/v2.04/"):
        return  # parts of requests
    assert undescribed(name) == []


def test_members_of_requests_without_a_description_become_no_more() -> None:
    found = sum(len(undescribed(name)) for name in OURS if ".request" in name)

    assert found <= UNDESCRIBED_OF_REQUESTS


@pytest.mark.parametrize("name", SENT)
def test_a_format_of_what_is_sent_has_its_pattern_beside_it(name: str) -> None:
    for part in inside(schemas.inlined(name)):
        if isinstance(part.get("format"), str):
            assert part["pattern"] == PATTERNS[part["format"]]


@pytest.mark.parametrize("name", SENT)
def test_a_setting_by_which_something_else_is_sent_is_one_of_the_gateway(name: str) -> None:
    knobs = all_gateways()[name.partition("/")[0]].settings
    for part in inside(schemas.inlined(name)):
        for choice in part.get("x-by-setting", {}):
            setting, _, value = choice.partition("=")
            values = [json.dumps(each).strip('"') for each in (*knobs[setting].values, True, False)]
            assert value in values
            assert value != json.dumps(knobs[setting].default).strip('"')


# --- instants


@pytest.mark.parametrize("form", sorted(FORMS))
def test_a_drawn_instant_is_real_and_fits_format_and_pattern(form: str) -> None:
    @given(instants(form))
    def prove(text: str) -> None:
        assert FORMATS[form](text)
        assert re.search(PATTERNS[form], text)

    prove()


@pytest.mark.parametrize(
    "text", ["0000-01-01 00:00:00", "2026-04-31 00:00:00", "2023-02-29 00:00:00", "2026-01-01 24:00:00", "2026-01-01"]
)
def test_what_is_no_instant_is_none_without_the_format(text: str) -> None:
    assert re.search(PATTERNS["local-time"], text) is None
    assert not schemas.validator(schemas.schema("transmitsms/time")).is_valid(text)


@pytest.mark.parametrize("form", sorted(set(FORMATS) & set(BY_FORMAT)))
def test_a_pattern_takes_what_its_format_takes(form: str) -> None:
    right = [text for text in BY_FORMAT[form] if FORMATS[form](text)]

    assert right
    assert all(re.search(PATTERNS[form], text) for text in right)


@given(st.data())
def test_a_pattern_takes_whatever_its_format_takes(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(sorted(FORMATS)))
    letters = st.text(st.sampled_from("aZ09@.-+/=_ \x00\x7fé:?#[]T"), max_size=12)
    text = data.draw(letters | letters.map(lambda rest: f"http://{rest}") | st.from_regex(PATTERNS[form]))
    if FORMATS[form](text):
        assert re.search(PATTERNS[form], text)


@given(of("transmitsms").replies("send-sms"))
def test_a_drawn_reply_can_be_read_by_a_parser_of_instants(reply: Sent) -> None:
    instant = datetime.fromisoformat(reply.document["send_at"])

    assert instant.year in range(2000, 2100)


@given(of("transmitsms").callbacks("reply"))
def test_who_writes_has_a_number(called: Called) -> None:
    assert called.document["mobile"].isdecimal()


# --- what refusals say


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_with_other_words_than_the_rows_is_refused(name: str) -> None:
    schema = schemas.schema(name)
    validates = schemas.validator(schema)

    for example in schema["examples"]:
        for place in WORDS & example.keys():
            assert not validates.is_valid({**example, place: other_words(example[place])})


def other_words(said: Any) -> Any:
    """Put words that nobody says in the place of those that are said."""
    if isinstance(said, list):
        return [other_words(each) for each in said]
    return {**said, "description": "Said by nobody"} if isinstance(said, dict) else "Said by nobody"


@pytest.mark.parametrize("name", sorted(all_gateways()))
def test_every_text_of_the_rows_is_one_of_those_that_are_listed(name: str) -> None:
    gateway = all_gateways()[name]
    validates = schemas.validator(schemas.schema(f"{gateway.parent or name}/refusal-text"))

    assert all(validates.is_valid(text.replace("{field}", "SendTime").replace("{n}", "1")) for text in texts(gateway))
    assert not any(validates.is_valid(text) for text in ("", "Said by nobody", 5, None))


def test_a_text_with_blanks_is_a_pattern_of_those_who_can_fill_them() -> None:
    found = pattern("Invalid tone (0-9?) on keypad {n} of {field}. {other}")

    assert re.search(found, "Invalid tone (0-9?) on keypad 12 of a. Try again")
    assert not re.search(found, "Invalid tone (0-9?) on keypad x of a. Try again")
    assert not re.search(found, "Invalid tone 0-9 on keypad 12 of a. ")


# --- what a setting alone sends


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("websms/client-message-id", {}),
        ("websms/client-message-id", 0.0),
        ("websms/client-message-id", "a\nb"),
        ("bestsms/message-id", "no, this is \U0001f600"),
        ("bestsms/message-id", "x" * 41),
    ],
)
def test_what_no_gateway_sends_unless_a_setting_says_so_is_wrong_but_then(name: str, wrong: object) -> None:
    schema = schemas.inlined(name)

    assert not schemas.validator(schema).is_valid(wrong)
    assert schemas.validator(under_any_setting(schema)).is_valid(wrong)


def test_an_echo_that_a_setting_sends_is_no_complaint_of_a_test() -> None:
    refused = {"statusCode": 4015, "statusMessage": "message priority is invalid", "transferId": None, "smsCount": 0}
    schema, gateway = schemas.schema("websms/failure.reply"), all_gateways()["websms"]
    body = json.dumps({**refused, "clientMessageId": ["mine"]}).encode()

    assert body_complaints(gateway, schema, body, "application/json") == []
    assert not schemas.validator(schema).is_valid(json.loads(body))
