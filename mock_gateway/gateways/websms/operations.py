"""What websms' calls do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_gateway.model.wire import Outcome
from mock_gateway.operations.send import Draft, accept

if TYPE_CHECKING:
    from mock_gateway.rules.judge import Judgement
    from mock_gateway.state.case import Case

_ECHOED = (
    "senderAddress",
    "senderAddressType",
    "notificationCallbackUrl",
    "clientMessageId",
    "contentCategory",
)


def send_text(case: Case, judgement: Judgement) -> Outcome:
    """Take a text; the answer's `smsCount` is the SMS of one recipient's message."""
    document, account = case.document, case.account
    if account is None:
        return Outcome(401, None)
    transfer = f"{case.now // 1000:010x}{case.world.ids.count('transfer'):010x}"
    client_id = document.get("clientMessageId")
    draft = Draft(
        transfer,
        document["messageContent"],
        {name: document[name] for name in _ECHOED if name in document},
        case.now,
        test=document.get("test") is True,
    )
    message = accept(case, judgement, account, draft)
    queued_from = case.settings["queued_from"]
    queued = queued_from is not None and len(case.targets) >= queued_from
    return Outcome(
        200,
        {
            "statusCode": 2001 if queued else 2000,
            "statusMessage": case.settings["queued_message"] if queued else "OK",
            "clientMessageId": client_id,
            "transferId": message.id,
            "smsCount": message.parts,
        },
        message_id=transfer,
    )
