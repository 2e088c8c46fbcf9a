"""From the bytes of a request to the bytes of its answer; whatever a client sends, it is answered."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import HELLO, Bench, body, edited
from mock_gateway import play
from mock_gateway.definitions.load import all_gateways, load
from mock_gateway.engine import Engine
from mock_gateway.model.wire import Request
from mock_gateway.pipeline import answer, prepare

if TYPE_CHECKING:
    from pathlib import Path

    from mock_gateway.state.case import Case

GOOD: dict[str, Any] = dict(HELLO["websms"]["json"])


# --- which gateway, which session


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/websms/rest/smsmessaging/text", {}),
        ("/rest/smsmessaging/text", {"host": "api.websms.com"}),
        ("/rest/smsmessaging/text", {"host": "127.0.0.1:8480"}),
        ("/websms//rest//smsmessaging/text/", {}),
    ],
)
def test_a_gateway_is_met_by_prefix_by_host_and_by_path_alone(
    engine: Engine, path: str, headers: dict[str, str]
) -> None:
    bench = Bench("websms", engine)
    request = bench.request()
    reply = answer(request._replace(path=path, headers={**request.headers, **headers}), engine)

    assert (reply.status, body(reply)["statusCode"]) == (200, 2000)


def test_a_path_of_nobodys_is_answered_in_nobodys_dialect_and_journalled_in_the_default_session(engine: Engine) -> None:
    reply = answer(Request("GET", "/nowhere", "", {}), engine)

    assert (reply.status, reply.headers) == (404, (("Content-Type", "text/plain; charset=utf-8"),))
    assert all(f"/{name}/".encode() in reply.body for name in engine.gateways)
    assert [(each.gateway, each.call, each.request.path) for each in engine.sessions.default.journal] == [
        ("", "", "/nowhere")
    ]


def test_an_unknown_session_is_told_without_repeating_what_could_do_harm(engine: Engine) -> None:
    reply = answer(Request("POST", "/~<script>s9/websms/rest/smsmessaging/text", "", {}), engine)

    assert (reply.status, reply.body) == (404, b"There is no session 'scripts9': it has ended, or never was.\n")
    assert len(engine.sessions.default.journal) == 0


def test_a_gateway_that_a_session_does_not_serve_is_nobodys_there(engine: Engine) -> None:
    world = engine.sessions.mint("bestsms")
    reply = answer(Request("POST", f"/~{world.identity}/websms/rest/smsmessaging/text", "", {}), engine)

    assert reply.status == 404
    assert len(world.journal) == 0


@pytest.mark.parametrize(
    ("method", "path", "code"), [("POST", "/rest/nowhere", 404), ("PUT", "/rest/smsmessaging/text", 405)]
)
def test_a_path_or_method_that_the_gateway_lacks_is_answered_in_its_dialect(
    websms_bench: Bench, method: str, path: str, code: int
) -> None:
    exchange = websms_bench.send(path=path, method=method, json={})

    assert (exchange.reply.status, exchange.code, exchange.call) == (code, code, "")
    assert exchange.reply.body.startswith(b"<!doctype html>")


# --- what is answered and remembered


def test_an_accepted_message_is_answered_and_remembered(websms_bench: Bench) -> None:
    exchange = websms_bench.send(
        call="send-text", json={**GOOD, "clientMessageId": "mine", "messageContent": "a" * 161}
    )
    found = body(exchange.reply)
    with websms_bench.world.store.transaction() as store:
        message = store.find("websms", exchange.message_id)

    assert message is not None
    assert {
        "statusCode": 2000,
        "clientMessageId": "mine",
        "transferId": message.id,
        "smsCount": 2,
    }.items() <= found.items()
    assert (message.text, message.parts, message.call, message.account) == ("a" * 161, 2, "send-text", "first")
    assert [recipient.number for recipient in message.recipients] == ["447700900000"]
    assert (
        exchange.accepted,
        exchange.account,
        exchange.call,
        exchange.gateway,
    ) == (True, "first", "send-text", "websms")


def test_a_refused_message_is_not_remembered(websms_bench: Bench) -> None:
    websms_bench.send(call="send-text", json={})

    with websms_bench.world.store.transaction() as store:
        assert list(store.all()) == []


def test_an_answer_follows_the_dialect_of_the_request_where_the_gateway_does_so(bestsms_bench: Bench) -> None:
    to = "<Destinations><Destination>0491570156</Destination></Destinations>"
    text = f"<r><MessageData><Message>x</Message>{to}</MessageData></r>"
    exchange = bestsms_bench.send(call="send-sms", xml=text)
    refused = bestsms_bench.send(call="send-sms", xml="<r>")

    assert exchange.accepted
    assert exchange.reply.headers == (("Content-Type", "text/xml; charset=utf-8"),)
    assert exchange.reply.body.startswith(b'<?xml version="1.0" encoding="UTF-8"?><root><Result>Success</Result>')
    assert b"<Result>Failed</Result>" in refused.reply.body


def test_a_verdict_is_journalled_with_place_value_limit_and_source(websms_bench: Bench) -> None:
    verdict = websms_bench.send(call="send-text", json={**GOOD, "priority": 10}).verdict

    assert verdict is not None
    assert (
        verdict.place,
        verdict.value,
        verdict.limit,
        verdict.source,
        verdict.forced,
    ) == ("/priority", 10, 9, "websms.fields", False)


def test_what_was_tolerated_is_noted_and_never_shown_to_the_client(websms_bench: Bench) -> None:
    exchange = websms_bench.send(call="send-text", json={**GOOD, "test": "maybe"})

    assert exchange.notes == ("tolerated: type at /test",)
    assert b"tolerated" not in exchange.reply.body


def test_the_journal_keeps_the_request_and_the_reply_as_they_were(websms_bench: Bench) -> None:
    request = websms_bench.request()
    reply = websms_bench.answer(request)
    exchange = websms_bench.world.journal[-1]

    assert (
        exchange.request,
        exchange.reply,
        exchange.at,
        exchange.number,
    ) == (request, reply, websms_bench.world.clock.now(), 1)


@pytest.mark.parametrize("name", sorted(all_gateways()))
def test_no_answer_says_that_it_is_a_mock(name: str) -> None:
    """Header by header, for a request that is accepted and one for every row."""
    bench = Bench(name)
    replies = [bench.send().reply]
    for row in bench.gateway.rows:
        if not row.each:
            play.reject(bench.world, bench.gateway, row.key)
            replies.append(bench.send().reply)
    told = b" ".join(reply.body for reply in replies) + repr([reply.headers for reply in replies]).encode()

    assert not {word for word in (b"mock", b"forced", b"scenario", b"rejections.yaml") if word in told.lower()}


# --- what is forced


def test_a_forced_verdict_takes_precedence_and_keeps_what_the_request_earned(websms_bench: Bench) -> None:
    play.reject(websms_bench.world, websms_bench.gateway, 5003)
    exchange = websms_bench.send(call="send-text", json={**GOOD, "priority": 10})

    assert (exchange.code, exchange.forced) == (5003, True)
    assert exchange.organic is not None
    assert (exchange.organic.code, exchange.organic.forced) == (4015, False)
    assert body(exchange.reply)["statusCode"] == 5003


def test_a_forced_verdict_of_a_right_request_has_nothing_organic_and_takes_no_message(websms_bench: Bench) -> None:
    play.reject(websms_bench.world, websms_bench.gateway, 5003)
    exchange = websms_bench.send()

    assert (exchange.forced, exchange.organic, exchange.message_id) == (True, None, "")
    with websms_bench.world.store.transaction() as store:
        assert list(store.all()) == []


def test_a_forced_verdict_counts_down_with_each_request_it_answers(websms_bench: Bench) -> None:
    play.reject(websms_bench.world, websms_bench.gateway, 5003, times=2, call="send-text")
    websms_bench.send(path="/rest/nowhere", method="GET")

    assert [websms_bench.send().code for _ in range(3)] == [5003, 5003, None]


# --- time


def test_what_is_due_has_happened_before_the_request_is_judged(bestsms_bench: Bench) -> None:
    message_id = body(bestsms_bench.send().reply)["MessageID"]
    poll = {"call": "get-status", "path": {"MessageID": message_id}}
    statuses = []
    for duration in ("1999ms", "1ms"):
        bestsms_bench.advance(duration)
        statuses.append(body(bestsms_bench.send(**poll).reply)["Recipients"][0]["Status"])

    assert statuses == ["PENDING", "SUCCESS"]


def test_a_throttle_opens_at_the_edge_of_its_window(websms_bench: Bench) -> None:
    websms_bench.account.state.request_limit = 1
    seen = [websms_bench.send().code]
    for duration in ("59999ms", "1ms"):
        websms_bench.advance(duration)
        seen.append(websms_bench.send().code)

    assert seen == [None, 4023, None]


def test_a_quota_is_used_up_by_recipients_that_are_accepted(websms_bench: Bench) -> None:
    websms_bench.account.state.message_limit = 3
    two = {**GOOD, "recipientAddressList": ["447700900000", "447700900001"]}
    seen = [websms_bench.send(call="send-text", json=two).code for _ in range(2)] + [websms_bench.send().code]

    assert seen == [None, 4013, None]


# --- it never raises


def fail(_case: Case, _judgement: object) -> None:
    raise ZeroDivisionError("the operation is broken")


def crashing(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """Make a session of a gateway of its own whose calls fail."""
    gateway = load(edited(tmp_path, name, "gateway.yaml", "", ""))
    for call in gateway.calls.values():
        monkeypatch.setattr(call, "operation", fail)
    return Bench(name, Engine({name: gateway}, clock="frozen"))


def test_a_crash_is_kept_for_the_session_and_answered_as_the_gateway_answers_its_own_failures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = crashing(tmp_path, "bestsms", monkeypatch)
    exchange = bench.send()

    assert (
        exchange.reply.status,
        body(exchange.reply),
    ) == (500, {"Result": "Failed", "ErrorMessage": ["Error occurred while creating job"]})
    assert [repr(problem) for problem in bench.world.crashes] == ["ZeroDivisionError('the operation is broken')"]
    assert bench.world.crashes[0].__notes__ == [f"while answering POST {exchange.request.path} of bestsms"]
    assert exchange.notes[0].startswith("crashed: ZeroDivisionError: the operation is broken")


def test_a_crash_of_the_other_gateway_is_in_its_own_dialect_and_shows_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reply = crashing(tmp_path, "websms", monkeypatch).send().reply

    assert (reply.status, body(reply)["statusCode"]) == (500, 5000)
    assert b"ZeroDivision" not in reply.body


def test_a_session_goes_on_after_a_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = crashing(tmp_path, "websms", monkeypatch)
    bench.send()

    assert bench.send(call="send-text", json={}).code == 4019
    assert [each.number for each in bench.world.journal] == [1, 2]


HEADERS = st.dictionaries(
    st.sampled_from(["authorization", "content-type", "accept", "host", "content-length", "x-other"]),
    st.one_of(
        st.text(st.characters(max_codepoint=255, exclude_categories=["Cc"]), max_size=30),
        st.sampled_from(
            [
                "Basic ",
                "Basic Og==",
                "Basic \xe9",
                "Bearer",
                "bearer x",
                "application/json",
                "application/json; charset=klingon",
                "text/xml",
                "application/x-www-form-urlencoded",
                "*/*;q=x",
                "api.websms.com",
                ":::",
            ]
        ),
    ),
)
PATHS = st.one_of(
    st.sampled_from(
        [
            "/websms/rest/smsmessaging/text",
            "/bestsms/api/v2.04/send/sms",
            "/bestsms/api/v2.04/get/status",
            "/bestsms/api/v2.04/get/status/%ff%00",
            "/websms",
            "/~demo/websms/rest/smsmessaging/text",
            "//",
            "",
            "*",
            "/%",
        ]
    ),
    st.text(st.characters(max_codepoint=255), max_size=30),
)
JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)
DOCUMENTS = st.fixed_dictionaries(
    {},
    optional={
        name: st.one_of(JSONS, st.just(value))
        for name, value in {
            **GOOD,
            **HELLO["bestsms"]["json"],
            "senderAddress": "x",
            "senderAddressType": "national",
            "maxSmsPerMessage": 1,
            "priority": 10**30,
            "clientMessageId": "x",
            "notificationCallbackUrl": "http://[",
            "Sender": "a@b.c",
            "APIKey": "x",
            "MessageID": "x",
            "page": 10**30,
            "recordsPerPage": -1,
        }.items()
    },
)
DATA = st.fixed_dictionaries(
    {"Message": st.one_of(JSONS, st.just("x"))},
    optional={
        "Destinations": st.one_of(JSONS, st.lists(st.one_of(JSONS, st.just({"Recipient": "0491570156"})), max_size=3)),
        "MessageID": st.one_of(JSONS, st.just("ID1")),
        "SendTime": st.one_of(
            JSONS, st.sampled_from(["2026-01-01T00:00", "0001-01-01T00:00", "9999-12-31T23:59", "x"])
        ),
        "TimeZone": st.one_of(JSONS, st.sampled_from(["New Zealand", "AUS Eastern", "Nowhere"])),
        "Mode": st.sampled_from(["Test", "x"]),
        "Files": JSONS,
        "First Name": JSONS,
    },
)
BODIES = st.one_of(
    st.binary(max_size=50),
    DOCUMENTS.map(lambda document: json.dumps(document).encode()),
    DATA.map(lambda data: json.dumps({"MessageData": data}).encode()),
    st.sampled_from([b"<r/>", b"<r><MessageData/></r>", b"a=b&a=%", b'{"MessageData": "\\ud800"}']),
)


def crashes(engine: Engine, request: Request) -> list[BaseException]:
    reply = answer(request, engine)
    assert 100 <= reply.status <= 599
    assert isinstance(reply.body, bytes)
    return [problem for world in engine.sessions.worlds.values() for problem in world.crashes]


@given(
    st.sampled_from(["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "x"]),
    PATHS,
    st.text(st.characters(max_codepoint=255), max_size=30),
    HEADERS,
    BODIES,
    st.booleans(),
)
def test_whatever_a_client_sends_is_answered_and_nothing_crashes(  # noqa: PLR0913, PLR0917  a request's parts
    method: str,
    path: str,
    query: str,
    headers: dict[str, str],
    raw: bytes,
    oversize: bool,  # noqa: FBT001  drawn
) -> None:
    engine = Engine(all_gateways(), clock="frozen")

    assert crashes(engine, Request(method, path, query, headers, raw, oversize=oversize)) == []


@pytest.mark.parametrize(
    ("name", "call", "documents"),
    [
        ("websms", "send-text", DOCUMENTS.map(lambda document: {**GOOD, **document})),
        (
            "bestsms",
            "send-sms",
            DATA.map(lambda data: {"MessageData": {**HELLO["bestsms"]["json"]["MessageData"], **data}}),
        ),
        ("bestsms", "get-status", DOCUMENTS),
    ],
)
@given(data=st.data())
def test_no_document_of_a_rightful_client_crashes_a_call(
    name: str, call: str, documents: st.SearchStrategy[Any], data: st.DataObject
) -> None:
    bench = Bench(name)
    document = json.loads(
        json.dumps(data.draw(documents)).replace("NaN", "0").replace("-Infinity", "0").replace("Infinity", "0")
    )
    request = bench.request(call=call, json={})._replace(body=json.dumps(document).encode())

    assert crashes(bench.engine, request) == []


@pytest.mark.parametrize("zone", ["AUS Eastern", "New Zealand"])
@pytest.mark.parametrize("time", ["0001-01-01T00:00", "1969-12-31 23:59:59", "9999-12-31T23:59", "31/12/9999 23:59"])
def test_a_time_at_an_end_of_the_calendar_is_answered_and_can_be_polled_for(
    bestsms_bench: Bench, time: str, zone: str
) -> None:
    data = {**HELLO["bestsms"]["json"]["MessageData"], "SendTime": time, "TimeZone": zone}
    sent = bestsms_bench.send(call="send-sms", json={"MessageData": data})
    polled = bestsms_bench.send(call="get-status", path={"MessageID": body(sent.reply).get("MessageID", "")})

    assert bestsms_bench.world.crashes == []
    assert (sent.reply.status, polled.reply.status) == (200, 200)


# --- preparing


def test_preparing_goes_as_far_as_the_judge_and_changes_nothing(websms_bench: Bench) -> None:
    case = prepare(websms_bench.request(), websms_bench.engine)

    assert case is not None
    assert (case.call.name, case.valid, case.document) == ("send-text", True, GOOD)
    assert len(websms_bench.world.journal) == 0


def test_preparing_a_path_of_nobodys_gives_nothing(engine: Engine) -> None:
    assert prepare(Request("GET", "/nowhere", "", {}), engine) is None


def test_a_document_that_is_not_right_as_it_was_sent_is_coerced_first(websms_bench: Bench) -> None:
    case = websms_bench.case(call="send-text", json={**GOOD, "recipientAddressList": [447700900000], "priority": "9"})

    assert (
        case.valid,
        [target.number for target in case.targets],
        case.document["priority"],
    ) == (False, ["447700900000"], 9)
    assert websms_bench.send(call="send-text", json={**GOOD, "recipientAddressList": [447700900000]}).accepted
