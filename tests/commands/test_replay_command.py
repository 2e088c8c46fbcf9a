"""`mock-gateway replay`, against a server of its own and against one that runs."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

import mock_gateway

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mock_gateway import Session

SHOWN = """title: Accepted, then refused
gateway: websms
covers: [2000, 4002]
steps:
  - request: {call: send-text, json: {recipientAddressList: ["447700900000"], messageContent: hi}}
    reply: {status: 200, body: {statusCode: 2000, transferId: !regex "^[0-9a-f]{20}$", smsCount: 1}}
  - request: {call: send-text, json: {recipientAddressList: [abc], messageContent: hi}}
    reply: {status: 200, body: {statusCode: 4002, transferId: null}}
"""

TIMED = """title: What needs our clock cannot be replayed elsewhere
gateway: websms
covers: [2000]
steps:
  - request: {call: send-text, json: {recipientAddressList: ["447700900000"], messageContent: hi}}
    reply: {status: 200, body: {statusCode: 2000}}
  - advance: 2s
  - request: {call: send-text, json: {recipientAddressList: ["447700900000"], messageContent: hi}}
    reply: {status: 200, body: {statusCode: 2000}}
"""

GIVEN = """title: What needs our world cannot be replayed elsewhere
gateway: websms
covers: [4013]
given: {account: {message_limit: 0}}
steps:
  - request: {call: send-text, json: {recipientAddressList: ["447700900000"], messageContent: hi}}
    reply: {status: 200, body: {statusCode: 4013}}
"""

WRONG = """title: A transcript that is not what happens
gateway: websms
covers: [4002]
steps:
  - request: {call: send-text, json: {recipientAddressList: ["447700900000"], messageContent: hi}}
    reply: {status: 201, headers: {Content-Type: text/plain}, body: {statusCode: 4002, extra: 1, smsCount: "1"}}
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Make a folder of scenarios: two that can be replayed in part or not at all elsewhere, one that can."""
    folder = tmp_path / "own" / "websms"
    folder.mkdir(parents=True)
    for name, text in {"shown": SHOWN, "timed": TIMED, "given": GIVEN, "wrong": WRONG}.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return tmp_path / "own"


@pytest.fixture
def elsewhere() -> Iterator[Session]:
    """Run a server that is not the command's own."""
    with mock_gateway.running("websms") as session:
        yield session


@pytest.fixture
def credentials(tmp_path: Path, elsewhere: Session) -> Path:
    """Write the credentials of the server that runs into a file."""
    path = tmp_path / "credentials.json"
    path.write_text(json.dumps(dict(elsewhere.credentials)), "utf-8")
    return path


@pytest.mark.parametrize("name", ["bestsms", "websms"])
def test_the_projects_own_scenarios_pass(cli: Callable[..., Any], name: str) -> None:
    ran = cli("replay", "--gateway", name)
    *steps, summary = ran.out.splitlines()

    assert ran.code == 0, ran.out
    assert summary == f"{len(steps)} passed, 0 failed, 0 skipped"
    assert all(re.fullmatch(rf"passed  scenarios/(?:any|{name})/.*\.yaml:\d+ .+", step) for step in steps)


def test_a_scenario_of_ones_own_passes_a_line_a_step(cli: Callable[..., Any], own: Path) -> None:
    ran = cli("replay", "websms/shown", "websms/timed", "websms/given", "--scenarios", str(own))

    assert (ran.code, ran.err) == (0, "")
    assert [line.split()[0] for line in ran.out.splitlines()[:-1]] == ["passed"] * 6
    assert [line.split(maxsplit=2)[2] for line in ran.out.splitlines()[:2]] == ["send-text", "send-text"]
    assert ran.out.endswith("6 passed, 0 failed, 0 skipped\n")


def test_ones_own_scenarios_are_replayed_with_the_projects_of_that_gateway(cli: Callable[..., Any], own: Path) -> None:
    (own / "flat.yaml").write_text(SHOWN, "utf-8")

    ran = cli("replay", "--gateway", "websms", "--scenarios", str(own))

    assert all(f"own/{name}.yaml:" in ran.out for name in ("websms/shown", "websms/timed", "flat"))


def test_a_difference_is_shown_and_ends_in_exit_code_1(cli: Callable[..., Any], own: Path) -> None:
    ran = cli("replay", "websms/wrong", "--scenarios", str(own))
    lines = [line.strip() for line in ran.out.splitlines()]

    assert (ran.code, ran.err) == (1, "")
    assert re.fullmatch(r"failed\s+.*own/websms/wrong\.yaml:5 send-text", lines[0])
    assert lines[1:-2] == [
        "status: 201 was expected, 200 was found",
        "header /content-type: 'text/plain' was expected, 'application/json;charset=UTF-8' was found",
        "/statusCode: 4002 was expected, 2000 was found",
        "/extra: 1 was expected, but it is not there",
        "/smsCount: '1' was expected, 1 was found",
    ]
    assert lines[-2].startswith('the answer was 200 b\'{"statusCode":2000,')
    assert lines[-1] == "0 passed, 1 failed, 0 skipped"


