"""What happens by itself in the TransmitSMS family: deliveries, replies, hits of links, and what is told of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_gateway.gateways.transmitsms.answers import stamp
from mock_gateway.gateways.transmitsms.automatic import forward, option, send
from mock_gateway.gateways.transmitsms.books import Reply
from mock_gateway.gateways.transmitsms.contacts import add_member, is_opted_out
from mock_gateway.gateways.transmitsms.msisdn import dialled
from mock_gateway.gateways.transmitsms.sending import expanded

if TYPE_CHECKING:
    from mock_gateway.gateways.transmitsms.books import Books, Keyword, LeasedNumber
    from mock_gateway.gateways.transmitsms.contacts import ListAction
    from mock_gateway.model.messages import Inbound, Message, Recipient
    from mock_gateway.state.accounts import Account
    from mock_gateway.state.world import World

STOPS = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "OPTOUT", "OPT OUT", "END", "QUIT", "CANCEL"})
FIRST_REPLY = 36_573_149


def received(world: World, arrived: Inbound) -> None:
    """Enter a reply into the books: STOP opts its sender out, a keyword adds it to the keyword's list."""
    account, books = _account(world, arrived.gateway, arrived.account), _books(world, arrived)
    original = arrived.reply_to
    if arrived.kind == "link_hit":
        if original is not None:
            books.hits[int(original.id)] = books.hits.get(int(original.id), 0) + 1
        return
    longcode = _longcode(books, arrived)
    keyword = _keyword(books, arrived)
    is_optout = _is_stop(arrived)
    first_name, last_name = _names(books, arrived.from_number)
    books.replies.add(
        Reply(
            id=world.ids.count("transmitsms reply", FIRST_REPLY),
            at=arrived.at,
            number=arrived.from_number,
            text=arrived.text,
            message_id=0 if original is None else int(original.id),
            list_id=0 if original is None else int(str(original.fields["list_id"])),
            longcode=longcode,
            original="" if original is None else original.text,
            keyword_id=0 if keyword is None else keyword.id,
            first_name=first_name,
            last_name=last_name,
            is_optout=is_optout,
        )
    )
    features = (keyword, books.numbers.get(longcode))
    if is_optout:
        _opt_out(books, arrived)
    else:
        _greet(world, account, books, arrived, features)
    forward(world, account, arrived, features)


def forward_url(world: World, arrived: Inbound) -> str | None:
    """Give the URL that the keyword or the number which a reply was sent to forwards to, None where there is none.

    What answers no message and was sent to no number of the account's is told nobody: "".
    """
    books = _books(world, arrived)
    keyword = _keyword(books, arrived)
    number = books.numbers.get(_longcode(books, arrived))
    if arrived.reply_to is None and number is None:
        return ""
    return option((keyword, number), "forward_url") or None


def report_values(world: World, message: Message, recipient: Recipient, at: int) -> dict[str, object]:
    """Fill a delivery report."""
    return {
        "message_id": message.id,
        "mobile": recipient.number,
        "datetime": stamp(at),
        "status": recipient.status,
        "user_id": _account(world, message.gateway, message.account).state.values_["user_id"],
    }


def reply_values(world: World, arrived: Inbound) -> dict[str, object]:
    """Fill what tells of a reply; it stands in the books already."""
    newest = next(iter(_books(world, arrived).replies.select().part(0, 1)), None)
    return {
        "user_id": _account(world, arrived.gateway, arrived.account).state.values_["user_id"],
        "message_id": 0 if arrived.reply_to is None else arrived.reply_to.id,
        "mobile": arrived.from_number,
        "longcode": _longcode(_books(world, arrived), arrived),
        "datetime": stamp(arrived.at),
        "response": arrived.text,
        "response_id": 0 if newest is None else newest.id,
        "is_optout": "yes" if _is_stop(arrived) else "no",
    }


