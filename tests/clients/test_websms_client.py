"""PyPI `websms` 1.0.0, unmodified, against the mock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import requests
import websms as client

from mock_gateway.definitions.load import gateway

if TYPE_CHECKING:
    from mock_gateway import Session

HANDSET = "447700900000"

API_CODES = {
    4000: "malformed request",
    4001: "invalid credentials",
    4002: "recipient is invalid",
    4003: "sender address or type is invalid",
    4004: "message type is invalid",
    4005: "message alphabet is invalid",
    4006: "message class is invalid",
    4007: "message data is invalid",
    4008: "client message id is invalid",
    4009: "message text is invalid",
    4010: "autosegment is invalid",
    4011: "confirmation of delivery is invalid",
    4012: "message rate exceeded",
    4013: "message limit is reached",
    4014: "ip address is not authorized",
    4015: "message priority is invalid",
    4016: "notification callback url is invalid",
    4017: "message needs several segments",
    4018: "api method is forbidden",
    4019: "required parameter is missing: recipientAddressList",
    4020: "api key is invalid",
    4021: "account is invalid",
    4022: "access denied",
    4023: "request limit exceeded for this ip address",
    4024: "too many requests",
    4025: "too many recipients",
    4026: "max sms per message exceeded",
    4027: "message segment is invalid",
    4029: "recipients not allowed",
    4030: "all recipients blacklisted",
    4031: "all recipients blacklisted",
    4032: "no device enabled",
    4033: "whatsapp disabled",
    4034: "attachment is invalid",
    4035: "sms disabled",
    4040: "content category is invalid",
    4041: "validity periode is invalid",
    4042: "all recipients blocked by quality rating",
    4043: "all recipients blocked by spam check",
    5000: "internal error",
    5003: "service unavailable",
}
"""The provider's table of status codes, without those that mean success, and with those of other tables."""

HTTP_CODES = {
    400: "400 Client Error: Bad Request for url: ",
    401: "401 Client Error: Unauthorized for url: ",
    403: "403 Client Error: Forbidden for url: ",
    404: "404 Client Error: Not Found for url: ",
    405: "405 Client Error: Method Not Allowed for url: ",
    406: "406 Client Error: Not Acceptable for url: ",
    413: "413 Client Error: Request Entity Too Large for url: ",
    415: "415 Client Error: Unsupported Media Type for url: ",
    500: "500 Server Error: Internal Server Error for url: ",
    503: "503 Server Error: Service Unavailable for url: ",
}


@pytest.fixture
def endpoint(websms: Session) -> str:
    """Give the whole URL that the client posts to."""
    return f"{websms.url}/rest/smsmessaging/text"


@pytest.fixture
def service(websms: Session, endpoint: str) -> client.SMSService:
    """Give a client with the session's user name and password."""
    credentials = websms.credentials
    return client.SMSService(api_url=endpoint, username=credentials.username, password=credentials.password, timeout=10)


def test_a_message_is_sent_and_knows_its_transfer_id(service: client.SMSService, websms: Session) -> None:
    sms = client.SMS([HANDSET], "hi")

    transfer_id = sms.send(service=service)

    assert transfer_id == sms.transfer_id == websms.messages[0].id
    assert len(websms.messages[0].id) == 20
    assert [each.number for each in websms.messages[0].recipients] == [HANDSET]


def test_a_plus_before_the_number_is_taken(service: client.SMSService, websms: Session) -> None:
    client.SMS([f"+{HANDSET}"], "hi").send(service=service)

    assert [each.number for each in websms.messages[0].recipients] == [HANDSET]


def test_post_sms_hands_back_the_whole_answer(service: client.SMSService, websms: Session) -> None:
    response = service.post_sms([HANDSET], "Grüße € 😀", test=True, sender_address="Shop")

    assert (response.status_code, response.status_message, response.sms_count) == (2000, "OK", 1)
    assert (response.transfer_id, response.get("clientMessageId")) == (websms.messages[0].id, None)
    assert [websms.messages[0].text, websms.messages[0].test] == ["Grüße € 😀", True]


def test_the_module_wide_service_sends(websms: Session, endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "default_service", client.SMSService())
    client.configure(api_url=endpoint, username=websms.credentials.username, password=websms.credentials.password)

    transfer_id = client.send_sms([HANDSET], "hi")

    assert transfer_id == websms.messages[0].id


def test_several_parts_are_counted(service: client.SMSService) -> None:
    assert service.post_sms([HANDSET], "a" * 161, max_sms_per_message=5).sms_count == 2


def test_an_originator_fits_the_type_that_it_is_said_to_be_of(service: client.SMSService, websms: Session) -> None:
    service.post_sms([HANDSET], "hi", sender_address="Shop", sender_address_type="alphanumeric")

    assert websms.messages[0].fields == {"senderAddress": "Shop", "senderAddressType": "alphanumeric"}


