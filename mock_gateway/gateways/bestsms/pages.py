"""Which page of a list a poll gives: by either name of its size, and what a page past the end is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_gateway.operations.page import cut

if TYPE_CHECKING:
    from collections.abc import Sized

    from mock_gateway.operations.page import Page
    from mock_gateway.state.case import Case


def page_of(case: Case, items: Sized, largest: str = "") -> Page:
    """Cut out the page that a request asks for; `largest` is the setting with the list's own largest size."""
    document = case.document
    if "recordPerPage" in document and "recordsPerPage" not in document:
        case = case._replace(document={**document, "recordsPerPage": document["recordPerPage"]})
    found = cut(case, items, largest=largest)
    if found.number <= found.pages or case.settings["page_past_the_end"] == "empty":
        return found
    return cut(case._replace(document={**case.document, "page": found.pages}), items, largest=largest)
