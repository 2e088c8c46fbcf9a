"""What the providers' own version 3 clients, PyPI `bestsms` and `tnzapi`, make of the webhooks of what they sent."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree as ET

import bestsms.webhooks
import pytest
import tnzapi.webhooks

from receivers import REGISTERED, Got, Hook
from v3_clients import MOBILE, TO, bestsms_client, tnz_client

if TYPE_CHECKING:
    from pytest_httpserver import HTTPServer

    from mock_gateway import Session

URL = f"{REGISTERED}/hook"
FORMATS = ("JSON", "XML", "POST", "GET")
CLIENTS = {"bestsms": (bestsms_client, bestsms.webhooks), "tnz": (tnz_client, tnzapi.webhooks)}
MEMBERS = [field.name for field in fields(bestsms.webhooks.ResultWebhookPayload)]
TYPES = {"sms": "SMS", "email": "Email", "fax": "Fax", "voice": "Voice", "tts": "Voice"}
"""What version 3's webhooks call the type of a message, by how it was sent."""
CONTENTS: dict[str, dict[str, Any]] = {
    "sms": {"Message": "Hello"},
    "email": {"MessagePlain": "Hello"},
    "fax": {"Files": [{"Name": "a.txt", "Data": "aGVsbG8="}]},
    "voice": {"MessageToPeople": "UklGRg=="},
    "tts": {"MessageToPeople": "Hello"},
}
DETAILS = {
    "sms": "SMSParts:1",
    "email": "EmailSize:5",
    "fax": "FaxPages:1",
    "voice": "VoiceRemoteID:+6491111111,VoiceSeconds:1,VoiceTotalCallTime:11",
    "tts": "VoiceRemoteID:+6491111111,VoiceSeconds:1,VoiceTotalCallTime:11",
}


def read(got: Got) -> dict[str, Any]:
    """Read a webhook as whoever receives it would, whatever it is written in."""
    if got.method == "GET":
        return dict(parse_qsl(urlsplit(got.path).query, keep_blank_values=True))
    if got.headers["Content-Type"] == "text/xml":
        return {each.tag: each.text or "" for each in ET.fromstring(got.body)}  # noqa: S314  our own bytes
    if got.headers["Content-Type"] == "application/x-www-form-urlencoded":
        return dict(parse_qsl(got.body.decode(), keep_blank_values=True))
    found: dict[str, Any] = json.loads(got.body)
    return found


