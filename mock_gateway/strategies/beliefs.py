"""What a client believes of what it sent, and how that is held against what the mock knows."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from mock_gateway.definitions.load import gateway
from mock_gateway.state.ledger import digits
from mock_gateway.strategies.adapter import broken

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mock_gateway.model.messages import Message, Recipient
    from mock_gateway.server.session import Session
    from mock_gateway.strategies.adapter import ClientFault

SENT, NOT_SENT, UNSURE = "sent", "not sent", "unsure"
ALL = "*"
"""Stands for all recipients, where the client has one word for a message."""


@dataclass(slots=True)
class Belief:
    """What a client believes of one text that it was told to send.

    Attributes:
        said: `sent`, `not sent` or `unsure`.
        why: what it raised, "" for nothing.
        id: the message's, None where it is not known.
        words: the last word for each number's digits, or for all of them.
        cancelled_at: when it was told that the message is cancelled, milliseconds since 1970; None for never.

    """

    text: str
    numbers: tuple[str, ...]
    said: str
    why: str = ""
    id: str | None = None
    words: dict[str, str] = field(default_factory=dict)
    cancelled_at: int | None = None


class Truth:
    """What the mock knows, and what of a belief is wrong by it.

    Args:
        session: whose ledger and messages decide.
        words: statuses to the client's words for them, where those are others.

    """

    def __init__(self, session: Session, words: Mapping[str, str]) -> None:
        self._session = session
        self._statuses = gateway(session.gateway).statuses
        self._words = words
        open_words = {self.word(name) for name, events in self._statuses.table.items() if events}
        self.finals = {self.word(name) for name, events in self._statuses.table.items() if not events} - open_words

    def word(self, status: str) -> str:
        """Give the client's word for a status."""
        return self._words.get(status, status)

    def message(self, belief: Belief) -> Message | None:
        """Give the message that a belief is about, None where there is none of its id."""
        return next((each for each in self._session.messages if each.id == belief.id), None)

    def of_sending(self, belief: Belief) -> Iterator[ClientFault]:
        """Hold what was just said of a text against what was accepted."""
        for each in self._session.ledger.duplicates:
            why = f"{each.text!r} was accepted {each.times} times for {each.number}, as {', '.join(each.message_ids)}"
            yield broken("no_text_twice", why)
        taken = [number for number in belief.numbers if belief.text in self._session.handset(number).texts]
        missing = [number for number in belief.numbers if number not in taken]
        if belief.said == SENT and missing:
            why = f"the client says that {belief.text!r} was sent to {_list(missing)}, which the gateway never took"
            yield broken("sent_is_taken", why)
        elif belief.said == SENT and belief.id is not None:
            message = self.message(belief)
            if message is None or message.text != belief.text:
                why = f"the client gives {belief.id!r} as the id of {belief.text!r}, which is not the message's"
                yield broken("sent_is_taken", why)
        if belief.said == NOT_SENT and taken:
            why = (
                f"the client says that {belief.text!r} was not sent ({belief.why}), and the gateway had taken it for "
                f"{_list(taken)}"
            )
            yield broken("refused_is_not_taken", why)

    def of_words(self, belief: Belief) -> Iterator[ClientFault]:
        """Hold a client's last words for a message against its statuses."""
        message = self.message(belief)
        for recipient in message.recipients if message is not None else ():
            if belief.cancelled_at is not None and self._delivered_after(recipient, belief.cancelled_at):
                why = f"{belief.text!r} was cancelled, says the client, and delivered to {recipient.number} after that"
                yield broken("cancelled_is_not_delivered", why)
        for number, said, right in self._pairs(belief, message):
            if said != right:
                whom = "" if number == ALL else f" for {number}"
                why = f"the client believes that {belief.text!r} is {said!r}{whom}, and it is {right!r}"
                yield broken("converges", why)

    def of_money(self, belief: Belief, price: float | Decimal) -> Iterator[ClientFault]:
        """Hold a client's price of a message against the mock's, where nothing of it is under way."""
        message = self.message(belief)
        if message is not None and any(each.ended_at is None for each in message.recipients):
            return
        right = self._cost([message] if message is not None else [])
        if Decimal(str(price)) != right:
            why = f"the client believes that {belief.text!r} costs {price}, and it costs {right}"
            yield broken("money_adds_up", why)

    def of_ledger(self) -> Iterator[ClientFault]:
        """Hold the ledger's cost against that of what was accepted."""
        cost, right = self._session.ledger.cost, self._cost(self._session.messages)
        if cost != right:
            yield broken("money_adds_up", f"the ledger says {cost}, and what was accepted costs {right}")

    def _cost(self, messages: Sequence[Message]) -> Decimal:
        priced = [each for message in messages if not message.test for each in message.recipients]
        return Decimal(sum(each.price for each in priced if each.status not in self._statuses.free)) / 1000

    def _delivered_after(self, recipient: Recipient, at: int) -> bool:
        return recipient.status in self._statuses.good and recipient.ended_at is not None and recipient.ended_at > at

    def _pairs(self, belief: Belief, message: Message | None) -> Iterator[tuple[str, str | None, str]]:
        """Pair the client's words with the right ones; one word for recipients that differ cannot be right or wrong."""
        if message is None:
            return
        right = {each.number: self.word(each.status) for each in message.recipients}
        if ALL in belief.words or not belief.words:
            if len(set(right.values())) == 1:
                yield ALL, belief.words.get(ALL), next(iter(right.values()))
            return
        yield from ((number, belief.words.get(number), word) for number, word in right.items())


def words_of(said: str | Mapping[str, str] | None) -> dict[str, str]:
    """Give what a poll said by the digits of numbers, or for all."""
    if said is None:
        return {}
    if isinstance(said, str):
        return {ALL: said}
    return {digits(number): word for number, word in said.items() if word is not None}


def _list(numbers: Sequence[str]) -> str:
    return ", ".join(numbers)
