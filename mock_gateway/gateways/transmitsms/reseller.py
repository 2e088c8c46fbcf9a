"""Balance and transactions, and the clients of a reseller, each of whom has an account that works."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from mock_gateway.dialects.php import numeric
from mock_gateway.gateways.transmitsms.answers import date, money, paged, span, stamp, success
from mock_gateway.gateways.transmitsms.books import Client, Transaction
from mock_gateway.gateways.transmitsms.msisdn import international
from mock_gateway.gateways.transmitsms.sending import FIRST_TRANSACTION, balance, books_of
from mock_gateway.model.knobs import Knobs
from mock_gateway.model.wire import Verbatim
from mock_gateway.state.accounts import Account
from mock_gateway.state.case import account_of
from mock_gateway.state.table import Selection

if TYPE_CHECKING:
    from mock_gateway.gateways.transmitsms.books import Books
    from mock_gateway.model.wire import Outcome
    from mock_gateway.rules.judge import Judgement
    from mock_gateway.state.case import Case

FIRST_CLIENT = 54_912
TOP_UP = 23
OWN_SINCE = 1_767_225_600_000
"""2026-01-01: since when the session's own account is said to be there."""
TRIAL = 7 * 86_400_000
MOST = 1_000_000
"""No margin, in cents, and no amount, in the account's currency, counts for more."""
OF_THE_ACCOUNT = ("name", "email", "timezone")
DETAILS = (
    *OF_THE_ACCOUNT,
    "contact",
    "msisdn",
    "client_pays",
    "sms_margin",
    "number_margin",
    "payment_method",
    "fixed_top_up_amount",
)
"""What is remembered of a client as the request says it."""


def get_balance(case: Case, _judgement: Judgement) -> Outcome:
    """Tell what is left of the account's credit."""
    return success({"balance": money(balance(account_of(case))), "currency": case.gateway.currency})


def get_client(case: Case, _judgement: Judgement) -> Outcome:
    """Tell of a client, or of the account itself."""
    return success(_shown(case, *_subject(case)))


def get_clients(case: Case, _judgement: Judgement) -> Outcome:
    """List the reseller's clients, names that are later in the alphabet first."""
    clients = sorted(books_of(case).clients.values(), key=_order)

    def show(client: Client) -> dict[str, Any]:
        return _shown(case, account_of_client(case, client), client)

    listed = Selection(clients, 0, len(clients), newest_first=True)
    return paged(case, listed, "clients", show, total="clients_total", identify=_client_identity)


def add_client(case: Case, _judgement: Judgement) -> Outcome:
    """Make a client, with an account whose credentials lead to this session from now on.

    What a client that pays for itself tops up is paid in at once; one that does not pay has an account's usual credit.
    """
    client_id = case.world.ids.count("transmitsms client", FIRST_CLIENT)
    client = Client(client_id, f"client{client_id}", case.now)
    books_of(case).clients[client_id] = client
    _note(case, client)
    account = account_of_client(case, client)
    _set_account(case, account, client)
    credit = _amount(client, "fixed_top_up_amount", 1000)
    if credit and _pays(client):
        paid = case.world.ids.count("transmitsms transaction", FIRST_TRANSACTION)
        said = f"Credit Top Up - ${credit / 1000:.2f}"
        _books(case, account).transactions.add(Transaction(paid, case.now, said, credit, credit, TOP_UP))
    return success(_shown(case, account, client))


def edit_client(case: Case, _judgement: Judgement) -> Outcome:
    """Change a client; what the request does not name stays."""
    account, client = _subject(case)
    if client is not None:
        _note(case, client)
    _set_account(case, account, client)
    return success(_shown(case, account, client))


def get_transactions(case: Case, _judgement: Judgement) -> Outcome:
    """List what an account or a client paid and spent, the newest first."""
    account, _ = _subject(case)
    found = _books(case, account).transactions.select(*span(case, None))

    def show(transaction: Transaction) -> dict[str, Any]:
        return {
            "id": transaction.id,
            "user_id": account.state.values_["user_id"],
            "description": transaction.description,
            "amount": money(transaction.amount),
            "balance_standing": f"${transaction.balance / 1000:.3f}",
            "created": stamp(transaction.at),
            "type_description": "",
            "type_id": transaction.type_id,
        }

    return paged(case, found, "transactions", show, total="transactions_total", identify=_transaction_identity)


def get_transaction(case: Case, _judgement: Judgement) -> Outcome:
    """Tell of one transaction, of the account or of one of its clients."""
    account, transaction = _transaction(case)
    return success(
        {
            "id": transaction.id,
            "user_id": account.state.values_["user_id"],
            "description": transaction.description,
            "amount": money(transaction.amount),
            "balance_standing": money(transaction.balance),
            "created": stamp(transaction.at),
            "message_id": transaction.message_id,
            "type_description": "",
            "type_id": transaction.type_id,
        }
    )


