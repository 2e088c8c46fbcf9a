from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_gateway.text.gsm7 import ALPHABET, BASIC, EXTENSION, outside
from mock_gateway.text.segments import EACH, GSM7, SINGLE, UCS2, Segments, segments, split, weight

EMOJI = "\U0001f600"
GSM_CHARACTERS = sorted(ALPHABET)
WIDE_CHARACTERS = ["ç", "\u2019", "ē", "\u00a0", EMOJI, "\U00020000"]


def runs(characters: list[str]) -> st.SearchStrategy[str]:
    """Texts long enough to need parts: a few runs of one character each."""
    run = st.tuples(st.sampled_from(characters), st.integers(1, 170))
    return st.lists(run, max_size=5).map(lambda pieces: "".join(character * times for character, times in pieces))


TEXTS = st.one_of(runs(GSM_CHARACTERS), runs([*GSM_CHARACTERS, *WIDE_CHARACTERS]), st.text(max_size=200))


def test_the_tables_have_127_basic_characters_and_10_of_the_extension() -> None:
    """128 places of the basic table less the escape."""
    assert (len(BASIC), len(EXTENSION), set(BASIC & EXTENSION)) == (127, 10, set())


@pytest.mark.parametrize(
    ("length", "parts"), [(0, 1), (1, 1), (160, 1), (161, 2), (306, 2), (307, 3), (459, 3), (460, 4)]
)
def test_basic_characters_go_160_alone_and_153_in_each_part(length: int, parts: int) -> None:
    found = segments("a" * length)

    assert (found.encoding, found.units, found.parts) == (GSM7, length, parts)


@pytest.mark.parametrize(("length", "parts"), [(70, 1), (71, 2), (134, 2), (135, 3), (201, 3), (202, 4)])
def test_ucs2_units_go_70_alone_and_67_in_each_part(length: int, parts: int) -> None:
    found = segments("ā" * length)

    assert (found.encoding, found.units, found.parts) == (UCS2, length, parts)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("]" * 80, 1),
        ("]" * 81, 2),
        ("]" * 153, 3),
        ("a" * 152 + "€" + "a" * 152, 3),
        ("a" * 158 + "€", 1),
        ("a" * 159 + "€", 2),
        ("é" + "a" * 159, 1),
        ("ñ" + "a" * 159, 1),
        ("Ç" + "a" * 159, 1),
    ],
)
def test_an_extension_character_weighs_two_septets_and_is_never_split(text: str, parts: int) -> None:
    found = segments(text)

    assert (found.encoding, found.parts) == (GSM7, parts)


def test_an_escape_pair_that_would_be_split_moves_whole_to_the_next_part() -> None:
    assert split("a" * 152 + "€" + "a" * 152) == ["a" * 152, "€" + "a" * 151, "a"]


def test_a_line_break_of_two_characters_weighs_two_septets() -> None:
    found = segments("\r\n" * 80)

    assert found == Segments(GSM7, 160, 1, 0, ())


def test_one_backtick_among_seventy_makes_two_parts_of_ucs2() -> None:
    found = segments("`" + "a" * 70)

    assert found == Segments(UCS2, 71, 2, 63, ("`",))


@pytest.mark.parametrize("character", ["ç", "\u2019", "\u2013", "\u00a0", "ā", "ē", "ī", "ō", "ū", "`", "\t", "á"])
def test_a_character_that_gsm7_lacks_forces_ucs2_and_is_named(character: str) -> None:
    found = segments(f"Hello {character}")

    assert (found.encoding, found.forced_by) == (UCS2, (character,))


@pytest.mark.parametrize(("count", "parts"), [(35, 1), (36, 2), (66, 2), (67, 3)])
def test_emoji_weigh_two_units_and_are_kept_whole(count: int, parts: int) -> None:
    """33 whole pairs fit into 67 units."""
    assert segments(EMOJI * count).parts == parts


@pytest.mark.parametrize(("straddle", "parts"), [(False, 3), (True, 2)])
def test_a_surrogate_pair_lies_across_two_parts_only_if_asked_for(straddle: bool, parts: int) -> None:  # noqa: FBT001  parametrized
    text = "a" * 66 + EMOJI + "a" * 66

    assert segments(text, straddle=straddle).parts == parts
    assert len(split(text, straddle=straddle)) == parts


def test_extension_characters_weigh_one_unit_once_a_text_is_ucs2() -> None:
    found = segments("|" * 69 + "∞")

    assert found == Segments(UCS2, 70, 1, 0, ("∞",))


def test_characters_outside_the_alphabet_are_listed_once_in_order_of_appearance() -> None:
    assert outside(f"aēāē{EMOJI}ā€") == ("ē", "ā", EMOJI)


@given(TEXTS, st.booleans())
def test_the_parts_joined_again_are_the_text(text: str, straddle: bool) -> None:  # noqa: FBT001  drawn
    assert "".join(split(text, straddle=straddle)) == text


@given(TEXTS, st.booleans())
def test_there_are_as_many_parts_as_are_counted(text: str, straddle: bool) -> None:  # noqa: FBT001  drawn
    assert len(split(text, straddle=straddle)) == segments(text, straddle=straddle).parts


@given(TEXTS)
def test_each_part_is_within_its_limit(text: str) -> None:
    encoding, parts = segments(text).encoding, split(text)
    limit = SINGLE[encoding] if len(parts) == 1 else EACH[encoding]

    assert all(sum(weight(character, encoding) for character in part) <= limit for part in parts)


@given(TEXTS)
def test_a_straddling_pair_is_told_in_the_part_it_starts_in(text: str) -> None:
    """So a part starts at most one unit after its share of the whole."""
    wide = "ā" + text
    parts = split(wide, straddle=True)
    units = [sum(weight(character, UCS2) for character in part) for part in parts]
    late = [sum(units[:number]) - EACH[UCS2] * number for number in range(len(parts))]

    assert set(late) <= {0, 1}


@given(runs(GSM_CHARACTERS), runs(GSM_CHARACTERS))
def test_more_text_of_gsm7_never_needs_fewer_parts(text: str, more: str) -> None:
    assert segments(text).parts <= segments(text + more).parts


@given(TEXTS, TEXTS, st.booleans())
def test_more_text_of_ucs2_never_needs_fewer_parts(text: str, more: str, straddle: bool) -> None:  # noqa: FBT001  drawn
    wide = "ā" + text

    assert segments(wide, straddle=straddle).parts <= segments(wide + more, straddle=straddle).parts


@given(TEXTS, st.booleans())
def test_what_is_left_fits_into_the_last_part_and_no_more(text: str, straddle: bool) -> None:  # noqa: FBT001  drawn
    found = segments(text, straddle=straddle)
    filled = segments(text + "a" * found.left, straddle=straddle)
    over = segments(text + "a" * (found.left + 1), straddle=straddle)

    assert (filled.encoding, filled.parts, filled.left) == (found.encoding, found.parts, 0)
    assert found.parts < over.parts


@given(TEXTS)
def test_a_text_is_gsm7_exactly_if_nothing_forces_it_out(text: str) -> None:
    found = segments(text)

    assert (found.encoding == GSM7) == (found.forced_by == ())
