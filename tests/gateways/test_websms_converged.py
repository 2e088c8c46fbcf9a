"""The converged and channel calls of websms, over HTTP: what is accepted, what handsets get, what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import requests

from mock_gateway.definitions.load import gateway
from receivers import SECONDS
from websms_calls import CALLS, CHANNEL, PATHS, document, post

if TYPE_CHECKING:
    from mock_gateway import Session

WITHOUT_COUNT = ["statusCode", "statusMessage", "transferId", "clientMessageId"]
ROWS = [row for row in gateway("websms").rows if not row.each]
WITH_COUNT = ["statusCode", "statusMessage", "clientMessageId", "transferId", "smsCount"]


@pytest.mark.parametrize("call", CALLS)
def test_an_answer_has_the_keys_of_its_call_in_their_order(websms: Session, call: str) -> None:
    taken, refused = post(websms, call), post(websms, call, contentCategory="spam")

    wanted = WITHOUT_COUNT if call.startswith("channel") else WITH_COUNT
    assert wanted == list(taken) == list(refused)
    assert (2000, 4040) == (taken["statusCode"], refused["statusCode"])
    assert taken["transferId"] == websms.messages[-1].id


@pytest.mark.parametrize("call", CALLS)
def test_what_is_sent_is_remembered_with_the_call_that_sent_it(websms: Session, call: str) -> None:
    post(websms, call)

    assert call == websms.messages[-1].call
    assert len(websms.handset("447700900000").texts) == 1


@pytest.mark.parametrize("prefix", ["/rest", "/json"])
@pytest.mark.parametrize("path", ["/converged/text", "/converged/whatsapp", "/converged/whatsapp/attachment"])
def test_the_converged_calls_take_basic_authentication_below_both_prefixes(
    websms: Session, prefix: str, path: str
) -> None:
    login = (websms.credentials.username, websms.credentials.password)
    body = document("converged-" + path.removeprefix("/converged/").replace("/", "-"))
    answer = requests.post(websms.url + prefix + path, json=body, auth=login, timeout=SECONDS)

    assert (200, 2000) == (answer.status_code, answer.json()["statusCode"])


@pytest.mark.parametrize(
    ("call", "parts"), [("converged-text", 3), ("converged-whatsapp", 1), ("converged-whatsapp-attachment", 1)]
)
def test_a_whatsapp_message_is_charged_once_however_long_it_is(websms: Session, call: str, parts: int) -> None:
    websms.account.price_thousandths = 100
    post(websms, call, messageContent="a" * 400)
    websms.clock.advance("2s")

    assert parts == websms.messages[-1].parts
    assert float(websms.ledger.cost) == pytest.approx(0.1 * parts)


def test_only_those_with_whatsapp_use_up_the_message_limit(websms: Session) -> None:
    websms.account.whatsapp_devices = ["447700900001"]
    websms.account.message_limit = 1
    post(websms, "converged-whatsapp", recipientAddressList=["447700900000", "447700900001"])

    assert [recipient.number for recipient in websms.messages[-1].recipients] == ["447700900001"]
    assert post(websms, "converged-text")["statusCode"] == 4013


def test_a_number_in_another_spelling_has_its_device(websms: Session) -> None:
    websms.account.whatsapp_devices = ["447700900000"]

    taken = [post(websms, each, to="+447700900000")["statusCode"] for each in CALLS]
    assert [2000] * 5 == taken
    assert websms.messages[-1].fields.get("messageType") is None


def test_an_omnichannel_message_goes_to_the_number_of_the_way_that_is_taken(websms: Session) -> None:
    content = {"type": "text", "text": {"body": "by WhatsApp"}}
    sms = {"recipientAddress": "447700900002", "messageContent": "by SMS"}
    message = {
        "whatsapp": {"recipientAddress": "447700900001", "messageContent": content},
        "fallback": {"messageType": "sms", "sms": sms},
    }
    post(websms, "channel-omnichannel", message=message)
    websms.account.whatsapp = False
    post(websms, "channel-omnichannel", message=message)

    assert websms.handset("447700900001").texts == ["by WhatsApp"]
    assert websms.handset("447700900002").texts == ["by SMS"]


def test_a_fallback_of_two_sms_is_charged_as_two(websms: Session) -> None:
    websms.account.whatsapp = False
    sms = {"recipientAddress": "447700900000", "messageContent": "a" * 161}
    body = document("channel-omnichannel")["message"]
    post(websms, "channel-omnichannel", message={**body, "fallback": {"sms": sms}})

    assert websms.messages[-1].parts == 2


@pytest.mark.parametrize("devices", [None, [], ["447700900000"]])
@pytest.mark.parametrize("whatsapp", [True, False])
@pytest.mark.parametrize("sms", [True, False])
@pytest.mark.parametrize("fallback", [True, False])
def test_an_omnichannel_message_goes_by_the_first_way_that_is_open_or_says_which_is_closed(
    websms: Session,
    devices: list[str] | None,
    whatsapp: bool,  # noqa: FBT001  parametrized
    sms: bool,  # noqa: FBT001  parametrized
    fallback: bool,  # noqa: FBT001  parametrized
) -> None:
    websms.account.whatsapp_devices, websms.account.whatsapp, websms.account.sms = devices, whatsapp, sms
    message = document("channel-omnichannel")["message"]
    if not fallback:
        del message["fallback"]
    code = post(websms, "channel-omnichannel", message=message)["statusCode"]

    reachable = whatsapp and devices != []
    if reachable or (fallback and sms):
        assert code == 2000
        assert websms.handset("447700900000").texts == ["Hello" if reachable else "Hello by SMS"]
    elif whatsapp:
        assert code == 4032
    else:
        assert code == (4035 if fallback else 4033)


@pytest.mark.parametrize("call", ["channel-whatsapp", "channel-omnichannel"])
def test_an_account_has_any_channel_until_it_has_a_list(websms: Session, call: str) -> None:
    codes = [post(websms, call)["statusCode"]]
    for channels in ([CHANNEL], ["another"], []):
        websms.account.channels = channels
        codes.append(post(websms, call)["statusCode"])

    assert codes == [2000, 2000, 4021, 4021]


def test_a_channel_that_is_not_found_is_the_containers_page(websms: Session) -> None:
    websms.account.channels, websms.settings.unknown_channel = [], "http404"
    answer = requests.post(
        f"{websms.url}/rest/channels/{CHANNEL}/send/whatsapp",
        json=document("channel-whatsapp"),
        headers={"Authorization": f"Bearer {websms.credentials.token}"},
        timeout=SECONDS,
    )

    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "text/html;charset=utf-8"


@pytest.mark.parametrize("kind", ["image", "video", "audio", "document"])
@pytest.mark.parametrize(
    ("part", "code"),
    [
        ({"link": "https://files.example/a", "caption": "A", "filename": "a"}, 2000),
        ({"link": "http://files.example/a"}, 2000),
        ({"link": "files.example/a"}, 4034),
        ({"link": 7}, 4034),
        ({"caption": "A"}, 4034),
        ({}, 4034),
        ([], 4034),
        (None, 4034),
    ],
)
@pytest.mark.parametrize("call", ["channel-whatsapp", "channel-omnichannel"])
def test_a_file_in_metas_form_needs_a_link(websms: Session, kind: str, part: object, code: int, call: str) -> None:
    content: dict[str, Any] = {"type": kind, kind: part}

    assert code == post(websms, call, content=content)["statusCode"]


@pytest.mark.parametrize("call", CALLS)
def test_a_test_sends_nothing_by_any_way(websms: Session, call: str) -> None:
    taken = post(websms, call, test=True)

    assert taken["statusCode"] == 2000
    assert websms.clock.advance("1h") == []
    assert websms.ledger.numbers == []


@pytest.mark.parametrize("call", CALLS)
def test_many_recipients_are_queued_by_every_call(websms: Session, call: str) -> None:
    websms.settings.queued_from = 1

    assert (2001, "OK_QUEUED") == tuple(post(websms, call).values())[:2]


@pytest.mark.parametrize("call", CALLS)
def test_every_rejection_can_be_forced_on_the_call(websms: Session, call: str) -> None:
    login = (websms.credentials.username, websms.credentials.password)
    for row in ROWS:
        websms.reject(row.key, call=call)
        answer = requests.post(websms.url + PATHS[call], json=document(call), auth=login, timeout=SECONDS)

        assert row.status == answer.status_code, row.key
        if row.status == 200:
            assert (row.code, None) == (answer.json()["statusCode"], answer.json()["transferId"]), row.key

    assert websms.messages == []
    assert post(websms, call)["statusCode"] == 2000
