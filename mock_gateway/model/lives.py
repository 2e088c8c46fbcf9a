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


class Update(NamedTuple):
    """What is told of a delivered recipient later on; its status stays as it is.

    Attributes:
        result: the gateway's word for what happened.
        after: milliseconds since the last step, or since the update before.

    """

    result: str
    after: int


class Outcome(NamedTuple):
    """What can become of a recipient.

    Attributes:
        name: what a test calls it by.
        block: which ten of the numbers +44 7700 900000 to 900999 have it, from 0; None for none.
        numbers: further numbers that have it, E.164 digits.
        updates: what is told after the last step.

    """

    name: str
    about: str
    steps: tuple[OutcomeStep, ...]
    reply: Answering | None
    block: int | None
    numbers: tuple[str, ...]
    source: str
    confidence: str
    updates: tuple[Update, ...] = ()

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


class Scope(NamedTuple):
    """Which messages a callback is about.

    Attributes:
        calls: that sent them, empty for all.
        versions: of the API that they were sent through, empty for all.

    """

    calls: frozenset[str] = frozenset()
    versions: frozenset[str] = frozenset()

    def covers(self, call: str, version: str) -> bool:
        """Tell whether messages of a call in a version are meant; "" is what belongs to none."""
        return (not self.calls or call in self.calls) and (not self.versions or version in self.versions)


EVERYTHING = Scope()


class WriteBy(NamedTuple):
    """What chooses how a callback is written.

    Attributes:
        field: of the message.
        account: field of the account that is asked where the message's says nothing that is known, "" for none.
        dialects: dialect by the value of either.

    """

    field: str
    account: str
    dialects: Mapping[str, str]

    def dialect(self, fields: Mapping[str, Any], account: Mapping[str, Any]) -> str | None:
        """Name the dialect, None where neither names one."""
        chosen = self.dialects.get(str(fields.get(self.field)))
        return chosen or self.dialects.get(str(account.get(self.account)))


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
        write_by: what chooses another dialect, None for nothing.
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
        scope: the messages that it is about, and whose replies it tells of.
        instead_of: the callback that it is made instead of, for these messages; "" for none.
        but: messages that another callback is made about instead.
        updates: status that tells of updates, "" where it does not tell of them.
        begun_while: settings and the values that they must have for a report of the first status, made as a message is
            taken up for sending; empty for no such report.
        unless: field of the message, and its values with which the callback is not made; None for none.
        empty_parameters: what is null is an empty parameter of a query; else it is left out.

    """

    name: str
    on: tuple[str, ...]
    not_for: tuple[str, ...]
    url: str
    forward: Callable[..., str | None] | None
    default_url: str
    method: str
    write: str
    write_by: WriteBy | None
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
    scope: Scope = EVERYTHING
    instead_of: str = ""
    but: tuple[Scope, ...] = ()
    updates: str = ""
    begun_while: tuple[tuple[str, object], ...] = ()
    unless: tuple[str, frozenset[str]] | None = None
    empty_parameters: bool = False

    def is_about(self, call: str, version: str) -> bool:
        """Tell whether it is made about messages of a call in a version; "" is what belongs to none."""
        return self.scope.covers(call, version) and not any(each.covers(call, version) for each in self.but)

    def tells_of_begin(self, settings: Mapping[str, object]) -> bool:
        """Tell whether it is made as a message is taken up for sending."""
        return bool(self.begun_while) and all(settings[name] == value for name, value in self.begun_while)


class InboundSpec(NamedTuple):
    """How a gateway takes messages from handsets.

    Attributes:
        within: milliseconds for which the last message to a handset is what it answers; None never matches.
        matched: callback of a text that answers a message, "" for none.
        kinds: kind of message to the callback of one that answers none.
        version: field of the account that says of which version such a callback is, "" for the canonical one.

    """

    within: int | None
    matched: str
    kinds: Mapping[str, str]
    version: str = ""

    def callback(self, received: Inbound) -> str:
        """Name the callback for an inbound message."""
        if received.reply_to is not None and self.matched and received.kind == "text":
            return self.matched
        return self.kinds[received.kind]


class Hooks(NamedTuple):
    """What else a gateway does when something happens; None for nothing."""

    status: Callable[..., None] | None
    inbound: Callable[..., None] | None
