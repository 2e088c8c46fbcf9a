"""What a session is made of, and that it can go back to its start."""

from __future__ import annotations

import pytest

from helpers import Bench
from mock_gateway import play
from mock_gateway.callbacks import chaos
from mock_gateway.errors import UsageError
from mock_gateway.model.faults import Fault


def lived_in(bench: Bench) -> None:
    """Leave traces everywhere."""
    bench.room.settings.callback_map = {"https://example.com": "http://127.0.0.1:1"}
    bench.account.state.webhook_url = "http://192.0.2.1/"
    bench.account.state.report_email = "all@example.org"
    bench.send()
    bench.send(call="send-sms", json={"MessageData": {}})
    bench.advance("1h")
    with bench.world.store.transaction():
        received = bench.engine.lives.make_inbound(bench.world, "bestsms", "hi", "447700900000", "", "text", None)
        bench.engine.lives.receive(bench.world, "bestsms", received)
    play.reject(bench.world, bench.gateway, "Unauthorized", times=5)
    play.fault(bench.world, bench.gateway, Fault("html"), times=5)
    play.outcome(bench.world, bench.gateway, "failed", times=5)
    chaos.ask(bench.world, bench.gateway, "never", 5)


def test_a_fresh_start_leaves_no_trace(bestsms_bench: Bench) -> None:
    bench = bestsms_bench
    start = bench.world.clock.now()
    lived_in(bench)
    bench.world.forget()
    world = bench.world

    assert start == world.clock.now()
    assert (
        []
        == list(world.store.all())
        == list(world.journal)
        == list(world.mails)
        == list(world.inbound)
        == list(world.motion.events)
    )
    assert [] == list(world.outbox or []) == list(world.agenda) == list(world.motion.errands) == world.motion.held
    assert (world.played.forced, world.played.fates, world.played.chaos) == ([], [], [])
    assert bench.room.settings.callback_map == {}
    assert bench.account.state.pristine_
    assert (world.store.evicted, world.journal.evicted) == (0, 0)


def test_the_same_happens_after_a_fresh_start_as_at_the_first(bestsms_bench: Bench) -> None:
    """Ids, numbers and times are those of the first life."""
    lives = []
    for _ in range(3):
        lived_in(bestsms_bench)
        outbox = bestsms_bench.world.outbox
        assert outbox is not None
        lives.append(
            (
                [exchange.reply.body for exchange in bestsms_bench.world.journal],
                [(callback.id, callback.body, callback.headers) for callback in outbox],
                [(mail.subject, mail.text, mail.at) for mail in bestsms_bench.world.mails],
                [event[1:] for event in bestsms_bench.world.motion.events],
                [message.number for message in bestsms_bench.world.store.all()],
            )
        )
        bestsms_bench.world.forget()

    assert lives[0] == lives[1] == lives[2]


def test_a_world_has_a_room_for_each_gateway_that_it_serves(bestsms_bench: Bench) -> None:
    assert list(bestsms_bench.world.rooms) == ["bestsms"]
    assert {"bestsms", "websms"} <= set(bestsms_bench.engine.sessions.default.rooms)


def test_a_room_that_is_not_there_is_named_with_those_that_are(bestsms_bench: Bench) -> None:
    with pytest.raises(UsageError, match="unknown gateway of this session 'websms'"):
        bestsms_bench.world.room("websms")


def test_credentials_carry_the_sessions_name(bestsms_bench: Bench) -> None:
    credentials = bestsms_bench.account.credentials

    assert all(bestsms_bench.world.identity in value for value in credentials.values())


def test_two_worlds_share_nothing_that_changes(bestsms_bench: Bench) -> None:
    other = Bench("bestsms", bestsms_bench.engine)
    lived_in(bestsms_bench)

    assert [] == list(other.world.store.all()) == list(other.world.journal) == list(other.world.outbox or [])
    assert other.account.state.pristine_
    assert other.world.motion.number == 0


def test_an_account_that_was_changed_counts_and_goes_back_to_counting_nothing(websms_bench: Bench) -> None:
    websms_bench.account.state.request_limit = 2
    codes = [websms_bench.send().code for _ in range(4)]
    websms_bench.world.forget()
    after = [websms_bench.send().code for _ in range(4)]

    assert codes[:2] == [None, None]
    assert None not in codes[2:]
    assert after == [None] * 4
