"""The functions behind the facts: pure, of a case and plain arguments. What they are called is said in `facts`.

Each gives what it found, or None where it does not hold. Those about single recipients take the recipient as well.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mock_gateway.model.rules import Finding
from mock_gateway.rules.places import at
from mock_gateway.text.numbers import is_mobile
from mock_gateway.text.segments import segments

if TYPE_CHECKING:
    from mock_gateway.state.case import Case, Target

_NOTHING = Finding()


def always(_case: Case) -> Finding | None:
    """Hold for every request; the row says under which setting."""
    return _NOTHING


def never(_case: Case, because: str) -> Finding | None:  # noqa: ARG001  the reason is for readers of the data
    """Hold for no request: no call earns this row, it can only be forced."""
    return None


def field_not_enabled(case: Case, place: str, value: object, field: str) -> Finding | None:
    """Hold where a member has a value that the account is not enabled for."""
    enabled = case.account is None or case.account.state.values_[field]
    return None if enabled or at(case.document, place) != value else Finding(place, value, f"{field} is off")


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
    """Hold where a window has more in it than the account may have."""
    account = case.account
    rate = None if account is None else case.room.rate(throttle, account)
    if account is None or rate is None:
        return None
    spec, window = case.gateway.throttles[throttle], case.room.window(throttle)
    if spec.counts == "requests":
        used = case.room.counted.get(throttle, 0)
    elif spec.per == "recipient":
        named = Counter(target.number or target.spelling for target in case.targets)
        used = max((window.used(number, case.now, rate) + times for number, times in named.items()), default=0)
    else:
        key = case.room.key(throttle, account, case.request.address)
        used = window.used(key, case.now, rate) + len(case.targets)
    wait = -(-(rate.length - case.now % rate.length) // 1000)
    return Finding(value=used, limit=rate.limit, fields={"wait": wait}) if used > rate.limit else None


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
    value = at(case.document, place)
    limit = 0 if case.account is None else case.account.state.values_[field]
    return Finding(place, value, limit) if isinstance(value, int) and value > limit else None


def recipient_malformed(case: Case, place: str) -> Finding | None:
    """Hold where any recipient is no number."""
    for target in case.targets:
        if target.number is None:
            return Finding(place, target.spelling, "a number in international form")
    return None


def recipient_not_mobile(case: Case, target: Target, place: str) -> Finding | None:
    """Hold for a recipient that is no mobile number."""
    if target.number is not None and is_mobile(target.number, case.gateway.numbers):
        return None
    return Finding(place, target.spelling, "a mobile number")


def recipient_listed(case: Case, target: Target, place: str, field: str) -> Finding | None:
    """Hold for a recipient whose number is on one of the account's lists."""
    listed = () if case.account is None else case.account.state.values_[field]
    return Finding(place, target.number, f"not on {field}") if target.number in listed else None


def nobody_left(case: Case, place: str) -> Finding | None:
    """Hold where recipients were named, and none is left after the rows that drop single ones."""
    if case.targets:
        return None
    read = case.call.recipients
    named = at(case.document, place) if read is None else read(case.document, case.gateway.numbers)
    return Finding(place, 0, "at least one recipient") if named else None


def sender_malformed(case: Case, place: str, kind: str, letters: str, digits: str) -> Finding | None:
    """Hold where an originator does not fit its type, or is longer than its kind may be."""
    address, stated = at(case.document, place), at(case.document, kind)
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
    sender = at(case.document, place)
    if allowed is None or sender is None or sender in allowed:
        return None
    return Finding(place, sender, list(allowed))


def over_parts(case: Case, place: str, limit: str) -> Finding | None:
    """Hold where the text needs more SMS than the request allows; 0 or less allows any number."""
    allowed, text = at(case.document, limit), at(case.document, place)
    if not isinstance(allowed, int) or allowed <= 0 or not isinstance(text, str):
        return None
    parts = segments(text).parts
    return Finding(place, parts, allowed) if parts > allowed else None


def message_unknown(case: Case, place: str) -> Finding | None:
    """Hold where no message of the account has the id that is asked for."""
    wanted = at(case.document, place)
    with case.world.store.transaction() as store:
        message = store.find(case.gateway.name, wanted) if isinstance(wanted, str) else None
    if message is not None and case.account is not None and message.account == case.account.key:
        return None
    return Finding(place, wanted, "the id of a message of this account")


def plain_http(case: Case) -> Finding | None:
    """Hold where the request did not come over TLS."""
    return None if case.request.secure else Finding(value="http", limit="https")


def header_absent(case: Case, header: str) -> Finding | None:
    """Hold where the request has no header of this name."""
    return None if case.request.headers.get(header.lower()) else Finding(limit=f"the header {header}")


def token_stands(case: Case, standings: list[str], forms: list[str]) -> Finding | None:
    """Hold where a token of one of these forms stands as one of these, and give the token."""
    stated = case.credentials
    if stated.standing not in standings or stated.form not in forms:
        return None
    return Finding(value=stated.identifier, limit="right")


def over_unstated_parts(case: Case, place: str, unless: str, limit: int) -> Finding | None:
    """Hold where the text needs more SMS than are allowed to a request that does not say how many it allows."""
    text = at(case.document, place)
    if at(case.document, unless) is not None or not isinstance(text, str):
        return None
    parts = segments(text).parts
    return Finding(place, parts, limit) if parts > limit else None


def id_used_before(case: Case, place: str, field: str) -> Finding | None:
    """Hold where a member has a value that a message of the account had, or that the account lists as used."""
    wanted, account = at(case.document, place), case.account
    if account is None or not isinstance(wanted, str):
        return None
    member = place.rpartition("/")[2]
    with case.world.store.transaction() as store:
        mine = (each.fields.get(member) for each in store.all(case.gateway.name) if each.account == account.key)
        used = wanted in account.state.values_[field] or wanted in mine
    return Finding(place, wanted, "an id of its own for each message") if used else None
