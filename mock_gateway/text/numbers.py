"""Spellings of telephone numbers and what they come to in E.164.

Which countries a gateway is at home in, and what counts as a mobile there, is its data; only the arithmetic lives here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mock_gateway.model.gateway import NumberPlan

if TYPE_CHECKING:
    from collections.abc import Mapping

_DECORATION = str.maketrans("", "", " -()./\u00a0")
_E164 = re.compile(r"[1-9][0-9]{6,14}", re.ASCII)


def plan(spec: Mapping[str, Any]) -> NumberPlan:
    """Compile a plan from data: `{"home": "61", "mobile": {"61": "4[0-9]{8}"}}` or `{"form": "([0-9]+)"}`."""
    mobile = spec.get("mobile", {})
    mobiles = "|".join(f"{code}(?:{form})" for code, form in mobile.items())
    return NumberPlan(
        home=spec.get("home", ""),
        mobile=tuple((code, re.compile(form, re.ASCII)) for code, form in mobile.items()),
        form=re.compile(spec["form"], re.ASCII) if "form" in spec else None,
        mobiles=re.compile(mobiles, re.ASCII) if mobile else None,
    )


def e164(spelling: str, numbers: NumberPlan) -> str | None:
    """Give the number as digits in E.164 without `+`, or None where the spelling is no number.

    A gateway with a form of its own takes that form and no other. Elsewhere spaces, dashes, dots and brackets are
    decoration, and `+61…`, `0061…`, `61…`, `04…` and `4…` come to the same number.

    >>> e164("0421 000 001", plan({"home": "61"}))
    '61421000001'
    """
    if numbers.form is not None:
        match = numbers.form.fullmatch(spelling)
        return match[1] if match else None
    if spelling[:1] == "+" and _E164.fullmatch(spelling, 1):
        return spelling[1:]
    digits = spelling.translate(_DECORATION)
    if digits.startswith("+"):
        digits = digits[1:]
    elif digits.startswith("00"):
        digits = digits[2:]
    elif digits.startswith("0"):
        digits = numbers.home + digits[1:]
    elif _is_bare_mobile(digits, numbers):
        digits = numbers.home + digits
    return digits if _E164.fullmatch(digits) else None


def is_mobile(digits: str, numbers: NumberPlan) -> bool:
    """Tell whether E.164 digits can be a mobile: by the plan's form for its countries, elsewhere any number can."""
    for code, form in numbers.mobile:
        if digits.startswith(code):
            return form.fullmatch(digits, len(code)) is not None
    return True


def _is_bare_mobile(digits: str, numbers: NumberPlan) -> bool:
    """Tell a national number without its trunk 0 (`21…` in New Zealand) from one with a country code (`64…`)."""
    return any(code == numbers.home and form.fullmatch(digits) is not None for code, form in numbers.mobile)
