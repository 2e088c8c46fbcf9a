"""Send the lines of a corpus, and say where an answer is not what its line says.

A line is taken as it stands in its file: this module knows nothing of how lines are made.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from mock_gateway.contract.replay import send
from mock_gateway.errors import DataError, UsageError
from mock_gateway.model.scenario import differences

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

NEEDED: Mapping[str, tuple[type, ...]] = {
    "id": (str,),
    "gateway": (str,),
    "given": (dict, type(None)),
    "wire_bytes_b64": (str,),
    "expect": (dict,),
}
"""What a line has to have, and of which types."""


class Wire(NamedTuple):
    """The request of a line: method, target, headers but for `Host`, body."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


class LineResult(NamedTuple):
    """How a line went: `passed`, `failed` or `skipped`, and what differed."""

    name: str
    outcome: str
    lines: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "\n".join([f"{self.outcome:7} {self.name}", *(f"        {line}" for line in self.lines)])


def read(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Read a corpus, a line at a time, each with its number in the file.

    Raises:
        DataError: with file and line, for what is no line of a corpus.
        UsageError: where there is no such file.

    """
    try:
        file = path.open("rb")
    except OSError as problem:
        raise UsageError(f"{path} cannot be read: {problem.strerror}") from None
    with file:
        for number, raw in enumerate(file, 1):
            try:
                line = orjson.loads(raw)
                _check(line)
            except ValueError as problem:
                raise DataError(str(path), number, str(problem)) from None
            yield number, line


def _check(line: object) -> None:
    """Check the form of a line.

    Raises:
        ValueError: for one that cannot be sent, or says nothing of its answer.

    """
    if not isinstance(line, dict):
        raise ValueError("a line of a corpus is an object")  # noqa: TRY004  all faults of a line are of one kind
    missing = [name for name, kinds in NEEDED.items() if not isinstance(line.get(name, 0), kinds)]
    if missing:
        raise ValueError(f"a line of a corpus has {', '.join(missing)}")
    if type(line["expect"].get("status")) is not int:
        raise ValueError("the `expect` of a line has a status")
    wire(line)


def wire(line: Mapping[str, Any]) -> Wire:
    """Read the request of a line.

    Raises:
        ValueError: where its bytes are no request of HTTP/1.1.

    """
    head, found, body = b64decode(line["wire_bytes_b64"], validate=True).partition(b"\r\n\r\n")
    first, *rest = head.decode("latin-1").split("\r\n")
    words, pairs = first.split(" "), [each.split(": ", 1) for each in rest]
    if not found or len(words) != len(Wire._fields) - 1 or any(len(pair) < 2 for pair in pairs):  # noqa: PLR2004  a pair
        raise ValueError("`wire_bytes_b64` is the request as HTTP/1.1 writes it, in Base64")
    headers = dict(pair for pair in pairs if pair[0] != "Host")
    return Wire(words[0], words[1], headers, body)


def sent(line: Mapping[str, Any], url: str, signed: Mapping[str, str] | None = None) -> LineResult:
    """Send a line.

    Args:
        line: as it stands in its file.
        url: what stands for the provider's scheme and host.
        signed: what stands instead of which text, where it is to be signed with other credentials.

    """
    method, target, headers, body = wire(line)
    for old, new in (signed or {}).items():
        target, body = target.replace(old, new), body.replace(old.encode(), new.encode())
        headers = {name: value.replace(old, new) for name, value in headers.items()}
    if signed and body:
        headers["Content-Length"] = str(len(body))
    try:
        answer = send(url, method, target, headers, body)
    except OSError as problem:
        return LineResult(line["id"], "failed", (f"no answer: {problem}",))
    found = _differences(line["expect"], answer.status, answer.body)
    return LineResult(line["id"], "failed" if found else "passed", tuple(found))


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