def test_from_a_number_of_recipients_on_a_message_is_queued(service: client.SMSService, websms: Session) -> None:
    websms.settings.queued_from = 1

    response = service.post_sms([HANDSET], "hi")

    assert (response.status_code, response.status_message) == (2001, "OK_QUEUED")
    assert response.transfer_id == websms.messages[0].id


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"recipients_address_list": ["abc"]}, 4002),
        ({"recipients_address_list": ["0447700900000"]}, 4002),
        ({"recipients_address_list": [HANDSET, "1234"]}, 4002),
        ({"recipients_address_list": []}, 4002),
        ({"recipients_address_list": HANDSET}, 4002),
        ({"recipients_address_list": [{}]}, 4002),
        ({"recipients_address_list": None}, 4019),
        ({"recipients_address_list": [str(447700900000 + each) for each in range(1001)]}, 4025),
        ({"message_content": ""}, 4009),
        ({"message_content": ["hi"]}, 4009),
        ({"sender_address_type": "foo"}, 4003),
        ({"sender_address": "Shop", "sender_address_type": "national"}, 4003),
        ({"sender_address": "A name too long"}, 4003),
        ({"sender_address": "1" * 16}, 4003),
        ({"message_content": "a" * 161, "max_sms_per_message": 1}, 4026),
        ({"message_content": "a" * (5 * 153 + 1), "max_sms_per_message": "5"}, 4026),
        ({"message_content": "ē" * 71, "max_sms_per_message": 1}, 4026),
    ],
)
def test_what_the_client_lets_through_is_refused_by_the_gateway(
    service: client.SMSService, websms: Session, wrong: dict[str, Any], code: int
) -> None:
    with pytest.raises(client.RequestError) as caught:
        service.post_sms(**{"recipients_address_list": [HANDSET], "message_content": "hi", **wrong})

    assert str(caught.value) == API_CODES[code]
    assert caught.value.original_exception is None
    assert [(exchange.code, exchange.forced) for exchange in websms.journal] == [(code, False)]
    assert websms.messages == []


def test_a_missing_text_is_named(service: client.SMSService) -> None:
    with pytest.raises(client.RequestError) as caught:
        service.post_sms([HANDSET], None)

    assert str(caught.value) == "required parameter is missing: messageContent"


def test_as_many_parts_as_are_allowed_are_sent(service: client.SMSService) -> None:
    assert service.post_sms([HANDSET], "a" * (5 * 153), max_sms_per_message="5").sms_count == 5


def test_a_test_may_be_answered_by_the_code_of_older_tables(service: client.SMSService, websms: Session) -> None:
    websms.settings.test_code = 2002

    response = service.post_sms([HANDSET], "hi", test=True)

    assert (response.status_code, response.status_message) == (2002, "OK_TEST")
    assert response.transfer_id == websms.messages[0].id


@pytest.mark.parametrize(
    ("settings", "sends", "code"),
    [
        ({"negative_max_sms": "status4026"}, {"max_sms_per_message": -1}, 4026),
        ({"negative_max_sms": "status4019"}, {"max_sms_per_message": -1}, 4019),
        ({"type_without_sender": "refuse"}, {"sender_address_type": "national"}, 4003),
        ({"sender_without_type": "refuse"}, {"sender_address": "Shop"}, 4003),
        ({"shortest_recipient": 8}, {"recipients_address_list": ["4477009"]}, 4002),
    ],
)
def test_what_the_documents_leave_open_may_be_refused(
    service: client.SMSService, websms: Session, settings: dict[str, Any], sends: dict[str, Any], code: int
) -> None:
    given = {"recipients_address_list": [HANDSET], "message_content": "hi", **sends}
    taken = service.post_sms(**given)
    for name, value in settings.items():
        setattr(websms.settings, name, value)

    with pytest.raises(client.RequestError) as caught:
        service.post_sms(**given)

    assert taken.status_code == 2000
    assert websms.journal[-1].code == code
    assert str(caught.value) == websms.journal[-1].verdict.message


def test_one_blacklisted_recipient_may_be_enough(service: client.SMSService, websms: Session) -> None:
    websms.account.blacklist = ["447700900010"]
    sent = service.post_sms([HANDSET, "447700900010"], "hi")
    websms.settings.partly_blacklisted = "refuse"

    with pytest.raises(client.RequestError, match="all recipients blacklisted"):
        service.post_sms([HANDSET, "447700900010"], "hi")

    assert sent.status_code == 2000
    assert [each.number for each in websms.messages[0].recipients] == [HANDSET]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"active": False}, 4001),
        ({"valid": False}, 4021),
        ({"access": False}, 4022),
        ({"sms": False}, 4035),
        ({"allowed_addresses": []}, 4014),
        ({"senders": []}, 4003),
        ({"blacklist": [HANDSET]}, 4031),
        ({"message_limit": 0}, 4013),
        ({"request_limit": 0}, 4023),
        ({"transfer_limit": 0}, 4025),
    ],
)
def test_what_the_account_may_not_do_is_refused(
    service: client.SMSService, websms: Session, given: dict[str, Any], code: int
) -> None:
    websms.give({"account": given})

    with pytest.raises(client.RequestError) as caught:
        service.post_sms([HANDSET], "hi", sender_address="Shop")

    assert str(caught.value) == API_CODES[code]
    assert [(exchange.code, exchange.forced) for exchange in websms.journal] == [(code, False)]


