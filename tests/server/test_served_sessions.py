"""Sessions on one server: worlds that never see each other, found by URL or by credentials, used by many at once."""

from __future__ import annotations

import http.client
import json
import socket
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import requests

import mock_gateway
from mock_gateway.definitions.load import gateway
from mock_gateway.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mock_gateway import Session
    from mock_gateway.server.running import Gateways

TEXT = "/rest/smsmessaging/text"
SMS = "/api/v2.04/send/sms"
HELLO = {"recipientAddressList": ["447700900000"], "messageContent": "hi"}
SECONDS = 20
THREADS = 16
SENDS = 50


@pytest.fixture
def two(gateways: Gateways) -> Iterator[tuple[Session, Session]]:
    """Open two sessions of one gateway on one server."""
    sessions = gateways.session("websms"), gateways.session("websms")
    yield sessions
    for session in sessions:
        gateways.end(session)


def send(url: str, session: Session, **changes: object) -> requests.Response:
    """Send a text with a session's user name and password."""
    auth = (session.credentials.username, session.credentials.password)
    return requests.post(url + TEXT, json={**HELLO, **changes}, auth=auth, timeout=SECONDS)


def send_often(session: Session, count: int) -> list[dict[str, Any]]:
    """Send on one connection that is kept open, and give the answers."""
    parts = urlsplit(session.url)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=SECONDS)
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {session.credentials.token}"}
    answers = []
    for _ in range(count):
        connection.request("POST", parts.path + TEXT, json.dumps(HELLO), headers)
        answers.append(json.loads(connection.getresponse().read()))
    connection.close()
    return answers


def test_two_sessions_on_one_server_do_not_see_each_other(two: tuple[Session, Session]) -> None:
    first, second = two
    first.settings.queued_from = 1
    first.reject(4013, times=2)

    refused, accepted = send(first.url, first), send(second.url, second)
    second.clock.advance("1h")

    assert refused.json()["statusCode"] == 4013
    assert accepted.json()["statusCode"] == 2000
    assert (len(first.messages), len(second.messages)) == (0, 1)
    assert (len(first.journal), len(second.journal)) == (1, 1)
    assert (second.clock.now - first.clock.now).total_seconds() == 3600
    assert second.settings.queued_from is None


def test_sessions_have_credentials_and_urls_of_their_own(two: tuple[Session, Session]) -> None:
    first, second = two

    assert first.url != second.url
    assert all(first.credentials[name] != second.credentials[name] for name in first.credentials)


def test_a_message_of_one_session_is_unknown_in_another(gateways: Gateways, bestsms: Session) -> None:
    other = gateways.session("bestsms")
    message = {"MessageData": {"Message": "a", "Destinations": ["+61491570156"], "MessageID": "ID1"}}
    signed = [{"Authorization": f"Basic {each.credentials.token}"} for each in (bestsms, other)]
    requests.post(bestsms.url + SMS, json=message, headers=signed[0], timeout=SECONDS)

    polls = [
        requests.get(f"{each.url}/api/v2.04/get/status/ID1", headers=headers, timeout=SECONDS).json()
        for each, headers in zip((bestsms, other), signed, strict=True)
    ]
    gateways.end(other)

    assert [poll["Result"] for poll in polls] == ["Success", "Failed"]


def test_credentials_alone_lead_to_their_session(gateways: Gateways, two: tuple[Session, Session]) -> None:
    first, second = two

    answers = [send(f"{gateways.url}/websms", each) for each in (first, second, second)]

    assert [answer.json()["statusCode"] for answer in answers] == [2000, 2000, 2000]
    assert (len(first.messages), len(second.messages)) == (1, 2)


def test_a_wrong_password_is_refused_and_journalled_in_the_session_that_the_user_belongs_to(
    gateways: Gateways, websms: Session
) -> None:
    auth = (websms.credentials.username, "wrong")

    answer = requests.post(f"{gateways.url}/websms{TEXT}", json=HELLO, auth=auth, timeout=SECONDS)

    assert answer.status_code == 401
    assert [each.code for each in websms.journal] == [401]


def test_the_host_alone_leads_to_its_gateway(gateways: Gateways, websms: Session) -> None:
    answer = requests.post(
        gateways.url + TEXT,
        json=HELLO,
        headers={"Host": "api.websms.com", "Authorization": f"Bearer {websms.credentials.token}"},
        timeout=SECONDS,
    )

    assert answer.json()["transferId"] == websms.messages[0].id


def test_the_path_alone_leads_to_the_gateway_that_owns_it(gateways: Gateways, bestsms: Session) -> None:
    answer = requests.post(
        gateways.url + SMS,
        json={"MessageData": {"Message": "a", "Destinations": ["+61491570156"]}},
        headers={"Authorization": f"Basic {bestsms.credentials.token}"},
        timeout=SECONDS,
    )

    assert answer.json()["MessageID"] == bestsms.messages[0].id


