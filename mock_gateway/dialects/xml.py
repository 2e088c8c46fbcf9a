"""XML: elements are members, and the gateway's data says which elements are lists and what their items are called.

Parsed by defusedxml: no document type, no entities, nothing fetched. The root's name does not matter in a request.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError
from xml.sax.saxutils import escape

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from mock_gateway.dialects.base import Dialect, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

    from mock_gateway.model.ways import Reading, Writing

DEPTH_READ = 64
_NO_NAME = re.compile(r"[^A-Za-z0-9_.-]")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def read(body: bytes, charset: str, reading: Reading | None) -> Any:  # noqa: ANN401, ARG001  one signature for all dialects
    """Parse; the document is what stands inside the root element, one without members where that is empty."""
    parser = DefusedXMLParser(forbid_dtd=True)
    try:
        parser.feed(body)
        root = parser.close()
    except (ParseError, DefusedXmlException, ValueError, LookupError) as problem:
        raise UnreadableError(str(problem)) from None
    document = _document(root, {} if reading is None else reading.items, 0)
    return document if not isinstance(document, str) or document.strip() else {}


def _document(element: Element, items: Mapping[str, str], depth: int) -> Any:  # noqa: ANN401  as read
    if depth > DEPTH_READ:
        raise UnreadableError(f"nested deeper than the {DEPTH_READ} levels that are read")
    if not len(element):
        return element.text or ""
    if (item := items.get("*")) is not None and all(child.tag == item for child in element):
        return [_document(child, items, depth + 1) for child in element]
    members: dict[str, Any] = {}
    for child in element:
        if child.tag in items:
            members.setdefault(child.tag, []).extend(_list(child, items, depth + 1))
        else:
            members[child.tag] = _document(child, items, depth + 1)
    return members


def _list(element: Element, items: Mapping[str, str], depth: int) -> list[Any]:
    """Give the items of a list, whether the list's element holds item elements or is itself repeated for each item."""
    inside = [child for child in element if child.tag == items[element.tag]]
    if inside:
        return [_document(child, items, depth + 1) for child in inside]
    value = _document(element, items, depth)
    return [value] if value else []


def write(document: Any, writing: Writing) -> bytes:  # noqa: ANN401  as read
    """Write with the gateway's root element and prolog."""
    pieces = [writing.prolog]
    _write(writing.root, document, writing.items, pieces)
    return "".join(pieces).encode()


def _write(name: str, value: Any, items: Mapping[str, str], pieces: list[str]) -> None:  # noqa: ANN401  as read
    name = _NO_NAME.sub("_", name)
    if not name or not (name[0].isalpha() or name[0] == "_"):
        name = f"_{name}"
    item = items.get(name, items.get("*"))
    if "*" in items and isinstance(value, (dict, list)) and not value:
        pieces.append(f"<{name}/>")
    elif isinstance(value, dict):
        pieces.append(f"<{name}>")
        for member, inner in value.items():
            _write(member, inner, items, pieces)
        pieces.append(f"</{name}>")
    elif isinstance(value, list) and item is not None:
        pieces.append(f"<{name}>")
        for inner in value:
            _write(item, inner, items, pieces)
        pieces.append(f"</{name}>")
    elif isinstance(value, list):
        for inner in value:
            _write(name, inner, items, pieces)
    else:
        text = _text(value)
        pieces.append(f"<{name}>{text}</{name}>" if text else f"<{name}/>")


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return escape(carried(str(value)))


def carried(text: str) -> str:
    r"""Give as much of a text as XML 1.0 has characters for; U+FFFD stands for the others.

    >>> carried("a\x00b\ud800\n")
    'a\ufffdb\ufffd\n'
    """
    return _NOT_XML.sub("\ufffd", text)


XML = Dialect("xml", read, write)
