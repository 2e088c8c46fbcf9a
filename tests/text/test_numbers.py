from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_gateway.definitions.load import gateway
from mock_gateway.text.numbers import e164, is_mobile, plan

AUSTRALIA = plan({"home": "61", "mobile": {"61": "4[0-9]{8}", "64": "2[0-9]{7,9}"}})
NEW_ZEALAND = plan({"home": "64", "mobile": {"64": "2[0-9]{7,9}"}})
FORM = plan({"form": r"\+?([1-9][0-9]{4,14})"})


@pytest.mark.parametrize(
    "spelling",
    [
        "+61421000001",
        "0061421000001",
        "61421000001",
        "0421000001",
        "421000001",
        "0421 000 001",
        "(04) 2100-0001",
        "+61 421.000.001",
        "0421\u00a0000\u00a0001",
        "04/21000001",
    ],
)
def test_every_spelling_of_an_australian_mobile_comes_to_the_same_number(spelling: str) -> None:
    assert e164(spelling, AUSTRALIA) == "61421000001"


@pytest.mark.parametrize(
    ("spelling", "number"),
    [("+6421000001", "6421000001"), ("021000001", "6421000001"), ("21000001", "6421000001"), ("64210000", "64210000")],
)
def test_a_national_number_without_its_zero_is_read_by_the_home_country(spelling: str, number: str) -> None:
    assert e164(spelling, NEW_ZEALAND) == number


@pytest.mark.parametrize(
    "spelling", ["", "abc", "+", "0", "+61 4x1 000 001", "123", "1" * 16, "٠٤٢١٠٠٠٠٠١", "++61421000001"]
)
def test_what_is_no_number_is_none(spelling: str) -> None:
    assert e164(spelling, AUSTRALIA) is None


@pytest.mark.parametrize("digits", ["1234567", "1" * 15])
def test_a_number_has_seven_to_fifteen_digits(digits: str) -> None:
    assert e164(f"+{digits}", AUSTRALIA) == digits


@pytest.mark.parametrize(
    ("spelling", "number"),
    [
        ("447700900000", "447700900000"),
        ("+447700900000", "447700900000"),
        ("447700 900000", None),
        ("00447700900000", None),
        ("07700900000", None),
        ("1234", None),
        ("12345", "12345"),
        ("1" * 15, "1" * 15),
        ("1" * 16, None),
        ("447700900000\n", None),
    ],
)
def test_a_gateway_with_a_form_of_its_own_takes_that_form_and_no_other(spelling: str, number: str | None) -> None:
    assert e164(spelling, FORM) == number


@pytest.mark.parametrize(
    ("digits", "mobile"),
    [
        ("61421000001", True),
        ("61298765432", False),
        ("6142100000", False),
        ("6421000001", True),
        ("6431234567", False),
        ("447700900000", True),
    ],
)
def test_a_mobile_is_told_by_the_plans_countries_and_elsewhere_any_number_can_be_one(digits: str, mobile: bool) -> None:  # noqa: FBT001  parametrized
    assert is_mobile(digits, AUSTRALIA) == mobile


@given(st.from_regex(r"4[0-9]{8}", fullmatch=True))
def test_trunk_country_and_international_prefix_of_a_mobile_agree(mobile: str) -> None:
    found = {e164(prefix + mobile, AUSTRALIA) for prefix in ("", "0", "61", "+61", "0061")}

    assert found == {f"61{mobile}"}


@given(st.text(alphabet="+0123456789 -()./x٣", max_size=20))
def test_a_number_is_digits_only_and_reading_it_again_changes_nothing(spelling: str) -> None:
    number = e164(spelling, AUSTRALIA)

    if number is not None:
        assert number.isascii()
        assert number.isdecimal()
        assert e164(f"+{number}", AUSTRALIA) == number


def test_the_magic_recipients_are_numbers_at_every_gateway() -> None:
    """+44 7700 900000 to 900999 are reserved for fiction."""
    for name in ("bestsms", "websms"):
        numbers = gateway(name).numbers

        assert e164("+447700900123", numbers) == "447700900123"
        assert is_mobile("447700900123", numbers)
