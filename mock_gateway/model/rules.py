"""Rows, conditions and verdicts: what may be refused, when, and what was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

CAUSES = {
    "access_denied": "the account may not use the API at all",
    "address_not_allowed": "the client's IP address is not on the account's list",
    "already_exists": "what is to be made is there already",
    "already_sent": "what is to be changed has been sent, or ended, already",
    "bad_attachment": "an attachment cannot be used",
    "bad_callback_url": "the URL for delivery reports cannot be used",
    "bad_category": "the content category is none of the gateway's",
    "bad_content": "the message's content cannot be sent",
    "bad_country": "recipients of this country cannot be sent to",
    "bad_credentials": "the credentials are known to be wrong",
    "bad_field": "a field has a value that the gateway does not take",
    "bad_message_id": "the client's own message id cannot be used",
    "bad_priority": "the priority is malformed or above the account's",
    "bad_recipient": "a recipient is no number that can be sent to",
    "bad_segment": "a binary segment cannot be sent",
    "bad_sender": "the originator is malformed or not the account's",
    "bad_syntax": "the request cannot be read",
    "bad_type": "the message type is none of the gateway's",
    "bad_validity": "the validity period is outside the gateway's limits",
    "blacklisted": "recipients do not want to be written to",
    "channel_disabled": "the account may not use this channel",
    "empty_list": "the list that is sent to has no members",
    "internal_error": "the gateway failed",
    "missing_field": "a required field is not there",
    "no_credentials": "no credentials were sent",
    "no_credit": "the account's quota or credit is used up",
    "no_message": "there is no text to send",
    "no_recipient": "there is nobody to send to",
    "not_acceptable": "no form of answer that the client accepts",
    "not_found": "what is asked for does not exist",
    "not_implemented": "the gateway does not have this call",
    "opted_out": "the recipient opted out",
    "throttled": "too many requests or recipients in too short a time",
    "too_large": "the request is larger than the gateway reads",
    "too_long": "the text needs more parts than are allowed",
    "too_many_recipients": "more recipients than one request may have",
    "unavailable": "the gateway is out of service",
}
"""The neutral words that all gateways share, and what each means."""

TROUBLES = {
    "path": "no call of the gateway has this path",
    "method": "the path is known, the method is not",
    "accept": "the client accepts no form that the gateway writes",
    "media_type": "the body is declared as something the gateway does not read",
    "size": "the body is larger than the gateway reads",
    "choice": "the member that chooses among the calls of a path names none of them",
    "syntax": "the body cannot be parsed as what it is declared to be",
}
"""Why a request may be unreadable, and what each word means."""

PASSABLE = frozenset({"accept", "media_type"})
"""Troubles that only headers tell: where no row in force answers them, the document was read all the same."""


class Unreadable(NamedTuple):
    """Holds where the request could not be read, for one of these reasons."""

    reasons: tuple[str, ...]


class Violates(NamedTuple):
    """Holds where the document breaks one of these keywords of the call's JSON Schema at one of these places.

    Attributes:
        places: a place that ends in `/**` means all below it as well.
        but: places that are not meant.

    """

    places: tuple[str, ...]
    keywords: tuple[str, ...]
    but: tuple[str, ...] = ()


class Fact(NamedTuple):
    """Holds where the named fact holds with these arguments."""

    name: str
    arguments: tuple[tuple[str, object], ...]


Condition = Unreadable | Violates | Fact


@dataclass(frozen=True, slots=True)
class Row:
    """One rejection of a gateway.

    Attributes:
        key: the code, or the name where the gateway has several rows of one code.
        code: as the gateway writes it, number or text.
        status: HTTP status of the answer.
        envelope: name of the template in `gateway.yaml`; empty for a row that only drops recipients.
        each: the row drops single recipients instead of answering.
        in_force: settings that must have these values for the row to count.
        calls: the calls it belongs to; empty means all.
        line: where it stands in its file.
        file: folder and name of the file, "" for the gateway's own `rejections.yaml`.

    """

    gateway: str
    key: str
    code: int | str
    name: str
    cause: str
    condition: Condition
    message: str
    status: int
    envelope: str
    source: str
    confidence: str
    each: bool = False
    in_force: tuple[tuple[str, object], ...] = ()
    calls: tuple[str, ...] = ()
    line: int = 0
    file: str = ""

    @property
    def rule(self) -> str:
        """File and line; those of the parent for a row that a white label inherits."""
        return f"{self.file or f'{self.gateway}/rejections.yaml'}:{self.line}"


class Violation(NamedTuple):
    """One broken keyword.

    Attributes:
        place: JSON pointer with `*` for list positions.
        keyword: of the JSON Schema.
        value: what was found, None for a missing member.
        limit: what the keyword allows.
        positions: the list positions behind each `*`, from 0.

    """

    place: str
    keyword: str
    value: object
    limit: object
    positions: tuple[int, ...]


class Finding(NamedTuple):
    """What a fact found: where, what value, which limit it broke, and what else the answer may repeat."""

    place: str = ""
    value: object = None
    limit: object = None
    fields: Mapping[str, object] | None = None


class Verdict(NamedTuple):
    """Why a request was refused.

    Attributes:
        row: the rule.
        place: where in the document, "" where it is not about the document.
        value: what was found there.
        limit: what would have been allowed.
        fields: what the row's message is filled with.
        forced: a scenario or a test played it; the request did not earn it.
        keyword: of the JSON Schema that was broken, "" where a fact held.

    """

    row: Row
    place: str
    value: object
    limit: object
    fields: Mapping[str, object]
    forced: bool = False
    keyword: str = ""

    @property
    def code(self) -> int | str:
        """The code as the gateway writes it."""
        return self.row.code

    @property
    def message(self) -> str:
        """The gateway's own words."""
        return self.row.message.format_map(self.fields) if self.fields else self.row.message

    @property
    def source(self) -> str:
        """Key of `sources.yaml`."""
        return self.row.source

    @property
    def confidence(self) -> str:
        """`documented`, `observed` or `inferred`."""
        return self.row.confidence

    def as_dict(self) -> dict[str, object]:
        """Give the verdict as plain data, for JSON."""
        row = self.row
        return {
            "code": row.code,
            "key": row.key,
            "name": row.name,
            "cause": row.cause,
            "place": self.place,
            "value": self.value,
            "limit": self.limit,
            "message": self.message,
            "status": row.status,
            "forced": self.forced,
            "source": row.source,
            "confidence": row.confidence,
            "rule": row.rule,
        }
