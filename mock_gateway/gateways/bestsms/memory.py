"""BestSMS' memory of one session: what each account has beside messages."""

from __future__ import annotations

from mock_gateway.gateways.bestsms.books import Book
from mock_gateway.gateways.bestsms.fillers import FILLERS
from mock_gateway.gateways.bestsms.finders import FINDERS
from mock_gateway.state import memory


class Archive(memory.Archive[Book]):
    """The books of all accounts."""

    make = Book
    finders = FINDERS
    fillers = FILLERS
