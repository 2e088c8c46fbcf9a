"""The gate of the control API: who may ask, what may be sent, and what an answer never has."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from mock_gateway.server.control import LARGEST_BODY, create_control
from mock_gateway.server.surface import SURFACE
from remote import JSON

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from remote import Answer, Control, Remote

OPEN = "/v1/ready"


def routes(control: Control, session: str) -> Iterator[tuple[str, str]]:
    """Give every method and path that the control API has."""
    for rule in create_control(control.gateways, "").url_map.iter_rules():
        path = rule.rule.replace("<name>", session).replace("<int:number>", "1")
        for method in sorted(rule.methods or ()):
            yield method, path


def test_the_walk_meets_the_whole_surface(control: Control) -> None:
    walked = set(routes(control, "ID"))
    surface = {(method, f"/v1/sessions/ID/{path.replace('<int:number>', '1')}") for method, path in SURFACE}
    own = {("GET", OPEN), ("GET", "/v1/sessions"), ("POST", "/v1/sessions")}

    assert surface | own | {("GET", "/v1/sessions/ID"), ("DELETE", "/v1/sessions/ID")} <= walked


@pytest.mark.parametrize(
    "authorization",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer wrong"},
        {"Authorization": "Bearer "},
        {"Authorization": "Bearer é"},
        {"Authorization": "Basic {token}"},
        {"Authorization": "bearer {token}"},
        {"Authorization": "Bearer {token}x"},
        {"Authorization": "{token}"},
        {"X-Token": "{token}"},
    ],
    ids=str,
)
def test_no_route_but_ready_is_open_without_the_right_token(
    control: Control, remote: Remote, authorization: Mapping[str, str]
) -> None:
    token = control.bearer["Authorization"].removeprefix("Bearer ")
    headers = {name: value.format(token=token) for name, value in authorization.items()}

    met = {route: control.ask(*route, headers=headers).status for route in routes(control, remote.about["id"])}

    assert {401} == {status for (_, path), status in met.items() if path != OPEN}
    assert 200 == met["GET", OPEN]


@pytest.mark.parametrize(
    "forbidden",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:80"},
        {"Host": "127.0.0.1.evil.example"},
        {"Host": "localhost."},
        {"Host": "127.0.0.1@evil.example"},
        {"Host": "127.0.0.1:80:80"},
        {"Host": "[::1"},
        {"Host": ""},
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1"},
        {"Origin": "null"},
    ],
    ids=str,
)
def test_no_route_is_open_under_another_name_or_to_a_web_page(
    control: Control, remote: Remote, forbidden: Mapping[str, str]
) -> None:
    headers = {**control.bearer, **forbidden}

    met = {control.ask(*route, headers=headers).status for route in routes(control, remote.about["id"])}

    assert {403} == met


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:1", "localhost:8481", "LOCALHOST", "[::1]:8481", "[::1]"])
def test_it_may_be_called_by_the_names_of_this_machine(control: Control, host: str) -> None:
    assert control.ask("GET", OPEN, headers={"Host": host}).json == {"ready": True}


@pytest.mark.parametrize("path", ["/", "/v1", "/v1/sessionss", "/v1/sessions/nobody", "/v1/sessions/s1/journals"])
def test_what_does_not_exist_is_behind_the_gate_too(control: Control, path: str) -> None:
    assert 401 == control.ask("GET", path).status
    assert 404 == control.ask("GET", path, headers=control.bearer).status


def test_a_request_of_a_browser_before_the_real_one_is_refused(control: Control) -> None:
    asks = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}

    assert 403 == control.ask("OPTIONS", "/v1/sessions", headers=asks).status
    assert 403 == control.ask("OPTIONS", "/v1/sessions", headers={**asks, **control.bearer}).status


def test_an_answer_without_a_body_is_not_declared_as_a_page(control: Control) -> None:
    session = control.open("websms")
    paths = ("ready", "sessions", session.path, f"{session.path}/play")
    answers = [*(control.call("OPTIONS", path) for path in paths), session.end()]

    kinds = {each.headers.get("content-type") for each in answers if not each.text}

    assert kinds <= {None, "application/json"}


@pytest.mark.parametrize(
    "path",
    [
        "/v1//sessions",
        "/v1/sessions/",
        "/v1/./sessions",
        "/v1/sessions/../sessions",
        "/v1/sessions/{id}//journal",
        "/v1/sessions/{id}/",
        "/v1/sessions/..%2f..%2fetc%2fpasswd",
        "/v1/sessions/../../../../etc/passwd",
        "/v1/sessions/{id}/../../../etc/passwd",
        "/v1/sessions/{id}/journal%00",
        "/v1/sessions/{id}/callbacks/x/replay",
        "/v1/sessions/{id}/callbacks/-1/replay",
        "/v1/sessions/{id}%0d%0aX-Evil:%201",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_a_path_is_a_route_to_the_letter_or_unknown(control: Control, remote: Remote, method: str, path: str) -> None:
    answer = control.ask(method, path.format(id=remote.about["id"]), headers=control.bearer)

    assert answer.status in (404, 405)
    assert ["error"] == list(answer.json)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "TRACE", "PROPFIND"])
def test_a_method_that_a_route_has_not_is_refused(control: Control, method: str) -> None:
    assert 405 == control.call(method, "sessions").status


def post(control: Control, remote: Remote, body: bytes, kind: str | None = "application/json") -> Answer:
    """Play a scenario with a body as it is given."""
    headers = {"Content-Type": kind} if kind else {}
    return control.ask("POST", f"/v1/{remote.path}/play", body, {**control.bearer, **headers})


@pytest.mark.parametrize(
    "kind", [None, "text/plain", "application/x-www-form-urlencoded", "text/json", "application/xml"]
)
def test_a_body_that_is_not_declared_as_json_is_refused(control: Control, remote: Remote, kind: str | None) -> None:
    answer = post(control, remote, b'{"name": "delivery/expired"}', kind)

    assert 415 == answer.status
    assert "Content-Type: application/json" in answer.json["error"]


@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=utf-8", "Application/JSON"])
def test_json_may_be_declared_in_every_usual_way(control: Control, remote: Remote, kind: str) -> None:
    assert 200 == post(control, remote, b'{"name": "rejections/message_limit_reached"}', kind).status


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"name=x",
        b'{"name": "x"',
        b"[]",
        b'"x"',
        b"null",
        b"1",
        b"\xff\xfe",
        b'{"name": "\xff"}',
        pytest.param(b'{"name": ' + b"[" * 100_000, id="deep and cut off"),
        pytest.param(b'{"name": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", id="deep"),
        pytest.param(b'{"name": ' + b"9" * 5000 + b"}", id="a number of 5000 digits"),
    ],
)
def test_a_body_that_is_no_json_object_is_refused(control: Control, remote: Remote, body: bytes) -> None:
    answer = post(control, remote, body)

    assert (400, "the body is no JSON object") == (answer.status, answer.json["error"])


def test_null_is_nothing_to_give(control: Control, remote: Remote) -> None:
    """A line of a corpus has null where nothing is to be given, and is passed on as it is."""
    answer = control.ask("POST", f"/v1/{remote.path}/give", b"null", {**control.bearer, **JSON})

    assert (200, {}) == (answer.status, answer.json)


def test_what_is_no_json_is_nothing_that_can_be_given(control: Control, remote: Remote) -> None:
    answer = control.ask("POST", f"/v1/{remote.path}/give", b"nul", {**control.bearer, **JSON})

    assert (400, "the body is no JSON object") == (answer.status, answer.json["error"])


def test_a_body_over_the_limit_is_refused_and_the_limit_named(control: Control, remote: Remote) -> None:
    answer = post(control, remote, b'{"name": "' + b"x" * LARGEST_BODY + b'"}')

    assert 413 == answer.status
    assert "1 MB" in answer.json["error"] or str(LARGEST_BODY) in answer.json["error"]


def test_a_body_over_the_limit_that_comes_in_chunks_is_refused_too(control: Control, remote: Remote) -> None:
    path, headers = f"/v1/{remote.path}/play", {**control.bearer, **JSON}

    answer = control.ask("POST", path, (b" " * 65536 for _ in range(17)), headers)

    assert 413 == answer.status


def test_a_body_in_chunks_is_read(control: Control, remote: Remote) -> None:
    body = json.dumps({"code": 4013}).encode()

    answer = control.ask("POST", f"/v1/{remote.path}/reject", (body[:5], body[5:]), {**control.bearer, **JSON})

    assert 200 == answer.status
    assert 4013 == remote.send()["statusCode"]
