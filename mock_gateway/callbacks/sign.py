"""The signature of a URL that is called: an HMAC over the JSON that PHP makes of the URL's query.

Text in, text out. `parsed` is PHP's `parse_str`, `as_json` its `json_encode`, quirks included: a client checks the
signature with these functions, so that what they make of an odd query is what counts. Compared with PHP 8.2.
"""

from __future__ import annotations

import hmac
from typing import Final
from urllib.parse import unquote_to_bytes

from mock_gateway.callbacks.query import own
from mock_gateway.dialects.php import quoted

Array = dict[str, "str | Array"]
"""An array of PHP; keys that are numbers are written as text too."""

PARAMETERS_READ: Final = 1000
"""`max_input_vars`: what comes after them is not read."""

DEEPEST: Final = 64
"""`max_input_nesting_level`: a parameter with more brackets is dropped, and what had its name."""

_LARGEST: Final = 2**63 - 1
_UNDERSCORES: Final = str.maketrans(" .", "__")
_ALL_UNDERSCORES: Final = str.maketrans(" .[", "___")
_APPENDS: Final = frozenset(("", " ", "\t", "\n", "\v", "\f", "\r"))


def signature(secret: str, url: str) -> str:
    """Sign a URL: HMAC-SHA256 in lower-case hex."""
    return hmac.new(secret.encode(), signed(own(url)).encode("ascii"), "sha256").hexdigest()


def signed(query: str) -> str:
    r"""Give the text that is signed: "" where PHP cannot write the query as JSON, since it is no UTF-8.

    >>> signed("at=2020-06-15+23%3A06%3A30&link=a/b&tag[]=1&tag[]=2&tag.name=caf%C3%A9")
    '{"at":"2020-06-15 23:06:30","link":"a\\/b","tag":["1","2"],"tag_name":"caf\\u00e9"}'
    >>> signed("")
    '[]'
    """
    try:
        return as_json(parsed(query))
    except UnicodeEncodeError:
        return ""


def parsed(query: str) -> Array:
    """Parse a query: brackets nest, a name given twice keeps its first place with the last value."""
    found: Array = {}
    pieces = [piece for piece in query.encode("utf-8", "replace").split(b"&") if piece]
    for piece in pieces[:PARAMETERS_READ]:
        name, _, value = piece.partition(b"=")
        first, keys = _name(_decoded(name))
        if len(keys) > DEEPEST:
            found.pop(first, None)
        elif first:
            _put(found, (first, *keys), _decoded(value))
    return found


def as_json(value: str | Array) -> str:
    r"""Write as JSON in ASCII without blanks; `/` is `\/`, and an array whose keys count from 0 is a list.

    Raises:
        UnicodeEncodeError: for bytes that are no UTF-8.

    """
    if isinstance(value, str):
        value.encode()
        return quoted(value)
    if list(value) == [str(number) for number in range(len(value))]:
        return f"[{','.join(as_json(each) for each in value.values())}]"
    return f"{{{','.join(f'{as_json(name)}:{as_json(each)}' for name, each in value.items())}}}"


def _decoded(raw: bytes) -> str:
    return unquote_to_bytes(raw.replace(b"+", b" ")).decode("utf-8", "surrogateescape")


def _name(text: str) -> tuple[str, list[str]]:
    """Split `a[b][]` into its name, "" for one that is not taken, and its keys, "" for the next number."""
    text = text.partition("\0")[0].lstrip(" ")
    first, bracket, rest = text.partition("[")
    keys: list[str] = []
    while first and bracket == "[":
        key, closed, rest = rest.partition("]")
        if not closed:
            return (first.translate(_UNDERSCORES), keys) if keys else (text.translate(_ALL_UNDERSCORES), [])
        keys.append("" if key in _APPENDS else key)
        bracket, rest = rest[:1], rest[1:]
    return first.translate(_UNDERSCORES), keys


def _put(array: Array, path: tuple[str, ...], value: str) -> None:
    """Put a value at a path, over whatever stands in the way."""
    for number, step in enumerate(path):
        key = step or _next(array)
        if key is None:
            return
        if number == len(path) - 1:
            array[key] = value
            return
        inner = array.get(key)
        if not isinstance(inner, dict):
            inner = array[key] = {}
        array = inner


def _next(array: Array) -> str | None:
    """Give the key after the largest number, None where there is none left."""
    numbers = [int(key) for key in array if _is_number(key)]
    following = max(numbers, default=-1) + 1
    return str(following) if following <= _LARGEST else None


def _is_number(key: str) -> bool:
    """Tell whether PHP takes a key for a number: `7` and `-7` it does, `07`, `-0` and `7.0` it does not."""
    digits = key.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > len(str(_LARGEST)):
        return False
    return str(int(key)) == key and -_LARGEST - 1 <= int(key) <= _LARGEST
