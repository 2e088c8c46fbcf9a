"""A gateway as its data files describe it, ready to be used: everything that can be known at load is in here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable, Mapping

    from mock_gateway.model.knobs import Knob
    from mock_gateway.model.lives import CallbackSpec, Hooks, InboundSpec, Statuses
    from mock_gateway.model.rules import Finding, Row
    from mock_gateway.model.wire import Outcome as CallOutcome


class NumberPlan(NamedTuple):
    """How a gateway reads telephone numbers.

    Attributes:
        home: country code of numbers in national form, such as `61`.
        mobile: country code, and the form of its mobile numbers after it.
        form: the only form of a number, its first group the digits; None where numbers are read by country.

    """

    home: str
    mobile: tuple[tuple[str, re.Pattern[str]], ...]
    form: re.Pattern[str] | None = None


class CredentialForm(NamedTuple):
    """One way to say who a request is from.

    Attributes:
        read: `basic`, `token`, `header`, `query` or `document`.
        names: schemes of `token`, where `*` takes a header without one of them whole; name of the header or
            parameter, names of the members, for the others.
        identifies: the credential that identifies, such as `username`.
        secret: the credential that proves it, "" where the identifying one does.

    """

    read: str
    names: tuple[str, ...]
    identifies: str
    secret: str = ""


class Source(NamedTuple):
    """Where a rule comes from.

    Attributes:
        read: the day it was read, ISO.

    """

    key: str
    title: str
    page: str
    section: str
    read: str


class Success(NamedTuple):
    """A code that means accepted."""

    code: int | str
    name: str
    message: str
    source: str
    confidence: str
    setting: str = ""


class Throttle(NamedTuple):
    """A limit on how much may happen in a window of time.

    Attributes:
        name: what rows call it by.
        kind: `fixed`, `sliding`, `bucket` or `concurrent`.
        per: `account` or `address`.
        counts: `requests`, hit as a request is identified, or `recipients`, hit as they are accepted.
        limit: field of the account that holds the limit; None there switches it off.
        window: field of the account that holds the window's length in seconds.

    """

    name: str
    kind: str
    per: str
    counts: str
    limit: str
    window: str


class Reading(NamedTuple):
    """How a call's document is put together.

    Attributes:
        body: dialect names by media type; empty where the body says nothing.
        otherwise: dialect of a body of another or no media type.
        strict_media: another media type is a trouble.
        query: parameters of the query belong to the document.
        fold: names of the query are found whatever their case.
        prune: null and "" mean "not there".
        kept: members of the document whose "" means "".
        renames: other spellings of member names.
        rename_marks: these spellings as bytes, and what escapes begin with; a body without any needs no renaming.
        items: XML element to the element of its list items.
        coerce: turns what the schema wants otherwise into what it wants, where that can be done.

    """

    body: Mapping[str, str]
    otherwise: str
    strict_media: bool
    query: bool
    fold: Mapping[str, str]
    prune: bool
    kept: frozenset[str]
    renames: Mapping[str, str]
    rename_marks: tuple[bytes, ...]
    items: Mapping[str, str]
    coerce: Callable[[dict[str, Any]], dict[str, Any]]


class Writing(NamedTuple):
    """How a gateway's answers are written.

    Attributes:
        types: Content-Type by dialect.
        offered: media types of the Accept header that are met, with their dialects.
        strict_accept: an Accept that allows none of them is a trouble.
        follow: without a telling Accept, answer in the dialect of the request's body.
        default: dialect of everything else.
        root: root element of XML.
        prolog: what XML begins with.
        items: XML element to the element of its list items; a list that is not named repeats its own element.
        headers: sent with every answer.
        fixed: by dialect, all headers of an answer that needs no others.

    """

    types: Mapping[str, str]
    offered: tuple[tuple[str, str], ...]
    strict_accept: bool
    follow: bool
    default: str
    root: str
    items: Mapping[str, str]
    headers: tuple[tuple[str, str], ...]
    fixed: Mapping[str, tuple[tuple[str, str], ...]]
    prolog: str = '<?xml version="1.0" encoding="UTF-8"?>'


class Test(NamedTuple):
    """A row's condition, compiled for one call.

    Attributes:
        test: a fact of a case (and a target, for rows with `each`): what was found, None where it does not hold.
            None for rows about violations and troubles.
        member: the row can only hold where the document has this member, None where it does not depend on one.
        about: `account`, where the row cannot hold while the account is as at the start; `credentials`, where it
            cannot hold for right ones; else `request`.
        claims: place and keyword of the violations it is about.
        reasons: the troubles it is about.

    """

    row: Row
    test: Callable[..., Finding | None] | None
    member: str | None
    about: str
    claims: Mapping[tuple[str, str], int]
    reasons: tuple[str, ...]


class Quick(NamedTuple):
    """As much of a `Test` as a document needs that the schema finds right."""

    row: Row
    test: Callable[..., Finding | None]
    member: str | None
    each: bool
    in_force: tuple[tuple[str, object], ...]


@dataclass(slots=True)
class RowPlan:
    """All rows of one call, in order.

    Attributes:
        tests: all of them.
        quick: those that can hold for a document that the schema finds right.
        quick_plain: of these, those that can hold with right credentials of an account that is as at the start.
        is_valid: whether the schema finds a document right.
        errors: the schema's complaints.

    """

    tests: tuple[Test, ...] = ()
    quick: tuple[Quick, ...] = ()
    quick_plain: tuple[Quick, ...] = ()
    is_valid: Callable[[Any], bool] = bool
    errors: Callable[[Any], Iterable[Any]] = iter


class Route(NamedTuple):
    """A method and the segments of a path; a segment in braces is a parameter."""

    method: str
    segments: tuple[str, ...]

    @property
    def path(self) -> str:
        """The path as it is documented."""
        return "/" + "/".join(self.segments)


@dataclass(slots=True)
class Call:
    """One operation of a gateway."""

    name: str
    title: str
    routes: tuple[Route, ...]
    reading: Reading
    writing: Writing
    schema: Mapping[str, Any]
    recipients: Callable[[Mapping[str, Any], NumberPlan], tuple[Any, ...]] | None
    operation: Callable[[Any, Any], CallOutcome]
    sample: Mapping[str, Any]
    envelopes: Mapping[str, Any]
    source: str
    tolerates: tuple[Mapping[str, Any], ...] = ()
    plan: RowPlan = field(default_factory=RowPlan)


@dataclass(slots=True)
class Gateway:
    """One provider's API.

    Attributes:
        credentials: sample credentials by name; `{id}` stands for the session.
        secrets: identifying credential to the credential that proves it.
        calls: by name; "" stands for a request that meets no call.
        rows: in order.
        settings: what a session may set.
        account: what an account's state is made of.
        counts_under_way: one of the throttles counts what has not ended yet.
        curls: sample requests: `accepted`, `rejected`.
        accepts: what the answer to an accepted sample contains.

    """

    name: str
    title: str
    hosts: tuple[str, ...]
    folds_paths: bool
    owns_bare_paths: bool
    currency: str
    numbers: NumberPlan
    credentials: Mapping[str, str]
    forms: tuple[CredentialForm, ...]
    secrets: Mapping[str, str]
    settings: Mapping[str, Knob]
    account: Mapping[str, Knob]
    calls: Mapping[str, Call]
    rows: tuple[Row, ...]
    successes: tuple[Success, ...]
    sources: Mapping[str, Source]
    statuses: Statuses
    throttles: Mapping[str, Throttle]
    counts_under_way: bool
    callbacks: Mapping[str, CallbackSpec]
    inbound: InboundSpec
    hooks: Hooks
    curls: Mapping[str, Any]
    accepts: Mapping[str, Any]
    by_code: Mapping[str, Row] = field(default_factory=dict)
