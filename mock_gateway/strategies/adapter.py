"""What a client's author writes so that the client can be driven: a small class around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from mock_gateway.server.session import Session


class Adapter(Protocol):
    """What every adapter has; `Wider` has what it may have besides.

    Attributes:
        gateway: the gateway's name, such as `websms`.

    """

    gateway: str

    def send(self, session: Session, text: str, to: str) -> str | None:
        """Let the client send a text to a number (E.164 with `+`).

        Returns:
            The message's id; None where the client says that it was sent, and tells no id.

        Raises:
            Exception: one of `errors` where the client says that it was not sent, one of `unsure` where it leaves that
                open.

        """
        raise NotImplementedError


class Wider(Adapter, Protocol):
    """What an adapter may have: what is there is driven, what is not there is left out.

    Attributes:
        errors: what the client raises to say that nothing was done.
        unsure: what it raises where something may have been done or not; looked at before `errors`.
        words: a status of the gateway's `statuses.yaml` to the client's word for it, where that is another one.

    """

    errors: tuple[type[Exception], ...]
    unsure: tuple[type[Exception], ...]
    words: Mapping[str, str]

    def open(self, session: Session) -> None:
        """Begin: the session is fresh. Clients are made here, receivers started, `session.settings` changed."""

    def close(self, session: Session) -> None:
        """End: what `open` changed outside the session is put back."""

    def batch(self, session: Session, text: str, numbers: Sequence[str]) -> str | Sequence[str] | None:
        """Let the client send one text to several numbers, by whatever it has for that; as `send`.

        Returns:
            The one message's id, an id for each number in their order, or None.

        """
        raise NotImplementedError

    def poll(self, session: Session, message: str) -> str | Mapping[str, str] | None:
        """Tell what the client believes of a message: because it asks, or because callbacks told it.

        Returns:
            The word of a status; for several recipients also words by number. None where it believes nothing yet.

        """
        raise NotImplementedError

    def list(self, session: Session) -> Iterable[str]:
        """Let the client read all that handsets wrote, page by page, and give the ids."""
        raise NotImplementedError

    def cancel(self, session: Session, message: str) -> bool:
        """Let the client cancel a message; tell whether the client says that it is cancelled."""
        raise NotImplementedError

    def price(self, session: Session, message: str) -> Decimal | float | None:
        """Give what the client believes that a message costs, in the account's currency; None for unknown."""
        raise NotImplementedError


INVARIANTS: Mapping[str, str] = {
    "no_surprise": "the client raises only what its adapter declares",
    "no_text_twice": "no handset gets a text twice",
    "sent_is_taken": "what the client says was sent was accepted, under the id that it gives",
    "refused_is_not_taken": "what the client says was not sent was not accepted",
    "final_stays": "a final status never goes back",
    "cancelled_is_not_delivered": "what the client says is cancelled is not delivered afterwards",
    "converges": "once nothing is under way, the client's status of each message is the mock's",
    "each_id_once": "reading the pages of a list gives each id exactly once",
    "money_adds_up": "the ledger's cost is that of what was accepted, and the client's prices are the mock's",
}
"""What is held after every step, or at the end: name and claim."""


class ClientFault(AssertionError):  # noqa: N818  a client is at fault, as `PageFault` has it
    """A client broke an invariant.

    Attributes:
        invariant: a name of `INVARIANTS`.
        why: what happened, in words.
        scenario: what happened, as a scenario file (YAML) that `mock-gateway replay` takes; "" until it is known.
        test: a pytest module that brings it about again; "" until it is known.

    """

    invariant = ""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
        self.scenario = ""
        self.test = ""

    def __str__(self) -> str:
        return f"{self.invariant}: {self.why} ({INVARIANTS[self.invariant]})"


_KINDS = {
    name: type(name.title().replace("_", ""), (ClientFault,), {"invariant": name, "__module__": __name__})
    for name in INVARIANTS
}
"""A kind for each invariant, so that Hypothesis shrinks what breaks one without turning to another."""


def broken(invariant: str, why: str) -> ClientFault:
    """Make the fault of a client that broke an invariant."""
    fault: ClientFault = _KINDS[invariant](why)
    return fault


def has(adapter: object, name: str) -> bool:
    """Tell whether an adapter, or its class, has a method; one that is None is not there."""
    return callable(getattr(adapter, name, None))
