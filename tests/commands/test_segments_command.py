"""`mock-gateway segments`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


def test_a_text_is_weighed_in_one_line(cli: Callable[..., Any]) -> None:
    assert cli("segments", "Hello") == (0, "GSM-7, 5 units, 1 part, 155 left\n", "")


def test_what_makes_a_text_dear_is_named(cli: Callable[..., Any]) -> None:
    ran = cli("segments", "ē" + "a" * 70)

    assert ran.out == "UCS-2, 71 units, 2 parts, 63 left\n  U+0113 ē is not in GSM-7\n"


def test_json_says_the_same(cli: Callable[..., Any]) -> None:
    assert json.loads(cli("segments", "ē", "--json").out) == {
        "encoding": "UCS-2",
        "units": 1,
        "parts": 1,
        "left": 69,
        "forced_by": [{"character": "ē", "code": "U+0113"}],
    }


def test_a_dash_reads_standard_input_as_it_is(cli: Callable[..., Any]) -> None:
    ran = cli("segments", "-", "--json", given="[ü€]\n".encode())

    assert json.loads(ran.out)["units"] == 8


def test_an_empty_text_is_one_part(cli: Callable[..., Any]) -> None:
    assert json.loads(cli("segments", "", "--json").out)["parts"] == 1


@pytest.mark.parametrize("text", ["\ud800", "😀", "\x00", "\u202e"])
def test_any_text_is_weighed(cli: Callable[..., Any], text: str) -> None:
    ran = cli("segments", text, "--json")

    assert (ran.code, json.loads(ran.out)["parts"]) == (0, 1)


def test_standard_input_that_is_no_text_is_one_line(cli: Callable[..., Any]) -> None:
    ran = cli("segments", "-", given=b"\xff\xfe")

    assert (ran.code, ran.err.count("\n")) == (2, 1)


def test_no_text_is_one_line(cli: Callable[..., Any]) -> None:
    ran = cli("segments")

    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
