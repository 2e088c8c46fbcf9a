"""What websms' calls do."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING

from mock_gateway.model.wire import Outcome
from mock_gateway.operations.send import Draft, accept
from mock_gateway.operations.times import offset_time
from mock_gateway.text.octets import BINARY, shown

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
"""What of every request later answers and reports may repeat."""
_KEPT_OF_BINARY = (*_KEPT, "userDataHeaderPresent")
SHORTCODE_DIGITS = 6
"""Numbers of more digits are no short numbers."""
_UNSAID = {
    "none": {"recipientAddress", "senderAddressType", "recipientAddressType"},
    "recipient": {"senderAddressType", "recipientAddressType"},
    "all": set(),
}
"""What a delivery report leaves out, by the setting `dlr_full_addresses`."""


def send_text(case: Case, judgement: Judgement, binary: tuple[bytes, ...] = ()) -> Outcome:
    """Take a text, by JSON or by parameters, or the SMS of a binary message.

    The answer's `smsCount` is the SMS of one recipient's message, unless a setting says otherwise.
    """
    document, account = case.document, case.account
    if account is None:
        return Outcome(401, None)
    transfer = f"{case.now // 1000:010x}{case.world.ids.count('transfer'):010x}"
    client_id = document.get("clientMessageId")
    test = document.get("test") is True
    draft = Draft(
        transfer,
        shown(binary) if binary else document["messageContent"],
        {name: document[name] for name in (_KEPT_OF_BINARY if binary else _KEPT) if name in document},
        case.now,
        price=0 if test else account.state.values_["price_thousandths"],
        test=test,
    )
    if binary:
        draft = draft._replace(parts=len(binary), encoding=BINARY)
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
            "smsCount": _sms_count(case, message),
        },
        message_id=transfer,
    )


def _sms_count(case: Case, message: Message) -> int:
    if message.test and case.settings["test_sms_count"] == "zero":
        return 0
    return message.parts * (len(message.recipients) if case.settings["sms_count"] == "total" else 1)


def report_values(world: World, message: Message, recipient: Recipient, at: int) -> dict[str, object]:
    """Fill a delivery report; what is not known is not there."""
    delivered = recipient.status == "delivered"
    fields = message.fields
    settings = world.room(message.gateway).settings.values_
    by_originator = settings["report_sender"] == "originator"
    sender = str(fields.get("senderAddress", "")) if by_originator else recipient.number
    stated = fields.get("senderAddressType") if by_originator else None
    absent = set() if delivered else {"deliveredOn", "deliveredAs"}
    absent |= _UNSAID[settings["dlr_full_addresses"]]
    if "clientMessageId" not in fields:
        absent.add("clientMessageId")
    return {
        "notification_id": _notification_id(world, at),
        "transfer_id": message.id,
        "sender": sender,
        "sender_type": stated or _address_type(sender),
        "recipient": recipient.number,
        "status": recipient.status,
        "sent_on": offset_time(message.send_at),
        "delivered_on": offset_time(at),
        "delivered_as": recipient.result,
        "client_message_id": fields.get("clientMessageId"),
        "absent": absent,
    }


def inbound_values(world: World, received: Inbound) -> dict[str, object]:
    """Fill what tells of an inbound message; a binary one made of a text is that text in UTF-8, in one segment."""
    dialled = "".join(filter(str.isdecimal, received.to_number))
    recipient = dialled or world.account(received.gateway).state.values_["msisdn"]
    return {
        "notification_id": _notification_id(world, received.at),
        "sender": received.from_number,
        "recipient": recipient,
        "recipient_type": _address_type(recipient),
        "text": received.text,
        "user_data_header": received.user_data_header,
        "segments": [urlsafe_b64encode(each).decode() for each in received.segments or (received.text.encode(),)],
    }


def _address_type(address: str) -> str:
    """Tell what kind of number or name an address is, by its looks."""
    digits = address.removeprefix("+")
    if not (digits.isdecimal() and digits.isascii()):
        return "alphanumeric"
    if digits.startswith("0"):
        return "national"
    return "shortcode" if len(digits) <= SHORTCODE_DIGITS else "international"


def _notification_id(world: World, at: int) -> str:
    return f"{world.ids.count('notification'):05x}{at // 1000:010x}{world.ids.hexadecimal(5)}"
