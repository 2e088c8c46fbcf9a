"""The TransmitSMS family's memory of one session: the books of each account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_gateway.gateways.transmitsms.books import Books, LeasedNumber
from mock_gateway.gateways.transmitsms.fillers import FILLERS
from mock_gateway.gateways.transmitsms.finders import FINDERS
from mock_gateway.state import memory

if TYPE_CHECKING:
    from mock_gateway.state.accounts import Account


class Archive(memory.Archive[Books]):
    """The books of all accounts."""

    make = Books
    finders = FINDERS
    fillers = FILLERS

    def of(self, account: Account) -> Books:
        """Give an account's books; the numbers that it has from the start are in them."""
        books = super().of(account)
        state = account.state.values_
        if books.own_numbers is not state["own_numbers"]:
            books.own_numbers = state["own_numbers"]
            for number in books.own_numbers:
                books.numbers.setdefault(number, LeasedNumber(number, state["number_price_thousandths"], FIRST_CHARGE))
        return books


FIRST_CHARGE = "2026-02-05"
"""When the numbers that an account has from the start are paid for again."""
