"""Opt-outs: enter, look at, change and remove destinations that are not to be written to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.gateways.bestsms.books import OptOut
from mock_gateway.gateways.bestsms.cards import book_of, optout_card, paged, success
from mock_gateway.text.numbers import e164

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mock_gateway.model.gateway import NumberPlan
    from mock_gateway.model.wire import Outcome
    from mock_gateway.rules.judge import Judgement
    from mock_gateway.state.case import Case

TYPES: Mapping[str, str] = {
    "sms": "SMS",
    "text": "SMS",
    "email": "Email",
    "fax": "Fax",
    "voice": "Voice",
    "speech": "Voice",
}
"""Words for a kind of destination, whatever their case, and the one that is kept."""
REACHED_AT: Mapping[str, str] = {
    "SMS": "MobilePhone",
    "Email": "EmailAddress",
    "Fax": "FaxNumber",
    "Voice": "MainPhone",
}
"""What of a contact its opt-out is for, by the kind, where the request names no destination."""
_DAY = 86_400_000


def optout_create(case: Case, _judgement: Judgement) -> Outcome:
    """Enter an opt-out of each kind that is named, and show the first."""
    return _alone(case, _entered(case, [case.document]))


def optout_batch(case: Case, _judgement: Judgement) -> Outcome:
    """Enter each destination and each contact that is named, for each kind, and show the first."""
    document = case.document
    whom = [{"Destination": each} for each in _each(document, "Destination")]
    whom += [{"ContactID": each} for each in _each(document, "ContactID")]
    shared: dict[str, Any] = {
        name: document[name] for name in ("DestType", "SubAccount", "Department") if name in document
    }
    return _alone(case, _entered(case, [{**shared, **each} for each in whom]))


def optout_list(case: Case, _judgement: Judgement) -> Outcome:
    """Give the opt-outs of the last days, of a kind, of a contact, or all of them."""
    document = case.document
    days = document.get("timePeriod")
    since = case.now - days * _DAY if isinstance(days, int) else 0
    wanted, contact_id = document.get("destType"), document.get("contactID")
    found = [
        optout
        for optout in book_of(case).optouts.values()
        if optout.created_at >= since
        and (wanted is None or optout.type == _type(wanted))
        and (contact_id is None or optout.contact_id == contact_id)
    ]
    return paged(case, "OptOuts", found)


def optout_get(case: Case, _judgement: Judgement) -> Outcome:
    """Give an opt-out."""
    return _alone(case, _named(case))


def optout_update(case: Case, _judgement: Judgement) -> Outcome:
    """Change an opt-out; what the request does not name stays."""
    optout = _named(case)
    _apply(case.document, optout)
    _spell(optout, case.gateway.numbers)
    optout.updated_at = case.now
    return _alone(case, optout)


def optout_delete(case: Case, _judgement: Judgement) -> Outcome:
    """Remove an opt-out, and show it once more."""
    optout = _named(case)
    del book_of(case).optouts[optout.id]
    return _alone(case, optout)


def _each(document: Mapping[str, Any], name: str) -> list[str]:
    """Give what a member and the list beside it name."""
    return [*([document[name]] if name in document else ()), *document.get(f"{name}s", ())]


def _entered(case: Case, documents: Sequence[Mapping[str, Any]]) -> OptOut:
    """Enter what each document says, once for each kind that it names; give the first entry."""
    book, entered = book_of(case), []
    for document in documents:
        for word in document["DestType"].split(","):
            optout = OptOut(case.world.ids.uuid(), "", "", case.now, case.now)
            _apply({**document, "DestType": word.strip()}, optout)
            contact = book.contacts.get(optout.contact_id)
            if contact is not None and not optout.destination:
                optout.destination = contact.fields.get(REACHED_AT.get(optout.type, ""), "")
            _spell(optout, case.gateway.numbers)
            book.optouts[optout.id] = optout
            entered.append(optout)
    return entered[0]


def _apply(document: Mapping[str, Any], optout: OptOut) -> None:
    if "DestType" in document:
        optout.type = _type(document["DestType"])
    optout.destination = document.get("Destination", optout.destination)
    optout.contact_id = document.get("ContactID", optout.contact_id)
    optout.sub_account = document.get("SubAccount", optout.sub_account)
    optout.department = document.get("Department", optout.department)
    optout.stop_message = document.get("StopMessage", optout.stop_message)
    optout.notes = document.get("Notes", optout.notes)
    optout.original_message = document.get("OriginalMessage", optout.original_message)


def _spell(optout: OptOut, numbers: NumberPlan) -> None:
    """Write a number in international form, whatever its spelling; what is no number stays as it is."""
    number = None if optout.type == "Email" else e164(optout.destination, numbers)
    if number:
        optout.destination = f"+{number}"


def _type(word: str) -> str:
    """Give the kind that a word means; a word for none is kept as it is."""
    return TYPES.get(word.lower(), word)


def _named(case: Case) -> OptOut:
    return book_of(case).optouts[case.document["ID"]]


def _alone(case: Case, optout: OptOut) -> Outcome:
    return success(optout_card(optout, case))
