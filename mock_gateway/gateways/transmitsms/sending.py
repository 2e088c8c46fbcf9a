"""Send a message, cancel it, look at it; format a number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mock_gateway.gateways.transmitsms.answers import instant, money, stamp, success
from mock_gateway.gateways.transmitsms.books import Books, Sent, Transaction
from mock_gateway.gateways.transmitsms.msisdn import formatted
from mock_gateway.gateways.transmitsms.recipients import chosen_list
from mock_gateway.model.wire import Outcome, Verbatim
from mock_gateway.operations.send import Draft, accept
from mock_gateway.state.case import account_of
from mock_gateway.state.lifecycle import step

if TYPE_CHECKING:
    from mock_gateway.gateways.transmitsms.books import ContactList
    from mock_gateway.model.messages import Message, Recipient
    from mock_gateway.rules.judge import Judgement
    from mock_gateway.state.accounts import Account
    from mock_gateway.state.case import Case
    from mock_gateway.state.world import World

FIRST_MESSAGE = 339_031_121
FIRST_TRANSACTION = 5_000_001
SPENT_ON_MESSAGE, PAID_IN = 11, 23
"""Kinds of transactions, as recorded."""
LONGEST_VALIDITY = 72 * 60
NOTHING_YET = {"delivered": 0, "pending": 0, "bounced": 0, "responses": 0, "optouts": 0}
_KEPT = (
    "from",
    "list_id",
    "countrycode",
    "replies_to_email",
    "tracked_link_url",
    "link_hits_callback",
    "dlr_callback",
    "reply_callback",
)
_TYPES = {0: "landline", 1: "mobile", 10: "invalid"}
_TAG = re.compile(r"\[([^\[\]]{1,100})\]")


def send_sms(case: Case, judgement: Judgement) -> Outcome:
    """Take a message; those that cannot be sent to are passed over."""
    account, document = account_of(case), case.document
    listed = chosen_list(document, case.room, case.account)
    wanted = document.get("send_at")
    send_at = max(case.now, instant(wanted)) if wanted is not None else case.now
    message_id = case.world.ids.count("transmitsms message", FIRST_MESSAGE)
    fields = {name: document[name] for name in _KEPT if name in document}
    fields["from"] = _sender(document, account)
    fields["validity_seconds"] = 60 * _validity(document)
    fields["list_id"] = listed.id if listed is not None else 0
    fields["list_name"] = listed.name if listed is not None else ""
    price = account.state.values_["price_thousandths"]
    message = accept(case, judgement, account, Draft(str(message_id), document["message"], fields, send_at, price))
    if "[" in message.text:
        for recipient in message.recipients:
            recipient.text = expanded(message, recipient)
    record(case.world, account, message)
    body = summary(message, listed)
    fails = [Verbatim(target.spelling) for target, row in judgement.dropped if row.cause == "bad_recipient"]
    if fails and case.settings["invalid_recipients"] == "fails":
        body["fails"] = fails
    billed = (("X-Mashape-Billing", f"Queries=1; Messages={message.parts * len(message.recipients)}"),)
    return success({**body, "delivery_stats": NOTHING_YET}, message.id, billed)


def cancel_sms(case: Case, _judgement: Judgement) -> Outcome:
    """Cancel a message that is not sent yet; what it cost is paid back."""
    message = message_of(case, "id")
    for recipient in message.recipients:
        step(case.gateway.statuses, recipient, "cancel", "", case.now)
    account = account_of(case)
    book(case, account, "Refund of a cancelled message", cost(message), int(message.id))
    return success({"success": "OK"}, message.id)


def get_sms(case: Case, _judgement: Judgement) -> Outcome:
    """Tell of a message; tags stay as they were written."""
    message = message_of(case, "message_id")
    body = summary(message, None)
    body["message"] = message.text
    body |= list_of(message)
    return success({**body, "delivery_stats": delivery_stats(case, message)}, message.id)


def format_number(case: Case, _judgement: Judgement) -> Outcome:
    """Take a number apart; `type` is 0 for a landline, 1 for a mobile and 10 for what is no number."""
    found = formatted(case.document["msisdn"], case.document["countrycode"], case.gateway.numbers)
    kind = next(number for number, name in _TYPES.items() if name == found.kind)
    number = {
        "countrycode": found.country,
        "nationalnumber": found.national,
        "national_leading_zeroes": found.local,
        "rawinput": None,
        "international": found.international,
        "type": kind,
        "isValid": found.kind != "invalid",
    }
    return success({"number": number})


def unsupported(_case: Case, _judgement: Judgement) -> Outcome:
    """Answer nothing: a row refuses every such call."""
    return Outcome(404, None)


def books_of(case: Case) -> Books:
    """Give the books of a request's account."""
    books: Books = case.room.memory.of(account_of(case))
    return books