@pytest.mark.parametrize(("code", "said"), API_CODES.items())
def test_each_code_of_the_table_reaches_the_caller(
    service: client.SMSService, websms: Session, code: int, said: str
) -> None:
    websms.reject(code)
    sms = client.SMS([HANDSET], "hi")

    with pytest.raises(client.RequestError) as caught:
        sms.send(service=service)

    assert (str(caught.value), caught.value.original_exception, sms.transfer_id) == (said, None, None)
    assert websms.journal[0].reply.status == 200
    assert sms.send(service=service) == websms.messages[0].id


@pytest.mark.parametrize(("code", "said"), HTTP_CODES.items())
def test_each_http_status_reaches_the_caller_as_an_http_error(
    service: client.SMSService, websms: Session, endpoint: str, code: int, said: str
) -> None:
    websms.reject(code)

    with pytest.raises(client.RequestError) as caught:
        service.post_sms([HANDSET], "hi")

    assert str(caught.value) == said + endpoint
    assert isinstance(caught.value.original_exception, requests.HTTPError)
    assert caught.value.original_exception.response.status_code == code


def test_the_codes_above_are_those_of_the_table() -> None:
    table = {row.code for row in gateway("websms").rows if not row.each}

    assert table == {*API_CODES, *HTTP_CODES}


def test_a_wrong_password_is_an_http_error(service: client.SMSService, websms: Session, endpoint: str) -> None:
    service.configure(password="wrong")

    with pytest.raises(client.RequestError) as caught:
        service.post_sms([HANDSET], "hi")

    assert str(caught.value) == f"401 Client Error: Unauthorized for url: {endpoint}"
    assert isinstance(caught.value.original_exception, requests.HTTPError)
    assert not caught.value.is_timeout()
    assert websms.messages == []


def test_an_unknown_user_is_an_http_error(service: client.SMSService, endpoint: str) -> None:
    service.configure(username="nobody")

    with pytest.raises(client.RequestError) as caught:
        service.post_sms([HANDSET], "hi")

    assert str(caught.value) == f"401 Client Error: Unauthorized for url: {endpoint}"


@pytest.mark.parametrize(("choice", "code"), [("status4001", 4001), ("status4022", 4022)])
def test_a_wrong_password_may_be_answered_by_a_code(
    service: client.SMSService, websms: Session, choice: str, code: int
) -> None:
    websms.settings.auth_failure = choice
    service.configure(password="wrong")

    with pytest.raises(client.RequestError) as caught:
        service.post_sms([HANDSET], "hi")

    assert (str(caught.value), caught.value.original_exception) == (API_CODES[code], None)


def test_over_https_it_sends_where_the_environment_names_the_certificate_authority(
    secure_websms: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = secure_websms
    session.settings.require_tls = True
    assert session.tls is not None
    credentials, url = session.credentials, f"{session.url}/rest/smsmessaging/text"
    service = client.SMSService(api_url=url, username=credentials.username, password=credentials.password, timeout=10)

    with pytest.raises(client.CommunicationError) as untrusted:
        client.SMS([HANDSET], "hi").send(service=service)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", session.tls.environment["REQUESTS_CA_BUNDLE"])
    transfer_id = client.SMS([HANDSET], "hi").send(service=service)

    assert "CERTIFICATE_VERIFY_FAILED" in str(untrusted.value)
    assert [transfer_id] == [each.id for each in session.messages]


def test_plain_http_is_an_http_error_where_tls_is_required(
    service: client.SMSService, websms: Session, endpoint: str
) -> None:
    websms.settings.require_tls = True

    with pytest.raises(client.RequestError) as caught:
        service.post_sms([HANDSET], "hi")

    assert str(caught.value) == f"403 Client Error: Forbidden for url: {endpoint}"


def test_a_wrong_path_is_an_http_error(service: client.SMSService, endpoint: str) -> None:
    service.configure(api_url=f"{endpoint}s")

    with pytest.raises(client.RequestError) as caught:
        service.post_sms([HANDSET], "hi")

    assert str(caught.value) == f"404 Client Error: Not Found for url: {endpoint}s"


def test_a_client_without_credentials_never_reaches_the_gateway(service: client.SMSService, websms: Session) -> None:
    service.configure(password=None)

    with pytest.raises(client.ConfigurationError) as caught:
        service.post_sms([HANDSET], "hi")

    assert str(caught.value) == "Service credentials not defined"
    assert len(websms.journal) == 0


def test_a_refusal_may_be_silent(service: client.SMSService, websms: Session) -> None:
    websms.reject(4013)

    assert client.SMS([HANDSET], "hi").send(service=service, fail_silently=True) is None
