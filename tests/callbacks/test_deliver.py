"""What acknowledges a callback, when it is tried again, and where it is led: attempts as the outbox keeps them."""

from __future__ import annotations

import json
import socket
import ssl
from itertools import pairwise
from threading import Thread
from typing import TYPE_CHECKING

import flask
import pytest
import trustme
from werkzeug.serving import make_server

from mock_gateway.callbacks.deliver import mapped
from mock_gateway.state import outbox
from receivers import REGISTERED, TOOK, Hook, register, send

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_httpserver import HTTPServer

    from mock_gateway import Session

FIVE_MINUTES = 300_000
BAD = (503, b"busy")


def last_try(session: Session) -> tuple[str, list[int]]:
    """Give the state of the last callback, and the status of each attempt."""
    callback = session.callbacks[-1]
    return callback.state, [attempt.status for attempt in callback.attempts]


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_any_success_acknowledges_a_webhook_of_bestsms(bestsms: Session, httpserver: HTTPServer, status: int) -> None:
    register(bestsms, Hook(httpserver, [(status, b"")]).url)
    send(bestsms)
    bestsms.clock.advance("2s")

    assert ("acknowledged", [status]) == last_try(bestsms)


@pytest.mark.parametrize("status", [302, 400, 404, 500])
def test_anything_else_is_tried_again_by_bestsms(bestsms: Session, httpserver: HTTPServer, status: int) -> None:
    register(bestsms, Hook(httpserver, [(status, b""), TOOK]).url)
    send(bestsms)
    bestsms.clock.advance("2s")
    before = last_try(bestsms)
    bestsms.clock.advance("299999ms")
    still = last_try(bestsms)
    bestsms.clock.advance("1ms")

    assert ("retrying", [status]) == before == still
    assert ("acknowledged", [status, 200]) == last_try(bestsms)


def test_bestsms_tries_every_five_minutes_for_a_day_and_then_gives_up(bestsms: Session, httpserver: HTTPServer) -> None:
    hook = Hook(httpserver, [BAD])
    register(bestsms, hook.url)
    send(bestsms)
    bestsms.clock.advance("2d")

    (callback,) = bestsms.callbacks
    times = [attempt.at for attempt in callback.attempts]
    assert callback.state == "unacknowledged"
    assert 1 + 288 == len(times) == len(hook.got)
    assert {FIVE_MINUTES} == {after - before for before, after in pairwise(times)}
    assert times[-1] - times[0] == 24 * 60 * 60 * 1000
    assert len({got.body for got in hook.got}) == 1


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b""),
        (200, b"OK"),
        (200, b"[]"),
        (200, b"2000"),
        (200, b'{"statusCode":"2000"}'),
        (200, b'{"statusCode":4000,"statusMessage":"no"}'),
        (200, b'{"StatusCode":2000}'),
        (201, TOOK[1]),
        (500, TOOK[1]),
        (200, b"\xff\xfe"),
    ],
)
def test_websms_takes_nothing_but_200_and_code_2000(
    websms: Session, httpserver: HTTPServer, status: int, body: bytes
) -> None:
    register(websms, Hook(httpserver, [(status, body)]).url)
    send(websms)
    websms.clock.advance("1d")

    assert ("unacknowledged", [status]) == last_try(websms)


def test_what_else_an_acknowledgement_of_websms_says_does_not_matter(websms: Session, httpserver: HTTPServer) -> None:
    register(websms, Hook(httpserver, [(200, b' {"statusMessage":"ok activity_id=7","statusCode":2000} ')]).url)
    send(websms)
    websms.clock.advance("2s")

    assert last_try(websms) == ("acknowledged", [200])


def test_websms_tries_again_as_its_settings_say(websms: Session, httpserver: HTTPServer) -> None:
    websms.settings.callback_retries = 3
    websms.settings.callback_retry_seconds = 7
    register(websms, Hook(httpserver, [BAD]).url)
    send(websms)
    websms.clock.advance("1h")

    (callback,) = websms.callbacks
    assert last_try(websms) == ("unacknowledged", [503] * 4)
    assert [attempt.at - callback.made_at for attempt in callback.attempts] == [0, 7000, 14000, 21000]


