"""Whole lists that strategies draw: right ones show each record once, wrong ones are wrong as their quirk says."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from mock_gateway.contract.answers import body_complaints
from mock_gateway.definitions.load import all_gateways
from mock_gateway.definitions.replies import reply_schema, spoken
from mock_gateway.errors import UsageError
from mock_gateway.strategies import of

if TYPE_CHECKING:
    from mock_gateway.strategies.listings import Listing

PAGED = [(gateway, call) for gateway in ("bestsms", "cellcast_v3", "transmitsms") for call in of(gateway).paged]


@pytest.mark.parametrize(("gateway", "call"), PAGED)
def test_a_list_without_a_quirk_shows_every_record_once(gateway: str, call: str) -> None:
    served = all_gateways()[gateway]
    schema = reply_schema(served.calls[call], spoken(served.calls[call]))
    assert schema is not None

    @settings(max_examples=25, database=None, deadline=None)
    @given(of(gateway).pages(call))
    def prove(listing: Listing) -> None:
        shown = list(chain.from_iterable(listing.shown))
        if listing.quirk == "none":
            assert len(shown) == len(set(shown)) >= listing.total
        if listing.quirk != "text_total":
            for page in listing.pages:
                if page.status == 200:
                    assert body_complaints(served, schema, page.body, page.headers["Content-Type"]) == []

    prove()


@pytest.mark.parametrize(("gateway", "call"), PAGED)
def test_a_call_that_lists_is_one_that_says_how_it_is_cut(gateway: str, call: str) -> None:
    paging = all_gateways()[gateway].paging

    assert paging is not None
    assert paging.page in all_gateways()[gateway].calls[call].schema["properties"]


def test_a_call_without_pages_is_refused() -> None:
    with pytest.raises(UsageError, match="send-text of websms answers with no pages"):
        of("websms").pages("send-text")
