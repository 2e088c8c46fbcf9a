"""The replies that handsets sent, and a call that makes one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.gateways.transmitsms.answers import paged, span, stamp, success
from mock_gateway.gateways.transmitsms.msisdn import dialled, international
from mock_gateway.gateways.transmitsms.sending import books_of

if TYPE_CHECKING:
    from mock_gateway.gateways.transmitsms.books import Books, Reply
    from mock_gateway.model.wire import Outcome
    from mock_gateway.rules.judge import Judgement
    from mock_gateway.state.case import Case

A_MONTH = 30 * 86_400_000


def get_sms_responses(case: Case, _judgement: Judgement) -> Outcome:
    """Give the replies to a message or a keyword, the newest first."""
    document = case.document
    books = books_of(case)
    wanted: dict[str, Any] = {}
    if "message_id" in document:
        wanted["message_id"] = document["message_id"]
    else:
        wanted["keyword_id"] = document["keyword_id"] if "keyword_id" in document else _keyword_id(books, document)
    if "msisdn" in document:
        wanted["number"] = international(document["msisdn"], "", case.gateway.numbers)
    return _page(case, books, wanted)


def get_user_sms_responses(case: Case, _judgement: Judgement) -> Outcome:
    """Give all replies, the newest first."""
    document = case.document
    wanted: dict[str, Any] = {}
    if "number" in document:
        wanted["longcode"] = document["number"].removeprefix("+")
    if document.get("keywords") in ("only", "omit"):
        wanted["to_keyword"] = document["keywords"] == "only"
    return _page(case, books_of(case), wanted)


def message_reply(case: Case, _judgement: Judgement) -> Outcome:
    """Let a handset answer, as an old call for testing does."""
    document = case.document
    spelling = document["from"]
    number = international(spelling, "", case.gateway.numbers) or dialled(spelling) or spelling
    to = dialled(document["to"])
    if case.world.motion.take_inbound is not None:
        case.world.motion.take_inbound(case.world, case.gateway.name, document["message"], number, to)
    return success({"result": "SYSTEM: Message response handled\n"})


def _page(case: Case, books: Books, wanted: dict[str, Any]) -> Outcome:
    since, until = span(case, A_MONTH)
    found = books.replies.select(since, until, **wanted)
    repeats = case.document.get("include_original") is True
    return paged(case, found, "responses", lambda reply: _shown(reply, repeats=repeats), identify=_identity)


def _identity(reply: Reply) -> int:
    return reply.id


def _shown(reply: Reply, *, repeats: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": reply.id,
        "message_id": reply.message_id,
        "list_id": reply.list_id,
        "received_at": stamp(reply.at),
        "first_name": reply.first_name,
        "last_name": reply.last_name,
        "msisdn": reply.number,
        "response": reply.text,
        "longcode": reply.longcode or None,
    }
    return {**shown, "original_message": reply.original} if repeats else shown


def _keyword_id(books: Books, document: dict[str, Any]) -> int:
    number = dialled(document["number"])
    found = books.keywords.get((str(document["keyword"]).upper(), number))
    return -1 if found is None else found.id