class Side:
    """A client and its receiver, for the gateway of one of them."""

    def __init__(self, name: str, session: Session, server: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
        make, self.webhooks = CLIENTS[name]
        self.session, self.hook = session, Hook(server)
        self.client: Any = make(session, monkeypatch)
        session.settings.callback_map = {REGISTERED: server.url_for("").rstrip("/")}

    def send(self, channel: str = "sms", **more: object) -> Any:
        """Send with a URL of its own, and let it be delivered."""
        names = {"sms": "SMS", "email": "Email", "fax": "Fax", "voice": "Voice", "tts": "TTS"}
        of = getattr(self.client.Messaging, names[channel])
        given = {**CONTENTS[channel], "Destinations": [TO[channel]], "WebhookCallbackURL": URL, **more}
        sent = of.SendMessage(**given)
        assert sent.Result == "Success", sent
        self.session.clock.advance("2s")
        return sent

    def told(self) -> dict[str, Any]:
        """Give the members of the last webhook."""
        return read(self.hook.got[-1])


@pytest.fixture(params=CLIENTS)
def side(request: pytest.FixtureRequest, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> Side:
    """Give the client's side of each gateway in turn."""
    return Side(request.param, request.getfixturevalue(request.param), httpserver, monkeypatch)


@pytest.fixture
def tnz_side(tnz: Session, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> Side:
    """Give the side of the client that sends more than SMS."""
    return Side("tnz", tnz, httpserver, monkeypatch)


def test_a_result_and_a_reply_are_what_the_client_declares_to_the_member(side: Side) -> None:
    sent = side.send(SubAccount="north", Department="sales")
    result = side.webhooks.ResultWebhookPayload(**side.told())
    received = side.session.receive("Yes", MOBILE, to="021-000 001")
    reply = side.webhooks.InboundSMSWebhookPayload(**side.told())

    common = {
        "Version": "v3.00",
        "Sender": side.session.credentials.sender,
        "APIKey": side.session.credentials.api_key,
        "Destination": MOBILE,
        "ContactID": "",
        "MessageID": sent.MessageID,
        "SubAccount": "north",
        "Department": "sales",
        "JobNumber": "00000001",
        "SendTimeUTC": "2026-01-05 09:00:02",
        "SentTimeUTC_RFC3339": "2026-01-05T09:00:02.000Z",
        "URL": URL,
    }
    own = {"ReceivedID": None, "Message": None, "Status": "SUCCESS", "Result": "delivered", "Price": "0.10"}
    heard = {"ReceivedID": received.id, "Message": "Yes", "Status": "RECEIVED", "Result": "RECEIVED", "Price": None}
    times = {"SentTimeLocal": result.SentTimeLocal}
    assert common | own | times | {"Type": "SMS", "Detail": "SMSParts:1"} == asdict(result)
    assert common | heard | times | {"Type": "SMSReply", "Detail": "InputToNumber:021-000 001"} == asdict(reply)
    assert result.SentTimeLocal in {"2026-01-05 20:00:02", "2026-01-05 22:00:02"}


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_has_the_clients_members_in_their_order_and_says_the_same(side: Side, form: str) -> None:
    side.session.settings.duplicates = "sent"
    side.send(MessageID="ID1", WebhookCallbackFormat="JSON")
    wanted = side.told()
    side.send(MessageID="ID1", WebhookCallbackFormat=form)
    told = side.told()

    later = ("JobNumber", "SentTimeLocal", "SendTimeUTC", "SentTimeUTC_RFC3339")
    nothing = None if form == "JSON" else ""
    expected = {name: nothing if value is None else value for name, value in wanted.items()}
    assert list(wanted) == MEMBERS == list(told)
    assert {name for name in told if told[name] != expected[name]} == set(later)
    assert (told["JobNumber"], told["SendTimeUTC"]) == ("00000002", "2026-01-05 09:00:04")
    assert isinstance(side.webhooks.ResultWebhookPayload(**told).Price, str)


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_has_the_headers_that_prove_where_it_comes_from(side: Side, form: str) -> None:
    side.send(WebhookCallbackFormat=form)

    headers, credentials = side.hook.got[-1].headers, side.session.credentials
    assert headers["X-Timestamp"] == "2026-01-05T09:00:02.000Z"
    assert (credentials.sender, credentials.api_key) == (headers["X-Sender"], headers["Authorization"])


def test_get_has_no_body_and_keeps_the_query_of_the_url(side: Side) -> None:
    side.send(WebhookCallbackURL=f"{URL}?mine=1", WebhookCallbackFormat="GET")

    (got,) = side.hook.got
    assert (got.method, got.body, "Content-Type" in got.headers) == ("GET", b"", False)
    assert got.path.startswith("/hook?mine=1&Version=v3.00&Sender=")
    assert f"{URL}?mine=1" == side.told()["URL"]


@pytest.mark.parametrize("form", FORMATS)
def test_what_answers_nothing_is_told_in_the_accounts_version_and_form(side: Side, form: str) -> None:
    account = side.session.account
    account.webhook_url, account.webhook_format, account.webhook_version = URL, form, "v3.00"
    received = side.session.receive("Hi & bye", MOBILE)

    told = side.webhooks.InboundSMSWebhookPayload(**side.told())
    assert [told.Type, told.Message, told.MessageID] == ["SMSInbound", "Hi & bye", ""]
    assert received.id == told.ReceivedID


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("channel", TO)
def test_a_result_of_each_type_is_what_the_client_declares(tnz_side: Side, channel: str, form: str) -> None:
    sent = tnz_side.send(channel, WebhookCallbackFormat=form)

    told = tnzapi.webhooks.ResultWebhookPayload(**tnz_side.told())
    assert [told.Type, told.Destination, told.Detail] == [TYPES[channel], TO[channel], DETAILS[channel]]
    assert [told.MessageID, told.Status] == [sent.MessageID, "SUCCESS"]


@pytest.mark.parametrize("form", FORMATS)
def test_what_follows_a_delivery_is_told_and_polls_stay_as_they_were(side: Side, form: str) -> None:
    side.session.outcome("link_clicked")
    sent = side.send(WebhookCallbackFormat=form)
    before = side.client.Messaging.SMS.Status(sent.MessageID).Recipients
    side.session.clock.advance("60s")
    after = side.client.Messaging.SMS.Status(sent.MessageID).Recipients

    first, second = (side.webhooks.ResultWebhookPayload(**read(got)) for got in side.hook.got)
    assert [(each.Status, each.Result) for each in (first, second)] == [
        ("SUCCESS", "delivered"),
        ("UPDATED", "Link clicked"),
    ]
    assert before == after
    assert [event.detail for event in side.session.events if event.kind == "update"] == ["Link clicked"]


@pytest.mark.parametrize(("wanted", "hooks", "mails"), [("None", 0, 0), ("Webhook", 1, 0), ("Email", 0, 1)])
def test_a_message_says_how_its_sender_is_told(side: Side, wanted: str, hooks: int, mails: int) -> None:
    side.session.account.report_email = "reports@example.com"
    side.send(NotificationType=wanted)

    assert (len(side.hook.got), len(side.session.mails)) == (hooks, mails)


@pytest.mark.parametrize("form", FORMATS)
def test_what_nobody_takes_is_tried_again_every_five_minutes_for_a_day(
    bestsms: Session, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    side = Side("bestsms", bestsms, httpserver, monkeypatch)
    httpserver.clear()
    side.hook = Hook(httpserver, [(500, b"")])
    side.send(WebhookCallbackFormat=form)
    bestsms.clock.advance("25h")

    (callback,) = bestsms.callbacks
    at = [attempt.at for attempt in callback.attempts]
    assert {later - earlier for earlier, later in pairwise(at)} == {300_000}
    assert (len(at), callback.state) == (289, "unacknowledged")
    assert len({(got.method, got.path, got.body) for got in side.hook.got}) == 1


def test_what_version_2_tells_is_nothing_for_the_clients_of_version_3(side: Side) -> None:
    """Two names of times are others there: the reason why a webhook is of the version that its message was sent by."""
    side.session.account.webhook_url = URL
    side.session.receive("Hello", MOBILE)

    with pytest.raises(TypeError, match="SentTimeUTC-ISO8601"):
        side.webhooks.InboundSMSWebhookPayload(**side.told())
