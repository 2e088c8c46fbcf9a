"""Numbers as TransmitSMS reads them: what the gateway's own plan tells at once is what the library would have said."""

from __future__ import annotations

from random import Random

import pytest

from mock_gateway.definitions.load import gateway
from mock_gateway.gateways.transmitsms.msisdn import formatted, international

NUMBERS = gateway("transmitsms").numbers
SEED = 4
COUNTRIES = ["AU", "nz", "GB", "uk", "US", "CA", "Australia", "New  Zealand", "SG", "XX", ""]


def spelt(source: Random) -> str:
    """Draw digits as people dial them: with a trunk 0, with a country's code, or bare."""
    begin = source.choice(["0", "00", "0011", "", "1", "61", "064", "44", "04", "4", "021", "07", "7", "2", "8"])
    return begin + "".join(source.choices("0123456789", k=source.randint(5, 10)))


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_plan_that_knows_a_mobile_says_what_the_library_says(country: str) -> None:
    source = Random(SEED)
    drawn = [spelt(source) for _ in range(400)]
    found = {spelling: international(spelling, country, NUMBERS) for spelling in drawn}
    said = {spelling: formatted(spelling, country, NUMBERS) for spelling in drawn}

    if country:
        assert {
            spelling: each.international if each.kind == "mobile" else None for spelling, each in said.items()
        } == found
    assert any(number is None for number in found.values())
    assert country in ("SG", "XX", "") or any(found.values())
