"""What texts of forms and XML stand for is what a schema says they may."""

from __future__ import annotations

from typing import Any

import pytest

from mock_gateway.contract.answers import body_complaints
from mock_gateway.contract.untyped import reader
from mock_gateway.definitions.load import all_gateways
from mock_gateway.definitions.replies import failure_schema, reply_schema

TAKEN = {"properties": {"id": {"type": "string"}, "count": {"type": "integer"}}, "additionalProperties": False}
REFUSED = {"properties": {"code": {"const": 4001}, "id": {"type": "null"}}, "additionalProperties": False}


@pytest.mark.parametrize(
    ("schema", "text", "meant"),
    [
        ({"type": "integer"}, "12", 12),
        ({"type": "integer"}, "1.5", "1.5"),
        ({"type": "integer"}, "true", "true"),
        ({"type": "integer"}, "many", "many"),
        ({"type": "number"}, "1.33", 1.33),
        ({"type": ["integer", "null"]}, "0", 0),
        ({"type": "boolean"}, "false", False),
        ({"type": "boolean"}, "0", "0"),
        ({"type": "string"}, "12", "12"),
        ({"type": ["string", "integer"]}, "12", "12"),
        ({"enum": [2000, 2001]}, "2001", 2001),
        ({"enum": ["2000", 2001]}, "2000", "2000"),
        ({"enum": [2000]}, "2002", "2002"),
        ({"const": True}, "true", True),
        ({}, "12", "12"),
    ],
)
def test_a_text_is_what_the_schema_wants(schema: dict[str, Any], text: str, meant: object) -> None:
    assert (reader(schema)(text), type(reader(schema)(text))) == (meant, type(meant))


@pytest.mark.parametrize(
    ("schema", "meant"),
    [
        ({"type": "null"}, None),
        ({"type": ["string", "null"]}, None),
        ({"enum": [1, None]}, None),
        ({}, None),
        ({"type": "string"}, ""),
        ({"const": ""}, ""),
        ({"type": "array", "items": {}}, []),
        ({"type": "object"}, {}),
        ({"properties": {}}, {}),
        ({"type": "integer"}, ""),
    ],
)
def test_an_empty_text_is_null_where_null_may_be_and_else_what_is_empty(schema: dict[str, Any], meant: object) -> None:
    assert reader(schema)("") == meant


def test_what_stands_alone_is_a_list_where_a_list_is_wanted() -> None:
    schema = {"type": "array", "items": {"type": "integer"}}

    assert reader(schema)("1") == [1]
    assert reader(schema)(["1", "2"]) == [1, 2]
    assert reader({"type": "array", "items": TAKEN})({"id": "a", "count": "1"}) == [{"id": "a", "count": 1}]


@pytest.mark.parametrize("several", ["anyOf", "oneOf"])
@pytest.mark.parametrize(
    ("document", "meant"),
    [
        ({"id": "a", "count": "2"}, {"id": "a", "count": 2}),
        ({"code": "4001", "id": ""}, {"code": 4001, "id": None}),
        ({"code": "12"}, {"code": "12"}),
    ],
)
def test_of_several_schemas_that_counts_which_fits(several: str, document: dict[str, Any], meant: object) -> None:
    assert reader({several: [TAKEN, REFUSED]})(document) == meant


def test_members_of_all_branches_are_read_in_each() -> None:
    schema = {"properties": {"count": {"type": "integer"}}, "oneOf": [{"properties": {"id": {"const": 7}}}]}

    assert reader(schema)({"count": "2", "id": "7"}) == {"count": 2, "id": 7}


ACCEPTED = b"statusCode=2000&statusMessage=OK&clientMessageId=f%FCr+1&transferId=006214b5440071843da1&smsCount=1"
REJECTED = b"statusCode=4003&statusMessage=sender+address+or+type+is+invalid&clientMessageId=&transferId=&smsCount=0"


@pytest.mark.parametrize(
    ("accepted", "body", "right"),
    [
        (True, ACCEPTED, True),
        (True, ACCEPTED.replace(b"f%FCr+1", b""), True),
        (True, ACCEPTED.replace(b"006214b5440071843da1", b""), False),
        (True, ACCEPTED.replace(b"=OK", b"=OK_QUEUED"), False),
        (True, ACCEPTED.replace(b"smsCount=1", b"smsCount=one"), False),
        (False, REJECTED, True),
        (False, REJECTED.replace(b"transferId=", b"transferId=006214b5440071843da1"), False),
        (False, REJECTED.replace(b"4003", b"2000"), False),
    ],
)
def test_an_answer_in_parameters_is_held_against_the_schema(accepted: bool, body: bytes, right: bool) -> None:  # noqa: FBT001  parametrized
    websms = all_gateways()["websms"]
    call = websms.calls["send-simple"]
    schema = reply_schema(call) if accepted else failure_schema(websms, call)

    assert schema is not None
    assert (body_complaints(websms, schema, body, "text/plain;charset=ISO-8859-1") == []) is right
