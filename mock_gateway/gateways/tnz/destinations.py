"""Whom e-mails, faxes, calls and workflows are for: addresses or numbers, contacts and, but for faxes, groups."""

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
_NAMES = frozenset({"Recipient", "ContactID", *_GROUPS})
_INSTEAD = ("MobilePhone", "MainPhone", "EmailAddress")
_email = expanding(*_AT, "EmailAddress")
_fax = expanding(*_AT, "FaxNumber")
_call = expanding(*_AT, "MainPhone")
_workflow = expanding(*_AT, "MobilePhone")


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


def workflow(document: Mapping[str, Any], room: Room, account: Account | None) -> tuple[Target, ...]:
    """Give whom a workflow is for: a number or an address, contacts and the members of groups; nobody else."""
    data = document.get("MessageData")
    items = data.get("Destinations") if isinstance(data, dict) else None
    if isinstance(items, list):
        document = {"MessageData": {"Destinations": [_with_recipient(item) for item in items]}}
    found = (target for target in _workflow(document, room, account) if target.spelling)
    return tuple(target._replace(position=position) for position, target in enumerate(found))


def _without_group(item: object) -> object:
    if not isinstance(item, dict) or not any(name in item for name in _GROUPS):
        return item
    return {name: value for name, value in item.items() if name not in _GROUPS}


def _with_recipient(item: object) -> object:
    """Take the mobile number, the main number or else the address of a destination that has no other number."""
    if not isinstance(item, dict) or not _NAMES.isdisjoint(item):
        return item
    instead = next((item[name] for name in _INSTEAD if name in item), None)
    return item if instead is None else {**item, "Recipient": instead}
