"""The plain HTTP API of BestSMS: what its scenarios do not show."""

from __future__ import annotations

import json
import re
import socket
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree as ET

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from helpers import Bench, body, edited, refused
from mock_gateway.gateways.bestsms.http_api import cut, sent_time
from mock_gateway.model.wire import Request
from mock_gateway.rules.explain import explain
from mock_gateway.text.segments import segments
from receivers import SECONDS, Hook, register, send

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_httpserver import HTTPServer

    from mock_gateway import Session

PATH = "/api/v2.04/HttpApi/SMS"
NUMBER = "+61491570156"
HELLO = {"Number": NUMBER, "Message": "Hello"}
REPORT_KEYS = [
    "Sender",
    "Token",
    "Type",
    "Destination",
    "MessageID",
    "JobNumber",
    "SentTime",
    "Status",
    "Result",
    "Price",
    "Detail",
]
REPLY_KEYS = [*REPORT_KEYS[:9], "Message", *REPORT_KEYS[9:]]


@pytest.fixture(name="bench")
def _bench(bestsms_bench: Bench) -> Bench:
    return bestsms_bench


def pair(session: Session) -> dict[str, str]:
    return {"Sender": session.credentials.sender, "Token": session.credentials.api_key}


def sent(session: Session, **parameters: str) -> None:
    """Send by the HTTP API as any client does, and let it be delivered."""
    answer = requests.post(session.url + PATH, data={**pair(session), **HELLO, **parameters}, timeout=SECONDS)
    assert answer.json()["Result"] == "Success"
    session.clock.advance("2s")


# --- requests


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_a_pair_reaches_the_account_that_the_rest_api_polls(bestsms: Session, method: str) -> None:
    query = urlencode({**pair(bestsms), **HELLO})
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer: Any = (
        requests.get(f"{bestsms.url}{PATH}?{query}", timeout=SECONDS)
        if method == "GET"
        else requests.post(bestsms.url + PATH, data=query, headers=form, timeout=SECONDS)
    ).json()
    poll = f"{bestsms.url}/api/v2.04/get/status/{answer['MessageID']}"
    by_token = requests.get(poll, headers={"Authorization": f"Basic {bestsms.credentials.token}"}, timeout=SECONDS)
    by_pair = requests.post(
        f"{bestsms.url}/api/v2.04/get/status",
        json={
            "Sender": bestsms.credentials.sender,
            "APIKey": bestsms.credentials.api_key,
            "MessageID": answer["MessageID"],
        },
        timeout=SECONDS,
    )

    assert list(answer) == ["Result", "MessageID"]
    assert by_token.json()["Recipients"][0]["Destination"] == NUMBER
    assert by_token.json() == by_pair.json()
    assert bestsms.messages[-1].id == answer["MessageID"]
    assert bestsms.handset(NUMBER).texts == ["Hello"]


def test_a_form_of_several_parts_is_read_and_so_is_one_without_a_content_type(bestsms: Session) -> None:
    fields = {**pair(bestsms), **HELLO}
    parts = requests.post(
        bestsms.url + PATH, files={name: (None, text) for name, text in fields.items()}, timeout=SECONDS
    )
    bare = requests.post(
        bestsms.url + PATH,
        data="&".join(f"{name}={text.replace('+', '%2B')}" for name, text in fields.items()),
        timeout=SECONDS,
    )

    assert [answer.json()["Result"] for answer in (parts, bare)] == ["Success", "Success"]
    assert bestsms.handset(NUMBER).texts == ["Hello", "Hello"]


def test_a_declared_size_beyond_twenty_megabytes_is_answered_before_the_body_comes(bestsms: Session) -> None:
    parts = urlsplit(bestsms.url)
    head = f"POST {parts.path}{PATH} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20971521\r\n"
    with socket.create_connection((str(parts.hostname), parts.port or 0), SECONDS) as plain:
        plain.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\nSender=".encode())
        got = b""
        while not got.endswith(b"}"):
            got += plain.recv(65536)

    assert got.startswith(b"HTTP/1.1 413 ")
    assert got.endswith(b'\r\n\r\n{"Result":"Failed","ErrorMessage":"Request too large"}')


