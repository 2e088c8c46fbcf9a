"""What README.md shows is run, and comes out as it says."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from mock_gateway.server.surface import SURFACE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mock_gateway import Session

README = (Path(__file__).resolve().parents[2] / "README.md").read_text("utf-8")
SHOWN_URL = "http://127.0.0.1:8480"
SHOWN_CONTROL = "http://127.0.0.1:8481"
BIN = Path(sys.executable).parent


def blocks(language: str, chapter: str) -> list[str]:
    """Give the code blocks of a language in a chapter."""
    text = re.split(r"^## ", README, flags=re.MULTILINE)
    body = next(part for part in text if part.startswith(f"{chapter}\n"))
    return re.findall(rf"^```{language}\n(.*?)^```$", body, re.DOTALL | re.MULTILINE)


def session(text: str) -> list[tuple[str, str]]:
    """Split a console block into commands and what is shown of their output."""
    pieces = re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]
    pairs = [re.fullmatch(r"((?:[^\n]*\\\n)*[^\n]*)\n((?:.|\n)*)", piece) for piece in pieces]
    return [(pair[1], pair[2].strip()) for pair in pairs if pair]


def normal(text: str) -> str:
    """Put a word for what differs from run to run: identifiers and line numbers."""
    text = re.sub(r'"(transferId|MessageID)":"[^"]+"', r'"\1":"ID"', text)
    return re.sub(r"rejections\.yaml:\d+", "rejections.yaml:N", text).strip()


def environment() -> dict[str, str]:
    """Give an environment in which `mock-gateway` and `pytest` are this project's."""
    return {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "200"}


class Served(NamedTuple):
    """Where the gateways and the control API are."""

    url: str
    control: str
    token: str


@pytest.fixture(name="served")
def _served() -> Iterator[Served]:
    """Serve all gateways as the README does, on free ports."""
    command = [sys.executable, "-m", "mock_gateway", "serve", "--port", "0", "--control-port", "0", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = json.loads(process.stdout.readline())
        url = said["gateways"]["websms"]["url"].removesuffix("/websms")
        yield Served(url, said["control"]["url"], said["control"]["token"])
        process.terminate()


SESSIONS = [
    [pair for text in blocks("console", chapter) for pair in session(text)]
    for chapter in ("From any language", "Ask why before you send")
]


@pytest.mark.parametrize("shown", SESSIONS, ids=["from any language", "ask why"])
def test_the_commands_of_a_session_answer_as_shown(served: Served, shown: list[tuple[str, str]]) -> None:
    said = []
    for command, _ in shown:
        here = command.replace(SHOWN_URL, served.url).replace(SHOWN_CONTROL, served.control)
        done = subprocess.run(
            ["/bin/bash", "-c", here],
            env={**environment(), "TOKEN": served.token},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        said.append((command, normal(done.stdout + done.stderr)))

    assert said == [(command, normal(answer)) for command, answer in shown]


def test_the_session_shows_an_acceptance_and_a_rejection_of_each_gateway() -> None:
    shown = "\n".join(answer for _, answer in SESSIONS[0])

    assert all(each in shown for each in ('"statusCode":2000', '"statusCode":4019', '"Success"', '"Failed"'))


@pytest.fixture(scope="module", name="pytest_run")
def _pytest_run(tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    """Run the chapter's examples as a test file of somebody's own."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "test_example.py").write_text("\n".join(blocks("python", "In pytest")), "utf-8")
    (folder / "pytest.ini").write_text("[pytest]\n", "utf-8")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-rA", "--color=no"],
        cwd=folder,
        env={key: value for key, value in environment().items() if not key.startswith(("PYTEST_", "COV_"))},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_examples_in_pytest_pass_but_for_the_one_that_is_to_fail(
    pytest_run: subprocess.CompletedProcess[str],
) -> None:
    failed = re.findall(r"^FAILED \S+::(\w+)", pytest_run.stdout, re.MULTILINE)
    passed = re.findall(r"^PASSED \S+::(\w+)", pytest_run.stdout, re.MULTILINE)

    assert failed == ["test_urgent_messages_are_accepted"], pytest_run.stdout
    assert len(passed) == 5


def test_a_failing_example_explains_itself_as_shown(pytest_run: subprocess.CompletedProcess[str]) -> None:
    shown = normal(blocks("text", "In pytest")[0]).splitlines()
    said = normal(pytest_run.stdout).splitlines()

    assert [line for line in shown if line not in said] == [], pytest_run.stdout


def test_the_first_example_has_at_most_twelve_lines() -> None:
    assert len(blocks("python", "In pytest")[0].splitlines()) <= 12


def test_the_example_without_pytest_runs(tmp_path: Path) -> None:
    example = tmp_path / "example.py"
    example.write_text(blocks("python", "Without pytest")[0], "utf-8")
    done = subprocess.run([sys.executable, str(example)], capture_output=True, text=True, check=False, timeout=60)

    assert done.stderr == ""
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\S+ token-\S+\n", done.stdout)


def test_the_example_over_https_runs(tmp_path: Path) -> None:
    example = tmp_path / "example.py"
    example.write_text(blocks("python", "Over HTTPS")[0], "utf-8")
    done = subprocess.run([sys.executable, str(example)], capture_output=True, text=True, check=False, timeout=60)

    assert done.stderr == ""
    assert re.fullmatch(r"https://127\.0\.0\.1:\d+/\S+ (\S+ca\.pem)\n\1\n", done.stdout)


def test_it_names_all_that_the_control_api_has() -> None:
    named = re.search(r"Each has ([^.]+)\.", README)

    assert named is not None
    assert set(re.findall(r"`([\w-]+)`", named[1])) == {path.split("/")[0] for _, path in SURFACE}


INLINE = re.findall(r"`(websms\.[^`]+)`", README)


@pytest.mark.parametrize("statement", INLINE)
def test_a_statement_in_the_text_runs(websms: Session, statement: str) -> None:
    names = {"websms": websms, "URL": "http://127.0.0.1:9/", "NUMBER": "+447700900000", "text": "Hello"}
    exec(compile(statement, "README.md", "exec"), names)  # noqa: S102  our own text

    assert len(INLINE) > 8


def test_every_command_it_names_exists() -> None:
    names = set(re.findall(r"`mock-gateway (\w+)", README))
    helped = subprocess.run(
        [str(BIN / "mock-gateway"), "--help"], capture_output=True, text=True, check=True, timeout=60
    ).stdout

    assert names
    assert [name for name in names if f"\n    {name} " not in helped] == []
