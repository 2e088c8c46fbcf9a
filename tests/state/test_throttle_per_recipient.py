"""A window may count for each recipient: what one handset gets leaves the others alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from helpers import Bench, edited
from mock_gateway.definitions.load import load
from mock_gateway.engine import Engine

if TYPE_CHECKING:
    from pathlib import Path

ANN, BEN, CEM = "447700900000", "447700900001", "447700900002"


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """Open a session of a websms whose transfer rate is one of each recipient: two in a minute."""
    per_account = "transfer_rate: {per: account"
    folder = edited(tmp_path, "websms", "gateway.yaml", per_account, "transfer_rate: {per: recipient")
    bench = Bench("websms", Engine({"websms": load(folder)}, clock="frozen"))
    bench.account.state.transfer_limit = 2
    return bench


def codes(bench: Bench, *sends: list[str]) -> list[int | str | None]:
    """Send to these recipients, one request after the other, and give what each was refused with."""
    document: dict[str, Any] = {"messageContent": "Hello"}
    return [bench.send(call="send-text", json={**document, "recipientAddressList": to}).code for to in sends]


def test_one_recipient_is_full_and_the_others_are_not(bench: Bench) -> None:
    assert codes(bench, [ANN], [ANN], [ANN], [BEN], [BEN, CEM], [BEN], [CEM]) == [
        None,
        None,
        4025,
        None,
        None,
        4025,
        None,
    ]


def test_a_request_that_one_recipient_has_no_room_for_is_refused_whole(bench: Bench) -> None:
    assert codes(bench, [ANN], [ANN], [ANN, BEN], [BEN], [BEN]) == [None, None, 4025, None, None]


def test_a_recipient_that_is_named_twice_counts_twice(bench: Bench) -> None:
    assert codes(bench, [ANN, ANN, ANN], [ANN, ANN], [ANN]) == [4025, None, 4025]


def test_the_next_window_is_open_to_the_millisecond(bench: Bench) -> None:
    before = codes(bench, [ANN], [ANN])
    bench.advance("59999ms")
    late = codes(bench, [ANN])
    bench.advance("1ms")

    assert [*before, *late, *codes(bench, [ANN])] == [None, None, 4025, None]
