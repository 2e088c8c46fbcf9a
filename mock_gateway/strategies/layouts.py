"""Unusual but legal ways to lay out what a gateway wrote: a parser reads each of them as it reads the usual one.

A layout is a function of bytes to bytes. It knows neither gateway nor call, so that it cannot change what is said.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias
from urllib.parse import unquote_to_bytes

from hypothesis import strategies as st

from mock_gateway.strategies.layouts_of_xml import XmlLayout

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hypothesis.strategies import SearchStrategy

Layout: TypeAlias = "Callable[[bytes], bytes]"
AS_IT_IS, REVERSED, SORTED = "as it is", "reversed", "sorted"
ORDERS = (AS_IT_IS, REVERSED, SORTED)
BLANKS = ("", " ", "\n  ", " \r\n\t")
LEAST, ASCII, ALL = "least", "ascii", "all"
ESCAPES = (LEAST, ASCII, ALL)
SHORTEST, EXPONENT = "shortest", "exponent"
FLOATS = (AS_IT_IS, SHORTEST, EXPONENT)
LARGEST_SHORT = 10**15


class JsonLayout(NamedTuple):
    r"""How JSON is laid out.

    Attributes:
        order: of members.
        blanks: what stands between any two tokens, and around the whole.
        escapes: `least` escapes what must be, `ascii` what is not ASCII, `all` every character; what has two UTF-16
            units then has two escapes.
        solidus: `/` is written `\/`.
        floats: numbers that are no integers in the document; `shortest` writes 2.0 as 2, `exponent` as 2.0E+0.

    """

    order: str = AS_IT_IS
    blanks: str = ""
    escapes: str = LEAST
    solidus: bool = False
    floats: str = AS_IT_IS

    def lay_out(self, body: bytes) -> bytes:
        """Lay JSON out."""
        return f"{self.blanks}{self._value(json.loads(body))}{self.blanks}".encode()

    def _value(self, value: Any) -> str:  # noqa: ANN401  any JSON
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, float):
            return self._float(value)
        if isinstance(value, list):
            return self._listed("[", [self._value(item) for item in value], "]")
        if isinstance(value, dict):
            colon = f"{self.blanks}:{self.blanks}"
            members = [f"{self._text(name)}{colon}{self._value(inner)}" for name, inner in self._ordered(value)]
            return self._listed("{", members, "}")
        return json.dumps(value)

    def _listed(self, start: str, pieces: list[str], end: str) -> str:
        comma = f"{self.blanks},{self.blanks}"
        return f"{start}{self.blanks}{comma.join(pieces)}{self.blanks if pieces else ''}{end}"

    def _ordered(self, members: Mapping[str, Any]) -> list[tuple[str, Any]]:
        found = sorted(members.items(), key=lambda member: member[0]) if self.order == SORTED else list(members.items())
        return found[::-1] if self.order == REVERSED else found

    def _text(self, text: str) -> str:
        if self.escapes == ALL:
            return f'"{_escaped(text)}"'
        quoted = json.dumps(text, ensure_ascii=self.escapes == ASCII)
        return quoted.replace("/", "\\/") if self.solidus else quoted

    def _float(self, value: float) -> str:
        if self.floats == SHORTEST and value.is_integer() and abs(value) < LARGEST_SHORT:
            return str(int(value))
        return f"{Decimal(repr(value)):E}" if self.floats == EXPONENT else repr(value)


class FormLayout(NamedTuple):
    """How percent-encoded names and values are laid out, whatever the charset that they were encoded in.

    Attributes:
        order: of the pairs, `as it is` or `reversed`.
        space: how a blank is written, `+` or `%20`.
        escapes: `least` encodes what must be, `all` every byte.
        lower: hexadecimal digits are small letters.

    """

    order: str = AS_IT_IS
    space: str = "+"
    escapes: str = LEAST
    lower: bool = False

    def lay_out(self, body: bytes) -> bytes:
        """Lay pairs out."""
        pairs = [piece.partition(b"=") for piece in body.split(b"&") if piece]
        laid = [f"{self._encoded(name)}={self._encoded(value)}" for name, _, value in pairs]
        return "&".join(laid[::-1] if self.order == REVERSED else laid).encode("ascii")

    def _encoded(self, raw: bytes) -> str:
        return "".join(map(self._byte, unquote_to_bytes(raw.replace(b"+", b" "))))

    def _byte(self, byte: int) -> str:
        character = chr(byte)
        if character == " ":
            return self.space
        if self.escapes == LEAST and character.isascii() and (character.isalnum() or character in "_.-~"):
            return character
        return f"%{byte:02x}" if self.lower else f"%{byte:02X}"


def layouts(dialect: str) -> SearchStrategy[Layout]:
    """Draw layouts of a dialect, every second one the usual; text and nothing have no other."""
    usual: SearchStrategy[Layout] = st.just(as_it_is)
    unusual = _OF_DIALECT.get(dialect)
    return usual if unusual is None else st.one_of(usual, unusual)


def as_it_is(body: bytes) -> bytes:
    """Leave what a gateway wrote."""
    return body


def _escaped(text: str) -> str:
    r"""Escape every UTF-16 unit of a text, each second one in capitals.

    >>> _escaped("a/\U0001f600")
    '\\u0061\\u002F\\ud83d\\uDE00'
    """
    raw = text.encode("utf-16-be")
    units = [f"{raw[at] << 8 | raw[at + 1]:04x}" for at in range(0, len(raw), 2)]
    return "".join(f"\\u{unit if number % 2 == 0 else unit.upper()}" for number, unit in enumerate(units))


_JSON: SearchStrategy[Layout] = st.builds(
    JsonLayout,
    st.sampled_from(ORDERS),
    st.sampled_from(BLANKS),
    st.sampled_from(ESCAPES),
    st.booleans(),
    st.sampled_from(FLOATS),
).map(lambda layout: layout.lay_out)
_XML: SearchStrategy[Layout] = st.builds(XmlLayout, *(st.sampled_from(choices) for choices in XmlLayout.choices())).map(
    lambda layout: layout.lay_out
)
_FORM: SearchStrategy[Layout] = st.builds(
    FormLayout,
    st.sampled_from((AS_IT_IS, REVERSED)),
    st.sampled_from(("+", "%20")),
    st.sampled_from((LEAST, ALL)),
    st.booleans(),
).map(lambda layout: layout.lay_out)
_OF_DIALECT: Mapping[str, SearchStrategy[Layout]] = {
    "json": _JSON,
    "php": _JSON,
    "php_text": _JSON,
    "xml": _XML,
    "application/xml": _XML,
    "form": _FORM,
}
