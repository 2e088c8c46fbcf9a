"""What tests of the TransmitSMS family share: calls in process that succeed, and what is made by them."""

from __future__ import annotations

from typing import Any

from helpers import Bench, body

DELIVERED, BOUNCED, SOFT, NEVER, STOPS = (f"447700900{block}1" for block in ("00", "01", "07", "03", "06"))
SUCCESS = {"code": "SUCCESS", "description": "OK"}
START = "2026-01-05 09:00:00"
TOMORROW = "2026-01-06 09:00:00"
EVER = {"start": "2026-01-01", "end": "2026-12-31"}


def ask(bench: Bench, call: str, **form: Any) -> Any:
    """Call, and give the answer; it must be a success, with the `error` block last."""
    exchange = bench.send(call=call, form=form)
    answer = body(exchange.reply)
    assert (200, SUCCESS) == (exchange.reply.status, answer.get("error")), answer
    assert list(answer)[-1] == "error"
    return answer


def send(bench: Bench, *numbers: str, message: str = "Hello", **form: Any) -> int:
    """Send a message, and give its id."""
    to = {"to": ",".join(numbers)} if numbers else {}
    message_id: int = ask(bench, "send-sms", message=message, **to, **form)["message_id"]
    return message_id


def listed(bench: Bench, *numbers: str, field: str = "") -> int:
    """Make a list whose members are called Ella, and give its id."""
    list_id: int = ask(bench, "add-list", name="Customers", **({"field_1": field} if field else {}))["id"]
    for number in numbers:
        own = {"field_1": "Sydney"} if field else {}
        ask(bench, "add-to-list", list_id=list_id, msisdn=number, first_name="Ella", **own)
    return list_id


def ids(answer: Any, collection: str = "messages", key: str = "message_id") -> list[int]:
    return [item[key] for item in answer.get(collection, [])]
