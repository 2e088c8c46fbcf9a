"""`mock-gateway new` writes a gateway that is right before anything in it is changed, on a copy of the project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Copy

GATEWAYS = Path(__file__).resolve().parents[2] / "mock_gateway" / "gateways"


def test_a_new_gateway_passes_check_and_replay_at_once(copy: Copy) -> None:
    made = copy.run("new", "acme")
    checked = copy.run("check")
    replayed = copy.run("replay", "--gateway", "acme")

    assert (made.returncode, made.stderr) == (0, "")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert replayed.returncode == 0, replayed.stdout
    assert " passed, 0 failed, " in replayed.stdout


def test_a_new_gateway_has_the_furniture_of_the_others(copy: Copy) -> None:
    copy.run("new", "acme")
    package = {path.name for path in (copy.folder / "mock_gateway/gateways/acme").iterdir()}
    scenarios = {path.name for path in (copy.folder / "scenarios/acme").iterdir()}

    others = [path for path in (GATEWAYS / "websms").iterdir() if path.is_file()]
    assert package >= {path.name for path in others if path.suffix == ".yaml"} | {"__init__.py", "operations.py"}
    assert list((copy.folder / "schemas/acme").glob("*.request.json"))
    assert scenarios == {"delivery", "rejections"}


def test_no_blank_is_left_in_what_is_written(copy: Copy) -> None:
    written = copy.run("new", "acme").stdout.splitlines()[:-1]

    assert written
    assert [name for name in written if "NAME" in (copy.folder / name).read_text("utf-8")] == []
    assert [name for name in written if name.endswith(".template")] == []


@pytest.mark.parametrize("name", ["Acme", "1st", "a-b", "../x", "any", "meta", "common", "websms"])
def test_a_name_that_cannot_be_or_is_taken_is_refused_and_nothing_is_written(copy: Copy, name: str) -> None:
    before = sorted(copy.folder.rglob("*"))
    refused = copy.run("new", name)

    assert refused.returncode == 2
    assert refused.stderr.startswith("mock-gateway: ")
    assert sorted(copy.folder.rglob("*")) == before
