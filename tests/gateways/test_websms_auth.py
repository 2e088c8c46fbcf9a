"""websms' credentials as clients send them: in the URL, only after a challenge, as a member of a body."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.request import HTTPBasicAuthHandler, HTTPPasswordMgrWithDefaultRealm, ProxyHandler, Request, build_opener

import pytest
import requests

from helpers import Bench, body, edited, line_of, refused
from mock_gateway.definitions.load import load
from mock_gateway.engine import Engine

if TYPE_CHECKING:
    from pathlib import Path

    from mock_gateway import Session

HELLO = {"recipientAddressList": ["447700900000"], "messageContent": "Hello"}
TEXT = "/rest/smsmessaging/text"
SECONDS = 20
FORM = "    - {read: query, names: [access_token], identifies: token}\n"
MEMBER = "    - {{read: document, names: [access_token], identifies: token, also: [{}]}}\n"


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """Open a session of a websms whose text call takes a token as a member too."""
    folder = edited(tmp_path, "websms", "gateway.yaml", FORM, FORM + MEMBER.format("send-text"))
    return Bench("websms", Engine({"websms": load(folder)}, clock="frozen"))


def send(bench: Bench, **changes: Any) -> tuple[int, Any]:
    """Send a text, and give status and answer."""
    spec = {"call": "send-text", "auth": "none", **changes, "json": {**HELLO, **changes.get("json", {})}}
    reply = bench.send(**spec).reply
    return reply.status, body(reply)


def test_user_name_and_password_may_stand_in_the_url(websms: Session) -> None:
    user, password = websms.credentials.username, websms.credentials.password
    url = websms.url.replace("://", f"://{user}:{password}@") + TEXT

    answer = requests.post(url, json=HELLO, timeout=SECONDS)

    assert 2000 == answer.json()["statusCode"]
    assert websms.journal[0].request.headers["authorization"].startswith("Basic ")


def test_a_client_that_signs_only_when_challenged_gets_through(websms: Session) -> None:
    passwords = HTTPPasswordMgrWithDefaultRealm()
    passwords.add_password(None, websms.url, websms.credentials.username, websms.credentials.password)
    opener = build_opener(ProxyHandler({}), HTTPBasicAuthHandler(passwords))
    request = Request(websms.url + TEXT, json.dumps(HELLO).encode(), {"Content-Type": "application/json"})  # noqa: S310  loopback

    with opener.open(request, timeout=SECONDS) as answer:
        said = json.loads(answer.read())

    assert 2000 == said["statusCode"]
    assert [401, 200] == [exchange.reply.status for exchange in websms.journal]


def test_a_token_may_be_a_member_of_the_body_where_the_data_says_so(bench: Bench) -> None:
    status, answer = send(bench, json={"access_token": bench.account.credentials["token"]})

    assert (200, 2000) == (status, answer["statusCode"])


def test_a_wrong_one_is_answered_as_any_wrong_token(bench: Bench) -> None:
    status, answer = send(bench, json={"access_token": "nobody"})

    assert (401, "Invalid access token: nobody") == (status, answer["error_description"])


def test_a_header_counts_before_it(bench: Bench) -> None:
    status, answer = send(bench, auth="basic", json={"access_token": "nobody"})

    assert (200, 2000) == (status, answer["statusCode"])


def test_a_scenario_may_sign_with_it(bench: Bench) -> None:
    status, answer = send(bench, auth="document")

    assert (200, 2000) == (status, answer["statusCode"])


def test_what_is_no_text_is_no_token(bench: Bench) -> None:
    exchange = bench.send(call="send-text", auth="none", json={**HELLO, "access_token": 5})

    assert (401, b"") == (exchange.reply.status, exchange.reply.body)


def test_a_form_for_a_call_that_there_is_not_is_refused(tmp_path: Path) -> None:
    (error,) = refused(edited(tmp_path, "websms", "gateway.yaml", FORM, FORM + MEMBER.format("send-txt")))

    assert "unknown call 'send-txt': did you mean 'send-text'?" == error.problem


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "while: {credentials_first: parameter}",
            "while: {credential_first: parameter}",
            "unknown setting 'credential_first': did you mean 'credentials_first'?",
        ),
        (
            "while: {credentials_first: parameter}",
            "while: {credentials_first: query}",
            "credentials_first cannot be 'query': one of 'header', 'parameter'",
        ),
        (
            "declared_charset: {json_charset: declared}",
            "declared_charset: {json_charset: stated}",
            "json_charset cannot be 'stated': one of 'utf-8', 'declared'",
        ),
    ],
)
def test_a_condition_on_signing_or_reading_that_can_never_hold_is_refused(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    folder = edited(tmp_path, "websms", "gateway.yaml", old, new)

    (error,) = refused(folder)

    assert said == error.problem
    assert line_of(folder / "gateway.yaml", new) == error.line


def test_a_parameter_that_counts_first_is_looked_for_in_the_world_of_the_header() -> None:
    """Whose settings hold is what the Authorization header says, where the path does not."""
    mine, other = (bench := Bench("websms")), Bench("websms", bench.engine)
    mine.room.settings.credentials_first = "parameter"

    own = send(mine, auth="basic", query={"access_token": mine.account.credentials["token"]})
    foreign = send(mine, auth="basic", query={"access_token": other.account.credentials["token"]})

    assert (200, 401) == (own[0], foreign[0])
