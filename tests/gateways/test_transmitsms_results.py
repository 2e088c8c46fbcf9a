"""What the TransmitSMS family tells of one message: its recipients, its numbers, and how it went for each."""

from __future__ import annotations

import pytest

from helpers import Bench, body
from transmitsms_calls import (
    BOUNCED,
    DELIVERED,
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


# get-sms-sent


def test_get_sms_sent_tells_of_the_message_before_its_recipients(bench: Bench) -> None:
    message_id = send(bench, DELIVERED)
    bench.advance("2s")
    answer = ask(bench, "get-sms-sent", message_id=message_id)

    assert ["page", "total", "message", "recipients", "error"] == list(answer)
    assert {
        "message_id": message_id,
        "send_at": START,
        "recipients": 1,
        "cost": 0.087,
        "sms": 1,
        "delivery_stats": {"delivered": 1, "pending": 0, "bounced": 0, "responses": 0, "optouts": 0},
    } == answer["message"]
    assert [
        {
            "msisdn": int(DELIVERED),
            "first_name": None,
            "last_name": None,
            "delivery_status": "delivered",
            "optout": False,
        }
    ] == answer["recipients"]


def test_recipients_stand_in_the_order_of_the_request(bench: Bench) -> None:
    message_id = send(bench, SOFT, DELIVERED, BOUNCED)

    assert [int(SOFT), int(DELIVERED), int(BOUNCED)] == ids(
        ask(bench, "get-sms-sent", message_id=message_id), "recipients", "msisdn"
    )


@pytest.mark.parametrize(
    ("delivery", "shown"),
    [
        ("delivered", {DELIVERED: "delivered"}),
        ("failed", {BOUNCED: "bounced", SOFT: "bounced"}),
        ("pending", {NEVER: "pending"}),
        ("all", {DELIVERED: "delivered", BOUNCED: "bounced", SOFT: "bounced", NEVER: "pending"}),
        ("lost", {DELIVERED: "delivered", BOUNCED: "bounced", SOFT: "bounced", NEVER: "pending"}),
    ],
)
def test_delivery_chooses_recipients_and_a_word_that_is_unknown_chooses_all(
    bench: Bench, delivery: str, shown: dict[str, str]
) -> None:
    message_id = send(bench, DELIVERED, BOUNCED, SOFT, NEVER)
    bench.advance("2s")
    answer = ask(bench, "get-sms-sent", message_id=message_id, delivery=delivery)

    assert shown == {str(each["msisdn"]): each["delivery_status"] for each in answer["recipients"]}
    assert (len(shown), 4) == (answer["total"], answer["message"]["recipients"])


@pytest.mark.parametrize(
    ("optouts", "shown"),
    [("only", {STOPS: True}), ("omit", {DELIVERED: False}), ("include", {DELIVERED: False, STOPS: True})],
)
def test_optouts_chooses_recipients(bench: Bench, optouts: str, shown: dict[str, bool]) -> None:
    message_id = send(bench, DELIVERED, STOPS)
    bench.advance("7s")
    answer = ask(bench, "get-sms-sent", message_id=message_id, optouts=optouts)

    assert shown == {str(each["msisdn"]): each["optout"] for each in answer["recipients"]}


def test_a_message_to_a_list_names_the_list_and_its_contacts(bench: Bench) -> None:
    list_id = listed(bench, DELIVERED, field="City")
    answer = ask(bench, "get-sms-sent", message_id=send(bench, list_id=list_id))

    assert {"id": list_id, "name": "Customers"} == answer["message"]["list"]
    assert ("Ella", None) == (answer["recipients"][0]["first_name"], answer["recipients"][0]["last_name"])
    assert "fields" not in answer["recipients"][0]


@pytest.mark.parametrize(
    ("style", "fields"), [("", {"City": "Sydney"}), ("array", [{"name": "City", "value": "Sydney"}])]
)
def test_a_list_that_is_asked_for_gives_names_and_fields_to_recipients_that_are_on_it(
    bench: Bench, style: str, fields: object
) -> None:
    message_id = send(bench, DELIVERED, BOUNCED)
    list_id = listed(bench, DELIVERED, field="City")
    answer = ask(bench, "get-sms-sent", message_id=message_id, list_id=list_id, response_style=style)

    known, unknown = answer["recipients"]
    assert ("Ella", fields) == (known["first_name"], known["fields"])
    assert unknown["first_name"] is None
    assert "fields" not in unknown


def test_recipients_of_a_scheduled_message_are_pending(bench: Bench) -> None:
    message_id = send(bench, DELIVERED, send_at=TOMORROW)
    bench.advance("1h")

    assert ["pending"] == ids(ask(bench, "get-sms-sent", message_id=message_id), "recipients", "delivery_status")


def test_a_cancelled_message_has_no_recipients(bench: Bench) -> None:
    message_id = send(bench, DELIVERED, send_at=TOMORROW)
    ask(bench, "cancel-sms", id=message_id)
    answer = ask(bench, "get-sms-sent", message_id=message_id)

    assert ["page", "total", "message", "error"] == list(answer)
    assert (0, 1) == (answer["total"], answer["message"]["recipients"])


# get-sms-stats, get-sms-delivery-status, get-message-log


def test_stats_count_each_fate_under_the_wires_own_names(bench: Bench) -> None:
    message_id = send(bench, DELIVERED, BOUNCED, SOFT, NEVER, STOPS)
    bench.advance("7s")

    assert {
        "stats": {
            "hard_bounced": 1,
            "soft_bounced": 1,
            "total": 5,
            "recipientCount": 5,
            "delivered": 2,
            "pending": 1,
            "bounced": 2,
            "responses": 1,
            "opt-outs": 1,
            "link_hits": 0,
        },
        "error": SUCCESS,
    } == ask(bench, "get-sms-stats", message_id=message_id)


def test_the_total_of_stats_is_in_parts(bench: Bench) -> None:
    stats = ask(bench, "get-sms-stats", message_id=send(bench, DELIVERED, BOUNCED, message="x" * 161))["stats"]

    assert (4, 2) == (stats["total"], stats["recipientCount"])


def test_stats_of_a_cancelled_message_count_nothing_as_sent(bench: Bench) -> None:
    message_id = send(bench, DELIVERED, send_at=TOMORROW)
    ask(bench, "cancel-sms", id=message_id)
    stats = ask(bench, "get-sms-stats", message_id=message_id)["stats"]

    assert [0, 0, 0, 0] == [stats[name] for name in ("total", "delivered", "pending", "bounced")]
    assert stats["recipientCount"] == 1


@pytest.mark.parametrize(
    ("number", "status", "reported"),
    [
        (DELIVERED, "delivered", "2026-01-05 09:00:02"),
        (BOUNCED, "failed", "2026-01-05 09:00:02"),
        (SOFT, "failed", "2026-01-05 09:00:02"),
        (NEVER, "pending", None),
    ],
)
def test_delivery_status_tells_how_it_went_and_when(
    bench: Bench, number: str, status: str, reported: str | None
) -> None:
    message_id = send(bench, DELIVERED, BOUNCED, SOFT, NEVER, **{"from": "61491570006"})
    bench.advance("2s")

    assert {
        "stats": {
            "message_id": message_id,
            "sender_id": 61491570006,
            "mobile": int(number),
            "send_at": START,
            "datetime": reported,
            "status": status,
            "message": "Hello",
        },
        "error": SUCCESS,
    } == ask(bench, "get-sms-delivery-status", message_id=message_id, msisdn=number)


def test_a_cancelled_message_failed_and_nobody_reported_when(bench: Bench) -> None:
    message_id = send(bench, DELIVERED, send_at=TOMORROW)
    ask(bench, "cancel-sms", id=message_id)
    stats = ask(bench, "get-sms-delivery-status", message_id=message_id, msisdn=DELIVERED)["stats"]

    assert ("failed", None) == (stats["status"], stats["datetime"])


def test_delivery_status_and_log_show_the_text_as_the_recipient_got_it(bench: Bench) -> None:
    message_id = send(bench, list_id=listed(bench, DELIVERED), message="Hi [firstname]")
    status = ask(bench, "get-sms-delivery-status", message_id=message_id, msisdn=DELIVERED)
    log = ask(bench, "get-message-log", message_id=message_id, mobile=DELIVERED)

    assert ("Hi Ella", "Hi Ella") == (status["stats"]["message"], log["message"])


def test_the_log_has_the_form_of_2015(bench: Bench) -> None:
    message_id = send(bench, DELIVERED, **{"from": "Example"})

    assert {
        "message_id": message_id,
        "message": "Hello",
        "mobile": int(DELIVERED),
        "caller_id": "Example",
        "datetime_send": START,
        "error": SUCCESS,
    } == ask(bench, "get-message-log", message_id=message_id, mobile=f"+{DELIVERED}")


@pytest.mark.parametrize(("call", "member"), [("get-sms-delivery-status", "msisdn"), ("get-message-log", "mobile")])
def test_a_number_that_a_message_was_not_sent_to_is_not_found(bench: Bench, call: str, member: str) -> None:
    message_id = send(bench, DELIVERED)

    assert bench.send(call=call, form={"message_id": message_id, member: BOUNCED}).code == "NOT_FOUND"


@pytest.mark.parametrize(("mobile", "msisdn"), [(DELIVERED, BOUNCED), (BOUNCED, DELIVERED)])
def test_a_parameter_of_another_call_does_not_break_the_log(bench: Bench, mobile: str, msisdn: str) -> None:
    """Row and operation look at the same number, whichever it is."""
    form = {"message_id": send(bench, DELIVERED), "mobile": mobile, "msisdn": msisdn}

    assert bench.send(call="get-message-log", form=form).code in {None, "NOT_FOUND"}


def test_the_recipients_of_a_message_come_in_pages_and_each_tells_of_the_message(bench: Bench) -> None:
    message_id = send(bench, *(f"44770090{number:04d}" for number in range(12)))
    exchange = bench.send(call="get-sms-sent", form={"message_id": message_id, "page": 2, "max": 5})
    answer = body(exchange.reply)

    assert ({"count": 3, "number": 2}, 12) == (answer["page"], answer["total"])
    assert [f"44770090{number:04d}" for number in range(5, 10)] == [
        str(each["msisdn"]) for each in answer["recipients"]
    ]
    assert message_id == answer["message"]["message_id"]
    assert str(message_id) == exchange.message_id
    assert exchange.page is not None
    assert (2, 3, 12) == (exchange.page.number, exchange.page.pages, exchange.page.total)
