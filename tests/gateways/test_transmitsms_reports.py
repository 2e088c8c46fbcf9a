"""What the TransmitSMS family tells of what was sent in a time: counts, activity, contacts and reports."""

from __future__ import annotations

import pytest

from helpers import Bench
from transmitsms_calls import (
    BOUNCED,
    DELIVERED,
    EVER,
    NEVER,
    SOFT,
    START,
    STOPS,
    SUCCESS,
    TOMORROW,
    ask,
    ids,
    listed,
    send,
)


@pytest.fixture
def bench() -> Bench:
    return Bench("transmitsms")


# get-sms-sent-count


def test_the_count_is_of_parts_sent_in_the_last_24_hours(bench: Bench) -> None:
    send(bench, DELIVERED, BOUNCED, message="x" * 161)
    bench.advance("23h")
    send(bench, DELIVERED)
    early = ask(bench, "get-sms-sent-count")
    bench.advance("2h")

    assert {"count": 5, "error": SUCCESS} == early
    assert ask(bench, "get-sms-sent-count")["count"] == 1


def test_the_count_of_a_time_takes_in_both_its_ends(bench: Bench) -> None:
    for _ in range(3):
        send(bench, DELIVERED)
        bench.advance("1h")
    day = "2026-01-05"

    assert [3, 2, 2, 0] == [
        ask(bench, "get-sms-sent-count", start=start, end=end)["count"]
        for start, end in (
            (day, day),
            (f"{day} 10:00:00", f"{day} 11:00:00"),
            (f"{day} 08:00", f"{day}T10:00:00Z"),
            (f"{day} 11:30:00", f"{day} 09:30:00"),
        )
    ]


def test_a_scheduled_message_counts_from_its_time_on_and_a_cancelled_one_never(bench: Bench) -> None:
    kept, cancelled = (send(bench, DELIVERED, send_at=TOMORROW) for _ in range(2))
    ask(bench, "cancel-sms", id=cancelled)

    def seen() -> tuple[int, list[int], list[int]]:
        count = ask(bench, "get-sms-sent-count")["count"]
        activity = ids(ask(bench, "get-user-sms-sent", **EVER))
        return count, activity, ids(ask(bench, "get-contact-sms-stats", mobile=DELIVERED), "records")

    assert (0, [], []) == seen()
    bench.advance("24h")
    assert (1, [kept], [kept]) == seen()


def test_a_reseller_counts_what_a_client_sent(bench: Bench) -> None:
    send(bench, DELIVERED)
    client = ask(bench, "add-client", name="Client", email="c@example.com", password="pw", msisdn="61491570157")
    own = bench.account
    bench.account = next(account for account in bench.room.accounts.values() if account is not own)
    bench.account.state.update_({"credit_thousandths": 1000})
    send(bench, DELIVERED, BOUNCED)
    bench.account = own

    assert ask(bench, "get-sms-sent-count", client_id=client["id"])["count"] == 2
    assert ask(bench, "get-sms-sent-count", client_id=54911)["count"] == 1
    assert ask(bench, "get-sms-sent-count")["count"] == 1


def test_a_client_that_never_had_an_account_sent_nothing(bench: Bench) -> None:
    bench.room.memory.fill(bench.world, bench.account, "clients", 1)
    (client_id,) = bench.room.memory.of(bench.account).clients

    assert ask(bench, "get-sms-sent-count", client_id=client_id)["count"] == 0


# get-user-sms-sent


def test_activity_has_an_item_a_recipient_the_newest_first(bench: Bench) -> None:
    first = send(bench, DELIVERED, BOUNCED, **{"from": "Example"})
    bench.advance("1m")
    second = send(bench, NEVER)
    answer = ask(bench, "get-user-sms-sent", **EVER)

    assert ["page", "total", "messages", "error"] == list(answer)
    assert [(second, int(NEVER)), (first, int(BOUNCED)), (first, int(DELIVERED))] == [
        (each["message_id"], each["msisdn"]) for each in answer["messages"]
    ]
    oldest = answer["messages"][-1]
    assert len({each["id"] for each in answer["messages"]}) == 3
    assert {
        "id": oldest["id"],
        "message_id": first,
        "message": "Hello",
        "sent_at": START,
        "msisdn": int(DELIVERED),
        "caller_id": "Example",
        "status": "delivered",
    } == oldest


def test_activity_of_one_number(bench: Bench) -> None:
    wanted = send(bench, DELIVERED, BOUNCED)
    send(bench, NEVER)

    assert [wanted] == ids(ask(bench, "get-user-sms-sent", msisdn=f"+{BOUNCED}", **EVER))


