"""TransmitSMS' account: numbers, addresses, keywords, balance and transactions, clients of a reseller."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

import pytest

from helpers import Bench, body
from mock_gateway.definitions.load import all_gateways
from mock_gateway.engine import Engine
from mock_gateway.state.clock import instant

if TYPE_CHECKING:
    from mock_gateway.model.wire import Reply
    from mock_gateway.state.accounts import Account

OWN, FREE, ALSO_FREE, HANDSET = "61491570006", "61491570313", "61491570737", "61491570156"
SUCCESS = {"code": "SUCCESS", "description": "OK"}
PERSON = {"name": "Acme", "email": "client@example.com", "password": "secret", "msisdn": "+61491570157"}
BLANK = {
    "reference": "",
    "number": int(OWN),
    "list_id": 0,
    "welcome_message": "",
    "member_message": "",
    "forward_url": "",
    "forward_sms": "",
    "forward_email": "",
    "status": "open",
    "billing_date": "2026-02-05",
}
"""What a keyword of which nothing was said shows after its word."""


@pytest.fixture(scope="module")
def shared_engine() -> Engine:
    return Engine(all_gateways(), clock="frozen")


@pytest.fixture
def bench(shared_engine: Engine) -> Bench:
    return Bench("transmitsms", shared_engine)


def reply(bench: Bench, call: str, account: Account | None = None, **parameters: object) -> Reply:
    """Send a call, as the session's own account unless told otherwise."""
    own = bench.account
    bench.account = account or own
    try:
        return bench.send(call=call, form=parameters).reply
    finally:
        bench.account = own


def ask(bench: Bench, call: str, account: Account | None = None, **parameters: object) -> dict[str, Any]:
    """Send a call that succeeds, and give its answer without the `error` block."""
    answer = body(reply(bench, call, account, **parameters))
    assert answer.pop("error") == SUCCESS
    return dict(answer)


def refusal(bench: Bench, call: str, account: Account | None = None, **parameters: object) -> tuple[int, str]:
    answer = reply(bench, call, account, **parameters)
    return answer.status, body(answer)["error"]["code"]


def client(bench: Bench, **parameters: object) -> Account:
    """Make a client and give its account."""
    made = ask(bench, "add-client", **{**PERSON, "fixed_top_up_amount": 10, **parameters})
    return bench.room.accounts[f"client{made['id']}"]


# Numbers


def test_a_leased_number_is_the_first_available_for_a_month(bench: Bench) -> None:
    leased = ask(bench, "lease-number")

    assert list(leased) == ["number", "price", "next_charge", "auto_renew", "status"]
    assert leased == {
        "number": int(FREE),
        "price": 25,
        "next_charge": "2026-02-05",
        "auto_renew": True,
        "status": "active",
    }


def test_the_number_that_is_asked_for_is_leased(bench: Bench) -> None:
    assert ask(bench, "lease-number", number=f"+{ALSO_FREE}")["number"] == int(ALSO_FREE)


def test_a_lease_costs_the_first_month(bench: Bench) -> None:
    before = ask(bench, "get-balance")["balance"]
    ask(bench, "lease-number")

    assert ask(bench, "get-balance") == {"balance": before - 25, "currency": "AUD"}
    assert ask(bench, "get-transactions")["transactions"][0]["amount"] == -25


def test_a_number_is_leased_once(bench: Bench) -> None:
    ask(bench, "lease-number", number=FREE)
    ask(bench, "lease-number")

    assert refusal(bench, "lease-number", number=FREE) == (400, "FIELD_INVALID")
    assert refusal(bench, "lease-number") == (400, "FIELD_INVALID")


def test_what_a_client_leased_is_available_to_nobody(bench: Bench) -> None:
    tenant = client(bench, fixed_top_up_amount=100)
    ask(bench, "lease-number", tenant, number=FREE)

    assert refusal(bench, "lease-number", number=FREE) == (400, "FIELD_INVALID")
    assert ask(bench, "get-numbers", filter="available")["numbers"] == [{"number": int(ALSO_FREE), "price": 25}]


