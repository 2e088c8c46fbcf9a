"""What docs/segmentation.md shows is run, and it names what is compared."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from mock_gateway.text import Segments, segments
from segment_counters import COUNTERS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "segmentation.md").read_text("utf-8")
HALF = "\ud83d"
ALPHABETS = ("gsm0338", "gsmcodecs", "pygsm7")


def blocks(language: str) -> list[str]:
    """Give the code blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def commands() -> list[tuple[str, str]]:
    """Give the commands and what is shown of their output."""
    pieces = re.split(r"^\$ ", "\n".join(blocks("console")), flags=re.MULTILINE)[1:]
    return [(command, shown.strip()) for command, _, shown in (piece.partition("\n") for piece in pieces)]


def test_the_examples_in_python_come_out_as_shown(tmp_path: Path) -> None:
    """In a process of their own: two of the packages register codecs of one name, and the order counts."""
    page = tmp_path / "page.txt"
    page.write_text("\n".join(blocks("python")), "utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "doctest", str(page)], capture_output=True, text=True, check=False, timeout=60
    )

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


@pytest.mark.parametrize(("command", "shown"), commands())
def test_a_command_comes_out_as_shown(command: str, shown: str) -> None:
    bin_first = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    ran = subprocess.run(
        ["/bin/bash", "-c", command],
        env={**os.environ, "PATH": bin_first},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert (ran.stdout.strip(), ran.stderr) == (shown, "")


def test_every_package_that_is_compared_is_named_with_its_version_and_shown() -> None:
    examples = dict(re.findall(r"^### (\S+)$(.*?)(?=^##)", PAGE, re.DOTALL | re.MULTILINE))

    assert [name for name in COUNTERS if f"[`{name}` {version(name)}](#{name})" not in PAGE] == []
    assert [name for name in ALPHABETS if f"`{name}` {version(name)}" not in PAGE] == []
    assert sorted(name for name, text in examples.items() if ">>> " in text) == sorted(COUNTERS)


def outcome(name: str, text: str) -> str:
    """Say in the page's words what a package makes of a text that some refuse."""
    try:
        COUNTERS[name].counts(text)
    except Exception as problem:  # noqa: BLE001  which one is the question
        return f"`{type(problem).__name__}`"
    return "dropped" if HALF in text and HALF not in COUNTERS[name].rewrites(text) else "counted"


@pytest.mark.parametrize("name", sorted(COUNTERS))
def test_what_is_refused_is_refused_as_told(name: str) -> None:
    inside, end, long = outcome(name, f"ē{HALF}."), outcome(name, HALF), outcome(name, "a" * (153 * 255 + 1))
    half = inside if inside == end else f"{inside}, or {end} at the end"

    assert f"\n| `{name}` | {half} | {long} |\n" in PAGE


def test_we_count_what_some_refuse() -> None:
    assert (segments(HALF).parts, segments("a" * (153 * 255 + 1)).parts) == (1, 256)


def test_the_members_of_the_json_are_told() -> None:
    told = re.findall(r"^\| `(\w+)` \|[^|]+\|$", PAGE, re.MULTILINE)
    shown = next(json.loads(answer) for command, answer in commands() if "--json" in command)

    assert list(Segments._fields) == told == list(shown)
