"""Messages as jobs: the word for how far one is, what the account may not send, and what handsets wrote.

What an account may not send is accepted all the same, and fails as late as anything else. What is sent while the
account's credit is on hold is held; it goes out with the first call after that has ended.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mock_gateway.gateways.bestsms.fallbacks import MODE, fall_back
from mock_gateway.gateways.bestsms.kinds import goes_as_sms, kind
from mock_gateway.gateways.bestsms.tokens import read_by
from mock_gateway.model.lives import TEXT
from mock_gateway.state.fate import schedule
from mock_gateway.state.table import Table

if TYPE_CHECKING:
    from mock_gateway.gateways.bestsms.books import Book
    from mock_gateway.model.lives import Statuses
    from mock_gateway.model.messages import Message, Recipient
    from mock_gateway.state.accounts import Account
    from mock_gateway.state.case import Case
    from mock_gateway.state.world import World

KEPT = 100_000
SAME_WITHIN: Final = 60_000
"""Milliseconds within which the same text from the same number to the same number is a duplicate."""
FAILS_AFTER: Final = 2_000
DELETED = "DELETED"
"""The status of what was aborted; the gateway itself calls it SUCCESS."""
CONTROL_DELETED = "Control Deleted"
BLOCKED = "Rejected-Country Blocked-Account Policy"
BLACKLISTED = "Destination is blacklisted"
DUPLICATE = "Rejected-Duplicate"
NO_DESTINATION = frozenset({"Bad Number", "Bad Address"})
"""Results of destinations that are none of the message's type: nothing can be sent there, ever."""
BLOCKED_BEFORE = ("Rejected-", "Invalid ", "Bad ", BLACKLISTED, "LinkNotPermitted", "No Permit Record")
"""What results begin with of messages that were blocked before they were sent."""
UNKNOWN = "unknown"
"""The outcome of which the job's status is Unknown."""


@dataclass(slots=True, eq=False)
class Received:
    """A message from a handset.

    Attributes:
        number: the handset, E.164 digits.
        reply_to: the message that it answers, None for none.
        contact_id: of the contact that the answered message was sent to, "" for none.
        kind: of inbound message, such as `text` for SMS.

    """

    id: str
    at: int
    number: str
    text: str
    reply_to: Message | None = None
    contact_id: str = ""
    kind: str = TEXT

    @property
    def job(self) -> int:
        """The number of the message that it answers, 0 for none: a MessageID can be used again."""
        return 0 if self.reply_to is None else self.reply_to.number


class Jobs:
    """One account's jobs.

    Attributes:
        received: what handsets wrote.
        held: messages that wait for the end of a credit hold, by number.
        refused: what the account may not send: message's number to position to result.
        sent: originator, number and text to when that was last sent.

    """

    def __init__(self) -> None:
        indexes = [("job", "number"), ("kind",), ("kind", "number")]
        self.received: Table[Received] = Table(lambda received: received.at, indexes, KEPT)
        self.held: dict[int, Message] = {}
        self.refused: OrderedDict[int, dict[int, str]] = OrderedDict()
        self.sent: OrderedDict[tuple[str, str, str], int] = OrderedDict()


def shown(status: str) -> str:
    """Give a recipient's status as the gateway calls it."""
    return "SUCCESS" if status == DELETED else status


def job_status(jobs: Jobs, statuses: Statuses, message: Message, now: int) -> str:
    """Say how far a message is."""
    if message.number in jobs.held:
        return "CreditHold"
    pending = [recipient for recipient in message.recipients if recipient.ended_at is None]
    if not pending:
        return "Completed"
    if message.send_at > now:
        return "Delayed"
    return "Unknown" if all(_is_unknown(statuses, message, each) for each in pending) else "Pending"


def state(jobs: Jobs, statuses: Statuses, message: Message, now: int) -> str:
    """Say how far a message is as actions do: they also tell what is partly sent from what was aborted."""
    word = job_status(jobs, statuses, message, now)
    if word == "Completed" and message.recipients and all(each.status == DELETED for each in _sendable(message)):
        return "Deleted"
    begun = any(each.ended_at is not None and each.ended_at > message.send_at for each in message.recipients)
    return "Transmit" if word in ("Pending", "Unknown") and begun else word


def went_out(recipient: Recipient) -> bool:
    """Tell whether a message is known to have left for a recipient: it was not blocked or aborted before."""
    if recipient.status == "FAILED":
        return not recipient.result.startswith(BLOCKED_BEFORE)
    return recipient.status == "SUCCESS"


def failed(message: Message) -> list[Recipient]:
    """Give the recipients that can be sent to once more, none while any is still being sent to."""
    if any(recipient.ended_at is None for recipient in message.recipients):
        return []
    return [each for each in _sendable(message) if each.status == "FAILED"]