@pytest.mark.parametrize("name", ["forward_url", "url"])
def test_a_lease_says_where_replies_go(bench: Bench, name: str) -> None:
    ask(bench, "lease-number", number=FREE, **{name: "https://example.com/replies"})

    assert bench.room.memory.of(bench.account).numbers[FREE].forward_url == "https://example.com/replies"


def test_own_numbers_are_listed_unless_told_otherwise(bench: Bench) -> None:
    listed = ask(bench, "get-numbers")
    mine = {"number": int(OWN), "price": 25, "auto_renew": True, "next_charge": "2026-02-05", "status": "active"}

    assert list(listed) == ["page", "numbers_total", "filter", "numbers"]
    assert listed == {"page": {"count": 1, "number": 1}, "numbers_total": 1, "filter": "owned", "numbers": [mine]}


def test_available_numbers_have_only_number_and_price(bench: Bench) -> None:
    listed = ask(bench, "get-numbers", filter="available", max=1)

    assert listed["filter"] == "available"
    assert (listed["page"], listed["numbers_total"]) == ({"count": 2, "number": 1}, 2)
    assert listed["numbers"] == [{"number": int(FREE), "price": 25}]


def test_an_unknown_filter_is_echoed_and_means_available(bench: Bench) -> None:
    listed = ask(bench, "get-numbers", filter="+61491570159")

    assert listed["filter"] == 61491570159
    assert [each["number"] for each in listed["numbers"]] == [int(FREE), int(ALSO_FREE)]


def test_a_number_of_ones_own_can_be_looked_at(bench: Bench) -> None:
    assert ask(bench, "get-number", number=f"+{OWN}") == {
        "number": int(OWN),
        "price": 25,
        "auto_renew": True,
        "next_charge": "2026-02-05",
        "status": "active",
    }
    assert refusal(bench, "get-number", number=FREE) == (400, "FIELD_INVALID")


def test_options_of_a_number_change_where_they_are_named(bench: Bench) -> None:
    listed = ask(bench, "add-list", name="Customers")
    ask(bench, "edit-number-options", number=OWN, forward_email="a@example.com,b@example.com", list_id=listed["id"])
    answer = ask(bench, "edit-number-options", number=OWN, welcome_message="Hi", members_message="Hello again")
    number = bench.room.memory.of(bench.account).numbers[OWN]

    assert answer == {}
    assert (number.forward_email, number.list_id) == ("a@example.com,b@example.com", listed["id"])
    assert (number.welcome_message, number.members_message) == ("Hi", "Hello again")


@pytest.mark.parametrize(
    ("leased_on", "charged_on"),
    [
        ("2026-01-31T10:00:00Z", "2026-02-28"),
        ("2027-12-15T10:00:00Z", "2028-01-15"),
        ("2028-01-30T10:00:00Z", "2028-02-29"),
    ],
)
def test_the_next_charge_is_a_month_later(bench: Bench, leased_on: str, charged_on: str) -> None:
    bench.advance(f"{instant(leased_on) - bench.world.clock.now()}ms")

    assert ask(bench, "lease-number")["next_charge"] == charged_on


@pytest.mark.parametrize("address", ["sms@example.com", "*@example.com"])
def test_addresses_are_let_send_and_taken_off(bench: Bench, address: str) -> None:
    assert ask(bench, "add-email", email=address) == {"success": True}
    assert bench.room.memory.of(bench.account).emails == {address: 1}

    assert ask(bench, "add-email", email=address, max_sms=4) == {"success": True}
    assert bench.room.memory.of(bench.account).emails == {address: 4}

    assert ask(bench, "delete-email", email=address) == {"success": True}
    assert bench.room.memory.of(bench.account).emails == {}


# Keywords


def test_a_keyword_is_upper_case_and_open(bench: Bench) -> None:
    bench.room.settings.keyword_list = "none"
    made = ask(bench, "add-keyword", keyword="news", number=f"+{OWN}", status="active")

    assert list(made) == ["keyword", *BLANK]
    assert made == {"keyword": "NEWS", **BLANK}