def test_each_attempt_keeps_when_how_long_and_what_was_answered(websms: Session, httpserver: HTTPServer) -> None:
    websms.settings.callback_retries = 1
    register(websms, Hook(httpserver, [(503, b"b" * 5000), TOOK]).url)
    message = send(websms)
    events = websms.clock.advance("10min")

    (callback,) = websms.callbacks
    refused, took = callback.attempts
    assert (refused.status, refused.answer, refused.problem, refused.acknowledged) == (503, b"b" * 1000, "", False)
    assert (200, TOOK[1], "", True) == (took.status, took.answer, took.problem, took.acknowledged)
    assert refused.latency > 0
    assert took.latency > 0
    assert (message.id, "447700900000", "report") == (callback.message_id, callback.to, callback.kind)
    assert [(event.kind, event.what) for event in events] == [
        ("status", "delivered"),
        ("callback", "retrying"),
        ("callback", "acknowledged"),
    ]
    assert [event.detail for event in events] == ["sms", "503", "200"]
    assert "acknowledged, 2 tries" in repr(callback)


def test_a_callback_that_nobody_answers_is_recorded_with_the_problem(websms: Session, httpserver: HTTPServer) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        register(websms, f"http://127.0.0.1:{nobody.getsockname()[1]}/hook")
        send(websms)
        events = websms.clock.advance("2s")

    (attempt,) = websms.callbacks[0].attempts
    assert (attempt.status, attempt.answer, attempt.acknowledged) == (0, b"", False)
    assert "refused" in attempt.problem
    assert ("unacknowledged", attempt.problem) == (events[-1].what, events[-1].detail)


def test_what_the_guard_stopped_is_recorded_as_that_and_not_tried_again(bestsms: Session) -> None:
    send(bestsms, WebhookCallbackURL="https://192.0.2.1/hook")
    bestsms.clock.advance("1d")

    callback = bestsms.callbacks[0]
    assert last_try(bestsms) == ("stopped", [0])
    assert "192.0.2.1 is 192.0.2.1, which is neither this machine nor allowed" in callback.attempts[0].problem
    assert "callback_map" in callback.attempts[0].problem


def test_a_callback_is_made_again_as_it_was_by_its_id(websms: Session, httpserver: HTTPServer) -> None:
    hook = Hook(httpserver, [BAD, TOOK])
    register(websms, hook.url)
    send(websms)
    websms.clock.advance("2s")
    websms.clock.advance("1h")
    again = websms.callbacks.replay(1)

    assert hook.got[0].body == hook.got[1].body
    assert last_try(websms) == ("acknowledged", [503, 200])
    assert websms.callbacks[0] is again is websms.callbacks.get(1)
    assert (websms.events[-1].kind, websms.events[-1].what) == ("callback", "acknowledged")


def test_a_callback_that_was_made_again_and_taken_is_not_tried_again(bestsms: Session, httpserver: HTTPServer) -> None:
    hook = Hook(httpserver, [BAD, TOOK])
    register(bestsms, hook.url)
    send(bestsms)
    bestsms.clock.advance("2s")
    bestsms.callbacks.replay(1)
    bestsms.clock.advance("1d")

    assert last_try(bestsms) == ("acknowledged", [503, 200])


def test_a_callback_made_again_in_vain_is_still_tried_as_often_as_before(
    bestsms: Session, httpserver: HTTPServer
) -> None:
    hook = Hook(httpserver, [BAD])
    register(bestsms, hook.url)
    send(bestsms)
    bestsms.clock.advance("2s")
    bestsms.callbacks.replay(1)
    between = bestsms.callbacks[0].state
    bestsms.clock.advance("2d")

    assert between == "retrying"
    assert len(hook.got) == 1 + 288 + 1


def test_a_callback_that_is_no_longer_remembered_is_not_tried_again(
    bestsms: Session, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "CALLBACKS_KEPT", 1)
    register(bestsms, Hook(httpserver, [BAD, BAD, TOOK]).url)
    send(bestsms, "+61491570156", "+61491570157")
    bestsms.clock.advance("2s")
    bestsms.clock.advance("5min")

    assert 1 == bestsms.callbacks.evicted == len(bestsms.callbacks)
    assert last_try(bestsms) == ("acknowledged", [503, 200])


