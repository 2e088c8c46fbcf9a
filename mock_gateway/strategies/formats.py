"""How a corpus is written: JSON Lines, curl commands, a pytest module, or a HAR file; each as a stream."""

from __future__ import annotations

import json
import shlex
from base64 import b64encode
from importlib.metadata import version
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from mock_gateway.state.sessions import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from mock_gateway.contract.compose import Composed
    from mock_gateway.strategies.corpus import Line

_HEAD = '''"""Requests generated for {gateway}; each is sent as it stands, and has to be answered as its label says."""

import pytest

from mock_gateway.contract.compose import compose
from mock_gateway.contract.replay import send
from mock_gateway.definitions.load import gateway

CASES = [
'''
_TAIL = """]


@pytest.mark.parametrize(("name", "given", "request_", "status", "code"), CASES, ids=[case[0] for case in CASES])
def test_generated({gateway}, name, given, request_, status, code):
    {gateway}.give(given)
    said = compose(gateway("{gateway}"), request_, {gateway}.credentials, {{}})

    answer = send({gateway}.url, said.method, said.target, said.headers, said.body)

    verdict = {gateway}.journal[-1].verdict
    assert (answer.status, verdict and verdict.row.code) == (status, code)
"""


_PREFACE = """# For `mock-gateway serve`, which prints the token: TOKEN=… bash FILE
# Each command prints the answer, then its status.
MOCK="${{MOCK:-http://127.0.0.1:8480}}" CONTROL="${{CONTROL:-http://127.0.0.1:8481}}"
: "${{TOKEN:?is what mock-gateway serve prints}}"
world() {{  # back to the start of the session, then what has to be true of it
  for said in "reset {{}}" "give $1"; do
    curl -sS --fail-with-body -o /dev/null "$CONTROL/v1/sessions/{session}/${{said%% *}}" \\
      -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" -d "${{said#* }}" || return
  done
}}

"""
_CURL = ("curl", "-sSg", "--path-as-is", "-w", "\\n%{http_code}\\n")
_LONGEST_WORD = 100_000
"""Bytes of a body that is written as a word of a command; systems allow 128 KiB."""


def jsonl(lines: Iterable[Line], host: str, _gateway: str) -> Iterator[bytes]:
    """Write one JSON object a line."""
    for line in lines:
        yield line.json(host)


def curl(lines: Iterable[Line], _host: str, gateway: str) -> Iterator[bytes]:
    """Write a script that sets the world of each line and sends its request, below a comment that tells the answer.

    A command sends the headers of its line and no others that a gateway looks at, and prints the status last.
    """
    yield _PREFACE.format(session=f"{DEFAULT}-{gateway}").encode()
    for line in lines:
        label, wire = line.payload.label, line.wire
        words = [*_CURL, "-X", wire.method]
        for name in ("Accept", "Content-Type", "Expect"):
            words += [] if name in wire.headers else ["-H", f"{name}:"]
        for name, value in wire.headers.items():
            words += ["-H", f"{name}: {value}" if value else f"{name};"]
        said = f"{line.id}: HTTP {line.expect['status']}, {label.code!r} {label.why}"
        yield f"# {' '.join(said.split())}\n".encode()
        yield f"world {shlex.quote(json.dumps(line.payload.given))} && ".encode()
        yield f'{_with_body(words, wire)} "$MOCK"{shlex.quote(f"/{gateway}{wire.target}")}\n'.encode()


def _with_body(words: Sequence[str], wire: Composed) -> str:
    """Write a command with its body as a word, or through a pipe where a word cannot be that."""
    try:
        body = wire.body.decode()
    except UnicodeDecodeError:
        body = "\0"
    if "\0" not in body and len(wire.body) < _LONGEST_WORD:
        return shlex.join([*words, "--data-binary", body] if body else words)
    encoded = b64encode(wire.body).decode()
    return f"printf %s {encoded} | base64 -d | {shlex.join([*words, '--data-binary', '@-'])}"


def pytest(lines: Iterable[Line], _host: str, gateway: str) -> Iterator[bytes]:
    """Write a module of tests that sends each request to the gateway's fixture."""
    yield _HEAD.format(gateway=gateway).encode()
    for line in lines:
        payload = line.payload
        code = None if payload.accepted else payload.label.code
        case = (line.id, dict(payload.given), dict(payload.request), line.expect["status"], code)
        yield f"    {case!r},\n".encode()
    yield _TAIL.format(gateway=gateway).encode()


def har(lines: Iterable[Line], host: str, _gateway: str) -> Iterator[bytes]:
    """Write an HTTP archive, version 1.2, of requests with the answers that are expected."""
    creator = json.dumps({"name": "mock_gateway", "version": version("mock_gateway")})
    yield f'{{"log":{{"version":"1.2","creator":{creator},"entries":[\n'.encode()
    for place, line in enumerate(lines):
        yield (b"," if place else b"") + json.dumps(_entry(line, host), ensure_ascii=False).encode() + b"\n"
    yield b"]}}\n"


def _entry(line: Line, host: str) -> dict[str, Any]:
    wire, expect = line.wire, line.expect
    body = json.dumps(expect["body"], ensure_ascii=False) if "body" in expect else ""
    both: Mapping[str, Any] = {"httpVersion": "HTTP/1.1", "cookies": [], "headersSize": -1}
    return {
        "startedDateTime": "2026-01-05T09:00:00.000Z",
        "time": 0,
        "cache": {},
        "timings": {"send": 0, "wait": 0, "receive": 0},
        "comment": f"{line.id}: {line.payload.label.code} {line.payload.label.why}",
        "_given": dict(line.payload.given) or None,
        "request": {
            **both,
            "method": wire.method,
            "url": f"https://{host}{wire.target}",
            "headers": [{"name": name, "value": value} for name, value in wire.headers.items()],
            "queryString": [{"name": name, "value": value} for name, value in _query(wire.target)],
            "bodySize": len(wire.body),
            **({"postData": _posted(wire)} if wire.body else {}),
        },
        "response": {
            **both,
            "status": expect["status"],
            "statusText": "",
            "headers": [],
            "bodySize": -1,
            "content": {"size": len(body.encode()), "mimeType": "application/json" if body else "", "text": body},
            "redirectURL": "",
        },
    }


def _query(target: str) -> list[tuple[str, str]]:
    return parse_qsl(target.partition("?")[2], keep_blank_values=True)


def _posted(wire: Composed) -> dict[str, str]:
    """Give a body as an archive has it; bytes that are no text in Base64, which readers know by `encoding`."""
    kind = {"mimeType": wire.headers.get("Content-Type", "")}
    try:
        return {**kind, "text": wire.body.decode()}
    except UnicodeDecodeError:
        return {**kind, "text": b64encode(wire.body).decode(), "encoding": "base64"}


FORMATS: Mapping[str, Callable[[Iterable[Line], str, str], Iterator[bytes]]] = {
    "jsonl": jsonl,
    "curl": curl,
    "pytest": pytest,
    "har": har,
}
