"""Cellcast's memory of one session: the books of each account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_gateway.gateways.cellcast_v3.books import Books
from mock_gateway.gateways.cellcast_v3.fillers import FILLERS
from mock_gateway.gateways.cellcast_v3.finders import FINDERS
from mock_gateway.state import memory

if TYPE_CHECKING:
    from mock_gateway.state.accounts import Account


class Archive(memory.Archive[Books]):
    """The books of all accounts."""

    make = Books
    finders = FINDERS
    fillers = FILLERS

    def of(self, account: Account) -> Books:
        """Give an account's books; who opted out before the session is in them."""
        books = super().of(account)
        listed = account.state.values_["optouts"]
        if books.listed is not listed:
            books.listed = listed
            for number in listed:
                books.opt_out(number, 0)
        return books
