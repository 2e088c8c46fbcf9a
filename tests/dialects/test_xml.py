from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_gateway.definitions.load import gateway
from mock_gateway.dialects.base import UnreadableError
from mock_gateway.dialects.xml import DEPTH_READ, XML

CALL = gateway("bestsms").calls["send-sms"]
NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9_.-]{0,8}", fullmatch=True).filter(
    lambda name: name not in CALL.reading.items
)
TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), min_size=1)


def read(text: str) -> Any:
    return XML.read(text.encode(), "utf-8", CALL.reading)


def test_elements_are_members_and_the_roots_name_does_not_matter() -> None:
    document = {"MessageData": {"Message": "Hello", "Reference": ""}}

    for root in ("root", "anything"):
        assert read(f"<{root}><MessageData><Message>Hello</Message><Reference/></MessageData></{root}>") == document


def test_a_list_holds_item_elements() -> None:
    items = "<Destination><Recipient>1</Recipient></Destination><Destination>2</Destination>"
    text = f"<r><Destinations>{items}</Destinations></r>"

    assert read(text) == {"Destinations": [{"Recipient": "1"}, "2"]}


def test_a_lists_element_may_itself_be_repeated() -> None:
    text = "<r><Destinations><Recipient>1</Recipient></Destinations><Destinations>2</Destinations></r>"

    assert read(text) == {"Destinations": [{"Recipient": "1"}, "2"]}


def test_an_empty_list_element_is_an_empty_list() -> None:
    assert read("<r><Destinations/></r>") == {"Destinations": []}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no xml",
        "<r>",
        "<r></s>",
        '<!DOCTYPE r SYSTEM "http://127.0.0.1/x.dtd"><r/>',
        '<!DOCTYPE r [<!ENTITY e "x">]><r>&e;</r>',
        "<r>&unknown;</r>",
        '<?xml version="1.0" encoding="klingon"?><r/>',
        "<r>\x00</r>",
    ],
)
def test_what_is_no_xml_or_brings_entities_is_unreadable(text: str) -> None:
    with pytest.raises(UnreadableError):
        read(text)


def test_as_many_levels_are_read_as_is_said_and_no_more() -> None:
    def nested(levels: int) -> str:
        return "<a>" * (levels + 1) + "</a>" * (levels + 1)

    assert read(nested(DEPTH_READ))
    with pytest.raises(UnreadableError, match=f"deeper than the {DEPTH_READ} levels"):
        read(nested(DEPTH_READ + 1))


def test_a_deep_list_is_unreadable_and_not_a_crash() -> None:
    levels = 5000

    with pytest.raises(UnreadableError):
        read("<r>" + "<Files><File>" * levels + "</File></Files>" * levels + "</r>")


def test_the_declared_encoding_is_kept_to() -> None:
    raw = '<?xml version="1.0" encoding="ISO-8859-1"?><r><a>é</a></r>'.encode("latin-1")

    assert XML.read(raw, "", CALL.reading) == {"a": "é"}


def test_a_reply_is_written_with_the_gateways_root_and_item_names() -> None:
    document = {"Result": "Success", "Recipients": [{"n": 1}], "Other": ["x", None], "Yes": True, "None": None}
    wanted = (
        '<?xml version="1.0" encoding="UTF-8"?><root><Result>Success</Result>'
        "<Recipients><Recipient><n>1</n></Recipient></Recipients><Other>x</Other><Other/><Yes>true</Yes><None/></root>"
    )

    assert XML.write(document, CALL.writing).decode() == wanted


def test_markup_and_characters_that_xml_lacks_do_not_break_a_reply() -> None:
    raw = XML.write({"a": "<b>&\x00\ud800"}, CALL.writing)

    assert XML.read(raw, "utf-8", CALL.reading) == {"a": "<b>&\ufffd\ufffd"}


@given(st.dictionaries(NAMES, st.one_of(TEXTS, st.dictionaries(NAMES, TEXTS, min_size=1, max_size=3)), min_size=1))
def test_what_is_written_is_read_again(document: dict[str, Any]) -> None:
    assert XML.read(XML.write(document, CALL.writing), "utf-8", CALL.reading) == document


@given(st.text(min_size=1))
def test_any_members_name_is_written_as_an_element_that_can_be_read(name: str) -> None:
    found = XML.read(XML.write({name: "x"}, CALL.writing), "utf-8", CALL.reading)

    assert list(found.values()) in (["x"], [["x"]])


def test_where_every_list_has_items_of_one_name_what_is_empty_is_an_empty_element() -> None:
    writing = CALL.writing._replace(items={"*": "item", "Recipients": "Recipient"}, root="response", prolog="")
    document = {
        "list": [{"a": 1}, [2, 3], ""],
        "Recipients": ["x"],
        "nothing": [None, [], {}, ""],
        "list2": [],
        "fields": {},
        "text": "",
        "null": None,
    }
    wanted = (
        "<response><list><item><a>1</a></item><item><item>2</item><item>3</item></item><item/></list>"
        "<Recipients><Recipient>x</Recipient></Recipients><nothing><item/><item/><item/><item/></nothing>"
        "<list2/><fields/><text/><null/></response>"
    )

    assert XML.write(document, writing).decode() == wanted


def test_a_list_may_be_the_whole_answer() -> None:
    writing = CALL.writing._replace(items={"*": "item"}, root="response", prolog="")

    assert XML.write([1, {"a": 2}], writing) == b"<response><item>1</item><item><a>2</a></item></response>"
    assert XML.write([], writing) == XML.write({}, writing) == b"<response/>"


def test_elements_that_hold_nothing_but_items_are_lists_where_the_data_says_so() -> None:
    reading = CALL.reading._replace(items={"*": "item"})
    raw = b"<r><list><item>1</item><item><a>2</a></item></list><one><item/></one><other><item/><a/></other><none/></r>"
    wanted = {"list": ["1", {"a": "2"}], "one": [""], "other": {"item": "", "a": ""}, "none": ""}

    assert XML.read(raw, "utf-8", reading) == wanted
