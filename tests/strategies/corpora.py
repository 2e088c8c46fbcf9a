"""What the tests of corpora have in common: the command line in this process, its output as bytes and as lines."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from mock_gateway.cli import main

if TYPE_CHECKING:
    from pathlib import Path


class Ran(NamedTuple):
    """What a command came to."""

    code: int
    out: bytes
    err: str


def command(*arguments: str) -> Ran:
    """Run a command line in this process."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = main(arguments)
        except SystemExit as end:
            code = int(end.code or 0)
    out.flush()
    return Ran(code, out.buffer.getvalue(), err.getvalue())  # type: ignore[attr-defined]


@lru_cache(maxsize=32)
def generated(*arguments: str) -> bytes:
    """Run `generate`, and give what it writes."""
    ran = command("generate", *arguments)
    assert (ran.code, ran.err) == (0, ""), ran.err
    return ran.out


def lines(*arguments: str) -> list[dict[str, Any]]:
    """Run `generate`, and give the lines of its corpus."""
    return [json.loads(line) for line in generated(*arguments).splitlines()]


def written(path: Path, *arguments: str) -> Path:
    """Run `generate` into a file."""
    path.write_bytes(generated(*arguments))
    return path
