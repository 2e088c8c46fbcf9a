"""What settings do that no scenario can show: replays come by plain HTTP."""

from __future__ import annotations

import pytest

from helpers import Bench


@pytest.mark.parametrize(
    ("required", "secure", "status"), [(True, False, 403), (True, True, 200), (False, False, 200), (False, True, 200)]
)
def test_plain_http_is_refused_only_where_tls_is_required(required: bool, secure: bool, status: int) -> None:  # noqa: FBT001  parametrized
    bench = Bench("websms")
    bench.room.settings.require_tls = required

    assert bench.answer(bench.request()._replace(secure=secure)).status == status


def test_a_duplicate_is_one_of_the_same_account() -> None:
    one = Bench("websms")
    other = Bench("websms", one.engine)
    spec = {
        "call": "send-text",
        "json": {"recipientAddressList": ["447700900000"], "messageContent": "hi", "clientMessageId": "order-17"},
    }
    for bench in (one, other):
        bench.room.settings.duplicate_client_message_id = "refuse"

    assert [bench.send(**spec).verdict for bench in (one, other)] == [None, None]
    verdict = one.send(**spec).verdict

    assert verdict is not None
    assert verdict.row.key == "4008 duplicate"


def test_a_price_of_a_poll_always_has_a_fraction() -> None:
    bench = Bench("bestsms")
    sent = bench.send()
    polled = bench.send(call="get-status", path={"MessageID": sent.message_id})

    assert polled.reply.body.count(b'"Price":0.0') == 2
    assert b'"Price":0,' not in polled.reply.body
