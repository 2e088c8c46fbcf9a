"""What websms' calls do."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING, NamedTuple

from mock_gateway.model.wire import Outcome
from mock_gateway.operations.send import Draft, accept
from mock_gateway.operations.times import offset_time
from mock_gateway.state.case import account_of

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
    "messageType",
)
_DELIVERED_AS = frozenset({"sms", "push", "failover-sms", "voice"})
"""What a delivery report has words for; how a WhatsApp message was delivered is not among them."""
_CAPTURED_DIGITS = 19
"""Of a notificationId that was captured; it was decimal."""
SENT, QUEUED = 2000, 2001
SHORTCODE_DIGITS = 6
"""Numbers of more digits are no short numbers."""
_UNSAID = {
    "none": {"recipientAddress", "senderAddressType", "recipientAddressType"},
    "recipient": {"senderAddressType", "recipientAddressType"},
    "all": set(),
}
"""What a delivery report leaves out, by the setting `dlr_full_addresses`."""
_AS_REPORTED = {"reached": "delivered", "read": "delivered", "played": "delivered"}
"""What delivery reports have no word for: they do not know what was read or played."""


class Content(NamedTuple):
    """What a message says.

    Attributes:
        text: what handsets get, or are shown to get.
        parts: that a recipient is charged for, 0 for the SMS parts of the text.
        fields: what is remembered of it beside what is kept of every request, None for nothing.
        encoding: of the SMS, "" for what the text needs.

    """

    text: str
    parts: int = 0
    fields: dict[str, object] | None = None
    encoding: str = ""


def send_text(case: Case, judgement: Judgement) -> Outcome:
    """Take a text, by JSON or by parameters."""
    return send(case, judgement, Content(case.document["messageContent"]))


def send(case: Case, judgement: Judgement, content: Content) -> Outcome:
    """Take SMS; the answer's `smsCount` is the SMS of one recipient's message, unless a setting says otherwise."""
    if case.account is None:
        return Outcome(401, None)
    message = take(case, judgement, content)
    return Outcome(200, {**success(case, message), "smsCount": _sms_count(case, message)}, message_id=message.id)


def take(case: Case, judgement: Judgement, content: Content) -> Message:
    """Take a message for the recipients that are left."""
    document, account = case.document, account_of(case)
    fields: dict[str, object] = {name: document[name] for name in _KEPT if name in document}
    if content.fields is not None:
        fields.update(content.fields)
    test = document.get("test") is True
    draft = Draft(
        f"{case.now // 1000:010x}{case.world.ids.count('transfer'):010x}",
        content.text,
        fields,
        case.now,
        price=0 if test else account.state.values_["price_thousandths"],
        test=test,
        parts=content.parts,
        encoding=content.encoding,
    )
    return accept(case, judgement, account, draft)


def success(case: Case, message: Message) -> dict[str, object]:
    """Give what every call answers to a request that was taken, in the order of most calls."""
    code, said = _said(case)
    return {
        "statusCode": code,
        "statusMessage": said,
        "clientMessageId": case.document.get("clientMessageId"),
        "transferId": message.id,
    }


def _said(case: Case) -> tuple[int, str]:
    """Give statusCode and statusMessage of an accepted message: sent, queued, or only tested."""
    settings, queued_from = case.settings, case.settings["queued_from"]
    if case.document.get("test") is True and settings["test_code"] != SENT:
        return settings["test_code"], "OK_TEST"
    if queued_from is not None and len(case.targets) >= queued_from:
        return QUEUED, settings["queued_message"]
    return SENT, "OK"


def _sms_count(case: Case, message: Message) -> int:
    if message.test and case.settings["test_sms_count"] == "zero":
        return 0
    return message.parts * (len(message.recipients) if case.settings["sms_count"] == "total" else 1)


def report_values(world: World, message: Message, recipient: Recipient, at: int) -> dict[str, object]:
    """Fill a delivery report; what is not known is not there."""
    status = _AS_REPORTED.get(recipient.status, recipient.status)
    delivered = status == "delivered"
    fields = message.fields
    settings = world.room(message.gateway).settings.values_
    by_originator = settings["report_sender"] == "originator"
    sender = str(fields.get("senderAddress", "")) if by_originator else recipient.number
    stated = fields.get("senderAddressType") if by_originator else None
    absent = set() if delivered else {"deliveredOn", "deliveredAs"}
    absent |= _UNSAID[settings["dlr_full_addresses"]]
    if recipient.result not in _DELIVERED_AS:
        absent.add("deliveredAs")
    if "clientMessageId" not in fields:
        absent.add("clientMessageId")
    return {
        "notification_id": _notification_id(world, message.gateway, at),
        "transfer_id": message.id,
        "sender": sender,
        "sender_type": stated or _address_type(sender),
        "recipient": recipient.number,
        "status": status,
        "sent_on": offset_time(message.send_at),
        "delivered_on": offset_time(at),
        "delivered_as": recipient.result,
        "client_message_id": fields.get("clientMessageId"),
        "absent": absent,
    }


def inbound_values(world: World, received: Inbound) -> dict[str, object]:
    """Fill what tells of an inbound message; a binary one made of a text is that text in UTF-8, in one segment."""
    recipient = own_number(world, received)
    return {
        "notification_id": _notification_id(world, received.gateway, received.at),
        "sender": received.from_number,
        "recipient": recipient,
        "recipient_type": _address_type(recipient),
        "text": received.text,
        "user_data_header": received.user_data_header,
        "flash": received.flash,
        "absent": {"messageFlashSms"} if received.flash is None else set(),
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


def own_number(world: World, received: Inbound) -> str:
    """Give the number that a handset wrote to: as it was dialled, or else the account's own."""
    dialled = "".join(filter(str.isdecimal, received.to_number))
    return dialled or str(world.account(received.gateway).state.values_["msisdn"])


def _notification_id(world: World, gateway: str, at: int) -> str:
    number = world.ids.count("notification")
    if world.room(gateway).settings.values_["notification_id"] == "decimal":
        return f"{at:013d}{number:06d}"[-_CAPTURED_DIGITS:]
    return f"{number:05x}{at // 1000:010x}{world.ids.hexadecimal(5)}"