def test_the_urls_session_decides_over_foreign_credentials(two: tuple[Session, Session]) -> None:
    first, second = two

    answer = send(first.url, second)

    assert answer.status_code == 401
    assert (len(first.journal), len(second.journal)) == (1, 0)


def test_a_session_that_has_ended_is_unknown(gateways: Gateways) -> None:
    session = gateways.session("websms")
    name = urlsplit(session.url).path.split("/")[1].removeprefix("~")
    gateways.end(session)

    by_url, by_credentials = send(session.url, session), send(f"{gateways.url}/websms", session)

    assert (by_url.status_code, by_url.text) == (404, f"There is no session '{name}': it has ended, or never was.\n")
    assert by_credentials.status_code == 401
    assert len(session.journal) == 0


def test_sixteen_threads_on_one_session_lose_nothing(websms: Session) -> None:
    with ThreadPoolExecutor(THREADS) as pool:
        answers = [each for sent in pool.map(lambda _: send_often(websms, SENDS), range(THREADS)) for each in sent]

    ids = [answer["transferId"] for answer in answers]
    assert {answer["statusCode"] for answer in answers} == {2000}
    assert len(set(ids)) == THREADS * SENDS
    assert {message.id for message in websms.messages} == set(ids)
    assert [each.number for each in websms.journal] == list(range(1, THREADS * SENDS + 1))
    assert websms.journal.evicted == 0


def test_sixteen_threads_on_sixteen_sessions_lose_nothing(gateways: Gateways) -> None:
    sessions = [gateways.session("websms") for _ in range(THREADS)]

    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(lambda session: send_often(session, SENDS), sessions))
    for session in sessions:
        gateways.end(session)

    for session, sent in zip(sessions, answers, strict=True):
        assert [message.id for message in session.messages] == [answer["transferId"] for answer in sent]
        assert [each.number for each in session.journal] == list(range(1, SENDS + 1))


def test_a_quota_is_exact_under_sixteen_threads(websms: Session) -> None:
    websms.account.message_limit = 100

    with ThreadPoolExecutor(THREADS) as pool:
        answers = [each for sent in pool.map(lambda _: send_often(websms, 10), range(THREADS)) for each in sent]

    assert sorted(answer["statusCode"] for answer in answers) == [2000] * 100 + [4013] * 60
    assert len(websms.messages) == 100


def test_a_server_runs_without_pytest() -> None:
    with mock_gateway.running("websms") as session:
        answer = send(session.url, session)

        assert answer.json()["transferId"] == session.messages[0].id
        assert session.clock.now.isoformat() == "2026-01-05T09:00:00+00:00"

    with pytest.raises(requests.ConnectionError):
        send(session.url, session)


def test_a_server_takes_a_clock_and_the_same_seed_gives_the_same_ids() -> None:
    found = []
    for _ in range(2):
        with mock_gateway.running("bestsms", clock="2026-03-01T00:00:00Z", seed=7) as session:
            headers = {"Authorization": f"Basic {session.credentials.token}"}
            document = {"MessageData": {"Message": "a", "Destinations": ["+61491570156"]}}
            found.append(requests.post(session.url + SMS, json=document, headers=headers, timeout=SECONDS).json())

            assert session.clock.now.isoformat() == "2026-03-01T00:00:00+00:00"

    assert found[0] == found[1]


def test_what_went_wrong_inside_a_server_is_raised_where_it_ran(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_case: object, _judgement: object) -> None:
        raise ZeroDivisionError("on purpose")

    monkeypatch.setattr(gateway("websms").calls["send-text"], "operation", broken)

    def use() -> None:
        with mock_gateway.running("websms") as session:
            answer = send(session.url, session)

            assert (answer.status_code, answer.json()["statusCode"]) == (500, 5000)

    with pytest.raises(ZeroDivisionError, match="on purpose"):
        use()


def test_an_unknown_gateway_is_named_with_the_nearest_right_one() -> None:
    with pytest.raises(UsageError, match="unknown gateway 'websm': did you mean 'websms'"):  # noqa: SIM117
        with mock_gateway.running("websm"):
            pass


def test_a_connection_is_kept_open_from_request_to_request(websms: Session) -> None:
    with requests.Session() as client:
        client.trust_env = False
        auth = (websms.credentials.username, websms.credentials.password)
        ports = set()
        for _ in range(5):
            answer = client.post(websms.url + TEXT, json=HELLO, auth=auth, timeout=SECONDS, stream=True)
            ports.add(answer.raw.connection.sock.getsockname())
            assert answer.json()["statusCode"] == 2000

    assert len(ports) == 1


def test_an_answer_is_not_held_back_until_the_last_one_was_acknowledged(gateways: Gateways) -> None:
    """Nagle's algorithm is off only where the socket says that it is TCP; it costs 40 ms a request otherwise."""
    assert gateways.server._socket.proto == socket.IPPROTO_TCP


