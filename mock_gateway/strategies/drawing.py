"""The strategies of one gateway: what tests draw."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from mock_gateway.definitions.load import gateway as loaded
from mock_gateway.errors import UsageError, unknown
from mock_gateway.strategies.bench import Bench
from mock_gateway.strategies.rejections import Rejections
from mock_gateway.strategies.source import Drawn, pick
from mock_gateway.strategies.subject import Subject
from mock_gateway.strategies.unrouted import Unrouted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import DrawFn, SearchStrategy

    from mock_gateway.strategies.payload import Payload


class Strategies:
    """What can be drawn for one gateway.

    Args:
        name: of the gateway.

    """

    def __init__(self, name: str) -> None:
        self.gateway = loaded(name)
        self._bench = Bench(self.gateway)
        self._subjects: dict[str, Subject] = {}
        self._rejections: dict[str, Rejections] = {}

    @cached_property
    def unrouted(self) -> Unrouted:
        """What requests that meet no call are refused with."""
        return Unrouted(self._bench)

    @cached_property
    def calls(self) -> Sequence[str]:
        """The calls that have requests which are accepted."""
        return tuple(name for name in self._every_call if self.subject(name).possible)

    @cached_property
    def _every_call(self) -> Sequence[str]:
        return tuple(name for name in self.gateway.calls if name)

    def codes(self, call: str | None = None) -> Sequence[str]:
        """List what a call, or any call, can be refused with: keys of the gateway's rows, in their order."""
        found = {key for name in ([call] if call else self._every_call) for key in self.rejections(name).faults}
        found |= set() if call else set(self.unrouted.faults)
        return tuple(row.key for row in self.gateway.rows if row.key in found)

    def valid(self, call: str | None = None) -> SearchStrategy[Payload]:
        """Draw requests that are accepted: of one call, or of any.

        Raises:
            UsageError: for a call that the gateway does not have, or that it never accepts.

        """
        names = self._named(call)
        subjects = [self.subject(name) for name in names]

        @st.composite
        def drawn(draw: DrawFn) -> Payload:
            source = Drawn(draw)
            return pick(source, subjects).valid(source)

        return drawn()

    def rejected(self, code: str | int | None = None, call: str | None = None) -> SearchStrategy[Payload]:
        """Draw requests that are right but for one thing, labelled with what they are refused with.

        Args:
            code: a code of the gateway, or a row's key; any unless given.
            call: only requests of this call.

        Raises:
            UsageError: for a code that the gateway does not have, or that no request of the call can earn.

        """
        names = [call] if call else self._every_call
        wanted = None if code is None else self._keys(code)
        asked: list[Rejections | Unrouted] = [self.rejections(name) for name in names]
        if call is None:
            asked.append(self.unrouted)
        plans = [(each, keys) for each in asked if (keys := _earned(each, wanted))]
        if not plans:
            where = f"call {call!r} of {self.gateway.name}" if call else f"call of {self.gateway.name}"
            raise UsageError(
                f"no request of any {where} can earn {code!r}" if code is not None else f"no {where} refuses"
            )

        @st.composite
        def drawn(draw: DrawFn) -> Payload:
            source = Drawn(draw)
            rejections, keys = pick(source, plans)
            return rejections.any(source, keys)

        return drawn()

    def two_faults(self, call: str | None = None) -> SearchStrategy[Payload]:
        """Draw requests with two things wrong, labelled with the code that wins."""
        plans = [self.rejections(name) for name in self._named(call)]
        plans = [plan for plan in plans if plan.pairs]
        if not plans:
            raise UsageError(f"no two rows of {self.gateway.name} can hold at once there")

        @st.composite
        def drawn(draw: DrawFn) -> Payload:
            source = Drawn(draw)
            rejections = pick(source, plans)
            return rejections.two_faults(pick(source, rejections.pairs), source)

        return drawn()

    def subject(self, call: str) -> Subject:
        """Give one call as something to try requests on."""
        if call not in self._subjects:
            self._subjects[call] = Subject(self._bench, call)
        return self._subjects[call]

    def rejections(self, call: str) -> Rejections:
        """Give what one call can be refused for."""
        if call not in self._rejections:
            self._rejections[call] = Rejections(self.subject(call))
        return self._rejections[call]

    def _named(self, call: str | None) -> Sequence[str]:
        if call is None:
            return self.calls
        if not self.subject(call).possible:
            raise UsageError(f"{self.gateway.name} accepts no request of {call}")
        return (call,)

    def _keys(self, code: str | int) -> frozenset[str]:
        found = frozenset(row.key for row in self.gateway.rows if str(code) in (row.key, str(row.code)))
        if not found:
            raise UsageError(unknown(f"code of {self.gateway.name}", code, [row.key for row in self.gateway.rows]))
        return found


def _earned(refused: Rejections | Unrouted, wanted: frozenset[str] | None) -> tuple[str, ...]:
    return tuple(key for key in refused.faults if wanted is None or key in wanted)
