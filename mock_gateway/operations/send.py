"""Take a message: weigh it, remember it, reserve what it uses up, and put on the agenda what becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mock_gateway.model.messages import Message, Recipient
from mock_gateway.state.fate import schedule
from mock_gateway.text.segments import segments

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mock_gateway.rules.judge import Judgement
    from mock_gateway.state.accounts import Account
    from mock_gateway.state.case import Case, Target


class Draft(NamedTuple):
    """A message that is about to be accepted.

    Attributes:
        message_id: what it is polled by.
        text: what is sent.
        fields: what else of the request later answers repeat.
        send_at: milliseconds since 1970 on the session's clock.
        price: of one part, in thousandths of the account's currency.
        test: nothing is sent; the caller says what becomes of it.
        failed: recipients that fail at once, by their position in the request; None for none.
        parts: that a recipient is charged for, 0 for the SMS parts of the text.

    """

    message_id: str
    text: str
    fields: dict[str, Any]
    send_at: int
    price: int = 0
    test: bool = False
    failed: Mapping[int, Recipient] | None = None
    parts: int = 0


def accept(case: Case, judgement: Judgement, account: Account, draft: Draft) -> Message:
    """Accept a message for the recipients that the rows have left; called inside a transaction."""
    weight = segments(draft.text)
    parts = draft.parts or weight.parts
    price = draft.price * parts
    initial = case.gateway.statuses.initial
    recipients = [
        Recipient(target.number or target.spelling, target.spelling, initial, "", None, price, target.extra)
        for target in judgement.targets
    ]
    if draft.failed:
        left = iter(recipients)
        total = len(recipients) + len(draft.failed)
        recipients = [draft.failed[at] if at in draft.failed else next(left) for at in range(total)]
    message = Message(
        draft.message_id,
        case.gateway.name,
        case.call.name,
        account.key,
        case.now,
        draft.send_at,
        draft.text,
        parts,
        recipients,
        weight.encoding,
        draft.test,
        0,
        "",
        draft.fields,
        case.version,
    )
    world = case.world
    world.store.add(message)
    if case.gateway.counts_recipients or not account.state.pristine_:
        _reserve(case, account, judgement.targets)
    if not draft.test:
        schedule(world, message)
    for tell in world.accepted:
        tell()
    return message


def _reserve(case: Case, account: Account, targets: tuple[Target, ...]) -> None:
    account.used["messages"] = account.used.get("messages", 0) + len(targets)
    numbers = [target.number or target.spelling for target in targets]
    case.room.hit_recipients(account, case.request.address, case.now, numbers)
