"""How contacts, groups and opt-outs are written in answers, alone and a page of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.gateways.bestsms.books import CONTACT_FIELDS, NEWER_FIELDS
from mock_gateway.gateways.bestsms.pages import page_of
from mock_gateway.gateways.bestsms.polls import times
from mock_gateway.model.wire import Outcome
from mock_gateway.operations.page import seen
from mock_gateway.state.case import account_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mock_gateway.gateways.bestsms.books import Book, Contact, Group, OptOut
    from mock_gateway.state.case import Case

NORMALISED: Mapping[str, str] = {"SMS": "Text", "Voice": "Speech"}
"""What answers call the types of opt-outs that the documents have other words for."""


def book_of(case: Case) -> Book:
    """Give the address book that a request is about."""
    book: Book = case.room.memory.of(account_of(case))
    return book


def success(members: Mapping[str, Any]) -> Outcome:
    """Answer what was asked for."""
    return Outcome(200, {"Result": "Success", **members})


def paged(
    case: Case,
    collection: str,
    items: Sequence[Contact | Group | OptOut],
    show: Mapping[str, Any] | None = None,
) -> Outcome:
    """Answer a page of a list.

    Args:
        case: the request.
        collection: the member that holds the page.
        items: the whole list, in the order of the answer.
        show: what stands behind the page: the contact or group whose list it is.

    """
    page = page_of(case, items, _LARGEST.get(collection, ""))
    shown = items[page.first : page.after]
    members = {
        "TotalRecords": str(page.total) if case.settings["page_quirk"] == "text_total" else page.total,
        "RecordsPerPage": page.size,
        "PageCount": page.pages,
        "Page": page.number,
        collection: [_CARDS[collection](item, case) for item in shown],
        **(show or {}),
    }
    before = items[page.first - 1].id if page.first else None
    return success(members)._replace(page=seen(case, page, [item.id for item in shown], before))


def contact_card(contact: Contact, case: Case) -> dict[str, Any]:
    """Write a contact as all versions together do, with "" for what is not known of it."""
    state = account_of(case).state.values_
    groups = book_of(case).groups_of(contact)
    whole = case.settings["groups_of_contact"] == "records"
    return {
        "ContactID": contact.id,
        "Owner": state["name"],
        **times("Created", contact.created_at, state["timezone"]),
        **times("Updated", contact.updated_at, state["timezone"]),
        "Timezone": state["timezone"],
        "Groups": [group_card(group, case) if whole else group.id for group in groups],
        **{name: contact.fields.get(name, "") for name in (*CONTACT_FIELDS, *NEWER_FIELDS)},
        "ViewBy": contact.view_by,
        "EditBy": contact.edit_by,
        "AccessControl": contact.control,
    }


def group_card(group: Group, case: Case) -> dict[str, Any]:
    """Write a group as all versions together do."""
    state = account_of(case).state.values_
    return {
        "GroupID": group.id,
        "GroupCode": group.code,
        "GroupName": group.name,
        "SubAccount": group.sub_account,
        "Department": group.department,
        "ViewEditBy": group.view_edit_by,
        "AccessControl": group.control,
        "Owner": state["name"],
        **times("Created", group.created_at, state["timezone"]),
        "Timezone": state["timezone"],
    }


def optout_card(optout: OptOut, case: Case) -> dict[str, Any]:
    """Write an opt-out, whatever the request called its type."""
    words = NORMALISED if case.settings["optout_types"] == "normalised" else {}
    timezone = account_of(case).state.values_["timezone"]
    return {
        "ID": optout.id,
        "DestType": words.get(optout.type, optout.type),
        "Destination": optout.destination,
        "ContactID": optout.contact_id,
        "SubAccount": optout.sub_account,
        "Department": optout.department,
        "StopMessage": optout.stop_message,
        "Notes": optout.notes,
        "OriginalMessage": optout.original_message,
        **times("Created", optout.created_at, timezone),
        **times("Updated", optout.updated_at, timezone),
        "Timezone": timezone,
    }


_CARDS: Mapping[str, Any] = {"Contacts": contact_card, "Groups": group_card, "OptOuts": optout_card}
_LARGEST: Mapping[str, str] = {"OptOuts": "largest_page_of_optouts"}
"""By list, the setting with its largest page, where it has one of its own."""
