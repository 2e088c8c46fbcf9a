"""A request and a reply as bytes and headers, whoever carried them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mock_gateway.model.faults import Fault


class Request(NamedTuple):
    """What a client sent.

    Attributes:
        method: upper case.
        path: as on the wire, percent-encoded, without the query.
        query: as on the wire, without `?`.
        headers: names in lower case; of a repeated header the last one.
        body: raw bytes; empty where it was too large to be read.
        address: the client's IP address.
        secure: it came over TLS.
        oversize: the body was larger than the documented 20 MB and was not read.

    """

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes = b""
    address: str = "127.0.0.1"
    secure: bool = False
    oversize: bool = False


class Reply(NamedTuple):
    """What is answered.

    Attributes:
        fault: what whoever carries the reply does to it or to its connection, None for nothing.
        before: to be done before the reply is carried, outside of any lock; None for nothing.
        after: to be done once the reply has been carried; None for nothing.

    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fault: Fault | None = None
    before: Callable[[], None] | None = None
    after: Callable[[], None] | None = None


class Outcome(NamedTuple):
    """What a call or a rejection wants to be answered, before a dialect writes it.

    Attributes:
        status: HTTP status.
        body: a JSON-like document; None answers an empty body; text is sent as it is.
        headers: further headers.
        content_type: instead of the dialect's own.
        notes: what the mock has to say that the gateway would not, for the journal.
        message_id: the message it is about, "" for none.

    """

    status: int
    body: object
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str | None = None
    notes: tuple[str, ...] = ()
    message_id: str = ""
