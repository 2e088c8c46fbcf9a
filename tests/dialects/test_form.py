from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_gateway.definitions.load import gateway
from mock_gateway.dialects.base import UnreadableError
from mock_gateway.dialects.form import FORM, PARAMETERS_READ, pairs

CALL = gateway("websms").calls["send-text"]
SIMPLE = gateway("websms").calls["send-simple"]


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"", {}),
        (b"a=1&b=2", {"a": "1", "b": "2"}),
        (b"a=1&a=2", {"a": "2"}),
        (b"a", {"a": ""}),
        (b"a=", {"a": ""}),
        (b"=1", {"": "1"}),
        (b"&&a=1&", {"a": "1"}),
        (b"a=b=c", {"a": "b=c"}),
        (b"a=x+y%20z%2B", {"a": "x y z+"}),
        (b"First+Name=Jo", {"First Name": "Jo"}),
        (b"a=%zz", {"a": "%zz"}),
        (b"a=%E2%82%AC", {"a": "€"}),
        ("a=€".encode(), {"a": "€"}),
    ],
)
def test_names_and_values_are_decoded_and_of_one_given_twice_the_last_counts(raw: bytes, found: dict[str, str]) -> None:
    assert FORM.read(raw, "utf-8", CALL.reading) == found


def test_what_a_byte_means_depends_on_the_charset() -> None:
    assert FORM.read(b"a=%E9", "latin-1", CALL.reading) == {"a": "é"}
    assert FORM.read(b"a=%E9", "utf-8", CALL.reading) == {"a": "\ufffd"}


def test_an_unknown_charset_is_unreadable() -> None:
    with pytest.raises(UnreadableError, match="unknown charset 'klingon'"):
        FORM.read(b"a=%E9", "klingon", CALL.reading)


@pytest.mark.parametrize("charset", ["klingon", "hex", "undefined", "idna", "punycode"])
def test_a_charset_that_texts_cannot_be_in_is_unreadable_even_where_all_is_ascii(charset: str) -> None:
    body = b"a=%E9" if charset == "idna" else b"a=1"

    with pytest.raises(UnreadableError, match=f"unknown charset '{charset}'"):
        FORM.read(body, charset, CALL.reading)


def test_without_a_declared_charset_a_form_is_in_that_of_its_call() -> None:
    assert FORM.read(b"a=%FC", "", SIMPLE.reading) == {"a": "ü"}
    assert FORM.read(b"a=%C3%BC", "", CALL.reading) == {"a": "ü"}
    assert FORM.read(b"a=%C3%BC", "utf-8", SIMPLE.reading) == {"a": "ü"}


def test_what_a_call_joins_is_joined_and_of_all_else_the_last_counts() -> None:
    body = b"recipientAddressList=1&a=1&recipientAddressList=2&recipientAddressList=3,4&a=2"

    assert FORM.read(body, "", SIMPLE.reading) == {"recipientAddressList": "1,2,3,4", "a": "2"}


def test_a_form_is_written_in_the_charset_of_its_call_and_what_that_lacks_as_a_question_mark() -> None:
    assert FORM.write({"a": "5 € für \ud800"}, SIMPLE.writing) == b"a=5+%3F+f%FCr+%3F"


def test_as_many_parameters_are_read_as_is_said_and_no_more() -> None:
    body = b"&".join(b"a=1" for _ in range(PARAMETERS_READ))

    assert len(pairs(body, "utf-8")) == PARAMETERS_READ
    with pytest.raises(UnreadableError, match=f"more than the {PARAMETERS_READ}"):
        pairs(body + b"&a=1", "utf-8")


def test_none_is_written_as_an_empty_value() -> None:
    assert FORM.write({"a": None, "b": "x & y"}, CALL.writing) == b"a=&b=x+%26+y"


@given(st.dictionaries(st.text(min_size=1), st.text()))
def test_what_is_written_is_read_again(document: dict[str, str]) -> None:
    assert FORM.read(FORM.write(document, CALL.writing), "utf-8", CALL.reading) == document
