"""What BestSMS sends by itself, to the letter, as a receiver on loopback gets it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from receivers import REGISTERED, Hook, register, send

if TYPE_CHECKING:
    from pytest_httpserver import HTTPServer

    from mock_gateway import Session

STATUS_KEYS = [
    "Version",
    "Sender",
    "APIKey",
    "Type",
    "Destination",
    "ContactID",
    "ReceivedID",
    "MessageID",
    "SubAccount",
    "Department",
    "JobNumber",
    "SentTimeLocal",
    "SentTimeUTC-ISO8601",
    "SentTimeUTC-RFC3339",
    "Status",
    "Result",
    "Price",
    "Detail",
    "URL",
]
INBOUND_KEYS = [*STATUS_KEYS[:16], "Message", *STATUS_KEYS[16:]]
NUMBER = "+61491570156"


@pytest.fixture
def hook(bestsms: Session, httpserver: HTTPServer) -> Hook:
    """Give a receiver that stands for https://example.com."""
    found = Hook(httpserver)
    bestsms.settings.callback_map = {REGISTERED: httpserver.url_for("")}
    return found


def sent_with(session: Session, *to: str, text: str = "Hello", **fields: str) -> None:
    """Send with a URL of its own, and let it be delivered."""
    send(session, *to, text=text, WebhookCallbackURL=f"{REGISTERED}/hook", **fields)
    session.clock.advance("2s")


def test_a_report_in_json_is_as_documented(bestsms: Session, hook: Hook) -> None:
    sent_with(bestsms, NUMBER, MessageID="ID1", SubAccount="north", Department="sales")

    wanted = {
        "Version": "2.04",
        "Sender": bestsms.credentials.sender,
        "APIKey": bestsms.credentials.api_key,
        "Type": "SMS",
        "Destination": NUMBER,
        "ContactID": "",
        "ReceivedID": "",
        "MessageID": "ID1",
        "SubAccount": "north",
        "Department": "sales",
        "JobNumber": "00000001",
        "SentTimeLocal": "2026-01-05 20:00:02",
        "SentTimeUTC-ISO8601": "2026-01-05 09:00:02",
        "SentTimeUTC-RFC3339": "2026-01-05T09:00:02.000Z",
        "Status": "SUCCESS",
        "Result": "delivered",
        "Price": "0.10",
        "Detail": "SMSParts:1",
        "URL": f"{REGISTERED}/hook",
    }
    (got,) = hook.got
    assert json.dumps(wanted, separators=(",", ":")).encode() == got.body
    assert list(json.loads(got.body)) == STATUS_KEYS
    assert (got.method, got.path) == ("POST", "/hook")


def test_a_reports_headers_are_the_documented_ones_and_the_secret_is_raw(bestsms: Session, hook: Hook) -> None:
    sent_with(bestsms)

    headers = hook.got[0].headers
    assert headers["X-Timestamp"] == "2026-01-05T09:00:02.000Z"
    assert bestsms.credentials.sender == headers["X-Sender"]
    assert bestsms.credentials.api_key == headers["Authorization"]
    assert headers["Content-Type"] == "application/json"


def test_no_header_of_a_callback_names_the_mock(bestsms: Session, hook: Hook) -> None:
    sent_with(bestsms)

    headers = hook.got[0].headers
    told = " ".join([*headers, *headers.values()]).lower().replace(bestsms.credentials.sender, "")
    assert not [word for word in ("mock", "python", "urllib", "uvicorn") if word in told]


def test_a_report_in_xml_has_the_same_members_in_the_same_order(bestsms: Session, hook: Hook) -> None:
    sent_with(bestsms, MessageID="ID1", WebhookCallbackFormat="XML")

    (got,) = hook.got
    prolog, _, rest = got.body.decode().partition("?>")
    root = ET.fromstring(got.body)  # noqa: S314  our own bytes
    texts = {each.tag: each.text or "" for each in root}
    assert prolog.replace('"', "'") == "<?xml version='1.0' encoding='UTF-8'"
    assert rest.startswith("<root><Version>2.04</Version><Sender>")
    assert rest.endswith("</URL></root>")
    assert [each.tag for each in root] == STATUS_KEYS
    assert (texts["MessageID"], texts["Status"], texts["Price"]) == ("ID1", "SUCCESS", "0.10")
    assert got.headers["Content-Type"] == "text/xml"


def test_the_account_says_how_webhooks_are_written_and_a_request_says_otherwise(bestsms: Session, hook: Hook) -> None:
    bestsms.account.webhook_format = "XML"
    sent_with(bestsms)
    sent_with(bestsms, WebhookCallbackFormat="JSON")

    assert [got.headers["Content-Type"] for got in hook.got] == ["text/xml", "application/json"]


def test_webhooks_can_have_a_sender_and_a_secret_of_their_own(bestsms: Session, hook: Hook) -> None:
    bestsms.account.webhook_sender = "hooks@example.com"
    bestsms.account.webhook_token = "hook-secret"
    sent_with(bestsms)

    (got,) = hook.got
    told = json.loads(got.body)
    assert (got.headers["X-Sender"], got.headers["Authorization"]) == ("hooks@example.com", "hook-secret")
    assert (told["Sender"], told["APIKey"]) == ("hooks@example.com", "hook-secret")


