"""A request that was generated, with its label: what it earns, why, and what has to be true of the world for that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mock_gateway.contract.compose import compose
from mock_gateway.definitions.load import gateway
from mock_gateway.model.wire import Request

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mock_gateway.contract.compose import Composed

VALID = "valid"
"""The technique of requests with nothing wrong."""


class Label(NamedTuple):
    """What a request earns, and why.

    Attributes:
        technique: what was done to a right request, such as `required` or `over_quota`; `valid` for nothing.
        code: of the rejection that answers, or of the success.
        key: of the row that answers, "" for a success.
        place: where in the canonical document, as a JSON Pointer; "" where it is not about the document.
        why: in words.
        source: key of the gateway's sources.
        confidence: `documented`, `observed` or `inferred`.
        limit: what would have been allowed there, None where that is no one value.
        also: codes of the rows that hold behind the one that answers: of pairs, and where one thing breaks two rules.

    """

    technique: str
    code: int | str
    key: str
    place: str
    why: str
    source: str
    confidence: str
    limit: object = None
    also: tuple[int | str, ...] = ()


class Payload(NamedTuple):
    """A generated request.

    Attributes:
        gateway: its name.
        call: its name, "" where the request meets no call.
        label: what it earns.
        given: what of the world to set first, as a scenario's `given`; empty where the request alone does it.
        document: what is asked for, in the gateway's canonical form whatever the version; None where the body is none.
        request: the request as a scenario's step says it.

    """

    gateway: str
    call: str
    label: Label
    given: Mapping[str, Any]
    document: Mapping[str, Any] | None
    request: Mapping[str, Any]

    @property
    def code(self) -> int | str:
        """What it earns."""
        return self.label.code

    @property
    def accepted(self) -> bool:
        """Whether it is accepted."""
        return not self.label.key

    def wire(self, credentials: Mapping[str, str]) -> Composed:
        """Make the request's bytes: method, target below the provider's host, headers, body.

        Args:
            credentials: the session's, by the gateway's names.

        """
        return compose(gateway(self.gateway), self.request, credentials, {})

    def __repr__(self) -> str:
        given = f", given {dict(self.given)}" if self.given else ""
        return f"<{self.gateway} {self.call}: {self.code!r}, {self.label.why}{given}, {dict(self.request)}>"


def received(composed: Composed, name: str) -> Request:
    """Give a request as the server of a gateway would get it."""
    path, _, query = composed.target.partition("?")
    headers = {header.lower(): value for header, value in composed.headers.items()}
    oversize = len(composed.body) > LARGEST_BODY or int(headers.get("content-length", 0)) > LARGEST_BODY
    return Request(composed.method, f"/{name}{path}", query, headers, composed.body, oversize=oversize)


LARGEST_BODY = 20 * 1024 * 1024
"""Bytes that a gateway reads of a request."""
