"""The plain HTTP API: one SMS to one number, sent as the REST API sends it; only words and webhooks are its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.gateways.bestsms import operations, webhooks
from mock_gateway.operations.times import zone
from mock_gateway.state.case import Target
from mock_gateway.state.clock import moment
from mock_gateway.text.numbers import e164
from mock_gateway.text.segments import SINGLE, segments, split, weight

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mock_gateway.model.messages import Inbound, Message, Recipient
    from mock_gateway.model.wire import Outcome
    from mock_gateway.rules.judge import Judgement
    from mock_gateway.state.accounts import Account
    from mock_gateway.state.case import Case
    from mock_gateway.state.world import Room, World

MEMBERS = ("Message", "MessageID", "SMSEmailReply", "Mode")
"""Parameters that are members of the REST API's MessageData, by the same names."""
THANKS = "OK Thanks"
NOON = 12


def recipient(document: Mapping[str, Any], room: Room, _account: Account | None) -> tuple[Target, ...]:
    """Give the one recipient that a request names."""
    number = document.get("Number")
    return (Target(number, e164(number, room.gateway.numbers), 0),) if isinstance(number, str) else ()


def send_http(case: Case, judgement: Judgement) -> Outcome:
    """Take a message as the REST API would, cut where it is too long for the account and that is set."""
    data = {name: case.document[name] for name in MEMBERS if name in case.document}
    text, note = _limited(case, data["Message"])
    sent = case._replace(document={"MessageData": {**data, "Message": text}})
    outcome = operations.send_sms(sent, judgement)
    outcome = outcome._replace(notes=outcome.notes + note)
    return outcome._replace(body=THANKS) if case.settings["http_reply"] == "text" else outcome


def cut(text: str, parts: int) -> str:
    r"""Give as much of a text as so many parts hold; the whole text says whether they are of GSM-7 or UCS-2.

    >>> len(cut("a" * 200, 1)), len(cut("a" * 400, 2)), len(cut("\u0101" * 200, 1))
    (160, 306, 70)
    """
    weighed = segments(text)
    if weighed.parts <= parts:
        return text
    if parts > 1:
        return "".join(split(text)[:parts])
    left = SINGLE[weighed.encoding]
    for place, character in enumerate(text):
        left -= weight(character, weighed.encoding)
        if left < 0:
            return text[:place]
    return text


def report_values(world: World, message: Message, recipient: Recipient, at: int) -> dict[str, object]:
    """Fill the webhook of a delivery report."""
    return {**webhooks.report_values(world, message, recipient, at), **_own(world, message.gateway, at)}


def reply_values(world: World, received: Inbound) -> dict[str, object]:
    """Fill the webhook of a reply."""
    return {**webhooks.inbound_values(world, received), **_own(world, received.gateway, received.at)}


def sent_time(at: int, timezone: str) -> str:
    """Write an instant in a zone as `dd/MM/yyyy HH:mm tt`, the hour of 24 and the half of the day all the same.

    >>> sent_time(1697424180000, "AUS Eastern")
    '16/10/2023 13:43 p.m.'
    """
    then = moment(at).astimezone(zone(timezone))
    return f"{then:%d/%m/%Y %H:%M} {'a.m.' if then.hour < NOON else 'p.m.'}"


def _own(world: World, gateway: str, at: int) -> dict[str, object]:
    """Give what these webhooks have and those of the REST API have not."""
    return {"sent_time": sent_time(at, str(world.account(gateway).state.values_["timezone"]))}


def _limited(case: Case, text: str) -> tuple[str, tuple[str, ...]]:
    """Cut a text to what the account may send at once, where that is set; that it was cut is noted."""
    allowed = None if case.account is None else case.account.state.values_["max_parts"]
    if allowed is None or case.settings["http_over_length"] != "cut":
        return text, ()
    short = cut(text, max(1, allowed))
    return short, () if short == text else (f"cut from {len(text)} to {len(short)} characters, {allowed} SMS",)
