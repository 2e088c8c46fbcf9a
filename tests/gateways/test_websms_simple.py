"""The simple call of websms over real HTTP: what single bytes mean, which no scenario can show for all of them."""

from __future__ import annotations

import socket
from base64 import b64encode
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, quote_plus, urlsplit

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_gateway.contract.replay import Answer, send
from mock_gateway.definitions.load import gateway
from receivers import SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from mock_gateway import Session

PATH = "/rest/smsmessaging/simple"
NUMBER = "447700900000"
FORM = "application/x-www-form-urlencoded"
LATIN_1 = st.text(st.characters(max_codepoint=255), min_size=1, max_size=80)
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80)
WITHOUT_CONTROLS = st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0xFF, exclude_characters="\x7f"), min_size=1, max_size=80
)
FORCED_ON = ("send-simple", "send-binary")
FORCIBLE = [row.key for row in gateway("websms").rows if not row.each]


def basic(session: Session) -> dict[str, str]:
    pair = f"{session.credentials.username}:{session.credentials.password}"
    return {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}


def by_get(session: Session, parameters: str) -> Answer:
    return send(session.url, "GET", f"{PATH}?{parameters}", basic(session), b"")


def by_form(session: Session, parameters: str, kind: str = FORM) -> Answer:
    return send(session.url, "POST", PATH, {**basic(session), "Content-Type": kind}, parameters.encode("latin-1"))


def by_post_with_query(session: Session, parameters: str) -> Answer:
    return send(session.url, "POST", f"{PATH}?{parameters}", basic(session), b"")


def every_byte(text: str, charset: str = "latin-1") -> str:
    """Percent-encode all bytes, also those that need not be, in lower case."""
    return "".join(f"%{byte:02x}" for byte in text.encode(charset))


def values(answer: Answer) -> dict[str, str]:
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/plain;charset=ISO-8859-1"
    assert answer.headers["content-length"] == str(len(answer.body))
    return dict(parse_qsl(answer.body.decode("ascii"), keep_blank_values=True, encoding="latin-1", strict_parsing=True))


# --- what bytes mean


@pytest.mark.parametrize("way", [by_get, by_form, by_post_with_query])
def test_any_latin_1_text_arrives_as_sent(websms: Session, way: Callable[[Session, str], Answer]) -> None:
    @settings(max_examples=60)
    @given(LATIN_1, st.sampled_from([quote, quote_plus]))
    def arrives(text: str, encode: Callable[..., str]) -> None:
        with websms.fresh():
            for written in (encode(text, encoding="latin-1"), every_byte(text)):
                assert values(way(websms, f"recipientAddressList={NUMBER}&messageContent={written}"))["smsCount"]

            assert websms.handset(NUMBER).texts == [text, text]

    arrives()


def test_any_text_arrives_as_sent_in_a_form_that_declares_utf_8(websms: Session) -> None:
    @settings(max_examples=60)
    @given(ANY_TEXT, st.sampled_from(["charset=UTF-8", "charset=utf-8", 'charset="utf8"']))
    def arrives(text: str, declared: str) -> None:
        parameters = f"recipientAddressList={NUMBER}&messageContent={every_byte(text, 'utf-8')}"
        with websms.fresh():
            assert values(by_form(websms, parameters, f"{FORM}; {declared}"))["statusCode"] == "2000"
            assert websms.handset(NUMBER).texts == [text]

    arrives()


def test_text_in_utf_8_that_is_not_declared_arrives_as_its_bytes_in_latin_1(websms: Session) -> None:
    @settings(max_examples=40)
    @given(ANY_TEXT)
    def arrives(text: str) -> None:
        parameters = f"recipientAddressList={NUMBER}&messageContent={quote(text)}"
        with websms.fresh():
            for way in (by_get, by_form):
                assert values(way(websms, parameters))["statusCode"] == "2000"

            assert websms.handset(NUMBER).texts == [text.encode().decode("latin-1")] * 2

    arrives()


def test_a_client_message_id_comes_back_as_it_was_sent(websms: Session) -> None:
    @settings(max_examples=60)
    @given(WITHOUT_CONTROLS)
    def comes_back(client_id: str) -> None:
        parameters = f"recipientAddressList={NUMBER}&messageContent=hi&clientMessageId={every_byte(client_id)}"
        with websms.fresh():
            assert values(by_get(websms, parameters))["clientMessageId"] == client_id

    comes_back()


