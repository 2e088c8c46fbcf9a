"""Bulk imports: a CSV file is fetched once the request has been answered, and its rows become contacts of a list."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

from mock_gateway.gateways.transmitsms.answers import success
from mock_gateway.gateways.transmitsms.books import Contact, Import
from mock_gateway.gateways.transmitsms.contacts import is_available, join, list_named, numbered
from mock_gateway.gateways.transmitsms.lists import make_list
from mock_gateway.gateways.transmitsms.msisdn import international
from mock_gateway.gateways.transmitsms.sending import books_of
from mock_gateway.state.case import account_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from mock_gateway.gateways.transmitsms.books import Books, ContactList
    from mock_gateway.model.gateway import Gateway
    from mock_gateway.model.wire import Outcome
    from mock_gateway.rules.judge import Judgement
    from mock_gateway.state.accounts import Account
    from mock_gateway.state.case import Case
    from mock_gateway.state.events import Fetched
    from mock_gateway.state.world import World

Row = list[str]
"""A row of the file, cell by cell."""


@dataclass(frozen=True, slots=True, eq=False)
class _Task:
    """An import under way.

    Attributes:
        country: of local numbers, "" for none.
        columns: names of the columns that hold custom fields, in lower case, by the field's number.

    """

    gateway: Gateway
    account: Account
    books: Books
    listed: ContactList
    progress: Import
    url: str
    country: str
    columns: Mapping[int, str]

    def done(self, world: World, fetched: Fetched, at: int) -> None:
        """Take the file, or what came instead of it; called inside a transaction."""
        reason = self._trouble(fetched) or self._take(world, fetched.body)
        progress = self.progress
        progress.status = "failed" if reason else "completed"
        detail = reason or f"{progress.imported} of {progress.length} rows became contacts"
        world.motion.happened(at, "import", "", self.url, progress.status, detail)

    def _trouble(self, fetched: Fetched) -> str:
        """Say why there is nothing to import, "" where there is."""
        if fetched.problem:
            return fetched.problem
        if not 200 <= fetched.status <= 299:  # noqa: PLR2004  HTTP's successes
            return f"HTTP {fetched.status}"
        return "" if self.books.lists.get(self.listed.id) is self.listed else "the list has been removed"

    def _take(self, world: World, body: bytes) -> str:
        """Import what can be read, and say why the rest cannot, "" where all was."""
        counts: Counter[str] = Counter()
        trouble = ""
        try:
            columns, rows = _table(body)
            counts.update(map(self._entering(world, columns), rows))
        except (csv.Error, ValueError) as problem:
            trouble = str(problem)
        progress = self.progress
        progress.length = progress.completed = counts.total()
        progress.duplicates, progress.skipped = counts["duplicate"], counts["skipped"]
        progress.optout, progress.imported = counts["optout"], counts["imported"]
        return trouble

    def _entering(self, world: World, columns: Mapping[str, int]) -> Callable[[Row], str]:
        """Give what makes a contact of a row, unless there is a reason not to, and tells what became of it.

        A file of 20 MB has more than a million rows, and the session waits: what is the same for all is found once.
        """
        account, listed, gateway, country = self.account, self.listed, self.gateway, self.country
        members, numbers, now = listed.members, gateway.numbers, world.clock.now()
        optouts = {*self.books.optouts, *account.state.values_["optouts"]}
        mobile, first_name, last_name = columns["mobile"], _named(columns, "first"), _named(columns, "last")
        own = [(field, columns[name]) for field, name in self.columns.items() if name in columns]

        def enter(row: Row) -> str:
            number = international(_cell(row, mobile), country, numbers)
            if number is None or not is_available(account, number):
                return "skipped"
            if number in optouts:
                return "optout"
            if number in members:
                return "duplicate"
            contact = Contact(listed.id, number, now)
            if len(row) > 1:
                contact.first_name, contact.last_name = _first(row, first_name), _first(row, last_name)
                contact.fields = {field: value for field, at in own if (value := _cell(row, at))}
            join(world, gateway.name, account, listed, contact)
            return "imported"

        return enter


def add_contacts_bulk(case: Case, _judgement: Judgement) -> Outcome:
    """Begin an import into a list or a new one; `field_n` names the column that holds custom field n."""
    document, books, motion = case.document, books_of(case), case.world.motion
    named = numbered(document)
    if document.get("list_id"):
        listed = list_named(case)
        listed.fields |= {number: name for number, name in named.items() if number not in listed.fields}
    else:
        listed = make_list(case.world, books, document["name"], case.now, named)
    progress = listed.imports = Import()
    url, country = document["file_url"], document.get("countrycode", "")
    columns = {number: name.strip().lower() for number, name in {**listed.fields, **named}.items()}
    task = _Task(case.gateway, account_of(case), books, listed, progress, url, country, columns)
    if motion.fetch is not None:
        motion.errands.append(motion.fetch(case.gateway.name, url, task.done))
    return success({"list_id": listed.id})


def add_contacts_bulk_progress(case: Case, _judgement: Judgement) -> Outcome:
    """Tell how the last import into a list goes or went."""
    listed = list_named(case)
    progress = listed.imports
    assert progress is not None  # noqa: S101  a row refuses a list that nothing was imported into
    return success(
        {
            "list_id": listed.id,
            "status": progress.status,
            "importlength": progress.length,
            "completed": progress.completed,
            "duplicates": progress.duplicates,
            "skipped": progress.skipped,
            "optout": progress.optout,
            "imported": progress.imported,
        }
    )


def _table(body: bytes) -> tuple[dict[str, int], Iterator[Row]]:
    """Read a CSV file in UTF-8: the places of its columns, and its rows; those without any text are passed over.

    Raises:
        ValueError: where it is not in UTF-8, or has no column `mobile`.
        csv.Error: where a row cannot be read.

    """
    rows = csv.reader(StringIO(body.decode("utf-8-sig"), newline=""))
    columns = {name.strip().lower(): place for place, name in enumerate(next(rows, []))}
    if "mobile" not in columns:
        raise ValueError("the file has no column mobile")
    return columns, (row for row in rows if any(row) and not "".join(row).isspace())


def _named(columns: Mapping[str, int], which: str) -> list[int]:
    """Give the places of the columns that a first or last name may stand in."""
    return [columns[name] for name in (f"{which}_name", f"{which}name") if name in columns]


def _cell(row: Row, place: int) -> str:
    return row[place].strip() if place < len(row) else ""


def _first(row: Row, places: Iterable[int]) -> str | None:
    """Give the first of some cells that has a text, None where none has."""
    for place in places:
        if text := _cell(row, place):
            return text
    return None
