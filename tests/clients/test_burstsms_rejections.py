"""npm `burstsms` 1.0.2, unmodified, and every rejection that it can meet.

A promise rejects with the description alone, so two rejections of one description are one to its caller. What is no
JSON kills the process, and no caller can catch that.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from mock_gateway.definitions.load import gateway

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mock_gateway import Session
    from node_clients import BurstSMS

HANDSET = "61491570156"
SENDER = "61491570006"

ROWS = {
    row.key: row for row in gateway("transmitsms").rows if not row.each and (not row.calls or "send-sms" in row.calls)
}
"""The rejections that send-sms can answer."""


class Earned(NamedTuple):
    """A rejection that this client can bring about.

    Attributes:
        key: of the rejection.
        says: what the promise rejects with.
        sends: what is different in what is sent, by the names of the parameters.
        settings: of the session, and
        account: the account's state that lead to it.
        options: what is different in what the client is made with.

    """

    key: str
    says: object
    sends: Mapping[str, object] = {}
    settings: Mapping[str, object] = {}
    account: Mapping[str, object] = {}
    options: Mapping[str, object] = {}


PAYMENT = "There was a problem with payment. Please check the output for more details."
SENDER_ID = "The sender ID you have set is not valid or number is inactive or expired"
NOBODY = "No valid recipients left after validation."
EARNED = (
    Earned("AUTH_FAILED", "The auth data you have provided is invalid.", options={"secret": "wrong"}),
    Earned("AUTH_FAILED", "The auth data you have provided is invalid.", options={"key": "nobody"}),
    Earned("OVER_LIMIT", "You have exceeded the request limit.", account={"calls_a_window": 0}),
    Earned("NO_ACCESS", "You don't have access to this feature", account={"access": ["get-sms"]}),
    Earned("FIELD_EMPTY message", "Required field 'message' is empty", {"message": ""}),
    Earned("FIELD_EMPTY message", "Field message is required", {"message": ""}, {"field_empty_wording": "2026"}),
    Earned("FIELD_EMPTY message", "Required field is empty.", {"message": ""}, {"field_empty_wording": "table"}),
    Earned("FIELD_INVALID list_id or to", "You must provide either 'list_id' or 'to'", {"to": None}),
    Earned("FIELD_INVALID", 'Field "validity" has wrong type, expected type - numeric', {"validity": "long"}),
    Earned("FIELD_INVALID date", 'Field "send_at" is not a valid date.', {"send_at": "tomorrow"}),
    Earned("FIELD_INVALID URL", 'Field "dlr_callback" is not a valid URL.', {"dlr_callback": "nowhere"}),
    Earned("FIELD_INVALID URL", 'Field "reply_callback" is not a valid URL.', {"reply_callback": "nowhere"}),
    Earned("FIELD_INVALID email", 'Field "replies_to_email" is not a valid email address.', {"replies_to_email": "me"}),
    Earned("FIELD_INVALID length", 'Field "message" is too long.', {"message": "a" * 613}),
    Earned("FIELD_INVALID recipients", 'Field "to" has too many numbers.', {"to": ",".join([HANDSET] * 501)}),
    Earned(
        "FIELD_INVALID number", 'Field "to" is not a valid number.', {"to": "1"}, {"single_invalid": "FIELD_INVALID"}
    ),
    Earned("NOT_FOUND list", "List with this ID does not exist", {"to": None, "list_id": 1}),
    Earned("BAD_CALLER_ID", SENDER_ID, {"from": "SenderTooLong"}),
    Earned("BAD_CALLER_ID account", SENDER_ID, {"from": "61491570313"}, account={"senders": [SENDER]}),
    Earned("RECIPIENTS_ERROR", NOBODY, {"to": "0000"}),
    Earned("RECIPIENTS_ERROR", {"fails": ["0000"], "optouts": []}, {"to": "0000"}, {"recipients_error": "object"}),
    Earned(
        "RECIPIENTS_ERROR",
        {"fails": ["0000"], "optouts": [HANDSET]},
        {"to": f"0000,{HANDSET}"},
        {"recipients_error": "object"},
        {"optouts": [HANDSET]},
    ),
    Earned("LEDGER_ERROR", PAYMENT, account={"credit_thousandths": 86}),
)


def described(session: Session) -> Any:
    """Give the description of the last answer."""
    return json.loads(session.journal[-1].reply.body)["error"]["description"]


@pytest.mark.parametrize("earned", EARNED, ids=lambda earned: earned.key)
def test_a_rejection_that_the_client_can_bring_about_rejects_with_its_description(
    burstsms: BurstSMS, transmitsms: Session, earned: Earned
) -> None:
    for name, value in earned.settings.items():
        setattr(transmitsms.settings, name, value)
    for name, value in earned.account.items():
        setattr(transmitsms.account, name, value)

    outcome = burstsms.send(transmitsms, earned.sends, **earned.options)

    assert ("rejects", earned.says) == outcome[:2]
    (exchange,) = transmitsms.journal
    assert exchange.verdict is not None
    assert (earned.key, False) == (exchange.verdict.row.key, exchange.forced)
    assert [] == transmitsms.messages


def test_a_list_that_nobody_is_on_is_refused(burstsms: BurstSMS, transmitsms: Session) -> None:
    transmitsms.give({"records": {"lists": 1}})

    outcome = burstsms.send(transmitsms, {"to": None, "list_id": 4070887})

    assert ("rejects", "The list you provided doesn't have active recipients.") == outcome[:2]
    assert "LIST_EMPTY" == transmitsms.journal[0].code


def test_a_number_that_is_not_given_cannot_be_formatted(burstsms: BurstSMS, transmitsms: Session) -> None:
    outcome = burstsms.format_number(transmitsms, "AU")

    assert ("rejects", "Required field 'msisdn' is empty") == outcome[:2]
    assert "FIELD_EMPTY" == transmitsms.journal[0].code


@pytest.mark.parametrize("key", [key for key, row in ROWS.items() if isinstance(row.code, str)])
def test_each_rejection_with_a_code_rejects_with_its_description(
    burstsms: BurstSMS, transmitsms: Session, key: str
) -> None:
    transmitsms.reject(key)

    outcome = burstsms.send(transmitsms)

    assert ("rejects", described(transmitsms)) == outcome[:2]
    assert [(ROWS[key].code, True)] == [(exchange.code, exchange.forced) for exchange in transmitsms.journal]
    assert "resolves" == burstsms.send(transmitsms).how


@pytest.mark.parametrize("key", [key for key, row in ROWS.items() if isinstance(row.code, int)])
def test_each_page_of_the_web_server_kills_the_process(burstsms: BurstSMS, transmitsms: Session, key: str) -> None:
    transmitsms.reject(key)

    outcome = burstsms.send(transmitsms)

    assert ("kills", "SyntaxError") == outcome[:2]
    assert [ROWS[key].code] == [exchange.code for exchange in transmitsms.journal]
    assert "resolves" == burstsms.send(transmitsms).how


@pytest.mark.parametrize(
    ("setting", "value", "code"), [("service", "failing", 500), ("require_tls", True, 403)], ids=["500", "403"]
)
def test_a_page_that_the_client_can_bring_about_kills_the_process(
    burstsms: BurstSMS, transmitsms: Session, setting: str, value: object, code: int
) -> None:
    setattr(transmitsms.settings, setting, value)

    outcome = burstsms.send(transmitsms)

    assert ("kills", "SyntaxError") == outcome[:2]
    assert [(code, False)] == [(exchange.code, exchange.forced) for exchange in transmitsms.journal]
