"""A dialect is a frozen record: a name and two functions. All of them are laid out alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mock_gateway.errors import MockGatewayError

if TYPE_CHECKING:
    from collections.abc import Callable

    from mock_gateway.model.ways import Reading, Writing


class UnreadableError(MockGatewayError):
    """The bytes are not what they are declared to be."""


class Dialect(NamedTuple):
    """One way to write documents.

    Attributes:
        read: body bytes, and what the Content-Type says about `told`, to a document; raises UnreadableError.
        write: a document to bytes.
        told: the parameter of the Content-Type that matters to `read`.

    """

    name: str
    read: Callable[[bytes, str, Reading | None], Any]
    write: Callable[[Any, Writing], bytes]
    told: str = "charset"
