"""Values that break one keyword of a schema, and what cannot be read at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ABSENT: Final = object()
"""Stands for a member that is taken away."""
MISSING: Final = (ABSENT, None, "")
"""What may count as a member that is not there."""
KINDS: Mapping[str, tuple[Any, ...]] = {
    "string": ("text", ""),
    "integer": (7, -1, 1.5),
    "boolean": (True,),
    "array": ([], ["text"]),
    "object": ({}, {"a": 1}),
    "null": (None,),
}
"""Values of each type, for members that want another."""
NO_URL = ("not a url", "http://", "ftp://example.com/", "//example.com", "http://exa mple.com/", "https://:80/")
NO_EMAIL = ("nobody", "jo@", "@example.com", "jo@example", "jo example.com", "jo@exa mple.com")
NO_MATCH = (
    "!",
    "no such thing",
    "ä",
    "-",
    "?x=1",
    " ",
    "http://example.com/",
    "++1",
    "1" * 50,
    "",
    "abcdefghijklm",
    "2026-02-05T10:00:00Z",
)
BY_FORMAT: Mapping[str, tuple[str, ...]] = {
    "http-url": NO_URL,
    "email": NO_EMAIL,
    "free-of-controls": ("a\x00b", "line\nbreak", "\x7f"),
}
MORE = (1, 10)
"""By how much a limit is exceeded."""
_MOST_ITEMS = 5000

BROKEN_JSON = (
    b"{",
    b'{"a":',
    b'{"a":1}}',
    b"{'a':1}",
    b"[1,",
    b"",
    b"\xff\xfe{}",
    b'{"a":1,}',
    b'{"a":tru}',
    b"nonsense",
)
BROKEN_XML = (
    b"<root>",
    b"<root></r>",
    b"<root>&nope;</root>",
    b"not xml",
    b'<!DOCTYPE r [<!ENTITY e "x">]><root>&e;</root>',
)
NO_OBJECT = (b"[]", b'"text"', b"7", b"null", b"true")


def breaking(schema: Mapping[str, Any], keyword: str) -> Iterator[Any]:
    """Give values that may break one keyword of a member's schema; whether they do is for the validator to say."""
    limit: Any = schema.get(keyword)
    if keyword == "type":
        wanted = [limit] if isinstance(limit, str) else limit or []
        yield from (value for kind, values in KINDS.items() if kind not in wanted for value in values)
        yield from KINDS["integer"][2:] if "number" not in wanted else ()
    elif keyword in ("enum", "const"):
        yield from _near(limit if isinstance(limit, list) else [limit])
    elif keyword in ("minimum", "exclusiveMinimum"):
        yield from (limit - more for more in MORE)
    elif keyword in ("maximum", "exclusiveMaximum"):
        yield from (limit + more for more in (*MORE, 10**9))
    elif keyword == "minLength":
        yield from ("a" * length for length in range(limit - 1, max(limit - 3, -1), -1))
    elif keyword == "maxLength":
        yield from ("a" * (limit + more) for more in MORE)
    elif keyword == "format":
        yield from BY_FORMAT.get(str(limit), ())
    elif keyword in ("pattern", "not"):
        yield from NO_MATCH
        yield from (value for values in BY_FORMAT.values() for value in values)


def too_many(items: list[Any], schema: Mapping[str, Any], keyword: str) -> Iterator[list[Any]]:
    """Give lists with too few or too many items."""
    limit = schema.get(keyword, 0)
    if keyword == "minItems":
        yield items[: limit - 1] if limit > 1 else []
    elif keyword == "maxItems" and items and limit < _MOST_ITEMS:
        yield [items[place % len(items)] for place in range(limit + 1)]


def _near(allowed: list[Any]) -> Iterator[Any]:
    """Give what looks like an allowed value and is none."""
    first = next((each for each in allowed if isinstance(each, str) and each), "value")
    yield from (f"{first}x", "nonsense", first.swapcase(), f" {first}", "0", 7)
