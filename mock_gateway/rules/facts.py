"""The table of facts: named conditions that a schema cannot say, each with its witness.

A fact is a pure function of a case (and, for facts about single recipients, a target) and its plain arguments; it gives
what it found, or None where it does not hold. Its witness says how to make it hold, so that scenarios, `explain` and
generators can provoke it. To add one: write the function, write its witness, add a line to `FACTS`.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any, NamedTuple

from mock_gateway.model.rules import Finding
from mock_gateway.text.numbers import is_mobile
from mock_gateway.text.segments import segments

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mock_gateway.state.case import Case, Target

_NOTHING = Finding()


class Witness(NamedTuple):
    """What makes a fact hold.

    Attributes:
        document: the request's document; None where any will do.
        given: what of the account, the settings or the used quotas to set first, as a scenario's `given`.
        auth: how to sign the request, as a scenario's `auth`; None for the right way.

    """

    document: dict[str, Any] | None = None
    given: Mapping[str, Any] | None = None
    auth: object = None


class FactKind(NamedTuple):
    """An entry of the table.

    Attributes:
        arguments: their names, each with what it names: `place`, `setting`, `account`, `throttle` or `plain`.
        about: `account`, where it cannot hold while the account is as at the start; `credentials`, where it cannot
            hold for right ones; else `request`.
        each: it is about one recipient.
        mend: the smallest change that makes it stop holding, in words.
        gate: the argument whose place must be in the document for the fact to hold; "" where there is none.

    """

    test: Callable[..., Finding | None]
    witness: Callable[[dict[str, Any], Mapping[str, Any]], Witness]
    arguments: Mapping[str, str]
    about: str
    says: str
    mend: str
    each: bool = False
    gate: str = ""


def always(_case: Case) -> Finding | None:
    """Hold for every request; the row says under which setting."""
    return _NOTHING


def never(_case: Case, because: str) -> Finding | None:  # noqa: ARG001  the reason is for readers of the data
    """Hold for no request: no call earns this row, it can only be forced."""
    return None


def field_not_enabled(case: Case, place: str, value: object, field: str) -> Finding | None:
    """Hold where a member has a value that the account is not enabled for."""
    enabled = case.account is None or case.account.state.values_[field]
    return None if enabled or _at(case.document, place) != value else Finding(place, value, f"{field} is off")


def credential_missing(case: Case, part: str) -> Finding | None:
    """Hold where no credentials were sent, or the identifying or the secret half of them is not there."""
    stated = case.credentials
    missing = stated.identifier is None if part == "identifier" else stated.standing == "incomplete"
    return _NOTHING if missing else None


def credentials_stand(case: Case, standings: list[str], forms: list[str]) -> Finding | None:
    """Hold where the credentials stand as one of these; of these forms only, unless `forms` is empty."""
    stated = case.credentials
    if stated.standing not in standings or (forms and stated.form not in forms):
        return None
    return Finding(value=stated.standing, limit="right")


def account_is(case: Case, field: str, value: object) -> Finding | None:
    """Hold where a field of the account's state has this value."""
    if case.account is None or case.account.state.values_[field] != value:
        return None
    return Finding(value=value)


def address_not_allowed(case: Case, field: str) -> Finding | None:
    """Hold where the account has a list of addresses and the client's is not on it."""
    allowed = None if case.account is None else case.account.state.values_[field]
    if allowed is None or case.request.address in allowed:
        return None
    return Finding(value=case.request.address, limit=list(allowed))


def over_throttle(case: Case, throttle: str) -> Finding | None:
    """Hold where a window of time has more in it than the account may have."""
    account = case.account
    if account is None:
        return None
    spec = case.gateway.throttles[throttle]
    limit = account.state.values_[spec.limit]
    if limit is None:
        return None
    length = 1000 * int(account.state.values_[spec.window])
    used = case.room.windows[throttle].used(case.room.key(throttle, account, case.request.address), case.now, length)
    if spec.counts == "recipients":
        used += len(case.targets)
    return Finding(value=used, limit=limit) if used > limit else None


def over_quota(case: Case, quota: str, limit: str) -> Finding | None:
    """Hold where the account's quota would be exceeded by this request's recipients."""
    account = case.account
    allowed = None if account is None else account.state.values_[limit]
    if account is None or allowed is None:
        return None
    wanted = account.used.get(quota, 0) + len(case.targets)
    return Finding(value=wanted, limit=allowed) if wanted > allowed else None


