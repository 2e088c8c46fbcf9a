"""Look at messages, replies, opt-outs, templates and the account; mark replies as read; ask for a custom id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.gateways.cellcast_v3 import lists
from mock_gateway.gateways.cellcast_v3.answers import Listing, books_of, paged, stamp, success
from mock_gateway.gateways.cellcast_v3.credits import balance, shown
from mock_gateway.state.case import account_of

if TYPE_CHECKING:
    from mock_gateway.gateways.cellcast_v3.books import Optout, Response, Template
    from mock_gateway.model.wire import Outcome
    from mock_gateway.rules.judge import Judgement
    from mock_gateway.state.case import Case

MARKED = "Inbound messages have been marked as read."
A_SECOND = 1000


def get_sms(case: Case, _judgement: Judgement) -> Outcome:
    """Tell of a message and its status."""
    message = case.world.store.find(case.gateway.name, case.document["message_id"])
    if message is None:
        raise LookupError(case.document["message_id"])
    recipient = message.recipients[0]
    record = {
        "to": recipient.spelling,
        "body": message.text,
        "sent_time": stamp(case, message.send_at),
        "message_id": message.id,
        "status": recipient.status,
        "subaccount_id": "",
    }
    return success(f"Record {case.settings['found_wording']}", [record], message.id)


def get_responses(case: Case, _judgement: Judgement) -> Outcome:
    """Give the replies that are not marked as read, the newest first."""

    def show(response: Response) -> dict[str, Any]:
        return {
            "from": f"+{response.number}",
            "body": response.body,
            "received_at": stamp(case, response.at),
            "custom_string": response.custom_string,
            "original_body": response.original_body,
            "original_message_id": response.original_id,
            "message_id": response.id,
        }

    listing = Listing("You have {} response(s)", "No Response are available!", show, lambda response: response.id)
    return paged(case, lists.unread(books_of(case), case), listing)


def inbound_read(case: Case, _judgement: Judgement) -> Outcome:
    """Mark one reply as read, or all before an instant."""
    books, document = books_of(case), case.document
    one = books.response(document["message_id"]) if "message_id" in document else None
    if one is not None:
        books.mark(one)
    else:
        before = document["date_before"] * A_SECOND
        for response in books.responses.select(until=before - 1):
            books.mark(response)
    return success(MARKED, [])


def inbound_read_bulk(case: Case, _judgement: Judgement) -> Outcome:
    """Mark replies as read; ids that are not known are passed over."""
    books = books_of(case)
    for identity in case.document["message_id"]:
        response = books.response(identity)
        if response is not None:
            books.mark(response)
    return success(MARKED, [])


def get_optout(case: Case, _judgement: Judgement) -> Outcome:
    """Give the numbers that opted out, the newest first."""

    def show(optout: Optout) -> dict[str, Any]:
        return {
            "number": f"+{optout.number}",
            "first_name": optout.first_name,
            "last_name": optout.last_name,
            "gender": optout.gender,
            "post_code": optout.post_code,
            "dob": optout.dob,
            "created_at": stamp(case, optout.at) if optout.at else None,
        }

    says, empty = "You have {} optout contact(s)", "No optout contact are available!"
    return paged(case, lists.optouts(books_of(case), case), Listing(says, empty, show, lambda optout: optout.number))


def account(case: Case, _judgement: Judgement) -> Outcome:
    """Tell of the account and what it has left."""
    own = account_of(case)
    state = own.state.values_
    data = {
        "account_name": state["name"],
        "account_email": state["email"],
        "sms_balance": shown(balance(own)),
        "mms_balance": shown(state["mms_credit_thousandths"]),
    }
    return success("Here's your account", data)


def get_template(case: Case, _judgement: Judgement) -> Outcome:
    """Give the templates, the oldest first."""

    def show(template: Template) -> dict[str, Any]:
        return {
            "template_id": template.id,
            "message_title": template.title,
            "Message": template.text,
            "created_at": stamp(case, template.at),
        }

    says, empty, size = "You have {} Template(s)", "No Template are available!", "template_page_size"
    further = {"per_page": case.settings[size]}
    listing = Listing(says, empty, show, lambda template: template.id, size, further)
    return paged(case, lists.templates(books_of(case), case), listing)


def register_alpha_id(case: Case, _judgement: Judgement) -> Outcome:
    """Take a custom id, which somebody then looks at; only a client's sandbox shows how that is answered."""
    wanted, purpose = case.document["custom_id"], case.document["description"]
    books_of(case).custom_ids[wanted] = purpose
    data = {"custom_id": wanted, "description": purpose, "status": "pending_approval"}
    return success("Alpha ID registration submitted", data)
