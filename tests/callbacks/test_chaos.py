"""What can go wrong with callbacks, each kind as a receiver meets it."""

from __future__ import annotations

from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest

from mock_gateway.callbacks.chaos import CHAOS
from mock_gateway.errors import UsageError
from receivers import SECONDS, TOOK, Hook, register, send

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_httpserver import HTTPServer

    from mock_gateway import Session

AT_WEBSMS = [name for name in CHAOS if not name.endswith("_signature")]
NUMBERS = ("447700900000", "447700900001", "447700900002")


def statuses(hook: Hook) -> list[str]:
    """Give the statuses that were told, in order."""
    return [each["deliveryReportMessageStatus"] for each in hook.told()]


def test_a_duplicate_is_the_same_report_twice(websms: Session, hook: Hook) -> None:
    websms.chaos("duplicate")
    send(websms, *NUMBERS[:2])
    websms.clock.advance("2s")

    assert hook.got[0].body == hook.got[1].body
    assert [NUMBERS[0], NUMBERS[0], NUMBERS[1]] == [each["recipientAddress"] for each in hook.told()]
    assert sorted(callback.id for callback in websms.callbacks) == [1, 2, 3]
    assert [len(callback.attempts) for callback in websms.callbacks] == [1, 1, 1]


def test_callbacks_say_which_status_they_tell_of(transmitsms: Session, httpserver: HTTPServer) -> None:
    url = Hook(httpserver).url
    register(transmitsms, url)
    transmitsms.account.reply_url = url
    transmitsms.chaos("after_final")
    transmitsms.chaos("contradict")
    send(transmitsms, *NUMBERS[:2])
    transmitsms.clock.advance("2s")
    transmitsms.receive("Hi", NUMBERS[0])

    told = [(each.kind, each.reports) for each in transmitsms.callbacks]
    first, second = ["delivered", "pending"], ["delivered", "hard-bounce"]
    assert [*(("report", status) for status in [*first, *second]), ("reply", "")] == told


def test_callbacks_are_taken_in_the_order_that_they_are_acknowledged_in(
    transmitsms: Session, httpserver: HTTPServer
) -> None:
    """What is refused at first, or held back, is taken later; what is made again was taken already."""
    register(transmitsms, Hook(httpserver, [(500, b""), TOOK]).url)
    transmitsms.chaos("reorder")
    send(transmitsms, *NUMBERS)
    transmitsms.clock.advance("1h")
    before = [each.taken for each in transmitsms.callbacks]
    transmitsms.callbacks.replay(1)

    assert [1, 3, 2] == [each.id for each in sorted(transmitsms.callbacks, key=lambda each: each.taken)]
    assert before == [each.taken for each in transmitsms.callbacks]


def test_a_reordered_report_comes_after_the_next(websms: Session, hook: Hook) -> None:
    websms.chaos("reorder")
    send(websms, *NUMBERS)
    websms.clock.advance("2s")

    assert [NUMBERS[1], NUMBERS[0], NUMBERS[2]] == [each["recipientAddress"] for each in hook.told()]


def test_two_reordered_reports_come_after_the_third(websms: Session, hook: Hook) -> None:
    websms.chaos("reorder", times=2)
    send(websms, *NUMBERS)
    websms.clock.advance("2s")

    assert NUMBERS[2] == hook.told()[0]["recipientAddress"]
    assert sorted(NUMBERS) == sorted(each["recipientAddress"] for each in hook.told())


def test_an_early_report_arrives_before_the_send_is_answered(websms: Session, httpserver: HTTPServer) -> None:
    """The client still waits when the receiver is called: it gets its answer only once the receiver has answered."""
    answered, order = Event(), []
    hook = Hook(httpserver, first=lambda _got: order.append(("report", answered.is_set())))
    register(websms, hook.url)
    websms.chaos("early")
    send(websms)
    answered.set()
    order.append(("answer", True))
    later = websms.clock.advance("1h")

    assert order == [("report", False), ("answer", True)]
    assert statuses(hook) == ["delivered"]
    assert websms.messages[0].id == hook.told()[0]["transferId"]
    assert later == []


def test_an_early_report_is_answered_before_the_send_is(websms: Session, httpserver: HTTPServer) -> None:
    """As long as the receiver does not answer, the send is not answered either."""
    called, release = Event(), Event()

    def hold(_got: object) -> None:
        called.set()
        release.wait(SECONDS)

    register(websms, Hook(httpserver, first=hold).url)
    websms.chaos("early")
    client = Thread(target=send, args=(websms,), daemon=True)
    client.start()
    was_called = called.wait(SECONDS)
    waits = client.is_alive()
    release.set()
    client.join(SECONDS)

    assert (was_called, waits, client.is_alive()) == (True, True, False)


def test_a_server_answers_others_while_an_early_report_is_under_way(
    websms: Session, bestsms: Session, httpserver: HTTPServer
) -> None:
    called, release = Event(), Event()

    def hold(_got: object) -> None:
        called.set()
        release.wait(SECONDS)

    register(websms, Hook(httpserver, first=hold).url)
    websms.chaos("early")
    client = Thread(target=send, args=(websms,), daemon=True)
    client.start()
    called.wait(SECONDS)
    send(bestsms)
    waits = client.is_alive()
    release.set()
    client.join(SECONDS)

    assert waits
    assert len(bestsms.messages) == 1


