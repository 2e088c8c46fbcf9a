"""Facts about a message's size and about recipients as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_gateway.model.rules import Finding
from mock_gateway.model.wire import Verbatim
from mock_gateway.rules import limits, several
from mock_gateway.rules.places import at
from mock_gateway.rules.witness import FactKind, Witness, with_member
from mock_gateway.text.numbers import is_mobile
from mock_gateway.text.segments import segments

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mock_gateway.state.case import Case, Target


def text_longer(case: Case, place: str, limit: str) -> Finding | None:
    """Hold where a text has more characters than a setting allows."""
    text, allowed = at(case.document, place), case.settings[limit]
    if not isinstance(text, str) or len(text) <= allowed:
        return None
    return Finding(place, len(text), allowed)


def parts_more(case: Case, place: str, limit: str) -> Finding | None:
    """Hold where a text needs more SMS than a setting allows."""
    text, allowed = at(case.document, place), case.settings[limit]
    parts = segments(text).parts if isinstance(text, str) else 0
    return Finding(place, parts, allowed) if parts > allowed else None


def parts_over_account(case: Case, place: str, field: str) -> Finding | None:
    """Hold where a text needs more SMS than the account may send at once."""
    text, allowed = at(case.document, place), None if case.account is None else case.account.state.values_[field]
    parts = segments(text).parts if isinstance(text, str) and allowed is not None else 0
    return Finding(place, parts, allowed) if allowed is not None and parts > allowed else None


def recipients_not_mobile(case: Case, place: str) -> Finding | None:
    """Hold where the request names recipients, and none of them is a mobile number."""
    plan = case.gateway.numbers
    if any(target.number is not None and is_mobile(target.number, plan) for target in case.targets):
        return None
    return Finding(place, case.targets[0].spelling, "a mobile number") if case.targets else None


def items_more(case: Case, place: str, limit: str) -> Finding | None:
    """Hold where a list has more items than a setting allows."""
    items, allowed = at(case.document, place), case.settings[limit]
    if not isinstance(items, list) or len(items) <= allowed:
        return None
    return Finding(place, len(items), allowed)


def only_recipient_malformed(case: Case, place: str) -> Finding | None:
    """Hold where the request names one recipient, and that is no number."""
    named = _named(case)
    if len(named) != 1 or named[0].number is not None:
        return None
    return Finding(place, named[0].spelling, "a number")


def nobody_can_be_sent_to(case: Case, place: str) -> Finding | None:
    """Hold where nobody is left of those named, if any was; tell those that are no numbers from the others."""
    named = () if case.targets else _named(case)
    if case.targets or (not named and at(case.document, place) is None):
        return None
    fails = [Verbatim(target.spelling) for target in named if target.number is None]
    optouts = [Verbatim(target.spelling) for target in named if target.number is not None]
    return Finding(place, len(named), "at least one recipient", {"fails": fails, "optouts": optouts})


def _named(case: Case) -> tuple[Target, ...]:
    """Give the recipients that the request names, those that rows took out included."""
    find = case.call.recipients_by
    return () if find is None else find(case.document, case.room, case.account)


MESSAGES: Mapping[str, FactKind] = {
    "text_longer": FactKind(
        text_longer,
        lambda d, a, g: Witness(with_member(d, a["place"], "a" * (int(str(g.settings[a["limit"]].default)) + 1))),
        {"place": "place", "limit": "setting"},
        "request",
        "a text of more characters than are taken",
        "shorten the text",
        gate="place",
        near=limits.characters,
    ),
    "parts_more": FactKind(
        parts_more,
        lambda d, a, g: Witness(
            with_member(d, a["place"], "a" * (160 * (int(str(g.settings[a["limit"]].default)) + 1)))
        ),
        {"place": "place", "limit": "setting"},
        "request",
        "a text that needs more SMS than are allowed",
        "shorten the text",
        gate="place",
        near=limits.parts_of_setting,
    ),
    "parts_over_account": FactKind(
        parts_over_account,
        lambda d, a, _g: Witness(with_member(d, a["place"], "a" * 161), {"account": {a["field"]: 1}}),
        {"place": "place", "field": "account"},
        "request",
        "a text that needs more SMS than the account may send at once",
        "shorten the text, or raise the account's limit",
        gate="place",
        near=limits.parts_of_account,
    ),
    "recipients_not_mobile": FactKind(
        recipients_not_mobile,
        lambda d, a, _g: Witness(with_member(d, a["place"], "nobody")),
        {"place": "place"},
        "request",
        "no recipient is a mobile number",
        "write a mobile number",
        gate="place",
        more=several.members(*several.NO_NUMBERS),
    ),
    "items_more": FactKind(
        items_more,
        lambda d, a, g: Witness(
            with_member(d, a["place"], ["61491570156"] * (int(str(g.settings[a["limit"]].default)) + 1))
        ),
        {"place": "place", "limit": "setting"},
        "request",
        "a list of more items than are taken",
        "send fewer at a time",
        gate="place",
        near=limits.items,
    ),
    "only_recipient_malformed": FactKind(
        only_recipient_malformed,
        lambda d, a, _g: Witness(with_member(d, a["place"], ["nobody"])),
        {"place": "place"},
        "request",
        "the only recipient is no number",
        "write the recipient as a number",
        gate="place",
        more=several.lists_of_nobody,
    ),
    "nobody_can_be_sent_to": FactKind(
        nobody_can_be_sent_to,
        lambda d, a, _g: Witness(with_member(d, a["place"], ["nobody"])),
        {"place": "place"},
        "request",
        "none of the recipients can be sent to",
        "name at least one recipient that can be sent to",
        more=several.lists_of_nobody,
    ),
}
