"""Whom a message of the TransmitSMS family is for: the numbers of `to`, or the active members of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.gateways.transmitsms.msisdn import international
from mock_gateway.state.case import Target

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mock_gateway.gateways.transmitsms.books import Books, Contact, ContactList
    from mock_gateway.state.accounts import Account
    from mock_gateway.state.world import Room


def named(document: Mapping[str, Any], room: Room, account: Account | None) -> tuple[Target, ...]:
    """Give the recipients that a request names."""
    listed = chosen_list(document, room, account)
    if listed is not None:
        return tuple(
            Target(member.number, member.number, position, _details(listed, member))
            for position, member in enumerate(listed.active)
        )
    to, country = document.get("to"), document.get("countrycode", "")
    if not isinstance(to, list) or not isinstance(country, str):
        return ()
    numbers = room.gateway.numbers
    return tuple(
        Target(spelling, international(spelling, country, numbers), position)
        for position, spelling in enumerate(to)
        if isinstance(spelling, str)
    )


def chosen_list(document: Mapping[str, Any], room: Room, account: Account | None) -> ContactList | None:
    """Give the list that a message is sent to, None where it goes to numbers."""
    wanted = document.get("list_id")
    if account is None or not isinstance(wanted, int):
        return None
    if "to" in document and room.settings.values_["both_recipients"] == "to":
        return None
    books: Books = room.memory.of(account)
    return books.lists.get(wanted)


def _details(listed: ContactList, member: Contact) -> dict[str, Any]:
    """Give what merge tags are filled with."""
    fields = {name: member.fields.get(number, "") for number, name in listed.fields.items()}
    return {"firstname": member.first_name or "", "lastname": member.last_name or "", **fields}
