"""What a session remembers, as plain data for JSON. Secrets are masked."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

import orjson

from mock_gateway.dialects.base import UnreadableError
from mock_gateway.dialects.form import FORM
from mock_gateway.dialects.xml import XML
from mock_gateway.errors import UsageError
from mock_gateway.state.clock import moment
from mock_gateway.text.octets import MOST, segment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mock_gateway.model.messages import Inbound, Message
    from mock_gateway.server.session import Session
    from mock_gateway.state.events import Event
    from mock_gateway.state.journal import Exchange
    from mock_gateway.state.ledger import Ledger
    from mock_gateway.state.outbox import Callback
    from mock_gateway.state.pages import PageFault

SECRET_HEADERS = frozenset({"authorization", "appkey", "proxy-authorization", "cookie"})
FORM_TYPE = "application/x-www-form-urlencoded"
_MASK = "***"


def time(at: int | None) -> str | None:
    """Write an instant as ISO 8601 in UTC."""
    return None if at is None else moment(at).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def headers(values: Mapping[str, str]) -> dict[str, str]:
    """Mask the headers that hold secrets."""
    return {name: _MASK if name.lower() in SECRET_HEADERS else value for name, value in values.items()}


def exchange(one: Exchange) -> dict[str, Any]:
    """Write an exchange."""
    request, reply = one.request, one.reply
    return {
        "number": one.number,
        "at": time(one.at),
        "gateway": one.gateway,
        "call": one.call,
        "accepted": one.accepted,
        "forced": one.forced,
        "verdict": None if one.verdict is None else one.verdict.as_dict(),
        "organic": None if one.organic is None else one.organic.as_dict(),
        "message_id": one.message_id,
        "notes": list(one.notes),
        "request": {
            "method": request.method,
            "path": request.path,
            "query": request.query,
            "headers": headers(request.headers),
            "body": request.body.decode("utf-8", "replace"),
        },
        "reply": {
            "status": reply.status,
            "headers": dict(reply.headers),
            "body": reply.body.decode("utf-8", "replace"),
            "fault": None if reply.fault is None else reply.fault.name,
        },
    }


def masked(value: Any, secrets: tuple[str, ...]) -> Any:  # noqa: ANN401  any JSON
    """Mask secrets wherever they stand."""
    if isinstance(value, str):
        for secret in secrets:
            value = value.replace(secret, _MASK)
        return value
    if isinstance(value, dict):
        return {name: masked(each, secrets) for name, each in value.items()}
    return [masked(each, secrets) for each in value] if isinstance(value, list) else value


def message(one: Message) -> dict[str, Any]:
    """Write a message."""
    return {
        "id": one.id,
        "gateway": one.gateway,
        "call": one.call,
        "accepted_at": time(one.accepted_at),
        "send_at": time(one.send_at),
        "text": one.text,
        "encoding": one.encoding,
        "parts": one.parts,
        "test": one.test,
        "recipients": [
            {
                "number": each.number,
                "spelling": each.spelling,
                "status": each.status,
                "result": each.result,
                "ended_at": time(each.ended_at),
                "price": each.price / 1000,
            }
            for each in one.recipients
        ],
    }


def callback(one: Callback) -> dict[str, Any]:
    """Write a callback with its attempts."""
    return {
        "id": one.id,
        "kind": one.kind,
        "message_id": one.message_id,
        "to": one.to,
        "reports": one.reports,
        "url": one.url,
        "method": one.method,
        "headers": headers(one.headers),
        "body": one.body.decode("utf-8", "replace"),
        "made_at": time(one.made_at),
        "state": one.state,
        "attempts": [
            {
                "at": time(each.at),
                "latency": each.latency,
                "status": each.status,
                "answer": each.answer.decode("utf-8", "replace"),
                "problem": each.problem,
                "acknowledged": each.acknowledged,
            }
            for each in one.attempts
        ],
    }


def read(body: bytes, media: str = "") -> object:
    """Read a body as the form that its media type says it is, else as JSON or XML; as text where it is none."""
    if media == FORM_TYPE:
        return FORM.read(body, "utf-8", None)
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        pass
    try:
        return XML.read(body, "utf-8", None)
    except UnreadableError:
        return body.decode("utf-8", "replace")


def inbound(one: Inbound) -> dict[str, Any]:
    """Write an inbound message."""
    return {
        "id": one.id,
        "from": one.from_number,
        "to": one.to_number,
        "text": one.text,
        "at": time(one.at),
        "kind": one.kind,
        "reply_to": None if one.reply_to is None else one.reply_to.id,
        "segments": [b64encode(each).decode() for each in one.segments],
        "user_data_header": one.user_data_header,
        "flash": one.flash,
    }


def segments(given: Iterable[object]) -> tuple[bytes, ...]:
    """Read the SMS of a binary message.

    Raises:
        UsageError: for what is no Base64, or not of 1 to 140 bytes.

    """
    found = []
    for each in given:
        raw = segment(each) if isinstance(each, str) else None
        if raw is None:
            raise UsageError(f"a segment cannot be {each!r}: it is Base64 of 1 to {MOST} bytes")
        found.append(raw)
    return tuple(found)


def event(one: Event) -> dict[str, Any]:
    """Write an event."""
    return {**one._asdict(), "at": time(one.at)}


def ledger(one: Ledger, session: Session) -> dict[str, Any]:
    """Write a ledger with every handset."""
    handsets = {number: session.handset(number) for number in one.numbers}
    return {
        "cost": str(one.cost),
        "evicted": one.evicted,
        "duplicates": [
            {"number": each.number, "text": each.text, "times": each.times, "message_ids": list(each.message_ids)}
            for each in one.duplicates
        ],
        "handsets": {
            number: {"texts": handset.texts, "delivered": handset.delivered} for number, handset in handsets.items()
        },
    }


def page_fault(one: PageFault) -> dict[str, Any]:
    """Write what a client did wrong with the pages of a list."""
    return one._asdict()


def session(one: Session) -> dict[str, Any]:
    """Write where a session is met, with its credentials."""
    return {
        "id": one.id,
        "gateway": one.gateway,
        "url": one.url,
        "credentials": dict(one.credentials),
        "clock": one.clock.mode,
        **({} if one.tls is None else {"tls": one.tls.as_json}),
    }
