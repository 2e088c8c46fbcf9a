"""Facts for what documents leave open: fields that go together, bounds, how a wrong token is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_gateway.model.rules import Finding
from mock_gateway.rules import limits
from mock_gateway.rules.conditions import token_stands
from mock_gateway.rules.places import at
from mock_gateway.rules.witness import LISTED, FactKind, Witness, with_item, with_member
from mock_gateway.text.media import preferred

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mock_gateway.state.case import Case


def member_without(case: Case, place: str, other: str, given: object) -> Finding | None:  # noqa: ARG001  `given` is for the witness
    """Hold where a member is there and another one is not."""
    value = at(case.document, place)
    if value is None or at(case.document, other) is not None:
        return None
    return Finding(place, value, f"only with {other.rpartition('/')[2]}")


def number_below(case: Case, place: str, limit: int) -> Finding | None:
    """Hold where a number in the document is below a bound."""
    value = at(case.document, place)
    return Finding(place, value, limit) if isinstance(value, int) and value < limit else None


def number_above(case: Case, place: str, limit: str) -> Finding | None:
    """Hold where a number in the document is above what a setting allows; None there is no bound."""
    value, most = at(case.document, place), case.settings[limit]
    return Finding(place, value, most) if isinstance(value, int) and most is not None and value > most else None


def number_outside(case: Case, place: str, lowest: str, highest: str) -> Finding | None:
    """Hold where a number in the document is outside what two settings allow; None there is no bound."""
    value, least, most = at(case.document, place), case.settings[lowest], case.settings[highest]
    if not isinstance(value, int):
        return None
    if least is not None and value < least:
        return Finding(place, value, f"at least {least}")
    return Finding(place, value, f"at most {most}") if most is not None and value > most else None


def recipient_shorter(case: Case, place: str, limit: str) -> Finding | None:
    """Hold where a recipient's number has fewer digits than a setting asks for."""
    least = case.settings[limit]
    for target in case.targets:
        if target.number is not None and len(target.number) < least:
            return Finding(place, target.spelling, f"at least {least} digits")
    return None


def any_recipient_listed(case: Case, place: str, field: str) -> Finding | None:
    """Hold where any recipient is on one of the account's lists."""
    listed = () if case.account is None else case.account.state.values_[field]
    for target in case.targets:
        if target.number in listed:
            return Finding(place, target.number, f"not on {field}")
    return None


def token_stands_for(
    case: Case, standings: list[str], forms: list[str], accepts: list[str], refuses: str
) -> Finding | None:
    """Hold as `token_stands` does, but only where the client accepts one of some media types and not another."""
    accept = case.request.headers.get("accept", "")
    if _accepted(accept, refuses) or not any(_accepted(accept, each) for each in accepts):
        return None
    return token_stands(case, standings, forms)


def _accepted(accept: str, media: str) -> bool:
    return preferred(accept, ((media, media),), media) is not None


FIELDS: Mapping[str, FactKind] = {
    "member_without": FactKind(
        member_without,
        lambda d, a, _g: Witness({**d, a["place"].rpartition("/")[2]: a["given"]}),
        {"place": "place", "other": "place", "given": "plain"},
        "request",
        "a member that needs another one, which is not there",
        "send both, or neither",
        gate="place",
    ),
    "number_below": FactKind(
        number_below,
        lambda d, a, _g: Witness(with_member(d, a["place"], a["limit"] - 1)),
        {"place": "place", "limit": "plain"},
        "request",
        "a number below what makes sense",
        "raise the number",
        gate="place",
        near=limits.number,
    ),
    "number_above": FactKind(
        number_above,
        lambda d, a, _g: Witness(with_member(d, a["place"], 999), {"settings": {a["limit"]: 998}}),
        {"place": "place", "limit": "setting"},
        "request",
        "a number above what a setting allows",
        "lower the number, or raise the setting",
        gate="place",
        near=limits.number_of_setting,
    ),
    "number_outside": FactKind(
        number_outside,
        lambda d, a, _g: Witness(with_member(d, a["place"], 999), {"settings": {a["highest"]: 998}}),
        {"place": "place", "lowest": "setting", "highest": "setting"},
        "request",
        "a number outside what settings allow",
        "send a number between them",
        gate="place",
        near=limits.number_between,
    ),
    "recipient_shorter": FactKind(
        recipient_shorter,
        lambda d, a, _g: Witness(with_member(d, a["place"], "44770"), {"settings": {a["limit"]: 8}}),
        {"place": "place", "limit": "setting"},
        "request",
        "a recipient of fewer digits than a number has",
        "write the recipient in international form",
        near=limits.digits,
    ),
    "any_recipient_listed": FactKind(
        any_recipient_listed,
        lambda d, a, _g: Witness(with_item(d, a["place"], LISTED), {"account": {a["field"]: [LISTED]}}),
        {"place": "place", "field": "account"},
        "account",
        "any recipient on one of the account's lists",
        "take the number off the list, or leave the recipient out",
    ),
    "token_stands_for": FactKind(
        token_stands_for,
        lambda _d, a, _g: Witness(auth={"header": "Bearer no-such-token"}, headers={"Accept": a["accepts"][0]}),
        {"standings": "plain", "forms": "plain", "accepts": "plain", "refuses": "plain"},
        "credentials",
        "a token that is unknown or wrong, from a client that accepts only another form of answer",
        "send the session's token",
    ),
}