def test_a_server_that_runs_is_replayed_against(
    cli: Callable[..., Any], own: Path, elsewhere: Session, credentials: Path
) -> None:
    ran = cli(
        *("replay", "websms/shown", "websms/timed", "websms/given", "--scenarios", str(own)),
        *("--against", elsewhere.url, "--credentials", str(credentials)),
    )

    assert (ran.code, ran.err) == (0, "")
    assert [line.split()[0] for line in ran.out.splitlines() if not line.startswith(" ")] == [
        *("passed", "passed"),
        *("passed", "skipped", "skipped"),
        "skipped",
        "3",
    ]
    assert "the step needs our clock or world" in ran.out
    assert "the scenario needs a world that is ours" in ran.out
    assert ran.out.endswith("3 passed, 0 failed, 3 skipped\n")
    assert [exchange.code for exchange in elsewhere.journal] == [None, 4002, None]


def test_a_server_that_answers_otherwise_fails(
    cli: Callable[..., Any], own: Path, elsewhere: Session, credentials: Path
) -> None:
    elsewhere.reject(5003)

    ran = cli(
        *("replay", "websms/shown", "--scenarios", str(own)),
        *("--against", f"{elsewhere.url}/", "--credentials", str(credentials)),
    )

    assert (ran.code, ran.err) == (1, "")
    assert "/statusCode: 2000 was expected, 5003 was found" in ran.out
    assert ran.out.endswith("1 passed, 1 failed, 0 skipped\n")


def test_nobody_there_is_a_difference_and_no_traceback(cli: Callable[..., Any], own: Path, credentials: Path) -> None:
    with mock_gateway.running("websms") as session:
        url = session.url

    ran = cli(
        *("replay", "websms/shown", "--scenarios", str(own)),
        *("--against", url, "--credentials", str(credentials)),
    )

    assert (ran.code, ran.err) == (1, "")
    assert ran.out.count("no answer: ") == 2


@pytest.mark.parametrize(
    "url",
    [
        "https://api.websms.com",
        "http://192.0.2.1:8480",
        "http://127.0.0.1.example.com",
        "http://localhost@example.com",
        "http://[2001:db8::1]",
        "http://0x7f.1",
    ],
)
def test_away_from_loopback_nothing_is_sent_unless_it_is_meant(
    cli: Callable[..., Any], own: Path, credentials: Path, url: str
) -> None:
    ran = cli("replay", "websms/shown", "--scenarios", str(own), f"--against={url}", "--credentials", str(credentials))

    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "is not on this machine: say --yes-this-may-cost-money if you mean it" in ran.err


@pytest.mark.parametrize(
    "url",
    ["nonsense", "", "http://[", "ftp://127.0.0.1/", "//localhost", "http://localhost:99999", "http://localhost:x"],
)
def test_what_is_no_url_of_a_server_is_one_line(
    cli: Callable[..., Any], own: Path, credentials: Path, url: str
) -> None:
    ran = cli("replay", "websms/shown", "--scenarios", str(own), f"--against={url}", "--credentials", str(credentials))

    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "is no http or https URL" in ran.err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "cannot be read as JSON"),
        ("[]", "is no JSON object of texts"),
        ('{"username": 1}', "is no JSON object of texts"),
        ('{"username": "u"}', "lacks password, token, which websms needs"),
    ],
)
def test_credentials_that_cannot_be_used_are_one_line(
    cli: Callable[..., Any], own: Path, credentials: Path, content: str, said: str
) -> None:
    credentials.write_text(content, "utf-8")

    ran = cli(
        *("replay", "websms/shown", "--scenarios", str(own)),
        *("--against", "http://127.0.0.1:1", "--credentials", str(credentials)),
    )

    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert said in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("websms/shwn",), "unknown scenario 'websms/shwn': did you mean 'websms/shown'"),
        (("--gateway", "websm"), "unknown gateway 'websm': did you mean 'websms'?"),
        (("--against", "http://127.0.0.1:1"), "--against needs --credentials FILE"),
        (("--against", "http://127.0.0.1:1", "--credentials", "nowhere.json"), "nowhere.json cannot be read as JSON"),
    ],
)
def test_bad_use_is_one_line(cli: Callable[..., Any], own: Path, arguments: tuple[str, ...], said: str) -> None:
    ran = cli("replay", "--scenarios", str(own), *arguments)

    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ran.err.startswith(f"mock-gateway: {said}")
