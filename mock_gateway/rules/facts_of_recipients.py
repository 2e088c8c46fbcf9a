"""Facts about single recipients of messages that are no SMS: what kind of address each has to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_gateway.model.rules import Finding
from mock_gateway.rules.witness import FactKind, Witness, with_item
from mock_gateway.text.addresses import is_email

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mock_gateway.state.case import Case, Target


def recipient_no_address(case: Case, target: Target, place: str) -> Finding | None:  # noqa: ARG001  one signature for all facts
    """Hold for a recipient that is no e-mail address."""
    return None if is_email(target.spelling) else Finding(place, target.spelling, "an e-mail address")


def recipient_no_number(case: Case, target: Target, place: str) -> Finding | None:  # noqa: ARG001  as above
    """Hold for a recipient that is no telephone number, mobile or not."""
    return None if target.number is not None else Finding(place, target.spelling, "a telephone number")


def recipient_unreachable(case: Case, target: Target, place: str) -> Finding | None:  # noqa: ARG001  as above
    """Hold for a recipient who is neither a telephone number nor an e-mail address."""
    if target.number is not None or is_email(target.spelling):
        return None
    return Finding(place, target.spelling, "a telephone number or an e-mail address")


RECIPIENTS: Mapping[str, FactKind] = {
    "recipient_no_address": FactKind(
        recipient_no_address,
        lambda d, a, _g: Witness(with_item(d, a["place"], "nobody")),
        {"place": "place"},
        "request",
        "a recipient that is no e-mail address",
        "write an e-mail address",
        each=True,
    ),
    "recipient_no_number": FactKind(
        recipient_no_number,
        lambda d, a, _g: Witness(with_item(d, a["place"], "nobody")),
        {"place": "place"},
        "request",
        "a recipient that is no telephone number",
        "write a telephone number",
        each=True,
    ),
    "recipient_unreachable": FactKind(
        recipient_unreachable,
        lambda d, a, _g: Witness(with_item(d, a["place"], "nobody")),
        {"place": "place"},
        "request",
        "a recipient who is neither a telephone number nor an e-mail address",
        "write a telephone number or an e-mail address",
        each=True,
    ),
}
