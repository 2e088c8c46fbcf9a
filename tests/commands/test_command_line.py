"""The command line as a whole, and what importing costs."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import pytest

from mock_gateway.cli import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = 60
DEAR = ("flask", "hypothesis", "uvicorn", "requests", "jsonschema", "werkzeug", "pytest")


def process(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(command, input=given, capture_output=True, text=True, timeout=SECONDS, check=False)


def test_python_runs_the_package_as_the_command_line() -> None:
    ran = process("-m", "mock_gateway", "segments", "Hello")

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "GSM-7, 5 units, 1 part, 155 left\n", "")


def test_the_version_is_that_of_the_package() -> None:
    ran = process("-m", "mock_gateway", "--version")

    assert (ran.returncode, ran.stdout) == (0, f"mock-gateway {version('mock_gateway')}\n")


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_itself(cli: Callable[..., Any], command: str) -> None:
    ran = cli(command, "--help")

    assert (ran.code, ran.err) == (0, "")
    assert COMMANDS[command][1:] in ran.out.replace("\n", " ")


def test_help_names_every_command(cli: Callable[..., Any]) -> None:
    ran = cli("--help")

    assert ran.code == 0
    assert all(f"    {command} " in ran.out for command in COMMANDS)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "the following arguments are required: COMMAND"),
        (("serv",), "unknown command 'serv': did you mean 'serve'?"),
        (("xyz",), "unknown command 'xyz': one of "),
        (("--nothing",), "COMMAND"),
        (("list",), "the following arguments are required: what"),
        (("list", "codes", "extra"), "unrecognized arguments: extra"),
        (("explain",), "the following arguments are required: GATEWAY, CALL"),
        (("segments", "a", "b"), "unrecognized arguments: b"),
        (("check", "--scenarios"), "expected one argument"),
    ],
)
def test_bad_usage_is_one_line_and_exit_code_2(cli: Callable[..., Any], arguments: tuple[str, ...], said: str) -> None:
    ran = cli(*arguments)

    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ran.err.startswith("mock-gateway")
    assert said in ran.err


def test_bad_usage_of_the_process_has_no_traceback() -> None:
    ran = process("-m", "mock_gateway", "explain", "websms", "send-txt", given="{}")

    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "mock-gateway: unknown call of websms 'send-txt': did you mean 'send-text'?\n"


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = f"{sys.executable} -m mock_gateway list codes --json | head -c 1"

    ran = subprocess.run(["/bin/bash", "-c", command], capture_output=True, text=True, timeout=SECONDS, check=False)

    assert (ran.stdout, ran.stderr) == ("[", "")


@pytest.mark.parametrize("module", ["mock_gateway", "mock_gateway.pytest_plugin", "mock_gateway.cli"])
def test_importing_does_not_load_what_may_not_be_needed(module: str) -> None:
    dear = tuple(name for name in DEAR if not (name == "pytest" and module.endswith("plugin")))
    ran = process("-c", f"import sys, {module}; print(sorted(set({dear!r}) & sys.modules.keys()))")

    assert (ran.stdout, ran.stderr) == ("[]\n", "")


def test_the_public_names_are_those_that_are_promised() -> None:
    ran = process("-c", "import mock_gateway; print(*dir(mock_gateway)); print(mock_gateway.segments('a').parts)")

    names, parts = ran.stdout.splitlines()
    assert set(names.split()) >= {"Exchange", "Message", "Session", "Verdict", "create_app", "running", "segments"}
    assert parts == "1"


def test_an_unknown_public_name_is_an_attribute_error() -> None:
    ran = process("-c", "import mock_gateway; mock_gateway.nothing")

    assert ran.stderr.endswith("AttributeError: module 'mock_gateway' has no attribute 'nothing'\n")
