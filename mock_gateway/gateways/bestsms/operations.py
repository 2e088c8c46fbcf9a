"""What BestSMS' calls do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mock_gateway.gateways.bestsms.jobs import begin, release
from mock_gateway.gateways.bestsms.kinds import DETAIL, VERSION_3
from mock_gateway.gateways.bestsms.mails import NOTIFICATION
from mock_gateway.gateways.bestsms.tokens import OPEN, Filling, personalise
from mock_gateway.model.messages import Recipient
from mock_gateway.model.wire import Outcome
from mock_gateway.operations.send import Draft, accept
from mock_gateway.operations.times import ZONES, scheduled
from mock_gateway.state.case import account_of
from mock_gateway.state.post import post
from mock_gateway.state.world import Mail

if TYPE_CHECKING:
    from mock_gateway.model.messages import Message
    from mock_gateway.rules.judge import Judgement
    from mock_gateway.state.case import Case, Dropped

FORMS_OF_VERSION_3 = ("POST", "GET")
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
    draft = Draft(
        message_id,
        content.text,
        _kept(case, data, content),
        send_at,
        state[content.price],
        data.get("Mode") == "Test",
        _failed(judgement.dropped, case.now) if judgement.dropped else None,
        content.parts,
    )
    release(case)
    message = accept(case, judgement, account, draft)
    if OPEN in message.text:
        personalise(message, _filling(case, draft))
    if message.test:
        schedule_test(case, message)
    else:
        begin(case, account, message)
    return Outcome(200, answer, notes=note + _ignored(case, data), message_id=message_id)


def _kept(case: Case, data: dict[str, Any], content: Content) -> dict[str, Any]:
    """Keep the texts of a request that later answers repeat; what version 3 alone has means nothing elsewhere."""
    kept = {name: value for name, value in data.items() if value.__class__ is str and name not in content.members}
    if NOTIFICATION in kept and case.version != VERSION_3:
        del kept[NOTIFICATION]
    if case.settings["lone_callback_url"] == "ignored" and not account_of(case).state.values_["webhook_url"]:
        kept.pop("WebhookCallbackURL", None)
    if content.detail:
        kept[DETAIL] = content.detail
    return kept


def _ignored(case: Case, data: dict[str, Any]) -> tuple[str, ...]:
    """Note a form of webhooks that version 3 alone has, where the request is of another version."""
    wanted = data.get("WebhookCallbackFormat")
    if wanted not in FORMS_OF_VERSION_3 or case.version == VERSION_3:
        return ()
    return (f"WebhookCallbackFormat {wanted!r} is version 3's: ignored",)


def _filling(case: Case, draft: Draft) -> Filling:
    """Say how the tokens of a text are filled, and what each SMS part of it costs."""
    files = case.document["MessageData"].get("Files", ())
    keep = case.settings["empty_tokens"] == "keep"
    price = 0 if draft.parts else draft.price
    return Filling(case.settings["short_link"], keep, len(files), case.world.ids.seed, price)


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
