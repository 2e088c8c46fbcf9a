"""Callbacks that call a URL with parameters and no body: a gateway whose reports are made that way, end to end."""

from __future__ import annotations

import hmac
import re
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import pytest

from callback_benches import change, made, opened, report, respecified, second_account
from helpers import edited
from mock_gateway.callbacks import chaos
from mock_gateway.errors import UsageError
from receivers import TOOK, Hook

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_httpserver import HTTPServer

    from helpers import Bench

SPEC = "gateway.yaml"
SIGNATURE = "x-signature"
POSTS = """    method: POST
    write: json
    types: {json: application/json;charset=UTF-8}
    values: report_values
"""
GETS = """    method: GET
    write: query
    types: {}
    signature: {header: x-signature, secret: password, while: {sign_callbacks: true}}
    values: report_values
"""
BY_SETTINGS = "retry: {times: callback_retries, seconds: callback_retry_seconds}"
SIGNS = "  sign_callbacks: {type: boolean, default: true, about: a, source: websms.settled, confidence: inferred}\n"
MINUTE = 60_000


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """Open a session of a gateway that reports by GET, signed, and tries again as its documents say."""
    folder = edited(tmp_path, "websms", SPEC, POSTS, GETS)
    text = (folder / SPEC).read_text("utf-8")
    text = text.replace(BY_SETTINGS, "retry: {after: [1m, 5m, 1h, 24h]}", 1)
    (folder / SPEC).write_text(text.replace("\nsettings:\n", f"\nsettings:\n{SIGNS}", 1), "utf-8")
    return opened(folder)


def settings(bench: Bench, **values: object) -> None:
    """Set the session's settings."""
    bench.room.settings.update_(values)


def test_what_is_told_follows_the_urls_own_parameters(bench: Bench, httpserver: HTTPServer) -> None:
    hook = Hook(httpserver)
    report(bench, f"{hook.url}?key=a%7eb&to=2#top")

    (got,) = hook.got
    (callback,) = made(bench)
    target = httpserver.log[0][0].environ["REQUEST_URI"]
    told = parse_qsl(target.partition("?")[2])
    assert target.startswith("/hook?key=a%7eb&to=2&messageType=deliveryReport&notificationId=")
    assert [("key", "a~b"), ("to", "2"), ("messageType", "deliveryReport")] == told[:3]
    assert ("sentOn", "2026-01-05T09:00:00.000+00:00") in told
    assert "&sentOn=2026-01-05T09%3A00%3A00.000%2B00%3A00&" in target
    assert "clientMessageId" not in dict(told)
    assert (httpserver.url_for(target), "GET", b"") == (callback.url, callback.method, callback.body)
    assert (got.method, got.body) == (callback.method, callback.body)


def test_there_is_no_body_and_no_header_that_speaks_of_one(bench: Bench, httpserver: HTTPServer) -> None:
    hook = Hook(httpserver)
    report(bench, hook.url)

    (got,) = hook.got
    assert (got.method, got.body) == ("GET", b"")
    assert {"Host", "Accept", "X-Signature"} == set(got.headers)
    assert "acknowledged" == made(bench)[0].state


def test_the_query_that_was_called_is_signed_with_the_accounts_secret(bench: Bench, httpserver: HTTPServer) -> None:
    hook = Hook(httpserver)
    report(bench, f"{hook.url}?b=x/y&a=caf%C3%A9")

    (got,) = hook.got
    told = dict(parse_qsl(made(bench)[0].url.partition("?")[2]))
    pairs = ",".join(f'"{name}":"{value}"' for name, value in told.items())
    text = f"{{{pairs}}}".replace("/", r"\/").replace("é", r"\u00e9")
    secret = bench.account.credentials["password"].encode()
    assert hmac.new(secret, text.encode(), "sha256").hexdigest() == got.headers["X-Signature"]


def test_nothing_is_signed_while_the_setting_says_so(bench: Bench, httpserver: HTTPServer) -> None:
    hook = Hook(httpserver)
    settings(bench, sign_callbacks=False)
    report(bench, hook.url)
    chaos.ask(bench.world, bench.gateway, "bad_signature", 1)
    report(bench, hook.url)

    assert [False, False] == ["X-Signature" in got.headers for got in hook.got]


@pytest.mark.parametrize(("name", "header"), [("bad_signature", "wrong"), ("no_signature", None)])
def test_the_signature_can_be_wrong_or_missing(
    bench: Bench, httpserver: HTTPServer, name: str, header: str | None
) -> None:
    hook = Hook(httpserver)
    chaos.ask(bench.world, bench.gateway, name, 1)
    report(bench, hook.url)
    report(bench, hook.url)

    first, second = hook.got
    assert header == first.headers.get("X-Signature")
    assert re.fullmatch("[0-9a-f]{64}", second.headers["X-Signature"])


