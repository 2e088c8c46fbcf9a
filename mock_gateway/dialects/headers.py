"""What Content-Type says, worked out once for each spelling."""

from __future__ import annotations

import codecs
from functools import lru_cache

_OF_PYTHON = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"})
"""Codecs that are no charsets; one of them takes time by the square of the length."""


@lru_cache(maxsize=256)
def media_type(header: str) -> tuple[str, str]:
    """Give the media type in lower case and the charset, "" where none is declared.

    >>> media_type("application/json; encoding='utf-8'"), media_type("text/plain;charset=Latin-1")
    (('application/json', ''), ('text/plain', 'latin-1'))
    """
    return header.partition(";")[0].strip().lower(), parameter(header, "charset").lower()


@lru_cache(maxsize=256)
def is_charset(name: str) -> bool:
    """Tell whether texts on the web are in a charset of this name: Python's own ways to write a name do not count.

    >>> is_charset("Latin-1"), is_charset("klingon"), is_charset("punycode")
    (True, False, False)
    """
    try:
        "a".encode(name)
        return codecs.lookup(name).name not in _OF_PYTHON
    except (LookupError, UnicodeError):
        return False


@lru_cache(maxsize=256)
def parameter(header: str, wanted: str) -> str:
    """Give a parameter of a header as it is written, "" where there is none; of several the last one counts.

    >>> parameter('multipart/form-data; boundary="Ab=c"', "boundary")
    'Ab=c'
    """
    found = ""
    for piece in header.split(";")[1:]:
        name, _, value = piece.partition("=")
        if name.strip().lower() == wanted:
            found = value.strip().strip("\"'")
    return found
