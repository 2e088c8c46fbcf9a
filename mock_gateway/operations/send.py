"""Take a message: weigh it, remember it, reserve what it uses up, and put on the agenda what becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.model.messages import Message, Recipient
from mock_gateway.text.segments import segments

if TYPE_CHECKING:
    from mock_gateway.rules.judge import Judgement
    from mock_gateway.state.accounts import Account
    from mock_gateway.state.case import Case


def accept(case: Case, judgement: Judgement, account: Account, message_id: str, text: str, **details: Any) -> Message:
    """Accept a message for the recipients that are left.

    Args:
        case: the request.
        judgement: what the rows left of its recipients.
        account: whom the message belongs to.
        message_id: what it is polled by.
        text: what is sent.
        details: `fields`, `send_at`, `test`, `price` (thousandths for a part), as `Message` and `Recipient` name them.

    """
    weight = segments(text)
    now = case.now
    price = details.get("price", 0) * weight.parts
    initial = case.gateway.statuses.initial
    message = Message(
        message_id,
        case.gateway.name,
        case.call.name,
        account.key,
        now,
        details.get("send_at", now),
        text,
        weight.parts,
        [
            Recipient(target.number or target.spelling, target.spelling, initial, "", None, price, target.extra)
            for target in judgement.targets
        ],
        weight.encoding,
        details.get("test", False),
        0,
        details.get("fields") or {},
    )
    world = case.world
    with world.store.transaction() as store:
        store.add(message)
    if not account.state.pristine_:
        _reserve(case, account, len(message.recipients))
    world.schedule(message)
    return message


def _reserve(case: Case, account: Account, recipients: int) -> None:
    account.used["messages"] = account.used.get("messages", 0) + recipients
    case.room.hit("recipients", account, case.request.address, case.now, recipients)
