"""`mock-gateway check`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RIGHT = """title: The account is out of messages
gateway: websms
covers: [4013]
source: websms.status_codes
given: {account: {message_limit: 0}}
steps:
  - request: {call: send-text, json: {recipientAddressList: ["447700900000"], messageContent: hi}}
    reply: {status: 200, body: {statusCode: 4013}}
"""

WRONG = {
    "an unknown gateway": ("gateway: websms", "gateway: websm", 2, "did you mean 'websms'?"),
    "an unknown member": ("title:", "tilte:", 1, "tilte"),
    "an unknown account field": ("message_limit", "message_limits", 5, "did you mean 'message_limit'"),
    "a value that cannot be": ("message_limit: 0", "message_limit: many", 5, "it is integer or null"),
    "an unknown call": ("call: send-text", "call: send-txt", 7, "did you mean 'send-text'?"),
    "a key given twice": ("source: websms.status_codes", "title: again", 4, "title"),
    "a Python tag": ("title: The", "title: !!python/name:os.system The", 1, "tag"),
    "no yaml at all": ("covers: [4013]", "covers: [4013", 4, ""),
    "an empty list of steps": (RIGHT[RIGHT.index("steps:") :], "steps: []\n", 6, "less than 1 item"),
}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Make a folder with one scenario that is right."""
    folder = tmp_path / "own" / "websms"
    folder.mkdir(parents=True)
    (folder / "mine.yaml").write_text(RIGHT, "utf-8")
    return tmp_path / "own"


def test_the_projects_own_data_are_well(cli: Callable[..., Any]) -> None:
    ran = cli("check")

    assert (ran.code, ran.err) == (0, "")
    assert re.fullmatch(r"\d+ gateways, \d+ rows, \d+ scenarios: all well\n", ran.out)


def test_ones_own_scenarios_are_checked_too(cli: Callable[..., Any], own: Path) -> None:
    counts = [int(cli("check", *more).out.split()[4]) for more in ((), ("--scenarios", str(own)))]

    assert counts[1] == counts[0] + 1


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_with_file_and_line(cli: Callable[..., Any], own: Path, case: str) -> None:
    old, new, line, said = WRONG[case]
    (own / "websms" / "mine.yaml").write_text(RIGHT.replace(old, new, 1), "utf-8")

    ran = cli("check", "--scenarios", str(own))

    assert (ran.code, ran.out) == (1, "")
    assert f"own/websms/mine.yaml:{line}: " in ran.err
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_all_that_is_wrong_is_told_at_once(cli: Callable[..., Any], own: Path) -> None:
    for name, case in enumerate(("an unknown gateway", "an unknown call", "a key given twice")):
        old, new, _, _ = WRONG[case]
        (own / "websms" / f"wrong{name}.yaml").write_text(RIGHT.replace(old, new, 1), "utf-8")

    ran = cli("check", "--scenarios", str(own))

    assert ran.code == 1
    assert all(f"wrong{name}.yaml:" in ran.err for name in range(3))


def test_a_scenario_that_covers_nothing_is_told(cli: Callable[..., Any], own: Path) -> None:
    (own / "websms" / "mine.yaml").write_text(RIGHT.replace("[4013]", "[]"), "utf-8")

    ran = cli("check", "--scenarios", str(own))

    assert ran.code == 1
    assert "own/websms/mine.yaml" in ran.err
    assert "covers" in ran.err


def test_a_file_that_is_no_text_is_told(cli: Callable[..., Any], own: Path) -> None:
    (own / "websms" / "mine.yaml").write_bytes(b"\xff\xfe\x00title: x\n")

    ran = cli("check", "--scenarios", str(own))

    assert ran.code == 1
    assert "own/websms/mine.yaml" in ran.err


def test_a_folder_that_is_not_there_is_one_line(cli: Callable[..., Any], tmp_path: Path) -> None:
    ran = cli("check", "--scenarios", str(tmp_path / "nowhere"))

    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "there is no folder of scenarios" in ran.err
