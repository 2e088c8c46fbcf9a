"""What became of one message: its numbers, its recipients, and how it went for one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.gateways.transmitsms.answers import fields, paged, stamp, success
from mock_gateway.gateways.transmitsms.contacts import is_opted_out
from mock_gateway.gateways.transmitsms.msisdn import international
from mock_gateway.gateways.transmitsms.sending import (
    books_of,
    delivery_stats,
    expanded,
    list_of,
    message_of,
    summary,
)
from mock_gateway.state.case import account_of
from mock_gateway.state.table import Selection

if TYPE_CHECKING:
    from mock_gateway.gateways.transmitsms.books import ContactList
    from mock_gateway.model.messages import Message, Recipient
    from mock_gateway.model.wire import Outcome
    from mock_gateway.rules.judge import Judgement
    from mock_gateway.state.case import Case

_FATES = {
    "pending": "pending",
    "delivered": "delivered",
    "soft-bounce": "failed",
    "hard-bounce": "failed",
    "cancelled": "failed",
}
"""How get-sms-delivery-status and the filter `delivery` call a recipient's status."""


def get_sms_sent(case: Case, _judgement: Judgement) -> Outcome:
    """Give a page of a message's recipients, in the order of the request; a cancelled message has none.

    Names and, where the request names a list, custom fields are those of the list's contacts.
    """
    message = message_of(case, "message_id")
    found = [each for each in message.recipients if _is_wanted(case, message, each)]
    told = {**summary(message, None), **list_of(message), "delivery_stats": delivery_stats(case, message)}
    listed = _list(case, case.document.get("list_id", message.fields["list_id"]))
    places = {id(each): place for place, each in enumerate(message.recipients, 1)}
    return paged(
        case,
        Selection(found, 0, len(found), newest_first=False),
        "recipients",
        lambda recipient: _recipient(case, message, recipient, listed),
        identify=lambda recipient: f"{recipient.number} at {places[id(recipient)]}",
        between=lambda _page: {"message": told},
    )._replace(message_id=message.id)


def get_sms_stats(case: Case, _judgement: Judgement) -> Outcome:
    """Count how a message went; `total` is in parts, everything else in recipients, replies and hits."""
    message = message_of(case, "message_id")
    counted = delivery_stats(case, message)
    stats = {
        "hard_bounced": count(message, "hard-bounce"),
        "soft_bounced": count(message, "soft-bounce"),
        "total": message.parts * (len(message.recipients) - count(message, "cancelled")),
        "recipientCount": len(message.recipients),
        "delivered": counted["delivered"],
        "pending": counted["pending"],
        "bounced": counted["bounced"],
        "responses": counted["responses"],
        "opt-outs": counted["optouts"],
        "link_hits": books_of(case).hits.get(int(message.id), 0),
    }
    return success({"stats": stats}, message.id)


def get_sms_delivery_status(case: Case, _judgement: Judgement) -> Outcome:
    """Tell how a message went for one recipient; `datetime` is when it was reported, null before."""
    message = message_of(case, "message_id")
    recipient = _recipient_named(case)
    ended_at = None if recipient.status == "cancelled" else recipient.ended_at
    stats = {
        "message_id": int(message.id),
        "sender_id": message.fields["from"],
        "mobile": recipient.number,
        "send_at": stamp(message.send_at),
        "datetime": None if ended_at is None else stamp(ended_at),
        "status": _FATES[recipient.status],
        "message": expanded(message, recipient),
    }
    return success({"stats": stats}, message.id)


def get_message_log(case: Case, _judgement: Judgement) -> Outcome:
    """Give a message as one recipient got it, in the form of 2015."""
    message = message_of(case, "message_id")
    recipient = _recipient_named(case)
    shown = {
        "message_id": int(message.id),
        "message": expanded(message, recipient),
        "mobile": recipient.number,
        "caller_id": message.fields["from"],
        "datetime_send": stamp(message.send_at),
    }
    return success(shown, message.id)


def delivery_status(recipient: Recipient) -> str:
    """Give `delivered`, `pending` or `bounced`."""
    fate = _FATES[recipient.status]
    return "bounced" if fate == "failed" else fate


def count(message: Message, status: str) -> int:
    """Count the recipients of a message that are in a status."""
    return sum(recipient.status == status for recipient in message.recipients)


def numbers(case: Case, member: str) -> tuple[str | None, ...]:
    """Give the number that a member holds: none where it is not there, None where it is no mobile number."""
    spelling, country = case.document.get(member), case.document.get("countrycode", "")
    return () if spelling is None else (international(spelling, country, case.gateway.numbers),)


def _recipient_named(case: Case) -> Recipient:
    """Give the recipient that a row has found by the request's number."""
    found: Recipient | None = case.room.memory.find("recipient", case)
    if found is None:
        raise LookupError(f"no such recipient: {case.document}")
    return found


def _is_wanted(case: Case, message: Message, recipient: Recipient) -> bool:
    """Tell whether get-sms-sent shows a recipient, by `delivery` and `optouts`; unknown words there filter nothing."""
    if recipient.status == "cancelled":
        return False
    delivery, optouts = case.document.get("delivery"), case.document.get("optouts")
    if delivery in _FATES.values() and delivery != _FATES[recipient.status]:
        return False
    return optouts not in ("only", "omit") or (optouts == "only") == _has_opted_out(case, message, recipient)


def _has_opted_out(case: Case, message: Message, recipient: Recipient) -> bool:
    """Tell whether a recipient opted out, altogether or of the list that the message was sent to."""
    listed = _list(case, message.fields["list_id"])
    member = None if listed is None else listed.members.get(recipient.number)
    if member is not None and member.state == "optout":
        return True
    return is_opted_out(account_of(case), books_of(case), recipient.number)


def _recipient(case: Case, message: Message, recipient: Recipient, listed: ContactList | None) -> dict[str, Any]:
    member = None if listed is None else listed.members.get(recipient.number)
    shown: dict[str, Any] = {
        "msisdn": recipient.number,
        "first_name": None if member is None else member.first_name or None,
        "last_name": None if member is None else member.last_name or None,
        "delivery_status": delivery_status(recipient),
        "optout": _has_opted_out(case, message, recipient),
    }
    if "list_id" in case.document and listed is not None and member is not None and listed.fields:
        shown["fields"] = fields(listed.fields, member.fields, case)
    return shown


def _list(case: Case, list_id: Any) -> ContactList | None:  # noqa: ANN401  members of messages are of any type
    return books_of(case).lists.get(list_id)
