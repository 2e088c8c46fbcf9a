"""What the TransmitSMS family remembers beside messages: records, and one account's books of them.

Instants are milliseconds since 1970, money is in thousandths of the account's currency, numbers are E.164 digits.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mock_gateway.state.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mock_gateway.model.messages import Message, Recipient

REPLIES_KEPT = 1_000_000


@dataclass(slots=True, eq=False)
class Contact:
    """A member of a list.

    Attributes:
        state: `active`, `optout` or `deleted`; what is not active is shown as inactive.
        fields: values of the list's custom fields, by their number.

    """

    list_id: int
    number: str
    created_at: int
    first_name: str | None = None
    last_name: str | None = None
    state: str = "active"
    fields: dict[int, str] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class ContactList:
    """A list of contacts.

    Attributes:
        created_at: None for a list that a keyword made.
        fields: names of the custom fields, by number from 1.
        members: by number, in the order they were added; those that left included.
        imports: how the last bulk import went, None where there was none.

    """

    id: int
    name: str
    created_at: int | None
    fields: dict[int, str] = field(default_factory=dict)
    members: dict[str, Contact] = field(default_factory=dict)
    imports: Import | None = None

    @property
    def active(self) -> list[Contact]:
        """The members that are sent to."""
        return [member for member in self.members.values() if member.state == "active"]


@dataclass(slots=True, eq=False)
class Import:
    """A bulk import.

    Attributes:
        status: `in progress`, `completed` or `failed`.
        length: rows of the file.

    """

    status: str = "in progress"
    length: int = 0
    completed: int = 0
    duplicates: int = 0
    skipped: int = 0
    optout: int = 0
    imported: int = 0


@dataclass(slots=True, eq=False)
class Reply:
    """A message from a handset.

    Attributes:
        message_id: of the message that it answers, 0 for none.
        list_id: of the list that message was sent to, 0 for none.
        longcode: the number that it was sent to, "" where that is not known.
        original: the text of the message that it answers, "" for none.
        keyword_id: of the keyword that it says, 0 for none.
        to_keyword: it says a keyword.

    """

    id: int
    at: int
    number: str
    text: str
    message_id: int = 0
    list_id: int = 0
    longcode: str = ""
    original: str = ""
    keyword_id: int = 0
    first_name: str | None = None
    last_name: str | None = None
    is_optout: bool = False

    @property
    def to_keyword(self) -> bool:
        """Whether it says a keyword."""
        return self.keyword_id != 0


@dataclass(slots=True, eq=False)
class Sent:
    """A message as one recipient gets it.

    Attributes:
        at: when it is sent.

    """

    id: int
    at: int
    message: Message
    recipient: Recipient

    @property
    def number(self) -> str:
        """The recipient's number."""
        return self.recipient.number


@dataclass(slots=True, eq=False)
class LeasedNumber:
    """A number that the account leases.

    Attributes:
        next_charge: date, `2026-02-05`.
        list_id: the list that senders are added to, 0 for none.

    """

    number: str
    price: int
    next_charge: str
    auto_renew: bool = True
    forward_url: str = ""
    forward_email: str = ""
    forward_sms: str = ""
    list_id: int = 0
    welcome_message: str = ""
    members_message: str = ""


@dataclass(slots=True, eq=False)
class Keyword:
    """A word that handsets send to a number.

    Attributes:
        status: `open` or `closed`.

    """

    id: int
    keyword: str
    number: str
    billing_date: str
    reference: str = ""
    list_id: int = 0
    welcome_message: str = ""
    members_message: str = ""
    forward_url: str = ""
    forward_email: str = ""
    forward_sms: str = ""
    status: str = "open"


@dataclass(slots=True, eq=False)
class Transaction:
    """A movement of money.

    Attributes:
        amount: negative for what was spent.
        balance: after it.

    """

    id: int
    at: int
    description: str
    amount: int
    balance: int
    type_id: int
    message_id: int = 0


@dataclass(slots=True, eq=False)
class Client:
    """A client of a reseller; it has an account of its own, whose key is `account`."""

    id: int
    account: str
    created_at: int
    details: dict[str, str] = field(default_factory=dict)


class Books:
    """One account's records.

    Attributes:
        optouts: numbers that opted out, and when.
        emails: addresses that may send by e-mail, and how many parts.
        hits: hits of tracked links, by message id.
        own_numbers: the account's list of numbers from the start that `numbers` has taken in.

    """

    def __init__(self) -> None:
        self.own_numbers: Sequence[str] | None = None
        self.lists: dict[int, ContactList] = {}
        self.numbers: dict[str, LeasedNumber] = {}
        self.keywords: dict[tuple[str, str], Keyword] = {}
        self.clients: dict[int, Client] = {}
        self.optouts: dict[str, int] = {}
        self.emails: dict[str, int] = {}
        self.hits: dict[int, int] = {}
        self.replies: Table[Reply] = Table(
            lambda reply: reply.at,
            [
                ("message_id",),
                ("message_id", "number"),
                ("keyword_id",),
                ("keyword_id", "number"),
                ("longcode",),
                ("to_keyword",),
                ("longcode", "to_keyword"),
            ],
            REPLIES_KEPT,
        )
        self.sent: Table[Sent] = Table(lambda sent: sent.at, [("number",)])
        self.messages: Table[Message] = Table(lambda message: message.send_at)
        self.transactions: Table[Transaction] = Table(lambda transaction: transaction.at)
