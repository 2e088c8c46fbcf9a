"""What Cellcast's messages cost, and what an account has left; credits are counted in thousandths."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mock_gateway.text.segments import segments

if TYPE_CHECKING:
    from mock_gateway.gateways.cellcast_v3.books import Books
    from mock_gateway.state.accounts import Account
    from mock_gateway.state.case import Case, Target

_BLANK = re.compile(r"\{(\w+)\}")


def balance(account: Account) -> int:
    """Give what is left of an account's SMS credits."""
    left: int = account.state.values_["credit_thousandths"] - account.used.get("spent", 0)
    return left


def cost(case: Case) -> int:
    """Give what a request's messages cost."""
    if case.account is None:
        return 0
    price = price_of_a_part(case, case.account)
    return sum(price * segments(text_for(case, target)).parts for target in case.targets)


def price_of_a_part(case: Case, account: Account) -> int:
    """Give the price of one SMS: a custom id costs more than the account's own number or a short code."""
    custom = "from" in case.document and case.call.name != "send-sms-nz"
    price: int = account.state.values_["custom_id_price_thousandths" if custom else "price_thousandths"]
    return price


def text_for(case: Case, target: Target) -> str:
    """Give the text for one recipient; a template's blanks are filled, and those that nothing fills are left out."""
    stated = case.document.get("sms_text")
    if isinstance(stated, str):
        return stated
    books: Books = case.room.memory.of(case.account)
    template = books.template(str(case.document.get("template_id")))
    values: dict[str, Any] = target.extra or {}
    return "" if template is None else _BLANK.sub(lambda blank: str(values.get(blank[1], "")), template.text)


def written(thousandths: int) -> int | float:
    """Write credits as a number: `1`, `1.33`."""
    whole, rest = divmod(thousandths, 1000)
    return round(thousandths / 1000, 2) if rest else whole


def shown(thousandths: int) -> str:
    """Write a balance as text with two decimals: `5831.43`.

    >>> shown(5831430), shown(999), shown(-5)
    ('5831.43', '0.99', '0.00')
    """
    hundredths = max(thousandths, 0) // 10
    return f"{hundredths // 100}.{hundredths % 100:02d}"
