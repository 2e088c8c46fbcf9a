"""Contacts: make, find, change and remove them, and put them into groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_gateway.gateways.bestsms.books import (
    ACCESS,
    CONTACT_FIELDS,
    CONTROL,
    FIELDS_OF_VERSION_3,
    PHONES,
    Contact,
)
from mock_gateway.gateways.bestsms.cards import book_of, contact_card, group_card, paged, success
from mock_gateway.gateways.bestsms.groups import group_named
from mock_gateway.gateways.bestsms.kinds import VERSION_3
from mock_gateway.text.numbers import e164

if TYPE_CHECKING:
    from mock_gateway.gateways.bestsms.books import Group
    from mock_gateway.model.gateway import NumberPlan
    from mock_gateway.model.wire import Outcome
    from mock_gateway.rules.judge import Judgement
    from mock_gateway.state.case import Case

SEARCHED = ("EmailAddress", "MobilePhone", "MainPhone", "Attention", "FirstName", "LastName", "Company")
"""What contacts can be searched by."""


def contact_create(case: Case, _judgement: Judgement) -> Outcome:
    """Make a contact, even of nothing."""
    contact = Contact(case.world.ids.uuid(), case.now, case.now)
    _apply(case, contact)
    book_of(case).contacts[contact.id] = contact
    return _alone(case, contact)


def contact_list(case: Case, _judgement: Judgement) -> Outcome:
    """Give all contacts, in the order they were made."""
    return paged(case, "Contacts", list(book_of(case).contacts.values()))


def contact_search(case: Case, _judgement: Judgement) -> Outcome:
    """Give the contacts that have every value asked for; all of them, where none is."""
    wanted = {name: case.document[name] for name in SEARCHED if name in case.document}
    numbers, partly = case.gateway.numbers, case.settings["contact_search"] == "partial"
    same = _similar if partly else _same
    found = [
        contact
        for contact in book_of(case).contacts.values()
        if all(same(name, contact.fields.get(name), value, numbers) for name, value in wanted.items())
    ]
    return paged(case, "Contacts", found)


def contact_get(case: Case, _judgement: Judgement) -> Outcome:
    """Give a contact."""
    return _alone(case, contact_named(case))


def contact_update(case: Case, _judgement: Judgement) -> Outcome:
    """Change a contact; what the request does not name stays."""
    contact = contact_named(case)
    _apply(case, contact)
    contact.updated_at = case.now
    return _alone(case, contact)


def contact_delete(case: Case, _judgement: Judgement) -> Outcome:
    """Remove a contact, from its groups too, and show it once more."""
    contact = contact_named(case)
    book_of(case).drop(contact)
    return _alone(case, contact)


def link_add(case: Case, _judgement: Judgement) -> Outcome:
    """Put a contact into a group; one that is in it already stays where it is."""
    contact, group = contact_named(case), group_named(case)
    group.members.setdefault(contact.id, contact)
    return _linked(case, contact, group)


def link_get(case: Case, _judgement: Judgement) -> Outcome:
    """Give a contact and a group that it is in."""
    return _linked(case, contact_named(case), group_named(case))


def link_remove(case: Case, _judgement: Judgement) -> Outcome:
    """Take a contact out of a group."""
    contact, group = contact_named(case), group_named(case)
    del group.members[contact.id]
    return _linked(case, contact, group)


def contact_group_list(case: Case, _judgement: Judgement) -> Outcome:
    """Give the groups that a contact is in, in the order they were made."""
    contact = contact_named(case)
    card = {"Contact": contact_card(contact, case)}
    return paged(case, "Groups", book_of(case).groups_of(contact), card)


def group_contact_list(case: Case, _judgement: Judgement) -> Outcome:
    """Give the contacts in a group, in the order they were put into it."""
    group = group_named(case)
    card = {"Group": group_card(group, case)}
    return paged(case, "Contacts", list(group.members.values()), card)


def contact_named(case: Case) -> Contact:
    """Give the contact that a request names; rows refuse one that there is not."""
    return book_of(case).contacts[case.document["ContactID"]]


def _apply(case: Case, contact: Contact) -> None:
    """Take over what a request says; who may look or change stays where it says none of the words for it."""
    document, newer = case.document, case.version == VERSION_3
    known = FIELDS_OF_VERSION_3 if newer else CONTACT_FIELDS
    contact.fields |= {name: document[name] for name in known if name in document}
    if document.get("ViewBy") in ACCESS:
        contact.view_by = document["ViewBy"]
    if document.get("EditBy") in ACCESS:
        contact.edit_by = document["EditBy"]
    if newer and document.get("AccessControl") in CONTROL:
        contact.control = document["AccessControl"]


def _same(name: str, kept: str | None, value: str, numbers: NumberPlan) -> bool:
    """Compare exactly, numbers whatever their spelling."""
    if kept is None or name not in PHONES:
        return kept == value
    return kept == value or e164(kept, numbers) == (e164(value, numbers) or "")


def _similar(name: str, kept: str | None, value: str, numbers: NumberPlan) -> bool:
    """Compare by what stands anywhere inside, whatever its case; addresses as a whole, numbers in any spelling too."""
    if kept is None or name == "EmailAddress":
        return kept == value
    if name in PHONES and value in (e164(kept, numbers) or ""):
        return True
    return value.lower() in kept.lower() or _same(name, kept, value, numbers)


def _alone(case: Case, contact: Contact) -> Outcome:
    return success({"Contact": contact_card(contact, case)})


def _linked(case: Case, contact: Contact, group: Group) -> Outcome:
    return success({"Contact": contact_card(contact, case), "Group": group_card(group, case)})
