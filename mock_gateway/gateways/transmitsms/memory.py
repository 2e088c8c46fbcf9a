"""The TransmitSMS family's memory of one session: the books of each account, and what rows may ask of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mock_gateway.gateways.transmitsms.books import Books, LeasedNumber
from mock_gateway.gateways.transmitsms.fillers import FILLERS
from mock_gateway.gateways.transmitsms.finders import FINDERS

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

    def of(self, account: Account) -> Books:
        """Give an account's books; what the account has from the start is in them."""
        books = self.books.get(account.key)
        if books is None:
            books = self.books[account.key] = Books()
        state = account.state.values_
        for number in state["own_numbers"]:
            if number not in books.numbers:
                books.numbers[number] = LeasedNumber(number, state["number_price_thousandths"], "2026-02-05")
        if not account.state.pristine_:
            for leased in books.numbers.values():
                leased.status = "inactive" if leased.number in state["inactive_numbers"] else "active"
        return books

    def find(self, record: str, case: Case) -> object | None:
        """Give what a request speaks of, None where there is no such thing."""
        if case.account is None:
            return None
        return FINDERS[record](self, self.of(case.account), case)

    def fill(self, world: World, account: Account, shelf: str, count: int) -> None:
        """Make a number of records, as if a client or handsets had."""
        FILLERS[shelf](world, account, self.of(account), count)
