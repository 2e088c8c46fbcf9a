"""Where a callback goes: to the message's URL, else to that of what it belongs to, else to that of its own account."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from callback_benches import NUMBER, opened, report, respecified, second_account
from mock_gateway.definitions.resources import gateways
from receivers import Hook

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_httpserver import HTTPServer

    from helpers import Bench


@pytest.fixture
def bench() -> Bench:
    """Open a session of a gateway that can be changed."""
    return opened(gateways() / "websms")


def test_a_reply_is_of_the_account_of_the_message_that_it_answers(bench: Bench, httpserver: HTTPServer) -> None:
    hook = Hook(httpserver)
    second_account(bench).state.callback_url = hook.url
    report(bench, None)
    message = next(bench.world.store.all("websms"))
    message.account = "second"
    lives = bench.engine.lives
    with bench.world.motion.moving(), bench.world.store.transaction():
        received = lives.make_inbound(bench.world, "websms", "yes", NUMBER, "", "text", message)
        lives.receive(bench.world, "websms", received)
    bench.advance("1s")

    assert ("second", ["/hook"]) == (received.account, [got.path for got in hook.got])


@pytest.mark.parametrize(
    ("registers", "forwards", "called"),
    [
        ("/message", "/forward", ["/hook/message"]),
        (None, "/forward", ["/hook/forward"]),
        (None, None, ["/hook/account"]),
        (None, "", []),
    ],
)
def test_the_message_says_where_to_and_then_what_it_belongs_to_and_then_the_account(
    bench: Bench, httpserver: HTTPServer, registers: str | None, forwards: str | None, called: list[str]
) -> None:
    hook = Hook(httpserver)
    asked: list[object] = []

    def forward(_world: object, about: object) -> str | None:
        asked.append(about)
        return hook.url + forwards if forwards else forwards

    respecified(bench, "report", forward=forward)
    bench.account.state.callback_url = f"{hook.url}/account"
    report(bench, registers and hook.url + registers)

    assert called == [got.path.partition("?")[0] for got in hook.got]
    assert ([] if registers else list(bench.world.store.all("websms"))) == asked


def test_an_inbound_message_itself_is_asked_where_it_is_forwarded_to(bench: Bench, httpserver: HTTPServer) -> None:
    hook = Hook(httpserver)
    numbers: Mapping[str, str] = {"447700900998": hook.url}
    respecified(bench, "inbound_text", forward=lambda _world, about: numbers.get(about.to_number, ""))
    lives, received = bench.engine.lives, []
    for to in ("447700900998", "447700900997"):
        with bench.world.motion.moving(), bench.world.store.transaction():
            one = lives.make_inbound(bench.world, "websms", "hi", NUMBER, to, "text", None)
            received.append(lives.receive(bench.world, "websms", one))
    bench.advance("1s")

    assert (["/hook"], 2) == ([got.path for got in hook.got], len(received))
