"""`mock-gateway new` writes a gateway that is right before anything in it is changed, shown on a copy of the project."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
SHELVES = ("mock_gateway", "schemas", "scenarios")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the project that may be written to."""
    for shelf in SHELVES:
        shutil.copytree(PROJECT / shelf, tmp_path / shelf, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line of a copy."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-m", "mock_gateway", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_new_gateway_passes_check_and_replay_at_once(copy: Path) -> None:
    made = run(copy, "new", "acme")
    checked = run(copy, "check")
    replayed = run(copy, "replay", "--gateway", "acme")

    assert (made.returncode, made.stderr) == (0, "")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert replayed.returncode == 0, replayed.stdout
    assert " 0 failed, 0 skipped" in replayed.stdout


def test_a_new_gateway_has_the_furniture_of_the_others(copy: Path) -> None:
    run(copy, "new", "acme")
    package = {path.name for path in (copy / "mock_gateway/gateways/acme").iterdir()}
    scenarios = {path.name for path in (copy / "scenarios/acme").iterdir()}

    assert package >= {path.name for path in (PROJECT / "mock_gateway/gateways/websms").iterdir() if path.is_file()}
    assert list((copy / "schemas/acme").glob("*.request.json"))
    assert scenarios == {"delivery", "rejections"}


def test_no_blank_is_left_in_what_is_written(copy: Path) -> None:
    written = run(copy, "new", "acme").stdout.splitlines()[:-1]

    assert written
    assert [name for name in written if "NAME" in (copy / name).read_text("utf-8")] == []
    assert [name for name in written if name.endswith(".template")] == []


@pytest.mark.parametrize("name", ["Acme", "1st", "a-b", "../x", "any", "meta", "common", "websms"])
def test_a_name_that_cannot_be_or_is_taken_is_refused_and_nothing_is_written(copy: Path, name: str) -> None:
    before = sorted(copy.rglob("*"))
    refused = run(copy, "new", name)

    assert refused.returncode == 2
    assert refused.stderr.startswith("mock-gateway: ")
    assert sorted(copy.rglob("*")) == before
