"""Packages that count parts are held against ours, and the alphabet against tables that others made.

What each package does otherwise is a `Rule` of `segment_counters`; docs/segmentation.md shows an example of each.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import gsm0338.codec
import pygsm7
import pytest
import smssafe.charsets
from aiosmpplib.codec import GSM7BitCodec
from aiosmpplib.utils import split_sms_udh
from gsm0338.charset import BASIC_CHARACTER_SET, BASIC_CHARACTER_SET_EXTENSION
from gsmmodem.pdu import divideTextGsm7
from hypothesis import assume, example, given
from hypothesis import strategies as st
from messaging.sms.gsm0338 import is_valid_gsm
from sms_toolkit.constants import UNICODE_CODE_POINT_TO_GSM_MAP
from sms_toolkit.messages.profiling import profile_message
from smspdu import gsm0338 as pdusms
from smsutil import split as smsutil_split
from smsutil.codecs import is_valid_gsm as is_smsutil_gsm

import segment_counters
from mock_gateway.text import gsm7, segments
from mock_gateway.text.segments import GSM7, split
from segment_counters import COUNTERS, ESCAPE, Rule

if TYPE_CHECKING:
    from collections.abc import Callable

EMOJI = "\U0001f600"
LIMITS = (67, 70, 80, 134, 140, 152, 153, 160, 201, 304, 306, 320, 459)
PLAIN = ["a", "é", "§", "\n", "ē", "`", "\xa0", "ÿ", ESCAPE]
DOUBLE = ["€", "[", "\f", EMOJI]


@st.composite
def at_a_limit(draw: st.DrawFn, plain: list[str], double: list[str]) -> str:
    """Draw a text about as long as a part may be, with a few characters of two units about its end, and more."""
    one, two = draw(st.sampled_from(plain)), draw(st.sampled_from(double))
    before = draw(st.sampled_from(LIMITS)) + draw(st.integers(-3, 3))
    after = draw(st.sampled_from((0, *LIMITS))) + draw(st.integers(0, 3))
    return one * before + two * draw(st.integers(0, 3)) + one * after


def runs(characters: list[str]) -> st.SearchStrategy[str]:
    """Draw a few runs of one character each."""
    run = st.tuples(st.sampled_from(characters), st.integers(1, 170))
    return st.lists(run, max_size=5).map(lambda pieces: "".join(character * times for character, times in pieces))


OF_GSM7 = st.one_of(at_a_limit(["a", "é", "\n"], ["€", "["]), runs(["a", "\n", "€", "~"]))
TEXTS = st.one_of(
    OF_GSM7, at_a_limit(["§"], ["\f"]), at_a_limit(PLAIN, DOUBLE), runs([*PLAIN, *DOUBLE]), st.text(max_size=170)
)


@given(TEXTS)
def test_our_parts_are_those_of_the_standard_told_a_second_time(text: str) -> None:
    assert segments(text).parts == Rule().parts(text)


@pytest.mark.parametrize("name", sorted(COUNTERS))
@given(text=TEXTS)
@example(text="")
@example(text="[" * 80)
@example(text="a" * 152 + "[" + "a" * 152)
@example(text="a" * 307)
@example(text="§" * 160)
@example(text="\f" * 80)
@example(text="`" * 160)
@example(text=EMOJI * 67)
@example(text="ē" * 66 + EMOJI + "ē" * 66)
def test_a_package_departs_from_the_standard_in_what_its_rule_says_and_nothing_else(name: str, text: str) -> None:
    counter = COUNTERS[name]
    assume(not set(counter.spared) & set(text))
    try:
        counted: int | None = int(counter.counts(text))
    except ValueError:
        counted = None

    assert counted == counter.rule.parts(counter.rewrites(text))


@pytest.mark.parametrize("name", sorted(COUNTERS))
def test_each_package_departs_in_something(name: str) -> None:
    assert COUNTERS[name].rule != Rule()


@given(TEXTS)
def test_sms_toolkit_cuts_a_text_where_we_do(text: str) -> None:
    assume(text)

    assert [each["message"] for each in profile_message(text)["segments"]] == split(text)


@given(TEXTS)
def test_smsutil_cuts_a_text_where_we_do(text: str) -> None:
    assume(ESCAPE not in text)
    found = smsutil_split(text)

    assert [each.content for each in found.parts] == split(text)
    assert found.total_bytes == segments(text).units * (1 if segments(text).encoding == GSM7 else 2)


@given(OF_GSM7)
def test_python_gsmmodem_cuts_a_long_text_of_gsm7_where_we_do(text: str) -> None:
    long = text + "a" * 161

    assert divideTextGsm7(long) == split(long)


@given(TEXTS)
def test_aiosmpplib_cuts_a_text_of_ucs2_where_we_do(text: str) -> None:
    wide = "ē" + text
    header = 1 if segments(wide).parts == 1 else 6
    parts = [part[header:] for part in split_sms_udh(wide, csms_ref=1)]

    assert parts == [part.encode("utf-16-be") for part in split(wide)]


def test_the_alphabet_has_the_names_that_gsm0338_gives_it() -> None:
    """It counts the escape among the characters; alone it stands for nothing."""
    basic = {unicodedata.lookup(name) for name in BASIC_CHARACTER_SET.values()}
    extension = {unicodedata.lookup(name) for name in BASIC_CHARACTER_SET_EXTENSION.values()}

    assert (basic - {ESCAPE}, extension) == (gsm7.BASIC, gsm7.EXTENSION)
    assert gsm0338.codec.Codec().encode("a€")[0] == b"a\x1be"


def test_the_alphabet_is_that_of_tables_made_from_the_text_of_the_standard() -> None:
    assert (segment_counters.BASIC, segment_counters.EXTENSION) == (gsm7.BASIC, gsm7.EXTENSION)


def test_the_alphabet_is_that_of_sms_toolkit_and_smssafe() -> None:
    toolkit = {chr(code): len(septets) for code, septets in UNICODE_CODE_POINT_TO_GSM_MAP.items()}

    assert toolkit == {**dict.fromkeys(gsm7.BASIC, 1), **dict.fromkeys(gsm7.EXTENSION, 2)}
    assert (smssafe.charsets.GSM7_STANDARD, smssafe.charsets.GSM7_EXTENDED) == (gsm7.BASIC, gsm7.EXTENSION)


def _takes(encode: Callable[[str], object]) -> Callable[[str], bool]:
    """Tell whether an encoder has a character."""

    def takes(character: str) -> bool:
        try:
            encode(character)
        except ValueError:
            return False
        return True

    return takes


@pytest.mark.parametrize(
    ("takes", "besides"),
    [
        pytest.param(_takes(pygsm7.encode_gsm7), "", id="pygsm7"),
        pytest.param(GSM7BitCodec.is_gsm_text, "", id="aiosmpplib"),
        pytest.param(is_valid_gsm, "", id="python-messaging"),
        pytest.param(_takes(pdusms().encode), "\xa0", id="pdusms"),
        pytest.param(is_smsutil_gsm, ESCAPE, id="smsutil"),
        pytest.param(_takes(gsm0338.codec.Codec().encode), ESCAPE, id="gsm0338"),
    ],
)
def test_the_encoding_of_every_character_is_decided_as_by_other_encoders(
    takes: Callable[[str], bool], besides: str
) -> None:
    """All of the basic plane, and of each plane above it the first character."""
    characters = [chr(code) for code in (*range(0x10000), *range(0x10000, 0x110000, 0x10000))]

    ours = {each for each in characters if segments(each).encoding == GSM7}

    assert {each for each in characters if takes(each)} == ours | set(besides)
