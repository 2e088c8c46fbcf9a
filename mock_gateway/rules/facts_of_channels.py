"""Facts about messages that are no SMS at first: channels, devices, contents, and what is sent otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.model.rules import Finding
from mock_gateway.rules import several
from mock_gateway.rules.places import at
from mock_gateway.rules.witness import LISTED, FactKind, Witness, with_item, with_member, without_member
from mock_gateway.text.numbers import e164

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mock_gateway.state.case import Case, Target


def channel_unknown(case: Case, place: str, field: str) -> Finding | None:
    """Hold where the account has a list of channels and the one that is named is not on it."""
    known = None if case.account is None else case.account.state.values_[field]
    wanted = at(case.document, place)
    if known is None or wanted in known:
        return None
    return Finding(place, wanted, list(known))


def way_closed(case: Case, field: str, unless: str) -> Finding | None:
    """Hold where the account may not use a way of sending, and the request names no other one."""
    if case.account is None or case.account.state.values_[field] or at(case.document, unless) is not None:
        return None
    return Finding(value=False, limit=f"{field}, or another way at {unless}")


def ways_closed(case: Case, first: str, second: str, place: str) -> Finding | None:
    """Hold where the request names a second way of sending, and the account may use neither of the two."""
    account = case.account
    if account is None or at(case.document, place) is None:
        return None
    state = account.state.values_
    return None if state[first] or state[second] else Finding(place, limit=f"{first} or {second}")


def recipient_without_device(case: Case, target: Target, place: str, field: str) -> Finding | None:
    """Hold for a recipient who is not on the account's list of those with a device."""
    devices = None if case.account is None else case.account.state.values_[field]
    if devices is None or target.number in devices:
        return None
    return Finding(place, target.number, f"one of {field}")


def device_missing(case: Case, place: str, field: str, unless: str, second: str) -> Finding | None:
    """Hold where the recipient has no device, and there is no second way that is named and that the account may use."""
    account = case.account
    devices = None if account is None else account.state.values_[field]
    number = e164(str(at(case.document, place)), case.gateway.numbers)
    if account is None or devices is None or number in devices:
        return None
    if at(case.document, unless) is not None and account.state.values_[second]:
        return None
    return Finding(place, number, f"one of {field}, or {unless}")


def address_malformed(case: Case, place: str) -> Finding | None:
    """Hold where a single address is no number."""
    address = at(case.document, place)
    if not isinstance(address, str) or e164(address, case.gateway.numbers) is not None:
        return None
    return Finding(place, address, "a number in international form")


def everybody_listed(case: Case, place: str, field: str) -> Finding | None:
    """Hold where recipients are named, and all of them are on one of the account's lists."""
    listed = () if case.account is None else case.account.state.values_[field]
    if not case.targets or any(target.number not in listed for target in case.targets):
        return None
    return Finding(place, case.targets[0].number, f"not on {field}")


def content_missing(case: Case, place: str, kinds: list[str]) -> Finding | None:
    """Hold where a content is of one of these types, and the member is missing that its type names."""
    content = at(case.document, place)
    kind = content.get("type") if isinstance(content, dict) else None
    if not isinstance(kind, str) or kind not in kinds or kind in content:
        return None
    return Finding(f"{place}/{kind}", None, f"the member {kind}")


def _named(document: dict[str, Any], place: str) -> list[str]:
    """Give the items that a document has at the place of items."""
    return list(at(document, place.removesuffix("/*")))


CHANNELS: Mapping[str, FactKind] = {
    "channel_unknown": FactKind(
        channel_unknown,
        lambda _d, a, _g: Witness(given={"account": {a["field"]: []}}),
        {"place": "place", "field": "account"},
        "account",
        "a channel that the account does not have",
        "name one of the account's channels, or set the list to null",
        gate="place",
    ),
    "way_closed": FactKind(
        way_closed,
        lambda d, a, _g: Witness(without_member(d, a["unless"]), {"account": {a["field"]: False}}),
        {"field": "account", "unless": "place"},
        "account",
        "a way of sending that the account may not use, and no other one",
        "name another way, or enable it for the account",
    ),
    "ways_closed": FactKind(
        ways_closed,
        lambda _d, a, _g: Witness(given={"account": {a["first"]: False, a["second"]: False}}),
        {"first": "account", "second": "account", "place": "place"},
        "account",
        "two ways of sending, of which the account may use neither",
        "enable one of them for the account",
    ),
    "recipient_without_device": FactKind(
        recipient_without_device,
        lambda d, a, _g: Witness(with_item(d, a["place"], LISTED), {"account": {a["field"]: _named(d, a["place"])}}),
        {"place": "place", "field": "account"},
        "account",
        "a recipient who has no device for the message",
        "put the number on the list, or set that to null",
        each=True,
    ),
    "device_missing": FactKind(
        device_missing,
        lambda _d, a, _g: Witness(given={"account": {a["field"]: [], a["second"]: False}}),
        {"place": "place", "field": "account", "unless": "place", "second": "account"},
        "account",
        "a recipient who has no device for the message, and no other way to send it",
        "name another way, put the number on the list, or set that to null",
    ),
    "address_malformed": FactKind(
        address_malformed,
        lambda d, a, _g: Witness(with_member(d, a["place"], "abc")),
        {"place": "place"},
        "request",
        "an address that is no number",
        "write the address in international form",
        more=several.members(*several.NO_NUMBERS),
    ),
    "everybody_listed": FactKind(
        everybody_listed,
        lambda d, a, _g: Witness(with_member(d, a["place"], LISTED), {"account": {a["field"]: [LISTED]}}),
        {"place": "place", "field": "account"},
        "account",
        "no recipient who is not on one of the account's lists",
        "take the number off the list",
    ),
    "content_missing": FactKind(
        content_missing,
        lambda d, a, _g: Witness(with_member(d, a["place"], {"type": a["kinds"][0]})),
        {"place": "place", "kinds": "plain"},
        "request",
        "a content without the member that its type names",
        "add the member that the content's type names",
        more=several.contents,
    ),
}
