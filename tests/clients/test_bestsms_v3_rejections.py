"""The provider's own client, PyPI `bestsms` 3.0.0.0, in its v3.00 form and unmodified: what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from bestsms.models import SMSActionResult, SMSReceived, SMSResponse, SMSStatus

from mock_gateway.definitions.load import gateway
from v3_clients import UNAUTHORIZED, bestsms_client, no_record

if TYPE_CHECKING:
    from collections.abc import Callable

    from bestsms import BestSMS

    from mock_gateway import Session

MOBILE = "+61491570156"


@pytest.fixture
def client(bestsms: Session, monkeypatch: pytest.MonkeyPatch) -> BestSMS:
    """Give a client with the session's token."""
    return bestsms_client(bestsms, monkeypatch)


def send(client: BestSMS, **changes: object) -> Any:
    return client.Messaging.SMS.SendMessage(**{"Message": "Hello", "ToNumber": MOBILE, **changes})


def test_a_wrong_token_is_unauthorized_where_authentication_is_strict(
    bestsms: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    bestsms.settings.auth = "strict"
    client = bestsms_client(bestsms, monkeypatch, "wrong")

    assert send(client) == SMSResponse(Result="Unauthorized", ErrorMessage=UNAUTHORIZED)
    assert client.Reports.Status.Poll("ID1") == SMSStatus(Result="Unauthorized", ErrorMessage=UNAUTHORIZED)
    assert client.Reports.SMSReceived.Poll(TimePeriod=5) == SMSReceived(
        Result="Unauthorized", ErrorMessage=UNAUTHORIZED
    )
    assert client.Actions.Abort.SendRequest("ID1") == SMSActionResult(Result="Unauthorized", ErrorMessage=UNAUTHORIZED)
    assert bestsms.messages == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"Message": None}, "Missing required field: Message or TemplateID"),
        ({"ToNumber": None}, "Missing required field: Destinations, Destination, ContactID, GroupID, or ToNumber"),
        ({"Colour": "red"}, "Unknown argument: Colour"),
    ],
)
def test_what_the_client_refuses_itself_never_reaches_the_gateway(
    client: BestSMS, bestsms: Session, wrong: dict[str, Any], said: str
) -> None:
    assert send(client, **wrong) == SMSResponse(Result="Failed", ErrorMessage=[said])
    assert len(bestsms.journal) == 0


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"ToNumber": "nobody"}, "Error - Could not find any valid destination(s)."),
        ({"MessageID": "a" * 41}, "Invalid MessageID"),
        ({"WebhookCallbackURL": "http://example.com"}, "WebhookCallbackURL must start with https://"),
        ({"Message": ["Hello"]}, "Failed to process your API request. Check your syntax."),
    ],
)
def test_what_the_client_lets_through_is_refused_by_the_gateway(
    client: BestSMS, bestsms: Session, wrong: dict[str, Any], said: str
) -> None:
    assert send(client, **wrong) == SMSResponse(Result="Failed", ErrorMessage=[said])
    assert [bestsms.messages, bestsms.journal[0].forced] == [[], False]


def test_a_template_is_sent_where_the_account_has_it_and_named_where_it_does_not(
    client: BestSMS, bestsms: Session
) -> None:
    bestsms.account.templates = {"8000000a-f002-4007-b00a-d00000000001": "Kia ora"}

    sent = send(client, Message=None, TemplateID="8000000a-f002-4007-b00a-d00000000001")
    refused = send(client, Message=None, TemplateID="no-such-template")

    assert [sent.Result, bestsms.messages[0].text] == ["Success", "Kia ora"]
    assert refused == SMSResponse(Result="RecordNotFound", ErrorMessage=no_record("no-such-template"))


RESULTS = {"no_credentials": "Unauthorized", "bad_credentials": "Unauthorized", "not_found": "RecordNotFound"}
WORDLESS = ("Unsupported media type",)
"""Rows whose documented answer has no ErrorMessage."""

CALLS: dict[str, Callable[[BestSMS], Any]] = {
    "send-sms": send,
    "get-sms-reply": lambda client: client.Reports.Status.Poll("ID1"),
    "get-sms-received": lambda client: client.Reports.SMSReceived.Poll(TimePeriod=5),
    "set-abort": lambda client: client.Actions.Abort.SendRequest("ID1"),
    "set-reschedule": lambda client: client.Actions.Reschedule.SendRequest("ID1", "2026-01-07T09:00"),
}
FORCED = [
    (row.key, call)
    for row in gateway("bestsms").rows
    for call in CALLS
    if not row.each and (not row.calls or call in row.calls) and row.cause != "internal_error"
]


@pytest.mark.parametrize(("key", "call"), FORCED)
def test_each_rejection_that_is_forced_reaches_the_caller(
    client: BestSMS, bestsms: Session, key: str, call: str
) -> None:
    send(client, MessageID="ID1", SendTime="2026-01-06T09:00")
    bestsms.reject(key, call=call)
    cause = next(row.cause for row in gateway("bestsms").rows if row.key == key)

    refused = CALLS[call](client)
    accepted = CALLS[call](client)

    assert [refused.Result, len(refused.ErrorMessage)] == [RESULTS.get(cause, "Failed"), key not in WORDLESS]
    assert [bestsms.journal[1].forced, accepted.Result] == [True, "Success"]


@pytest.mark.parametrize("call", CALLS)
def test_a_gateway_that_fails_says_what_version_3_says_of_it(client: BestSMS, bestsms: Session, call: str) -> None:
    bestsms.reject("Error occurred while creating job", call=call)

    result = CALLS[call](client)

    assert [result.Result, result.ErrorMessage] == ["Failed", ["An unexpected error occurred while processing."]]


def test_the_client_gets_every_text_of_a_list(client: BestSMS, bestsms: Session) -> None:
    bestsms.settings.error_messages = "all"

    wrong = send(client, MessageID="ID 1", WebhookCallbackURL="http://example.com/")

    assert wrong == SMSResponse(
        Result="Failed", ErrorMessage=["WebhookCallbackURL must start with https://", "Invalid MessageID"]
    )


def test_documented_lengths_are_kept_where_that_is_set(client: BestSMS, bestsms: Session) -> None:
    taken = send(client, Reference="x" * 101, SubAccount="x" * 41)
    bestsms.settings.v3_limits = "reject"
    longer = send(client, SubAccount="x" * 41)

    assert [taken.Result, longer.ErrorMessage] == ["Success", ["SubAccount is too long"]]
    assert send(client, Reference="x" * 101).ErrorMessage == ["Reference is too long"]
    assert send(client, Reference="x" * 100, SubAccount="x" * 40).Result == "Success"


def test_a_page_has_as_many_recipients_as_the_document_says_and_no_more(client: BestSMS, bestsms: Session) -> None:
    bestsms.fill("recipients", 101)
    page = client.Reports.Status.Poll("PAGED", RecordsPerPage=500, Page=2)
    bestsms.settings.v3_limits = "reject"

    assert [page.RecordsPerPage, page.PageCount, len(page.Recipients)] == [100, 2, 1]
    assert client.Reports.Status.Poll("PAGED", RecordsPerPage=500).ErrorMessage == ["Invalid recordsPerPage"]