def test_bytes_that_are_not_percent_encoded_mean_the_same(websms: Session) -> None:
    parts = urlsplit(websms.url)
    body = f"recipientAddressList={NUMBER}&messageContent=Grüße".encode("latin-1")
    head = (
        f"POST {parts.path}{PATH} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: {FORM}\r\n"
        f"Authorization: {basic(websms)['Authorization']}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    with socket.create_connection((str(parts.hostname), parts.port), timeout=SECONDS) as connection:
        connection.sendall(head.encode("ascii") + body)
        answer = connection.makefile("rb").read()

    assert answer.startswith(b"HTTP/1.1 200 ")
    assert answer.endswith(b"&smsCount=1")
    assert websms.handset(NUMBER).texts == ["Grüße"]


# --- which forms requests and answers may have


def test_the_answer_is_a_line_of_names_and_values(websms: Session) -> None:
    answer = by_get(websms, f"recipientAddressList={NUMBER}&messageContent=Gr%FC%DFe")
    transfer = websms.messages[-1].id

    assert answer.body == f"statusCode=2000&statusMessage=OK&clientMessageId=&transferId={transfer}&smsCount=1".encode()
    assert answer.headers["content-type"] == "text/plain;charset=ISO-8859-1"


def test_a_client_that_sends_a_dict_of_python_values_is_understood(websms: Session) -> None:
    pair = (websms.credentials.username, websms.credentials.password)
    numbers = [NUMBER, f"+{NUMBER[:-1]}1"]
    parameters = {"recipientAddressList": numbers, "messageContent": "hi", "test": 1, "priority": 3}

    got = requests.get(websms.url + PATH, params=parameters, auth=pair, timeout=SECONDS)
    posted = requests.post(websms.url + PATH, data={**parameters, "test": 0}, auth=pair, timeout=SECONDS)

    assert ("statusCode=2000", "statusCode=2000") == (got.text[:15], posted.text[:15])
    assert [(message.test, len(message.recipients)) for message in websms.messages] == [(True, 2), (False, 2)]


def test_a_thousand_recipients_fit_into_a_query(websms: Session) -> None:
    numbers = ",".join(str(447700900000 + each) for each in range(1000))

    assert values(by_get(websms, f"recipientAddressList={numbers}&messageContent=hi"))["statusCode"] == "2000"
    assert len(websms.messages[-1].recipients) == 1000


@pytest.mark.parametrize("parameter", ["", "&", "=", "=&=", "messageContent", "a" * 2000, "%", "%zz=%", "&" * 900])
def test_odd_parameters_do_no_harm(websms: Session, parameter: str) -> None:
    whole = f"recipientAddressList={NUMBER}&messageContent=hi"

    for way in (by_get, by_form):
        assert values(way(websms, f"{parameter}&{whole}"))["statusCode"] == "2000"


def test_a_form_of_too_many_parameters_cannot_be_read(websms: Session) -> None:
    answer = by_form(websms, f"recipientAddressList={NUMBER}&messageContent=hi" + "&a=b" * 1000)

    assert answer.status == 400


# --- what is forced


@pytest.mark.parametrize("call", FORCED_ON)
@pytest.mark.parametrize("key", FORCIBLE)
def test_every_rejection_can_be_forced_on_the_call(websms: Session, call: str, key: str) -> None:
    row = gateway("websms").by_code[key]
    pair = (websms.credentials.username, websms.credentials.password)
    binary = {"recipientAddressList": [NUMBER], "messageContent": ["SGVsbG8="]}

    def sent() -> requests.Response:
        if call == "send-simple":
            parameters = {"recipientAddressList": NUMBER, "messageContent": "hi"}
            return requests.get(websms.url + PATH, params=parameters, auth=pair, timeout=SECONDS)
        return requests.post(f"{websms.url}/rest/smsmessaging/binary", json=binary, auth=pair, timeout=SECONDS)

    websms.reject(key, call=call)
    forced, after = sent(), sent()

    assert forced.status_code == row.status
    if row.status == 200:
        written = f"statusCode={row.code}&" if call == "send-simple" else f'{{"statusCode":{row.code},'
        assert forced.text.startswith(written)
    assert "2000" in after.text[:20]
    assert len(websms.messages) == 1


# --- what it says of itself


def test_explain_speaks_of_the_parameters(websms: Session) -> None:
    by_get(websms, f"recipientAddressList=+{NUMBER}&messageContent=hi")
    by_get(websms, f"recipientAddressList={NUMBER}&messageContent=hi&priority=high")
    send(websms.url, "POST", PATH, {**basic(websms), "Content-Type": "text/plain"}, b"x")
    recipient, priority, media = (websms.explain(exchange) for exchange in websms.journal)

    assert recipient.verdict is not None
    assert (recipient.verdict.code, recipient.verdict.value) == (4002, f" {NUMBER}")
    assert priority.mend == "make /priority a whole number"
    assert media.mend.startswith(f"send the body with Content-Type {FORM}: ")
