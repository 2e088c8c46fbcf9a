"""Requests of the converged and channel calls of websms, as clients send them."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import requests

from receivers import SECONDS

if TYPE_CHECKING:
    from mock_gateway import Session

CHANNEL = "11111111-2222-3333-4444-555555555555"
PATHS = {
    "converged-text": "/rest/converged/text",
    "converged-whatsapp": "/rest/converged/whatsapp",
    "converged-whatsapp-attachment": "/rest/converged/whatsapp/attachment",
    "channel-whatsapp": f"/rest/channels/{CHANNEL}/send/whatsapp",
    "channel-omnichannel": f"/rest/channels/{CHANNEL}/send/omnichannel",
}
CALLS = tuple(PATHS)
_TO = "447700900000"
_CONTENT = {"type": "text", "text": {"body": "Hello"}}
_DOCUMENTS: dict[str, dict[str, Any]] = {
    "converged-text": {"recipientAddressList": [_TO], "messageContent": "Hello"},
    "converged-whatsapp": {"recipientAddressList": [_TO], "messageContent": "Hello"},
    "converged-whatsapp-attachment": {
        "recipientAddressList": [_TO],
        "attachment": {"link": "https://files.example/menu.pdf"},
    },
    "channel-whatsapp": {"recipientAddressList": [_TO], "messageContent": _CONTENT},
    "channel-omnichannel": {
        "message": {
            "messageType": "whatsapp",
            "whatsapp": {"recipientAddress": _TO, "messageContent": _CONTENT},
            "fallback": {"messageType": "sms", "sms": {"recipientAddress": _TO, "messageContent": "Hello by SMS"}},
        }
    },
}


def document(call: str) -> dict[str, Any]:
    """Give a request that is accepted."""
    return deepcopy(_DOCUMENTS[call])


def post(session: Session, call: str, to: str = "", content: object = None, **fields: object) -> dict[str, Any]:
    """Send a request over HTTP and give the answer.

    Args:
        session: whose credentials are sent.
        call: one of `CALLS`.
        to: the recipient by every way, where it is not the usual one.
        content: what is said in Meta's form, where it is not the usual text.
        fields: members of the request.

    """
    body = document(call)
    message = body.get("message")
    if to and message:
        message["whatsapp"]["recipientAddress"] = message["fallback"]["sms"]["recipientAddress"] = to
    elif to:
        body["recipientAddressList"] = [to]
    if content is not None:
        (message["whatsapp"] if message else body)["messageContent"] = content
    answer = requests.post(
        session.url + PATHS[call],
        json={**body, **fields},
        headers={"Authorization": f"Bearer {session.credentials.token}"},
        timeout=SECONDS,
    )
    assert answer.status_code == 200, answer.text
    said: dict[str, Any] = answer.json()
    return said
