"""What BestSMS' calls do."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

from mock_gateway.gateways.bestsms.jobs import begin, release, shown
from mock_gateway.gateways.bestsms.kinds import DETAIL, destination, detail, kind
from mock_gateway.model.messages import Recipient
from mock_gateway.model.wire import Outcome
from mock_gateway.operations.send import Draft, accept
from mock_gateway.operations.times import ZONES, local, rfc3339, scheduled
from mock_gateway.state.post import post
from mock_gateway.state.world import Mail

if TYPE_CHECKING:
    from mock_gateway.model.messages import Inbound, Message
    from mock_gateway.rules.judge import Judgement
    from mock_gateway.state.accounts import Account
    from mock_gateway.state.case import Case, Dropped
    from mock_gateway.state.world import World

LONGEST_ID = 40
"""Characters that a MessageID may have."""
INVALID_NUMBER = "Rejected-06-Invalid Mobile Number"
DUMMIES = frozenset({"6421000000", "61491570110"})
"""Documented numbers that fail in test mode."""


class Content(NamedTuple):
    """What is sent.

    Attributes:
        text: what is read.
        price: field of the account that says what a part costs.
        parts: that are charged for, 0 for the SMS parts of the text.
        members: of the request that it was read off; they are not kept as they were sent.
        detail: what webhooks say of it, "" for its SMS parts.

    """

    text: str
    price: str = "price_thousandths"
    parts: int = 0
    members: frozenset[str] = frozenset({"Message"})
    detail: str = ""


def send_sms(case: Case, judgement: Judgement) -> Outcome:
    """Take an SMS."""
    return submit(case, judgement, Content(written(case, "Message")))


def written(case: Case, *members: str) -> str:
    """Give the text that a request says itself, the first of some members, or else its template's.

    A template that the account does not have is no text; the rows have seen to it that there is one.
    """
    data = case.document["MessageData"]
    said = (data[member] for member in members if member in data)
    return str(next(said, None) or template(case))


def template(case: Case) -> str:
    """Give the text of the template that a request names, "" for none."""
    known = {} if case.account is None else case.account.state.values_["templates"]
    return str(known.get(case.document["MessageData"].get("TemplateID"), ""))


def submit(case: Case, judgement: Judgement, content: Content) -> Outcome:
    """Take a message; with credentials that stand for no account it is accepted, reported by mail and never sent."""
    data = case.document["MessageData"]
    message_id = _message_id(case, data.get("MessageID"))
    answer = {"Result": "Success", "MessageID": message_id}
    account = case.account
    if account is None or case.credentials.standing != "right":
        _report(case)
        return Outcome(200, answer, notes=("credentials are wrong: accepted, reported by mail, not sent",))
    state = account.state.values_
    send_at, note = _send_at(case, data, state["timezone"]) if "SendTime" in data else (case.now, ())
    kept = {name: value for name, value in data.items() if value.__class__ is str and name not in content.members}
    if content.detail:
        kept[DETAIL] = content.detail
    draft = Draft(
        message_id,
        content.text,
        kept,
        send_at,
        state[content.price],
        data.get("Mode") == "Test",
        _failed(judgement.dropped, case.now) if judgement.dropped else None,
        content.parts,
    )
    release(case)
    message = accept(case, judgement, account, draft)
    if message.test:
        schedule_test(case, message)
    else:
        begin(case, account, message)
    return Outcome(200, answer, notes=note, message_id=message_id)


def _message_id(case: Case, wanted: str | None) -> str:
    """Give the client's own id, cut down where that is set, or else a new one."""
    if wanted and case.settings["message_id"] == "cut":
        kept = (character for character in wanted if character.isascii() and character.isalnum())
        wanted = "".join(kept)[:LONGEST_ID]
    if wanted:
        return wanted
    made = case.world.ids.uuid()
    return made.upper() if case.settings["uuid_case"] == "upper" else made


def _send_at(case: Case, data: dict[str, Any], usual_timezone: str) -> tuple[int, tuple[str, ...]]:
    """Read the time that a message is scheduled for; one that cannot be read is noted."""
    wanted, timezone = data["SendTime"], data.get("TimeZone", usual_timezone)
    if timezone not in ZONES:
        return case.now, (f"TimeZone {timezone!r} is unknown: sent at once",)
    at = scheduled(wanted, timezone)
    if at is None:
        return case.now, (f"SendTime {wanted!r} cannot be read: sent at once",)
    return max(at, case.now), ()


def _report(case: Case) -> None:
    """Mail the account's error address that authentication failed: one mail a call."""
    account = case.account or case.world.account(case.gateway.name)
    stated = case.credentials
    post(
        case.world,
        case.gateway.name,
        Mail(
            kind="authentication_failed",
            to=account.state.values_["error_email"],
            subject="API authentication failed",
            text=f"A call to {_own_path(case)} was accepted, but its credentials are {stated.standing}.",
            at=case.now,
        ),
    )


