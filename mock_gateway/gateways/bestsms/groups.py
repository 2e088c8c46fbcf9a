"""Groups of contacts: make, look at, change and remove them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mock_gateway.gateways.bestsms.books import ACCESS, CONTROL, Group
from mock_gateway.gateways.bestsms.cards import book_of, group_card, paged, success
from mock_gateway.gateways.bestsms.kinds import VERSION_3

if TYPE_CHECKING:
    from mock_gateway.gateways.bestsms.books import Book
    from mock_gateway.model.wire import Outcome
    from mock_gateway.rules.judge import Judgement
    from mock_gateway.state.case import Case

_NO_CODE = re.compile(r"[^A-Za-z0-9]+")


def group_create(case: Case, _judgement: Judgement) -> Outcome:
    """Make a group; its code is made of its name where the request has none."""
    document, book = case.document, book_of(case)
    name = document["GroupName"]
    group = Group(case.world.ids.uuid(), _code(book, name), name, created_at=case.now)
    _apply(case, group)
    book.groups[group.id] = group
    return _alone(case, group)


def group_list(case: Case, _judgement: Judgement) -> Outcome:
    """Give all groups, in the order they were made."""
    return paged(case, "Groups", list(book_of(case).groups.values()))


def group_get(case: Case, _judgement: Judgement) -> Outcome:
    """Give a group."""
    return _alone(case, group_named(case))


def group_update(case: Case, _judgement: Judgement) -> Outcome:
    """Change a group; what the request does not name stays."""
    group = group_named(case)
    _apply(case, group)
    return _alone(case, group)


def group_delete(case: Case, _judgement: Judgement) -> Outcome:
    """Remove a group, and show it once more; its contacts stay."""
    group = group_named(case)
    del book_of(case).groups[group.id]
    return _alone(case, group)


def group_named(case: Case) -> Group:
    """Give the group that a request names by id or code; rows refuse one that there is not."""
    group = book_of(case).group(case.document["GroupID"])
    if group is None:
        raise LookupError(case.document["GroupID"])
    return group


def _apply(case: Case, group: Group) -> None:
    """Take over what a request says; who may look and change stays where it says none of the words for it."""
    document = case.document
    group.name = document.get("GroupName", group.name)
    group.code = document.get("GroupCode", group.code)
    group.sub_account = document.get("SubAccount", group.sub_account)
    group.department = document.get("Department", group.department)
    if document.get("ViewEditBy") in ACCESS:
        group.view_edit_by = document["ViewEditBy"]
    if case.version == VERSION_3 and document.get("AccessControl") in CONTROL:
        group.control = document["AccessControl"]


def _code(book: Book, name: str) -> str:
    """Make a code of a name, one that no group has: `Test Group` becomes `Test-Group`, then `Test-Group-2`."""
    stem = _NO_CODE.sub("-", name).strip("-") or "Group"
    taken, code, number = {group.code for group in book.groups.values()}, stem, 1
    while code in taken:
        number += 1
        code = f"{stem}-{number}"
    return code


def _alone(case: Case, group: Group) -> Outcome:
    return success({"Group": group_card(group, case)})
