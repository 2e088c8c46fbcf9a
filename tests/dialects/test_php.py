from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_gateway.dialects import php as php_dialect
from mock_gateway.dialects.php import PHP, PHP_TEXT, number, numeric
from mock_gateway.model.wire import Verbatim

WRITING: Any = None  # is not looked at
TEXTS = st.text() | st.from_regex(r"\s*[+-]?[0-9]*\.?[0-9]*([eE][+-]?[0-9]{1,3})?\s*", fullmatch=True)
DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(-1e15, 1e15),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, min_size=1, max_size=3),
)
ODD_DOCUMENTS = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**66), 2**66)
    | st.sampled_from([2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 10**19, 2**64])
    | st.floats(allow_nan=False)
    | TEXTS
    | TEXTS.map(Verbatim),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


def php(document: Any) -> str:
    return PHP.write(document, WRITING).decode("ascii")


def php_text(document: Any) -> str:
    return PHP_TEXT.write(document, WRITING).decode("ascii")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("0", "0"),
        ("12", "12"),
        ("-12", "-12"),
        ("+61422222222", "61422222222"),
        ("0491570156", "491570156"),
        ("-0", "0"),
        ("58.050", "58.05"),
        ("25.0", "25"),
        ("-0.0", "-0"),
        ("1.", "1"),
        (".5", "0.5"),
        ("+.5e-3", "0.0005"),
        ("1e5", "100000"),
        ("1E5", "100000"),
        ("1e-7", "1.0e-7"),
        (" 12", "12"),
        ("12 ", "12"),
        ("\t\n\r\v\f1.5\f\v\r\n\t", "1.5"),
        ("9223372036854775807", "9223372036854775807"),
        ("9999999999999999999", "1.0e+19"),
        ("-9223372036854775808", "-9223372036854775808"),
        ("-9223372036854785809", "-9.223372036854786e+18"),
        ("0" * 30 + "7", "7"),
        ("1" + "0" * 25, "1.0e+25"),
        ("0" * 5000, "0"),
        ("1" + "0" * 300, "1.0e+300"),
    ],
)
def test_a_text_that_phps_is_numeric_takes_becomes_a_number(text: str, written: str) -> None:
    assert php([text]) == f"[{written}]"
    assert json.loads(php_text([text])) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "+",
        "-",
        ".",
        "e5",
        "1e",
        "1e+",
        "0x1A",
        "0b1",
        "1_000",
        "1,5",
        "1 2",
        "+ 1",
        "--1",
        "1.2.3",
        "$14.630",
        "Infinity",
        "NaN",
        "1e999",
        "9" * 400,
        "9" * 5000,
        "\u0663",
        "\u00a012",
        "12\x00",
        "12\x1c",
        "61491570156,61491570157",
    ],
)
def test_what_is_numeric_refuses_and_what_would_be_infinite_stays_text(text: str) -> None:
    assert numeric(text) is None
    assert json.loads(php([text])) == [text]


def test_a_verbatim_text_is_a_text_whatever_it_looks_like() -> None:
    assert php({"secret": Verbatim("0123"), "other": "0123"}) == '{"secret":"0123","other":123}'


def test_the_names_of_members_stay_text() -> None:
    assert php({"2758": "1"}) == '{"2758":1}'


@pytest.mark.parametrize("write", [php, php_text])
def test_it_is_compact_and_ascii_and_slashes_are_escaped(write: Any) -> None:
    document = {"zone": "Africa/Abidjan", "é€": '😀 "\\\n\t\x00\x7f', "a/b": [True, None, 1.5]}
    wanted = (
        '{"zone":"Africa\\/Abidjan","\\u00e9\\u20ac":"\\ud83d\\ude00 \\"\\\\\\n\\t\\u0000\x7f","a\\/b":[true,null,1.5]}'
    )

    assert write(document) == wanted


def test_an_empty_object_is_phps_empty_array_at_every_depth() -> None:
    assert php({}) == php_text({}) == "[]"
    assert php({"fields": {}, "list": [{}, []]}) == '{"fields":[],"list":[[],[]]}'


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (25.0, "25"),
        (0.0, "0"),
        (-0.0, "-0"),
        (0.087, "0.087"),
        (58.05, "58.05"),
        (0.1 + 0.2, "0.30000000000000004"),
        (1e15, "1000000000000000"),
        (1e16, "10000000000000000"),
        (1e17, "1.0e+17"),
        (1.5e300, "1.5e+300"),
        (0.0001, "0.0001"),
        (0.00001, "1.0e-5"),
        (-123.456e-10, "-1.23456e-8"),
        (float("inf"), "0"),
        (float("nan"), "0"),
    ],
)
def test_a_float_is_written_as_php_writes_it(value: float, written: str) -> None:
    assert number(value) == written
    assert php([value]) == php_text([value]) == f"[{written}]"


def test_an_integer_beyond_64_bits_is_a_float() -> None:
    assert php([2**63 - 1, 10**19]) == "[9223372036854775807,1.0e+19]"


@given(document=ODD_DOCUMENTS, checks=st.booleans())
def test_the_fast_way_writes_the_same_bytes_as_the_slow_one(document: Any, checks: bool) -> None:  # noqa: FBT001  drawn
    slow = php_dialect._encode(document, checks=checks)

    assert (php if checks else php_text)(document) == slow


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_float_is_read_again_as_it_was(value: float) -> None:
    assert float(number(value)) == value


@given(DOCUMENTS)
def test_every_document_is_valid_json_and_read_again_as_it_was(document: Any) -> None:
    assert json.loads(php(document)) == document


@given(st.lists(TEXTS))
def test_texts_that_are_no_numbers_are_read_again_and_the_others_are_numbers(texts: list[str]) -> None:
    wanted = [text if (found := numeric(text)) is None else found for text in texts]

    assert json.loads(php(texts)) == wanted
    assert json.loads(php_text(texts)) == texts
    assert json.loads(php([Verbatim(text) for text in texts])) == texts
