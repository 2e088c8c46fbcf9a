"""What tests of callbacks share: a gateway of one's own in process, a second account, and what becomes of messages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from helpers import Bench
from mock_gateway.definitions.load import load
from mock_gateway.engine import Engine
from mock_gateway.model.knobs import Knobs
from mock_gateway.state.accounts import Account

if TYPE_CHECKING:
    from pathlib import Path

    from mock_gateway.model.messages import Message
    from mock_gateway.state.outbox import Callback

NUMBER = "447700900000"


def opened(folder: Path) -> Bench:
    """Open a session of a gateway that is loaded anew, so that it can be changed."""
    return Bench(folder.name, Engine({folder.name: load(folder)}, clock="frozen"))


def report(bench: Bench, url: str | None, to: str = NUMBER) -> None:
    """Send a message that registers a URL, and let it be delivered."""
    document = {"recipientAddressList": [to], "messageContent": "Hello"}
    bench.send(call="send-text", json=document | ({"notificationCallbackUrl": url} if url else {}))
    bench.advance("2s")


def made(bench: Bench) -> list[Callback]:
    """List the callbacks that were made."""
    assert bench.world.outbox is not None
    return list(bench.world.outbox)


def respecified(bench: Bench, name: str, **changes: Any) -> None:
    """Change a callback of the gateway."""
    callbacks: Any = bench.gateway.callbacks
    callbacks[name] = replace(callbacks[name], **changes)


def change(bench: Bench, message: Message, event: str) -> None:
    """Let something become of a message now, and be told."""
    with bench.world.store.transaction():
        bench.engine.lives.change(bench.world, message, 0, event, "")
    bench.world.motion.dispatch(wait=True)


def second_account(bench: Bench) -> Account:
    """Furnish a second account, with a password and a URL of its own."""
    state = Knobs("account field", bench.gateway.account)
    credentials = {**bench.account.credentials, "username": "second", "password": "secret2", "token": "token2"}
    bench.room.accounts["second"] = Account("second", "websms", credentials, state)
    return bench.room.accounts["second"]