def _own_path(case: Case) -> str:
    """Give the path as the gateway itself would see it, without what leads to a session and a gateway of the mock."""
    path = case.request.path
    if path.startswith("/~"):
        path = "/" + path.partition("~")[2].partition("/")[2]
    return path.removeprefix(f"/{case.gateway.name}")


def _failed(dropped: tuple[Dropped, ...], now: int) -> dict[int, Recipient]:
    """Make failed recipients of the destinations that are no mobile numbers."""
    return {
        target.position: Recipient(
            target.number or target.spelling, target.spelling, "FAILED", str(row.code), now, 0, target.extra
        )
        for target, row in dropped
    }


def schedule_test(case: Case, message: Message) -> None:
    """Process a test message at once: nothing is sent and nothing costs, the documented dummy numbers fail."""
    for position, recipient in enumerate(message.recipients):
        if recipient.ended_at is None:
            recipient.price = 0
            fails = recipient.number in DUMMIES
            event, result = ("fail", INVALID_NUMBER) if fails else ("deliver", "SendDisableSuccess")
            case.world.agenda.add(case.now, "status", message, position=position, event=event, detail=result)


def report_values(world: World, message: Message, recipient: Recipient, at: int) -> dict[str, object]:
    """Fill the webhook of a delivery report."""
    account = world.account(message.gateway)
    price = recipient.price if recipient.status == "SUCCESS" else 0
    return {
        **_webhook(account, message, at),
        "type": kind(message.call).reported,
        "destination": destination(recipient.number),
        "contact": (recipient.extra or {}).get("ContactID", ""),
        "received_id": "",
        "status": shown(recipient.status),
        "result": recipient.result,
        "price": f"{price / 1000:.2f}",
        "detail": detail(message),
    }


def inbound_values(world: World, received: Inbound) -> dict[str, object]:
    """Fill the webhook of a reply, or of a message that answers none."""
    account = world.account(received.gateway)
    return {
        **_webhook(account, received.reply_to, received.at),
        "type": "SMSInbound" if received.reply_to is None else "SMSReply",
        "destination": f"+{received.from_number}",
        "contact": contact_of(received),
        "received_id": received.id,
        "status": "RECEIVED",
        "result": "RECEIVED",
        "message": received.text,
        "price": "",
        "detail": f"InputToNumber:{received.to_number}" if received.to_number else "",
    }


def contact_of(received: Inbound) -> str:
    """Name the contact that the answered message was sent to at this handset, "" for none."""
    recipients = () if received.reply_to is None else received.reply_to.recipients
    mine = (each.extra for each in recipients if each.number == received.from_number and each.extra)
    return next((str(extra["ContactID"]) for extra in mine if "ContactID" in extra), "")


def mail_reply(world: World, received: Inbound) -> None:
    """Mail a reply to the address that the message it answers was sent with."""
    original = received.reply_to
    address = original.fields.get("SMSEmailReply") if original is not None else None
    if original is not None and isinstance(address, str):
        subject = f"SMS reply from +{received.from_number}"
        text = f"{received.text}\n\nIn reply to {original.id}: {original.text}"
        post(world, received.gateway, Mail("reply", address, subject, text, received.at))


def mail_report(world: World, message: Message, recipient: Recipient, at: int) -> None:
    """Mail a delivery report as HTML, where the account or the message asks for it."""
    fields, account = message.fields, world.account(message.gateway)
    address = fields.get("ReportTo") or fields.get("ErrorEmailNotify") or account.state.values_["report_email"]
    if not isinstance(address, str) or not address:
        return
    rows = {
        "Message ID": message.id,
        "Destination": destination(recipient.number),
        "Status": shown(recipient.status),
        "Result": recipient.result,
        "Time": rfc3339(at),
    }
    text = "\n".join(f"{name}: {value}" for name, value in rows.items())
    cells = "".join(f"<tr><th>{name}</th><td>{escape(value)}</td></tr>" for name, value in rows.items())
    html = f"<html><body><table>{cells}</table></body></html>"
    post(world, message.gateway, Mail("delivery_report", address, f"Delivery report {message.id}", text, at, html))


def _webhook(account: Account, message: Message | None, at: int) -> dict[str, object]:
    """Give what all webhooks of the account have in common."""
    state = account.state.values_
    fields = message.fields if message is not None else {}
    return {
        "timestamp": rfc3339(at),
        "sender": state["webhook_sender"] or account.credentials["sender"],
        "secret": state["webhook_token"] or account.credentials["api_key"],
        "message_id": message.id if message is not None else "",
        "sub_account": fields.get("SubAccount", ""),
        "department": fields.get("Department", ""),
        "job_number": f"{message.number:08X}" if message is not None else "",
        "sent_local": local(at, str(fields.get("TimeZone", state["timezone"]))),
        "sent_utc": local(at, "UTC"),
        "sent_rfc3339": rfc3339(at),
        "url": fields.get("WebhookCallbackURL") or state["webhook_url"] or "",
    }
