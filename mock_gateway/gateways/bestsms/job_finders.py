"""What rows ask of messages and of spans of time: each finder gives what a request speaks of, or None."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mock_gateway.gateways.bestsms.jobs import failed, state
from mock_gateway.gateways.bestsms.kinds import INSTEAD_OF_TEMPLATES, type_of, type_of_path
from mock_gateway.gateways.bestsms.polls import span
from mock_gateway.operations.times import ZONES, scheduled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mock_gateway.gateways.bestsms.books import Book
    from mock_gateway.model.messages import Message
    from mock_gateway.state.case import Case

A_WEEK = 7 * 86_400_000
SPOKEN = ("send-voice", "send-tts")
_HYPHENATED = re.compile(r"[A-Za-z0-9-]{1,40}")


def _message(_book: Book, case: Case) -> Message | None:
    """Give a message of the account's, for credentials that are right."""
    wanted, account = case.document.get("MessageID"), case.account
    found = case.world.store.find(case.gateway.name, wanted) if isinstance(wanted, str) else None
    mine = found is not None and account is not None and found.account == account.key
    return found if mine and case.credentials.standing == "right" else None


def _ended(book: Book, case: Case) -> Message | None:
    """Give a message of which nothing is left to be sent, unless it was aborted."""
    found = _message(book, case)
    return found if found is not None and _state(book, case, found) == "Completed" else None


def _over(book: Book, case: Case) -> Message | None:
    """Give a message of which nothing is left to be sent."""
    found = _message(book, case)
    return found if found is not None and _state(book, case, found) in ("Completed", "Deleted") else None


def _without_failures(book: Book, case: Case) -> Message | None:
    """Give a message that there is nobody to send to once more."""
    found = _message(book, case)
    return found if found is not None and not failed(found) else None


def _without_operators(book: Book, case: Case) -> Message | None:
    """Give a message that is not spoken."""
    found = _message(book, case)
    return found if found is not None and found.call not in SPOKEN else None


def _of_another_type(book: Book, case: Case) -> Message | None:
    """Give a message that is not of the type that the request's path names; most paths of version 2 name none."""
    found = _message(book, case)
    named = type_of_path(case.request.path)
    return found if found is not None and named not in ("", type_of(found.call)) else None


def _odd_message_id(_book: Book, case: Case) -> object | None:
    """Give a new message's id that is too long, or of more than letters, digits and hyphens."""
    wanted = _said(case, "MessageID")
    return wanted if wanted is not None and not _HYPHENATED.fullmatch(wanted) else None


def _unreadable_send_time(_book: Book, case: Case) -> object | None:
    wanted = _said(case, "SendTime")
    return wanted if wanted is not None and scheduled(wanted, "UTC") is None else None


def _unknown_time_zone(_book: Book, case: Case) -> object | None:
    wanted = _said(case, "TimeZone")
    return wanted if wanted is not None and wanted not in ZONES else None


def _said(case: Case, member: str) -> str | None:
    """Give a text that a request to send says."""
    data = case.document.get("MessageData", case.document)
    wanted = data.get(member) if isinstance(data, dict) else None
    return wanted if isinstance(wanted, str) else None


def _unknown_template(_book: Book, case: Case) -> object | None:
    """Give a template that the account does not have, where it would be read."""
    data = case.document.get("MessageData")
    instead = INSTEAD_OF_TEMPLATES.get(case.call.name, ())
    is_read = isinstance(data, dict) and data.keys().isdisjoint(instead)
    return _unknown(case, "TemplateID", "templates") if is_read else None


def _unknown_workflow(_book: Book, case: Case) -> object | None:
    """Give a workflow that the account does not have."""
    return _unknown(case, "WorkflowTemplateID", "workflow_templates")


def _unknown(case: Case, member: str, field: str) -> object | None:
    data, account = case.document.get("MessageData"), case.account
    wanted = data.get(member) if isinstance(data, dict) else None
    if account is None or case.credentials.standing != "right" or not isinstance(wanted, str):
        return None
    return None if wanted in account.state.values_[field] else wanted


def _state(book: Book, case: Case, message: Message) -> str:
    return state(book.jobs, case.gateway.statuses, message, case.now)


def _unreadable(member: str) -> Callable[[Book, Case], object | None]:
    """Find a time that cannot be read."""

    def find(_book: Book, case: Case) -> object | None:
        value = case.document.get(member)
        return value if isinstance(value, str) and scheduled(value, "UTC") is None else None

    return find


def _span(case: Case) -> int | None:
    """Give the length of the span between two dates, in milliseconds; None where there are none."""
    document = case.document
    if not isinstance(document.get("DateFrom"), str) or not isinstance(document.get("DateTo"), str):
        return None
    timezone = "UTC" if case.account is None else str(case.account.state.values_["timezone"])
    since, until = span(document, timezone, case.now)
    return None if since is None or until is None else until - since


def _dates_in_wrong_order(_book: Book, case: Case) -> object | None:
    length = _span(case)
    return case.document["DateTo"] if length is not None and length <= 0 else None


def _more_than_a_week(_book: Book, case: Case) -> object | None:
    length = _span(case)
    return case.document["DateTo"] if length is not None and length > A_WEEK else None


JOB_FINDERS: Mapping[str, Callable[[Book, Case], object | None]] = {
    "message": _message,
    "ended_message": _ended,
    "message_that_is_over": _over,
    "message_without_failures": _without_failures,
    "message_without_operators": _without_operators,
    "message_of_another_type": _of_another_type,
    "odd_message_id": _odd_message_id,
    "unreadable_time_of_a_message": _unreadable_send_time,
    "unknown_time_zone": _unknown_time_zone,
    "unknown_template": _unknown_template,
    "unknown_workflow": _unknown_workflow,
    "unreadable_send_time": _unreadable("SendTime"),
    "unreadable_date_from": _unreadable("DateFrom"),
    "unreadable_date_to": _unreadable("DateTo"),
    "dates_in_wrong_order": _dates_in_wrong_order,
    "more_than_a_week": _more_than_a_week,
}
"""By the name that rows call them by."""
