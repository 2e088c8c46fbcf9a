"""What no single scenario shows of TransmitSMS' rejections: that all are told alike, in order, and change nothing."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pytest

from helpers import Bench, body
from mock_gateway.definitions.load import all_gateways
from mock_gateway.definitions.scenarios import Library
from mock_gateway.engine import Engine
from mock_gateway.model.rules import Fact
from mock_gateway.play import give, reject

if TYPE_CHECKING:
    from mock_gateway.model.rules import Row

GATEWAY = all_gateways()["transmitsms"]
ROWS = [row for row in GATEWAY.rows if not row.each]
TOLD = [row for row in ROWS if isinstance(row.code, str)]
PAGES = [row for row in ROWS if isinstance(row.code, int)]
SEND: dict[str, Any] = {"call": "send-sms", "form": {"message": "hi", "to": "61491570156"}}
DOCUMENTED = {
    "AUTH_FAILED_NO_DATA": 401,
    "AUTH_FAILED": 401,
    "NOT_IMPLEMENTED": 404,
    "OVER_LIMIT": 429,
    "FIELD_EMPTY": 400,
    "FIELD_INVALID": 400,
    "NO_ACCESS": 400,
    "KEY_EXISTS": 400,
    "NOT_FOUND": 400,
    "ALREADY_SENT": 400,
    "LEDGER_ERROR": 400,
    "BAD_CALLER_ID": 400,
    "LIST_EMPTY": 400,
    "RECIPIENTS_ERROR": 400,
    "MISSING_PARAM": 400,
    "BAD_MOBILE": 400,
    "BAD_MOBILE_COUNTRY": 400,
    "OPTOUT": 400,
    "DUPLICATE_DELETED": 400,
}
"""Every code of the documents, with its HTTP status."""


@lru_cache(maxsize=1)
def engine() -> Engine:
    return Engine(all_gateways(), clock="frozen")


@pytest.fixture
def bench() -> Bench:
    return Bench("transmitsms", engine())


def key(row: Row) -> str:
    return row.key


def forced(row: Row, **spec: Any) -> tuple[int, dict[str, str], str]:
    """Give status, headers and body of a rejection that is forced."""
    bench = Bench("transmitsms", engine())
    reject(bench.world, bench.gateway, row.key)
    reply = bench.answer(bench.request(**SEND, **spec))
    return reply.status, dict(reply.headers), reply.body.decode()


@pytest.mark.parametrize("code", sorted(DOCUMENTED))
def test_a_documented_code_has_its_http_status(code: str) -> None:
    assert {row.status for row in TOLD if row.code == code} <= {DOCUMENTED[code], None}
    assert {forced(row)[0] for row in TOLD if row.code == code} == {DOCUMENTED[code]}


def test_no_code_is_made_up() -> None:
    assert {row.code for row in TOLD} == set(DOCUMENTED)


@pytest.mark.parametrize("row", TOLD, ids=key)
def test_a_rejection_is_the_error_block_and_nothing_else(row: Row) -> None:
    _, headers, text = forced(row)
    told = json.loads(text)

    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert list(told) == ["error"]
    assert list(told["error"]) == ["code", "description"]
    assert told["error"]["code"] == row.code
    assert text == json.dumps(told, separators=(",", ":"))


@pytest.mark.parametrize("row", TOLD, ids=key)
def test_a_rejection_says_the_same_in_xml(row: Row) -> None:
    status, _, text = forced(row)
    told = json.loads(text)["error"]
    as_xml = forced(row, suffix="xml")
    block = f"<error><code>{told['code']}</code><description>{told['description']}</description></error>"

    assert as_xml[0] == status
    assert as_xml[1]["Content-Type"] == "text/xml; charset=utf-8"
    assert as_xml[2] == f'<?xml version="1.0"?><response>{block}</response>'


@pytest.mark.parametrize("row", PAGES, ids=key)
@pytest.mark.parametrize("suffix", ["json", "xml"])
def test_what_the_web_server_refuses_is_a_page_whatever_the_suffix(row: Row, suffix: str) -> None:
    status, headers, text = forced(row, suffix=suffix)

    assert (status, headers["Content-Type"]) == (row.code, "text/html")
    assert text.count(f"{row.code} {row.name}") == 2


@pytest.mark.parametrize("row", ROWS, ids=key)
def test_no_rejection_has_headers_that_were_never_seen(row: Row) -> None:
    headers = {name.lower() for name in forced(row)[1]}

    assert headers.isdisjoint({"www-authenticate", "retry-after", "x-ratelimit-limit", "x-ratelimit-remaining"})


@pytest.mark.parametrize("row", ROWS, ids=key)
def test_no_rejection_has_a_blank_that_was_not_filled(row: Row) -> None:
    assert re.search(r"[{*]", forced(row)[2].removeprefix("{").replace('":{', "")) is None


# --- order


def stage(row: Row) -> int:
    """Give the step of the order that the contract suggests."""
    if isinstance(row.code, int):
        return 0
    steps = {"AUTH_FAILED_NO_DATA": 1, "AUTH_FAILED": 1, "OVER_LIMIT": 2, "NOT_IMPLEMENTED": 3, "NO_ACCESS": 4}
    if row.key in steps:
        return steps[row.key]
    if row.code in ("FIELD_EMPTY", "MISSING_PARAM"):
        return 5
    if row.code == "FIELD_INVALID":
        return 7 if isinstance(row.condition, Fact) and row.condition.name == "record_unknown" else 6
    return {"NO_ACCESS": 7, "NOT_FOUND": 7}.get(str(row.code), 8)


BEFORE_THEIR_STAGE = {"BAD_MOBILE"}
"""A number that is none cannot be looked for, so that edit-list-member says this before NOT_FOUND."""
AFTER_THEIR_STAGE = {"FIELD_INVALID lease any"}


def test_the_rows_stand_in_the_order_that_the_contract_suggests() -> None:
    stages = [stage(row) for row in ROWS if row.key not in BEFORE_THEIR_STAGE | AFTER_THEIR_STAGE]

    assert stages == sorted(stages)


# --- nothing happens


REFUSED: list[dict[str, Any]] = [
    {"auth": "none"},
    {"auth": "wrong"},
    {"form": {"to": "61491570156"}},
    {"form": {"message": "hi"}},
    {"form": {"message": "hi", "to": "61491570156", "send_at": "x"}},
    {"form": {"message": "a" * 613, "to": "61491570156"}},
    {"form": {"message": "hi", "list_id": "1"}},
    {"form": {"message": "hi", "to": "61491570156", "from": "a b"}},
    {"form": {"message": "hi", "to": "nobody"}},
    {"method": "PUT"},
]


@pytest.mark.parametrize("spec", REFUSED, ids=str)
def test_a_message_that_is_refused_leaves_nothing_behind(bench: Bench, spec: dict[str, Any]) -> None:
    exchange = bench.send(**{**SEND, **spec})
    books = bench.room.memory.of(bench.account)

    assert exchange.verdict is not None
    assert (len(books.messages), len(books.sent), len(books.transactions)) == (0, 0, 0)
    assert bench.account.used.get("spent", 0) == 0
    assert body(bench.answer(bench.request(**SEND)))["message_id"] == 339_031_121


def test_a_throttled_message_leaves_nothing_behind(bench: Bench) -> None:
    give(bench.world, bench.gateway, {"throttle": {"calls": 15}})
    exchange = bench.send(**SEND)

    assert exchange.verdict is not None
    assert exchange.verdict.code == "OVER_LIMIT"
    assert len(bench.room.memory.of(bench.account).messages) == 0
    bench.advance("1s")
    assert body(bench.answer(bench.request(**SEND)))["message_id"] == 339_031_121


def test_what_is_under_way_with_a_wrong_secret_is_neither_counted_nor_taken_off(bench: Bench) -> None:
    bench.room.settings.update_({"throttle_window": "concurrent"})
    give(bench.world, bench.gateway, {"throttle": {"calls": 15}})
    wrong = bench.answer(bench.request(**SEND, auth="wrong"))
    assert wrong.after is not None
    wrong.after()
    right = bench.answer(bench.request(**SEND))
    assert right.after is not None
    right.after()

    assert (wrong.status, right.status, bench.answer(bench.request(**SEND)).status) == (401, 429, 429)


# --- the scenarios


def test_every_row_is_shown_as_earned_and_as_forced() -> None:
    own = [each for each in Library().all("transmitsms") if each.gateway == "transmitsms"]
    shown = {code for each in own if not each.play for code in each.covers}
    played = {str(each["reject"]) for scenario in own for each in scenario.play if "reject" in each}

    assert {row.key for row in GATEWAY.rows} - shown == set()
    assert {row.key for row in ROWS} - played == set()


def test_the_list_of_a_client_is_another_accounts(bench: Bench) -> None:
    person = {"name": "Shop", "email": "shop@example.com", "password": "secret", "msisdn": "61491570157"}
    bench.send(call="add-client", form=person)
    own = bench.account
    bench.account = next(each for each in bench.room.accounts.values() if each is not own)
    made = body(bench.send(call="add-list", form={"name": "Theirs"}).reply)
    bench.account = own

    found = bench.send(call="get-list", form={"list_id": made["id"]}).verdict

    assert found is not None
    assert found.row.key == "NO_ACCESS list"
