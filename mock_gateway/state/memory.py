"""What a gateway remembers beside messages: lists, contacts, numbers, replies … Its own module holds it.

A gateway whose data names a `memory` has one in each room; rows ask it through `record_known` and `record_unknown`, and
`given: {records: …}` fills it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol

if TYPE_CHECKING:
    from mock_gateway.state.accounts import Account
    from mock_gateway.state.case import Case
    from mock_gateway.state.world import World


class Memory(Protocol):
    """One gateway's memory in one session.

    Attributes:
        records: what rows may ask for.
        shelves: what can be filled.

    """

    records: ClassVar[frozenset[str]]
    shelves: ClassVar[frozenset[str]]

    def find(self, record: str, case: Case) -> object | None:
        """Give what a request speaks of, None where there is no such thing; only looks."""

    def fill(self, world: World, account: Account, shelf: str, count: int) -> None:
        """Make a number of records, as if a client or handsets had; called inside a transaction."""
