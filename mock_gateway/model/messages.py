"""What a gateway remembers of a message: one record a message, one a recipient."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Recipient:
    """One handset that a message is for.

    Attributes:
        number: E.164 digits without `+`, or the spelling where it is no number.
        spelling: as the client wrote it.
        status: a status of the gateway's `statuses.yaml`.
        result: the gateway's word for how it ended, "" while it has not.
        ended_at: when it reached a final status, None before.
        price: what it costs, in thousandths of the account's currency.
        text: what the handset reads, None where that is the message's own text.
        turn: how often what is to become of it was decided anew; what an earlier turn had in store does not happen.

    """

    number: str
    spelling: str
    status: str
    result: str = ""
    ended_at: int | None = None
    price: int = 0
    extra: dict[str, object] | None = None
    text: str | None = None
    turn: int = 0


@dataclass(slots=True)
class Message:
    """One accepted message.

    Attributes:
        id: what the client polls for.
        account: key of the account it belongs to.
        accepted_at: milliseconds since 1970 on the session's clock.
        send_at: when it is sent; equal to `accepted_at` unless it is scheduled.
        text: as accepted, "" for what has none; of a binary SMS each part in hexadecimal, with a space between them.
        parts: SMS parts for each recipient; of a message that is no SMS, what else it is charged by.
        outcome: name of what becomes of it, "" for what its numbers or the gateway say.
        test: accepted in the gateway's test mode: nothing is sent.
        fields: what else of the request later answers repeat, by the gateway's own names.
        version: of the gateway's API that it was sent through, "" for the canonical one.

    """

    id: str
    gateway: str
    call: str
    account: str
    accepted_at: int
    send_at: int
    text: str
    parts: int
    recipients: list[Recipient]
    encoding: str = "GSM-7"
    test: bool = False
    number: int = 0
    outcome: str = ""
    fields: dict[str, object] = field(default_factory=dict)
    version: str = ""


@dataclass(frozen=True, slots=True)
class Inbound:
    """A message that a handset sent.

    Attributes:
        id: the gateway's own.
        from_number: the handset, E.164 digits.
        to_number: what it was sent to, as it was dialled; "" for whatever number the gateway uses.
        at: milliseconds since 1970 on the session's clock.
        kind: of those that the gateway has, such as `text`.
        reply_to: the sent message that it answers, None where it answers none.
        segments: the bytes of each SMS of a binary message; none where it was made of a text.
        user_data_header: each of them begins with a user data header.
        flash: shown at once and not stored; None where nobody says.

    """

    id: str
    gateway: str
    account: str
    from_number: str
    to_number: str
    text: str
    at: int
    kind: str
    reply_to: Message | None = None
    segments: tuple[bytes, ...] = ()
    user_data_header: bool = False
    flash: bool | None = None