def test_a_keyword_shows_what_was_said_of_it(bench: Bench) -> None:
    list_id = ask(bench, "add-list", name="Readers")["id"]
    said = {
        "reference": "spring",
        "list_id": list_id,
        "welcome_message": "Hi",
        "forward_url": "https://example.com/news",
        "forward_email": "a@example.com",
        "forward_sms": "61491570157,61491570158",
    }
    made = ask(bench, "add-keyword", keyword="NEWS", number=OWN, members_message="Again", **said)

    assert made == {"keyword": "NEWS", **BLANK, **said, "member_message": "Again"}


def test_a_keyword_without_a_list_gets_one_of_its_own(bench: Bench) -> None:
    made = ask(bench, "add-keyword", keyword="NEWS", number=OWN)
    (listed,) = ask(bench, "get-lists")["lists"]

    assert (listed["id"], listed["name"], listed["created"]) == (made["list_id"], "auto list for keyword NEWS", None)


def test_a_keyword_can_be_made_closed_and_opened_again(bench: Bench) -> None:
    assert ask(bench, "add-keyword", keyword="NEWS", number=OWN, activate="false")["status"] == "closed"
    assert ask(bench, "edit-keyword", keyword="NEWS", number=OWN, activate="true")["status"] == "open"


def test_editing_a_keyword_leaves_what_is_not_named(bench: Bench) -> None:
    made = ask(bench, "add-keyword", keyword="NEWS", number=OWN, reference="spring")
    changed = ask(bench, "edit-keyword", keyword="News", number=OWN, status="closed", members_message="Again")

    assert changed == {**made, "status": "closed", "member_message": "Again"}
    assert ask(bench, "edit-keyword", keyword="NEWS", number=OWN, status="active") == changed
    assert ask(bench, "edit-keyword", keyword="NEWS", number=OWN, status="open")["status"] == "open"


def test_keywords_are_listed_in_order_of_the_alphabet(bench: Bench) -> None:
    ask(bench, "lease-number", number=FREE)
    for word, number in (("NEWS", OWN), ("ART", FREE), ("FOOD", OWN)):
        ask(bench, "add-keyword", keyword=word, number=number)
    listed = ask(bench, "get-keywords")

    assert list(listed) == ["page", "keywords_total", "keywords"]
    assert [each["keyword"] for each in listed["keywords"]] == ["ART", "FOOD", "NEWS"]
    assert [each["keyword"] for each in ask(bench, "get-keywords", number=OWN)["keywords"]] == ["FOOD", "NEWS"]


def test_the_same_word_may_belong_to_two_numbers(bench: Bench) -> None:
    ask(bench, "lease-number", number=FREE)
    for number in (OWN, FREE):
        ask(bench, "add-keyword", keyword="NEWS", number=number)

    assert ask(bench, "get-keywords")["keywords_total"] == 2
    assert refusal(bench, "add-keyword", keyword="news", number=OWN) == (400, "KEY_EXISTS")


# Balance and transactions


def test_the_balance_is_what_messages_leave(bench: Bench) -> None:
    bench.account.state.credit_thousandths = 74_041
    ask(bench, "send-sms", message="Hello", to=HANDSET)

    assert ask(bench, "get-balance") == {"balance": 73.954, "currency": "AUD"}


def test_transactions_are_listed_newest_first_with_the_balance_as_text(bench: Bench) -> None:
    bench.account.state.credit_thousandths = 14_804
    first = ask(bench, "send-sms", message="Hello", to=HANDSET)
    bench.advance("1s")
    ask(bench, "send-sms", message="Again", to=HANDSET)
    listed = ask(bench, "get-transactions")
    newest, oldest = listed["transactions"]

    assert list(listed) == ["page", "transactions_total", "transactions"]
    assert [newest["balance_standing"], oldest["balance_standing"]] == ["$14.630", "$14.717"]
    assert oldest == {
        "id": newest["id"] - 1,
        "user_id": 54911,
        "description": oldest["description"],
        "amount": -0.087,
        "balance_standing": "$14.717",
        "created": first["send_at"],
        "type_description": "",
        "type_id": oldest["type_id"],
    }


