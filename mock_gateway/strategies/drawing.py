"""The strategies of one gateway: what tests draw."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from mock_gateway.strategies import sent
from mock_gateway.strategies.listings import Listing, listings, paged
from mock_gateway.strategies.makers import Makers
from mock_gateway.strategies.source import Drawn, pick

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import DrawFn, SearchStrategy

    from mock_gateway.strategies.makers import Maker
    from mock_gateway.strategies.payload import Payload
    from mock_gateway.strategies.sent import Called, Sent


class Strategies(Makers):
    """What can be drawn for one gateway.

    Args:
        gateway: itself, or its name.

    """

    @cached_property
    def paged(self) -> Sequence[str]:
        """The calls that `pages` knows."""
        return tuple(paged([self.subject(name) for name in self.calls]))

    def valid(self, call: str | None = None, version: str = "") -> SearchStrategy[Payload]:
        """Draw requests that are accepted: of one call, or of any.

        Args:
            call: only requests of this call.
            version: of the gateway's API, the canonical one unless given.

        Raises:
            UsageError: for a call or version that the gateway does not have, or a call that it never accepts.

        """
        return _strategy(self.in_version(version).valid_makers(call))

    def rejected(
        self, code: str | int | None = None, call: str | None = None, version: str = ""
    ) -> SearchStrategy[Payload]:
        """Draw requests that are right but for one thing, labelled with what they are refused with.

        Args:
            code: a code of the gateway, or a row's key; any unless given.
            call: only requests of this call.
            version: of the gateway's API, the canonical one unless given.

        Raises:
            UsageError: for a code or version that the gateway does not have, or a code that no request of the call
                can earn there.

        """
        return _strategy(self.in_version(version).rejected_makers(code, call))

    def two_faults(self, call: str | None = None, version: str = "") -> SearchStrategy[Payload]:
        """Draw requests with two things wrong, labelled with the code that wins.

        Args:
            call: only requests of this call.
            version: of the gateway's API, the canonical one unless given.

        Raises:
            UsageError: for a call at which no two rows can hold at once, or an unknown version.

        """
        return _strategy(self.in_version(version).pair_makers(call))

    def replies(
        self, call: str, version: str = "", dialect: str | None = None, *, unusual: bool = False
    ) -> SearchStrategy[Sent]:
        """Draw what an accepted request of a call may be answered with, for testing a parser offline.

        Args:
            call: its name.
            version: of the API, any that has the call; "" for the canonical one, or the first that has the call.
            dialect: such as `xml`, any that the call is answered in; None for the one that a client gets who asks for
                none.
            unusual: also what no schema allows, and a client has to live with: members and codes that are not known
                yet, numbers written as texts. The reply's `technique` says which.

        Raises:
            UsageError: for a version that does not have the call, or a dialect that it is never answered in.

        """
        return sent.replies(self.gateway, self.subject(call).call, version, dialect, unusual=unusual)

    def refusals(self, call: str, version: str = "", dialect: str | None = None) -> SearchStrategy[Sent]:
        """Draw what a call's requests may be refused with; version and dialect as for replies."""
        return sent.refusals(self.gateway, self.subject(call).call, version, dialect)

    def callbacks(self, kind: str) -> SearchStrategy[Called]:
        """Draw a callback of a kind, such as `report`, in each of the forms that it can be written in."""
        return sent.callbacks(self.gateway, kind)

    def pages(self, call: str) -> SearchStrategy[Listing]:
        """Draw whole lists, every page of them, right or with one of the quirks of `page_quirk`.

        Raises:
            UsageError: for a call that answers with no pages.

        """
        return listings(self.subject(call))


def _strategy(makers: Sequence[Maker]) -> SearchStrategy[Payload]:
    @st.composite
    def drawn(draw: DrawFn) -> Payload:
        source = Drawn(draw)
        return pick(source, makers)(source)

    return drawn()
