"""What docs/property_testing.md shows is run: the module of tests passes, the commands come out as shown."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "property_testing.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    """Give the code blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def environment() -> dict[str, str]:
    """Give an environment in which `mock-gateway` is this project's and pytest is started anew."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST_", "COV_"))}
    return {**kept, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}


def test_the_module_of_tests_passes(tmp_path: Path) -> None:
    module = "\n\n".join(blocks("python"))
    (tmp_path / "test_client.py").write_text(module, "utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", "utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", "--color=no"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )

    assert (ran.returncode, ran.stdout.splitlines()[-1].split(" in ")[0]) == (
        0,
        f"{module.count('def test_')} passed",
    ), ran.stdout


def test_the_commands_come_out_as_shown(tmp_path: Path) -> None:
    """With a hundredth of the million lines."""
    for piece in re.split(r"^\$ ", blocks("console")[0], flags=re.MULTILINE)[1:]:
        command, _, shown = piece.partition("\n")
        ran = subprocess.run(
            ["/bin/bash", "-o", "pipefail", "-c", command.replace("1000000", "10000")],
            cwd=tmp_path,
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert (ran.returncode, ran.stdout, ran.stderr) == (0, shown, ""), command


def test_every_member_of_a_line_is_explained() -> None:
    from mock_gateway.strategies.corpus import Corpus, Wanted  # noqa: PLC0415  loaded only where it is looked at
    from mock_gateway.strategies.makers import of  # noqa: PLC0415  as above

    corpus = Corpus(of("websms"), Wanted("send-text", "all"), 0)
    members = next(corpus.lines(1)).as_dict(corpus.host)

    assert [name for name in members if f"`{name}`" not in PAGE] == []
