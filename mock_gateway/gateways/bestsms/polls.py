"""Polls: how far a message is, who answered it, and what handsets wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mock_gateway.gateways.bestsms.jobs import job_status, release, shown, went_out
from mock_gateway.gateways.bestsms.kinds import DIALLED, VERSION_3, destination, kind, went_by
from mock_gateway.gateways.bestsms.pages import page_of
from mock_gateway.gateways.bestsms.tokens import read_by
from mock_gateway.model.lives import TEXT
from mock_gateway.model.wire import Outcome
from mock_gateway.operations.page import seen
from mock_gateway.operations.times import local, rfc3339, scheduled

if TYPE_CHECKING:
    from mock_gateway.gateways.bestsms.jobs import Jobs, Received
    from mock_gateway.model.messages import Message
    from mock_gateway.operations.page import Page
    from mock_gateway.rules.judge import Judgement
    from mock_gateway.state.accounts import Account
    from mock_gateway.state.case import Case

A_MINUTE = 60_000
NOBODY = "credentials are wrong: no messages belong to them"


class _Poll(NamedTuple):
    """What a poll for a message is about.

    Attributes:
        timezone: the zone that local times are in.

    """

    case: Case
    account: Account
    jobs: Jobs
    message: Message
    timezone: str


def get_status(case: Case, _judgement: Judgement) -> Outcome:
    """Tell a message's status and its recipients', a page of them."""
    poll = _poll(case)
    page = page_of(poll.case, poll.message.recipients)
    return _answer(poll, page, [_recipient(poll, position) for position in range(page.first, page.after)])


def get_sms_reply(case: Case, _judgement: Judgement) -> Outcome:
    """Tell a message's status and what its recipients answered, the first answer first."""
    poll = _poll(case)
    page = page_of(poll.case, poll.message.recipients)
    return _answer(poll, page, [_with_replies(poll, position) for position in range(page.first, page.after)])


def get_sms_received(case: Case, _judgement: Judgement) -> Outcome:
    """Give the SMS that handsets wrote in a span of time, the newest first."""
    return heard(case, TEXT)


def heard(case: Case, kind: str) -> Outcome:
    """Give what handsets wrote in a span of time, the newest first; of one kind, unless it is set that of all."""
    account, jobs = case.account, release(case)
    if account is None or jobs is None or case.credentials.standing != "right":
        return Outcome(200, {"Result": "Success", **_paging(case, page_of(case, ())), "Messages": []}, notes=(NOBODY,))
    timezone = str(account.state.values_["timezone"])
    wanted: dict[str, Any] = {"kind": kind} if case.settings["received_polls"] == "own" else {}
    found = jobs.received.select(*span(case.document, timezone, case.now), **wanted)
    page = page_of(case, found)
    messages = found.part(page.first, page.after)
    before = found.part(page.first - 1, page.first)[0].id if page.first else None
    body = {"Result": "Success", **_paging(case, page), "Messages": [_received(each, account) for each in messages]}
    return Outcome(200, body, page=seen(case, page, [each.id for each in messages], before))


def span(document: dict[str, Any], timezone: str, now: int) -> tuple[int | None, int | None]:
    """Give the first and the last instant that a poll asks for; dates count before a number of minutes."""
    if "DateFrom" in document:
        return scheduled(document["DateFrom"], timezone), scheduled(document["DateTo"], timezone)
    return now - document["TimePeriod"] * A_MINUTE, now


def _poll(case: Case) -> _Poll:
    """Find the message that a poll is for; the rows have seen to it that there is one."""
    wanted, account, jobs = case.document["MessageID"], case.account, release(case)
    message = case.world.store.find(case.gateway.name, wanted)
    if message is None or account is None or jobs is None:
        raise LookupError(wanted)
    timezone = message.fields.get("TimeZone", account.state.values_["timezone"])
    return _Poll(case, account, jobs, message, str(timezone))


def _answer(poll: _Poll, page: Page, recipients: list[dict[str, Any]]) -> Outcome:
    body = {**_summary(poll), **_paging(poll.case, page), "Recipients": recipients}
    positions = range(page.first + 1, page.after + 1)
    shows = seen(poll.case, page, positions, page.first or None)
    return Outcome(200, body, message_id=poll.message.id, page=shows)