def message_of(case: Case, member: str) -> Message:
    """Give the message that a member of a request names."""
    message = case.world.store.find(case.gateway.name, str(case.document[member]))
    if message is None:
        raise LookupError(str(case.document[member]))
    return message


def record(world: World, account: Account, message: Message) -> None:
    """Enter an accepted message into the account's books, and take its price off the balance."""
    books: Books = world.room(account.gateway).memory.of(account)
    books.messages.add(message)
    for recipient in message.recipients:
        books.sent.add(Sent(world.ids.count("transmitsms sent", 937_885_838), message.send_at, message, recipient))
    enter(world, account, f"Message Send (Quicksend - {len(message.recipients)})", -cost(message), int(message.id))


def book(case: Case, account: Account, description: str, amount: int, message_id: int = 0) -> Transaction:
    """Move money because of a request; an amount below zero is spent."""
    return enter(case.world, account, description, amount, message_id)


def enter(world: World, account: Account, description: str, amount: int, message_id: int = 0) -> Transaction:
    """Move money; an amount below zero is spent."""
    account.used["spent"] = account.used.get("spent", 0) - amount
    transaction = Transaction(
        world.ids.count("transmitsms transaction", FIRST_TRANSACTION),
        world.clock.now(),
        description,
        amount,
        balance(account),
        SPENT_ON_MESSAGE if amount < 0 else PAID_IN,
        message_id,
    )
    world.room(account.gateway).memory.of(account).transactions.add(transaction)
    return transaction


def balance(account: Account) -> int:
    """Give what is left of an account's credit, in thousandths."""
    left: int = account.state.values_["credit_thousandths"] - account.used.get("spent", 0)
    return left


def cost(message: Message) -> int:
    """Give what a message costs, in thousandths."""
    return sum(recipient.price for recipient in message.recipients)


def summary(message: Message, listed: ContactList | None) -> dict[str, Any]:
    """Give what all answers about a message begin with."""
    return {
        "message_id": int(message.id),
        "send_at": stamp(message.send_at),
        "recipients": len(message.recipients),
        "cost": money(cost(message)),
        "sms": message.parts * len(message.recipients),
        **({"list": {"id": listed.id, "name": listed.name}} if listed is not None else {}),
    }


def list_of(message: Message) -> dict[str, Any]:
    """Give the list that a message was sent to, nothing where it went to numbers."""
    list_id = message.fields.get("list_id")
    return {"list": {"id": list_id, "name": message.fields["list_name"]}} if list_id else {}


def delivery_stats(case: Case, message: Message) -> dict[str, int]:
    """Count how a message went."""
    replies = list(books_of(case).replies.select(message_id=int(message.id)))
    statuses = [recipient.status for recipient in message.recipients]
    return {
        "delivered": statuses.count("delivered"),
        "pending": statuses.count("pending"),
        "bounced": statuses.count("soft-bounce") + statuses.count("hard-bounce"),
        "responses": len(replies),
        "optouts": sum(reply.is_optout for reply in replies),
    }


def expanded(message: Message, recipient: Recipient) -> str:
    """Fill a message's merge tags for one recipient; tags that nothing is known for stay."""
    if "[" not in message.text:
        return message.text
    link = {"tracked-link": f"TapTh.is/{message.id[-8:]}"} if "tracked_link_url" in message.fields else {}
    values = {**link, **(recipient.extra or {})}
    return _TAG.sub(lambda tag: str(values.get(tag[1], tag[0])), message.text)


def _validity(document: dict[str, Any]) -> int:
    """Give the minutes for which delivery is tried; what is below one is the longest, and nothing is longer."""
    wanted: int = document.get("validity", 0)
    return wanted if 0 < wanted < LONGEST_VALIDITY else LONGEST_VALIDITY


def _sender(document: dict[str, Any], account: Account) -> str:
    shared: str = account.state.values_["shared_sender"]
    if document.get("from_shared") is True:
        return shared
    sender: str = document.get("from", shared)
    return sender.removeprefix("+")
