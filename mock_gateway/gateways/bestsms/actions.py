"""Actions on a message that was accepted: abort it, send it at another time or once more, change its pace.

What an action does is done when it is answered; what an earlier schedule had in store does not happen any more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_gateway.gateways.bestsms.jobs import CONTROL_DELETED, again, failed, judge_again, release, state
from mock_gateway.gateways.bestsms.operations import schedule_test
from mock_gateway.gateways.bestsms.polls import job_number
from mock_gateway.model.wire import Outcome
from mock_gateway.operations.times import scheduled
from mock_gateway.state.lifecycle import begin_anew

if TYPE_CHECKING:
    from mock_gateway.model.messages import Message
    from mock_gateway.rules.judge import Judgement
    from mock_gateway.state.accounts import Account
    from mock_gateway.state.case import Case


def set_abort(case: Case, _judgement: Judgement) -> Outcome:
    """Send a message to nobody any more to whom it has not gone; aborting once more changes nothing."""
    _account, message, before = _found(case)
    jobs = release(case)
    if jobs is not None:
        jobs.held.pop(message.number, None)
    opened = [(position, each) for position, each in enumerate(message.recipients) if each.ended_at is None]
    for position, recipient in opened:
        recipient.turn += 1
        recipient.price = 0
        case.world.agenda.add(case.now, "status", message, position=position, event="abort", detail=CONTROL_DELETED)
    case.world.motion.settle(case.now)
    for _, recipient in opened:
        recipient.ended_at = min(case.now, message.send_at)  # it never went out: what its handset writes is no reply
    return _answer(message, before, "Abort")


def set_reschedule(case: Case, _judgement: Judgement) -> Outcome:
    """Send at another time what has not been sent; a time in the past is now."""
    account, message, before = _found(case)
    message.send_at = _send_at(case, account, message)
    for recipient in message.recipients:
        if recipient.ended_at is None:
            recipient.turn += 1
    again(case, account, message)
    return _answer(message, before, "Reschedule")


def set_resubmit(case: Case, _judgement: Judgement) -> Outcome:
    """Send a message once more to those that it failed for."""
    account, message, before = _found(case)
    message.send_at = _send_at(case, account, message)
    message.outcome = ""
    for recipient in failed(message):
        begin_anew(case.gateway.statuses, recipient)
    if message.test:
        schedule_test(case, message)
    else:
        judge_again(case, account, message)
        again(case, account, message)
    return _answer(message, before, "Resubmit")


def set_pacing(case: Case, _judgement: Judgement) -> Outcome:
    """Change how many operators may be spoken to at once; only voice and text-to-speech messages have such."""
    _, message, before = _found(case)
    message.fields["NumberOfOperators"] = str(case.document["NumberOfOperators"])
    return _answer(message, before, "NumberOfOperators")


def _found(case: Case) -> tuple[Account, Message, str]:
    """Give the message that an action is about, and its state before; the rows have seen to it that there is one."""
    wanted, account, jobs = case.document["MessageID"], case.account, release(case)
    message = case.world.store.find(case.gateway.name, wanted)
    if message is None or account is None or jobs is None:
        raise LookupError(wanted)
    return account, message, state(jobs, case.gateway.statuses, message, case.now)


def _send_at(case: Case, account: Account, message: Message) -> int:
    """Read the new time, local to the message's zone; now where there is none, or one in the past."""
    wanted = case.document.get("SendTime")
    timezone = message.fields.get("TimeZone", account.state.values_["timezone"])
    at = scheduled(wanted, str(timezone)) if isinstance(wanted, str) else None
    return case.now if at is None else max(at, case.now)


def _answer(message: Message, before: str, action: str) -> Outcome:
    """Answer with the state before the action."""
    body = {
        "Result": "Success",
        "MessageID": message.id,
        "Status": before,
        "JobNum": job_number(message),
        "Action": action,
    }
    return Outcome(200, body, message_id=message.id)
