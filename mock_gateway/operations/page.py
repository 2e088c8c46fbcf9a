"""Cut a list into pages, as the gateway's data says, or wrongly in the way that a test asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mock_gateway.model.wire import PageSeen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sized

    from mock_gateway.state.case import Case


TEXT_TOTAL = "text_total"
"""The quirk that is for the answer to play: it changes how a page is told, not the page."""


class Page(NamedTuple):
    """One page of a list.

    Attributes:
        number: as asked for, from 1.
        first: position of its first item in the whole list, from 0.
        after: position after its last item.
        total: items in the whole list, as the answer says it.
        pages: pages in all, at least one, as the answer says it.
        quirk: the setting `page_quirk` where it changed this page or how it is told, "" where it did not.

    """

    number: int
    size: int
    first: int
    after: int
    total: int
    pages: int
    quirk: str = ""


class Quirk(NamedTuple):
    """A way in which pages are wrong.

    Attributes:
        about: what is wrong.
        spoil: makes a page wrong, given how many items there are.

    """

    about: str
    spoil: Callable[[Page, int], Page]


def cut(case: Case, items: Sized, usual_size: str = "", largest: str = "") -> Page:
    """Cut out the page that a request asks for.

    What is no positive whole number counts as the first page or the usual size; a size above the largest counts as
    the largest. `usual_size` is the setting with the usual size of this list, "" for that of all of the gateway's, and
    `largest` that with its largest; None there is no limit.
    """
    paging, settings = case.gateway.paging, case.settings
    if paging is None:
        raise LookupError(f"{case.gateway.name} has no pages")
    usual: int = max(1, settings[usual_size or paging.default])
    ignored = bool(paging.size_by) and settings[paging.size_by] == "ignored"
    size = usual if ignored else _positive(case.document.get(paging.size), usual)
    most = settings[largest or paging.most] if largest or paging.most else None
    if most is not None:
        size = min(size, max(usual, most))
    plain = page(len(items), _positive(case.document.get(paging.page), 1), size)
    quirk = settings["page_quirk"]
    if quirk == "none":
        return plain
    wrong = QUIRKS[quirk].spoil(plain, len(items))
    return plain if wrong == plain and quirk != TEXT_TOTAL else wrong._replace(quirk=quirk)


def page(total: int, number: int, size: int) -> Page:
    """Cut as documented."""
    first = min((number - 1) * size, total)
    return Page(number, size, first, min(first + size, total), total, max(1, -(-total // size)))


def seen(case: Case, cut_out: Page, items: Iterable[object], before: object = None) -> PageSeen:
    """Say what a page showed, for the journal.

    Args:
        case: the request.
        cut_out: the page.
        items: what identifies each item shown.
        before: what identifies the item that stands just before them in the whole list, None where that is not told.

    """
    gateway, document = case.gateway, case.document
    page_by, size_by = ("", "") if gateway.paging is None else (gateway.paging.page, gateway.paging.size)
    left_out = {page_by, size_by, *(name for form in gateway.forms if form.read == "document" for name in form.names)}
    rest = sorted((name, str(value)) for name, value in document.items() if name not in left_out)
    return PageSeen(
        cut_out.number,
        cut_out.size,
        cut_out.pages,
        cut_out.total,
        tuple(items),
        "&".join(f"{name}={value}" for name, value in rest),
        str(document.get(page_by, "")),
        before,
        cut_out.quirk,
    )


def _positive(value: object, otherwise: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else otherwise


def _as_it_is(cut_out: Page, _total: int) -> Page:
    return cut_out


def _full_last_page(cut_out: Page, total: int) -> Page:
    return cut_out._replace(pages=cut_out.pages + 1) if total and total % cut_out.size == 0 else cut_out


def _drifting_total(cut_out: Page, total: int) -> Page:
    """Count one item more on each page; not beyond the last that has items, or pages of one item would never end."""
    drifted = total + min(cut_out.number, cut_out.pages) - 1
    return cut_out._replace(total=drifted, pages=max(1, -(-drifted // cut_out.size)))


def _empty_middle_page(cut_out: Page, _total: int) -> Page:
    in_the_middle = cut_out.pages > 2 and cut_out.number == (cut_out.pages + 1) // 2  # noqa: PLR2004  two pages have no middle
    return cut_out._replace(after=cut_out.first) if in_the_middle else cut_out


def _repeated_page(cut_out: Page, total: int) -> Page:
    if cut_out.number != 2 or cut_out.pages < 2:  # noqa: PLR2004  the second page repeats the first
        return cut_out
    first = page(total, 1, cut_out.size)
    return cut_out._replace(first=first.first, after=first.after)


def _short_page(cut_out: Page, _total: int) -> Page:
    shortened = max(cut_out.first, cut_out.after - 1)
    return cut_out._replace(after=shortened) if cut_out.number == 1 and cut_out.pages > 1 else cut_out


QUIRKS: Mapping[str, Quirk] = {
    "none": Quirk("pages as documented", _as_it_is),
    "full_last_page": Quirk(
        "where the items fill their last page exactly, one more page is counted, and it is empty", _full_last_page
    ),
    "drifting_total": Quirk("the total grows by one from page to page", _drifting_total),
    "empty_middle_page": Quirk("the page in the middle is empty, though its items count", _empty_middle_page),
    "repeated_page": Quirk("the second page shows the items of the first again", _repeated_page),
    TEXT_TOTAL: Quirk("totals are text", _as_it_is),
    "short_page": Quirk("the first page lacks its last item, which no page shows", _short_page),
}
"""What can be wrong with a gateway's pages, by the value of the setting `page_quirk`."""
