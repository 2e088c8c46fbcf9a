"""What the control API refuses: each with a sentence that names what is wrong, and nothing done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mock_gateway.server.surface import SURFACE
from remote import JSON

if TYPE_CHECKING:
    from collections.abc import Mapping

    from remote import Control, Remote

HANDSET = "+447700900001"
NAMES = [
    "../../etc/passwd",
    "/etc/passwd",
    "..\\..\\windows\\win.ini",
    "rejections/../../../pyproject.toml",
    "file:///etc/passwd",
    "http://127.0.0.1:1/scenario.yaml",
    "os.system",
    "mock_gateway.cli:main",
    "$(id)",
    "!!python/object/apply:os.system [id]",
    "rejections/message_limit_reached.yaml/..",
    "rejections",
    "..",
    "",
    "\0",
    "\r\nX-Evil: 1",
]
"""Names of files, folders, modules and commands."""


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("what", "parameter", "kind"),
    [
        ("play", "name", "scenario"),
        ("reject", "code", "code of websms"),
        ("fault", "name", "fault"),
        ("outcome", "name", "outcome of websms"),
        ("chaos", "name", "chaos"),
        ("deliver", "message", "message"),
        ("fail", "message", "message"),
    ],
)
def test_no_file_module_or_command_can_be_named(
    remote: Remote, what: str, parameter: str, kind: str, name: str
) -> None:
    answer = remote.ask("POST", what, **{parameter: name})

    assert 400 == answer.status
    assert answer.json["error"].startswith(f"unknown {kind} {name!r}: ")


@pytest.mark.parametrize("name", NAMES)
def test_no_session_is_a_path(control: Control, name: str) -> None:
    quoted = "".join(f"%{byte:02x}" for byte in name.encode())

    assert control.call("GET", f"sessions/{quoted}/journal").status == 404


@pytest.mark.parametrize(
    ("what", "given", "said"),
    [
        ("play", {}, "the parameter 'name' is missing"),
        ("play", {"nam": "x"}, "unknown parameter 'nam': did you mean 'name'?"),
        ("play", {"name": 1}, "name cannot be 1: "),
        ("play", {"name": "rejections/message_limit_reach"}, "did you mean 'rejections/message_limit_reached'"),
        ("play", {"name": "throttling/fourth_request"}, "did you mean 'throttling/fourth_request_of_an_address'"),
        ("reject", {}, "the parameter 'code' is missing"),
        ("reject", {"code": 4031.5}, "code cannot be 4031.5: "),
        ("reject", {"code": None}, "code cannot be "),
        ("reject", {"code": 2000}, "is a success, not a rejection"),
        ("reject", {"code": 40133}, "unknown code of websms '40133': did you mean"),
        ("reject", {"code": 4013, "times": 0}, "at least 1, not 0"),
        ("reject", {"code": 4013, "times": True}, "times cannot be "),
        ("reject", {"code": 4013, "times": "2"}, "times cannot be '2': "),
        ("reject", {"code": 4013, "call": "send-txt"}, "unknown call of websms 'send-txt': did you mean 'send-text'?"),
        ("fault", {}, "the parameter 'name' is missing"),
        ("fault", {"name": "rest"}, "unknown fault 'rest': did you mean 'reset'?"),
        ("fault", {"name": "reset", "when": "during"}, "'before' the request is taken or 'after', not 'during'"),
        ("fault", {"name": "latency", "seconds": -1}, "a fault takes 0 to 3600 seconds, not -1"),
        ("fault", {"name": "latency", "seconds": 3601}, "a fault takes 0 to 3600 seconds, not 3601"),
        ("fault", {"name": "latency", "seconds": "1"}, "seconds cannot be '1': "),
        ("fault", {"name": "latency", "seed": 0.5}, "seed cannot be 0.5: "),
        ("outcome", {"name": "expird"}, "unknown outcome of websms 'expird': did you mean 'expired'?"),
        ("outcome", {"name": "expired", "times": 0}, "at least 1, not 0"),
        ("chaos", {"name": "dupplicate"}, "unknown chaos 'dupplicate': did you mean 'duplicate'?"),
        ("chaos", {"name": "duplicate", "times": -1}, "at least 1, not -1"),
        ("give", {"clok": "2026-01-05T09:00:00Z"}, "unknown parameter 'clok': did you mean 'clock'?"),
        ("give", {"account": []}, "account cannot be []: "),
        ("give", {"account": {"nope": 1}}, "unknown account field 'nope'"),
        ("give", {"used": {"messages": "7"}}, "used says how many of 'messages', at least 0, not '7'"),
        ("give", {"throttle": {"nope": 1}}, "unknown throttle 'nope'"),
        ("give", {"records": {"nope": 1}}, "unknown records of websms 'nope'"),
        ("chaos", {"name": "bad_signature"}, "websms does not sign its callbacks"),
        ("clock", {}, "the parameter 'advance' is missing"),
        ("clock", {"advance": "soon"}, "'soon' is no duration: write '500ms', '30s'"),
        ("clock", {"advance": -1}, "only moves on"),
        ("clock", {"advance": True}, "advance cannot be "),
        ("clock", {"advance": float("nan")}, "is no duration"),
        ("clock", {"advance": float("inf")}, "is no duration"),
        ("clock", {"advance": 1e13}, "a clock stands between 1970 and 9999"),
        ("clock", {"advance": 1e300}, ""),
        ("clock", {"advance": 1.7e308}, ""),
        ("clock", {"advance": 10**400}, ""),
        ("clock", {"advance": "99999999999999999d"}, "a clock stands between 1970 and 9999"),
        ("clock", {"advance": f"{'9' * 400}s"}, ""),
        ("clock", {"advance": "1s", "wait": 1}, "wait cannot be 1: "),
        ("receive", {"text": "hi"}, "the parameter 'from' is missing"),
        ("receive", {"from": HANDSET}, "the parameter 'text' is missing"),
        ("receive", {"text": "hi", "from_": HANDSET}, "unknown parameter 'from_': did you mean 'from'?"),
        ("receive", {"text": "hi", "from": 447700900001}, "from cannot be 447700900001: "),
        ("receive", {"text": "hi", "from": "nobody"}, "'nobody'"),
        ("receive", {"text": "hi", "from": HANDSET, "kind": "voice"}, "no inbound messages of the kind 'voice'"),
        ("receive", {"text": "hi", "from": HANDSET, "reply_to": "none"}, "unknown message 'none'"),
        ("receive", {"text": "\ud800", "from": HANDSET}, ""),
        (
            "receive",
            {"segments": ["%%%"], "from": HANDSET, "kind": "binary"},
            "a segment cannot be '%%%': it is Base64",
        ),
        ("receive", {"segments": [5], "from": HANDSET, "kind": "binary"}, "a segment cannot be 5: it is Base64"),
        ("receive", {"segments": "QQ==", "from": HANDSET, "kind": "binary"}, "segments cannot be 'QQ==': "),
        ("receive", {"segments": ["QQ=="], "from": HANDSET}, "that is kind='binary'"),
        ("receive", {"segments": ["QQ=="], "text": "A", "from": HANDSET, "kind": "binary"}, "not both: 'A'"),
        ("deliver", {}, "no message has been accepted yet"),
        ("deliver", {"message": 1}, "message cannot be 1: "),
        ("fail", {"mesage": "x"}, "unknown parameter 'mesage': did you mean 'message'?"),
        ("wait", {"timeout": "1"}, "timeout cannot be '1': "),
        ("wait", {"timeout": True}, "timeout cannot be "),
        ("wait", {"timeout": -1}, ""),
        ("wait", {"timeout": float("nan")}, ""),
        ("wait", {"timeout": float("inf")}, ""),
        ("wait", {"timeout": 1e300}, ""),
        ("wait", {"form": HANDSET}, "unknown parameter 'form'"),
        ("explain", {}, "the parameter 'exchange' is missing"),
        ("explain", {"exchange": "1"}, "exchange cannot be '1': "),
        ("explain", {"exchange": 1}, "there is no exchange 1 in the journal"),
        ("reset", {"hard": True}, "unknown parameter 'hard'"),
        ("callbacks/1/replay", {}, "there is no callback 1: 0 were made"),
        ("callbacks/1/replay", {"times": 2}, "unknown parameter 'times'"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_what_cannot_be_done_is_refused_with_a_sentence(
    remote: Remote, what: str, given: Mapping[str, Any], said: str
) -> None:
    answer = remote.ask("POST", what, **given)

    assert 400 == answer.status
    assert said in answer.json["error"]
    assert answer.json["error"]
    assert 2000 == remote.send()["statusCode"]


@pytest.mark.parametrize(
    ("what", "given", "said"),
    [
        ("settings", {"queued_form": 1}, "unknown setting 'queued_form': did you mean 'queued_from'"),
        ("settings", {"queued_from": "1"}, "queued_from cannot be '1': it is integer or null"),
        ("settings", {"auth_failure": "401"}, "auth_failure cannot be '401': one of "),
        ("settings", {"auth_failure": []}, "auth_failure cannot be []: one of "),
        ("settings", {"callback_map": ["x"]}, "callback_map cannot be ['x']: it is map"),
        ("account", {"mesage_limit": 1}, "unknown account field 'mesage_limit': did you mean 'message_limit'"),
        ("account", {"message_limit": True}, "message_limit cannot be "),
        ("account", {"blacklist": "447700900001"}, "blacklist cannot be '447700900001': it is list"),
    ],
    ids=str,
)
def test_a_value_that_cannot_be_is_refused_with_a_sentence(
    remote: Remote, what: str, given: Mapping[str, Any], said: str
) -> None:
    before = remote.get(what)

    answer = remote.ask("PATCH", what, **given)

    assert 400 == answer.status
    assert said in answer.json["error"]
    assert before == remote.get(what)


@pytest.mark.parametrize("method_and_path", [key for key in SURFACE if key[0] != "GET"], ids=" ".join)
def test_no_parameter_of_an_unknown_name_is_passed_over(remote: Remote, method_and_path: tuple[str, str]) -> None:
    method, path = method_and_path

    answer = remote.ask(method, path.replace("<int:number>", "1"), __class__="x")

    assert 400 == answer.status
    assert "unknown" in answer.json["error"]
    assert "'__class__'" in answer.json["error"]


@pytest.mark.parametrize("method_and_path", SURFACE, ids=" ".join)
def test_no_route_falls_over_a_body_of_the_wrong_form(
    control: Control, remote: Remote, method_and_path: tuple[str, str]
) -> None:
    method, path = method_and_path
    path = f"/v1/{remote.path}/{path.replace('<int:number>', '1')}"

    answers = [control.ask(method, path, body, {**control.bearer, **JSON}) for body in (b"[1]", b"{", b"\0")]

    assert [400, 400, 400] == [each.status for each in answers]


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/\ud800", "http://127.0.0.1:1/\r\nX-Evil: 1", "file:///etc/passwd"])
def test_a_callback_url_that_cannot_be_called_is_recorded_or_refused(remote: Remote, url: str) -> None:
    """Every answer is looked through for failures of the server as it comes."""
    taken = remote.ask("PATCH", "account", callback_url=url).status == 200
    remote.ask("POST", "receive", text="hi", **{"from": HANDSET})

    attempts = [attempt for each in remote.get("callbacks") for attempt in each["attempts"]]
    assert [0] * taken == [each["status"] for each in attempts]
    assert all(each["problem"] for each in attempts)