def over_account_limit(case: Case, place: str, field: str) -> Finding | None:
    """Hold where a number in the document is above what the account may use."""
    value = _at(case.document, place)
    limit = 0 if case.account is None else case.account.state.values_[field]
    return Finding(place, value, limit) if isinstance(value, int) and value > limit else None


def recipient_malformed(case: Case, place: str) -> Finding | None:
    """Hold where any recipient is no number."""
    for target in case.targets:
        if target.number is None:
            return Finding(place, target.spelling, "a number in international form")
    return None


def recipient_not_mobile(case: Case, target: Target) -> Finding | None:
    """Hold for a recipient that is no mobile number."""
    if target.number is not None and is_mobile(target.number, case.gateway.numbers):
        return None
    return Finding(value=target.spelling, limit="a mobile number")


def recipient_listed(case: Case, target: Target, field: str) -> Finding | None:
    """Hold for a recipient whose number is on one of the account's lists."""
    listed = () if case.account is None else case.account.state.values_[field]
    return Finding(value=target.number, limit=f"not on {field}") if target.number in listed else None


def nobody_left(case: Case, place: str) -> Finding | None:
    """Hold where no recipient is left after the rows that drop single ones."""
    return None if case.targets else Finding(place, 0, "at least one recipient")


def sender_malformed(case: Case, place: str, kind: str, letters: str, digits: str) -> Finding | None:
    """Hold where an originator does not fit its type, or is longer than its kind may be."""
    address, stated = _at(case.document, place), _at(case.document, kind)
    if not isinstance(address, str):
        return None
    numeric = address.removeprefix("+").isdecimal() and address.isascii()
    limit = case.settings[digits if numeric else letters]
    if len(address.removeprefix("+") if numeric else address) > limit:
        return Finding(place, address, f"at most {limit} characters")
    if stated in ("national", "international", "shortcode") and not numeric:
        return Finding(place, address, f"digits, as it is {stated}")
    return None


def sender_not_allowed(case: Case, place: str, field: str) -> Finding | None:
    """Hold where the account has a list of originators and this one is not on it."""
    allowed = None if case.account is None else case.account.state.values_[field]
    sender = _at(case.document, place)
    if allowed is None or sender is None or sender in allowed:
        return None
    return Finding(place, sender, list(allowed))


def over_parts(case: Case, place: str, limit: str) -> Finding | None:
    """Hold where the text needs more SMS than the request allows; 0 or less allows any number."""
    allowed, text = _at(case.document, limit), _at(case.document, place)
    if not isinstance(allowed, int) or allowed <= 0 or not isinstance(text, str):
        return None
    parts = segments(text).parts
    return Finding(place, parts, allowed) if parts > allowed else None


def message_unknown(case: Case, place: str) -> Finding | None:
    """Hold where no message of the account has the id that is asked for."""
    wanted = _at(case.document, place)
    with case.world.store.transaction() as store:
        message = store.find(case.gateway.name, wanted) if isinstance(wanted, str) else None
    if message is not None and case.account is not None and message.account == case.account.key:
        return None
    return Finding(place, wanted, "the id of a message of this account")


def _at(document: Mapping[str, Any], place: str) -> Any:  # noqa: ANN401  a document is any JSON
    value: Any = document
    for member in place.split("/")[1:]:
        value = value.get(member) if isinstance(value, dict) else None
    return value


def _with(document: dict[str, Any], place: str, value: object) -> dict[str, Any]:
    """Copy a document with one member set, or every item where the place ends in `*`."""
    copy: Any = deepcopy(document)
    *path, last = place.split("/")[1:]
    inner = copy
    for member in path:
        inner = inner[0] if member == "*" else inner[member]
    if last == "*":
        inner[:] = [value]
    else:
        inner[last] = value
    return copy  # type: ignore[no-any-return]  # a copy of a document is a document