def test_nothing_was_sent_to_what_is_no_number(bench: Bench) -> None:
    send(bench, DELIVERED)

    assert ask(bench, "get-user-sms-sent", msisdn="12", **EVER)["total"] == 0
    assert ask(bench, "get-contact-sms-stats", mobile="12")["total"] == 0


def test_activity_of_a_time(bench: Bench) -> None:
    send(bench, DELIVERED)
    bench.advance("24h")
    wanted = send(bench, DELIVERED)

    assert [wanted] == ids(ask(bench, "get-user-sms-sent", start="2026-01-06", end="2026-01-06"))


# get-contact-sms-stats


def test_a_contacts_records_are_of_its_whole_life_the_oldest_first(bench: Bench) -> None:
    first = send(bench, DELIVERED)
    send(bench, NEVER)
    bench.advance("900h")
    second = send(bench, DELIVERED)
    answer = ask(bench, "get-contact-sms-stats", mobile=DELIVERED)

    assert ["page", "total", "records", "error"] == list(answer)
    assert [
        {"message_id": first, "datetime_send": START, "delivery_status": "delivered"},
        {"message_id": second, "datetime_send": "2026-02-11 21:00:00", "delivery_status": "pending"},
    ] == answer["records"]


def test_a_contact_is_found_by_its_local_number(bench: Bench) -> None:
    message_id = send(bench, "61491570156")

    assert [message_id] == ids(ask(bench, "get-contact-sms-stats", mobile="0491 570 156", countrycode="AU"), "records")


@pytest.mark.parametrize(
    ("form", "order"),
    [
        ({}, [0, 1, 2]),
        ({"order": "asc"}, [0, 1, 2]),
        ({"order": "desc"}, [2, 1, 0]),
        ({"order": "sideways"}, [0, 1, 2]),
        ({"sort_field": "datetime_send", "order": "desc"}, [2, 1, 0]),
        ({"sort_field": "message_id"}, [1, 0, 2]),
        ({"sort_field": "message_id", "order": "desc"}, [2, 0, 1]),
        ({"sort_field": "colour"}, [0, 1, 2]),
        ({"start": "2026-01-06"}, [1, 2]),
        ({"end": "2026-01-05 09:00"}, [0]),
    ],
)
def test_a_contacts_records_are_sorted_and_chosen_as_asked(
    bench: Bench, form: dict[str, str], order: list[int]
) -> None:
    scheduled = send(bench, DELIVERED, send_at="2026-01-06 08:00:00")
    at_once = send(bench, DELIVERED)
    bench.advance("24h")
    in_time = [at_once, scheduled, send(bench, DELIVERED)]
    answer = ask(bench, "get-contact-sms-stats", mobile=DELIVERED, **form)

    assert [in_time[each] for each in order] == ids(answer, "records")


def test_a_contacts_records_are_sorted_by_status_and_then_by_time(bench: Bench) -> None:
    first, second, third = (send(bench, DELIVERED) for _ in range(3))
    bench.advance("2s")
    _, _, newest = bench.room.memory.of(bench.account).messages
    newest.recipients[0].status = "soft-bounce"
    upwards = ask(bench, "get-contact-sms-stats", mobile=DELIVERED, sort_field="delivery_status")
    downwards = ask(bench, "get-contact-sms-stats", mobile=DELIVERED, sort_field="delivery_status", order="desc")

    assert [third, first, second] == ids(upwards, "records")
    assert [second, first, third] == ids(downwards, "records")


# get-message-report


def test_the_report_has_an_item_a_message_with_its_cost_below_zero(bench: Bench) -> None:
    message_id = send(bench, DELIVERED, BOUNCED, SOFT, NEVER, STOPS, message="x" * 161)
    bench.advance("7s")
    answer = ask(bench, "get-message-report")

    assert ["page", "messages_total", "sms_total", "messages", "error"] == list(answer)
    assert (1, 10) == (answer["messages_total"], answer["sms_total"])
    assert [
        {
            "type": "api",
            "id": message_id,
            "sms": 10,
            "cost": -0.87,
            "sent_at": START,
            "status": "completed",
            "message": "x" * 161,
            "pending": 1,
            "delivered": 2,
            "soft_bounced": 1,
            "hard_bounced": 1,
            "optouts": 1,
            "responses": 1,
        }
    ] == answer["messages"]


def test_the_report_gives_the_number_of_a_single_send_only(bench: Bench) -> None:
    send(bench, list_id=listed(bench, DELIVERED))
    send(bench, DELIVERED, BOUNCED)
    send(bench, BOUNCED)

    shown = ask(bench, "get-message-report")["messages"]
    assert [int(BOUNCED), None, None] == [each.get("msisdn") for each in shown]


