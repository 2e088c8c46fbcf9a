"""Percent-encoded names and values, as in a query or an `application/x-www-form-urlencoded` body.

Read from the raw bytes, since what a percent-encoded byte means depends on the charset.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus, unquote_to_bytes

from mock_gateway.dialects.base import Dialect, UnreadableError
from mock_gateway.dialects.headers import is_charset

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mock_gateway.model.ways import Reading, Writing

PARAMETERS_READ = 1000


def pairs(raw: bytes, charset: str) -> list[tuple[str, str]]:
    """Split and decode; bytes that the charset lacks become U+FFFD."""
    pieces = raw.split(b"&")
    if len(pieces) > PARAMETERS_READ:
        raise UnreadableError(f"{len(pieces)} parameters are more than the {PARAMETERS_READ} that are read")
    found = []
    for piece in pieces:
        if piece:
            name, _, value = piece.partition(b"=")
            found.append((_decode(name, charset), _decode(value, charset)))
    return found


def _decode(raw: bytes, charset: str) -> str:
    if b"%" not in raw and b"+" not in raw and raw.isascii():
        return raw.decode("ascii")
    return unquote_to_bytes(raw.replace(b"+", b" ")).decode(charset, "replace")


def gathered(given: Sequence[tuple[str, str]], joined: Iterable[str] = ()) -> dict[str, Any]:
    """Make a document of parameters: of one given twice the last counts, unless its values are to be joined.

    >>> gathered([("a", "1"), ("b", "2"), ("a", "3"), ("b", "4")], ["a"])
    {'a': '1,3', 'b': '4'}
    """
    found: dict[str, Any] = dict(given)
    for name in joined:
        if name in found:
            found[name] = ",".join(value for each, value in given if each == name)
    return found


def read(body: bytes, charset: str, reading: Reading | None) -> Any:  # noqa: ANN401  one signature for all dialects
    """Parse in the charset that is declared, else in that of the call."""
    usual, joined = ("utf-8", ()) if reading is None else (reading.charset, reading.joined)
    if charset and not is_charset(charset):
        raise UnreadableError(f"unknown charset {charset!r}")
    return gathered(pairs(body, charset or usual), joined)


def write(document: Any, writing: Writing) -> bytes:  # noqa: ANN401  as read
    """Write a flat document; None becomes an empty value."""
    quote = partial(quote_plus, encoding=writing.charset, errors="replace")
    return "&".join(
        f"{quote(str(name))}={'' if value is None else quote(str(value))}" for name, value in document.items()
    ).encode("ascii")


FORM = Dialect("form", read, write)
