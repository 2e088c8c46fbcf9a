"""What the proofs of the strategies have in common: how many examples are drawn, and a line to a session."""

from __future__ import annotations

import os
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from hypothesis import Phase, settings

from mock_gateway.contract.replay import Answer
from mock_gateway.definitions.load import all_gateways

if TYPE_CHECKING:
    from mock_gateway import Session
    from mock_gateway.state.journal import Exchange
    from mock_gateway.strategies import Payload

EXAMPLES = int(os.environ.get("STRATEGY_EXAMPLES", "25"))
"""How many requests are drawn for each call and code; `make soak` draws 200, and no health check is suppressed."""
proved = settings(
    max_examples=EXAMPLES, database=None, deadline=None, phases=[Phase.generate, Phase.shrink], suppress_health_check=[]
)

SENDS = [
    (name, call.name)
    for name, gateway in all_gateways().items()
    for call in gateway.calls.values()
    if call.recipients is not None or call.recipients_by is not None
]
"""The calls that send messages."""


class Line:
    """A connection to a session that is kept open, and opened anew where the server closed it."""

    def __init__(self, session: Session) -> None:
        parts = urlsplit(session.url)
        self._session = session
        self._path = parts.path
        self._connection = HTTPConnection(parts.hostname or "", parts.port, timeout=30)

    def send(self, payload: Payload) -> Exchange:
        """Set the payload's world up, send it, and give the exchange."""
        with self._session.fresh() as s:
            s.give(payload.given)
            said = payload.wire(s.credentials)
            self._exchange(said.method, self._path + said.target, said.body, said.headers)
            return s.journal[-1]

    def _exchange(self, method: str, target: str, body: bytes, headers: dict[str, str]) -> Answer:
        self._connection.request(method, target, body or None, headers)
        answer = self._connection.getresponse()
        raw = answer.read()
        if answer.will_close:
            self._connection.close()
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, raw)

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


def earned(exchange: Exchange) -> Any:
    """Give the key of the row that answered, "" for none."""
    return "" if exchange.verdict is None else exchange.verdict.row.key
