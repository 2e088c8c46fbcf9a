"""The example of docs/client_machine.md is run as it stands, and says what the page shows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "client_machine.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    """Give the page's blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


EXAMPLES = list(zip(blocks("python"), blocks("text"), strict=False))
"""The first blocks of Python are whole modules, each with what it shows; the others are run elsewhere."""


def test_there_is_an_example_of_a_client_that_asks_and_of_one_that_waits_to_be_told() -> None:
    assert 2 == len(EXAMPLES)


@pytest.mark.parametrize(("example", "shown"), EXAMPLES, ids=["asks", "told"])
def test_an_example_fails_as_shown(example: str, shown: str, tmp_path: Path) -> None:
    (tmp_path / "test_shop.py").write_text(example, "utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", "utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--color=no", "--tb=short"],
        cwd=tmp_path,
        env={key: value for key, value in os.environ.items() if not key.startswith(("PYTEST_", "COV_"))},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )

    said = [re.sub(r"^E? *", "", line) for line in ran.stdout.splitlines()]
    missing = [line for line in shown.splitlines() if line.strip() not in "\n".join(said)]
    assert (1, []) == (ran.returncode, missing), ran.stdout
    assert "1 failed" in said[-1]