def test_credentials_of_one_api_are_none_of_the_other(bench: Bench) -> None:
    """Neither a token in the header counts here, nor a Token in the body there."""
    token = bench.account.credentials["token"]
    here = bench.send(call="send-http", auth={"header": f"Basic {token}"}, form=HELLO)
    there = bench.send(
        call="send-sms",
        auth="none",
        json={
            "Sender": bench.account.credentials["sender"],
            "Token": bench.account.credentials["api_key"],
            "MessageData": {"Message": "Hello", "Destinations": [NUMBER]},
        },
    )

    assert [exchange.code for exchange in (here, there)] == ["Missing or empty sender", "Missing APIKey"]


def test_a_wrong_token_is_journalled_where_its_sender_is_known(bench: Bench) -> None:
    fields = {"Sender": bench.account.credentials["sender"], "Token": "wrong", **HELLO}
    raw = "&".join(f"{name}={text.replace('+', '%2B')}" for name, text in fields.items())
    bench.answer(Request("GET", f"/bestsms{PATH}", raw, {}, b""))

    assert [exchange.call for exchange in bench.world.journal] == ["send-http"]
    assert len(bench.world.mails) == 1
    assert len(list(bench.world.store.all())) == 0


def test_what_is_wrong_can_be_explained(bench: Bench) -> None:
    bench.room.settings.http_over_length = "reject"
    long = bench.case(call="send-http", form={**HELLO, "Message": "a" * 161})
    nobody = bench.case(call="send-http", form={**HELLO, "Number": "nobody"})

    assert "shorten the text, or raise the account's limit" in explain(long)
    assert "write a mobile number" in explain(nobody)


@pytest.mark.parametrize("reply", ["json", "text"])
def test_a_failure_of_the_mock_itself_is_answered_as_the_gateways_own(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, reply: str
) -> None:
    bench.room.settings.http_reply = reply

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(bench.gateway.calls["send-http"], "operation", fail)
    got = bench.answer(bench.request(call="send-http", form=HELLO))
    said = "Error occurred while creating job"

    assert got.status == 500
    assert got.body.decode() == (
        said if reply == "text" else json.dumps({"Result": "Failed", "ErrorMessage": said}, separators=(",", ":"))
    )
    assert dict(got.headers)["Content-Type"].startswith("text/plain" if reply == "text" else "application/json")
    assert isinstance(bench.world.crashes.pop(), ZeroDivisionError)


def test_a_text_that_was_cut_is_noted_in_the_journal(bench: Bench) -> None:
    exchange = bench.send(call="send-http", form={**HELLO, "Message": "a" * 161})

    assert exchange.notes == ("cut from 161 to 160 characters, 1 SMS",)


def test_wrong_credentials_have_no_limit_to_be_cut_to(bench: Bench) -> None:
    exchange = bench.send(
        call="send-http", auth="none", form={"Sender": "a@example.com", "Token": "x", **HELLO, "Message": "a" * 161}
    )

    assert body(exchange.reply)["Result"] == "Success"
    assert not any("cut" in note for note in exchange.notes)


# --- texts and times


@given(st.text(st.sampled_from("a[€ā🙂\n"), max_size=400), st.integers(1, 4))
def test_a_cut_text_begins_the_whole_one_and_fits(text: str, parts: int) -> None:
    short = cut(text, parts)

    assert text.startswith(short)
    assert segments(short).parts <= parts
    assert (short == text) == (segments(text).parts <= parts)


@pytest.mark.parametrize(
    ("text", "kept"), [("a" * 161, 160), ("ā" * 71, 70), ("🙂" * 36, 35), ("a" * 159 + "€", 159), ("a" * 100 + "ā", 70)]
)
def test_one_part_is_160_of_gsm_7_or_70_of_ucs_2(text: str, kept: int) -> None:
    assert cut(text, 1) == text[:kept]


@pytest.mark.parametrize(
    ("at", "written"),
    [
        (1697424180000, "16/10/2023 13:43 p.m."),
        (1697374800000, "16/10/2023 00:00 a.m."),
        (1697417999000, "16/10/2023 11:59 a.m."),
        (1697418000000, "16/10/2023 12:00 p.m."),
    ],
)
def test_times_have_the_hour_of_24_and_the_half_of_the_day(at: int, written: str) -> None:
    assert sent_time(at, "AUS Eastern") == written


