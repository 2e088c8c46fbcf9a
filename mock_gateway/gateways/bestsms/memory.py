"""What BestSMS' sessions can be filled with: a message to many recipients, for the pages of a poll."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mock_gateway.model.messages import Message, Recipient

if TYPE_CHECKING:
    from mock_gateway.state.accounts import Account
    from mock_gateway.state.case import Case
    from mock_gateway.state.world import World

MESSAGE_ID = "PAGED"
A_THOUSAND = 1000


class Recipients:
    """The filler of recipients; messages themselves are kept in the session's store."""

    records: ClassVar[frozenset[str]] = frozenset()
    shelves: ClassVar[frozenset[str]] = frozenset({"recipients"})

    def find(self, record: str, _case: Case) -> object | None:
        """Give nothing: no row asks."""
        raise LookupError(record)

    def fill(self, world: World, account: Account, _shelf: str, count: int) -> None:
        """Send the message PAGED to so many recipients, all delivered: +44 7700 900000 to 900999, over and over."""
        now, price = world.clock.now(), account.state.values_["price_thousandths"]
        numbers = [f"447700900{number % A_THOUSAND:03d}" for number in range(count)]
        recipients = [Recipient(number, number, "SUCCESS", "delivered", now, price) for number in numbers]
        world.store.add(Message(MESSAGE_ID, account.gateway, "send-sms", account.key, now, now, "Hello", 1, recipients))
