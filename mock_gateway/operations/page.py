"""Cut a list into pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class Page(NamedTuple):
    """One page of a list.

    Attributes:
        first: position of its first item in the whole list, from 0.
        after: position after its last item.
        total: items in the whole list.
        pages: pages in all, at least one.

    """

    number: int
    size: int
    first: int
    after: int
    total: int
    pages: int


def page(items: Sequence[object], number: object, size: object, default_size: int) -> Page:
    """Cut; what is no positive whole number counts as the first page or the default size."""
    wanted = number if isinstance(number, int) and number > 0 else 1
    each = size if isinstance(size, int) and size > 0 else default_size
    total = len(items)
    first = min((wanted - 1) * each, total)
    return Page(wanted, each, first, min(first + each, total), total, max(1, -(-total // each)))
