"""Values that a member of a schema may have: the bounds of what is allowed, and what lies between them."""

from __future__ import annotations

import re
from base64 import b64encode, urlsafe_b64encode
from typing import TYPE_CHECKING, Any

from mock_gateway.text.octets import MOST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TEXTS = ("Jo", "a", "0", "Ref 2026/11", "Ōtaki", "naïve", "x-1_y", "Mrs. O'Neill")
"""Texts that mean nothing in particular."""
WORDS = ("Test01", "a", "Z9", "4567")
"""Texts of letters and digits alone."""
NUMBERS = (0, 1, 2, 5, 20, 60, 300, 1440)
LONG = 200
"""Characters of a text that has no limit."""
BINARY = (
    "SGVsbG8=",
    "AA==",
    "/w",
    "BQAD/AIBWnVzYW1tZW4=",
    "BQAD_AICZ2Vmw7xndC4",
    "BggEAAECAkE=",
    "BgUEC4QjAEE=",
    "CwUEC4QjAAAD/AICQQ==",
    b64encode(bytes(range(MOST - 1))).decode(),
    b64encode(bytes(range(MOST))).decode(),
    urlsafe_b64encode(b"\xfb\xff\xfe" * (MOST // 3) + b"ab").decode().rstrip("="),
)
"""SMS in Base64, both alphabets, padded and not: one byte, the most, and headers that join parts or name ports."""
BY_FORMAT: Mapping[str, tuple[str, ...]] = {
    "email": ("jo@example.com", "a.b+c@mail.example.org"),
    "http-url": ("https://example.com/hook", "http://127.0.0.1:9/cb?x=1", "https://user:pass@example.com/"),
    "free-of-controls": TEXTS,
    "base64-of-1-to-140-bytes": BINARY,
    "local-date": ("2000-11-12", "2024-02-29", "1970-01-01"),
    "local-time": ("2026-01-05 09:00:00", "2024-02-29 23:59:59", "2027-01-01 00:00:00"),
    "offset-time": (
        "2026-01-05T09:00:00.000+00:00",
        "2013-05-27T13:36:00.999+02:00",
        "2024-02-29T23:59:59.001-11:30",
    ),
}
BY_MEANING: Mapping[str, tuple[str, ...]] = {
    "sender": (
        "Test01",
        "a",
        "Elevenchars",
        "My Shop",
        "A-1",
        "4567",
        "0042",
        "61491570156",
        "+61491570156",
        "0491570156",
        "447700900999",
        "123456789012345",
        "1234567890123456",
        "Kaffeehaus",
        "Ōtaki",
    ),
    "uuid": ("11111111-2222-3333-4444-555555555555", "5E6786AD-E15A-4C71-A272-E139B9F393E3"),
    "url": ("https://example.com/hook", "https://example.com/a?b=c"),
}
NEIGHBOURS = 2
"""How many ids that come after that of the sample are tried."""
_NUMBERED = re.compile(r"(.*[A-Za-z].*?)([0-9]+)", re.ASCII)
_LARGEST = 2**31 - 1


def least(schema: Mapping[str, Any]) -> Any:  # noqa: ANN401  any JSON
    """Give the least that a schema may allow: its example, what it requires, one item, the simplest value."""
    if schema.get("examples"):
        return schema["examples"][0]
    if "properties" in schema:
        return {name: least(schema["properties"].get(name, {})) for name in schema.get("required", ())}
    if schema.get("type") == "array":
        return [least(schema.get("items", {}))]
    return next(iter(candidates(schema)), None)


def candidates(schema: Mapping[str, Any], seen: object = None) -> list[Any]:
    """List what a schema may allow, the simplest first; what it does not allow after all is for the validator to say.

    Args:
        schema: of the member.
        seen: what the call's sample has there, None for nothing.

    """
    if "const" in schema:
        return [schema["const"]]
    if "enum" in schema:
        return [each for each in schema["enum"] if each is not None]
    found = [] if seen is None else [seen, *_neighbours(seen)]
    found += schema.get("examples", ())
    kinds = schema.get("type", "string")
    for kind in [kinds] if isinstance(kinds, str) else kinds:
        found += _of_kind(kind, schema)
    return list({f"{type(each).__name__}{each!r}": each for each in found}.values())


def _neighbours(seen: object) -> Iterator[Any]:
    """Give the ids that come after one: numbers, and what has letters in it and ends in one."""
    if type(seen) is int:
        yield from (seen + step for step in range(1, NEIGHBOURS + 1))
    elif isinstance(seen, str) and (found := _NUMBERED.fullmatch(seen)) is not None:
        width = len(found[2])
        yield from (f"{found[1]}{int(found[2]) + step:0{width}}" for step in range(1, NEIGHBOURS + 1))


def _of_kind(kind: str, schema: Mapping[str, Any]) -> Iterator[Any]:
    if kind == "boolean":
        yield from (False, True)
    elif kind in ("integer", "number"):
        yield from _numbers(schema)
    elif kind == "string":
        yield from _texts(schema)


def _numbers(schema: Mapping[str, Any]) -> Iterator[int]:
    low, high = schema.get("minimum"), schema.get("maximum")
    for each in (low, high, *NUMBERS):
        if each is not None and (low is None or each >= low) and (high is None or each <= high):
            yield each
    if low is not None:
        yield low + 1
    if high is not None:
        yield high - 1


def _texts(schema: Mapping[str, Any]) -> Iterator[str]:
    shortest, longest = schema.get("minLength", 0), schema.get("maxLength")
    yield from BY_FORMAT.get(schema.get("format", ""), ())
    if "pattern" in schema:
        yield from (*BY_MEANING["url"], *WORDS, *BY_FORMAT["email"])
    for each in TEXTS:
        if len(each) >= shortest and (longest is None or len(each) <= longest):
            yield each
    yield from longest_texts(schema) if longest is not None else ("a" * LONG,)


def longest_texts(schema: Mapping[str, Any]) -> tuple[str, ...]:
    """Give a text as long as a schema allows, and one that is a character shorter; none where it sets no limit."""
    longest = schema.get("maxLength")
    return () if longest is None else ("a" * longest, "x" * max(longest - 1, schema.get("minLength", 0)))
