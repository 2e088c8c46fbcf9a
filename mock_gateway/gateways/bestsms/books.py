"""What the BestSMS family remembers beside messages: contacts, groups and opt-outs, one book of them an account.

Instants are milliseconds since 1970; values are texts by the names that version 2.04 has for them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from mock_gateway.gateways.bestsms.jobs import Jobs

CONTACT_FIELDS: Final = (
    "Attention",
    "Title",
    "Company",
    "RecipDepartment",
    "FirstName",
    "LastName",
    "Position",
    "StreetAddress",
    "Suburb",
    "City",
    "State",
    "Country",
    "Postcode",
    "MainPhone",
    "AltPhone1",
    "AltPhone2",
    "DirectPhone",
    "MobilePhone",
    "FaxNumber",
    "EmailAddress",
    "WebAddress",
    "Custom1",
    "Custom2",
    "Custom3",
    "Custom4",
)
"""What a client may say of a contact in version 2.04, in the order of answers; ViewBy and EditBy follow."""
NEWER_FIELDS: Final = (
    "ExType",
    "ExID",
    "AltPhone3",
    "AltPhone4",
    "AltPhone5",
    "AltPhone6",
    "AltPhone7",
    "AltPhone8",
    "Notes",
)
"""What version 3 has beside that; the table of versions says who sees what."""
FIELDS_OF_VERSION_3: Final = (*(name for name in CONTACT_FIELDS if name != "DirectPhone"), *NEWER_FIELDS)
"""What a client may say of a contact in version 3; whatever else it says there means nothing."""
MERGED: Final = ("Attention", "FirstName", "LastName", "Company", "Custom1", "Custom2", "Custom3", "Custom4")
"""What a message to a contact takes from it where the destination does not say it."""
PHONES: Final = frozenset({"MainPhone", "DirectPhone", "MobilePhone", "FaxNumber"})
"""What is a number in any spelling, of what contacts can be searched by or sent to at."""
ACCESS: Final = ("Account", "SubAccount", "Department", "No")
"""Who may look at a contact or group, or change it; the first unless a client says otherwise."""
CONTROL: Final = ("Limited", "Granted")
"""Whether administrators may look and change in spite of that; the first unless a client says otherwise."""


@dataclass(slots=True, eq=False)
class Contact:
    """A contact.

    Attributes:
        fields: those that have a value.

    """

    id: str
    created_at: int
    updated_at: int
    fields: dict[str, str] = field(default_factory=dict)
    view_by: str = ACCESS[0]
    edit_by: str = ACCESS[0]
    control: str = CONTROL[0]


@dataclass(slots=True, eq=False)
class Group:
    """A group of contacts.

    Attributes:
        code: another name that calls and destinations may use; need not be unique.
        members: by id, in the order they were added.

    """

    id: str
    code: str
    name: str
    sub_account: str = ""
    department: str = ""
    view_edit_by: str = ACCESS[0]
    control: str = CONTROL[0]
    created_at: int = 0
    members: dict[str, Contact] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class OptOut:
    """A destination that is not to be written to.

    Attributes:
        type: `SMS`, `Email`, `Fax` or `Voice`.
        contact_id: of the contact that it belongs to, "" for none.
        stop_message: what the handset wrote.
        sub_account: whose messages it holds for, "" for all; so does `department`.
        original_message: what it was answering.

    """

    id: str
    type: str
    destination: str
    created_at: int
    updated_at: int
    contact_id: str = ""
    sub_account: str = ""
    department: str = ""
    stop_message: str = ""
    notes: str = ""
    original_message: str = ""


class Book:
    """One account's records, each kind by id and in the order they were made."""

    def __init__(self) -> None:
        self.contacts: dict[str, Contact] = {}
        self.groups: dict[str, Group] = {}
        self.optouts: dict[str, OptOut] = {}
        self.jobs = Jobs()

    def group(self, name: str) -> Group | None:
        """Give the group with an id, or else the first with that code."""
        found = self.groups.get(name)
        return found or next((group for group in self.groups.values() if group.code == name), None)

    def opted_out(self, kind: str, sub_account: str, department: str) -> frozenset[str]:
        """Give the destinations that messages of a kind are not to go to: digits of a number, or an address."""
        return frozenset(
            each.destination.removeprefix("+").lower()
            for each in self.optouts.values()
            if each.type == kind and each.sub_account in ("", sub_account) and each.department in ("", department)
        )

    def groups_of(self, contact: Contact) -> list[Group]:
        """Give the groups that a contact is in."""
        return [group for group in self.groups.values() if contact.id in group.members]

    def drop(self, contact: Contact) -> None:
        """Forget a contact, and take it out of its groups."""
        del self.contacts[contact.id]
        for group in self.groups_of(contact):
            del group.members[contact.id]