@pytest.mark.parametrize(
    ("url", "led"),
    [
        ("https://example.com/a/b?c=1", "http://127.0.0.1:1/a/b?c=1"),
        ("https://example.com/in/x", "http://127.0.0.1:2/x"),
        ("https://example.com/in/deep/x", "http://127.0.0.1:3/x"),
        ("https://example.com", "http://127.0.0.1:1"),
        ("https://example.com/in?key=1&a=1", "http://127.0.0.1:4/hook?a=1"),
        ("https://example.com/in?key=12", "http://127.0.0.1:2?key=12"),
        ("https://example.com/query?a=1", "http://127.0.0.1:5/hook?b=2&a=1"),
        ("http://example.com/a", "http://example.com/a"),
        ("https://example.org/a", "https://example.org/a"),
    ],
)
def test_a_url_is_led_by_the_longest_prefix_that_the_map_knows(url: str, led: str) -> None:
    prefixes = {
        "https://example.com": "http://127.0.0.1:1",
        "https://example.com/in/deep": "http://127.0.0.1:3",
        "https://example.com/in": "http://127.0.0.1:2",
        "https://example.com/in?key=1": "http://127.0.0.1:4/hook",
        "https://example.com/query": "http://127.0.0.1:5/hook?b=2",
    }

    assert led == mapped(url, prefixes)


def test_a_callback_tells_the_url_that_was_registered_wherever_it_was_led(
    websms: Session, httpserver: HTTPServer
) -> None:
    hook = Hook(httpserver)
    websms.settings.callback_map = {"https://example.com/in": hook.url}
    send(websms, notificationCallbackUrl="https://example.com/in/1?key=a")
    websms.clock.advance("2s")

    assert websms.callbacks[0].url == "https://example.com/in/1?key=a"
    assert hook.got[0].path == "/hook/1?key=a"


@pytest.fixture
def application() -> Iterator[tuple[str, list[flask.Request]]]:
    """Serve a client's own Flask application over TLS, with a certificate that only it trusts."""
    app, seen = flask.Flask("client"), []

    @app.post("/sms/report")
    def report() -> flask.Response:
        seen.append((flask.request.headers.get("Authorization"), flask.request.user_agent.string, flask.request.json))
        return flask.jsonify(statusCode=2000, statusMessage="OK")

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost").configure_cert(context)
    server = make_server("127.0.0.1", 0, app, threaded=True, ssl_context=context)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"https://localhost:{server.server_port}", seen
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_flask_application_over_tls_is_reached_under_the_name_that_was_registered(
    websms: Session, bestsms: Session, application: tuple[str, list[flask.Request]]
) -> None:
    url, seen = application
    fields = {"websms": "notificationCallbackUrl", "bestsms": "WebhookCallbackURL"}
    for session in (websms, bestsms):
        session.settings.callback_map = {REGISTERED: url}
        send(session, **{fields[session.gateway]: f"{REGISTERED}/sms/report"})
        session.clock.advance("2s")

    first, second = seen
    assert (*first[:2], first[2]["deliveryReportMessageStatus"]) == (None, "", "delivered")
    assert (bestsms.credentials.api_key, "", "SUCCESS") == (*second[:2], second[2]["Status"])
    assert [session.callbacks[0].state for session in (websms, bestsms)] == ["acknowledged"] * 2


def test_what_was_not_registered_by_a_request_or_the_account_is_not_called(websms: Session) -> None:
    send(websms)
    events = websms.clock.advance("1h")

    assert [event.kind for event in events] == ["status"]
    assert len(websms.callbacks) == 0


def test_a_header_can_not_be_injected_by_what_an_account_is_set_to(bestsms: Session, httpserver: HTTPServer) -> None:
    hook = Hook(httpserver)
    register(bestsms, hook.url)
    bestsms.account.webhook_token = "a\r\nX-Injected: yes"
    send(bestsms)
    bestsms.clock.advance("2s")

    assert not [got for got in hook.got if "X-Injected" in got.headers]
    assert len(bestsms.callbacks[0].attempts) == 1


def test_text_of_any_script_and_quotes_reach_the_receiver_whole(bestsms: Session, httpserver: HTTPServer) -> None:
    hook = Hook(httpserver)
    register(bestsms, hook.url)
    bestsms.receive('<b>"€"</b> & \\ 日本 😀', "+61491570156")

    assert json.loads(hook.got[0].body)["Message"] == '<b>"€"</b> & \\ 日本 😀'