FACTS: Mapping[str, FactKind] = {
    "always": FactKind(
        always,
        lambda _d, _a: Witness(),
        {},
        "request",
        "every request",
        "change the setting that the row names",
    ),
    "never": FactKind(
        never,
        lambda _d, _a: Witness(),
        {"because": "plain"},
        "request",
        "no request at all: the row can only be forced",
        "stop forcing it",
    ),
    "field_not_enabled": FactKind(
        field_not_enabled,
        lambda d, a: Witness(_with(d, a["place"], a["value"]), {"account": {a["field"]: False}}),
        {"place": "place", "value": "plain", "field": "account"},
        "account",
        "a value that the account is not enabled for",
        "use another value, or enable it for the account",
        gate="place",
    ),
    "credential_missing": FactKind(
        credential_missing,
        lambda _d, a: Witness(auth="none" if a["part"] == "identifier" else "identifier_only"),
        {"part": "plain"},
        "credentials",
        "no credentials, or half of them",
        "send the gateway's credentials",
    ),
    "credentials_stand": FactKind(
        credentials_stand,
        lambda _d, a: Witness(
            auth={"absent": "none", "unknown": "unknown", "wrong": "wrong", "incomplete": "identifier_only"}[
                a["standings"][0]
            ]
        ),
        {"standings": "plain", "forms": "plain"},
        "credentials",
        "credentials that are missing, unknown or wrong",
        "send the session's credentials",
    ),
    "account_is": FactKind(
        account_is,
        lambda _d, a: Witness(given={"account": {a["field"]: a["value"]}}),
        {"field": "account", "value": "plain"},
        "account",
        "a state of the account",
        "set the account's field back",
    ),
    "address_not_allowed": FactKind(
        address_not_allowed,
        lambda _d, a: Witness(given={"account": {a["field"]: []}}),
        {"field": "account"},
        "account",
        "the client's address is not on the account's list",
        "put the client's address on the list, or set it to null",
    ),
    "over_throttle": FactKind(
        over_throttle,
        lambda _d, a: Witness(given={"throttle": {a["throttle"]: 0}}),
        {"throttle": "throttle"},
        "account",
        "too much in a window of time",
        "wait for the next window",
    ),
    "over_quota": FactKind(
        over_quota,
        lambda _d, a: Witness(given={"account": {a["limit"]: 0}}),
        {"quota": "plain", "limit": "account"},
        "account",
        "a quota of the account is used up",
        "raise the account's limit",
    ),
    "over_account_limit": FactKind(
        over_account_limit,
        lambda d, a: Witness(_with(d, a["place"], 999_999)),
        {"place": "place", "field": "account"},
        "request",
        "a number above what the account may use",
        "lower the number to the account's limit",
        gate="place",
    ),
    "recipient_malformed": FactKind(
        recipient_malformed,
        lambda d, a: Witness(_with(d, a["place"], "abc")),
        {"place": "place"},
        "request",
        "a recipient that is no number",
        "write the recipient in international form",
    ),
    "recipient_not_mobile": FactKind(
        recipient_not_mobile,
        lambda _d, _a: Witness(),
        {},
        "request",
        "a recipient that is no mobile number",
        "write a mobile number",
        each=True,
    ),
    "recipient_listed": FactKind(
        recipient_listed,
        lambda _d, a: Witness(given={"account": {a["field"]: []}}),
        {"field": "account"},
        "account",
        "a recipient on one of the account's lists",
        "take the number off the list",
        each=True,
    ),
    "nobody_left": FactKind(
        nobody_left,
        lambda d, a: Witness(_with(d, a["place"] + "/*", "nobody")),
        {"place": "place"},
        "request",
        "no recipient is left that could be sent to",
        "name at least one recipient that can be sent to",
    ),
    "sender_malformed": FactKind(
        sender_malformed,
        lambda d, a: Witness(_with(d, a["place"], "x" * 99)),
        {"place": "place", "kind": "place", "letters": "setting", "digits": "setting"},
        "request",
        "an originator that does not fit its type",
        "shorten the originator, or name the type that it is of",
        gate="place",
    ),
    "sender_not_allowed": FactKind(
        sender_not_allowed,
        lambda d, a: Witness(_with(d, a["place"], "Shop"), {"account": {a["field"]: []}}),
        {"place": "place", "field": "account"},
        "account",
        "an originator that is not the account's",
        "use one of the account's originators",
        gate="place",
    ),
    "over_parts": FactKind(
        over_parts,
        lambda d, a: Witness(_with(_with(d, a["place"], "a" * 161), a["limit"], 1)),
        {"place": "place", "limit": "place"},
        "request",
        "a text of more parts than the request allows",
        "shorten the text, or allow more parts",
        gate="limit",
    ),
    "message_unknown": FactKind(
        message_unknown,
        lambda d, a: Witness(_with(d, a["place"], "no-such-message")),
        {"place": "place"},
        "request",
        "a message id that the account does not have",
        "ask for an id that a send was answered with",
    ),
}
