"""Names of countries."""

from __future__ import annotations

import phonenumbers
import pytest

from mock_gateway.text.countries import region


def test_every_code_is_itself() -> None:
    assert {code: code for code in phonenumbers.SUPPORTED_REGIONS} == {
        code: region(code.lower()) for code in phonenumbers.SUPPORTED_REGIONS
    }


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Australia", "AU"),
        (" new   zealand ", "NZ"),
        ("UK", "GB"),
        ("USA", "US"),
        ("U.S.A.", "US"),
        ("The Netherlands", "NL"),
        ("Antigua & Barbuda", "AG"),
        ("Curacao", "CW"),
        ("Viet Nam", "VN"),
        ("Nowhere", "NOWHERE"),
        ("", ""),
    ],
)
def test_a_country_is_known_however_its_name_is_written(name: str, code: str) -> None:
    assert code == region(name)
