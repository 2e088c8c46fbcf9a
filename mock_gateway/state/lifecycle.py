"""How a message's recipients move from status to status: by the gateway's table, and by nothing else.

An event that the table does not know in a status is an error that names both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_gateway.errors import UsageError

if TYPE_CHECKING:
    from mock_gateway.model.lives import Statuses
    from mock_gateway.model.messages import Recipient


def step(statuses: Statuses, recipient: Recipient, event: str, result: str, at: int) -> None:
    """Move a recipient along the table at an instant; `result` is the gateway's word for how it went."""
    possible = statuses.table[recipient.status]
    following = possible.get(event)
    if following is None:
        what = ", ".join(possible) or "nothing, it is final"
        raise UsageError(f"a message in status {recipient.status!r} cannot {event!r}: what can happen is {what}")
    recipient.status = following
    if result:
        recipient.result = result
    if not statuses.table[following]:
        recipient.ended_at = at


def begin_anew(statuses: Statuses, recipient: Recipient) -> None:
    """Let a recipient's life begin again, as when a gateway sends once more; what was still to happen does not."""
    recipient.status = statuses.initial
    recipient.result = ""
    recipient.ended_at = None
    recipient.turn += 1