def test_the_report_gives_names_and_fields_of_the_list_that_is_asked_for(bench: Bench) -> None:
    list_id = listed(bench, DELIVERED, field="City")
    send(bench, list_id=list_id)
    send(bench, BOUNCED)
    send(bench, DELIVERED)
    plain = ask(bench, "get-message-report")["messages"][0]
    known, unknown, to_the_list = ask(bench, "get-message-report", list_id=list_id)["messages"]

    assert "first_name" not in plain
    assert {"msisdn": int(DELIVERED), "first_name": "Ella", "last_name": "", "fields": {"City": "Sydney"}} == {
        name: known[name] for name in list(known)[13:]
    }
    assert ["msisdn"] == list(unknown)[13:]
    assert [] == list(to_the_list)[13:]


def test_the_report_has_no_fields_where_the_list_has_none(bench: Bench) -> None:
    send(bench, DELIVERED)
    (shown,) = ask(bench, "get-message-report", list_id=listed(bench, DELIVERED))["messages"]

    assert ["msisdn", "first_name", "last_name"] == list(shown)[13:]


def test_the_report_tells_of_a_cancelled_message_but_not_of_one_that_waits(bench: Bench) -> None:
    waiting, cancelled = (send(bench, DELIVERED, send_at=TOMORROW) for _ in range(2))
    ask(bench, "cancel-sms", id=cancelled)
    before = ask(bench, "get-message-report")["messages"]
    bench.advance("24h")
    after = ask(bench, "get-message-report")["messages"]

    assert [(cancelled, "user cancelled", TOMORROW, -0.087, 0)] == [
        (each["id"], each["status"], each["sent_at"], each["cost"], each["pending"]) for each in before
    ]
    assert {cancelled: "user cancelled", waiting: "completed"} == {each["id"]: each["status"] for each in after}


def test_the_report_is_of_the_last_24_hours_the_newest_first(bench: Bench) -> None:
    old = send(bench, DELIVERED)
    bench.advance("23h")
    new = send(bench, DELIVERED)
    early = ids(ask(bench, "get-message-report"), key="id")
    bench.advance("2h")

    assert [new, old] == early
    assert [new] == ids(ask(bench, "get-message-report"), key="id")
    assert [old] == ids(ask(bench, "get-message-report", start="2026-01-05", end="2026-01-05"), key="id")


@pytest.mark.parametrize(
    ("wanted", "count"), [("all", 1), ("api", 1), ("campaign", 0), ("quick_sms", 0), ("test_sms", 0), ("rumour", 1)]
)
def test_what_scripts_send_is_of_type_api(bench: Bench, wanted: str, count: int) -> None:
    send(bench, DELIVERED)
    answer = ask(bench, "get-message-report", type=wanted)

    assert (count, count) == (answer["messages_total"], answer["sms_total"])
    assert count == len(answer.get("messages", []))


def test_the_report_of_one_originator(bench: Bench) -> None:
    wanted = send(bench, DELIVERED, **{"from": "61491570006"})
    send(bench, DELIVERED)

    assert [wanted] == ids(ask(bench, "get-message-report", number="+61491570006"), key="id")


# Pages


@pytest.mark.parametrize(
    ("call", "form", "collection", "total"),
    [
        ("get-user-sms-sent", EVER, "messages", "total"),
        ("get-contact-sms-stats", {"mobile": DELIVERED}, "records", "total"),
        ("get-message-report", {}, "messages", "messages_total"),
    ],
)
def test_lists_come_in_pages_of_ten_that_show_everything_once(
    bench: Bench, call: str, form: dict[str, str], collection: str, total: str
) -> None:
    sent = [send(bench, DELIVERED) for _ in range(12)]
    bench.advance("2s")
    pages = [ask(bench, call, page=number, **form) for number in (1, 2, 3)]

    key = "id" if call == "get-message-report" else "message_id"
    assert [10, 2, 0] == [len(page.get(collection, [])) for page in pages]
    assert sorted(sent) == sorted(each[key] for page in pages for each in page.get(collection, []))
    assert [({"count": 2, "number": number}, 12) for number in (1, 2, 3)] == [
        (page["page"], page[total]) for page in pages
    ]
    seen = [exchange.page for exchange in bench.world.journal if exchange.page is not None]
    assert [10, 2, 0] == [len(page.items) for page in seen]
    assert len({item for page in seen for item in page.items}) == 12


def test_both_totals_of_the_report_are_of_all_pages_and_can_be_made_text(bench: Bench) -> None:
    for _ in range(3):
        send(bench, DELIVERED, message="x" * 161)
    numbers = ask(bench, "get-message-report", max=2)
    bench.room.settings.page_quirk = "text_total"
    texts = ask(bench, "get-message-report", max=2)

    assert (3, 6) == (numbers["messages_total"], numbers["sms_total"])
    assert ("3", "6") == (texts["messages_total"], texts["sms_total"])
