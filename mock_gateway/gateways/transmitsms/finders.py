"""What rows ask of the TransmitSMS family's memory: each finder gives what a request speaks of, or None."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.gateways.transmitsms.answers import instant
from mock_gateway.gateways.transmitsms.contacts import is_available, is_opted_out
from mock_gateway.gateways.transmitsms.msisdn import dialled, international
from mock_gateway.gateways.transmitsms.recipients import chosen_list

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mock_gateway.gateways.transmitsms.books import Books, Contact
    from mock_gateway.model.messages import Message
    from mock_gateway.state.case import Case

    Finder = Callable[[Books, Case], object | None]


def _message_id(case: Case) -> object:
    document = case.document
    return document.get("message_id", document.get("id"))


def _message(_books: Books, case: Case) -> Message | None:
    """Give a message of the account."""
    wanted = _message_id(case)
    found = case.world.store.find(case.gateway.name, str(wanted))
    mine = found is not None and case.account is not None and found.account == case.account.key
    return found if mine else None


def _closed_message(books: Books, case: Case) -> Message | None:
    """Give a message that is sent or cancelled already."""
    message = _message(books, case)
    if message is None or (message.send_at > case.now and message.recipients[0].status == "pending"):
        return None
    return message


def _list(books: Books, case: Case) -> object | None:
    """Give a list of the account."""
    wanted = case.document.get("list_id")
    return books.lists.get(wanted) if isinstance(wanted, int) else None


def _all_books(case: Case) -> Mapping[str, Books]:
    """Give the books of all accounts of the session."""
    found: Mapping[str, Books] = case.room.memory.books
    return found


def _any_list(case: Case) -> object | None:
    """Give a list of any account."""
    wanted = case.document.get("list_id")
    return next((books.lists[wanted] for books in _all_books(case).values() if wanted in books.lists), None)


def _foreign_list(books: Books, case: Case) -> object | None:
    """Give a list that is not the account's own."""
    return _any_list(case) if _list(books, case) is None else None


def _empty_list(_books: Books, case: Case) -> object | None:
    """Give the list that a message is sent to, where nobody on it is active."""
    listed = chosen_list(case.document, case.room, case.account)
    return listed if listed is not None and not listed.active else None


def _number(case: Case) -> str | None:
    spelling = case.document.get("msisdn", case.document.get("mobile"))
    country = case.document.get("countrycode", "")
    return international(str(spelling), str(country), case.gateway.numbers) if spelling is not None else None


def _member(books: Books, case: Case) -> Contact | None:
    """Give a contact of the list that is named, or of any list where none is."""
    wanted = case.document.get("list_id")
    number = _number(case)
    if number is None:
        return None
    lists = [books.lists[wanted]] if wanted in books.lists else [] if wanted else list(books.lists.values())
    members = (listed.members.get(number) for listed in lists)
    return next((member for member in members if member is not None and member.state != "deleted"), None)


def _active_member(books: Books, case: Case) -> Contact | None:
    member = _member(books, case)
    return member if member is not None and member.state == "active" else None


def _deleted_member(books: Books, case: Case) -> Contact | None:
    listed = books.lists.get(case.document.get("list_id", 0))
    member = listed.members.get(_number(case) or "") if listed is not None else None
    return member if member is not None and member.state == "deleted" else None


def _opted_out(books: Books, case: Case) -> object | None:
    member = _member(books, case)
    listed = member if member is not None and member.state == "optout" else None
    return listed or _out(books, case, _number(case))


def _opted_out_recipient(books: Books, case: Case) -> object | None:
    """Give the number of the recipient in question, where it opted out."""
    return _out(books, case, case.targets[0].number)


def _out(books: Books, case: Case, number: str | None) -> str | None:
    """Give a number that opted out of the account, None where it did not or is none."""
    return number if number and case.account is not None and is_opted_out(case.account, books, number) else None


def _mobile(_books: Books, case: Case) -> str | None:
    """Give the mobile number that a contact has."""
    return _number(case)


def _mobile_of_a_country(_books: Books, case: Case) -> str | None:
    """Give the mobile number where its country is among those of the account."""
    number = _number(case)
    if number is None or case.account is None:
        return number
    return number if is_available(case.account, number) else None


def _spelt(case: Case, member: str = "number") -> str:
    return dialled(str(case.document.get(member, "")))


def _leased_number(books: Books, case: Case) -> object | None:
    """Give a number that the account leases."""
    return books.numbers.get(_spelt(case))


