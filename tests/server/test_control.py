"""The control API over HTTP: sessions, and their whole surface, for tests in other languages."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
import requests

from mock_gateway.definitions.resources import gateway_names
from mock_gateway.server import waiting
from receivers import SECONDS, Hook
from remote import PATHS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_httpserver import HTTPServer

    from remote import Control, Remote

READS = ("settings", "account", "clock", "messages", "journal", "callbacks", "ledger", "mails", "events", "page-faults")


def everything(session: Remote) -> dict[str, Any]:
    """Read all that a session can tell."""
    return {what: session.get(what) for what in READS}


def test_a_minted_session_is_listed_shown_and_used(control: Control, remote: Remote) -> None:
    listed = control.call("GET", "sessions").json

    assert [f"demo-{name}" for name in gateway_names()] == [each["id"] for each in listed][: len(gateway_names())]
    assert remote.about in listed
    assert remote.about == control.call("GET", remote.path).json
    assert {"id", "gateway", "url", "credentials", "clock"} == set(remote.about)
    assert 2000 == remote.send()["statusCode"]


def test_a_session_may_have_a_clock_and_a_seed_of_its_own(control: Control) -> None:
    sessions = [control.open("bestsms", clock="2026-03-01T12:00:00Z", seed=7) for _ in range(2)]

    ids = [each.send()["MessageID"] for each in sessions]
    now = sessions[0].get("clock")["now"]
    real = control.open("websms", clock="real")

    assert ids[0] == ids[1]
    assert now.startswith("2026-03-01T12:00:00")
    assert ("frozen", "real") == (sessions[0].about["clock"], real.about["clock"])
    for each in (*sessions, real):
        assert 204 == each.end().status


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, 'a session is made of {"gateway": "websms"'),
        ({"gateway": "websm"}, "unknown gateway 'websm': did you mean 'websms'?"),
        ({"gateway": "../../etc/passwd"}, "unknown gateway '../../etc/passwd'"),
        ({"gateway": ["websms"]}, 'a session is made of {"gateway": "websms"'),
        ({"gatewy": "websms"}, "unknown parameter 'gatewy': did you mean 'gateway'?"),
        ({"gateway": "websms", "clock": "noon"}, "'noon' is no instant"),
        ({"gateway": "websms", "clock": "9999-12-31T00:00:00Z"}, "a clock stands between 1970 and 9999"),
        ({"gateway": "websms", "clock": 1}, 'a session is made of {"gateway": "websms"'),
        ({"gateway": "websms", "seed": "1"}, 'a session is made of {"gateway": "websms"'),
        ({"gateway": "websms", "seed": True}, 'a session is made of {"gateway": "websms"'),
    ],
    ids=str,
)
def test_a_session_that_cannot_be_is_not_minted(control: Control, given: Mapping[str, Any], said: str) -> None:
    before = control.call("GET", "sessions").json

    answer = control.call("POST", "sessions", **given)

    assert 400 == answer.status
    assert said in answer.json["error"]
    assert before == control.call("GET", "sessions").json


def test_an_ended_session_is_gone_with_its_url_and_credentials(control: Control) -> None:
    session = control.open("websms")
    ended = session.end()
    sent = requests.post(session.about["url"] + PATHS["websms"], json={}, timeout=SECONDS)

    assert (204, "") == (ended.status, ended.text)
    assert (404, "There is no session") == (sent.status_code, sent.text[:19])
    assert 404 == session.end().status
    assert [404] * len(READS) == [session.ask("GET", what).status for what in READS]
    assert "unknown session" in session.ask("GET", "journal").json["error"]
    assert session.about not in control.call("GET", "sessions").json


@pytest.mark.parametrize("name", ["demo-websms", "demo-bestsms"])
def test_the_default_session_cannot_be_ended(control: Control, name: str) -> None:
    answer = control.call("DELETE", f"sessions/{name}")

    assert (400, "the default session cannot be ended; reset it") == (answer.status, answer.json["error"])
    assert 200 == control.call("GET", f"sessions/{name}").status


def test_two_sessions_do_not_see_each_other(control: Control, remote: Remote) -> None:
    second = control.open("websms")
    before = everything(second)
    remote.post("reject", code=4013)
    remote.post("outcome", name="expired")
    remote.patch("settings", queued_from=1)
    remote.patch("account", message_limit=1)
    remote.send()
    remote.send("a second one")
    remote.post("receive", text="hi", **{"from": "+447700900001"})
    remote.post("clock", advance="1h")

    assert before == everything(second)
    assert 2000 == second.send()["statusCode"]
    assert ["Hello"] == [each["text"] for each in second.get("messages")]
    second.end()


def test_a_reset_forgets_all_but_the_session(remote: Remote) -> None:
    before = everything(remote)
    remote.post("reject", code=4013, times=3)
    remote.post("fault", name="html", times=3)
    remote.patch("settings", queued_from=1)
    remote.patch("account", message_limit=0)
    remote.send()
    remote.post("clock", advance="1h")

    shown = remote.post("reset")

    assert remote.about == shown
    assert before == everything(remote)
    assert 2000 == remote.send()["statusCode"]


def test_the_clock_is_moved_and_says_what_happened(remote: Remote) -> None:
    start = remote.get("clock")
    sent = remote.send()["transferId"]

    early = remote.post("clock", advance=1)
    late = remote.post("clock", advance="1.5s", wait=False)

    assert ("frozen", "2026-01-05T09:00:00.000") == (start["mode"], start["now"][:23])
    assert [] == early["events"]
    assert [(sent, "447700900000", "delivered", "2026-01-05T09:00:02.000Z")] == [
        (each["message_id"], each["to"], each["what"], each["at"]) for each in late["events"]
    ]
    assert "2026-01-05T09:00:02.500" == late["now"][:23]
    assert late["events"] == remote.get("events")


def test_a_scenario_is_played(remote: Remote) -> None:
    assert {} == remote.post("play", name="rejections/message_limit_reached")
    assert 4013 == remote.send()["statusCode"]


def test_a_rejection_is_forced(remote: Remote) -> None:
    assert {} == remote.post("reject", code="4026", times=2, call="send-text")
    assert [4026, 4026, 2000] == [remote.send()["statusCode"] for _ in range(3)]
    assert [True, True, False] == [each["forced"] for each in remote.get("journal")["exchanges"]]


def test_a_fault_is_suffered(remote: Remote) -> None:
    remote.post("fault", name="reset", when="after", call="send-text")
    with pytest.raises(requests.ConnectionError):
        remote.send()
    remote.post("fault", name="latency", seconds=0.1, seed=1)

    assert 2000 == remote.send()["statusCode"]
    assert ["reset", "latency"] == [each["reply"]["fault"] for each in remote.get("journal")["exchanges"]]
    assert [(2, "Hello")] == [(each["times"], each["text"]) for each in remote.get("ledger")["duplicates"]]


def test_what_becomes_of_a_message_is_chosen(remote: Remote) -> None:
    remote.post("outcome", name="expired", times=1)
    remote.send()

    what = [each["what"] for each in remote.post("clock", advance="7d")["events"] if each["kind"] == "status"]

    assert ["expired"] == what


def test_settings_and_account_are_read_and_changed(remote: Remote) -> None:
    before = remote.get("settings"), remote.get("account")

    settings = remote.patch("settings", queued_from=1)
    account = remote.patch("account", message_limit=1, blacklist=["447700900001"])

    assert {**before[0], "queued_from": 1} == settings == remote.get("settings")
    assert {**before[1], "message_limit": 1, "blacklist": ["447700900001"]} == account == remote.get("account")
    assert [2001, 4013] == [remote.send()["statusCode"] for _ in range(2)]


def test_a_change_is_made_whole_or_not_at_all(remote: Remote) -> None:
    before = remote.get("account")

    answer = remote.ask("PATCH", "account", message_limit=1, blacklist="447700900001")

    assert 400 == answer.status
    assert before == remote.get("account")


def test_an_inbound_message_is_received_and_called_back(remote: Remote, httpserver: HTTPServer) -> None:
    hook = Hook(httpserver)
    remote.patch("account", callback_url=hook.url)

    got = remote.post("receive", text="hi", to="+447700900999", kind="text", **{"from": "+44 7700 900001"})

    assert ("447700900001", "+447700900999", "hi") == (got["from"], got["to"], got["text"])
    assert ["inbound"] == [each["kind"] for each in remote.get("events")][:1]
    assert "447700900001" in hook.got[0].body.decode()


def test_a_binary_message_is_received_and_called_back_segment_by_segment(
    remote: Remote, httpserver: HTTPServer
) -> None:
    hook = Hook(httpserver)
    remote.patch("account", callback_url=hook.url)

    got = remote.post(
        "receive",
        segments=["BQD/", "QQ"],
        user_data_header=True,
        flash=True,
        kind="binary",
        **{"from": "+447700900001"},
    )

    assert ("0500ff 41", ["BQD/", "QQ=="], True) == (got["text"], got["segments"], got["user_data_header"])
    assert got["flash"] is True
    assert b'"messageFlashSms":true' in hook.got[0].body
    assert b'"userDataHeaderPresent":true,"binaryMessageContent":["BQD_","QQ=="]' in hook.got[0].body


def test_a_reply_names_the_message_that_it_answers(other: Remote) -> None:
    sent = other.send()["MessageID"]

    got = other.post("receive", text="yes", reply_to=sent, **{"from": "+447700900000"})

    assert sent == got["reply_to"]


@pytest.mark.parametrize(("what", "steps"), [("deliver", ["delivered"]), ("fail", ["undelivered", "expired"])])
def test_a_message_is_ended_now(remote: Remote, what: str, steps: list[str]) -> None:
    first, last = (remote.send(text)["transferId"] for text in ("first", "last"))

    events = remote.post(what)["events"] + remote.post(what, message=first)["events"]

    met = [(each["message_id"], each["what"]) for each in events if each["kind"] == "status"]
    assert [(each, step) for each in (last, first) for step in steps] == met
    assert steps[-1:] * 2 == [each["recipients"][0]["status"] for each in remote.get("messages")]


def test_a_message_tells_all_about_itself(remote: Remote) -> None:
    sent = remote.send("Grüße 😀")["transferId"]
    remote.post("clock", advance="2s")

    (message,) = remote.get("messages")

    assert (sent, "websms", "send-text", "Grüße 😀") == tuple(message[key] for key in ("id", "gateway", "call", "text"))
    assert ("UCS-2", 1, False) == (message["encoding"], message["parts"], message["test"])
    assert "2026-01-05T09:00:00.000Z" == message["accepted_at"] == message["send_at"]
    (recipient,) = message["recipients"]
    assert ("447700900000", "delivered", "2026-01-05T09:00:02.000Z", 0.075) == tuple(
        recipient[key] for key in ("number", "status", "ended_at", "price")
    )


def test_callbacks_are_kept_with_every_attempt_and_replayed(remote: Remote, httpserver: HTTPServer) -> None:
    hook = Hook(httpserver)
    remote.patch("account", callback_url=hook.url)
    sent = remote.send()["transferId"]
    remote.post("clock", advance="2s")
    (made,) = remote.get("callbacks")

    again = remote.post(f"callbacks/{made['id']}/replay")

    assert (sent, "report", hook.url, "acknowledged") == tuple(
        made[key] for key in ("message_id", "kind", "url", "state")
    )
    assert [(200, "", True)] == [(each["status"], each["problem"], each["acknowledged"]) for each in made["attempts"]]
    assert [made["body"].encode()] * 2 == [each.body for each in hook.got]
    assert 2 == len(again["attempts"])
    assert [again] == remote.get("callbacks")


def test_callbacks_go_wrong_when_told_to(remote: Remote, httpserver: HTTPServer) -> None:
    hook = Hook(httpserver)
    remote.patch("account", callback_url=hook.url)
    remote.post("chaos", name="duplicate", times=1)
    remote.send()
    remote.post("clock", advance="2s")

    assert 2 == len(hook.got) == len(remote.get("callbacks"))


def test_the_ledger_says_what_was_accepted_delivered_and_charged(remote: Remote) -> None:
    ids = [remote.send()["transferId"] for _ in range(2)]
    remote.send("late", to="+447700900001")
    remote.post("deliver", message=ids[0])

    assert {
        "cost": "0.225",
        "evicted": 0,
        "duplicates": [{"number": "447700900000", "text": "Hello", "times": 2, "message_ids": ids}],
        "handsets": {
            "447700900000": {"texts": ["Hello", "Hello"], "delivered": ["Hello"]},
            "447700900001": {"texts": ["late"], "delivered": []},
        },
    } == remote.get("ledger")


def test_mails_are_shown(other: Remote) -> None:
    document = {"MessageData": {"Message": "Hello", "Destinations": ["+61491570156"]}}
    url = other.about["url"] + PATHS["bestsms"]
    requests.post(url, json=document, headers={"Authorization": "Basic wrong"}, timeout=SECONDS)

    assert ["authentication_failed"] == [each["kind"] for each in other.get("mails")]


def test_the_journal_keeps_every_exchange(remote: Remote) -> None:
    remote.send()
    remote.send(priority=12)

    journal = remote.get("journal")
    accepted, refused = journal["exchanges"]

    assert 0 == journal["evicted"]
    assert (1, "websms", "send-text", True, None) == tuple(
        accepted[key] for key in ("number", "gateway", "call", "accepted", "verdict")
    )
    assert ("POST", 200) == (accepted["request"]["method"], accepted["reply"]["status"])
    assert "Hello" == json.loads(accepted["request"]["body"])["messageContent"]
    assert 2000 == json.loads(accepted["reply"]["body"])["statusCode"]
    assert (False, 4015, "/priority") == (refused["accepted"], refused["verdict"]["code"], refused["verdict"]["place"])


@pytest.mark.parametrize("form", ["basic", "bearer"])
def test_no_secret_of_websms_is_in_the_journal(remote: Remote, form: str) -> None:
    keys = remote.about["credentials"]
    url, message = remote.about["url"] + PATHS["websms"], {"recipientAddressList": ["447700900000"]}
    if form == "basic":
        answer = requests.post(url, json=message, auth=(keys["username"], keys["password"]), timeout=SECONDS)
    else:
        headers = {"Authorization": f"Bearer {keys['token']}"}
        answer = requests.post(url, json=message, headers=headers, timeout=SECONDS)
    sent = answer.request.headers["Authorization"].split()[1]

    journal = remote.ask("GET", "journal").text

    assert [] == [each for each in (keys["password"], keys["token"], sent) if each in journal]


SMS = "<MessageData><Message>Hi</Message><Destinations><Recipient>+61491570156</Recipient></Destinations></MessageData>"


@pytest.mark.parametrize("form", ["token", "json", "xml", "unreadable"])
def test_no_secret_of_bestsms_is_in_the_journal(other: Remote, form: str) -> None:
    keys = other.about["credentials"]
    url, kind = other.about["url"] + PATHS["bestsms"], {"Content-Type": "application/json"}
    named = {"Sender": keys["sender"], "APIKey": keys["api_key"]}
    message = {"MessageData": {"Message": "Hi", "Destinations": ["+61491570156"]}}
    if form == "token":
        requests.post(url, json=message, headers={"Authorization": f"Basic {keys['token']}"}, timeout=SECONDS)
    elif form == "xml":
        parts = "".join(f"<{name}>{value}</{name}>" for name, value in named.items())
        headers = {"Content-Type": "application/xml"}
        requests.post(url, data=f"<SMS>{parts}{SMS}</SMS>", headers=headers, timeout=SECONDS)
    else:
        body = json.dumps({**named, **message})
        requests.post(url, data=body[: -1 if form == "unreadable" else None], headers=kind, timeout=SECONDS)

    answer = other.ask("GET", "journal")

    assert 1 == len(answer.json["exchanges"])
    assert [] == [keys[name] for name in ("api_key", "token") if keys[name] in answer.text]


def test_an_exchange_is_explained_by_its_number(remote: Remote) -> None:
    remote.send()
    remote.send(priority=12)

    accepted, refused = (remote.post("explain", exchange=number) for number in (1, 2))

    assert (True, None) == (accepted["accepted"], accepted["verdict"])
    assert (False, 4015, "/priority") == (refused["accepted"], refused["verdict"]["code"], refused["verdict"]["place"])
    assert "lower the number to the account's limit" == refused["mend"]


def test_a_message_that_is_there_is_found_at_once(remote: Remote) -> None:
    sent = remote.send("code 1234")["transferId"]

    assert sent == remote.post("wait", timeout=0)["id"]
    assert sent == remote.post("wait", to="+447700900000", contains="code", timeout=0)["id"]


def test_a_message_that_another_thread_sends_is_waited_for(remote: Remote, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other thread begins once the waiting has looked and found nothing."""
    looked, find = Event(), waiting._find

    def look(*arguments: Any) -> Any:
        found = find(*arguments)
        looked.set()
        return found

    def send_then() -> None:
        looked.wait(SECONDS)
        remote.send("other", to="+447700900002")
        remote.send("wanted", to="+447700900001")

    monkeypatch.setattr(waiting, "_find", look)
    with ThreadPoolExecutor(1) as pool:
        sent = pool.submit(send_then)
        found = remote.post("wait", to="+447700900001", timeout=SECONDS)
        sent.result(SECONDS)

    assert "wanted" == found["text"]


def test_a_message_that_does_not_come_is_an_error_that_says_what_came(remote: Remote) -> None:
    remote.send()

    answer = remote.ask("POST", "wait", to="+447700900002", contains="code", timeout=0)

    assert 400 == answer.status
    assert (
        "no message to 447700900002 that contains 'code' was accepted within 0 s; "
        "accepted were: to 447700900000: 'Hello'"
    ) == answer.json["error"]


def test_one_that_waits_keeps_nobody_else_waiting(remote: Remote, monkeypatch: pytest.MonkeyPatch) -> None:
    looked, find = Event(), waiting._find

    def look(*arguments: Any) -> Any:
        found = find(*arguments)
        looked.set()
        return found

    monkeypatch.setattr(waiting, "_find", look)
    with ThreadPoolExecutor(1) as pool:
        waits = pool.submit(remote.post, "wait", timeout=SECONDS)
        met = looked.wait(SECONDS), remote.get("messages"), waits.done()
        remote.send()
        found = waits.result(SECONDS)

    assert (True, [], False) == met
    assert "Hello" == found["text"]