def test_after_the_final_report_one_of_an_open_status_follows(websms: Session, hook: Hook) -> None:
    websms.chaos("after_final")
    send(websms)
    websms.clock.advance("2s")

    assert statuses(hook) == ["delivered", "accepted"]
    assert len({each["transferId"] for each in hook.told()}) == 1
    assert "deliveredOn" not in hook.told()[1]
    assert websms.messages[0].recipients[0].status == "delivered"


def test_a_report_for_a_message_that_was_never_sent_follows(websms: Session, hook: Hook) -> None:
    websms.chaos("unknown_id")
    message = send(websms)
    websms.clock.advance("2s")

    first, second = hook.told()
    assert message.id == first["transferId"] != second["transferId"]


def test_a_second_final_report_contradicts_the_first(websms: Session, hook: Hook) -> None:
    websms.chaos("contradict")
    send(websms)
    websms.clock.advance("2s")

    assert statuses(hook) == ["delivered", "expired"]
    assert websms.messages[0].recipients[0].status == "delivered"


def test_a_contradiction_of_bestsms_has_a_result_that_goes_with_it(bestsms: Session, httpserver: HTTPServer) -> None:
    hook = Hook(httpserver)
    register(bestsms, hook.url)
    for number in ("+61491570156", bestsms.numbers.bad_number[0]):
        bestsms.chaos("contradict")
        send(bestsms, number)
        bestsms.clock.advance("2s")

    assert [(each["Status"], each["Result"]) for each in hook.told()] == [
        ("SUCCESS", "delivered"),
        ("FAILED", "Undelivered"),
        ("FAILED", "Bad Number"),
        ("SUCCESS", "delivered"),
    ]


def test_a_report_that_is_never_made_is_in_the_outbox_as_dropped(websms: Session, hook: Hook) -> None:
    websms.chaos("never", times=2)
    send(websms, *NUMBERS)
    events = websms.clock.advance("2s")

    assert [NUMBERS[2]] == [each["recipientAddress"] for each in hook.told()]
    assert [callback.state for callback in websms.callbacks] == ["dropped", "dropped", "acknowledged"]
    assert [event.what for event in events if event.kind == "callback"] == ["dropped", "dropped", "acknowledged"]


@pytest.mark.parametrize(("name", "secret"), [("bad_signature", "wrong"), ("no_signature", None)])
def test_the_proof_of_a_callback_can_be_wrong_or_missing(
    bestsms: Session, httpserver: HTTPServer, name: str, secret: str | None
) -> None:
    hook = Hook(httpserver)
    register(bestsms, hook.url)
    bestsms.chaos(name)
    send(bestsms, "+61491570156", "+61491570157")
    bestsms.clock.advance("2s")

    assert [secret, bestsms.credentials.api_key] == [got.headers.get("Authorization") for got in hook.got]
    assert {bestsms.credentials.sender} == {got.headers["X-Sender"] for got in hook.got}


@pytest.mark.parametrize("name", ["bad_signature", "no_signature"])
def test_what_a_gateway_does_not_sign_can_not_be_wrongly_signed(websms: Session, name: str) -> None:
    with pytest.raises(UsageError, match=f"websms does not sign its callbacks: {name} cannot be"):
        websms.chaos(name)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda s: s.chaos("duplicates"), "unknown chaos 'duplicates': did you mean 'duplicate'"),
        (lambda s: s.chaos("never", times=0), "times is how many callbacks go wrong, at least 1, not 0"),
    ],
)
def test_what_can_not_be_asked_for_is_answered_with_what_can(
    websms: Session, ask: Callable[[Session], None], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        ask(websms)


@pytest.mark.parametrize("name", AT_WEBSMS)
def test_chaos_ends_after_as_often_as_it_was_asked_for(websms: Session, hook: Hook, name: str) -> None:
    websms.chaos(name)
    send(websms)
    websms.clock.advance("2s")
    send(websms)
    websms.clock.advance("2s")
    before = len(hook.got)
    message = send(websms)
    websms.clock.advance("2s")

    assert [message.id] == [each["transferId"] for each in hook.told()[before:]]
    assert statuses(hook)[before:] == ["delivered"]


def test_chaos_comes_in_the_order_that_was_asked_for(websms: Session, hook: Hook) -> None:
    websms.chaos("never")
    websms.chaos("duplicate")
    send(websms, *NUMBERS)
    websms.clock.advance("2s")

    assert [NUMBERS[1], NUMBERS[1], NUMBERS[2]] == [each["recipientAddress"] for each in hook.told()]


def test_a_fresh_start_forgets_the_chaos_that_was_asked_for(websms: Session, hook: Hook) -> None:
    websms.chaos("never", times=9)
    with websms.fresh() as s:
        register(s, hook.url)
        send(s)
        s.clock.advance("2s")

    assert statuses(hook) == ["delivered"]


def test_a_thousand_reports_at_once_all_arrive(websms: Session, hook: Hook) -> None:
    send(websms)
    websms.clock.advance("2s")
    made = websms.burst(1000)

    assert 1001 == len(hook.got) == len(websms.callbacks)
    assert len(made) == 1000
    assert {"acknowledged"} == {callback.state for callback in websms.callbacks}
    assert {1} == {len(callback.attempts) for callback in made}
    assert len({each["notificationId"] for each in hook.told()}) == 1001


def test_a_burst_for_which_nobody_has_registered_makes_nothing(websms: Session) -> None:
    send(websms)

    assert websms.burst(10) == []
