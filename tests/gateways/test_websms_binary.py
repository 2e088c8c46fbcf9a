"""Binary messages of websms over real HTTP: byte for byte, to handsets and from them."""

from __future__ import annotations

import json
from base64 import b64encode, urlsafe_b64decode, urlsafe_b64encode
from typing import TYPE_CHECKING, Any

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_gateway.errors import UsageError
from receivers import SECONDS, Hook, register

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_httpserver import HTTPServer

    from mock_gateway import Session

NUMBER = "447700900000"
SEGMENTS = st.lists(st.binary(min_size=1, max_size=140), min_size=1, max_size=5)
SPELLINGS: list[Callable[[bytes], str]] = [
    lambda raw: b64encode(raw).decode(),
    lambda raw: urlsafe_b64encode(raw).decode(),
    lambda raw: urlsafe_b64encode(raw).decode().rstrip("="),
]


def sent(session: Session, content: object, **members: object) -> Any:
    """Send a binary message and give the answer's document."""
    answer = requests.post(
        f"{session.url}/rest/smsmessaging/binary",
        json={"recipientAddressList": [NUMBER], "messageContent": content, **members},
        auth=(session.credentials.username, session.credentials.password),
        timeout=SECONDS,
    )
    assert answer.status_code == 200
    return answer.json()


def test_any_segments_arrive_byte_for_byte(websms: Session) -> None:
    @settings(max_examples=80)
    @given(SEGMENTS, st.sampled_from(SPELLINGS))
    def arrive(segments: list[bytes], spelling: Callable[[bytes], str]) -> None:
        with websms.fresh():
            answer = sent(websms, [spelling(each) for each in segments])

            assert (answer["statusCode"], answer["smsCount"]) == (2000, len(segments))
            (text,) = websms.handset(NUMBER).texts
            assert [bytes.fromhex(each) for each in text.split()] == segments

    arrive()


def test_any_text_that_is_no_base64_is_refused(websms: Session) -> None:
    wrong = st.text(max_size=20).filter(lambda text: not text.isascii() or not text.rstrip("=").isalnum())

    @settings(max_examples=60)
    @given(wrong.filter(lambda text: not set(text) & set("+/-_")))
    def is_refused(text: str) -> None:
        with websms.fresh():
            assert sent(websms, ["QQ==", text])["statusCode"] == 4027
            assert websms.messages == []

    is_refused()


def test_what_is_remembered_of_a_binary_message(websms: Session) -> None:
    answer = sent(websms, ["BQAD/AIBWnVzYW1tZW4=", "BQAD/AICZ2Vmw7xndC4="], userDataHeaderPresent=True)
    (message,) = websms.messages

    assert (message.id, message.encoding, message.parts) == (answer["transferId"], "8-bit", 2)
    assert message.fields == {"userDataHeaderPresent": True}
    assert message.text == "050003fc02015a7573616d6d656e 050003fc0202676566c3bc67742e"


def test_the_same_segments_sent_twice_are_a_duplicate(websms: Session) -> None:
    for _ in range(2):
        sent(websms, ["SGVsbG8="])

    assert [(each.number, each.text, each.times) for each in websms.ledger.duplicates] == [(NUMBER, "48656c6c6f", 2)]


def test_explain_says_which_segment_is_wrong(websms: Session) -> None:
    sent(websms, ["SGVsbG8=", "%%%"])
    explained = websms.explain(websms.journal[-1])

    assert explained.verdict is not None
    assert (explained.verdict.code, explained.verdict.place, explained.verdict.value) == (
        4027,
        "/messageContent/*",
        "%%%",
    )
    assert "base64-of-1-to-140-bytes" in explained.mend


# --- from handsets


def test_any_segments_from_a_handset_are_told_byte_for_byte(websms: Session, httpserver: HTTPServer) -> None:
    hook = Hook(httpserver)
    websms.starts_with(lambda: register(websms, hook.url))

    @settings(max_examples=30)
    @given(SEGMENTS, st.booleans())
    def are_told(segments: list[bytes], header: bool) -> None:  # noqa: FBT001  drawn by Hypothesis
        with websms.fresh():
            hook.got.clear()
            made = websms.receive("", NUMBER, kind="binary", segments=segments, user_data_header=header)

            (got,) = hook.got
            told = json.loads(got.body)
            assert [urlsafe_b64decode(each) for each in told["binaryMessageContent"]] == segments
            assert (told["messageType"], told["userDataHeaderPresent"]) == ("binary", header)
            assert (made.segments, made.user_data_header) == (tuple(segments), header)

    are_told()


@pytest.mark.parametrize(
    ("text", "kind", "segments", "header", "said"),
    [
        ("", "text", [b"a"], False, "that is kind='binary'"),
        ("hi", "text", [], True, "that is kind='binary'"),
        ("hi", "binary", [b"a"], False, "not both: 'hi'"),
        ("", "binary", [b"a", b""], False, "1 to 140 bytes, not 0"),
        ("", "binary", [b"a" * 141], False, "1 to 140 bytes, not 141"),
    ],
)
def test_what_no_binary_message_can_be_is_refused(  # noqa: PLR0913, PLR0917  a table's columns
    websms: Session,
    text: str,
    kind: str,
    segments: list[bytes],
    header: bool,  # noqa: FBT001  a table's column
    said: str,
) -> None:
    with pytest.raises(UsageError, match=said):
        websms.receive(text, NUMBER, kind=kind, segments=segments, user_data_header=header)

    assert websms.events == []


@pytest.mark.parametrize("kind", ["whatsapp", "whatsapp_channel"])
def test_only_an_sms_can_be_a_flash_sms(websms: Session, kind: str) -> None:
    with pytest.raises(UsageError, match="only an SMS can be a flash SMS"):
        websms.receive("hi", NUMBER, kind=kind, flash=True)

    assert websms.events == []
