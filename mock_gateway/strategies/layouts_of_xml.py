"""Unusual but legal ways to lay XML out; what each of them says is the same tree of elements and texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

from defusedxml.ElementTree import fromstring

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

PROLOGS = (
    '<?xml version="1.0" encoding="UTF-8"?>',
    "",
    "<?xml version='1.0' encoding='utf-8'?>\n",
    '<?xml  version="1.0" encoding="UTF-8" standalone="yes" ?>\r\n',
)
DECLARATIONS = (
    "",
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"',
    "\n xmlns:xsd='http://www.w3.org/2001/XMLSchema'  xmlns:xsi = 'http://www.w3.org/2001/XMLSchema-instance'",
)
"""Namespaces that no element is in, as .NET declares them; the only attributes that a root without any can have."""
BLANKS = ("", "\n  ", "\r\n\t")
COMMENTS = ("", "<!-- next -->", "<!-- <not> an element & no text --><?note none?>")
EMPTY = ("<{name}/>", "<{name}></{name}>", "<{name} />", "<{name}\n></{name} >")
ESCAPED, CDATA, REFERENCES, HEXADECIMAL = "escaped", "cdata", "references", "hexadecimal"
TEXTS = (ESCAPED, CDATA, REFERENCES, HEXADECIMAL)
_END = "]]>"


class XmlLayout(NamedTuple):
    """How XML is laid out.

    Attributes:
        prolog: what it begins with.
        declarations: namespaces that the root declares.
        blanks: what stands before each element that stands in another, and before the other's end.
        comment: what stands there too, and around the root.
        empty: how an element without anything in it is written.
        text: `escaped`, in a CDATA section, or every character as a decimal or hexadecimal reference.

    """

    prolog: str = PROLOGS[0]
    declarations: str = ""
    blanks: str = ""
    comment: str = ""
    empty: str = EMPTY[0]
    text: str = ESCAPED

    @staticmethod
    def choices() -> Sequence[Sequence[str]]:
        """List what each attribute can be, the usual first."""
        return (PROLOGS, DECLARATIONS, BLANKS, COMMENTS, EMPTY, TEXTS)

    def lay_out(self, body: bytes) -> bytes:
        """Lay XML out."""
        root = self._element(fromstring(body, forbid_dtd=True), self.declarations)
        return f"{self.prolog}{self.comment}{root}{self.comment}".encode()

    def _element(self, element: Element, declarations: str = "") -> str:
        name = element.tag
        start = f"{name}{declarations}"
        if len(element):
            between = f"{self.blanks}{self.comment}"
            inside = "".join(f"{between}{self._element(child)}" for child in element)
            return f"<{start}>{inside}{between}</{name}>"
        if element.text:
            return f"<{start}>{self._text(element.text)}</{name}>"
        return self.empty.format(name=name).replace(f"<{name}", f"<{start}", 1)

    def _text(self, text: str) -> str:
        if self.text == CDATA:
            return f"<![CDATA[{text.replace(_END, ']]]]><![CDATA[>')}]]>"
        if self.text == REFERENCES:
            return "".join(f"&#{ord(character)};" for character in text)
        if self.text == HEXADECIMAL:
            return "".join(f"&#x{ord(character):X};" for character in text)
        return escape(text)