def test_pipelined_requests_are_answered_in_order(websms: Session) -> None:
    parts = urlsplit(websms.url)
    lines = [f"GET {parts.path}/{number} HTTP/1.1\r\nHost: x\r\n" for number in (1, 2)]
    with socket.create_connection((str(parts.hostname), parts.port or 0), SECONDS) as plain:
        plain.sendall(f"{lines[0]}\r\n{lines[1]}Connection: close\r\n\r\n".encode())
        answers = b"".join(iter(lambda: plain.recv(65536), b""))

    assert answers.count(b"HTTP/1.1 404 ") == 2
    assert [each.request.path.rpartition("/")[2] for each in websms.journal] == ["1", "2"]


@pytest.mark.parametrize("name", ["bestsms", "websms"])
def test_head_and_options_are_refused_as_other_methods_are(gateways: Gateways, name: str) -> None:
    session = gateways.session(name)
    url = session.url + {"bestsms": SMS, "websms": TEXT}[name]

    head, options = (requests.request(method, url, timeout=SECONDS) for method in ("HEAD", "OPTIONS"))
    gateways.end(session)

    assert (head.status_code, head.content) == (405, b"")
    assert options.status_code == 405
    assert head.headers["Content-Length"] == options.headers["Content-Length"] == str(len(options.content))
    assert [each.request.method for each in session.journal] == ["HEAD", "OPTIONS"]


CASES: dict[str, tuple[str, str, dict[str, str], bytes]] = {
    "accepted": ("POST", TEXT, {"Content-Type": "application/json"}, json.dumps(HELLO).encode()),
    "rejected": ("POST", TEXT, {"Content-Type": "application/json"}, b'{"messageContent":"hi"}'),
    "unreadable": ("POST", TEXT, {"Content-Type": "application/json"}, b"{"),
    "media type": ("POST", TEXT, {"Content-Type": "text/plain"}, json.dumps(HELLO).encode()),
    "accept": ("POST", TEXT, {"Content-Type": "application/json", "Accept": "text/csv"}, json.dumps(HELLO).encode()),
    "path": ("POST", "/rest/nowhere", {}, b""),
    "line end in the path": ("POST", "/rest/%0d%0a", {}, b""),
    "trailing slash": ("POST", f"{TEXT}/", {"Content-Type": "application/json"}, json.dumps(HELLO).encode()),
    "doubled slash": ("POST", f"/{TEXT}", {"Content-Type": "application/json"}, json.dumps(HELLO).encode()),
    "encoded slash": ("POST", TEXT.replace("/text", "%2ftext"), {}, b""),
    "query": ("GET", f"{TEXT}?access_token=nobody", {}, b""),
    "method": ("DELETE", TEXT, {}, b""),
    "head": ("HEAD", TEXT, {}, b""),
    "options": ("OPTIONS", TEXT, {}, b""),
    "a method that flask does not know": ("PROPFIND", TEXT, {"Accept": "application/json"}, b""),
}


@pytest.mark.parametrize("case", CASES)
def test_flask_gives_the_same_answer_as_the_server(gateways: Gateways, case: str) -> None:
    sessions = [gateways.session("websms") for _ in range(2)]
    method, target, headers, body = CASES[case]
    flask = mock_gateway.create_app(gateways.engine).test_client()
    signed = [{**headers, "Authorization": f"Bearer {each.credentials.token}"} for each in sessions]

    server = requests.request(method, sessions[0].url + target, data=body, headers=signed[0], timeout=SECONDS)
    through = flask.open(urlsplit(sessions[1].url).path + target, method=method, data=body, headers=signed[1])
    for each in sessions:
        gateways.end(each)

    named = ("Content-Type", "Content-Length", "WWW-Authenticate")
    assert through.status_code == server.status_code
    assert through.data == server.content
    assert [through.headers.get(name) for name in named] == [server.headers.get(name) for name in named]
    assert [each.code for each in sessions[0].journal] == [each.code for each in sessions[1].journal]
    assert [each.call for each in sessions[0].journal] == [each.call for each in sessions[1].journal]


def test_a_flask_application_has_an_engine_of_its_own() -> None:
    app = mock_gateway.create_app()
    token = app.extensions["mock_gateway"].sessions.default.account("websms").credentials["token"]

    answer = app.test_client().post(f"/websms{TEXT}", json=HELLO, headers={"Authorization": f"Bearer {token}"})

    assert answer.json["statusCode"] == 2000
    assert "Server" not in answer.headers


def test_a_port_that_is_taken_is_said_in_one_sentence(gateways: Gateways) -> None:
    from mock_gateway.server.running import Gateways as Another  # noqa: PLC0415  the name is a type above

    with pytest.raises(UsageError, match=f"cannot listen on 127.0.0.1 port {gateways.server.port}: "):
        Another(port=gateways.server.port)