def _free_number(_books: Books, case: Case) -> object | None:
    """Give a number that can be leased, the one that is asked for where one is."""
    available = [] if case.account is None else case.account.state.values_["available_numbers"]
    leased = {number for books in _all_books(case).values() for number in books.numbers}
    wanted = _spelt(case) if "number" in case.document else None
    return next((number for number in available if number not in leased and wanted in (None, number)), None)


def _inactive_sender(_books: Books, case: Case) -> object | None:
    """Give the number that a message is sent from, where it is the account's and does not work."""
    number = _spelt(case, "from")
    return number if case.account is not None and number in case.account.state.values_["inactive_numbers"] else None


def _keyword(books: Books, case: Case) -> object | None:
    """Give a keyword by its word and number."""
    word = str(case.document.get("keyword", "")).upper()
    return books.keywords.get((word, _spelt(case)))


def _keyword_by_id(books: Books, case: Case) -> object | None:
    """Give a keyword by its id."""
    wanted = case.document.get("keyword_id")
    return next((keyword for keyword in books.keywords.values() if keyword.id == wanted), None)


def _client(books: Books, case: Case) -> object | None:
    """Give a client of the account, or the account itself."""
    wanted = case.document.get("client_id")
    mine = case.account is not None and case.account.state.values_["user_id"] == wanted
    return case.account if mine else books.clients.get(wanted) if isinstance(wanted, int) else None


def _client_of_no_reseller(_books: Books, case: Case) -> int | None:
    """Give the client that is named by an account that has none, since it is no reseller."""
    wanted = case.document.get("client_id")
    state = {} if case.account is None else case.account.state.values_
    return wanted if wanted is not None and not state["reseller"] and wanted != state["user_id"] else None


def _user(_books: Books, case: Case) -> object | None:
    """Give an account with the e-mail address that is asked for, other than the one that is to be changed."""
    wanted, own = str(case.document.get("email", "")).lower(), case.document.get("client_id")
    states = (each.state.values_ for each in case.room.accounts.values())
    return next((each for each in states if str(each["email"]).lower() == wanted and each["user_id"] != own), None)


def _transaction(books: Books, case: Case) -> object | None:
    """Give a transaction of the account or of one of its clients."""
    wanted = case.document.get("id")
    clients = [_all_books(case)[each.account] for each in books.clients.values() if each.account in _all_books(case)]
    found = (each for shelf in (books, *clients) for each in shelf.transactions.select(id=wanted))
    return next(found, None)


def _overlong(days: int) -> Finder:
    def find(_books: Books, case: Case) -> object | None:
        """Give the days between start and end, where they are more than allowed."""
        document: Mapping[str, Any] = case.document
        if "start" not in document or not _is_time(document, "start") or not _is_time(document, "end"):
            return None
        until = instant(document["end"]) if "end" in document else case.now
        spanned = until - instant(document["start"])
        return spanned if spanned > days * 86_400_000 else None

    return find


def _is_time(document: Mapping[str, Any], member: str) -> bool:
    return member not in document or (isinstance(document[member], str) and document[member][:4].isdecimal())


def _import(books: Books, case: Case) -> object | None:
    """Give the bulk import of a list."""
    listed = books.lists.get(case.document.get("list_id", 0))
    return None if listed is None else listed.imports


def _sent_to(books: Books, case: Case) -> object | None:
    """Give the recipient of a message with a number."""
    message, number = _message(books, case), _number(case)
    if message is None:
        return None
    return next((each for each in message.recipients if each.number == number), None)


def _email(books: Books, case: Case) -> object | None:
    """Give an address that may send by e-mail."""
    wanted = case.document.get("email")
    return wanted if wanted in books.emails else None


FINDERS: Mapping[str, Finder] = {
    "message": _message,
    "closed_message": _closed_message,
    "recipient": _sent_to,
    "list": _list,
    "foreign_list": _foreign_list,
    "empty_list": _empty_list,
    "member": _member,
    "active_member": _active_member,
    "deleted_member": _deleted_member,
    "opted_out": _opted_out,
    "opted_out_recipient": _opted_out_recipient,
    "mobile": _mobile,
    "mobile_of_a_country": _mobile_of_a_country,
    "leased_number": _leased_number,
    "free_number": _free_number,
    "inactive_sender": _inactive_sender,
    "keyword": _keyword,
    "keyword_by_id": _keyword_by_id,
    "client": _client,
    "client_of_no_reseller": _client_of_no_reseller,
    "user": _user,
    "transaction": _transaction,
    "import": _import,
    "email": _email,
    "more_than_7_days": _overlong(7),
    "more_than_30_days": _overlong(30),
    "more_than_12_months": _overlong(366),
}
"""By the name that rows call them by."""