def test_transactions_can_be_asked_for_by_time(bench: Bench) -> None:
    for _ in range(3):
        ask(bench, "send-sms", message="Hello", to=HANDSET)
        bench.advance("1d")
    listed = ask(bench, "get-transactions", start="2026-01-06", end="2026-01-06")

    assert [each["created"] for each in listed["transactions"]] == ["2026-01-06 09:00:00"]


def test_one_transaction_has_its_balance_as_a_number_and_its_message(bench: Bench) -> None:
    bench.account.state.credit_thousandths = 10_717
    message = ask(bench, "send-sms", message="Hello", to=HANDSET)
    (listed,) = ask(bench, "get-transactions")["transactions"]
    alone = ask(bench, "get-transaction", id=listed["id"])

    assert alone == {**listed, "balance_standing": 10.63, "message_id": message["message_id"]}
    assert list(alone)[-3:] == ["message_id", "type_description", "type_id"]


def test_transactions_of_a_client_are_the_clients(bench: Bench) -> None:
    tenant = client(bench)
    ask(bench, "send-sms", tenant, message="Hello", to=HANDSET)
    spent, paid = ask(bench, "get-transactions", client_id=tenant.state.user_id)["transactions"]

    assert {spent["user_id"], paid["user_id"]} == {tenant.state.user_id}
    assert (paid["description"], paid["amount"], paid["balance_standing"]) == ("Credit Top Up - $10.00", 10, "$10.000")
    assert (spent["amount"], spent["balance_standing"]) == (-0.087, "$9.913")
    assert "transactions" not in ask(bench, "get-transactions")


def test_a_reseller_sees_one_transaction_of_a_client(bench: Bench) -> None:
    for number in (1, 2):
        tenant = client(bench, email=f"client{number}@example.com", fixed_top_up_amount=number)
    (paid,) = ask(bench, "get-transactions", client_id=tenant.state.user_id)["transactions"]
    shown = ask(bench, "get-transaction", id=paid["id"])

    assert (shown["user_id"], shown["amount"]) == (tenant.state.user_id, 2)


# Clients


def test_a_new_client_is_shown_with_all_its_members_in_order(bench: Bench) -> None:
    made = ask(bench, "add-client", **PERSON, contact="Ada", timezone="Africa/Abidjan", api_secret="green")
    key = made["apikey"]

    assert len(key) == 32
    assert set(key) <= set("0123456789abcdef")
    assert list(made.items()) == [
        ("id", 54912),
        ("name", "Acme"),
        ("contact", "Ada"),
        ("email", "client@example.com"),
        ("msisdn", 61491570157),
        ("currency", "AUD"),
        ("client_pays", True),
        ("sms_margin", 0),
        ("timezone", "Africa/Abidjan"),
        ("created", "2026-01-05 09:00:00"),
        ("apikey", key),
        ("apisecret", "green"),
        ("recharge_amount", 0),
        ("total_lists", 0),
        ("total_sms", 0),
        ("total_contacts", 0),
        ("total_spend", 0),
        ("total_revenue", 0),
        ("credit_based", False),
        ("trial", "no"),
        ("trial_expiry_date", "2026-01-12"),
        ("balance", 0),
    ]


def test_a_client_is_shown_as_it_was_made(bench: Bench) -> None:
    made = ask(bench, "add-client", **PERSON)

    assert ask(bench, "get-client", client_id=made["id"]) == made
    assert ask(bench, "get-clients")["clients"] == [made]


def test_without_a_client_the_own_account_is_shown(bench: Bench) -> None:
    mine = ask(bench, "get-client")
    credentials = bench.account.credentials

    assert (mine["id"], mine["name"], mine["email"]) == (54911, "Example Pty Ltd", "owner@example.com")
    assert (mine["apikey"], mine["apisecret"]) == (credentials["key"], credentials["secret"])
    assert list(mine) == list(ask(bench, "add-client", **PERSON))
    assert ask(bench, "get-client", client_id=54911) == mine