def _paging(case: Case, page: Page) -> dict[str, Any]:
    return {
        "TotalRecords": str(page.total) if case.settings["page_quirk"] == "text_total" else page.total,
        "RecordsPerPage": page.size,
        "PageCount": page.pages,
        "Page": page.number,
    }


def _summary(poll: _Poll) -> dict[str, Any]:
    message, timezone, fields = poll.message, poll.timezone, poll.message.fields
    ended = [recipient for recipient in message.recipients if recipient.ended_at is not None]
    good = [recipient for recipient in ended if shown(recipient.status) == "SUCCESS"]
    return {
        "Result": "Success",
        "MessageID": message.id,
        "Status": job_status(poll.jobs, poll.case.gateway.statuses, message, poll.case.now),
        "JobNum": job_number(message),
        "Account": poll.account.state.values_["name"],
        "SubAccount": fields.get("SubAccount", ""),
        "Department": fields.get("Department", ""),
        "Reference": fields.get("Reference", ""),
        **times("Created", message.accepted_at, timezone),
        **times("Delayed", message.send_at, timezone),
        "Timezone": timezone,
        "Count": len(message.recipients),
        "Complete": len(ended),
        "Success": len(good),
        "Failed": len(ended) - len(good),
        "Price": sum(recipient.price for recipient in good) / 1000,
    }


def job_number(message: Message) -> str:
    """Write a message's number as a JobNum: eight digits of sixteen."""
    return f"{message.number:08X}"


def times(name: str, at: int | None, timezone: str) -> dict[str, str]:
    """Write an instant in the three ways of every answer; None is three empty texts."""
    if at is None:
        return {f"{name}TimeLocal": "", f"{name}TimeUTC": "", f"{name}TimeUTC_RFC3339": ""}
    return {
        f"{name}TimeLocal": local(at, timezone),
        f"{name}TimeUTC": local(at, "UTC"),
        f"{name}TimeUTC_RFC3339": rfc3339(at),
    }


def _recipient(poll: _Poll, position: int) -> dict[str, Any]:
    recipient = poll.message.recipients[position]
    extra = recipient.extra or {}
    sent = recipient.status == "SUCCESS"
    call = went_by(poll.message, recipient)
    dialled = call in DIALLED and went_out(recipient)
    return {
        "Type": kind(call).polled,
        "DestSeq": f"{position + 1:08d}",
        "Destination": destination(recipient.number),
        "ContactID": extra.get("ContactID", ""),
        "Status": shown(recipient.status),
        "Result": recipient.result,
        **times("Sent", recipient.ended_at if sent else None, poll.timezone),
        "Attention": extra.get("Attention", ""),
        "Company": extra.get("Company", ""),
        **{f"Custom{number}": extra.get(f"Custom{number}", "") for number in range(1, 10)},
        "RemoteID": destination(recipient.number) if dialled else "",
        "Price": (recipient.price if sent else 0) / 1000,
    }


def _with_replies(poll: _Poll, position: int) -> dict[str, Any]:
    recipient = poll.message.recipients[position]
    replies = poll.jobs.received.select(newest_first=False, job=poll.message.number, number=recipient.number)
    seen_text = poll.case.version != VERSION_3 or went_out(recipient)
    return {
        **_recipient(poll, position),
        **({"MessageText": read_by(poll.message, recipient)} if seen_text else {}),
        "SMSReplies": [_reply(reply, poll.timezone) for reply in replies],
    }


def _reply(reply: Received, timezone: str) -> dict[str, Any]:
    return {
        "ReceivedID": reply.id,
        **times("Received", reply.at, timezone),
        "Timezone": timezone,
        "From": f"+{reply.number}",
        "MessageText": reply.text,
    }


def _received(received: Received, account: Account) -> dict[str, Any]:
    """Write what a handset wrote as all versions together do."""
    original, timezone = received.reply_to, str(account.state.values_["timezone"])
    fields = {} if original is None else original.fields
    return {
        "ReceivedID": received.id,
        "MessageID": "" if original is None else original.id,
        "JobNum": "" if original is None else job_number(original),
        "Account": account.state.values_["name"],
        "SubAccount": fields.get("SubAccount", ""),
        "Department": fields.get("Department", ""),
        **times("Received", received.at, timezone),
        "From": f"+{received.number}",
        "ContactID": received.contact_id,
        "MessageText": received.text,
        "Timezone": timezone,
        "Version": "v2.04",
    }
