"""A schema file that is wrong is refused with its line and the nearest right name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from mock_gateway.definitions import check_schemas, resources, schemas
from mock_gateway.errors import DataError, DataErrors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KNOWN = [f"{schemas.BASE}websms/send-text.request.json"]
FILE = """\
{
  "type": "object",
  "properties": {
    "a": {%s}
  }
}
"""


def errors(member: str) -> list[str]:
    """Check a schema whose fourth line is about the member `a`."""
    text = (FILE % member).encode()
    return [str(each) for each in check_schemas.errors(check_schemas.parse(text, "f.json"), text, "f.json", KNOWN)]


@pytest.mark.parametrize(
    ("member", "said"),
    [
        ('"format": "htp-url"', "unknown format 'htp-url': did you mean 'http-url'?"),
        ('"type": "objct"', "unknown type 'objct': did you mean 'object'?"),
        ('"type": ["string", "nul"]', "unknown type 'nul': did you mean 'null'?"),
        ('"maxLenght": 80', "unknown keyword 'maxLenght': did you mean 'maxLength'"),
        ('"x-number-as-txt": true', "unknown keyword 'x-number-as-txt': did you mean 'x-number-as-text'?"),
        ('"x-untrimmed": true', "x-untrimmed says how x-comma-list splits, which is not here"),
        ('"x-headers": 1', "x-headers is an object of texts"),
        (
            '"x-headers": {"X-Cost": "{parts}"}, "required": ["part"]',
            "unknown required member 'parts': did you mean 'part'?",
        ),
        ('"x-number-as-text": 1', "x-number-as-text is true or false, not 1"),
        ('"x-by-setting": 1', "x-by-setting is an object of schemas, each by NAME=VALUE"),
        ('"x-by-setting": {"a=b": {"maxLenght": 1}}', "unknown keyword 'maxLenght': did you mean 'maxLength'"),
        ('"patternProperties": {}', "unknown keyword 'patternProperties'"),
        ('"pattern": "("', "'(' is no pattern: missing )"),
        ('"maxLength": "80"', '"80" is not of type "integer"'),
        ('"type": {}', "unknown type '{}'"),
        ('"type": []', "unknown type '[]'"),
        ('"enum": 1', "1 is not of type"),
        ('"required": "a"', "is not of type"),
        ('"properties": []', "[] is not of type"),
        ('"allOf": 1', "1 is not of type"),
        ('"items": {"type": "strin"}', "unknown type 'strin': did you mean 'string'?"),
        ('"anyOf": [{}, {"then": {"minimun": 1}}]', "unknown keyword 'minimun': did you mean 'minimum'"),
        (f'"$ref": "{schemas.BASE}websms/send-txt.request.json"', "did you mean"),
        ('"$schema": "http://json-schema.org/draft-07/schema#"', '"$schema" is'),
    ],
)
def test_what_is_wrong_is_named_with_its_line(member: str, said: str) -> None:
    found = errors(member)

    assert len(found) == 1
    assert found[0].startswith("f.json:4: ")
    assert said in found[0]


def test_every_error_of_a_file_is_given_in_order() -> None:
    text = b'{\n"maxLenght": 1,\n"format": "emial",\n"minLength": "x"}'
    found = check_schemas.errors(check_schemas.parse(text, "f.json"), text, "f.json", KNOWN)

    assert [each.line for each in found] == [2, 3, 4]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b'{\n"type": "object",\n"type": "array"}', "f.json:3: the key 'type' is given twice"),
        (b'{\n"type": }', "f.json:2: Expecting value"),
        (b"[1]", "f.json:1: a schema is an object"),
    ],
)
def test_what_is_no_object_with_each_key_once_is_refused(text: bytes, said: str) -> None:
    with pytest.raises(DataError) as caught:
        check_schemas.parse(text, "f.json")

    assert str(caught.value).startswith(said)


@pytest.mark.parametrize("member", ['"description": "x"', '"examples": [1]', '"default": 1', '"$comment": "x"', ""])
def test_an_annotation_is_right(member: str) -> None:
    assert errors(member) == []


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a folder of schemas of its own."""
    monkeypatch.setattr(schemas, "schemas", lambda: tmp_path)
    schemas.library.cache_clear()
    yield tmp_path
    schemas.library.cache_clear()


def write(folder: Path, name: str, **members: Any) -> None:
    (folder / f"{name}.json").write_text(json.dumps({"$id": f"{schemas.BASE}{name}.json", **members}), "utf-8")


def test_the_library_gives_the_errors_of_all_its_files(library: Path) -> None:
    write(library, "one", format="htp-url")
    write(library, "two", type="objct")
    (library / "three.json").write_text('{"$id": "elsewhere"}', "utf-8")
    with pytest.raises(DataErrors) as caught:
        schemas.library()

    assert [(each.file.rpartition("/")[2], each.problem.split(":")[0]) for each in caught.value.errors] == [
        ("one.json", "unknown format 'htp-url'"),
        ("three.json", "its \"$id\" is 'elsewhere', which should be 'https"),
        ("two.json", "unknown type 'objct'"),
    ]


def test_a_schema_is_read_when_it_is_asked_for_and_no_other_with_it(library: Path) -> None:
    write(library, "one", properties={"a": {"$ref": f"{schemas.BASE}two.json"}})
    write(library, "two", type="objct")
    found = schemas.known("one")

    assert found is not None
    assert found["$id"] == f"{schemas.BASE}one.json"
    assert schemas.known("three") is None
    with pytest.raises(DataErrors, match="unknown type 'objct'"):
        schemas.inlined("one")


def test_a_reference_that_leads_back_to_itself_is_refused(library: Path) -> None:
    write(library, "one", properties={"a": {"$ref": f"{schemas.BASE}one.json"}})
    with pytest.raises(DataError, match="leads back to itself"):
        schemas.inlined("one")


def test_every_schema_of_ours_is_right() -> None:
    assert len(schemas.library()) == len(list(resources.schemas().rglob("*.json")))
