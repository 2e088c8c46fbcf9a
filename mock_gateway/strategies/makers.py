"""What makes the requests of one gateway: a maker for each call, and for each code that a call can earn.

They are of the canonical version of its API unless another one is asked for.

Nothing in here needs Hypothesis: a maker turns the choices of any source into a request.
"""

from __future__ import annotations

from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, TypeAlias

from mock_gateway.definitions.load import gateway as loaded
from mock_gateway.definitions.version_requests import canonical_version
from mock_gateway.errors import UsageError, unknown
from mock_gateway.strategies.bench import Bench
from mock_gateway.strategies.rejections import Rejections
from mock_gateway.strategies.subject import Subject
from mock_gateway.strategies.unrouted import Unrouted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mock_gateway.model.gateway import Gateway
    from mock_gateway.strategies.payload import Payload
    from mock_gateway.strategies.source import Source

Maker: TypeAlias = "Callable[[Source], Payload]"
"""Makes a request of what a source chooses."""


@lru_cache(maxsize=16)
def of(gateway: str) -> Makers:
    """Give the makers of a gateway, which are found once.

    Raises:
        UsageError: for an unknown one.

    """
    return Makers(gateway)


class Makers:
    """What can be made for one gateway.

    Args:
        gateway: itself, or its name.
        version: of its API that requests are of, "" for the canonical one.

    """

    def __init__(self, gateway: Gateway | str, version: str = "") -> None:
        self.gateway = loaded(gateway) if isinstance(gateway, str) else gateway
        self.version = version
        self.bench = Bench(self.gateway)
        self._versions: dict[str, Makers] = {}
        self._subjects: dict[str, Subject] = {}
        self._rejections: dict[str, Rejections] = {}

    def in_version(self, version: str) -> Makers:
        """Give what makes requests of a version.

        Raises:
            UsageError: for one that the gateway does not have.

        """
        canonical, others = canonical_version(self.gateway), self.gateway.versions
        if version in ("", canonical):
            return self
        if version not in others:
            known = [canonical, *others] if canonical else others
            raise UsageError(unknown(f"version of {self.gateway.name}", version, known))
        if version not in self._versions:
            self._versions[version] = Makers(self.gateway, version)
            self._versions[version].bench = self.bench
        return self._versions[version]

    @cached_property
    def unrouted(self) -> Unrouted:
        """What requests that meet no call are refused with."""
        return Unrouted(self.bench, self.version)

    @cached_property
    def calls(self) -> Sequence[str]:
        """The calls that have requests which are accepted."""
        return tuple(name for name in self.every_call if self.subject(name).possible)

    @cached_property
    def every_call(self) -> Sequence[str]:
        """All calls, or those that the version has."""
        found = (call for name, call in self.gateway.calls.items() if name)
        return tuple(
            call.name for call in found if not self.version or self.version in (route.version for route in call.routes)
        )

    def codes(self, call: str | None = None) -> Sequence[str]:
        """List what a call, or any call, can be refused with: keys of the gateway's rows, in their order."""
        found = {key for name in ([call] if call else self.every_call) for key in self.rejections(name).faults}
        found |= set() if call else set(self.unrouted.faults)
        return tuple(row.key for row in self.gateway.rows if row.key in found)

    def valid_makers(self, call: str | None = None) -> list[Maker]:
        """Give what makes accepted requests, one maker a call."""
        if call is not None and not self.subject(call).possible:
            raise UsageError(f"{self._gateway} accepts no request of {call}")
        return [self.subject(name).valid for name in ([call] if call else self.calls)]

    def rejected_makers(self, code: str | int | None = None, call: str | None = None) -> Sequence[Maker]:
        """Give what makes refused requests, one maker a call and code."""
        wanted = None if code is None else self._keys(code)
        asked: list[Rejections | Unrouted] = [self.rejections(name) for name in ([call] if call else self.every_call)]
        if call is None:
            asked.append(self.unrouted)
        found = [
            partial(each.any, keys=(key,)) for each in asked for key in each.faults if wanted is None or key in wanted
        ]
        if not found:
            raise UsageError(self._unearned(code, call))
        return found

    def pair_makers(self, call: str | None = None) -> Sequence[Maker]:
        """Give what makes requests with two faults, one maker a pair of rows and call."""
        rejections = [self.rejections(name) for name in ([call] if call else self.calls)]
        found = [partial(each.two_faults, pair) for each in rejections for pair in each.pairs]
        if not found:
            raise UsageError(f"no two rows of {self._gateway} can hold at once at {call}")
        return found

    def subject(self, call: str) -> Subject:
        """Give one call as something to try requests on."""
        if call not in self._subjects:
            self._subjects[call] = Subject(self.bench, call, self.version)
        return self._subjects[call]

    def rejections(self, call: str) -> Rejections:
        """Give what one call can be refused for."""
        if call not in self._rejections:
            self._rejections[call] = Rejections(self.subject(call))
        return self._rejections[call]

    def _keys(self, code: str | int) -> frozenset[str]:
        found = frozenset(row.key for row in self.gateway.rows if str(code) in (row.key, str(row.code)))
        if not found:
            raise UsageError(unknown(f"code of {self.gateway.name}", code, [row.key for row in self.gateway.rows]))
        return found

    @property
    def _gateway(self) -> str:
        """What messages call the gateway."""
        return f"{self.gateway.name} {self.version}" if self.version else self.gateway.name

    def _unearned(self, code: str | int | None, call: str | None) -> str:
        where = f"call {call!r} of {self._gateway}" if call else f"call of {self._gateway}"
        if code is None:
            return f"no request of {where} is refused"
        rows = [row for row in self.gateway.rows if row.key in self._keys(code)]
        if all(getattr(row.condition, "name", "") == "never" for row in rows):
            return f"no request of any {where} earns {code!r}: it can only be forced, with s.reject({code!r})"
        if all(row.each for row in rows):
            return f"{code!r} of {self.gateway.name} is no answer: it takes single recipients out of a request"
        return f"no request of any {where} earns {code!r}"
