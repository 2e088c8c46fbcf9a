"""The BestSMS family's memory of one session: the address book of each account, and what rows may ask of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mock_gateway.gateways.bestsms.books import Book
from mock_gateway.gateways.bestsms.fillers import FILLERS
from mock_gateway.gateways.bestsms.finders import FINDERS

if TYPE_CHECKING:
    from mock_gateway.state.accounts import Account
    from mock_gateway.state.case import Case
    from mock_gateway.state.world import World


class Archive:
    """The books of all accounts."""

    records: ClassVar[frozenset[str]] = frozenset(FINDERS)
    shelves: ClassVar[frozenset[str]] = frozenset(FILLERS)

    def __init__(self) -> None:
        self.books: dict[str, Book] = {}

    def of(self, account: Account) -> Book:
        """Give an account's book."""
        book = self.books.get(account.key)
        if book is None:
            book = self.books[account.key] = Book()
        return book

    def find(self, record: str, case: Case) -> object | None:
        """Give what a request speaks of, None where there is no such thing."""
        if case.account is None:
            return None
        return FINDERS[record](self.of(case.account), case)

    def fill(self, world: World, account: Account, shelf: str, count: int) -> None:
        """Make a number of records, as if a client had."""
        FILLERS[shelf](world, account, self.of(account), count)
