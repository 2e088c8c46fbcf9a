"""What a session's handle shows of its world, without changing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_gateway.errors import UsageError, unknown
from mock_gateway.server import waiting
from mock_gateway.server.views import MagicNumbers
from mock_gateway.state.ledger import Handset, Ledger, digits
from mock_gateway.state.pages import PageFault, page_faults
from mock_gateway.text.numbers import e164

if TYPE_CHECKING:
    from mock_gateway.model.gateway import Gateway
    from mock_gateway.model.messages import Message
    from mock_gateway.state.events import Event
    from mock_gateway.state.journal import Journal
    from mock_gateway.state.outbox import Outbox
    from mock_gateway.state.world import Mail, World


class Looking:
    """The part of a session that only looks."""

    def __init__(self, world: World, gateway: Gateway) -> None:
        self._world = world
        self._gateway = gateway

    @property
    def gateway(self) -> str:
        """The gateway's name."""
        return self._gateway.name

    @property
    def messages(self) -> list[Message]:
        """The accepted messages, oldest first."""
        with self._world.store.transaction() as store:
            self._world.motion.settle(self._world.clock.now())
            found = list(store.all(self._gateway.name))
        self._world.motion.send_meanwhile()
        return found

    @property
    def journal(self) -> Journal:
        """Every exchange, oldest first."""
        return self._world.journal

    @property
    def mails(self) -> list[Mail]:
        """The e-mails that the gateway would have sent, oldest first."""
        return list(self._world.mails)

    @property
    def callbacks(self) -> Outbox:
        """Every callback with all its attempts, oldest first; `replay(id)` makes one again."""
        outbox = self._world.outbox
        if outbox is None:
            raise UsageError("this session makes no callbacks")
        return outbox

    @property
    def ledger(self) -> Ledger:
        """What was accepted for each handset, and what it cost."""
        return Ledger(self._world, self.gateway)

    @property
    def events(self) -> list[Event]:
        """What happened, in order of time."""
        return self._world.motion.since(0)

    @property
    def numbers(self) -> MagicNumbers:
        """Numbers by outcome: ten reserved for fiction for each, such as `s.numbers.expired[0]`."""
        return MagicNumbers(self._gateway.statuses.outcomes)

    def handset(self, number: str) -> Handset:
        """Look at one telephone: `.texts` accepted for it, and `.delivered` to it."""
        return Handset(self._world, self.gateway, self._digits(number))

    def page_faults(self, call: str | None = None) -> list[PageFault]:
        """Tell what a client did wrong with the pages of lists, by the journal; ask when the client is done.

        Each has a `kind`: `loop`, `skip`, `duplicate` or `over_fetch`, the `call`, `page` and `exchanges` that it is
        about, and says in `why` what happened and what would be right. One client an account is assumed.

        Args:
            call: only of this call.

        Raises:
            UsageError: for a call that the gateway does not have.

        """
        calls = [name for name in self._gateway.calls if name]
        if call is not None and call not in calls:
            raise UsageError(unknown(f"call of {self.gateway}", call, calls))
        journal = self._world.journal
        return page_faults(journal, self.gateway, call, complete=not journal.evicted)

    def wait_for(self, to: str | None = None, contains: str = "", timeout: float = 5.0) -> Message:
        """Wait for an accepted message, one that is there already included.

        Args:
            to: the handset; any unless given.
            contains: a part of the text.
            timeout: seconds on the machine's clock.

        Raises:
            TimeoutError: where none came; it says what did.

        """
        return waiting.wait_for(self._world, self.gateway, self._digits(to or ""), contains, timeout)

    def _digits(self, number: str) -> str:
        """Read a number as the gateway does, so that every spelling it takes is the same handset."""
        return e164(number.strip(), self._gateway.numbers) or digits(number)
