"""Lists of contacts: make them, give them fields, remove them, look at them and at who is on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.gateways.transmitsms.answers import fields, paged, said, stamp, success
from mock_gateway.gateways.transmitsms.books import ContactList
from mock_gateway.gateways.transmitsms.contacts import list_named, numbered, shown
from mock_gateway.gateways.transmitsms.sending import books_of
from mock_gateway.state.table import Selection

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mock_gateway.gateways.transmitsms.books import Books, Contact
    from mock_gateway.model.wire import Outcome
    from mock_gateway.operations.page import Page
    from mock_gateway.rules.judge import Judgement
    from mock_gateway.state.case import Case
    from mock_gateway.state.world import World

FIRST_LIST = 4_070_887


def make_list(world: World, books: Books, name: str, created_at: int | None, fields: Mapping[int, str]) -> ContactList:
    """Make a list and enter it into an account's books.

    Args:
        world: gives the list its id.
        books: the account's.
        name: need not be unique.
        created_at: None for a list that a keyword makes.
        fields: names of the custom fields, by number from 1.

    """
    listed = ContactList(world.ids.count("transmitsms list", FIRST_LIST), name, created_at, dict(fields))
    books.lists[listed.id] = listed
    return listed


def add_list(case: Case, _judgement: Judgement) -> Outcome:
    """Make a list."""
    document = case.document
    listed = make_list(case.world, books_of(case), document["name"], case.now, numbered(document))
    return success(_card(case, listed))


def add_field_to_list(case: Case, _judgement: Judgement) -> Outcome:
    """Give a list further custom fields; a number that it has already is named anew."""
    listed, added = list_named(case), numbered(case.document)
    listed.fields |= added
    named = fields({number: f"custom_{number}" for number in added}, added, case)
    members = {"fields": named} if isinstance(named, list) else named
    return success({**members, "id": listed.id})


def remove_list(case: Case, _judgement: Judgement) -> Outcome:
    """Remove a list and all that is known of its members; nobody is told."""
    del books_of(case).lists[list_named(case).id]
    return success({})


def get_list(case: Case, _judgement: Judgement) -> Outcome:
    """Give a list and a page of those members that are asked for; `members_total` counts all of them all the same."""
    listed = list_named(case)
    chosen = _chosen(listed, case.document.get("members", ""))

    def between(page: Page) -> Mapping[str, Any]:
        total = page.total - len(chosen) + len(listed.members)
        return {"members_total": said(case, total), **_card(case, listed)}

    return paged(
        case,
        Selection(chosen, 0, len(chosen), newest_first=False),
        "members",
        lambda contact: shown(case, listed, contact),
        total="members_total",
        identify=lambda contact: contact.number,
        between=between,
    )


def get_lists(case: Case, _judgement: Judgement) -> Outcome:
    """Give all lists, in the order they were made."""
    lists = list(books_of(case).lists.values())
    return paged(
        case,
        Selection(lists, 0, len(lists), newest_first=False),
        "lists",
        lambda listed: {**_card(case, listed), "members_total": len(listed.members)},
        total="lists_total",
        identify=lambda listed: listed.id,
    )


def _chosen(listed: ContactList, which: str) -> list[Contact]:
    """Give the members that are `active` or `inactive`, `none` of them, or all for any other word."""
    if which == "none":
        return []
    members = listed.members.values()
    if which in ("active", "inactive"):
        return [member for member in members if (member.state == "active") == (which == "active")]
    return list(members)


def _card(case: Case, listed: ContactList) -> dict[str, Any]:
    """Write what all answers about a list have; one that a keyword made has no time."""
    return {
        "id": listed.id,
        "name": listed.name,
        "created": None if listed.created_at is None else stamp(listed.created_at),
        "members_active": len(listed.active),
        "fields": fields({number: f"field_{number}" for number in listed.fields}, listed.fields, case),
    }
