"""Requests that meet no call: an unknown path, a method that a path does not take, no choice among calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.model.rules import TROUBLES
from mock_gateway.strategies.payload import Label, Payload
from mock_gateway.strategies.source import pick

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mock_gateway.model.rules import Row
    from mock_gateway.strategies.bench import Bench
    from mock_gateway.strategies.source import Source

NOWHERE = ("/no/such/path", "/nowhere.json", "/api/v2.04/nowhere", "/rest/nowhere", "/")
REASONS = ("path", "method", "choice")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


class Unrouted:
    """What a gateway says of requests that meet no call.

    Args:
        bench: the gateway.
        version: of its API, below whose paths they are; "" for any.

    """

    def __init__(self, bench: Bench, version: str = "") -> None:
        self._bench = bench
        self._version = version
        self.faults: Mapping[str, Sequence[tuple[Row, Mapping[str, Any]]]] = self._found()

    def any(self, source: Source, keys: Sequence[str] = ()) -> Payload:
        """Draw a request that one of these rows refuses, or any."""
        key = pick(source, keys or tuple(self.faults))
        row, request = pick(source, self.faults[key])
        reasons = [reason for reason in getattr(row.condition, "reasons", ()) if reason in REASONS]
        label = Label(reasons[0], row.code, row.key, "", TROUBLES[reasons[0]], row.source, row.confidence)
        return Payload(self._bench.gateway.name, "", label, {}, None, request)

    def _found(self) -> dict[str, list[tuple[Row, Mapping[str, Any]]]]:
        found: dict[str, list[tuple[Row, Mapping[str, Any]]]] = {}
        for path in (*self._nowhere(), *(f"{path}x" for path in self._paths()), *self._paths()):
            for method in METHODS:
                request = {"path": path, "method": method, "raw": b"{}" if method != "GET" else b""}
                case, judgement = self._bench.judged(request, {})
                if judgement.verdict is not None and set(case.troubles) & set(REASONS):
                    found.setdefault(judgement.verdict.row.key, []).append((judgement.verdict.row, request))
        return found

    def _nowhere(self) -> tuple[str, ...]:
        return (f"{self._bench.gateway.versions[self._version].at}/nowhere",) if self._version else NOWHERE

    def _paths(self) -> list[str]:
        return list(dict.fromkeys(self._each_path()))

    def _each_path(self) -> Iterator[str]:
        for call in self._bench.gateway.calls.values():
            for route in call.routes:
                if not route.path.count("{") and (not self._version or route.version == self._version):
                    yield route.path