def link_hit_values(world: World, arrived: Inbound) -> dict[str, object]:
    """Fill what tells of a hit of a tracked link."""
    original, books = arrived.reply_to, _books(world, arrived)
    account = _account(world, arrived.gateway, arrived.account)
    mine = () if original is None else original.recipients
    recipient = next((each for each in mine if each.number == arrived.from_number), None)
    first_name, last_name = _names(books, arrived.from_number)
    return {
        "list_id": 0 if original is None else original.fields["list_id"],
        "message_id": 0 if original is None else original.id,
        "mobile": arrived.from_number,
        "longcode": _longcode(_books(world, arrived), arrived),
        "datetime": stamp(arrived.at),
        "message": "" if original is None or recipient is None else expanded(original, recipient),
        "user_id": account.state.values_["user_id"],
        "link_hits": 0 if original is None else books.hits.get(int(original.id), 0),
        "first_name": first_name or "",
        "last_name": last_name or "",
        "rate": f"{account.state.values_['price_thousandths'] / 1000:.3f}",
    }


def list_action_values(_world: World, action: ListAction) -> dict[str, object]:
    """Fill what tells of a contact that was added to a list or taken off it."""
    contact = action.contact
    own = {name: contact.fields.get(number, "") for number, name in action.listed.fields.items()}
    return {
        "type": action.type,
        "datetime": stamp(action.at),
        "list_id": contact.list_id,
        "mobile": contact.number,
        "first_name": contact.first_name or "",
        "last_name": contact.last_name or "",
        "further": own,
    }


def _account(world: World, gateway: str, key: str) -> Account:
    accounts = world.room(gateway).accounts
    return accounts.get(key) or world.account(gateway)


def _books(world: World, arrived: Inbound) -> Books:
    account = _account(world, arrived.gateway, arrived.account)
    books: Books = world.room(arrived.gateway).memory.of(account)
    return books


def _longcode(books: Books, arrived: Inbound) -> str:
    """Give the number that a handset wrote to: the one it dialled, else the one that it was written to from.

    Where neither is known it is the account's first number; "" for an originator that is no number.
    """
    if arrived.to_number:
        return dialled(arrived.to_number)
    if arrived.reply_to is None:
        return next(iter(books.numbers), "")
    sender = str(arrived.reply_to.fields.get("from", ""))
    return sender if sender.isdecimal() else ""


def _keyword(books: Books, arrived: Inbound) -> Keyword | None:
    words = arrived.text.split(maxsplit=1)
    found = books.keywords.get((words[0].upper(), _longcode(books, arrived))) if words else None
    return found if found is not None and found.status == "open" else None


def _is_stop(arrived: Inbound) -> bool:
    return arrived.kind == "text" and " ".join(arrived.text.upper().split()).strip(".!") in STOPS


def _opt_out(books: Books, arrived: Inbound) -> None:
    """Opt a number out: of the account, and of every list that it is on."""
    books.optouts[arrived.from_number] = arrived.at
    for listed in books.lists.values():
        member = listed.members.get(arrived.from_number)
        if member is not None and member.state == "active":
            member.state = "optout"


def _greet(
    world: World, account: Account, books: Books, arrived: Inbound, features: tuple[Keyword | None, LeasedNumber | None]
) -> None:
    """Put who writes on the list of the keyword or the number, and greet new and old members with their own texts."""
    first, number = next((each for each in features if each is not None), None), arrived.from_number
    if first is None:
        return
    listed = books.lists.get(first.list_id)
    is_member = listed is not None and number in listed.members
    if listed is not None and not is_member:
        add_member(world, arrived.gateway, account, books, listed, number)
    text = first.members_message if is_member else first.welcome_message
    if text and not is_opted_out(account, books, number):
        send(world, account, number, text, first.number)


def _names(books: Books, number: str) -> tuple[str | None, str | None]:
    members = (listed.members.get(number) for listed in books.lists.values())
    found = next((member for member in members if member is not None), None)
    return (None, None) if found is None else (found.first_name, found.last_name)
