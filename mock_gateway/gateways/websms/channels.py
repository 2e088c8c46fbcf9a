"""What websms does with messages over a channel, and what the channel's webhook is told of them.

Over a channel goes a WhatsApp message in Meta's form; the omnichannel call may name an SMS that is sent where that
cannot be. Of what went by WhatsApp the webhook is told in Meta's form, of what went as an SMS the usual way.
"""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

from mock_gateway.gateways.websms.converged import shown
from mock_gateway.gateways.websms.operations import Content, own_number, success, take
from mock_gateway.model.wire import Outcome
from mock_gateway.state.case import Target, account_of
from mock_gateway.text.numbers import e164

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mock_gateway.model.messages import Inbound, Message, Recipient
    from mock_gateway.rules.judge import Judgement
    from mock_gateway.state.accounts import Account
    from mock_gateway.state.case import Case
    from mock_gateway.state.world import Room, World

_FAILOVER = "failover-sms"
_STATUSES = {
    "accepted": "sent",
    "reached": "delivered",
    "delivered": "delivered",
    "read": "read",
    "played": "played",
}
"""What Meta calls the statuses; all others are `failed`."""
_UNDELIVERABLE = {"code": 131026, "title": "Message undeliverable"}
"""Meta's error for a message that cannot be delivered."""
_BUSINESS = "102290129340398"
_TELEPHONE = "106540352242922"
_SOME_CHANNEL = "00000000-0000-4000-8000-000000000001"
"""The channel of a message from nowhere, where the account has no list of channels."""


def send_whatsapp(case: Case, judgement: Judgement) -> Outcome:
    """Take a WhatsApp message for a channel's recipients."""
    return _sent(case, judgement, _written(case.document["messageContent"]), {})


def send_omnichannel(case: Case, judgement: Judgement) -> Outcome:
    """Take a message for one recipient: by WhatsApp, or as the SMS where account or recipient have no WhatsApp."""
    message = case.document["message"]
    sms = message["fallback"]["sms"]["messageContent"] if "fallback" in message else None
    if sms is not None and not _has_whatsapp(case.document, case.room, account_of(case)):
        return _sent(case, judgement, sms, {"messageType": "sms"})
    text = _written(message["whatsapp"]["messageContent"])
    return _sent(case, judgement, text, {} if sms is None else {"fallback": sms})


def reached(document: Mapping[str, Any], room: Room, account: Account | None) -> tuple[Target, ...]:
    """Give whom an omnichannel message goes to: the WhatsApp recipient, or else the one of the SMS."""
    message = document.get("message")
    message = message if isinstance(message, dict) else {}
    way, fallback = message.get("whatsapp"), message.get("fallback")
    if isinstance(fallback, dict) and account is not None and not _has_whatsapp(document, room, account):
        way = fallback.get("sms")
    address = way.get("recipientAddress") if isinstance(way, dict) else None
    if not isinstance(address, str):
        return ()
    return (Target(address, e164(address, room.gateway.numbers), 0),)


def fallen_back(_world: World, message: Message, recipient: Recipient, _at: int) -> None:
    """Let a handset read the SMS that was sent because WhatsApp failed."""
    if recipient.result == _FAILOVER and "fallback" in message.fields:
        recipient.text = str(message.fields["fallback"])


def report_url(_world: World, message: Message) -> str | None:
    """Give "", which is nowhere, for what a channel's webhook is told instead; None for the account's own URL."""
    return None if _went_as_sms(message) else ""


def status_url(_world: World, message: Message) -> str | None:
    """Give "", which is nowhere, for what went as an SMS; None for the account's own URL."""
    return "" if _went_as_sms(message) else None


def status_values(world: World, message: Message, recipient: Recipient, at: int) -> dict[str, object]:
    """Fill what a channel's webhook is told of a message's status."""
    own = str(world.account(message.gateway).state.values_["msisdn"])
    identity = b64encode(f"{message.id}{recipient.number}".encode()).decode()
    status: dict[str, object] = {
        "id": f"wamid.{identity}",
        "status": _STATUSES.get(recipient.status, "failed"),
        "timestamp": str(at // 1000),
        "recipient_id": recipient.number,
    }
    if status["status"] == "failed":
        status["errors"] = [_UNDELIVERABLE]
    return {
        "channel": message.fields["uuid"],
        "sender": recipient.number,
        "recipient": own,
        "transfer_id": message.id,
        "notification": _notification(own, {"statuses": [status]}),
    }


def inbound_values(world: World, received: Inbound) -> dict[str, object]:
    """Fill what a channel's webhook is told of a message from a handset."""
    number, own = received.from_number, own_number(world, received)
    identity = b64encode(received.id.encode()).decode()
    message = {
        "from": number,
        "id": f"wamid.{identity}",
        "timestamp": str(received.at // 1000),
        "type": "text",
        "text": {"body": received.text},
    }
    contact = {"profile": {"name": number}, "wa_id": number}
    return {
        "channel": _channel(world, received),
        "sender": number,
        "recipient": own,
        "notification": _notification(own, {"contacts": [contact], "messages": [message]}),
    }


def _channel(world: World, received: Inbound) -> object:
    """Give the channel that a message from a handset came over."""
    if received.reply_to is not None and "uuid" in received.reply_to.fields:
        return received.reply_to.fields["uuid"]
    known = world.account(received.gateway).state.values_["channels"]
    return known[0] if known else _SOME_CHANNEL


def _notification(own: str, told: dict[str, object]) -> dict[str, object]:
    """Wrap what is told as Meta does."""
    metadata = {"display_phone_number": own, "phone_number_id": _TELEPHONE}
    value = {"messaging_product": "whatsapp", "metadata": metadata, **told}
    entry = {"id": _BUSINESS, "changes": [{"value": value, "field": "messages"}]}
    return {"object": "whatsapp_business_account", "entry": [entry]}


def _has_whatsapp(document: Mapping[str, Any], room: Room, account: Account) -> bool:
    """Tell whether an omnichannel message can go by WhatsApp."""
    state = account.state.values_
    devices = state["whatsapp_devices"]
    if not state["whatsapp"] or devices is None:
        return bool(state["whatsapp"])
    way = document["message"].get("whatsapp")
    address = way.get("recipientAddress") if isinstance(way, dict) else None
    return isinstance(address, str) and e164(address, room.gateway.numbers) in devices


def _went_as_sms(message: Message) -> bool:
    """Tell whether a message over a channel went as an SMS, at once or because WhatsApp failed."""
    return message.fields.get("messageType") == "sms" or message.recipients[0].result == _FAILOVER


def _written(content: Mapping[str, Any]) -> str:
    """Write a content in Meta's form as a handset shows it."""
    part = content[content["type"]]
    body: str | None = part.get("body")
    return shown(part.get("caption"), part["link"]) if body is None else body


def _sent(case: Case, judgement: Judgement, text: str, fields: dict[str, object]) -> Outcome:
    """Take a message, and answer without a count of SMS."""
    parts = 0 if "messageType" in fields else 1
    message = take(case, judgement, Content(text, parts, {**fields, "uuid": case.document["uuid"]}))
    answer = success(case, message)
    client_id = answer.pop("clientMessageId")
    return Outcome(200, {**answer, "clientMessageId": client_id}, message_id=message.id)
