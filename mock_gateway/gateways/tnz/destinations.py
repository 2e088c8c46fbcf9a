"""Whom e-mails, faxes and calls are for: addresses or numbers, contacts and, but for faxes, the members of groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.gateways.bestsms.destinations import expanding

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mock_gateway.state.accounts import Account
    from mock_gateway.state.case import Target
    from mock_gateway.state.world import Room

_AT = ("MessageData/Destinations", "Recipient")
_GROUPS = ("GroupID", "GroupCode")
_email = expanding(*_AT, "EmailAddress")
_fax = expanding(*_AT, "FaxNumber")
_call = expanding(*_AT, "MainPhone")


def email(document: Mapping[str, Any], room: Room, account: Account | None) -> tuple[Target, ...]:
    """Give the recipients of an e-mail; of a contact it is the address."""
    return _email(document, room, account)


def fax(document: Mapping[str, Any], room: Room, account: Account | None) -> tuple[Target, ...]:
    """Give the recipients of a fax; of a contact it is the fax number, and groups are none."""
    data = document.get("MessageData")
    items = data.get("Destinations") if isinstance(data, dict) else None
    if isinstance(items, list):
        document = {"MessageData": {"Destinations": [_without_group(item) for item in items]}}
    return _fax(document, room, account)


def call(document: Mapping[str, Any], room: Room, account: Account | None) -> tuple[Target, ...]:
    """Give whom to call; of a contact it is the main number."""
    return _call(document, room, account)


def _without_group(item: object) -> object:
    if not isinstance(item, dict) or not any(name in item for name in _GROUPS):
        return item
    return {name: value for name, value in item.items() if name not in _GROUPS}
