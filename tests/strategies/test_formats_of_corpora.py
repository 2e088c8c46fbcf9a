"""A corpus as curl commands, as a pytest module and as an HTTP archive: each is run, or read, as its users would."""

from __future__ import annotations

import json
import re
import subprocess
from base64 import b64decode
from typing import TYPE_CHECKING

import pytest
from corpora import generated, lines

from mock_gateway.server.running import Gateways

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVED = "http://127.0.0.1:8480"


@pytest.fixture(name="own")
def _own() -> Iterator[Gateways]:
    """Serve the default session, whose credentials corpora are signed with, on a clock that stands."""
    gateways = Gateways(clock="frozen")
    gateways.start()
    yield gateways
    gateways.stop()


@pytest.mark.parametrize("gateway", ["websms", "bestsms", "transmitsms"])
def test_a_command_gets_the_status_that_its_comment_tells(own: Gateways, gateway: str) -> None:
    written = generated(gateway, "--count", "25", "--format", "curl").decode().replace(SERVED, own.url).splitlines()
    session = own.default(gateway)
    for line, comment, command in zip(lines(gateway, "--count", "25"), written[::2], written[1::2], strict=True):
        session.restart()
        session.give(line["given"] or {})
        ran = subprocess.run(["/bin/bash", "-c", command], capture_output=True, check=False, timeout=60)

        told = re.match(rf"# {line['id']}: HTTP (\d+), ", comment)
        assert told is not None
        assert (ran.returncode, ran.stderr) == (0, b""), command
        assert ran.stdout.splitlines()[-1].decode() == told[1] == str(line["expect"]["status"]), command
        verdict = session.journal[-1].verdict
        assert line["code"] == (own.engine.gateways[gateway].successes[0].code if verdict is None else verdict.row.code)


@pytest.mark.parametrize("gateway", ["websms", "tnz"])
def test_the_module_of_tests_passes(pytester: pytest.Pytester, gateway: str) -> None:
    pytester.makepyfile(test_generated=generated(gateway, "--count", "30", "--format", "pytest").decode())

    pytester.runpytest_subprocess("-q").assert_outcomes(passed=30)


def test_the_module_of_tests_fails_where_the_answer_is_another_one(pytester: pytest.Pytester) -> None:
    module = generated("websms", "send-text", "--code", "4025", "--count", "2", "--format", "pytest").decode()
    pytester.makepyfile(test_generated=module.replace("200, 4025)", "200, None)"))

    pytester.runpytest_subprocess("-q").assert_outcomes(failed=2)


@pytest.mark.parametrize("gateway", ["websms", "cellcast"])
def test_the_archive_has_each_request_with_the_answer_to_it(gateway: str) -> None:
    log = json.loads(generated(gateway, "--count", "40", "--format", "har"))["log"]
    found = lines(gateway, "--count", "40")

    assert (log["version"], log["creator"]["name"], len(log["entries"])) == ("1.2", "mock_gateway", 40)
    for entry, line in zip(log["entries"], found, strict=True):
        request, response = entry["request"], entry["response"]
        body = b64decode(line["wire_bytes_b64"]).partition(b"\r\n\r\n")[2]
        assert {"startedDateTime", "time", "request", "response", "cache", "timings"} <= entry.keys()
        assert (request["method"], response["status"]) == (line["method"], line["expect"]["status"])
        assert request["url"].endswith(line["target"])
        assert line["headers"] == {each["name"]: each["value"] for each in request["headers"]}
        assert request["bodySize"] == len(body)
        assert sent_in(request) == body
        assert response["content"]["text"] == "" or line["expect"]["body"] == json.loads(response["content"]["text"])


def sent_in(request: dict[str, dict[str, str]]) -> bytes:
    """Give the body of an archive's request."""
    posted = request.get("postData", {"text": ""})
    return b64decode(posted["text"]) if "encoding" in posted else posted["text"].encode()


def test_an_archive_of_nothing_is_json_too() -> None:
    assert json.loads(generated("websms", "--count", "0", "--format", "har"))["log"]["entries"] == []
