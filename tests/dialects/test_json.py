from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_gateway.definitions.load import gateway
from mock_gateway.dialects.base import UnreadableError
from mock_gateway.dialects.json import DEPTH_READ, JSON

CALL = gateway("websms").calls["send-text"]
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@given(VALUES)
def test_what_is_written_is_read_again(value: Any) -> None:
    assert JSON.read(JSON.write(value, CALL.writing), "utf-8", CALL.reading) == value


def test_members_keep_their_order_and_nothing_is_spaced_out() -> None:
    assert JSON.write({"b": 1, "a": [None, "é"]}, CALL.writing) == '{"b":1,"a":[null,"é"]}'.encode()


def test_of_a_member_given_twice_the_last_one_counts() -> None:
    assert JSON.read(b'{"a": 1, "a": 2}', "utf-8", CALL.reading) == {"a": 2}


def test_the_text_is_utf8_whatever_its_label_says() -> None:
    assert JSON.read('{"a": "é"}'.encode(), "latin-1", CALL.reading) == {"a": "é"}


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"{'a': 1}", b'{"a": 1,}', b'{"a": "\xe9"}', b'{"a": NaN}', b"{} {}", b"\xff"]
)
def test_what_is_no_json_is_unreadable(raw: bytes) -> None:
    with pytest.raises(UnreadableError):
        JSON.read(raw, "utf-8", CALL.reading)


def test_as_many_levels_are_read_as_is_said_and_no_more() -> None:
    deepest = b"[" * DEPTH_READ + b"]" * DEPTH_READ

    assert JSON.read(deepest, "utf-8", CALL.reading)
    with pytest.raises(UnreadableError, match=f"deeper than the {DEPTH_READ} levels"):
        JSON.read(b"[" + deepest + b"]", "utf-8", CALL.reading)


def test_many_values_beside_each_other_are_not_deep() -> None:
    wide = b"[" + b",".join(b"{}" for _ in range(DEPTH_READ * 4)) + b"]"

    assert len(JSON.read(wide, "utf-8", CALL.reading)) == DEPTH_READ * 4
