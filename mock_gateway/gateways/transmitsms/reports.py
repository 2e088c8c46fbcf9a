"""What was sent in a time: how much, to whom, to one number, and as a report of messages.

A scheduled message counts as sent from the instant it is scheduled for; a cancelled one never does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.gateways.transmitsms.answers import fields, money, paged, said, span, stamp, success
from mock_gateway.gateways.transmitsms.results import count, delivery_status, numbers
from mock_gateway.gateways.transmitsms.sending import books_of, cost, delivery_stats, expanded
from mock_gateway.state.case import account_of
from mock_gateway.state.table import Selection

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mock_gateway.gateways.transmitsms.books import Books, ContactList, Sent
    from mock_gateway.model.messages import Message
    from mock_gateway.model.wire import Outcome
    from mock_gateway.rules.judge import Judgement
    from mock_gateway.state.case import Case

A_DAY = 86_400_000
TYPES = frozenset({"api", "campaign", "quick_sms", "email_sms", "keyword", "test_sms"})
"""Kinds of messages that a report can be asked for; what a script sends is `api`."""


def get_sms_sent_count(case: Case, _judgement: Judgement) -> Outcome:
    """Count the parts that were sent, in the last 24 hours or another time; for a reseller those of a client."""
    books = _books_of_client(case)
    parts = 0 if books is None else sum(sent.message.parts for sent in _sent(case, books, A_DAY))
    return success({"count": parts})


def get_user_sms_sent(case: Case, _judgement: Judgement) -> Outcome:
    """Give what was sent in a time, an item a recipient, the newest first."""
    found = _sent(case, books_of(case), None, numbers(case, "msisdn"))
    selection = Selection(found, 0, len(found), newest_first=True)
    return paged(case, selection, "messages", _activity, identify=_identity)


def get_contact_sms_stats(case: Case, _judgement: Judgement) -> Outcome:
    """Give what was sent to a number since ever, the oldest first unless another order is asked for."""
    document = case.document
    found = _sent(case, books_of(case), None, numbers(case, "mobile"))
    by = _SORTS.get(document.get("sort_field", ""))
    if by is not None:
        found.sort(key=by)
    selection = Selection(found, 0, len(found), newest_first=document.get("order") == "desc")
    return paged(case, selection, "records", _record, identify=_identity)


def get_message_report(case: Case, _judgement: Judgement) -> Outcome:
    """Give messages of the last 24 hours or of another time, the newest first.

    Those that are cancelled are among them, those that wait for their time are not. Single sends show names and custom
    fields of the list that the request names.
    """
    found = _messages(case)
    listed = books_of(case).lists.get(case.document.get("list_id", 0))
    return paged(
        case,
        Selection(found, 0, len(found), newest_first=True),
        "messages",
        lambda message: _reported(case, message, listed),
        total="messages_total",
        identify=lambda message: message.id,
        between=lambda _page: {"sms_total": said(case, sum(map(_parts, found)))},
    )


def _sent(case: Case, books: Books, usual: int | None, to: tuple[str | None, ...] = ()) -> list[Sent]:
    """Give what was sent by now between `start` and `end`, the oldest first; to one number, where one is given."""
    since, until = span(case, usual)
    wanted: dict[str, object] = {"number": to[0]} if to else {}
    latest = case.now if until is None else min(until, case.now)
    found = books.sent.select(since, latest, newest_first=False, **wanted)
    return [sent for sent in found if sent.recipient.status != "cancelled"]


def _messages(case: Case) -> list[Message]:
    """Give the messages of a report, the oldest first."""
    wanted, sender = case.document.get("type"), case.document.get("number")
    if wanted in TYPES and wanted != "api":
        return []
    since, until = span(case, A_DAY)
    return [
        message
        for message in books_of(case).messages.select(since, until, newest_first=False)
        if (message.send_at <= case.now or _is_cancelled(message))
        and (sender is None or sender.removeprefix("+") == message.fields["from"])
    ]


def _books_of_client(case: Case) -> Books | None:
    """Give the books of the client that is named, the own ones where none is; None for a client without an account."""
    wanted = case.document.get("client_id")
    if wanted is None or wanted == account_of(case).state.values_["user_id"]:
        return books_of(case)
    client = books_of(case).clients.get(wanted)
    account = None if client is None else case.room.accounts.get(client.account)
    if account is None:
        return None
    books: Books = case.room.memory.of(account)
    return books


def _reported(case: Case, message: Message, listed: ContactList | None) -> dict[str, Any]:
    counted = delivery_stats(case, message)
    shown: dict[str, Any] = {
        "type": "api",
        "id": int(message.id),
        "sms": _parts(message),
        "cost": money(-cost(message)),
        "sent_at": stamp(message.send_at),
        "status": "user cancelled" if _is_cancelled(message) else "completed",
        "message": message.text,
        "pending": counted["pending"],
        "delivered": counted["delivered"],
        "soft_bounced": count(message, "soft-bounce"),
        "hard_bounced": count(message, "hard-bounce"),
        "optouts": counted["optouts"],
        "responses": counted["responses"],
    }
    if message.fields["list_id"] or len(message.recipients) > 1:
        return shown
    shown["msisdn"] = number = message.recipients[0].number
    member = None if listed is None else listed.members.get(number)
    if listed is None or member is None:
        return shown
    shown |= {"first_name": member.first_name or "", "last_name": member.last_name or ""}
    return {**shown, "fields": fields(listed.fields, member.fields, case)} if listed.fields else shown


def _activity(sent: Sent) -> dict[str, Any]:
    return {
        "id": sent.id,
        "message_id": int(sent.message.id),
        "message": expanded(sent.message, sent.recipient),
        "sent_at": stamp(sent.at),
        "msisdn": sent.number,
        "caller_id": sent.message.fields["from"],
        "status": delivery_status(sent.recipient),
    }


def _record(sent: Sent) -> dict[str, Any]:
    return {
        "message_id": int(sent.message.id),
        "datetime_send": stamp(sent.at),
        "delivery_status": delivery_status(sent.recipient),
    }


_SORTS: Mapping[str, Callable[[Sent], Any]] = {
    "delivery_status": lambda sent: delivery_status(sent.recipient),
    "message_id": lambda sent: int(sent.message.id),
}
"""What records can be sorted by beside their time, in which they are."""


def _identity(sent: Sent) -> int:
    return sent.id


def _parts(message: Message) -> int:
    return message.parts * len(message.recipients)


def _is_cancelled(message: Message) -> bool:
    return all(recipient.status == "cancelled" for recipient in message.recipients)
