"""What websms does with binary messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_gateway.gateways.websms.operations import send_text
from mock_gateway.text.octets import segment

if TYPE_CHECKING:
    from mock_gateway.model.wire import Outcome
    from mock_gateway.rules.judge import Judgement
    from mock_gateway.state.case import Case


def send_binary(case: Case, judgement: Judgement) -> Outcome:
    """Take a binary message: every element is one SMS, and its bytes go out as they are.

    Handsets, the ledger and the message's `text` show the bytes in hexadecimal, a space between two SMS:
    `[bytes.fromhex(each) for each in message.text.split()]` are the SMS again.
    """
    return send_text(case, judgement, tuple(segment(each) or b"" for each in case.document["messageContent"]))
