"""What Cellcast remembers beside messages: replies, templates, opt-outs and custom ids of one account.

Instants are milliseconds since 1970, numbers are E.164 digits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mock_gateway.state.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(slots=True, eq=False)
class Response:
    """A message from a handset.

    Attributes:
        kind: `sms` or `mms`.
        custom_string: of the message that it answers, "" for none.
        original_id: id of the message that it answers, "" for none.
        read: the client has marked it.

    """

    id: str
    at: int
    number: str
    body: str
    kind: str = "sms"
    custom_string: str = ""
    original_body: str = ""
    original_id: str = ""
    read: bool = False


@dataclass(slots=True, eq=False)
class Template:
    """A text with blanks such as `{fname}`."""

    id: str
    title: str
    text: str
    at: int


@dataclass(slots=True, eq=False)
class Optout:
    """A number that does not want to be written to.

    Attributes:
        at: when it opted out, 0 where that was before the session.

    """

    number: str
    at: int
    first_name: str = ""
    last_name: str = ""
    gender: str = ""
    post_code: str = ""
    dob: str = ""


class Books:
    """One account's records.

    Attributes:
        custom_ids: that were asked for, and what for.
        listed: the account's list of opt-outs that `optouts` has taken in.

    """

    def __init__(self) -> None:
        self.listed: Sequence[str] | None = None
        self.responses: Table[Response] = Table(lambda response: response.at, [("id",), ("read", "kind")])
        self.templates: Table[Template] = Table(lambda template: template.at, [("id",)])
        self.optouts: Table[Optout] = Table(lambda optout: optout.at, [("number",)])
        self.custom_ids: dict[str, str] = {}

    def response(self, identity: str) -> Response | None:
        """Give a reply by its id."""
        return next(iter(self.responses.select(id=identity)), None)

    def template(self, identity: str) -> Template | None:
        """Give a template by its id."""
        return next(iter(self.templates.select(id=identity)), None)

    def opt_out(self, number: str, at: int) -> None:
        """Remember that a number opted out, once."""
        if not len(self.optouts.select(number=number)):
            self.optouts.add(Optout(number, at))

    def mark(self, response: Response) -> None:
        """Mark a reply as read."""
        if not response.read:
            self.responses.remove(response)
            response.read = True
            self.responses.add(response)