def test_a_client_sends_with_its_own_credentials_inside_the_same_session(bench: Bench) -> None:
    tenant = client(bench)
    bench.account = tenant
    request = bench.request(call="send-sms", form={"message": "Hello", "to": HANDSET})
    bare = request._replace(path=request.path.removeprefix(f"/~{bench.world.identity}"))
    before = len(bench.world.journal)
    answer = bench.answer(bare)

    assert body(answer)["error"] == SUCCESS
    assert len(bench.world.journal) == before + 1
    message = bench.world.store.find("transmitsms", str(body(answer)["message_id"]))
    assert message is not None
    assert message.account == tenant.key


def test_a_client_with_a_secret_needs_it(bench: Bench) -> None:
    tenant = client(bench, api_secret="green")

    assert tenant.credentials["secret"] == "green"
    assert ask(bench, "get-balance", tenant)["balance"] == 10
    wrong = body(bench.send(call="get-balance", form={}, auth={"header": _basic(tenant, "blue")}).reply)
    assert wrong["error"]["code"] == "AUTH_FAILED"


def test_a_new_secret_replaces_the_old_one(bench: Bench) -> None:
    tenant = client(bench, api_secret="green")
    changed = ask(bench, "edit-client", client_id=tenant.state.user_id, api_secret="blue")
    old = body(bench.send(call="get-balance", form={}, auth={"header": _basic(tenant, "green")}).reply)

    assert changed["apisecret"] == "blue"
    assert old["error"]["code"] == "AUTH_FAILED"
    assert ask(bench, "get-balance", tenant)["balance"] == 10


def test_a_client_is_throttled_by_itself(bench: Bench) -> None:
    tenant = client(bench)
    for _ in range(15):
        ask(bench, "get-balance", tenant)

    assert refusal(bench, "get-balance", tenant) == (429, "OVER_LIMIT")
    assert ask(bench, "get-balance")["currency"] == "AUD"


def test_a_client_is_unknown_to_other_sessions(bench: Bench) -> None:
    tenant = client(bench)
    other = Bench("transmitsms", bench.engine)

    assert refusal(other, "get-balance", tenant) == (401, "AUTH_FAILED")
    assert refusal(other, "get-client", client_id=tenant.state.user_id) == (400, "NOT_FOUND")
    assert ask(other, "get-clients")["clients_total"] == 0


def test_a_client_is_no_reseller(bench: Bench) -> None:
    tenant = client(bench)

    assert refusal(bench, "add-client", tenant, **{**PERSON, "email": "other@example.com"}) == (400, "NO_ACCESS")
    assert refusal(bench, "get-clients", tenant) == (400, "NO_ACCESS")


def test_a_client_has_books_of_its_own(bench: Bench) -> None:
    tenant = client(bench)
    ask(bench, "add-list", tenant, name="Mine")
    ask(bench, "send-sms", tenant, message="x" * 161, to=HANDSET)
    shown = ask(bench, "get-client", client_id=tenant.state.user_id)

    assert (shown["total_lists"], shown["total_sms"], shown["total_spend"]) == (1, 2, 0.174)
    assert shown["balance"] == 9.826
    assert ask(bench, "get-lists")["lists_total"] == 0
    assert refusal(bench, "get-number", tenant, number=OWN) == (400, "FIELD_INVALID")


def test_a_margin_is_in_cents_and_is_the_resellers_revenue(bench: Bench) -> None:
    tenant = client(bench, sms_margin="1.5", number_margin=100)
    sent = ask(bench, "send-sms", tenant, message="Hello", to=HANDSET)
    shown = ask(bench, "get-client", client_id=tenant.state.user_id)

    assert sent["cost"] == 0.102
    assert (shown["sms_margin"], shown["total_spend"], shown["total_revenue"]) == (1.5, 0.102, 0.015)
    assert ask(bench, "get-numbers", tenant, filter="available")["numbers"][0]["price"] == 26


