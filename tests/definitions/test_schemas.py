"""The schemas are right by the reference, never fetched, and both validators see them alike."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema
import jsonschema_rs
import pytest
import referencing.exceptions
from hypothesis import given
from hypothesis import strategies as st
from near_documents import near
from referencing import Registry, Resource

from mock_gateway.definitions import resources, schemas
from mock_gateway.definitions.formats import FORMATS
from mock_gateway.definitions.load import all_gateways
from mock_gateway.errors import DataError
from mock_gateway.rules.violations import violations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from hypothesis.strategies import DataObject

PATHS = sorted(resources.schemas().rglob("*.json"))
NAMES = [path.relative_to(resources.schemas()).with_suffix("").as_posix() for path in PATHS]
CALLS = [(name, call) for name, found in all_gateways().items() for call in found.calls if call]


def refuse(uri: str) -> Resource[Any]:
    """Fetch nothing."""
    raise referencing.exceptions.NoSuchResource(ref=uri)


REGISTRY: Registry[Any] = Registry(retrieve=refuse).with_contents(list(schemas.library().items()))  # type: ignore[call-arg]  # attrs' alias


def checker() -> jsonschema.FormatChecker:
    """Make the project's formats, and no others, known to the reference."""

    def for_texts(check: Callable[[str], bool]) -> Callable[[object], bool]:
        return lambda value: not isinstance(value, str) or check(value)

    found = jsonschema.FormatChecker(formats=())
    for name, check in FORMATS.items():
        found.checks(name)(for_texts(check))
    return found


def reference(schema: Mapping[str, Any]) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(schema, registry=REGISTRY, format_checker=checker())


def complaints(error: jsonschema.ValidationError) -> Iterator[tuple[str, str]]:
    """Give place and keyword as rows do: a missing member is blamed on the member, not on its parent."""
    place = "".join("/*" if isinstance(part, int) else f"/{part}" for part in error.absolute_path)
    keyword, instance, value = str(error.validator), error.instance, error.validator_value
    if keyword == "required":
        yield from ((f"{place}/{member}", keyword) for member in set(value) - set(instance))
    elif keyword == "dependentRequired":
        missing = {member for trigger, members in value.items() if trigger in instance for member in members}
        yield from ((f"{place}/{member}", keyword) for member in missing - set(instance))
    else:
        yield place, keyword


@pytest.mark.parametrize(("gateway", "call"), CALLS)
@given(data=st.data())
def test_both_validators_agree_on_every_document(gateway: str, call: str, data: DataObject) -> None:
    """In whether it is right, and in place and keyword of all that is wrong."""
    schema = all_gateways()[gateway].calls[call].schema
    document = near(data, schema, all_gateways()[gateway].calls[call].sample)
    ours = schemas.validator(schema)
    found = {(each.place, each.keyword) for each in violations(ours.iter_errors(document), schema)}
    wanted = {pair for error in reference(schema).iter_errors(document) for pair in complaints(error)}

    assert found == wanted
    assert (not wanted) == ours.is_valid(document)


@pytest.mark.parametrize(("gateway", "call"), CALLS)
@given(data=st.data())
def test_whatever_is_wrong_is_at_a_place_and_keyword_that_the_rows_know_of(
    gateway: str, call: str, data: DataObject
) -> None:
    """So what is checked at load, that every one of them is claimed or tolerated, holds for every document."""
    schema = all_gateways()[gateway].calls[call].schema
    document = near(data, schema, all_gateways()[gateway].calls[call].sample)
    known = set(schemas.places(schema))

    assert {
        (each.place, each.keyword) for each in violations(schemas.validator(schema).iter_errors(document), schema)
    } <= known


@pytest.mark.parametrize(("gateway", "call"), CALLS)
def test_a_calls_sample_is_right(gateway: str, call: str) -> None:
    found = all_gateways()[gateway].calls[call]

    assert list(reference(found.schema).iter_errors(found.sample)) == []


