"""Faults under somebody else's WSGI server: those of bodies work, those of connections are refused when asked for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from mock_gateway import Session, create_app
from mock_gateway.definitions.scenarios import Library
from mock_gateway.errors import UsageError
from mock_gateway.model.faults import FAULTS

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from mock_gateway.engine import Engine

HANDSET = "447700900000"
HELLO = {"recipientAddressList": [HANDSET], "messageContent": "Hello"}
OF_CONNECTIONS = [kind.name for kind in FAULTS.values() if kind.transport]
OF_BODIES = [kind.name for kind in FAULTS.values() if not kind.transport]
PAGES = {"html": 200, "bad_gateway": 502, "unavailable": 503, "gateway_timeout": 504}


@pytest.fixture
def session(engine: Engine) -> Session:
    """Open a session of websms on an engine that somebody else's server carries."""
    world = engine.sessions.mint("websms")
    return Session(engine, world, engine.gateways["websms"], "http://localhost", Library)


@pytest.fixture
def client(engine: Engine) -> FlaskClient:
    """Give Flask's test client."""
    return create_app(engine).test_client()


def send(client: FlaskClient, session: Session) -> TestResponse:
    """Send a text with the session's token."""
    headers = {"Authorization": f"Bearer {session.credentials.token}"}
    path = session.url.removeprefix("http://localhost") + "/rest/smsmessaging/text"
    return client.post(path, json=HELLO, headers=headers)


def is_as_named(name: str, answer: TestResponse) -> bool:
    """Tell whether an answer suffers the fault."""
    data = answer.data
    if name in PAGES:
        return (answer.status_code, answer.mimetype, b"<html>" in data) == (PAGES[name], "text/html", True)
    if name == "bom":
        return data.startswith(b"\xef\xbb\xbf{") and "statusCode" in json.loads(data.decode("utf-8-sig"))
    if name == "wrong_type":
        return answer.mimetype == "application/octet-stream" and "statusCode" in json.loads(data)
    begins = {"empty": data == b"", "garbage": len(data) == 64, "invalid_json": data.startswith(b'{"statusCode":')}
    return begins[name] and not is_json(data)


def is_json(data: bytes) -> bool:
    """Tell whether a body can be read."""
    try:
        json.loads(data)
    except ValueError:
        return False
    return True


def test_every_fault_is_of_a_body_or_of_a_connection() -> None:
    assert {"latency", "dribble", "hang", "reset", "close", "truncate", "wrong_length"} == set(OF_CONNECTIONS)
    assert FAULTS.keys() - set(OF_CONNECTIONS) == set(OF_BODIES)


def test_an_app_has_no_hand_on_connections() -> None:
    engine: Engine = create_app().extensions["mock_gateway"]

    assert engine.transport is False


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("name", OF_CONNECTIONS)
def test_a_fault_of_the_connection_is_refused_when_it_is_asked_for(
    client: FlaskClient, session: Session, name: str, when: str
) -> None:
    with pytest.raises(UsageError) as caught:
        session.fault(name, when=when)

    assert (
        f"the fault {name!r} needs the connection, which this WSGI server does not give away: "
        "use `mock-gateway serve`, `running()` or the fixtures"
    ) == str(caught.value)
    assert 2000 == send(client, session).get_json()["statusCode"]


@pytest.mark.parametrize("name", OF_BODIES)
@pytest.mark.parametrize(("when", "taken"), [("before", False), ("after", True)])
def test_a_fault_of_the_body_is_suffered_once(
    client: FlaskClient, session: Session, name: str, when: str, *, taken: bool
) -> None:
    session.fault(name, when=when)

    suffered = send(client, session)
    texts = session.handset(HANDSET).texts
    sound = send(client, session)

    assert is_as_named(name, suffered), suffered.data
    assert ["Hello"] * taken == texts
    assert (2000, "application/json") == (sound.get_json()["statusCode"], sound.mimetype)
    assert len(suffered.data) == suffered.content_length


def test_the_default_session_of_an_app_suffers_faults_too(engine: Engine, client: FlaskClient) -> None:
    session = Session(engine, engine.sessions.default, engine.gateways["websms"], "http://localhost", Library)
    session.fault("unavailable")

    assert [503, 200] == [send(client, session).status_code for _ in range(2)]


def test_a_scenario_with_faults_of_bodies_is_armed(client: FlaskClient, session: Session) -> None:
    session.play("faults/before/bad_gateway")

    assert 502 == send(client, session).status_code


@pytest.mark.parametrize(
    "name", ["faults/before/reset", "faults/one_after_the_other", "faults/lost_answer_uses_up_the_limit"]
)
def test_a_scenario_with_a_fault_of_the_connection_is_refused_and_leaves_nothing_behind(
    client: FlaskClient, session: Session, name: str
) -> None:
    before: dict[str, Any] = dict(session.account.values_)
    with pytest.raises(UsageError, match="needs the connection"):
        session.play(name)

    assert before == dict(session.account.values_)
    assert [2000, 2000] == [send(client, session).get_json()["statusCode"] for _ in range(2)]