def account_of_client(case: Case, client: Client) -> Account:
    """Give a client's account; one that has none yet gets it, and its credentials work."""
    account = case.room.accounts.get(client.account)
    if account is None:
        account = Account(
            client.account, case.gateway.name, _credentials(case), Knobs("account field", case.gateway.account)
        )
        account.state.update_({"user_id": client.id, "reseller": False, "own_numbers": []})
        account.state.update_({name: client.details[name] for name in OF_THE_ACCOUNT if name in client.details})
        if _pays(client):
            account.state.update_({"credit_thousandths": _amount(client, "fixed_top_up_amount", 1000)})
        case.room.accounts[account.key] = account
        case.world.adopt(account)
    return account


def _credentials(case: Case) -> dict[str, str]:
    """Make credentials by the gateway's names for them: a key, and a secret that is blank."""
    key = case.world.ids.hexadecimal(32)
    secrets = set(case.gateway.secrets.values())
    return {name: "" if name in secrets else key for name in case.gateway.credentials}


def _subject(case: Case) -> tuple[Account, Client | None]:
    """Give the client that a request is about, or the account itself."""
    client = books_of(case).clients.get(case.document.get("client_id", 0))
    return (account_of(case), None) if client is None else (account_of_client(case, client), client)


def _transaction(case: Case) -> tuple[Account, Transaction]:
    """Give the transaction that a request names, and whose it is; a row has refused what is neither."""
    theirs = (account_of_client(case, client) for client in books_of(case).clients.values())
    accounts = chain((account_of(case),), theirs)
    wanted = case.document["id"]
    return next((each, found) for each in accounts for found in _books(case, each).transactions.select(id=wanted))


def _note(case: Case, client: Client) -> None:
    """Remember what a request says of a client."""
    for name in DETAILS:
        if name in case.document:
            value = case.document[name]
            client.details[name] = value if isinstance(value, str) else str(value).lower()
    if "msisdn" in case.document:
        spelling = client.details["msisdn"]
        client.details["msisdn"] = international(spelling, "", case.gateway.numbers) or spelling


def _set_account(case: Case, account: Account, client: Client | None) -> None:
    """Set what a request says of an account; the secret and the prices of a client only."""
    document = case.document
    values = {name: document[name] for name in OF_THE_ACCOUNT if name in document}
    if client is not None:
        prices = account_of(case).state.values_
        for price, margin in (("price_thousandths", "sms_margin"), ("number_price_thousandths", "number_margin")):
            values[price] = prices[price] + _amount(client, margin, 10)
        for name in case.gateway.secrets.values():
            account.credentials[name] = document.get("api_secret", account.credentials[name])
    account.state.update_(values)


def _amount(client: Client, detail: str, thousandths: int) -> int:
    """Give an amount that a request said, in thousandths; what is none is 0.

    Args:
        client: whose.
        detail: its name.
        thousandths: of one unit in which it is said.

    """
    said = numeric(client.details.get(detail, "")) or 0
    return round(thousandths * max(0, min(MOST, said)))


def _pays(client: Client | None) -> bool:
    return client is None or client.details.get("client_pays") != "false"


def _shown(case: Case, account: Account, client: Client | None) -> dict[str, Any]:
    state, books = account.state.values_, _books(case, account)
    details = {} if client is None else client.details
    created = OWN_SINCE if client is None else client.created_at
    margin = 0 if client is None else _amount(client, "sms_margin", 10)
    sms = sum(message.parts * len(message.recipients) for message in books.messages)
    return {
        "id": state["user_id"],
        "name": state["name"],
        "contact": details.get("contact", ""),
        "email": state["email"],
        "msisdn": details.get("msisdn"),
        "currency": case.gateway.currency,
        "client_pays": _pays(client),
        "sms_margin": numeric(details.get("sms_margin", "")) or 0,
        "timezone": state["timezone"],
        "created": stamp(created),
        "apikey": Verbatim(account.credentials[case.gateway.forms[0].identifies]),
        "apisecret": account.credentials.get(case.gateway.forms[0].secret, ""),
        "recharge_amount": 0 if client is None else money(_amount(client, "fixed_top_up_amount", 1000)),
        "total_lists": len(books.lists),
        "total_sms": sms,
        "total_contacts": sum(len(listed.active) for listed in books.lists.values()),
        "total_spend": money(account.used.get("spent", 0)),
        "total_revenue": money(margin * sms),
        "credit_based": False,
        "trial": "no",
        "trial_expiry_date": date(created + TRIAL),
        "balance": money(balance(account)),
    }


def _books(case: Case, account: Account) -> Books:
    books: Books = case.room.memory.of(account)
    return books


def _order(client: Client) -> tuple[str, int]:
    return client.details["name"].lower(), client.id


def _client_identity(client: Client) -> int:
    return client.id


def _transaction_identity(transaction: Transaction) -> int:
    return transaction.id
