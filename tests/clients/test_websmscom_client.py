"""npm `websmscom` 1.0.3, unmodified, against the mock over HTTPS: it speaks nothing else."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, Any

import pytest

from mock_gateway.definitions.load import gateway
from node_clients import HANDSETS, WebSmsCom

if TYPE_CHECKING:
    from mock_gateway import Session

HANDSET = HANDSETS[0]
ROWS = {row.key: row for row in gateway("websms").rows if not row.each and (not row.calls or "send-text" in row.calls)}
"""The rejections that a text message can meet."""

SEGMENTS = ["BQAD/AIBWnVzYW1tZW4=", "BQAD/AICZ2Vmw7xndC4="]


def test_a_text_is_sent_and_the_callback_gets_the_whole_answer(websmscom: WebSmsCom, secure_websms: Session) -> None:
    outcome = websmscom.send(secure_websms, "Grüße €")

    (message,) = secure_websms.messages
    assert "resolves" == outcome.how
    assert {
        "statusCode": 2000,
        "statusMessage": "OK",
        "clientMessageId": None,
        "transferId": message.id,
        "smsCount": 1,
    } == outcome.value
    assert ("Grüße €", [HANDSET], False) == (message.text, [each.number for each in message.recipients], message.test)


def test_what_it_sends_is_what_it_is_known_to_send(websmscom: WebSmsCom, secure_websms: Session) -> None:
    websmscom.send(secure_websms)

    request = secure_websms.journal[0].request
    assert request.path.endswith("/websms/json/smsmessaging/text")
    assert "accept" not in request.headers
    assert "application/json;charset=UTF-8" == request.headers["content-type"]
    assert request.headers["user-agent"].startswith("nodejs SDK Client (v1.0.3, ")


def test_every_setter_reaches_the_gateway(websmscom: WebSmsCom, secure_websms: Session) -> None:
    given = {
        "setPriority": 1,
        "setClientMessageId": "cm-1",
        "setNotificationCallbackUrl": "http://127.0.0.1:9/cb",
        "setSendAsFlashSms": True,
        "setSenderAddressType": "alphanumeric",
        "setSenderAddress": "Shop",
    }
    outcome = websmscom.send(secure_websms, "full", [HANDSET, "447700900010"], most=2, test=False, **given)

    document = json.loads(secure_websms.journal[0].request.body)
    assert "resolves" == outcome.how
    assert "cm-1" == outcome.value["clientMessageId"]
    assert {
        **{name.removeprefix("set")[0].lower() + name.removeprefix("set")[1:]: value for name, value in given.items()},
        "messageContent": "full",
        "recipientAddressList": [HANDSET, "447700900010"],
        "test": False,
        "maxSmsPerMessage": 2,
    } == document


def test_a_test_is_answered_and_nothing_is_sent(websmscom: WebSmsCom, secure_websms: Session) -> None:
    outcome = websmscom.send(secure_websms, test=True, most=1)

    assert ("resolves", 1) == (outcome.how, outcome.value["smsCount"])
    assert [True] == [each.test for each in secure_websms.messages]
    assert 0 == secure_websms.ledger.cost


def test_ok_test_of_older_tables_is_a_failure_to_it(websmscom: WebSmsCom, secure_websms: Session) -> None:
    secure_websms.settings.test_code = 2002

    outcome = websmscom.send(secure_websms, test=True)

    assert ("calls_back", "api") == (outcome.how, outcome.value["cause"])
    assert "API statusCode: 2002, statusMessage: OK_TEST" == outcome.value["message"]


def test_a_queued_message_is_a_success(websmscom: WebSmsCom, secure_websms: Session) -> None:
    secure_websms.settings.queued_from = 1

    outcome = websmscom.send(secure_websms)

    assert ("resolves", 2001) == (outcome.how, outcome.value["statusCode"])


@pytest.mark.parametrize("test", [None, True])
def test_a_binary_message_is_sent_segment_by_segment(
    websmscom: WebSmsCom, secure_websms: Session, *, test: bool | None
) -> None:
    outcome = websmscom.send(secure_websms, SEGMENTS, header=True, test=test)

    (message,) = secure_websms.messages
    assert secure_websms.journal[0].request.path.endswith("/websms/json/smsmessaging/binary")
    assert ("resolves", 2, message.id) == (outcome.how, outcome.value["smsCount"], outcome.value["transferId"])
    assert [b64decode(each) for each in SEGMENTS] == [bytes.fromhex(each) for each in message.text.split()]
    assert (bool(test), True) == (message.test, message.fields["userDataHeaderPresent"])


@pytest.mark.parametrize("segments", [["%%%"], ["YQ==", ""], [b64encode(b"a" * 141).decode()]])
def test_a_segment_that_is_none_is_refused(websmscom: WebSmsCom, secure_websms: Session, segments: list[str]) -> None:
    outcome = websmscom.send(secure_websms, segments)

    assert "API statusCode: 4027, statusMessage: message segment is invalid" == outcome.value["message"]
    assert [(4027, False)] == [(exchange.code, exchange.forced) for exchange in secure_websms.journal]


@pytest.mark.parametrize("key", ROWS)
def test_each_rejection_reaches_the_callback(websmscom: WebSmsCom, secure_websms: Session, key: str) -> None:
    row = ROWS[key]
    secure_websms.reject(key)

    outcome = websmscom.send(secure_websms)

    reply = secure_websms.journal[0].reply
    assert "calls_back" == outcome.how
    if row.status == 200:
        answer = json.loads(reply.body)
        said = f"API statusCode: {row.code}, statusMessage: {answer['statusMessage']}"
        assert {"cause": "api", "message": said, "apiResponse": answer} == outcome.value
    else:
        assert http_failure(row.status, reply.body.decode()) == outcome.value


def http_failure(status: int, page: str) -> dict[str, Any]:
    """Say what the callback gets for an HTTP status."""
    if status == 401:
        said = "HTTP Authentication failed, check username and password. HTTP Status: 401"
        return {"cause": "authorization", "message": said}
    if status == 400:
        said = f"HTTP Status 400 - Bad Request. Server couldnot understand Request/Content. {page}"
        return {"cause": "unknown", "message": said}
    return {"cause": "parameter", "message": f"HTTP Connection failed, Server returned HTTP Status: {status}"}


def test_a_wrong_password_is_a_failure_of_authorization(websmscom: WebSmsCom, secure_websms: Session) -> None:
    outcome = websmscom.send(secure_websms, password="wrong")

    assert http_failure(401, "") == outcome.value
    assert [] == secure_websms.messages


@pytest.mark.parametrize(
    ("sends", "code"),
    [
        ({"to": ["0447700900000"]}, 4002),
        ({"to": [str(447700900000 + each) for each in range(1001)]}, 4025),
        ({"content": ""}, 4009),
        ({"setPriority": 999999}, 4015),
        ({"setSenderAddress": "A name too long"}, 4003),
        ({"setNotificationCallbackUrl": "nowhere"}, 4016),
        ({"content": "a" * 161, "most": 1}, 4026),
    ],
)
def test_what_the_client_lets_through_is_refused_by_the_gateway(
    websmscom: WebSmsCom, secure_websms: Session, sends: dict[str, Any], code: int
) -> None:
    outcome = websmscom.send(secure_websms, **sends)

    assert ("api", code) == (outcome.value["cause"], outcome.value["apiResponse"]["statusCode"])
    assert [(code, False)] == [(exchange.code, exchange.forced) for exchange in secure_websms.journal]


@pytest.mark.parametrize("sends", [{"to": [f"+{HANDSET}"]}, {"to": HANDSET}, {"setPriority": "1"}])
def test_what_the_client_refuses_itself_is_never_sent(
    websmscom: WebSmsCom, secure_websms: Session, sends: dict[str, Any]
) -> None:
    outcome = websmscom.send(secure_websms, **sends)

    assert "throws" == outcome.how
    assert 0 == len(secure_websms.journal)


def test_without_trust_it_never_reaches_the_gateway(secure_websms: Session) -> None:
    client = WebSmsCom()
    outcome = client.send(secure_websms)
    client.stop()

    assert {
        "cause": "connection",
        "message": "HTTPS request error: unable to verify the first certificate",
    } == outcome.value
    assert 0 == len(secure_websms.journal)


def test_plain_http_it_cannot_speak(websmscom: WebSmsCom, websms: Session) -> None:
    outcome = websmscom.send(websms)

    assert "connection" == outcome.value["cause"]
    assert 0 == len(websms.journal)
