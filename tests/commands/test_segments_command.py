"""`mock-gateway segments`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


def run(*arguments: str | bytes, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command line in a process of its own, whose arguments may be no text."""
    command = [sys.executable, "-m", "mock_gateway", *arguments]
    utf8 = {**os.environ, "PYTHONUTF8": "1", **environment}
    return subprocess.run(command, env=utf8, capture_output=True, check=False, timeout=60)


def test_a_text_is_weighed_in_one_line(cli: Callable[..., Any]) -> None:
    assert cli("segments", "Hello") == (0, "GSM-7, 5 units, 1 part, 155 left\n", "")


def test_what_makes_a_text_dear_is_named(cli: Callable[..., Any]) -> None:
    ran = cli("segments", "ē" + "a" * 70)

    assert ran.out == "UCS-2, 71 units, 2 parts, 63 left\n  U+0113 ē is not in GSM-7\n"


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\u202e", "\ud800"])
def test_a_character_that_cannot_be_shown_is_named_by_its_code_alone(cli: Callable[..., Any], character: str) -> None:
    ran = cli("segments", character)

    assert ran.out == f"UCS-2, 1 unit, 1 part, 69 left\n  U+{ord(character):04X} is not in GSM-7\n"


def test_a_terminal_that_lacks_the_character_is_given_its_code() -> None:
    ran = run("segments", "ē", PYTHONIOENCODING="ascii")

    assert (ran.returncode, ran.stdout) == (0, b"UCS-2, 1 unit, 1 part, 69 left\n  U+0113 is not in GSM-7\n")


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


def test_a_long_text_is_read_from_standard_input(cli: Callable[..., Any]) -> None:
    ran = cli("segments", "-", given=("ē" * 1_000_000).encode())

    assert ran.out == "UCS-2, 1000000 units, 14926 parts, 42 left\n  U+0113 ē is not in GSM-7\n"


def test_a_text_that_begins_with_a_dash_goes_after_two(cli: Callable[..., Any]) -> None:
    assert cli("segments", "--", "-hello").out == "GSM-7, 6 units, 1 part, 154 left\n"


def test_bytes_that_are_no_text_are_one_line() -> None:
    ran = run("segments", b"a\xff")

    assert (ran.returncode, ran.stdout) == (2, b"")
    assert ran.stderr == b"mock-gateway: the text is no UTF-8: byte 0xff as character 1\n"


def test_standard_input_that_is_no_text_is_one_line(cli: Callable[..., Any]) -> None:
    ran = cli("segments", "-", given=b"\xff\xfe")

    assert (ran.code, ran.err.count("\n")) == (2, 1)


def test_no_text_is_one_line(cli: Callable[..., Any]) -> None:
    ran = cli("segments")

    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
