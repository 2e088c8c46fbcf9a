"""What websms does with WhatsApp messages of the converged calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_gateway.gateways.websms.operations import Content, success, take
from mock_gateway.model.wire import Outcome

if TYPE_CHECKING:
    from mock_gateway.rules.judge import Judgement
    from mock_gateway.state.case import Case


def send_whatsapp(case: Case, judgement: Judgement) -> Outcome:
    """Take a text for WhatsApp."""
    return _sent(case, judgement, case.document["messageContent"])


def send_attachment(case: Case, judgement: Judgement) -> Outcome:
    """Take a file for WhatsApp; handsets show what is written under it, and where it is."""
    attachment = case.document["attachment"]
    file = {"link": attachment} if isinstance(attachment, str) else attachment
    written = case.document.get("messageContent", file.get("caption"))
    return _sent(case, judgement, shown(written, file["link"]))


def shown(caption: str | None, link: str) -> str:
    """Write a file as a handset shows it."""
    return f"{caption}\n{link}" if caption else link


def _sent(case: Case, judgement: Judgement, text: str) -> Outcome:
    message = take(case, judgement, Content(text, parts=1))
    count = case.settings["whatsapp_sms_count"]
    return Outcome(200, {**success(case, message), "smsCount": count}, message_id=message.id)
