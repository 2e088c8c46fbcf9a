"""What a client believes of what it sent, and how that is held against what the mock knows."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from mock_gateway.definitions.load import gateway
from mock_gateway.state.ledger import digits
from mock_gateway.strategies.adapter import broken
from mock_gateway.strategies.told import Told

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
        asked: the client asked the gateway for these words; else it has what it was told, if it was.
        cancelled_at: when it was told that the message is cancelled, milliseconds since 1970; None for never.

    """

    text: str
    numbers: tuple[str, ...]
    said: str
    why: str = ""
    id: str | None = None
    words: dict[str, str] = field(default_factory=dict)
    asked: bool = False
    cancelled_at: int | None = None


class Truth:
    """What the mock knows, and what of a belief is wrong by it.

    Args:
        session: whose ledger and messages decide.
        words: statuses to the client's words for them, where those are others.

    Attributes:
        finals: the client's words for statuses that are final.
        told: what reports told its receiver.

    """

    def __init__(self, session: Session, words: Mapping[str, str]) -> None:
        self._session = session
        self._statuses = gateway(session.gateway).statuses
        self._words = words
        self.told = Told(session)
        open_words = {self.word(name) for name, events in self._statuses.table.items() if events}
        self.finals = {self.word(name) for name, events in self._statuses.table.items() if not events} - open_words

    def word(self, status: str) -> str:
        """Give the client's word for a status."""
        return self._words.get(status, status)

    def message(self, belief: Belief) -> Message | None:
        """Give the message that a belief is about, None where there is none of its id."""
        return next((each for each in self._session.messages if each.id == belief.id), None)

    def of_texts(self, beliefs: Sequence[Belief]) -> Iterator[ClientFault]:
        """Hold what was said of all texts so far against what was accepted by now."""
        for each in self._session.ledger.duplicates:
            why = f"{each.text!r} was accepted {each.times} times for {each.number}, as {', '.join(each.message_ids)}"
            yield broken("no_text_twice", why)
        for belief in beliefs:
            yield from self._of_text(belief)

    def _of_text(self, belief: Belief) -> Iterator[ClientFault]:
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

    def of_cancelling(self, belief: Belief) -> Iterator[ClientFault]:
        """Hold a message that the client says is cancelled against what became of it."""
        message = self.message(belief) if belief.cancelled_at is not None else None
        for recipient in message.recipients if message is not None else ():
            if self._delivered_after(recipient, belief.cancelled_at or 0):
                why = f"{belief.text!r} was cancelled, says the client, and delivered to {recipient.number} after that"
                yield broken("cancelled_is_not_delivered", why)

    def of_reports(self, belief: Belief) -> Iterator[ClientFault]:
        """Hold a client's words against the reports that it took: what came after a final status changes nothing."""
        message = self.message(belief)
        for recipient in message.recipients if message is not None else ():
            told = [self.word(each) for each in self.told.taken(message, recipient)] if message is not None else []
            whole = belief.words.get(ALL) if message is not None and len(message.recipients) == 1 else None
            said = belief.words.get(recipient.number, whole)
            final = next((place for place, word in enumerate(told) if word in self.finals), len(told))
            if said in told[final + 1 :] and said not in (told[final], self.word(recipient.status)):
                why = (
                    f"the client was told that {belief.text!r} is {told[final]!r}, then {said!r}, and believes {said!r}"
                )
                yield broken("final_stays", why)

    def of_words(self, belief: Belief) -> Iterator[ClientFault]:
        """Hold a client's last words for a message against its statuses."""
        message = self.message(belief)
        for whom, said, right in self._pairs(belief, message):
            if said != self.word(right[0].status) and not self._could_not_know(belief, message, said, right):
                yield broken("converges", self._wrong_word(belief, whom, said, right[0].status))

    def of_list(self, ids: Sequence[str], before: Sequence[str], written: int) -> Iterator[ClientFault]:
        """Hold a list, and the one before it, against how many have written: its ids are the gateway's own."""
        shown, lost = len(set(ids)), [each for each in before if each not in ids]
        twice = {each for each in ids if ids.count(each) > 1}
        wrong = [f"{_counted(len(twice), 'id')} came twice or more"] if twice else []
        wrong += [f"{_counted(len(lost), 'id')} of earlier did not come any more"] if lost else []
        wrong += [f"{_counted(shown, 'id')} came"] if shown != written else []
        if wrong:
            pages = "; ".join(str(each) for each in self._session.page_faults())
            shown_pages = f" ({pages})" if pages else ""
            why = f"handsets wrote {_counted(written, 'message')}, and {', '.join(wrong)}{shown_pages}"
            yield broken("each_id_once", why)

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

    def _pairs(self, belief: Belief, message: Message | None) -> Iterator[tuple[str, str | None, Sequence[Recipient]]]:
        """Pair the client's words with whom they are of; one word for some that differ cannot be right or wrong."""
        if message is None:
            return
        if ALL in belief.words or not belief.words:
            if len({self.word(each.status) for each in message.recipients}) == 1:
                yield "", belief.words.get(ALL), message.recipients
            return
        yield from ((f" for {each.number}", belief.words.get(each.number), (each,)) for each in message.recipients)

    def _could_not_know(
        self, belief: Belief, message: Message | None, said: str | None, whom: Sequence[Recipient]
    ) -> bool:
        """Tell whether a client that waits to be told was not, and so knows nothing, or what it was told last."""
        if message is None or belief.asked or not self.told.of(message):
            return False
        sent = [self.told.sent(message, each) for each in whom]
        if all(each.status in told for each, told in zip(whom, sent, strict=True)):
            return False
        return said is None or any(told and said == self.word(told[-1]) for told in sent)

    def _wrong_word(self, belief: Belief, whom: str, said: str | None, status: str) -> str:
        """Say what a client believes wrongly; a word that no status has may be its own for the right one."""
        why = f"the client believes that {belief.text!r} is {said!r}{whom}, and it is {self.word(status)!r}"
        if said is None or said in {self.word(each) for each in self._statuses.table}:
            return why
        return f"{why}; where that is the client's word for it, the adapter has words = {{{status!r}: {said!r}}}"


def words_of(said: str | Mapping[str, str] | None) -> dict[str, str]:
    """Give what a poll said by the digits of numbers, or for all."""
    if said is None:
        return {}
    if isinstance(said, str):
        return {ALL: said}
    return {digits(number): word for number, word in said.items() if word is not None}


def _list(numbers: Sequence[str]) -> str:
    return ", ".join(numbers)


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
