"""What webhooks say: of results, of what has happened since, and of what handsets wrote; version 3's have own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_gateway.gateways.bestsms.jobs import shown
from mock_gateway.gateways.bestsms.kinds import destination, detail, kind, went_by
from mock_gateway.operations.times import local, rfc3339

if TYPE_CHECKING:
    from mock_gateway.model.messages import Inbound, Message, Recipient
    from mock_gateway.state.accounts import Account
    from mock_gateway.state.world import World

RINGING_SECONDS = 10
"""How long a call takes that is not billed: it is set up, and rings."""
CALL = "VoiceSeconds"
TYPES = {"TextToSpeech": "Voice"}
"""What version 3 calls types of messages otherwise."""


def report_values(world: World, message: Message, recipient: Recipient, at: int) -> dict[str, object]:
    """Fill the webhook of a delivery report."""
    account = world.account(message.gateway)
    price = recipient.price if recipient.status == "SUCCESS" else 0
    return {
        **_webhook(account, message, at),
        "type": kind(went_by(message, recipient)).reported,
        "destination": destination(recipient.number),
        "contact": (recipient.extra or {}).get("ContactID", ""),
        "received_id": "",
        "status": shown(recipient.status),
        "result": recipient.result,
        "price": f"{price / 1000:.2f}",
        "detail": _detail(message, recipient),
    }


def inbound_values(world: World, received: Inbound) -> dict[str, object]:
    """Fill the webhook of a reply, or of a message that answers none."""
    account = world.account(received.gateway)
    return {
        **_webhook(account, received.reply_to, received.at),
        "type": "SMSInbound" if received.reply_to is None else "SMSReply",
        "destination": f"+{received.from_number}",
        "contact": contact_of(received),
        "received_id": received.id,
        "status": "RECEIVED",
        "result": "RECEIVED",
        "message": received.text,
        "price": "",
        "detail": f"InputToNumber:{received.to_number}" if received.to_number else "",
    }


def v3_report_values(world: World, message: Message, recipient: Recipient, at: int) -> dict[str, object]:
    """Fill version 3's webhook of a delivery report; what costs nothing has no price there."""
    values = report_values(world, message, recipient, at)
    costs = recipient.status == "SUCCESS" and recipient.price > 0
    own = {"type": TYPES.get(str(values["type"]), values["type"]), "price": values["price"] if costs else None}
    if world.room(message.gateway).settings.values_["v3_webhook_status"] == "capitalised":
        own["status"] = str(values["status"]).capitalize()
    return {**values, **own}


def v3_inbound_values(world: World, received: Inbound) -> dict[str, object]:
    """Fill version 3's webhook of what a handset wrote."""
    return {**inbound_values(world, received), "price": None}


def contact_of(received: Inbound) -> str:
    """Name the contact that the answered message was sent to at this handset, "" for none."""
    recipients = () if received.reply_to is None else received.reply_to.recipients
    mine = (each.extra for each in recipients if each.number == received.from_number and each.extra)
    return next((str(extra["ContactID"]) for extra in mine if "ContactID" in extra), "")


def _detail(message: Message, recipient: Recipient) -> str:
    """Say how large a message was; of a call, who was called and for how long.

    No source shows several of these at once: they stand side by side as one does alone. Nobody presses a key of a
    mock's call, so there are no Prompts.
    """
    whole = detail(message, recipient)
    name, _, seconds = whole.partition(":")
    if name != CALL:
        return whole
    talked = 0 if recipient.status == "FAILED" else int(seconds)
    members = {
        "VoiceRemoteID": destination(recipient.number),
        CALL: talked,
        "VoiceTotalCallTime": talked + RINGING_SECONDS,
    }
    return ",".join(f"{member}:{value}" for member, value in members.items())


def _webhook(account: Account, message: Message | None, at: int) -> dict[str, object]:
    """Give what all webhooks of the account have in common."""
    state = account.state.values_
    fields = message.fields if message is not None else {}
    return {
        "timestamp": rfc3339(at),
        "sender": state["webhook_sender"] or account.credentials["sender"],
        "secret": state["webhook_token"] or account.credentials["api_key"],
        "message_id": message.id if message is not None else "",
        "sub_account": fields.get("SubAccount", ""),
        "department": fields.get("Department", ""),
        "job_number": f"{message.number:08X}" if message is not None else "",
        "sent_local": local(at, str(fields.get("TimeZone", state["timezone"]))),
        "sent_utc": local(at, "UTC"),
        "sent_rfc3339": rfc3339(at),
        "url": fields.get("WebhookCallbackURL") or state["webhook_url"] or "",
    }
