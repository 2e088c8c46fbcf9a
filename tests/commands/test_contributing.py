"""What CONTRIBUTING.md says is done step by step, on a copy of the project."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Copy

TEXT = (Path(__file__).resolve().parents[2] / "CONTRIBUTING.md").read_text("utf-8")


def snippets() -> dict[str, str]:
    """Give the blocks that begin with the file that they belong to."""
    blocks = re.findall(r"^```(?:yaml|python)\n# (.+)\n((?:.*\n)*?)```$", TEXT, re.MULTILINE)
    return dict(blocks)


def insert(path: Path, after: str, text: str) -> None:
    """Put text behind the only place where another stands."""
    before = path.read_text("utf-8")
    assert before.count(after) == 1, f"{after!r} stands {before.count(after)} times in {path}"
    path.write_text(before.replace(after, after + text), "utf-8")


def test_a_code_with_a_new_fact_and_a_scenario_can_be_added_as_described(copy: Copy) -> None:
    copy.run("new", "acme")
    for place, text in snippets().items():
        file, _, where = place.partition(", in ")
        path = copy.folder / file
        if where == "FACTS":
            insert(path, "\nFACTS: Mapping[str, FactKind] = {\n", text)
        elif where == "settings":
            insert(path, "\nsettings:\n", text)
        else:
            path.write_text((path.read_text("utf-8") if path.exists() else "") + text, "utf-8")
    checked = copy.run("check")
    replayed = copy.run("replay", "acme/rejections/text_too_long")

    assert (checked.returncode, checked.stderr) == (0, "")
    assert replayed.stdout.endswith("2 passed, 0 failed, 0 skipped\n"), replayed.stdout


def test_every_command_it_shows_exists(copy: Copy) -> None:
    commands = set(re.findall(r"^mock-gateway (\w+)|`mock-gateway (\w+)", TEXT, re.MULTILINE))
    names = {first or second for first, second in commands}
    helped = copy.run("--help").stdout

    assert names >= {"check", "list", "new", "replay"}
    assert [name for name in names if f"\n    {name} " not in helped] == []


def test_it_says_how_many_rejections_a_new_gateway_has(copy: Copy) -> None:
    copy.run("new", "acme")
    rows = (copy.folder / "mock_gateway/gateways/acme/rejections.yaml").read_text("utf-8").count("\n- code: ")

    assert rows == 11
    assert "eleven rejections" in TEXT
