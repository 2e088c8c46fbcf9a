"""The command line, `mock-gateway`: bad use is one line on standard error and exit code 2, never a traceback."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

from mock_gateway.commands.streams import abandon_output, complain, open_output
from mock_gateway.errors import DataError, DataErrors, MockGatewayError, unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "serve": "serve all gateways on this machine",
    "list": "list gateways, calls, codes, scenarios, causes, facts, faults, outcomes, settings",
    "explain": "say why a gateway would answer a request as it does",
    "replay": "replay scenarios against the mock, or against any URL",
    "generate": "write requests with labels: accepted, refused, at every limit",
    "segments": "count the SMS parts of a text",
    "check": "check the project's data, and your own scenarios",
    "new": "make the furniture of a new gateway",
}
USAGE = 2


class Parser(argparse.ArgumentParser):
    """A parser whose complaints are one line."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and how to learn more."""
        self.exit(USAGE, f"{self.prog}: {message} (see '{self.prog} --help')\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and give its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser = _parser(given)
    try:
        options = parser.parse_args(given)
        open_output()
        code: int = options.run(options)
        sys.stdout.flush()
    except (DataError, DataErrors) as problem:
        complain(problem)
        return 1
    except MockGatewayError as problem:
        complain(f"mock-gateway: {problem}")
        return USAGE
    except BrokenPipeError:
        abandon_output()
        return 0
    except OSError as problem:
        abandon_output()
        complain(f"mock-gateway: {problem}")
        return USAGE
    except KeyboardInterrupt:
        return 130
    return code


def _parser(given: Sequence[str]) -> Parser:
    """Build the parser; only the command that is asked for is imported."""
    parser = Parser(prog="mock-gateway", description="SMS gateways that fail on demand, on your machine.")
    parser.add_argument("--version", action="version", version=_version())
    wanted = next((word for word in given if not word.startswith("-")), None)
    if wanted is not None and wanted not in COMMANDS:
        parser.error(unknown("command", wanted, COMMANDS))
    commands = parser.add_subparsers(metavar="COMMAND", required=True, parser_class=Parser)
    for name, about in COMMANDS.items():
        command = commands.add_parser(name, help=about, description=about[0].upper() + about[1:] + ".")
        if name == wanted:
            module = import_module(f"mock_gateway.commands.{name}")
            module.add(command)
            command.set_defaults(run=module.run)
    return parser


def _version() -> str:
    from importlib.metadata import version  # noqa: PLC0415  slow, and rarely wanted

    return f"mock-gateway {version('mock_gateway')}"
