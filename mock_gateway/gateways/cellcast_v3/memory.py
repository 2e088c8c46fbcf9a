"""Cellcast's memory of one session: the books of each account, and what rows may ask of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mock_gateway.gateways.cellcast_v3.books import Books
from mock_gateway.gateways.cellcast_v3.fillers import FILLERS
from mock_gateway.gateways.cellcast_v3.finders import FINDERS

if TYPE_CHECKING:
    from mock_gateway.state.accounts import Account
    from mock_gateway.state.case import Case
    from mock_gateway.state.world import World


class Archive:
    """The books of all accounts."""

    records: ClassVar[frozenset[str]] = frozenset(FINDERS)
    shelves: ClassVar[frozenset[str]] = frozenset(FILLERS)

    def __init__(self) -> None:
        self.books: dict[str, Books] = {}
        self._entered: dict[str, tuple[list[str], int]] = {}

    def of(self, account: Account) -> Books:
        """Give an account's books; who opted out before the session is in them."""
        books = self.books.get(account.key)
        if books is None:
            books = self.books[account.key] = Books()
        listed: list[str] = account.state.values_["optouts"]
        before, length = self._entered.get(account.key, ([], 0))
        if listed is not before or len(listed) != length:
            self._entered[account.key] = (listed, len(listed))
            for number in listed:
                books.opt_out(number, 0)
        return books

    def find(self, record: str, case: Case) -> object | None:
        """Give what a request speaks of, None where there is no such thing."""
        if case.account is None:
            return None
        return FINDERS[record](self.of(case.account), case)

    def fill(self, world: World, account: Account, shelf: str, count: int) -> None:
        """Make a number of records, as if a client or handsets had."""
        FILLERS[shelf](world, account, self.of(account), count)