@pytest.mark.parametrize("amount", ["much", "1e999", "-5"])
def test_an_amount_that_is_none_counts_as_nothing(bench: Bench, amount: str) -> None:
    made = ask(bench, "add-client", **PERSON, fixed_top_up_amount=amount)

    assert (made["recharge_amount"], made["balance"]) == (0, 0)


def test_an_endless_margin_is_cut_off(bench: Bench) -> None:
    tenant = client(bench, sms_margin="1e300", fixed_top_up_amount="1e300")

    assert ask(bench, "get-balance", tenant)["balance"] == 1_000_000
    assert tenant.state.price_thousandths == 10_000_087


def test_a_client_that_pays_cannot_spend_more_than_it_paid_in(bench: Bench) -> None:
    tenant = client(bench, fixed_top_up_amount=0)

    assert refusal(bench, "send-sms", tenant, message="Hello", to=HANDSET) == (400, "LEDGER_ERROR")


def test_a_client_whose_reseller_pays_can_send_at_once(bench: Bench) -> None:
    tenant = client(bench, client_pays="false", fixed_top_up_amount=0)

    assert ask(bench, "get-client", client_id=tenant.state.user_id)["client_pays"] is False
    assert ask(bench, "send-sms", tenant, message="Hello", to=HANDSET)["recipients"] == 1


def test_editing_a_client_leaves_what_is_not_named(bench: Bench) -> None:
    made = ask(bench, "add-client", **PERSON, contact="Ada", sms_margin=2)
    changed = ask(bench, "edit-client", client_id=made["id"], name="Bolt", msisdn="61491570158")

    assert changed == {**made, "name": "Bolt", "msisdn": 61491570158}
    assert ask(bench, "get-client", client_id=made["id"]) == changed


def test_the_own_account_can_be_renamed_but_keeps_its_secret(bench: Bench) -> None:
    changed = ask(bench, "edit-client", client_id=54911, name="Bolt", api_secret="blue")

    assert changed["name"] == "Bolt"
    assert changed["apisecret"] == bench.account.credentials["secret"] != "blue"


def test_clients_that_were_put_there_get_their_accounts_when_they_are_looked_at(bench: Bench) -> None:
    bench.room.memory.fill(bench.world, bench.account, "clients", 3)
    listed = ask(bench, "get-clients", max=2)
    named = bench.room.accounts[f"client{listed['clients'][0]['id']}"]

    assert listed["page"] == {"count": 2, "number": 1}
    assert listed["clients"][0]["name"] == named.state.name == "Client 54914"
    assert ask(bench, "get-balance", named)["balance"] == 0


def test_an_address_belongs_to_one_client(bench: Bench) -> None:
    client(bench)

    assert refusal(bench, "add-client", **PERSON) == (400, "KEY_EXISTS")


def test_clients_are_listed_by_name_the_last_one_first(bench: Bench) -> None:
    for name in ("beta", "Acme", "Zulu"):
        ask(bench, "add-client", **{**PERSON, "name": name, "email": f"{name}@example.com"})
    listed = ask(bench, "get-clients", max=2)

    assert list(listed) == ["page", "clients_total", "clients"]
    assert (listed["page"], listed["clients_total"]) == ({"count": 2, "number": 1}, 3)
    assert [each["name"] for each in listed["clients"]] == ["Zulu", "beta"]


def test_a_session_that_starts_anew_has_no_clients(bench: Bench) -> None:
    tenant = client(bench)
    bench.world.forget()

    assert ask(bench, "get-clients")["clients_total"] == 0
    assert refusal(bench, "get-balance", tenant) == (401, "AUTH_FAILED")


def _basic(account: Account, secret: str) -> str:
    """Write an Authorization header with an account's key and a secret."""
    pair = f"{account.credentials['key']}:{secret}"
    return f"Basic {b64encode(pair.encode()).decode()}"
