"""Facts about what an account has beside messages: records, calls that it may use, credit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_gateway.model.rules import Finding
from mock_gateway.rules import limits, several
from mock_gateway.rules.places import at
from mock_gateway.rules.witness import LISTED, FactKind, Witness, with_item, with_member
from mock_gateway.text.segments import segments

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mock_gateway.state.case import Case, Target


def record_known(
    case: Case,
    record: str,
    place: str,
    given: object,  # noqa: ARG001  for the witness
    near: Sequence[Mapping[str, object]] = (),  # noqa: ARG001  as above
) -> Finding | None:
    """Hold where there is such a record."""
    if case.room.memory.find(record, case) is None:
        return None
    return Finding(place, at(case.document, place), f"no {record.replace('_', ' ')}")


def record_unknown(case: Case, record: str, place: str, unknown: object) -> Finding | None:  # noqa: ARG001  `unknown` is for the witness
    """Hold where a request names what is not there."""
    wanted = at(case.document, place)
    if wanted is None or case.room.memory.find(record, case) is not None:
        return None
    return Finding(place, wanted, f"a known {record.replace('_', ' ')}")


def record_of_nobody(case: Case, record: str, place: str, field: str) -> Finding | None:  # noqa: ARG001  `field` is for the witness
    """Hold where a list of the account's leaves no such record."""
    if case.room.memory.find(record, case) is not None:
        return None
    return Finding(place, at(case.document, place), f"a {record.replace('_', ' ')} that the account allows")


def nothing_recorded(case: Case, record: str) -> Finding | None:
    """Hold where there is no such record, whatever the request names."""
    return Finding(limit=f"any {record.replace('_', ' ')}") if case.room.memory.find(record, case) is None else None


def recipient_recorded(case: Case, target: Target, place: str, record: str, field: str) -> Finding | None:  # noqa: ARG001  `field` is for the witness
    """Hold for a recipient who alone would make such a record be found."""
    if case.room.memory.find(record, case._replace(targets=(target,))) is None:
        return None
    return Finding(place, target.number, f"not {record.replace('_', ' ')}")


def signed_as(case: Case, forms: list[str]) -> Finding | None:
    """Hold where the credentials came in one of these forms."""
    form = case.credentials.form
    return Finding(value=form, limit="another form of credentials") if form in forms else None


def call_not_allowed(case: Case, field: str) -> Finding | None:
    """Hold where the account has a list of calls and this one is not on it."""
    allowed = None if case.account is None else case.account.state.values_[field]
    if allowed is None or case.call.name in allowed:
        return None
    return Finding(value=case.call.name, limit=list(allowed))


def cannot_pay(case: Case, place: str, price: str, credit: str) -> Finding | None:
    """Hold where the account's credit is less than what the recipients' messages cost."""
    account, text = case.account, at(case.document, place)
    if account is None or not isinstance(text, str):
        return None
    state = account.state.values_
    left = state[credit] - account.used.get("spent", 0)
    wanted = state[price] * segments(text).parts * len(case.targets)
    return Finding(value=wanted, limit=left) if wanted > left else None


def cannot_pay_for(case: Case, price: str, credit: str) -> Finding | None:
    """Hold where the account's credit is less than a price."""
    if case.account is None:
        return None
    state = case.account.state.values_
    left = state[credit] - case.account.used.get("spent", 0)
    return Finding(value=state[price], limit=left) if state[price] > left else None


ACCOUNTS: Mapping[str, FactKind] = {
    "record_known": FactKind(
        record_known,
        lambda d, a, _g: several.given(d, several.each(a["given"])[0]),
        {"record": "record", "place": "place", "given": "plain", "near": "plain"},
        "request",
        "something stands in the way",
        "name something else",
        gate="place",
        near=limits.written_down,
        optional=frozenset({"near"}),
        more=several.others_given,
    ),
    "record_unknown": FactKind(
        record_unknown,
        lambda d, a, _g: Witness(with_member(d, a["place"], several.each(a["unknown"])[0])),
        {"record": "record", "place": "place", "unknown": "plain"},
        "request",
        "something that the account does not have",
        "name something that the account has",
        gate="place",
        more=several.others_unknown,
    ),
    "record_of_nobody": FactKind(
        record_of_nobody,
        lambda _d, a, _g: Witness(given={"account": {a["field"]: []}}),
        {"record": "record", "place": "place", "field": "account"},
        "request",
        "something that a list of the account's does not allow",
        "name something that the list allows, or set it to null",
    ),
    "nothing_recorded": FactKind(
        nothing_recorded,
        lambda _d, _a, _g: Witness(),
        {"record": "record"},
        "request",
        "there is nothing of the kind that is asked for",
        "wait until there is something",
    ),
    "recipient_recorded": FactKind(
        recipient_recorded,
        lambda d, a, _g: Witness(with_item(d, a["place"], LISTED), {"account": {a["field"]: [LISTED]}}),
        {"place": "place", "record": "record", "field": "account"},
        "request",
        "a recipient of whom the gateway remembers something",
        "leave the recipient out",
        each=True,
    ),
    "signed_as": FactKind(
        signed_as,
        lambda _d, a, _g: Witness(auth=a["forms"][0]),
        {"forms": "plain"},
        "request",
        "credentials in a form that the call does not take",
        "send the credentials in another form",
    ),
    "call_not_allowed": FactKind(
        call_not_allowed,
        lambda _d, a, _g: Witness(given={"account": {a["field"]: []}}),
        {"field": "account"},
        "account",
        "a call that the account may not use",
        "put the call on the account's list, or set that to null",
    ),
    "cannot_pay": FactKind(
        cannot_pay,
        lambda _d, a, _g: Witness(given={"account": {a["credit"]: 0}}),
        {"place": "place", "price": "account", "credit": "account"},
        "request",
        "the account's credit is less than what the message costs",
        "give the account more credit",
        near=limits.affordable,
    ),
    "cannot_pay_for": FactKind(
        cannot_pay_for,
        lambda _d, a, _g: Witness(given={"account": {a["credit"]: 0}}),
        {"price": "account", "credit": "account"},
        "request",
        "the account's credit is less than a price",
        "give the account more credit",
        near=limits.affordable_once,
    ),
}
