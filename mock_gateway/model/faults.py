"""The faults that an answer can suffer, by name."""

from __future__ import annotations

from typing import NamedTuple


class FaultKind(NamedTuple):
    """One kind of fault.

    Attributes:
        transport: it needs the server's own hand on the connection; elsewhere it is refused when it is asked for.
        spoils: the client gets no answer that says what happened to its request.
        seconds: how long it takes unless told otherwise.

    """

    name: str
    about: str
    transport: bool
    spoils: bool = True
    seconds: float = 1.0


FAULTS = {
    kind.name: kind
    for kind in (
        FaultKind(
            "latency", "the answer comes late: `seconds` (1), or up to that from a `seed`", transport=True, spoils=False
        ),
        FaultKind(
            "dribble", "the answer comes in forty pieces, over `seconds` (2)", transport=True, spoils=False, seconds=2.0
        ),
        FaultKind("hang", "no answer comes, and the connection stays open until the client gives up", transport=True),
        FaultKind("reset", "the connection is reset before any byte of an answer", transport=True),
        FaultKind("close", "the connection is closed properly before any byte of an answer", transport=True),
        FaultKind("empty", "an answer without a body", transport=False),
        FaultKind("truncate", "the connection ends in the middle of the body", transport=True),
        FaultKind("garbage", "the body is bytes that mean nothing", transport=False),
        FaultKind("wrong_length", "Content-Length says less than the body has", transport=True),
        FaultKind("invalid_json", "the body breaks off like JSON that was cut, in a complete answer", transport=False),
        FaultKind("bom", "a byte order mark stands before the body", transport=False),
        FaultKind("wrong_type", "the body is declared as application/octet-stream", transport=False),
        FaultKind("html", "a web page with HTTP 200, as a captive portal or proxy gives", transport=False),
        FaultKind("bad_gateway", "a load balancer's page with HTTP 502", transport=False),
        FaultKind("unavailable", "a load balancer's page with HTTP 503", transport=False),
        FaultKind("gateway_timeout", "a load balancer's page with HTTP 504", transport=False),
    )
}
"""By name, in the order of the documentation."""


class Fault(NamedTuple):
    """A fault that is to happen.

    Attributes:
        when: `before`: the request is not taken; `after`: it is taken, then its answer suffers.
        seconds: how long, for faults of time; they run on the machine's clock.
        seed: of a random latency of up to `seconds`; None for exactly `seconds`.

    """

    name: str
    when: str = "before"
    seconds: float = 1.0
    seed: int | None = None
