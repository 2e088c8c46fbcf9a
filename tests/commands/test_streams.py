"""What the surroundings do to a command: streams that are closed or full, readers that leave, files that are none."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from mock_gateway.cli import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SECONDS = 60
RUNS = {
    "serve": "serve --port 0 --control-port 0",
    "list": "list codes",
    "explain": "explain websms send-text",
    "replay": "replay --gateway websms",
    "generate": "generate websms send-text --count 2000",
    "segments": "segments -",
    "check": "check",
    "new": "new anything",
}
READ = [name for name in RUNS if name in ("explain", "segments")]
LONG = ("list", "replay", "generate")
"""Commands that have much to say."""

DEEP = "[" * 30_000
GARBAGE = b"\xff\xfe\x00\x80{"


def shell(line: str) -> tuple[int, str, str]:
    """Run a line of shell in which `$M` is the command line, with a text on standard input."""
    environment = {"M": f"{sys.executable} -m mock_gateway"}
    ran = subprocess.run(
        ["/bin/bash", "-c", line],
        input="{}",
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
        env=environment,
    )
    return ran.returncode, ran.stdout, ran.stderr


def test_the_commands_of_this_page_are_all_there_are() -> None:
    assert list(COMMANDS) == list(RUNS)


@pytest.mark.parametrize("command", READ)
def test_a_closed_standard_input_is_one_line(command: str) -> None:
    assert shell(f"$M {RUNS[command]} <&-") == (2, "", "mock-gateway: standard input is closed\n")


@pytest.mark.parametrize("command", RUNS)
def test_a_closed_standard_output_is_one_line_and_nothing_is_done(command: str) -> None:
    code, out, err = shell(f"$M {RUNS[command]} >&-")

    assert (code, out) == (2, "")
    assert err == "mock-gateway: standard output is closed: send it to /dev/null if you do not want the answer\n"


@pytest.mark.parametrize("command", [name for name in RUNS if name not in ("new", "serve", "check")])
def test_a_standard_output_that_is_full_is_one_line(command: str) -> None:
    code, out, err = shell(f"$M {RUNS[command]} >/dev/full")

    assert (code, out, err) == (2, "", "mock-gateway: [Errno 28] No space left on device\n")


@pytest.mark.parametrize("command", LONG)
def test_a_reader_that_leaves_ends_a_command_without_a_word(command: str) -> None:
    _, out, err = shell(f"$M {RUNS[command]} | head -n 1")

    assert (out.count("\n"), err) == (1, "")


def test_complaints_go_nowhere_where_standard_error_is_closed() -> None:
    assert shell("$M explain nobody send-text 2>&-") == (2, "", "")


def test_characters_that_the_terminal_lacks_are_written_as_codes() -> None:
    given = json.dumps({"recipientAddressList": ["Grüße"], "messageContent": "hi"}, ensure_ascii=False)

    code, out, err = shell(f"echo '{given}' | PYTHONIOENCODING=ascii $M explain websms send-text")

    assert (code, err) == (0, "")
    assert "  found:  'Gr\\xfc\\xdfe'" in out


@pytest.fixture(params=["a folder", "nothing", "garbage", "deep", "a name that no file can have"])
def wrong(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Give a path at which there is nothing that could be read."""
    path = tmp_path / "wrong.yaml"
    if request.param == "a folder":
        path.mkdir()
    elif request.param == "garbage":
        path.write_bytes(GARBAGE)
    elif request.param == "deep":
        path.write_text(DEEP, "utf-8")
    elif request.param != "nothing":
        path = tmp_path / "\udcff"
    return path


@pytest.mark.parametrize(
    "arguments",
    [
        ("replay", "--corpus"),
        ("replay", "--gateway", "websms", "--against", "http://127.0.0.1:1", "--credentials"),
        ("serve", "--port", "0", "--control-port", "0", "--scenarios"),
        ("check", "--scenarios"),
        ("list", "codes", "--gateway"),
    ],
    ids=" ".join,
)
def test_a_path_that_cannot_be_read_is_one_line(
    cli: Callable[..., Any], arguments: tuple[str, ...], wrong: Path
) -> None:
    if arguments[-1] == "--scenarios" and wrong.is_dir():
        wrong = wrong / "not there"

    ran = cli(*arguments, str(wrong))

    assert (ran.code in (1, 2), ran.out, ran.err.count("\n")) == (True, "", 1)


def test_scenarios_that_cannot_be_read_are_a_line_each(cli: Callable[..., Any], wrong: Path) -> None:
    folder = wrong.parent

    ran = cli("check", "--scenarios", str(folder))

    assert (ran.code, ran.out) == (1, "") if wrong.exists() else (0, ran.out)
    assert ran.err.count("\n") == wrong.exists()
    assert all(line.startswith(f"{wrong}:") for line in ran.err.splitlines())


def test_a_host_whose_name_cannot_be_is_one_line(cli: Callable[..., Any]) -> None:
    for host in ("\udcff", "a" * 70, "a\x00b"):
        ran = cli("serve", "--port", "0", "--control-port", "0", "--host", host)

        assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
