"""Texts and numbers that strategies draw: they are what they say, and they lie where systems break."""

from __future__ import annotations

from collections import Counter

import phonenumbers
import pytest
from benches import proved
from hypothesis import given
from hypothesis import strategies as st

from mock_gateway.definitions.load import all_gateways
from mock_gateway.errors import UsageError
from mock_gateway.strategies import phone_numbers, texts
from mock_gateway.strategies.borders import edges
from mock_gateway.strategies.numbers import WRONG, spellings, spoilt
from mock_gateway.strategies.source import BLOCK, Drawn, Seeded, pick
from mock_gateway.text.numbers import e164, is_mobile
from mock_gateway.text.segments import EACH, GSM7, SINGLE, UCS2, segments

COUNTRIES = ("GB", "AU", "NZ", "AT", "US")


@pytest.mark.parametrize("encoding", [GSM7, UCS2])
@pytest.mark.parametrize("parts", [1, 2, 3, 4])
def test_texts_end_one_short_of_each_limit_at_it_and_one_beyond(encoding: str, parts: int) -> None:
    limit = SINGLE[encoding] if parts == 1 else EACH[encoding] * parts
    met = {segments(each).units for each in edges() if segments(each).encoding == encoding}

    assert {limit - 1, limit, limit + 1} <= met


def test_texts_have_a_pair_of_units_on_the_border_of_parts_in_both_alphabets() -> None:
    wasted = {
        weighed.encoding
        for each in edges()
        if (weighed := segments(each)).parts > 1
        and weighed.parts * EACH[weighed.encoding] - weighed.left > weighed.units
    }

    assert wasted == {GSM7, UCS2}


@pytest.mark.parametrize(
    "mark", ["\u0301", "\u200d", "\r\n", "\x00", "\ufeff", "\u201c", "\u2026", "ā", "\u202e", "{0}"]
)
def test_texts_have_what_systems_trip_over(mark: str) -> None:
    assert any(mark in each for each in edges())


@proved
@given(texts(least=2, most=70))
def test_texts_keep_to_the_length_that_is_asked_for(text: str) -> None:
    assert 2 <= len(text) <= 70


@pytest.mark.parametrize("country", [*COUNTRIES, "au"])
def test_right_numbers_are_mobiles_of_their_country(country: str) -> None:
    @proved
    @given(phone_numbers(country))
    def prove(number: str) -> None:
        digits = "".join(filter(str.isdecimal, number)).removeprefix("00")
        code = str(phonenumbers.country_code_for_region(country.upper()))
        parsed = phonenumbers.parse(f"+{digits}" if digits.startswith(code) else number, country.upper())
        assert phonenumbers.country_code_for_region(country.upper()) == parsed.country_code, number
        assert phonenumbers.is_possible_number(parsed), number

    prove()


def test_wrong_numbers_are_numbers_at_no_gateway() -> None:
    found = [
        (name, each)
        for name, gateway in all_gateways().items()
        for each in (*WRONG, *(way for country in COUNTRIES for way in spoilt(country)))
        if e164(each, gateway.numbers) is not None
    ]

    assert found == []


@pytest.mark.parametrize("gateway", all_gateways())
def test_every_spelling_of_a_recipient_is_a_mobile_there(gateway: str) -> None:
    plan = all_gateways()[gateway].numbers

    assert len(spellings(plan)) > 20
    assert all((digits := e164(each, plan)) is not None and is_mobile(digits, plan) for each in spellings(plan))


def test_wrong_numbers_are_those_of_their_country() -> None:
    codes = {"GB": "44", "AU": "61", "NZ": "64", "AT": "43", "US": "1"}

    assert all(code in way[:4] for country, code in codes.items() for way in spoilt(country))
    with pytest.raises(UsageError, match="unknown country 'XX'"):
        phone_numbers("xx", valid=False)


def test_an_unknown_country_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(UsageError, match="unknown country 'XX'"):
        phone_numbers("xx")


@proved
@given(st.integers(1, 50), st.text())
def test_a_seed_always_chooses_the_same_and_within_what_there_is(count: int, seed: str) -> None:
    options = range(count)

    assert [pick(Seeded(seed), options) for _ in range(3)] == [pick(Seeded(seed), options)] * 3
    assert pick(Seeded(seed), options) in options


@pytest.mark.parametrize("count", [1, 2, 32, 33, 8192, 8193, 1_000_000])
def test_hypothesis_chooses_from_the_first_to_the_last(count: int) -> None:
    least, most = Drawn(lambda _: bytes(BLOCK)), Drawn(lambda _: b"\xff" * BLOCK)

    assert [least.below(count) for _ in range(BLOCK)] == [0] * BLOCK
    assert [most.below(count) for _ in range(BLOCK)] == [count - 1] * BLOCK


@pytest.mark.parametrize("count", [2, 3, 32, 33, 200])
def test_hypothesis_chooses_all_about_as_often(count: int) -> None:
    sources = [Drawn(lambda _, number=number: number.to_bytes(2) * (BLOCK // 2)) for number in range(1 << 16)]
    met = Counter(source.below(count) for source in sources)

    assert max(met.values()) < 1.2 * min(met.values())
    assert len(met) == count
