"""A session as a transcript needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.server import plain
from mock_gateway.state.ledger import digits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mock_gateway.server.session import Session


class ReplayControl:
    """What a transcript may ask of a session of ours."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._seen = 0
        self._callbacks = 0

    def advance(self, duration: str) -> None:
        """Move the clock on."""
        self._session.clock.advance(duration)

    def give(self, given: Mapping[str, Any]) -> None:
        """Change the world."""
        self._session.give(given)

    def play(self, played: Iterable[Mapping[str, Any]]) -> None:
        """Force answers and faults on what comes next."""
        self._session.force(played)

    def mails(self) -> list[dict[str, Any]]:
        """List the e-mails in the outbox."""
        names = ("kind", "to", "subject", "text", "html", "delivery")
        return [{name: getattr(mail, name) for name in names} for mail in self._session.mails]

    def receive(self, received: Mapping[str, Any]) -> None:
        """Let a handset send a message."""
        kind = received.get("kind", "text")
        to, reply_to = received.get("to"), received.get("reply_to")
        self._session.receive(
            received.get("text", ""),
            received["from"],
            to,
            reply_to,
            kind,
            segments=plain.segments(received.get("segments", ())),
            user_data_header=received.get("user_data_header", False),
            flash=received.get("flash"),
        )

    def events(self) -> list[dict[str, Any]]:
        """List what happened since this was last asked."""
        found = [event for event in self._session.events if event.number > self._seen]
        self._seen = max([self._seen, *(event.number for event in found)])
        return [plain.event(event) for event in found]

    def callbacks(self) -> list[dict[str, Any]]:
        """List the callbacks that were made since this was last asked; bodies are read where they can be."""
        found = [callback for callback in self._session.callbacks if callback.id > self._callbacks]
        self._callbacks = found[-1].id if found else self._callbacks
        return [
            {
                **plain.callback(each),
                "headers": each.headers,
                "body": plain.read(each.body, each.headers.get("Content-Type", "")),
            }
            for each in found
        ]

    def ledger(self, numbers: Iterable[str]) -> dict[str, Any]:
        """Give duplicates, cost, and the texts accepted for and delivered to these numbers."""
        ledger = self._session.ledger
        handsets = {number: self._session.handset(digits(number)) for number in numbers}
        return {
            "duplicates": [
                {"number": each.number, "text": each.text, "times": each.times} for each in ledger.duplicates
            ],
            "cost": float(ledger.cost),
            "texts": {number: handset.texts for number, handset in handsets.items()},
            "delivered": {number: handset.delivered for number, handset in handsets.items()},
        }
