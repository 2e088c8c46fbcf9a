"""A request and a reply as bytes and headers, whoever carried them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mock_gateway.model.faults import Fault


class Verbatim(str):
    """A text that is answered as text, whatever it looks like, where a dialect makes numbers of texts."""

    __slots__ = ()


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
        chunked: the body goes in chunks, and no header tells its length; our own server alone can do that.

    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fault: Fault | None = None
    before: Callable[[], None] | None = None
    after: Callable[[], None] | None = None
    chunked: bool = False


class PageSeen(NamedTuple):
    """Which page of a list an answer shows.

    Attributes:
        number: which it is, from 1.
        size: items a page, as they were counted with.
        pages: how many there are, at least one, as the answer says.
        total: items in the whole list, as the answer says.
        items: what identifies each item shown.
        walk: what the client asked for beside page and size: pages of one walk have the same.
        asked: the page as the client asked for it, "" where it asked for none.
        before: what identifies the item just before those shown, None for none and where it is not told.
        quirk: what a test had done wrong to the page, "" for nothing.

    """

    number: int
    size: int
    pages: int
    total: int
    items: tuple[object, ...]
    walk: str = ""
    asked: str = ""
    before: object = None
    quirk: str = ""


class Outcome(NamedTuple):
    """What a call or a rejection wants to be answered, before a dialect writes it.

    Attributes:
        status: HTTP status.
        body: a JSON-like document; None answers an empty body; text is sent as it is.
        headers: further headers.
        content_type: instead of the dialect's own.
        notes: what the mock has to say that the gateway would not, for the journal.
        message_id: the message it is about, "" for none.
        page: which page of a list it shows, None where it shows no list.

    """

    status: int
    body: object
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str | None = None
    notes: tuple[str, ...] = ()
    message_id: str = ""
    page: PageSeen | None = None
