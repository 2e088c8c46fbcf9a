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
    from mock_gateway.model.versions import Version
    from mock_gateway.model.ways import CredentialForm, RankedForms, Reading, Route, Writing
    from mock_gateway.model.wire import Outcome as CallOutcome


class NumberPlan(NamedTuple):
    """How a gateway reads telephone numbers.

    Attributes:
        home: country code of numbers in national form, such as `61`.
        mobile: country code, and the form of its mobile numbers after it.
        mobiles: any of them, country code and all.
        form: the only form of a number, its first group the digits; None where numbers are read by country.

    """

    home: str
    mobile: tuple[tuple[str, re.Pattern[str]], ...]
    form: re.Pattern[str] | None = None
    mobiles: re.Pattern[str] | None = None


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
        per: `account`, `address` or, for recipients, `recipient`.
        counts: `requests`, hit as a request is identified, or `recipients`, hit as they are accepted.
        limit: field of the account that holds the limit; None there switches it off.
        window: field of the account that holds the window's length in seconds.
        kind_setting: setting that names the kind, "" where it is always the same.
        right_only: what comes with wrong credentials is not counted.

    """

    name: str
    kind: str
    per: str
    counts: str
    limit: str
    window: str
    kind_setting: str = ""
    right_only: bool = False


class Paging(NamedTuple):
    """How a gateway cuts its lists into pages.

    Attributes:
        page: member of a request that asks for a page.
        size: member that asks for a number of items a page, "" where none does.
        default: setting that holds the usual size.
        most: setting that holds the largest size that can be asked for, "" where there is none.
        size_by: setting whose value `ignored` switches `size` off, "" for none.

    """

    page: str
    size: str
    default: str
    most: str = ""
    size_by: str = ""


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


@dataclass(slots=True)
class Call:
    """One operation of a gateway.

    Attributes:
        places: where the schema can refuse, each with the keyword.
        sample: a document that is accepted in the world that `given` sets up, as a scenario's `given` does.
        recipients: reads them off the document.
        recipients_by: finds them with what the session remembers, given the document, the room and the account.
        forms: of credentials, those that it reads by default, the first that is present counts.
        ranked: all of them, where settings add some or change which one counts; None where none do.
        sends: the call whose messages it sends, "" where that is itself, or nothing is sent.

    """

    name: str
    title: str
    routes: tuple[Route, ...]
    reading: Reading
    writing: Writing
    schema: Mapping[str, Any]
    recipients: Callable[[Mapping[str, Any], NumberPlan], tuple[Any, ...]] | None
    recipients_by: Callable[[Mapping[str, Any], Any, Any], tuple[Any, ...]] | None
    operation: Callable[[Any, Any], CallOutcome]
    sample: Mapping[str, Any]
    envelopes: Mapping[str, Any]
    source: str
    tolerates: tuple[Mapping[str, Any], ...] = ()
    given: Mapping[str, Any] = field(default_factory=dict)
    plan: RowPlan = field(default_factory=RowPlan)
    places: tuple[tuple[str, str], ...] = ()
    forms: tuple[CredentialForm, ...] = ()
    sends: str = ""
    ranked: RankedForms | None = None

    @property
    def every_form(self) -> tuple[CredentialForm, ...]:
        """Every form of credentials that it can read, those first that it reads by default."""
        return self.forms if self.ranked is None else tuple(dict.fromkeys((*self.forms, *self.ranked.forms)))


class Stray(NamedTuple):
    """What answers a request that meets no call.

    Attributes:
        at: the segments that its path begins with, in lower case.
        call: the pseudo-call "" as what is there would read and write.
        version: of the API, "" for the canonical one.

    """

    at: tuple[str, ...]
    call: Call
    version: str


@dataclass(slots=True)
class Gateway:
    """One provider's API.

    Attributes:
        credentials: sample credentials by name; `{id}` stands for the session.
        forms: of credentials, those too that only a setting lets in.
        secrets: identifying credential to the credential that proves it.
        calls: by name; "" stands for a request that meets no call.
        rows: in order.
        settings: what a session may set.
        account: what an account's state is made of.
        counts_under_way: one of the throttles counts what has not ended yet, or a setting can make it so.
        counts_requests: an account has a limit on requests from the start.
        counts_recipients: an account has a limit on recipients from the start.
        paging: how lists are cut into pages, None where they are not.
        versions: of the API, by name, those that are not the canonical one.
        hides: by call, members that operations tell and that only other versions than the canonical one answer.
        memory: makes what the gateway remembers beside messages, None where that is nothing.
        curls: sample requests: `accepted`, `rejected`.
        accepts: what the answer to an accepted sample contains.
        parent: the gateway that a white label extends, "" for others.
        leaves_out: scenarios of the parent that do not hold here, each with the reason.
        suffixes: what may stand after a path and a dot, and the dialect that it asks for; empty where nothing does.
        prefix: a first segment that may stand before a path and does not count, "" for none.
        tells_methods: HTTP 405 has a header Allow.
        variants: calls that a version reads or writes otherwise, by version and name.
        strays: what answers requests that meet no call, by where their paths begin, the longest beginnings first.

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
    counts_requests: bool
    counts_recipients: bool
    paging: Paging | None
    memory: Callable[[], Any] | None
    versions: Mapping[str, Version]
    hides: Mapping[str, frozenset[str]]
    callbacks: Mapping[str, CallbackSpec]
    inbound: InboundSpec
    hooks: Hooks
    curls: Mapping[str, Any]
    accepts: Mapping[str, Any]
    by_code: Mapping[str, Row] = field(default_factory=dict)
    parent: str = ""
    leaves_out: Mapping[str, str] = field(default_factory=dict)
    suffixes: Mapping[str, str] = field(default_factory=dict)
    prefix: str = ""
    tells_methods: bool = False
    variants: Mapping[tuple[str, str], Call] = field(default_factory=dict)
    strays: tuple[Stray, ...] = ()
    _about: dict[tuple[str, str], tuple[CallbackSpec, ...]] = field(default_factory=dict, init=False, repr=False)

    def callbacks_about(self, call: str, version: str) -> tuple[CallbackSpec, ...]:
        """Give the callbacks that are made about messages of a call in a version; "" is what belongs to none."""
        if (call, version) not in self._about:
            self._about[call, version] = tuple(each for each in self.callbacks.values() if each.is_about(call, version))
        return self._about[call, version]