def begin(case: Case, account: Account, message: Message) -> None:
    """Hold what was just accepted and scheduled, or let fail what the account may not send."""
    book: Book = case.room.memory.of(account)
    if message.test:
        return
    _refuse(case, account, message, duplicates=case.settings["duplicates"] == "rejected")
    _restrain(case.world, account, book.jobs, message)


def again(case: Case, account: Account, message: Message) -> None:
    """Schedule what is still to be sent of a message anew."""
    book: Book = case.room.memory.of(account)
    book.jobs.held.pop(message.number, None)
    schedule(case.world, message)
    _restrain(case.world, account, book.jobs, message)


def judge_again(case: Case, account: Account, message: Message) -> None:
    """Find out anew what the account may not send; nothing is a duplicate of itself."""
    book: Book = case.room.memory.of(account)
    book.jobs.refused.pop(message.number, None)
    _refuse(case, account, message, duplicates=False)


def release(case: Case) -> Jobs | None:
    """Send what was held, if the hold has ended; gives the account's jobs, None where there is no account."""
    account = case.account
    if account is None:
        return None
    book: Book = case.room.memory.of(account)
    if book.jobs.held and not account.state.values_["credit_hold"]:
        for message in list(book.jobs.held.values()):
            message.send_at = max(message.send_at, case.now)
            again(case, account, message)
    return book.jobs


def _restrain(world: World, account: Account, jobs: Jobs, message: Message) -> None:
    """Take back what was scheduled for a message that is held, or for recipients that it does not reach as it is."""
    if account.state.values_["credit_hold"]:
        jobs.held[message.number] = message
        for recipient in message.recipients:
            recipient.turn += 1
        return
    refused = jobs.refused.get(message.number, {})
    for position, result in refused.items():
        recipient = message.recipients[position]
        if recipient.ended_at is None:
            recipient.turn += 1
            at = message.send_at + FAILS_AFTER
            world.agenda.add(at, "status", message, position=position, event="fail", detail=result)
    if MODE in message.fields:
        fall_back(world, account, message, refused)


def _refuse(case: Case, account: Account, message: Message, *, duplicates: bool) -> None:
    """Remember which recipients the account may not send to, and why; an outcome that a test chose goes before."""
    book: Book = case.room.memory.of(account)
    of, as_sms = account.state.values_, goes_as_sms(message.call)
    home = case.gateway.numbers.home if as_sms and not of["international"] else ""
    listed = _listed(account, book, message)
    found = {}
    for position, recipient in enumerate(message.recipients):
        if recipient.ended_at is not None:
            continue
        if not recipient.number.startswith(home):
            found[position] = BLOCKED
        elif listed and recipient.number.lower() in listed:
            found[position] = BLACKLISTED
        elif as_sms and duplicates and _is_duplicate(book.jobs, message, recipient):
            found[position] = DUPLICATE
    if found and not message.outcome:
        book.jobs.refused[message.number] = found
        if len(book.jobs.refused) > KEPT:
            book.jobs.refused.popitem(last=False)


def _listed(account: Account, book: Book, message: Message) -> frozenset[str]:
    """Give whom a message must not go to; the account's own list is of numbers that get no texts."""
    opted_out, fields = kind(message.call).opted_out, message.fields
    own = account.state.values_["blacklist"] if opted_out == "SMS" else ()
    listed = frozenset(own) if own else frozenset()
    if book.optouts:
        listed |= book.opted_out(opted_out, str(fields.get("SubAccount", "")), str(fields.get("Department", "")))
    return listed


def _is_duplicate(jobs: Jobs, message: Message, recipient: Recipient) -> bool:
    """Tell whether the same was sent a moment ago; what is a duplicate does not count as sent."""
    sent, now = jobs.sent, message.accepted_at
    key = (str(message.fields.get("FromNumber", "")), recipient.number, read_by(message, recipient))
    before = sent.get(key)
    if before is not None and now - before <= SAME_WITHIN and not message.outcome:
        return True
    sent[key] = now
    sent.move_to_end(key)
    while len(sent) > KEPT or now - next(iter(sent.values())) > SAME_WITHIN:
        sent.popitem(last=False)
    return False


def _sendable(message: Message) -> list[Recipient]:
    """Leave out the recipients that failed as the message was accepted: their destination is none of its type."""
    return [each for each in message.recipients if each.price > 0 or each.result not in NO_DESTINATION]


def _is_unknown(statuses: Statuses, message: Message, recipient: Recipient) -> bool:
    outcome = statuses.magic.get(recipient.number)
    return message.outcome == UNKNOWN or (not message.outcome and outcome is not None and outcome.name == UNKNOWN)
