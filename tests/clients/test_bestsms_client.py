"""The provider's own client, PyPI `bestsms` 3.0.0.0, in its v2.04 form and unmodified, against the mock."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import bestsms._config as client_config
import pytest
from bestsms.api.v204.messaging.dtos.message_api_result_dto import MessageApiResultDTO
from bestsms.core.dtos.error_dto import ErrorDTO
from bestsms.core.dtos.error_with_message_id_dto import ErrorWithMessagIDDTO
from bestsms.legacy import BestSMS

from mock_gateway.definitions.load import gateway

if TYPE_CHECKING:
    from mock_gateway import Session

Make = Callable[..., BestSMS]

DOCUMENTED = (
    "Missing Sender",
    "Missing APIKey",
    "Invalid sender format",
    "Unauthorized",
    "Missing message data",
    "Missing or empty destinations",
    "Error - Could not find any valid destination(s).",
    "WebhookCallbackURL must start with https://",
    "Missing or empty message",
    "Message(s) NOT found",
    "Error occurred while creating job",
)
"""The failures of the provider's page of errors that an SMS can meet."""

MOBILE = "+61491570156"


@pytest.fixture
def make(bestsms: Session, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Make a client of the mock; what the client keeps in its module is put back afterwards."""
    monkeypatch.setattr(client_config, "__APIURL__", f"{bestsms.url}/api/v2.04")
    monkeypatch.setattr(client_config, "__APIHeaders__", dict(client_config.__APIHeaders__))
    for name in ("__AuthToken__", "__Sender__", "__APIKey__"):
        monkeypatch.setattr(client_config, name, "")
    return BestSMS


@pytest.fixture
def client(make: Make, bestsms: Session) -> BestSMS:
    """Give a client with the session's token."""
    return make(AuthToken=bestsms.credentials.token)


def send(client: BestSMS, **changes: object) -> Any:
    return client.Messaging.SMS.SendMessage(**{"MessageText": "Hello", "Recipients": [MOBILE], **changes})


def poll(client: BestSMS, message_id: str) -> Any:
    return client.Reports.Status.Poll(MessageID=message_id)


def failed(message: str) -> ErrorDTO:
    return ErrorDTO(Result="Failed", ErrorMessage=[message])


def test_a_send_with_a_token_succeeds(client: BestSMS, bestsms: Session) -> None:
    result = send(client, Reference="Test")

    assert result == MessageApiResultDTO(Result="Success", MessageID=bestsms.messages[0].id, ErrorMessage=[])
    assert [bestsms.messages[0].text, bestsms.messages[0].fields["Reference"]] == ["Hello", "Test"]
    assert [each.number for each in bestsms.messages[0].recipients] == ["61491570156"]


def test_a_send_with_sender_and_api_key_succeeds(make: Make, bestsms: Session) -> None:
    client = make(Sender=bestsms.credentials.sender, APIKey=bestsms.credentials.api_key)

    result = send(client)

    assert (result.Result, result.MessageID) == ("Success", bestsms.messages[0].id)
    assert "authorization" not in bestsms.journal[0].request.headers


def test_a_message_id_of_ones_own_is_kept(client: BestSMS, bestsms: Session) -> None:
    result = send(client, MessageID="ID123456")

    assert (result.Result, result.MessageID) == ("Success", "ID123456")
    assert [message.id for message in bestsms.messages] == ["ID123456"]


def test_a_message_is_pending_and_then_completed(client: BestSMS, bestsms: Session) -> None:
    sent = send(client)
    before = poll(client, sent.MessageID)
    bestsms.clock.advance("2s")
    after = poll(client, sent.MessageID)

    assert (before.Result, before.Status, before.Recipients[0].Status) == ("Success", "Pending", "PENDING")
    assert (before.Count, before.Complete, before.Price) == (1, 0, 0)
    assert (after.Result, after.Status, after.Recipients[0].Status) == ("Success", "Completed", "SUCCESS")
    assert (after.Count, after.Complete, after.Success, after.Price) == (1, 1, 1, 0.1)
    assert (after.MessageID, after.Recipients[0].Destination) == (sent.MessageID, MOBILE)


def test_a_poll_with_sender_and_api_key_is_a_post_and_succeeds(make: Make, bestsms: Session) -> None:
    client = make(Sender=bestsms.credentials.sender, APIKey=bestsms.credentials.api_key)
    sent = send(client)

    status = poll(client, sent.MessageID)

    assert (status.Result, status.Status) == ("Success", "Pending")
    assert [exchange.request.method for exchange in bestsms.journal] == ["POST", "POST"]


def test_a_test_message_is_completed_at_once_and_costs_nothing(client: BestSMS, bestsms: Session) -> None:
    sent = send(client, SendMode="Test")
    status = poll(client, sent.MessageID)

    assert (status.Status, status.Price, status.Recipients[0].Result) == ("Completed", 0, "SendDisableSuccess")
    assert [message.test for message in bestsms.messages] == [True]


def test_one_bad_number_among_good_ones_fails_alone(client: BestSMS, bestsms: Session) -> None:
    sent = send(client, Recipients=["0000", MOBILE])
    status = poll(client, sent.MessageID)

    assert sent.Result == "Success"
    assert [each.Status for each in status.Recipients] == ["FAILED", "PENDING"]
    assert (status.Count, status.Complete, status.Failed) == (2, 1, 1)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"MessageText": ""}, "Emtpy Message"),
        ({"Recipients": []}, "Empty destination(s)"),
        (
            {"WebhookCallbackURL": "https://example.com/hook"},
            "Missing WebhookCallbackFormat - JSON or XML",
        ),
        (
            {"WebhookCallbackURL": "https://example.com/hook", "WebhookCallbackFormat": "CSV"},
            "Invalid WebhookCallbackFormat - JSON or XML",
        ),
    ],
)
def test_what_the_client_refuses_itself_never_reaches_the_gateway(
    client: BestSMS, bestsms: Session, wrong: dict[str, Any], said: str
) -> None:
    result = send(client, **wrong)

    assert result == ErrorDTO(Result="Error", ErrorMessage=[said])
    assert len(bestsms.journal) == 0


