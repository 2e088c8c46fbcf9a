"""A request and a reply as bytes and headers, whoever carried them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


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
    """What is answered: status, headers as name and value, body bytes."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


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
