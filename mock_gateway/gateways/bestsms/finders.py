"""What rows ask of the BestSMS family's memory: each finder gives what a request speaks of, or None."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_gateway.gateways.bestsms.job_finders import JOB_FINDERS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mock_gateway.gateways.bestsms.books import Book, Contact, Group, OptOut
    from mock_gateway.state.case import Case

    Finder = Callable[[Book, Case], object | None]


def _contact(book: Book, case: Case) -> Contact | None:
    wanted = case.document.get("ContactID")
    return book.contacts.get(wanted) if isinstance(wanted, str) else None


def _group(book: Book, case: Case) -> Group | None:
    """Give a group by its id or its code."""
    wanted = case.document.get("GroupID")
    return book.group(wanted) if isinstance(wanted, str) else None


def _link(book: Book, case: Case) -> Contact | None:
    """Give the contact that is named, where it is in the group that is."""
    contact, group = _contact(book, case), _group(book, case)
    linked = contact is not None and group is not None and contact.id in group.members
    return contact if linked else None


def _optout(book: Book, case: Case) -> OptOut | None:
    wanted = case.document.get("ID")
    return book.optouts.get(wanted) if isinstance(wanted, str) else None


FINDERS: Mapping[str, Finder] = {
    "contact": _contact,
    "group": _group,
    "link": _link,
    "optout": _optout,
    **JOB_FINDERS,
}
"""By the name that rows call them by."""
