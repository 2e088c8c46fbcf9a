"""What becomes of messages, as a gateway's data files describe it: statuses, outcomes, callbacks, inbound messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mock_gateway.model.messages import Inbound


class OutcomeStep(NamedTuple):
    """One thing that becomes of a recipient.

    Attributes:
        event: the table's word.
        result: the gateway's word for how it went.
        after: milliseconds since sending, or since the step before.
        field: member of the request that gives the seconds since sending instead, "" for none.

    """

    event: str
    result: str
    after: int
    field: str = ""


class Answering(NamedTuple):
    """What a handset answers.

    Attributes:
        after: milliseconds since the last step.

    """

    text: str
    after: int


class Outcome(NamedTuple):
    """What can become of a recipient.

    Attributes:
        name: what a test calls it by.
        block: which ten of the numbers +44 7700 900000 to 900999 have it, from 0; None for none.
        numbers: further numbers that have it, E.164 digits.

    """

    name: str
    about: str
    steps: tuple[OutcomeStep, ...]
    reply: Answering | None
    block: int | None
    numbers: tuple[str, ...]
    source: str
    confidence: str

    @property
    def magic(self) -> tuple[str, ...]:
        """The numbers that have this outcome, E.164 digits: ten reserved for fiction, and the documented ones."""
        ten = () if self.block is None else tuple(f"447700900{10 * self.block + each:03d}" for each in range(10))
        return (*ten, *self.numbers)


@dataclass(frozen=True, slots=True)
class Statuses:
    """The statuses of a gateway's messages.

    Attributes:
        initial: the status of a message just accepted.
        table: status to event to next status; a status without events is final.
        outcomes: by name.
        default: what becomes of a message unless told otherwise.
        magic: number to outcome.
        good: the statuses of what was delivered.
        free: the statuses that cost nothing.
        words: call to what results are called there.

    """

    initial: str
    table: Mapping[str, Mapping[str, str]]
    outcomes: Mapping[str, Outcome]
    default: Outcome
    magic: Mapping[str, Outcome]
    good: frozenset[str]
    free: frozenset[str]
    words: Mapping[str, Mapping[str, str]]


class Signature(NamedTuple):
    """How a callback proves where it comes from: a header with an HMAC over what its URL says.

    Attributes:
        secret: name of the account's credential that is the key.
        in_force: settings and the values that they must have; else nothing is signed.

    """

    header: str
    secret: str
    in_force: tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True)
class CallbackSpec:
    """A request that a gateway makes to the client's side.

    Attributes:
        name: `report`, `inbound` …
        on: statuses that it reports; empty for callbacks about inbound messages, and for what is announced.
        not_for: results that are never reported.
        url: field of the message that registers a URL, "" for none.
        forward: gives the URL of what it is about where that field is not there, None for the account's.
        default_url: field of the account that holds the URL otherwise, "" for none.
        write: dialect of the body; `query` has none, it is appended to the URL.
        write_by: field of the message that chooses another dialect, and dialect by its values.
        types: Content-Type by dialect.
        values: gives what the blanks of headers and body are filled with.
        acknowledged: lowest and highest HTTP status that acknowledges.
        acknowledged_by: setting whose value names other lowest and highest statuses, and what they are; None for none.
        acknowledged_body: what the answer's body must contain, None where it does not matter.
        retry: milliseconds from one attempt to the next.
        retry_settings: names of the settings that hold a number of retries and the seconds between them.
        secrets: headers that prove where it comes from, that of the signature included.
        signature: None for none.
        prolog: what XML begins with.
        calls: about messages of these calls only, and about replies to them; empty for all but `but`.
        instead_of: the callback that it is made instead of, for messages of `calls`; "" for none.
        but: calls whose messages another callback is made about instead.

    """

    name: str
    on: tuple[str, ...]
    not_for: tuple[str, ...]
    url: str
    forward: Callable[..., str | None] | None
    default_url: str
    method: str
    write: str
    write_by: tuple[str, Mapping[str, str]] | None
    types: Mapping[str, str]
    root: str
    headers: Mapping[str, str]
    body: Mapping[str, Any] | list[Any]
    values: Callable[..., dict[str, object]]
    acknowledged: tuple[int, int]
    acknowledged_by: tuple[str, Mapping[str, tuple[int, int]]] | None
    acknowledged_body: Mapping[str, Any] | None
    retry: tuple[int, ...]
    retry_settings: tuple[str, str] | None
    secrets: tuple[str, ...]
    signature: Signature | None
    prolog: str
    calls: tuple[str, ...] = ()
    instead_of: str = ""
    but: frozenset[str] = frozenset()

    def is_about(self, call: str) -> bool:
        """Tell whether it is made about messages of a call; "" is what belongs to none."""
        return call in self.calls if self.calls else call not in self.but


TEXT = "text"
"""The kind of what handsets write, unless it is said."""


class InboundSpec(NamedTuple):
    """How a gateway takes messages from handsets.

    Attributes:
        within: milliseconds for which the last message to a handset is what it answers; None never matches.
        matched: callback of a text that answers a message, "" for none.
        kinds: kind of message to the callback of one that answers none.
        answers: kind of message to the calls whose messages it can answer; empty where any can answer any.

    """

    within: int | None
    matched: str
    kinds: Mapping[str, str]
    answers: Mapping[str, frozenset[str]]

    def callback(self, received: Inbound) -> str:
        """Name the callback for an inbound message."""
        if received.reply_to is not None and self.matched and (received.kind == TEXT or received.kind in self.answers):
            return self.matched
        return self.kinds[received.kind]

    def can_answer(self, kind: str, call: str) -> bool:
        """Tell whether a kind of message can answer what a call sent."""
        return not self.answers or call in self.answers.get(kind, ())

    def kind_of_answer(self, kind: str, call: str) -> str:
        """Give the kind of what answers a call's message: a plain text is of the kind that answers such."""
        if kind != TEXT:
            return kind
        return next((each for each, calls in self.answers.items() if call in calls), kind)


class Hooks(NamedTuple):
    """What else a gateway does when something happens; None for nothing."""

    status: Callable[..., None] | None
    inbound: Callable[..., None] | None