# --- webhooks


def test_a_report_has_the_documented_members_in_order_and_no_header_of_the_rest_api(
    bestsms: Session, httpserver: HTTPServer
) -> None:
    hook = Hook(httpserver)
    register(bestsms, hook.url)
    sent(bestsms, MessageID="ID1")
    (got,) = hook.got
    said = json.loads(got.body)

    assert got.method == "POST"
    assert list(said) == REPORT_KEYS
    assert said == {
        **pair(bestsms),
        "Type": "SMS",
        "Destination": NUMBER,
        "MessageID": "ID1",
        "JobNumber": "00000001",
        "SentTime": "05/01/2026 20:00 p.m.",
        "Status": "SUCCESS",
        "Result": "delivered",
        "Price": "0.10",
        "Detail": "SMSParts:1",
    }
    assert not {"X-Timestamp", "X-Sender", "Authorization"} & set(got.headers)


def test_a_reply_has_a_message_beside_them_and_in_xml_it_is_alike(bestsms: Session, httpserver: HTTPServer) -> None:
    hook = Hook(httpserver)
    register(bestsms, hook.url)
    bestsms.account.webhook_format = "XML"
    sent(bestsms, MessageID="ID1")
    bestsms.receive("<Fine> & good", NUMBER)
    root = ET.fromstring(hook.got[-1].body)  # noqa: S314  it is the mock's own

    assert hook.got[-1].headers["Content-Type"] == "text/xml"
    assert hook.got[-1].body.startswith(b"<?xml version='1.0' encoding='UTF-8'?><root><Sender>")
    assert [each.tag for each in root] == REPLY_KEYS
    assert (root.findtext("Type"), root.findtext("Message")) == ("SMSReply", "<Fine> & good")


def test_a_message_of_the_rest_api_is_reported_as_before(bestsms: Session, httpserver: HTTPServer) -> None:
    hook = Hook(httpserver)
    register(bestsms, hook.url)
    sent(bestsms)
    send(bestsms, "+61491570157")
    bestsms.clock.advance("2s")
    bestsms.receive("from nobody we wrote to", "+61491570159")
    members = [set(json.loads(got.body)) for got in hook.got]

    assert ["Token" in each for each in members] == [True, False, False]
    assert ["APIKey" in each for each in members] == [False, True, True]


def test_what_goes_wrong_with_callbacks_goes_wrong_with_these(bestsms: Session, httpserver: HTTPServer) -> None:
    hook = Hook(httpserver)
    register(bestsms, hook.url)
    bestsms.chaos("contradict")
    sent(bestsms)

    assert [json.loads(got.body)["Status"] for got in hook.got] == ["SUCCESS", "FAILED"]


# --- the data that says so


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "calls: [send-http]}\n\naccount",
            "calls: [send-htp]}\n\naccount",
            "unknown call 'send-htp': did you mean 'send-http'",
        ),
        ("instead_of: report", "instead_of: reprt", "unknown callback 'reprt': did you mean 'report'"),
        ("    calls: [send-http]\n    on:", "    calls: [send-htt]\n    on:", "unknown call 'send-htt'"),
        ("    instead_of: reply\n", "", "the key 'instead_of' is missing"),
        ("rejection: http,", "rejection: htp,", "unknown envelope 'htp': did you mean 'http'?"),
        ("{rejection: http,", "{rejction: http,", "unknown envelope 'rejction': did you mean 'rejection'"),
        ("dialects: {text: {json: plain}}", "dialects: {txt: {json: plain}}", "unknown value of http_reply 'txt'"),
        ("setting: http_reply, dialects", "setting: http_replies, dialects", "unknown setting 'http_replies'"),
        ("setting: http_credentials_status", "setting: http_status", "unknown setting 'http_status'"),
        (
            '          "400": {status',
            '          "402": {status',
            "there is no variant for http_credentials_status '400'",
        ),
        ("otherwise: form}", "otherwize: form}", "unknown key 'otherwize': did you mean 'otherwise'?"),
    ],
)
def test_wrong_data_about_a_calls_own_ways_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    errors = refused(edited(tmp_path, "bestsms", "gateway.yaml", old, new))

    assert any(re.search(re.escape(said), str(error)) for error in errors), errors
    assert all(error.line for error in errors)
