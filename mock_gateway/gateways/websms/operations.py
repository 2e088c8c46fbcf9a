"""What websms' calls do."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from mock_gateway.model.wire import Outcome
from mock_gateway.operations.send import Draft, accept
from mock_gateway.operations.times import offset_time

if TYPE_CHECKING:
    from mock_gateway.model.messages import Inbound, Message, Recipient
    from mock_gateway.rules.judge import Judgement
    from mock_gateway.state.case import Case
    from mock_gateway.state.world import World

_KEPT = (
    "validityPeriode",
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
        {name: document[name] for name in _KEPT if name in document},
        case.now,
        price=0 if document.get("test") is True else account.state.values_["price_thousandths"],
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


def report_values(world: World, message: Message, recipient: Recipient, at: int) -> dict[str, object]:
    """Fill a delivery report; what is not known is not there."""
    delivered = recipient.status == "delivered"
    fields = message.fields
    by_originator = world.room(message.gateway).settings.values_["report_sender"] == "originator"
    absent = set() if delivered else {"deliveredOn", "deliveredAs"}
    if "clientMessageId" not in fields:
        absent.add("clientMessageId")
    return {
        "notification_id": _notification_id(world, at),
        "transfer_id": message.id,
        "sender": fields.get("senderAddress", "") if by_originator else recipient.number,
        "recipient": recipient.number,
        "status": recipient.status,
        "sent_on": offset_time(message.send_at),
        "delivered_on": offset_time(at),
        "delivered_as": recipient.result,
        "client_message_id": fields.get("clientMessageId"),
        "absent": absent,
    }


def inbound_values(world: World, received: Inbound) -> dict[str, object]:
    """Fill what tells of an inbound message."""
    own = world.account(received.gateway).state.values_["msisdn"]
    return {
        "notification_id": _notification_id(world, received.at),
        "sender": received.from_number,
        "recipient": received.to_number or own,
        "text": received.text,
        "base64": b64encode(received.text.encode()).decode(),
    }


def _notification_id(world: World, at: int) -> str:
    return f"{world.ids.count('notification'):05x}{at // 1000:010x}{world.ids.hexadecimal(5)}"
