"""Texts to handsets that are no SMS: WhatsApp and RCS messages, and workflows, and what is received of them.

What a workflow does is designed in the provider's dashboard and told by no document: here it sends its template's text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.gateways.bestsms.books import CONTACT_FIELDS, Contact
from mock_gateway.gateways.bestsms.operations import Content, submit, template, written
from mock_gateway.gateways.bestsms.polls import heard

if TYPE_CHECKING:
    from mock_gateway.gateways.bestsms.books import Book
    from mock_gateway.model.wire import Outcome
    from mock_gateway.rules.judge import Judgement
    from mock_gateway.state.case import Case, Target

WINDOW = 24 * 3_600_000
"""Milliseconds for which a handset that wrote can be answered freely; before and after it gets templates only."""
WHATSAPP, RCS = "whatsapp", "rcs"


def send_whatsapp(case: Case, judgement: Judgement) -> Outcome:
    """Take a WhatsApp message: the template's text, or the message's where the handset wrote within 24 hours."""
    data = case.document["MessageData"]
    text = template(case) or data.get("Message", "")
    outcome = submit(case, judgement, Content(text, "whatsapp_price_thousandths", 1))
    if outcome.message_id and data.get("Message"):
        _answer_freely(case, outcome.message_id, data["Message"])
    return outcome


def send_rcs(case: Case, judgement: Judgement) -> Outcome:
    """Take an RCS message."""
    return submit(case, judgement, Content(written(case, "Message"), "rcs_price_thousandths", 1))


def send_workflow(case: Case, judgement: Judgement) -> Outcome:
    """Start a workflow; whom it is for and who is no contact yet becomes one."""
    known = {} if case.account is None else case.account.state.values_["workflow_templates"]
    text = str(known.get(case.document["MessageData"]["WorkflowTemplateID"], ""))
    outcome = submit(case, judgement, Content(text, members=frozenset()))
    if outcome.message_id and case.account is not None:
        book: Book = case.room.memory.of(case.account)
        for target in judgement.targets:
            _remember(case, book, target)
    return outcome


def get_whatsapp_received(case: Case, _judgement: Judgement) -> Outcome:
    """Give the WhatsApp messages that handsets wrote in a span of time, the newest first."""
    return heard(case, WHATSAPP)


def get_rcs_received(case: Case, _judgement: Judgement) -> Outcome:
    """Give the RCS messages that handsets wrote in a span of time, the newest first."""
    return heard(case, RCS)


def _answer_freely(case: Case, message_id: str, text: str) -> None:
    """Let those read the message itself whose handset wrote not long before it is sent."""
    message = case.world.store.find(case.gateway.name, message_id)
    if message is None or case.account is None:
        raise LookupError(message_id)
    book: Book = case.room.memory.of(case.account)
    since = message.send_at - WINDOW
    for recipient in message.recipients:
        if book.jobs.received.select(since=since, kind=WHATSAPP, number=recipient.number):
            recipient.text = text


def _remember(case: Case, book: Book, target: Target) -> None:
    """Make a contact of a destination, unless it is one."""
    said: dict[str, Any] = target.extra or {}
    phone = f"+{target.number}" if target.number else ""
    same = {name: value for name, value in (("MobilePhone", phone), ("EmailAddress", _address(target, said))) if value}
    if "ContactID" in said or any(
        contact.fields.get(name) == value for contact in book.contacts.values() for name, value in same.items()
    ):
        return
    fields = {name: str(said[name]) for name in CONTACT_FIELDS if name in said} | same
    contact = Contact(case.world.ids.uuid(), case.now, case.now, fields)
    book.contacts[contact.id] = contact


def _address(target: Target, said: dict[str, Any]) -> str:
    return str(said.get("EmailAddress", "" if target.number else target.spelling))
