"""Send messages: to numbers, from a template, several at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.dialects.write import refuse
from mock_gateway.gateways.cellcast_v3.answers import envelope, stamp
from mock_gateway.gateways.cellcast_v3.credits import balance, price_of_a_part, shown, text_for, written
from mock_gateway.gateways.cellcast_v3.fillers import message_id
from mock_gateway.model.wire import Outcome
from mock_gateway.operations.send import Draft, accept
from mock_gateway.operations.times import scheduled
from mock_gateway.rules.judge import judge
from mock_gateway.state.case import account_of

if TYPE_CHECKING:
    from mock_gateway.model.messages import Message
    from mock_gateway.rules.judge import Judgement
    from mock_gateway.state.accounts import Account
    from mock_gateway.state.case import Case

A_MINUTE = 60_000
LOW = "Your account credits are low, you have {} credits remaining, please top-up via the platform"


def send_sms(case: Case, judgement: Judgement) -> Outcome:
    """Take a message for each recipient; numbers that cannot be sent to are only missing from `success_number`."""
    account = account_of(case)
    send_at, price = _send_at(case), price_of_a_part(case, account)
    fields = {name: case.document.get(name, "") for name in ("custom_string", "source")}
    fields["from"] = case.document.get("from", account.state.values_["regular_id"])
    messages = [
        accept(
            case,
            judgement._replace(targets=(target,)),
            account,
            Draft(message_id(case.world), text_for(case, target), dict(fields), send_at, price),
        )
        for target in judgement.targets
    ]
    spent = sum(recipient.price for message in messages for recipient in message.recipients)
    account.used["spent"] = account.used.get("spent", 0) + spent
    data = {
        "messages": [_shown(case, message) for message in messages],
        "total_numbers": len(case.targets),
        "success_number": len(messages),
        "credits_used": written(spent),
    }
    return Outcome(200, envelope("Queued", data, _alert(account)), message_id=messages[0].id)


def bulk_send_sms(case: Case, _judgement: Judgement) -> Outcome:
    """Take several messages; each is judged and answered as send-sms would, in a list."""
    outcomes = [_one_of_many(case, item) for item in case.document["messages"]]
    notes = tuple(note for outcome in outcomes for note in outcome.notes)
    first = next((outcome.message_id for outcome in outcomes if outcome.message_id), "")
    return Outcome(200, [outcome.body for outcome in outcomes], notes=notes, message_id=first)


def _one_of_many(case: Case, item: dict[str, Any]) -> Outcome:
    """Do for one message of several what the call does that sends one."""
    call = case.gateway.calls[case.call.sends]
    numbers = item.get("numbers")
    if isinstance(numbers, (str, int)) and not isinstance(numbers, bool):
        item = {**item, "numbers": [number.strip() for number in str(numbers).split(",")]}
    document = call.reading.coerce(item)
    targets = call.recipients(document, case.gateway.numbers) if call.recipients is not None else ()
    alone = case._replace(call=call, document=document, valid=call.plan.is_valid(document), targets=targets)
    judgement = judge(alone)
    if judgement.verdict is None:
        return send_sms(alone, judgement)
    refused = refuse(judgement.verdict, call, case.settings, document)
    return refused._replace(notes=(f"one of the messages was refused: {judgement.verdict.row.key}",))


def _send_at(case: Case) -> int:
    """Tell when a message is sent: at a time that is still to come, after a delay, or now."""
    wanted = case.document.get("schedule_time")
    if wanted is not None:
        return max(case.now, scheduled(wanted, case.settings["timezone"]) or case.now)
    delay: int = case.document.get("delay", 0)
    return case.now + delay * A_MINUTE


def _shown(case: Case, message: Message) -> dict[str, Any]:
    return {
        "message_id": message.id,
        "from": message.fields["from"],
        "to": message.recipients[0].spelling,
        "body": message.text,
        "date": stamp(case, message.send_at),
        "custom_string": message.fields["custom_string"],
        "direction": "out",
    }


def _alert(account: Account) -> dict[str, str]:
    """Warn where little is left."""
    left = balance(account)
    return {"low_sms_alert": LOW.format(shown(left))} if left < account.state.values_["low_credit_thousandths"] else {}
