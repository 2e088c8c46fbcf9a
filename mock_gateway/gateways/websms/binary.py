"""What websms does with binary messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_gateway.gateways.websms.operations import Content, send
from mock_gateway.text.octets import BINARY, segment, shown

if TYPE_CHECKING:
    from mock_gateway.model.wire import Outcome
    from mock_gateway.rules.judge import Judgement
    from mock_gateway.state.case import Case

_KEPT = ("userDataHeaderPresent",)
"""What later answers and reports may repeat of binary messages alone."""


def send_binary(case: Case, judgement: Judgement) -> Outcome:
    """Take a binary message: every element is one SMS, and its bytes go out as they are.

    Handsets, the ledger and the message's `text` show the bytes in hexadecimal, a space between two SMS:
    `[bytes.fromhex(each) for each in message.text.split()]` are the SMS again.
    """
    document = case.document
    pieces = tuple(segment(each) or b"" for each in document["messageContent"])
    fields = {name: document[name] for name in _KEPT if name in document}
    return send(case, judgement, Content(shown(pieces), len(pieces), fields, BINARY))