def test_a_client_without_credentials_never_reaches_the_gateway(make: Make, bestsms: Session) -> None:
    result = send(make(Sender=bestsms.credentials.sender))

    assert result == ErrorDTO(Result="Error", ErrorMessage=["Missing AuthToken"])
    assert len(bestsms.journal) == 0


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"Recipients": ["0000"]}, "Error - Could not find any valid destination(s)."),
        ({"Recipients": ["nobody", "+61255501234"]}, "Error - Could not find any valid destination(s)."),
        ({"Recipients": [], "Destinations": [""]}, "Missing or empty destinations"),
        (
            {"WebhookCallbackURL": "http://example.com/hook", "WebhookCallbackFormat": "JSON"},
            "WebhookCallbackURL must start with https://",
        ),
        ({"MessageID": "no dashes-or spaces"}, "Invalid MessageID"),
        ({"MessageID": "a" * 41}, "Invalid MessageID"),
        ({"MessageText": ["Hello"]}, "Failed to process your API request. Check your syntax."),
        ({"Recipients": [{"Recipient": {}}]}, "Failed to process your API request. Check your syntax."),
    ],
)
def test_what_the_client_lets_through_is_refused_by_the_gateway(
    client: BestSMS, bestsms: Session, wrong: dict[str, Any], said: str
) -> None:
    result = send(client, **wrong)

    assert result == failed(said)
    assert [(exchange.code, exchange.forced) for exchange in bestsms.journal] == [(said, False)]
    assert bestsms.messages == []


def test_a_sender_that_is_no_address_is_refused(make: Make, bestsms: Session) -> None:
    result = send(make(Sender="application", APIKey=bestsms.credentials.api_key))

    assert result == failed("Invalid sender format")
    assert bestsms.messages == []


def test_a_poll_for_an_unknown_message_fails(client: BestSMS) -> None:
    assert poll(client, "ID999") == ErrorWithMessagIDDTO(
        Result="Failed", MessageID=None, ErrorMessage=["Message(s) NOT found"]
    )


def test_a_poll_for_an_unknown_message_fails_as_http_404_too(client: BestSMS, bestsms: Session) -> None:
    bestsms.settings.unknown_message_status = 404

    result = poll(client, "ID999")

    assert result == ErrorWithMessagIDDTO(Result="Failed", MessageID=None, ErrorMessage=["Message(s) NOT found"])
    assert bestsms.journal[0].reply.status == 404


def test_a_wrong_token_is_unauthorized_where_authentication_is_strict(make: Make, bestsms: Session) -> None:
    bestsms.settings.auth = "strict"

    result = send(make(AuthToken="wrong"))

    assert result == failed("Unauthorized")
    assert bestsms.journal[0].reply.status == 401


def test_a_wrong_api_key_is_unauthorized_where_authentication_is_strict(make: Make, bestsms: Session) -> None:
    bestsms.settings.auth = "strict"

    result = send(make(Sender=bestsms.credentials.sender, APIKey="wrong"))

    assert result == failed("Unauthorized")


def test_a_wrong_token_is_accepted_and_reported_by_mail_as_documented(make: Make, bestsms: Session) -> None:
    result = send(make(AuthToken="wrong"))

    assert (result.Result, result.ErrorMessage) == ("Success", [])
    assert bestsms.messages == []
    assert [mail.kind for mail in bestsms.mails] == ["authentication_failed"]


def test_the_documented_failures_are_those_of_the_table() -> None:
    rows = gateway("bestsms").rows

    assert tuple(str(row.code) for row in rows if row.source == "bestsms.errors") == DOCUMENTED


@pytest.mark.parametrize("code", DOCUMENTED)
def test_each_documented_failure_of_a_send_reaches_the_caller(client: BestSMS, bestsms: Session, code: str) -> None:
    bestsms.reject(code)

    refused = send(client)
    accepted = send(client)

    assert refused == failed(code)
    assert (accepted.Result, len(bestsms.messages)) == ("Success", 1)
    assert [exchange.forced for exchange in bestsms.journal] == [True, False]


@pytest.mark.parametrize("code", DOCUMENTED)
def test_each_documented_failure_of_a_poll_reaches_the_caller(client: BestSMS, bestsms: Session, code: str) -> None:
    sent = send(client)
    bestsms.reject(code, call="get-status")

    refused = poll(client, sent.MessageID)

    assert refused == ErrorWithMessagIDDTO(Result="Failed", MessageID=None, ErrorMessage=[code])
    assert poll(client, sent.MessageID).Result == "Success"
