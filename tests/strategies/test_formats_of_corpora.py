"""A corpus as curl commands, as a pytest module and as an HTTP archive: each is run, or read, as its users would."""

from __future__ import annotations

import json
import os
import re
import subprocess
from base64 import b64decode
from typing import TYPE_CHECKING

import pytest
from corpora import generated, lines, written

from mock_gateway.model.scenario import differences
from mock_gateway.server.running import Gateways

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(name="own")
def _own() -> Iterator[Gateways]:
    """Serve the default session, whose credentials corpora are signed with, on a clock that stands."""
    gateways = Gateways(clock="frozen")
    gateways.start()
    yield gateways
    gateways.stop()


@pytest.mark.parametrize("gateway", ["websms", "bestsms", "transmitsms"])
def test_the_script_gets_the_answers_that_its_comments_tell(own: Gateways, tmp_path: Path, gateway: str) -> None:
    script = written(tmp_path / "corpus.sh", gateway, "--count", "30", "--format", "curl")
    where = {"MOCK": own.url, "CONTROL": own.control.url, "TOKEN": own.control.token}
    told = re.findall(r"^# \S+: HTTP (\d+), ", script.read_text(), re.MULTILINE)
    ran = subprocess.run(
        ["/bin/bash", script], env={**os.environ, **where}, capture_output=True, check=False, timeout=120
    )
    pieces = re.split(r"\n([1-5][0-9]{2})\n", ran.stdout.decode("utf-8", "replace"))

    assert (ran.returncode, ran.stderr) == (0, b"")
    assert pieces[1::2] == told
    for line, body in zip(lines(gateway, "--count", "30"), pieces[::2], strict=False):
        wanted = line["expect"].get("body")
        assert wanted is None or differences(wanted, json.loads(body), {}) == [], line["id"]


def test_the_script_asks_for_the_token(tmp_path: Path) -> None:
    script = written(tmp_path / "corpus.sh", "websms", "--count", "1", "--format", "curl")
    ran = subprocess.run(["/bin/bash", script], env={}, capture_output=True, check=False, timeout=60)

    assert ran.returncode == 1
    assert ran.stderr.endswith(b"TOKEN: is what mock-gateway serve prints\n")


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
