"""Lease numbers, look at them, say what happens to replies to them; addresses that may send by e-mail."""

from __future__ import annotations

from calendar import monthrange
from functools import partial
from typing import TYPE_CHECKING, Any

from mock_gateway.gateways.transmitsms.answers import money, paged, success
from mock_gateway.gateways.transmitsms.books import LeasedNumber
from mock_gateway.gateways.transmitsms.sending import book, books_of
from mock_gateway.state.case import account_of
from mock_gateway.state.clock import moment
from mock_gateway.state.table import Selection

if TYPE_CHECKING:
    from mock_gateway.model.wire import Outcome
    from mock_gateway.operations.page import Page
    from mock_gateway.rules.judge import Judgement
    from mock_gateway.state.case import Case

DECEMBER = 12
OWNED = "owned"
OPTIONS = ("forward_email", "forward_sms", "forward_url", "list_id", "welcome_message", "members_message")
"""What can be said of a number, by the names of `LeasedNumber` and of requests."""


def lease_number(case: Case, _judgement: Judgement) -> Outcome:
    """Lease a number, the one asked for or the first that is to be had; its first month is paid at once."""
    account, document = account_of(case), case.document
    price: int = account.state.values_["number_price_thousandths"]
    leased = LeasedNumber(case.room.memory.find("free_number", case), price, month_after(case.now))
    leased.forward_url = document.get("forward_url", document.get("url", ""))
    books_of(case).numbers[leased.number] = leased
    book(case, account, f"Lease of {leased.number}", -price)
    return success(
        {
            "number": leased.number,
            "price": money(leased.price),
            "next_charge": leased.next_charge,
            "auto_renew": leased.auto_renew,
            "status": _status(case, leased),
        }
    )


def get_numbers(case: Case, _judgement: Judgement) -> Outcome:
    """List the account's numbers, or those to be had; a filter that is neither word means the latter."""
    wanted = case.document.get("filter", OWNED)
    numbers = list(books_of(case).numbers.values()) if wanted == OWNED else _available(case)

    def between(_page: Page) -> dict[str, Any]:
        return {"filter": wanted}

    return paged(
        case,
        Selection(numbers, 0, len(numbers), newest_first=False),
        "numbers",
        partial(_shown, case) if wanted == OWNED else _offered,
        total="numbers_total",
        identify=_identity,
        between=between,
    )


def get_number(case: Case, _judgement: Judgement) -> Outcome:
    """Tell of a number of the account's."""
    return success(_shown(case, case.room.memory.find("leased_number", case)))


def edit_number_options(case: Case, _judgement: Judgement) -> Outcome:
    """Say what happens to replies to a number; what the request does not name stays."""
    leased: LeasedNumber = case.room.memory.find("leased_number", case)
    for name in OPTIONS:
        if name in case.document:
            setattr(leased, name, case.document[name])
    return success({})


def add_email(case: Case, _judgement: Judgement) -> Outcome:
    """Let an address, or with `*@` all of a domain, send by e-mail."""
    books_of(case).emails[case.document["email"]] = case.document.get("max_sms", 1)
    return success({"success": True})


def delete_email(case: Case, _judgement: Judgement) -> Outcome:
    """Let an address send by e-mail no longer."""
    books_of(case).emails.pop(case.document["email"], None)
    return success({"success": True})


def month_after(at: int) -> str:
    """Give the date one month after an instant: `2026-02-05`, and the month's last day where it has no such day."""
    day = moment(at).date()
    year, month = (day.year + 1, 1) if day.month == DECEMBER else (day.year, day.month + 1)
    return f"{year:04d}-{month:02d}-{min(day.day, monthrange(year, month)[1]):02d}"


def _available(case: Case) -> list[LeasedNumber]:
    """Give the numbers that can be leased, as if they were."""
    state = account_of(case).state.values_
    taken = {number for books in case.room.memory.books.values() for number in books.numbers}
    price: int = state["number_price_thousandths"]
    return [LeasedNumber(number, price, "") for number in state["available_numbers"] if number not in taken]


def _status(case: Case, leased: LeasedNumber) -> str:
    return "inactive" if leased.number in account_of(case).state.values_["inactive_numbers"] else "active"


def _shown(case: Case, leased: LeasedNumber) -> dict[str, Any]:
    return {
        **_offered(leased),
        "auto_renew": leased.auto_renew,
        "next_charge": leased.next_charge,
        "status": _status(case, leased),
    }


def _offered(leased: LeasedNumber) -> dict[str, Any]:
    return {"number": leased.number, "price": money(leased.price)}


def _identity(leased: LeasedNumber) -> str:
    return leased.number
