r"""JSON as PHP's `json_encode` writes it, with and without `JSON_NUMERIC_CHECK`.

Compact and ASCII, `/` as `\/`, an empty object as the empty array that it is in PHP. With the check every text that
PHP's `is_numeric` takes becomes a number, unless it is a `Verbatim`. A float without a fraction is written without
one: 25.0 is `25`.
"""

from __future__ import annotations

import re
from json.encoder import encode_basestring_ascii
from math import isfinite
from typing import TYPE_CHECKING, Any, Final

import orjson

from mock_gateway.dialects import json
from mock_gateway.dialects.base import Dialect
from mock_gateway.model.wire import Verbatim

if TYPE_CHECKING:
    from mock_gateway.model.ways import Writing

_WHOLE = re.compile(r"[ \t\n\r\v\f]*([+-]?)0*([0-9]{1,19})[ \t\n\r\v\f]*")
_NUMERIC = re.compile(r"[ \t\n\r\v\f]*[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?[ \t\n\r\v\f]*")
_STARTS: Final = frozenset(" \t\n\r\v\f+-.0123456789")
_SMALLEST_PLAIN: Final = 1e-4
_LARGEST_PLAIN: Final = 1e15
_LOWEST: Final = -(2**63)
_HIGHEST: Final = 2**63 - 1
_LARGE, _SMALL = 17, -3
"""PHP writes an exponent where more digits than the first stand before the point, or more than three zeros after it."""


def numeric(text: str) -> int | float | None:
    """Give the number that PHP takes a text for; None where `is_numeric` says no, and for infinities.

    >>> numeric("+61422222222"), numeric("58.050"), numeric(" 1e5"), numeric("0x1A"), numeric("1e999")
    (61422222222, 58.05, 100000.0, None, None)
    """
    if (whole := _WHOLE.fullmatch(text)) is not None and _LOWEST <= (found := int(whole[1] + whole[2])) <= _HIGHEST:
        return found
    if _NUMERIC.fullmatch(text) is None:
        return None
    broken = float(text)
    return broken if isfinite(broken) else None


def number(value: float) -> str:
    """Write a float as PHP does with `serialize_precision` -1; what is no number is 0, as in its partial output.

    >>> number(58.05), number(25.0), number(1e25), number(0.00001), number(-0.0)
    ('58.05', '25', '1.0e+25', '1.0e-5', '-0')
    """
    if not isfinite(value):
        return "0"
    sign = "-" if repr(value).startswith("-") else ""
    mantissa, _, exponent = repr(abs(value)).partition("e")
    before, _, after = mantissa.partition(".")
    point = len(before) + int(exponent or 0)
    digits = before + after
    point -= len(digits) - len(digits.lstrip("0"))
    digits = digits.strip("0")
    if not digits:
        return f"{sign}0"
    if point > _LARGE or point < _SMALL:
        return f"{sign}{digits[0]}.{digits[1:] or '0'}e{point - 1:+d}"
    if point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    fraction = digits[point:]
    return f"{sign}{digits[:point].ljust(point, '0')}{'.' if fraction else ''}{fraction}"


def write(document: Any, writing: Writing) -> bytes:  # noqa: ANN401, ARG001  one signature for all dialects
    """Write with the numeric check."""
    return _write(document, checks=True)


def write_text(document: Any, writing: Writing) -> bytes:  # noqa: ANN401, ARG001  as write
    """Write without it: texts stay texts."""
    return _write(document, checks=False)


def _write(document: Any, *, checks: bool) -> bytes:  # noqa: ANN401  a document is any JSON
    """Write fast where that comes to the same: plain ASCII, and numbers that all languages write alike."""
    try:
        raw = orjson.dumps(_plain(document, checks=checks))
    except (_OddError, orjson.JSONEncodeError):
        return _encode(document, checks=checks).encode("ascii")
    if not raw.isascii():
        return _encode(document, checks=checks).encode("ascii")
    return raw.replace(b"/", b"\\/")


class _OddError(Exception):
    """A number that PHP writes in a way of its own."""


def _plain(value: Any, *, checks: bool) -> Any:  # noqa: ANN401  a document is any JSON
    kind = value.__class__
    if kind is str:
        found = numeric(value) if checks and value[:1] in _STARTS and value else None
        return value if found is None else _plain(found, checks=checks)
    if kind is int and _LOWEST <= value <= _HIGHEST:
        return value
    if kind is dict:
        return {str(name): _plain(inner, checks=checks) for name, inner in value.items()} if value else []
    if kind is list:
        return [_plain(inner, checks=checks) for inner in value]
    if kind is float:
        return _plain_float(value)
    if value is None or kind is bool or kind is Verbatim:
        return value
    raise _OddError


def _plain_float(value: float) -> int | float:
    size = abs(value)
    if not _SMALLEST_PLAIN <= size < _LARGEST_PLAIN:
        raise _OddError
    return int(value) if value.is_integer() else value


def _encode(value: Any, *, checks: bool) -> str:  # noqa: ANN401  a document is any JSON
    if isinstance(value, str):
        found = numeric(value) if checks and not isinstance(value, Verbatim) else None
        return quoted(value) if found is None else _encode(found, checks=checks)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return str(value) if _LOWEST <= value <= _HIGHEST else number(float(value))
    if isinstance(value, float):
        return number(value)
    if isinstance(value, dict) and value:
        members = (f"{quoted(str(name))}:{_encode(inner, checks=checks)}" for name, inner in value.items())
        return f"{{{','.join(members)}}}"
    return f"[{','.join(_encode(inner, checks=checks) for inner in value)}]"


def quoted(text: str) -> str:
    r"""Quote a text; unlike Python, PHP escapes `/` and leaves DEL as it is."""
    pieces = (encode_basestring_ascii(piece)[1:-1].replace("/", "\\/") for piece in text.split("\x7f"))
    return '"' + "\x7f".join(pieces) + '"'


PHP = Dialect("php", json.read, write)
PHP_TEXT = Dialect("php_text", json.read, write_text)
