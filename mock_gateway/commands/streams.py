"""The standard streams of a command: they may be closed, full, or hold what is no text."""

from __future__ import annotations

import io
import os
import sys

from mock_gateway.errors import UsageError


def standard_input() -> bytes:
    """Read all of standard input.

    Raises:
        UsageError: where it is closed or cannot be read.

    """
    if sys.stdin is None:
        raise UsageError("standard input is closed")
    try:
        return sys.stdin.buffer.read()
    except OSError as problem:
        raise UsageError(f"standard input cannot be read: {problem.strerror or problem}") from None


def open_output() -> None:
    """See to it that a command has somewhere to write, whatever the characters of its answer.

    Raises:
        UsageError: where standard output is closed; nothing is run for an answer that nobody can get.

    """
    if sys.stdout is None:
        raise UsageError("standard output is closed: send it to /dev/null if you do not want the answer")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def abandon_output() -> None:
    """Forget what cannot be written any more, or Python would try again, and complain, when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def complain(text: object) -> None:
    """Write lines to standard error, where there is one: `print` would take standard output in its place."""
    if sys.stderr is not None:
        print(str(text).encode(errors="backslashreplace").decode(), file=sys.stderr)