def test_each_destination_has_a_report_of_its_own(bestsms: Session, hook: Hook) -> None:
    numbers = [NUMBER, *bestsms.numbers.failed[:2]]
    sent_with(bestsms, *numbers)

    told = [json.loads(got.body) for got in hook.got]
    assert numbers == [each["Destination"] for each in told]
    assert [each["Status"] for each in told] == ["SUCCESS", "FAILED", "FAILED"]
    assert [each["Result"] for each in told] == ["delivered", "Undelivered", "Undelivered"]
    assert [each["Price"] for each in told] == ["0.10", "0.00", "0.00"]


def test_a_destinations_contact_is_in_its_report(bestsms: Session, hook: Hook) -> None:
    destinations = [{"Recipient": NUMBER, "ContactID": "C1"}]
    send(bestsms, WebhookCallbackURL=f"{REGISTERED}/hook", Destinations=destinations)
    bestsms.clock.advance("2s")

    assert json.loads(hook.got[0].body)["ContactID"] == "C1"


def test_price_and_detail_count_the_parts(bestsms: Session, hook: Hook) -> None:
    sent_with(bestsms, text="x" * 307)

    told = json.loads(hook.got[0].body)
    assert (told["Price"], told["Detail"]) == ("0.30", "SMSParts:3")


def test_a_link_that_is_not_permitted_is_never_reported(bestsms: Session, hook: Hook) -> None:
    sent_with(bestsms, bestsms.numbers.link_not_permitted[0])

    assert bestsms.messages[0].recipients[0].result == "LinkNotPermitted"
    assert not hook.got
    assert len(bestsms.callbacks) == 0


def test_without_a_registered_url_nothing_is_sent(bestsms: Session, hook: Hook) -> None:
    send(bestsms)
    bestsms.clock.advance("2s")

    assert (len(bestsms.callbacks), hook.got) == (0, [])


def test_a_requests_url_is_called_and_not_the_accounts(bestsms: Session, hook: Hook, httpserver: HTTPServer) -> None:
    register(bestsms, httpserver.url_for("/hook/account"))
    sent_with(bestsms)
    send(bestsms)
    bestsms.clock.advance("2s")

    assert [got.path for got in hook.got] == ["/hook", "/hook/account"]
    assert httpserver.url_for("/hook/account") == json.loads(hook.got[1].body)["URL"]


def test_a_reply_is_as_documented(bestsms: Session, hook: Hook) -> None:
    sent_with(bestsms, MessageID="ID1")
    received = bestsms.receive("Yes please", NUMBER, to="021-000 001")

    told = json.loads(hook.got[1].body)
    assert list(told) == INBOUND_KEYS
    assert {"SMSReply", "RECEIVED"} == {told["Type"], told["Status"], told["Result"]}
    assert (told["Message"], told["MessageID"], told["Destination"]) == ("Yes please", "ID1", NUMBER)
    assert ("", received.id) == (told["Price"], told["ReceivedID"])
    assert told["Detail"] == "InputToNumber:021-000 001"


def test_a_handset_that_always_replies_does_so_after_its_delivery(bestsms: Session, hook: Hook) -> None:
    sent_with(bestsms, bestsms.numbers.delivered_then_replied[0])
    bestsms.clock.advance("5s")

    delivered, replied = [json.loads(got.body) for got in hook.got]
    assert (delivered["Type"], replied["Type"], replied["Message"]) == ("SMS", "SMSReply", "Thanks!")
    assert delivered["MessageID"] == replied["MessageID"]
    assert replied["SentTimeUTC-RFC3339"] == "2026-01-05T09:00:07.000Z"


def test_a_text_is_a_reply_for_seven_days_and_then_a_message_of_its_own(
    bestsms: Session, hook: Hook, httpserver: HTTPServer
) -> None:
    register(bestsms, httpserver.url_for("/hook"))
    send(bestsms, MessageID="ID1")
    bestsms.clock.advance("7d")
    bestsms.receive("in time", NUMBER)
    bestsms.clock.advance("1ms")
    bestsms.receive("too late", NUMBER)

    _, reply, inbound = [json.loads(got.body) for got in hook.got]
    assert (reply["Type"], reply["MessageID"], reply["Message"]) == ("SMSReply", "ID1", "in time")
    assert (inbound["Type"], inbound["MessageID"], inbound["Message"]) == ("SMSInbound", "", "too late")
    assert list(inbound) == INBOUND_KEYS


def test_a_reply_answers_the_last_message_to_its_handset(bestsms: Session, hook: Hook) -> None:
    for name, number in (("A", NUMBER), ("B", NUMBER), ("C", "+61491570157")):
        sent_with(bestsms, number, MessageID=name)
    bestsms.receive("which?", NUMBER)

    assert json.loads(hook.got[-1].body)["MessageID"] == "B"


def test_a_reply_can_be_to_a_named_message_instead(bestsms: Session, hook: Hook) -> None:
    for name in ("A", "B"):
        sent_with(bestsms, MessageID=name)
    bestsms.receive("to the first", NUMBER, reply_to="A")

    assert json.loads(hook.got[-1].body)["MessageID"] == "A"


def test_each_example_starts_with_the_same_callbacks(bestsms: Session, hook: Hook) -> None:
    """What the last example left behind is in no body: same ids, same job number, same times."""
    for _ in range(2):
        with bestsms.fresh() as s:
            s.settings.callback_map = {REGISTERED: hook.url.removesuffix("/hook")}
            sent_with(s)

    assert hook.got[0].body == hook.got[1].body
