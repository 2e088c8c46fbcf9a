"""Replies and delivery reports by e-mail: who gets them, and what they say."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from mock_gateway.gateways.bestsms.jobs import shown
from mock_gateway.gateways.bestsms.kinds import destination
from mock_gateway.gateways.bestsms.tokens import read_at
from mock_gateway.operations.times import rfc3339
from mock_gateway.state.post import post
from mock_gateway.state.world import Mail

if TYPE_CHECKING:
    from mock_gateway.model.messages import Inbound, Message, Recipient
    from mock_gateway.state.world import World

NOTIFICATION = "NotificationType"
"""The field of a message that says how its sender is told of it: None, Webhook or Email; version 3 alone has it."""
BY_MAIL = "Email"
NO_MAIL = ("None", "Webhook")


def mail_reply(world: World, received: Inbound) -> None:
    """Mail a reply to the address that the message it answers was sent with, or to that of its reports."""
    original = received.reply_to
    if original is None or _otherwise(original):
        return
    address = original.fields.get("SMSEmailReply")
    if not address and original.fields.get(NOTIFICATION) == BY_MAIL:
        address = _address(world, original)
    if isinstance(address, str) and address:
        subject = f"SMS reply from +{received.from_number}"
        text = f"{received.text}\n\nIn reply to {original.id}: {read_at(original, received.from_number)}"
        post(world, received.gateway, Mail("reply", address, subject, text, received.at))


def mail_report(world: World, message: Message, recipient: Recipient, at: int) -> None:
    """Mail a delivery report as HTML, where the account or the message asks for it."""
    address = "" if _otherwise(message) else _address(world, message)
    if not address:
        return
    rows = {
        "Message ID": message.id,
        "Destination": destination(recipient.number),
        "Status": shown(recipient.status),
        "Result": recipient.result,
        "Time": rfc3339(at),
    }
    text = "\n".join(f"{name}: {value}" for name, value in rows.items())
    cells = "".join(f"<tr><th>{name}</th><td>{escape(value)}</td></tr>" for name, value in rows.items())
    html = f"<html><body><table>{cells}</table></body></html>"
    post(world, message.gateway, Mail("delivery_report", address, f"Delivery report {message.id}", text, at, html))


def _otherwise(message: Message) -> bool:
    """Tell whether a message asks that nothing is mailed."""
    return message.fields.get(NOTIFICATION) in NO_MAIL


def _address(world: World, message: Message) -> str:
    """Give where reports are mailed to, "" for nowhere; where a message asks for mail it is the Sender's at least."""
    fields, account = message.fields, world.account(message.gateway)
    address = fields.get("ReportTo") or fields.get("ErrorEmailNotify") or account.state.values_["report_email"]
    if not address and fields.get(NOTIFICATION) == BY_MAIL:
        address = account.credentials["sender"]
    return address if isinstance(address, str) else ""