# --- each file


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_a_valid_one_of_draft_2020_12(name: str) -> None:
    schema = schemas.schema(name)

    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema_rs.meta.validate(dict(schema))


@pytest.mark.parametrize("name", NAMES)
def test_a_schemas_id_is_its_path(name: str) -> None:
    assert schemas.schema(name)["$id"] == f"{schemas.BASE}{name}.json"


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith("meta/")])
def test_a_schema_has_a_title_and_examples_that_are_right(name: str) -> None:
    schema = schemas.schema(name)

    assert schema["title"]
    assert schema["examples"]
    for example in schema["examples"]:
        assert list(reference(schema).iter_errors(example)) == []
        assert schemas.validator(schema).is_valid(example)


@pytest.mark.parametrize("path", PATHS, ids=NAMES)
def test_no_schema_names_a_member_twice(path: Path) -> None:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _ in pairs]
        assert len(set(names)) == len(names)
        return dict(pairs)

    assert json.loads(path.read_text("utf-8"), object_pairs_hook=once)


def formats_of(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(schema.get("format"), str):
            yield schema["format"]
        for value in schema.values():
            yield from formats_of(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from formats_of(value)


@pytest.mark.parametrize("name", NAMES)
def test_every_format_that_a_schema_asks_for_is_really_checked(name: str) -> None:
    assert set(formats_of(schemas.schema(name))) <= set(FORMATS)


# --- nothing is fetched


@pytest.mark.parametrize(
    "reference_to", ["https://example.com/x.json", "http://127.0.0.1:1/x.json", "file:///etc/passwd"]
)
def test_a_reference_to_elsewhere_is_refused_and_not_fetched(reference_to: str) -> None:
    with pytest.raises(Exception, match="nothing is fetched"):
        schemas.validator({"$ref": reference_to})


def test_a_reference_to_one_of_ours_is_followed() -> None:
    found = schemas.validator({"$ref": f"{schemas.BASE}bestsms/v2.04/destination.json"})

    assert (found.is_valid("0421000001"), found.is_valid(5)) == (True, False)


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(Exception, match="no-such-format"):
        schemas.validator({"format": "no-such-format"})


def test_an_unknown_schema_is_refused() -> None:
    with pytest.raises(DataError, match=r"schemas/websms/nothing\.json: there is no such schema"):
        schemas.schema("websms/nothing")


def test_an_inlined_schema_has_no_references_left() -> None:
    text = json.dumps(schemas.inlined("bestsms/v2.04/send-sms.request"))

    assert "$ref" not in text
    assert "GroupCode" in text


# --- places


def test_every_place_and_keyword_that_can_be_wrong_is_listed() -> None:
    schema = {
        "type": "object",
        "required": ["a"],
        "dependentRequired": {"b": ["c"]},
        "properties": {"a": {"type": "array", "maxItems": 2, "items": {"type": "string", "minLength": 1}}},
        "allOf": [{"properties": {"d": {"enum": [1]}}}],
        "if": {"properties": {"a": {"const": 1}}},
        "then": {"required": ["e"]},
        "else": {"properties": {"f": {"minimum": 0}}},
    }
    wanted = {
        ("", "type"),
        ("/a", "required"),
        ("/c", "dependentRequired"),
        ("/a", "type"),
        ("/a", "maxItems"),
        ("/a/*", "type"),
        ("/a/*", "minLength"),
        ("/d", "enum"),
        ("/e", "required"),
        ("/f", "minimum"),
    }

    assert set(schemas.places(schema)) == wanted


def test_a_member_whose_name_has_a_slash_is_escaped_as_in_a_json_pointer() -> None:
    schema = {"properties": {"a/b": {"type": "string"}, "c~d": {"type": "string"}}, "required": ["a/b"]}
    found = violations(schemas.validator(schema).iter_errors({"c~d": 1}), schema)

    assert {(each.place, each.keyword) for each in found} == {("/a~1b", "required"), ("/c~0d", "type")}
    assert set(schemas.places(schema)) == {("/a~1b", "required"), ("/a~1b", "type"), ("/c~0d", "type")}
