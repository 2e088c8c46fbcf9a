"""Keywords: words that handsets send to a number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.gateways.transmitsms.answers import paged, success
from mock_gateway.gateways.transmitsms.books import Keyword
from mock_gateway.gateways.transmitsms.lists import make_list
from mock_gateway.gateways.transmitsms.msisdn import dialled
from mock_gateway.gateways.transmitsms.numbers import month_after
from mock_gateway.gateways.transmitsms.sending import books_of
from mock_gateway.state.table import Selection

if TYPE_CHECKING:
    from mock_gateway.model.wire import Outcome
    from mock_gateway.rules.judge import Judgement
    from mock_gateway.state.case import Case

FIRST_KEYWORD = 1001
STATUSES = frozenset({"open", "closed"})
OPTIONS = (
    "reference",
    "list_id",
    "welcome_message",
    "members_message",
    "forward_url",
    "forward_email",
    "forward_sms",
)
"""What can be said of a keyword, by the names of `Keyword` and of requests."""


def add_keyword(case: Case, _judgement: Judgement) -> Outcome:
    """Make a keyword; one without a list gets a list of its own, unless the setting `keyword_list` says none."""
    word = case.document["keyword"].upper()
    number = dialled(case.document["number"])
    keyword_id = case.world.ids.count("transmitsms keyword", FIRST_KEYWORD)
    keyword = Keyword(keyword_id, word, number, month_after(case.now))
    books = books_of(case)
    books.keywords[word, number] = keyword
    if case.settings["keyword_list"] == "made" and "list_id" not in case.document:
        keyword.list_id = make_list(case.world, books, f"auto list for keyword {word}", created_at=None, fields={}).id
    return _changed(keyword, case.document)


def edit_keyword(case: Case, _judgement: Judgement) -> Outcome:
    """Change a keyword; what the request does not name stays."""
    return _changed(case.room.memory.find("keyword", case), case.document)


def get_keywords(case: Case, _judgement: Judgement) -> Outcome:
    """List the account's keywords in order of the alphabet, those of one number where it is named."""
    wanted = dialled(case.document["number"]) if "number" in case.document else None
    keywords = [each for each in books_of(case).keywords.values() if wanted in (None, each.number)]
    keywords.sort(key=_order)
    listed = Selection(keywords, 0, len(keywords), newest_first=False)
    return paged(case, listed, "keywords", _shown, total="keywords_total", identify=_identity)


def _changed(keyword: Keyword, document: dict[str, Any]) -> Outcome:
    """Note what a request says of a keyword; a status that is no status is passed over."""
    for name in OPTIONS:
        if name in document:
            setattr(keyword, name, document[name])
    if "activate" in document:
        keyword.status = "closed" if document["activate"] is False else "open"
    if document.get("status") in STATUSES:
        keyword.status = document["status"]
    return success(_shown(keyword))


def _shown(keyword: Keyword) -> dict[str, Any]:
    """Show a keyword; what requests call `members_message` is `member_message` here."""
    return {
        "keyword": keyword.keyword,
        "reference": keyword.reference,
        "number": keyword.number,
        "list_id": keyword.list_id,
        "welcome_message": keyword.welcome_message,
        "member_message": keyword.members_message,
        "forward_url": keyword.forward_url,
        "forward_sms": keyword.forward_sms,
        "forward_email": keyword.forward_email,
        "status": keyword.status,
        "billing_date": keyword.billing_date,
    }


def _identity(keyword: Keyword) -> int:
    return keyword.id


def _order(keyword: Keyword) -> tuple[str, int]:
    return keyword.keyword, keyword.id
