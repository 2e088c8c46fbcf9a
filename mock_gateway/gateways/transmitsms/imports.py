"""Bulk imports: a CSV file is fetched once the request has been answered, and its rows become contacts of a list."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

from mock_gateway.gateways.transmitsms.answers import success
from mock_gateway.gateways.transmitsms.books import Import
from mock_gateway.gateways.transmitsms.contacts import (
    Details,
    add_member,
    is_available,
    is_opted_out,
    list_named,
    numbered,
)
from mock_gateway.gateways.transmitsms.lists import make_list
from mock_gateway.gateways.transmitsms.msisdn import international
from mock_gateway.gateways.transmitsms.sending import books_of
from mock_gateway.state.case import account_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mock_gateway.gateways.transmitsms.books import Books, ContactList
    from mock_gateway.model.gateway import Gateway
    from mock_gateway.model.wire import Outcome
    from mock_gateway.rules.judge import Judgement
    from mock_gateway.state.accounts import Account
    from mock_gateway.state.case import Case
    from mock_gateway.state.events import Fetched
    from mock_gateway.state.world import World

Row = dict[str, str]
"""A row of the file, by the names of the columns in lower case."""


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
            for row in _rows(body):
                counts[self._enter(world, row)] += 1
        except (csv.Error, ValueError) as problem:
            trouble = str(problem)
        progress = self.progress
        progress.length = progress.completed = counts.total()
        progress.duplicates, progress.skipped = counts["duplicate"], counts["skipped"]
        progress.optout, progress.imported = counts["optout"], counts["imported"]
        return trouble

    def _enter(self, world: World, row: Row) -> str:
        """Make a contact of a row, unless there is a reason not to; gives what became of it."""
        number = international(row.get("mobile", ""), self.country, self.gateway.numbers)
        if number is None or not is_available(self.account, number):
            return "skipped"
        if is_opted_out(self.account, self.books, number):
            return "optout"
        if number in self.listed.members:
            return "duplicate"
        own = {field: row[name] for field, name in self.columns.items() if row.get(name)}
        details = Details(_first(row, "first_name", "firstname"), _first(row, "last_name", "lastname"), own)
        add_member(world, self.gateway.name, self.account, self.books, self.listed, number, details)
        return "imported"


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


def _rows(body: bytes) -> Iterator[Row]:
    """Read a CSV file in UTF-8, row by row; rows without any text are passed over.

    Raises:
        ValueError: where it is not in UTF-8, or has no column `mobile`.
        csv.Error: where a row cannot be read.

    """
    rows = csv.reader(StringIO(body.decode("utf-8-sig"), newline=""))
    names = [name.strip().lower() for name in next(rows, [])]
    if "mobile" not in names:
        raise ValueError("the file has no column mobile")
    for row in rows:
        cells = [cell.strip() for cell in row]
        if any(cells):
            yield dict(zip(names, cells, strict=False))


def _first(row: Row, *names: str) -> str | None:
    """Give the first of some columns that has a text, None where none has."""
    return next((row[name] for name in names if row.get(name)), None)
