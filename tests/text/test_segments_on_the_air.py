"""Parts as a network would carry them: put into octets by codecs that are not ours, each part by itself."""

from __future__ import annotations

import codecs
from importlib import import_module
from itertools import pairwise
from types import ModuleType

import gsmcodecs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import mock_gateway.text
from mock_gateway.text import segments
from mock_gateway.text.gsm7 import ALPHABET
from mock_gateway.text.segments import EACH, GSM7, SINGLE, UCS2, split

EMOJI = "\U0001f600"
HALF = "\ud83d"


def runs(characters: list[str]) -> st.SearchStrategy[str]:
    """Draw texts of several parts: runs of one character each, of any length about a limit."""
    lengths = st.one_of(st.integers(1, 170), st.sampled_from([66, 67, 70, 133, 134, 152, 153, 160]))
    run = st.tuples(st.sampled_from(characters), lengths)
    return st.lists(run, max_size=6).map(lambda pieces: "".join(character * times for character, times in pieces))


OF_GSM7 = st.one_of(runs(["a", "€", "\f", "é"]), st.text(st.sampled_from(sorted(ALPHABET)), max_size=400))
OF_UCS2 = st.one_of(runs(["a", "€", "ē", EMOJI]), st.text(max_size=150)).map("ē".__add__)
TEXTS = st.one_of(OF_GSM7, OF_UCS2, st.text(max_size=170))
NAMES = {GSM7: gsmcodecs.makeCodec(), UCS2: codecs.lookup("utf-16-be")}
OCTETS = {GSM7: 1, UCS2: 2}


def units(text: str, encoding: str) -> int:
    """Count the units of an encoded text."""
    return len(NAMES[encoding].encode(text)[0]) // OCTETS[encoding]


@given(TEXTS)
def test_units_are_those_of_the_encoded_text_and_add_up_over_its_parts(text: str) -> None:
    found = segments(text)

    assert units(text, found.encoding) == found.units
    assert sum(units(part, found.encoding) for part in split(text)) == found.units


@given(TEXTS)
def test_each_part_is_within_its_limit_and_can_be_read_alone(text: str) -> None:
    """No part ends in an escape or in half a pair: each is decoded by itself, and joined they are the text."""
    found, parts = segments(text), split(text)
    codec, limit = NAMES[found.encoding], SINGLE[found.encoding] if found.parts == 1 else EACH[found.encoding]
    octets = [codec.encode(part)[0] for part in parts]

    assert max(map(len, octets)) <= limit * OCTETS[found.encoding]
    assert "".join(codec.decode(each)[0] for each in octets) == text


@given(TEXTS)
def test_no_part_ends_while_what_follows_would_fit(text: str) -> None:
    encoding, parts = segments(text).encoding, split(text)

    assert all(units(part + following[0], encoding) > EACH[encoding] for part, following in pairwise(parts))


@given(OF_UCS2)
def test_straddling_parts_are_full_but_for_the_last(text: str) -> None:
    """The octets of the whole, cut every 134: as many as are counted."""
    found = segments(text, straddle=True)
    octets = text.encode("utf-16-be")
    cut = [octets[place : place + 134] for place in range(0, len(octets), 134)] if len(octets) > 140 else [octets]

    assert len(cut) == found.parts
    assert (134 if found.parts > 1 else 140) - len(cut[-1]) == 2 * found.left


@given(TEXTS, st.booleans())
def test_straddling_never_needs_more_parts(text: str, more: bool) -> None:  # noqa: FBT001  drawn
    longer = text + EMOJI * more

    assert segments(longer, straddle=True).parts <= segments(longer).parts


@given(TEXTS, TEXTS, st.booleans())
def test_more_text_never_needs_fewer_parts_whatever_it_does_to_the_encoding(
    text: str,
    more: str,
    straddle: bool,  # noqa: FBT001  drawn
) -> None:
    assert segments(text, straddle=straddle).parts <= segments(text + more, straddle=straddle).parts


@given(TEXTS)
def test_a_text_without_pairs_needs_as_few_parts_as_its_units_can(text: str) -> None:
    found = segments(text)
    least = 1 if found.units <= SINGLE[found.encoding] else -(-found.units // EACH[found.encoding])

    assert least <= found.parts
    if units(text, found.encoding) == len(text):
        assert least == found.parts


@pytest.mark.parametrize(
    ("text", "parts", "left"),
    [
        ("", 1, 160),
        ("a" * 159, 1, 1),
        ("a" * 160, 1, 0),
        ("a" * 161, 2, 145),
        ("a" * 159 + "€", 2, 145),
        ("a" * 152 + "€" + "a" * 151, 2, 0),
        ("a" * 152 + "€" + "a" * 152, 3, 152),
        ("a" * 306, 2, 0),
        ("ē" * 69, 1, 1),
        ("ē" * 70, 1, 0),
        ("ē" * 71, 2, 63),
        ("ē" * 69 + EMOJI, 2, 63),
        ("ē" * 66 + EMOJI + "ē" * 65, 2, 0),
    ],
)
def test_what_is_left_counts_from_the_limit_of_the_part_that_is_last(text: str, parts: int, left: int) -> None:
    """Once there are two parts, each of them is shorter than one alone; what moves to the next part leaves a hole."""
    found = segments(text)

    assert (found.parts, found.left) == (parts, left)
    assert segments(text + "a" * left).parts == parts
    assert segments(text + "a" * (left + 1)).parts == parts + 1


def test_half_a_pair_is_one_unit_and_two_halves_are_two_characters() -> None:
    """Python keeps them apart, so a border may fall between them."""
    assert segments(HALF).units == 1
    assert split("ē" * 66 + HALF + "\ude00" + "ē" * 66) == ["ē" * 66 + HALF, "\ude00" + "ē" * 66]


def test_the_function_is_met_by_the_short_path_and_its_module_by_the_long_one() -> None:
    module = import_module("mock_gateway.text.segments")

    assert isinstance(module, ModuleType)
    assert module.segments is segments is mock_gateway.text.segments is mock_gateway.segments
