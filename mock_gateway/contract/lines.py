"""Send the lines of a corpus, and say where an answer is not what its line says.

A line is taken as it stands in its file: this module knows nothing of how lines are made.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from mock_gateway.contract.replay import send
from mock_gateway.errors import DataError
from mock_gateway.model.scenario import differences

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

NEEDED = ("id", "gateway", "code", "given", "wire_bytes_b64", "expect")


class LineResult(NamedTuple):
    """How a line went: `passed`, `failed` or `skipped`, and what differed."""

    name: str
    outcome: str
    lines: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "\n".join([f"{self.outcome:7} {self.name}", *(f"        {line}" for line in self.lines)])


def read(path: Path) -> Iterator[dict[str, Any]]:
    """Read a corpus, a line at a time.

    Raises:
        DataError: with file and line, for what is no line of a corpus.

    """
    with path.open("rb") as file:
        for number, raw in enumerate(file, 1):
            try:
                line = orjson.loads(raw)
            except orjson.JSONDecodeError as problem:
                raise DataError(str(path), number, f"this is no JSON: {problem}") from None
            missing = [name for name in NEEDED if not isinstance(line, dict) or name not in line]
            if missing:
                raise DataError(str(path), number, f"a line of a corpus has {', '.join(missing)}")
            yield line


def sent(line: Mapping[str, Any], url: str, signed: Mapping[str, str] | None = None) -> LineResult:
    """Send a line.

    Args:
        line: as it stands in its file.
        url: what stands for the provider's scheme and host.
        signed: what stands instead of which text, where it is to be signed with other credentials.

    """
    raw = b64decode(line["wire_bytes_b64"])
    head, _, body = raw.partition(b"\r\n\r\n")
    first, *rest = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ", 2)
    headers = dict(each.split(": ", 1) for each in rest)
    headers.pop("Host", None)
    for old, new in (signed or {}).items():
        target, body = target.replace(old, new), body.replace(old.encode(), new.encode())
        headers = {name: value.replace(old, new) for name, value in headers.items()}
    if signed and body:
        headers["Content-Length"] = str(len(body))
    try:
        answer = send(url, method, target, headers, body)
    except OSError as problem:
        return LineResult(str(line["id"]), "failed", (f"no answer: {problem}",))
    found = _differences(line["expect"], answer.status, answer.body)
    return LineResult(str(line["id"]), "failed" if found else "passed", tuple(found))


def signatures(usual: Mapping[str, str], other: Mapping[str, str]) -> dict[str, str]:
    """Give what has to stand instead of what, for a corpus that is signed with other credentials."""
    names = [name for name in usual if name in other]
    found = {_basic(usual, one, two): _basic(other, one, two) for one in names for two in names if one != two}
    return found | {usual[name]: other[name] for name in names}


def _basic(credentials: Mapping[str, str], user: str, password: str) -> str:
    return b64encode(f"{credentials[user]}:{credentials[password]}".encode()).decode()


def _differences(expect: Mapping[str, Any], status: int, body: bytes) -> list[str]:
    found = [] if status == expect["status"] else [f"status: {expect['status']} was expected, {status} was found"]
    if "body" in expect:
        try:
            found += differences(expect["body"], json.loads(body), {})
        except ValueError:
            found.append(f"a JSON body was expected, {body[:100]!r} was found")
    return found
