"""What tests share: a session in process, and a gateway's folder with one thing changed in it."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from mock_gateway.contract.compose import compose
from mock_gateway.definitions.load import all_gateways, load
from mock_gateway.definitions.resources import gateways as gateways_folder
from mock_gateway.engine import Engine
from mock_gateway.errors import DataError, DataErrors
from mock_gateway.model.wire import Reply, Request
from mock_gateway.pipeline import answer, prepare
from mock_gateway.state.clock import milliseconds

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mock_gateway.state.case import Case
    from mock_gateway.state.journal import Exchange
    from mock_gateway.state.world import World

HELLO: Mapping[str, Mapping[str, Any]] = {
    "websms": {
        "call": "send-text",
        "json": {"recipientAddressList": ["447700900000"], "messageContent": "Hello"},
    },
    "bestsms": {
        "call": "send-sms",
        "json": {"MessageData": {"Message": "Hello", "Destinations": [{"Recipient": "+61491570156"}]}},
    },
    "transmitsms": {"call": "send-sms", "form": {"message": "Hello", "to": "61491570156"}},
    "cellcast_v3": {"call": "send-sms", "json": {"sms_text": "Hello", "numbers": ["+61491570156"]}},
}
"""For each gateway a request that is accepted."""


class Bench:
    """One gateway's session, in process: requests go in as a scenario writes them, exchanges come out.

    Args:
        name: of the gateway.
        engine: to share with other benches; one of its own unless given.

    """

    def __init__(self, name: str, engine: Engine | None = None) -> None:
        self.engine = engine or Engine(all_gateways(), clock="frozen")
        self.gateway = self.engine.gateways[name]
        self.world: World = self.engine.sessions.mint(name)
        self.room = self.world.room(name)
        self.account = self.world.account(name)

    @property
    def hello(self) -> Mapping[str, Any]:
        """A request that is accepted; a white label takes its parent's."""
        return HELLO[self.gateway.name if self.gateway.name in HELLO else self.gateway.parent]

    def request(self, **spec: Any) -> Request:
        """Make the bytes of a request; without arguments, of one that is accepted."""
        composed = compose(self.gateway, spec or self.hello, self.account.credentials, {})
        path, _, query = composed.target.partition("?")
        headers = {name.lower(): value for name, value in composed.headers.items()}
        path = f"/~{self.world.identity}/{self.gateway.name}{path}"
        return Request(composed.method, path, query, headers, composed.body)

    def answer(self, request: Request) -> Reply:
        """Send what is bytes already."""
        return answer(request, self.engine)

    def send(self, **spec: Any) -> Exchange:
        """Send a request and give what the session's journal says of it."""
        before = len(self.world.journal)
        self.answer(self.request(**spec))
        assert len(self.world.journal) == before + 1, "the request was journalled in another session"
        return self.world.journal[-1]

    def advance(self, duration: str) -> None:
        """Move the session's clock on."""
        self.world.motion.advance(milliseconds(duration))

    def case(self, **spec: Any) -> Case:
        """Take a request as far as the judge."""
        case = prepare(self.request(**spec), self.engine)
        assert case is not None
        return case


def body(reply: Reply) -> Any:
    """Parse a reply's JSON."""
    return json.loads(reply.body)


def edited(tmp_path: Path, gateway: str, file: str, old: str, new: str) -> Path:
    """Copy a gateway's folder with one text in one of its files replaced; the copy has the folder's name."""
    folder = tmp_path / gateway
    shutil.copytree(gateways_folder() / gateway, folder)
    text = (folder / file).read_text("utf-8")
    assert old in text, f"{file} has no {old!r}: this test looks at what is no longer there"
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")
    return folder


def refused(folder: Path) -> list[DataError]:
    """Load a gateway that must not load, and give its errors."""
    with pytest.raises((DataError, DataErrors)) as caught:
        load(folder)
    problem = caught.value
    return problem.errors if isinstance(problem, DataErrors) else [problem]


def line_of(path: Path, text: str) -> int:
    """Give the 1-based line on which a text first stands in a file."""
    content = path.read_text("utf-8")
    return content[: content.index(text)].count("\n") + 1
