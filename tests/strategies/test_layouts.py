"""However a document is laid out, every parser reads in it what it reads in the usual layout."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import orjson
import pytest
from benches import proved
from defusedxml.ElementTree import fromstring
from defusedxml.minidom import parseString
from hypothesis import find, given
from hypothesis import strategies as st

from mock_gateway.definitions.load import gateway
from mock_gateway.dialects.form import FORM
from mock_gateway.dialects.json import JSON
from mock_gateway.dialects.xml import XML, carried
from mock_gateway.strategies.layouts import ALL, EXPONENT, REVERSED, FormLayout, JsonLayout, as_it_is, layouts
from mock_gateway.strategies.layouts_of_xml import CDATA, EMPTY, XmlLayout

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

WRITING = gateway("bestsms").calls["get-status"].writing
TEXTS = st.text().map(lambda text: carried(text).replace("\r", "\n")) | st.sampled_from(["]]>", "<a/>", "&amp;", " "])
NUMBERS = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
DOCUMENTS = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=3),
).map(lambda inner: {"Messages": [inner], "x": inner})


def tree(element: Element) -> Any:
    return element.tag, element.attrib, [tree(child) for child in element] or element.text or ""


@proved
@given(DOCUMENTS, layouts("json"))
def test_json_says_the_same_in_every_layout(document: Any, lay_out: Callable[[bytes], bytes]) -> None:
    raw = lay_out(JSON.write(document, WRITING))

    assert json.loads(raw) == orjson.loads(raw) == document


@proved
@given(DOCUMENTS, layouts("xml"))
def test_xml_says_the_same_in_every_layout(document: Any, lay_out: Callable[[bytes], bytes]) -> None:
    usual = XML.write(document, WRITING)
    raw = lay_out(usual)

    assert tree(fromstring(raw)) == tree(fromstring(usual))
    assert XML.read(raw, "utf-8", None) == XML.read(usual, "utf-8", None)
    assert parseString(raw).documentElement.tagName == "root"


@proved
@given(st.dictionaries(TEXTS, TEXTS), layouts("form"), st.sampled_from(["utf-8", "iso-8859-1"]))
def test_a_form_says_the_same_in_every_layout(
    document: dict[str, str], lay_out: Callable[[bytes], bytes], charset: str
) -> None:
    usual = FORM.write(document, WRITING._replace(charset=charset))

    def read(body: bytes) -> list[tuple[str, str]]:
        return sorted(parse_qsl(body.decode("ascii"), keep_blank_values=True, encoding=charset))

    assert read(lay_out(usual)) == read(usual)


@pytest.mark.parametrize(
    ("layout", "said"),
    [
        (JsonLayout(), b'{"a":1.0,"b":"/\xc3\xa4\xf0\x9f\x98\x80"}'),
        (JsonLayout(order=REVERSED, solidus=True), b'{"b":"\\/\xc3\xa4\xf0\x9f\x98\x80","a":1.0}'),
        (JsonLayout(blanks=" ", floats="shortest"), b' { "a" : 1 , "b" : "/\xc3\xa4\xf0\x9f\x98\x80" } '),
        (JsonLayout(escapes="ascii", floats=EXPONENT), b'{"a":1.0E+0,"b":"/\\u00e4\\ud83d\\ude00"}'),
        (JsonLayout(escapes=ALL), b'{"\\u0061":1.0,"\\u0062":"\\u002f\\u00E4\\ud83d\\uDE00"}'),
    ],
)
def test_json_is_laid_out_as_it_is_told(layout: JsonLayout, said: bytes) -> None:
    assert layout.lay_out('{"a": 1.0, "b": "/ä😀"}'.encode()) == said


@pytest.mark.parametrize(
    ("layout", "said"),
    [
        (XmlLayout(), b'<?xml version="1.0" encoding="UTF-8"?><r><a>x]]&gt;</a><b/></r>'),
        (XmlLayout(prolog="", text=CDATA, empty=EMPTY[1]), b"<r><a><![CDATA[x]]]]><![CDATA[>]]></a><b></b></r>"),
        (XmlLayout(prolog="", text="hexadecimal", blanks="\n"), b"<r>\n<a>&#x78;&#x5D;&#x5D;&#x3E;</a>\n<b/>\n</r>"),
        (
            XmlLayout(prolog="", comment="<!--c-->"),
            b"<!--c--><r><!--c--><a>x]]&gt;</a><!--c--><b/><!--c--></r><!--c-->",
        ),
        (XmlLayout(prolog="", declarations=" xmlns:x='y'"), b"<r xmlns:x='y'><a>x]]&gt;</a><b/></r>"),
    ],
)
def test_xml_is_laid_out_as_it_is_told(layout: XmlLayout, said: bytes) -> None:
    assert layout.lay_out(b"<r><a>x]]&gt;</a><b></b></r>") == said


def test_a_form_is_laid_out_as_it_is_told() -> None:
    layout = FormLayout(order=REVERSED, space="%20", escapes=ALL, lower=True)

    assert layout.lay_out(b"a=x+y&b=%E4") == b"%62=%e4&%61=%78%20%79"


@pytest.mark.parametrize("dialect", ["json", "php", "xml", "application/xml", "form"])
def test_the_usual_layout_is_among_those_that_are_drawn(dialect: str) -> None:
    assert find(layouts(dialect), lambda lay_out: lay_out is as_it_is)


@pytest.mark.parametrize("dialect", ["plain", "nothing"])
@proved
@given(data=st.data())
def test_a_plain_text_is_left_as_it_is(data: st.DataObject, dialect: str) -> None:
    assert data.draw(layouts(dialect))(b"OK\r\n") == b"OK\r\n"


@given(st.text(st.characters()))
def test_what_xml_has_no_characters_for_is_replaced(text: str) -> None:
    assert re.fullmatch("[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*", carried(text))
    assert len(carried(text)) == len(text)
