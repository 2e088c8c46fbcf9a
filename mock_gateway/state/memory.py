"""What a gateway remembers beside messages: lists, contacts, numbers, replies … Its own module says what.

A gateway whose data names a `memory` has one in each room; rows ask it through `record_known` and `record_unknown`, and
`given: {records: …}` fills it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mock_gateway.state.accounts import Account
    from mock_gateway.state.case import Case
    from mock_gateway.state.world import World

B = TypeVar("B")


class Archive(Generic[B]):
    """The books of all accounts of one gateway in one session; a gateway's own archive says what they are.

    Attributes:
        make: makes an account's book.
        finders: by the name that rows ask for: given the book and the case, what a request speaks of.
        fillers: by the name of a shelf: makes records in a book, given the world, the account, the book and how many.

    """

    make: ClassVar[Callable[[], Any]]
    finders: ClassVar[Mapping[str, Callable[..., object | None]]]
    fillers: ClassVar[Mapping[str, Callable[..., None]]]

    def __init__(self) -> None:
        self.books: dict[str, B] = {}

    def of(self, account: Account) -> B:
        """Give an account's book."""
        book = self.books.get(account.key)
        if book is None:
            book = self.books[account.key] = type(self).make()
        return book

    def find(self, record: str, case: Case) -> object | None:
        """Give what a request speaks of, None where there is no such thing; only looks."""
        if case.account is None:
            return None
        return self.finders[record](self.of(case.account), case)

    def fill(self, world: World, account: Account, shelf: str, count: int) -> None:
        """Make a number of records, as if a client or handsets had; called inside a transaction."""
        self.fillers[shelf](world, account, self.of(account), count)
