from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mock_gateway.definitions.plain_yaml import load, parse
from mock_gateway.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path


def value(text: str) -> object:
    return parse(f"key: {text}\n", "f.yaml").value["key"]


@pytest.mark.parametrize(
    "text",
    [
        "+61491570156",
        "0491570156",
        "010",
        "1234567890",
        "61491570156",
        "NO",
        "no",
        "yes",
        "on",
        "off",
        "True",
        "TRUE",
        "False",
        "NULL",
        "Null",
        "2026-01-01",
        "2026-01-05T09:00:00Z",
        "12:30:45",
        "1e3",
        "1.5",
        "0x10",
        "0o17",
        "0b1",
        "1_000",
        "-0",
        "+5",
        ".inf",
        ".nan",
        "=",
        "<<",
        "٣",
    ],
)
def test_what_other_loaders_convert_stays_text(text: str) -> None:
    assert value(text) == text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("", None),
        ("~", None),
        ("0", 0),
        ("7", 7),
        ("-7", -7),
        ("123456789", 123456789),
        ("-123456789", -123456789),
    ],
)
def test_truth_values_null_and_integers_of_up_to_nine_digits_are_converted(text: str, wanted: object) -> None:
    found = value(text)

    assert (found, type(found)) == (wanted, type(wanted))


@pytest.mark.parametrize("text", ["true", "false", "null", "0", "7", "123456789", "~", ""])
@pytest.mark.parametrize("quote", ['"', "'"])
def test_what_is_quoted_stays_text(text: str, quote: str) -> None:
    assert value(f"{quote}{text}{quote}") == text


def test_a_block_of_text_stays_text() -> None:
    assert value("|\n  7") == "7\n"
    assert value(">\n  true") == "true\n"


@pytest.mark.parametrize(
    ("text", "number"),
    [("0.087", 0.087), ("61491570156", 61491570156), ("-5", -5), ("1e3", 1000.0), ('"0.5"', 0.5)],
)
def test_num_makes_any_other_number(text: str, number: float) -> None:
    found = value(f"!num {text}")

    assert (found, type(found)) == (number, type(number))


def test_a_key_is_text_whatever_it_looks_like() -> None:
    assert parse("4001: 1\nNO: 2\ntrue: 3\n", "f.yaml").value == {"4001": 1, "NO": 2, "true": 3}


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "the key 'a' is given twice"),
        ("a:\n  b: {c: 1, c: 2}\n", 2, "the key 'c' is given twice"),
        ("a: &x 1\nb: *x\n", 2, "the alias *x is not allowed: write it out"),
        ("a: &x {b: 1}\nc:\n  <<: *x\n", 3, "the alias *x is not allowed"),
        ("a: 1\nb: !!python/name:os.system\n", 2, "tag:yaml.org,2002:python/name:os.system is not allowed"),
        ("a: 1\nb: !!python/object/apply:os.system [id]\n", 2, "python/object/apply:os.system is not allowed"),
        ("a: 1\n\nb: !nmu 0.5\n", 3, "the tag !nmu is not allowed here: only !num"),
        ("a: !num x\n", 1, "!num 'x' is no number"),
        ("a: !num [1]\n", 1, "is no number"),
        ("a: !num nan\n", 1, "is no number"),
        ("a: 1\nb: [1, 2\nc: 3\n", 3, "expected ',' or ']'"),
        ("a: 1\n\tb: 2\n", 2, ""),
        ("a: 'x\n", 2, "unexpected end of stream"),
        ("? [1, 2]\n: 3\n", 1, "a key is plain text"),
        ("a: 1\n--- \nb: 2\n", 2, "but found another document"),
        ("", 0, "the file is empty"),
        ("# only a comment\n", 0, "the file is empty"),
        ("a: 1\nb: " + "[" * 101, 2, "what is nested more than 100 deep is not read"),
        ("- " * 30_000, 1, "what is nested more than 100 deep is not read"),
    ],
)
def test_what_is_wrong_is_refused_with_file_and_line(text: str, line: int, problem: str) -> None:
    with pytest.raises(DataError) as caught:
        parse(text, "f.yaml")

    assert (caught.value.file, caught.value.line) == ("f.yaml", line)
    assert problem in caught.value.problem


def test_an_anchor_that_nobody_uses_does_no_harm() -> None:
    assert parse("a: &x 1\n", "f.yaml").value == {"a": 1}


def test_an_asterisk_or_an_ampersand_in_a_text_is_no_alias() -> None:
    assert parse("a: x * y & z\nb: '*/*'\n", "f.yaml").value == {"a": "x * y & z", "b": "*/*"}


@pytest.mark.parametrize("tag", ["!!int", "!!str", "!!timestamp"])
def test_a_tag_of_yamls_own_is_refused_as_any_other(tag: str) -> None:
    """A tag that is silently ignored would say one thing and mean another."""
    with pytest.raises(DataError) as caught:
        parse(f"a: 1\nb: {tag} 010\n", "f.yaml")

    assert (caught.value.file, caught.value.line) == ("f.yaml", 2)


def test_a_tag_that_is_allowed_makes_its_value_and_its_complaint_gets_the_line() -> None:
    def even(text: str) -> int:
        if int(text) % 2:
            raise ValueError("it is odd")
        return int(text)

    assert parse("a: !even 4\n", "f.yaml", {"!even": even}).value == {"a": 4}
    with pytest.raises(DataError, match=r"f\.yaml:2: !even '5': it is odd"):
        parse("a: 1\nb: !even 5\n", "f.yaml", {"!even": even})


def test_every_values_line_is_kept() -> None:
    source = parse("a:\n  - 1\n  - b: 2\nc: 3\n", "f.yaml")

    assert tuple(source.line(place) for place in [("a",), ("a", 0), ("a", 1), ("a", 1, "b"), ("c",)]) == (1, 2, 3, 3, 4)


def test_a_place_that_is_not_there_has_the_line_of_the_nearest_around_it() -> None:
    source = parse("a: 1\nb:\n  c: 2\n", "f.yaml")

    assert (source.line(("b", "x", "y")), source.line(("x",))) == (2, 1)


def test_an_error_is_shown_as_terminals_link_it() -> None:
    source = parse("a: 1\nb: 2\n", "f.yaml")

    assert str(source.error(("b",), "wrong")) == "f.yaml:2: wrong"
    assert str(DataError("f.yaml", 0, "wrong")) == "f.yaml: wrong"


@pytest.mark.parametrize("name", ["missing.yaml", "latin.yaml", "folder.yaml"])
def test_a_file_that_cannot_be_read_is_a_data_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "latin.yaml").write_bytes("a: é".encode("latin-1"))
    (tmp_path / "folder.yaml").mkdir()

    with pytest.raises(DataError, match="cannot be read") as caught:
        load(tmp_path / name)
    assert caught.value.file == str(tmp_path / name)


@pytest.mark.parametrize(
    "text", ["a: \x00\n", "a: \x1b\n", "[" * 2000, "{a: " * 2000, "%YAML 9.9\n---\na: 1\n", "!!", "!<", "&", "*"]
)
def test_no_text_makes_the_loader_fail_with_anything_but_a_data_error(text: str) -> None:
    with pytest.raises(DataError) as caught:
        parse(text, "f.yaml")

    assert caught.value.file == "f.yaml"
