"""What an operation announces becomes a callback as reports do; bodies can be lists, and name what no file can."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest

from callback_benches import opened, respecified, second_account
from mock_gateway.definitions.resources import gateways
from mock_gateway.errors import UsageError
from receivers import Hook

if TYPE_CHECKING:
    from pytest_httpserver import HTTPServer

    from helpers import Bench
    from mock_gateway.state.world import World


@dataclass
class Joined:
    """Somebody joined a list."""

    name: str
    account: str = "first"
    message_id: str = "m1"
    to: str = "447700900000"


def values(_world: World, about: Any) -> dict[str, object]:
    """Fill the blanks."""
    return {"name": about.name, "town": None, "age": None, "absent": {"age"}}


@pytest.fixture
def bench() -> Bench:
    """Open a session of a gateway that tells of people who join a list."""
    found = opened(gateways() / "websms")
    callbacks: Any = found.gateway.callbacks
    body = {"type": "add", "name": "{name}", "town": "{town}", "age": "{age}"}
    callbacks["joined"] = replace(callbacks["inbound_text"], name="joined", values=values, body=body)
    return found


def announce(bench: Bench, about: object, name: str = "joined") -> None:
    """Announce as an operation does, and let it be told."""
    motion = bench.world.motion
    assert motion.announce is not None
    with bench.world.store.transaction():
        motion.announce(bench.world, "websms", name, about)
    motion.dispatch(wait=True)


def test_what_was_announced_is_told_and_kept_with_what_it_is_about(bench: Bench, httpserver: HTTPServer) -> None:
    hook = Hook(httpserver)
    bench.account.state.callback_url = hook.url
    announce(bench, Joined("Ann"))

    assert bench.world.outbox is not None
    (callback,) = bench.world.outbox
    assert json.loads(hook.got[0].body) == {"type": "add", "name": "Ann", "town": None}
    assert (callback.kind, callback.message_id, callback.to) == ("joined", "m1", "447700900000")
    assert callback.state == "acknowledged"


def test_nothing_is_sent_before_the_transaction_has_ended(bench: Bench, httpserver: HTTPServer) -> None:
    hook = Hook(httpserver)
    bench.account.state.callback_url = hook.url
    motion = bench.world.motion
    assert motion.announce is not None
    with bench.world.store.transaction():
        motion.announce(bench.world, "websms", "joined", Joined("Ann"))
        before = len(hook.got)
    motion.dispatch(wait=True)

    assert (before, len(hook.got)) == (0, 1)


def test_anything_can_be_announced_that_the_values_can_be_taken_from(bench: Bench, httpserver: HTTPServer) -> None:
    bench.account.state.callback_url = Hook(httpserver).url
    respecified(bench, "joined", values=lambda _world, about: {"name": about})
    announce(bench, "Ann")

    assert bench.world.outbox is not None
    (callback,) = bench.world.outbox
    assert (callback.message_id, callback.to, json.loads(callback.body)["name"]) == ("", "", "Ann")


def test_without_a_registered_url_nothing_happens(bench: Bench) -> None:
    announce(bench, Joined("Ann"))

    assert bench.world.outbox is not None
    assert (0, []) == (len(bench.world.outbox), bench.world.motion.since(0))


def test_the_url_is_that_of_the_account_which_it_is_about(bench: Bench, httpserver: HTTPServer) -> None:
    hook = Hook(httpserver)
    bench.account.state.callback_url = f"{hook.url}/first"
    second_account(bench).state.callback_url = f"{hook.url}/second"
    for key in ("first", "second", "third"):
        announce(bench, Joined("Ann", account=key))

    assert ["/hook/first", "/hook/second", "/hook/first"] == [got.path for got in hook.got]


def test_what_was_announced_can_say_itself_where_to(bench: Bench, httpserver: HTTPServer) -> None:
    hook = Hook(httpserver)
    bench.account.state.callback_url = hook.url
    respecified(bench, "joined", forward=lambda _world, about: f"{hook.url}/{about.name}")
    announce(bench, Joined("ann"))

    assert [got.path for got in hook.got] == ["/hook/ann"]


def test_an_unknown_callback_is_answered_with_the_nearest(bench: Bench) -> None:
    with pytest.raises(UsageError, match="unknown callback 'joind': did you mean 'joined'"):
        announce(bench, Joined("Ann"), "joind")


def test_a_body_can_be_a_list_and_what_is_absent_is_left_out_of_its_items(bench: Bench, httpserver: HTTPServer) -> None:
    hook = Hook(httpserver)
    bench.account.state.callback_url = hook.url
    respecified(bench, "joined", body=[{"name": "{name}", "age": "{age}"}, {"town": "{town}"}])
    announce(bench, Joined("Ann"))

    assert hook.got[0].body == b'[{"name":"Ann"},{"town":null}]'


@pytest.mark.parametrize("as_parameters", [True, False])
def test_members_that_no_file_can_name_follow_those_of_the_body(
    bench: Bench, httpserver: HTTPServer, *, as_parameters: bool
) -> None:
    hook = Hook(httpserver)
    bench.account.state.callback_url = hook.url
    respecified(
        bench, "joined", values=lambda world, about: values(world, about) | {"further": {"shoe size": "43", "age": "7"}}
    )
    if as_parameters:
        respecified(bench, "joined", method="GET", write="query", types={})
    announce(bench, Joined("Ann"))

    (got,) = hook.got
    if as_parameters:
        assert got.path == "/hook?type=add&name=Ann&shoe+size=43&age=7"
    else:
        assert got.body == b'{"type":"add","name":"Ann","town":null,"shoe size":"43","age":"7"}'
