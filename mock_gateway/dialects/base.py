"""A dialect is a frozen record: a name and two functions. All of them are laid out alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mock_gateway.errors import MockGatewayError

if TYPE_CHECKING:
    from collections.abc import Callable

    from mock_gateway.model.gateway import Reading, Writing


class UnreadableError(MockGatewayError):
    """The bytes are not what they are declared to be."""


class Dialect(NamedTuple):
    """One way to write documents.

    Attributes:
        read: body bytes and the charset they are declared in to a document; raises UnreadableError.
        write: a document to bytes.

    """

    name: str
    read: Callable[[bytes, str, Reading | None], Any]
    write: Callable[[Any, Writing], bytes]