@pytest.mark.parametrize("name", ["duplicate", "unknown_id", "contradict", "after_final"])
def test_a_further_report_is_signed_for_what_it_tells(bench: Bench, httpserver: HTTPServer, name: str) -> None:
    hook = Hook(httpserver)
    chaos.ask(bench.world, bench.gateway, name, 1)
    report(bench, hook.url)

    first, second = hook.got
    assert (first.path == second.path) == (first.headers["X-Signature"] == second.headers["X-Signature"])
    assert (first.path == second.path) == (name == "duplicate")


@pytest.mark.parametrize("prefix", ["https://example.com", "https://example.com/in", "https://example.com/in?key=1"])
def test_a_url_that_is_led_elsewhere_is_recorded_and_signed_as_it_was_registered(
    bench: Bench, httpserver: HTTPServer, prefix: str
) -> None:
    hook = Hook(httpserver)
    settings(bench, callback_map={prefix: hook.url})
    report(bench, "https://example.com/in?key=1")

    (callback,) = made(bench)
    assert callback.url.startswith("https://example.com/in?key=1&messageType=deliveryReport&")
    target = httpserver.log[0][0].environ["REQUEST_URI"]
    assert target.startswith("/hook")
    assert target.endswith(callback.url.partition("&")[2])
    assert callback.headers[SIGNATURE] == hook.got[0].headers["X-Signature"]


def test_a_prefix_does_not_end_in_the_middle_of_a_path(bench: Bench, httpserver: HTTPServer) -> None:
    hook = Hook(httpserver)
    settings(bench, callback_map={"http://192.0.2.1/R": hook.url})
    report(bench, "http://192.0.2.1/R&D")

    assert (made(bench)[0].state, hook.got) == ("stopped", [])


def test_what_is_not_allowed_is_stopped_whatever_its_parameters(bench: Bench) -> None:
    report(bench, "http://192.0.2.1/?to=http://127.0.0.1/")

    (callback,) = made(bench)
    assert ("stopped", 1) == (callback.state, len(callback.attempts))


def test_it_is_tried_again_at_most_four_times_at_growing_waits_and_then_given_up(
    bench: Bench, httpserver: HTTPServer
) -> None:
    hook = Hook(httpserver, [(503, b"")])
    report(bench, hook.url)
    waits = [MINUTE, 5 * MINUTE, 60 * MINUTE, 24 * 60 * MINUTE]
    states = [made(bench)[0].state]
    for wait in waits:
        bench.advance(f"{wait - 1}ms")
        states.append(f"{len(hook.got)} {made(bench)[0].state}")
        bench.advance("1ms")
    bench.advance("30d")

    (callback,) = made(bench)
    times = [attempt.at for attempt in callback.attempts]
    assert ["retrying", "1 retrying", "2 retrying", "3 retrying", "4 retrying"] == states
    assert waits == [after - before for before, after in pairwise(times)]
    assert ("unacknowledged", 5) == (callback.state, len(hook.got))
    assert len({(got.path, got.headers["X-Signature"]) for got in hook.got}) == 1


def test_once_it_was_taken_it_is_not_tried_again(bench: Bench, httpserver: HTTPServer) -> None:
    hook = Hook(httpserver, [(503, b""), (500, b""), TOOK])
    report(bench, hook.url)
    bench.advance("30d")

    (callback,) = made(bench)
    assert ("acknowledged", 3) == (callback.state, len(hook.got))


def test_an_open_status_is_reported_each_time_it_comes_and_each_report_is_tried_again(
    bench: Bench, httpserver: HTTPServer
) -> None:
    hook = Hook(httpserver, [(503, b"")])
    report(bench, hook.url)
    message = next(bench.world.store.all("websms"))
    message.recipients[0].status, message.recipients[0].ended_at = "accepted", None
    for event in ("retry", "retry", "deliver"):
        change(bench, message, event)
    bench.advance("30d")

    statuses = [dict(parse_qsl(each.url))["deliveryReportMessageStatus"] for each in made(bench)]
    assert ["delivered", "undelivered", "undelivered", "delivered"] == statuses
    assert [5] * 4 == [len(callback.attempts) for callback in made(bench)]
    assert {"unacknowledged"} == {callback.state for callback in made(bench)}


def test_a_report_is_of_its_own_account_by_url_and_by_secret(bench: Bench, httpserver: HTTPServer) -> None:
    hook = Hook(httpserver)
    second = second_account(bench)
    bench.account.state.callback_url = f"{hook.url}/first"
    second.state.callback_url = f"{hook.url}/second"
    for key in ("first", "second", "long gone"):
        report(bench, None)
        message = list(bench.world.store.all("websms"))[-1]
        message.account, message.recipients[0].status = key, "accepted"
        change(bench, message, "deliver")

    own = hook.got[1::2]
    assert ["/hook/first", "/hook/second", "/hook/first"] == [got.path.partition("?")[0] for got in own]
    assert len({got.headers["X-Signature"] for got in own}) == 3


def test_what_a_gateway_does_not_sign_can_still_not_be_wrongly_signed(bench: Bench) -> None:
    respecified(bench, "report", secrets=(), signature=None)

    with pytest.raises(UsageError, match="does not sign its callbacks"):
        chaos.ask(bench.world, bench.gateway, "bad_signature", 1)
