"""The example of docs/client_machine.md is run as it stands, and says what the page shows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "client_machine.md").read_text("utf-8")


def block(language: str) -> str:
    """Give the page's first block of a language."""
    found = re.search(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[1]


def test_the_example_fails_as_shown(tmp_path: Path) -> None:
    (tmp_path / "test_shop.py").write_text(block("python"), "utf-8")
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
    missing = [line for line in block("text").splitlines() if line.strip() not in "\n".join(said)]
    assert (1, []) == (ran.returncode, missing), ran.stdout
    assert "1 failed" in said[-1]
