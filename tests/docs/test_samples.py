"""The requests and answers that the reference pages show are what their headings say."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mock_gateway.definitions.load import all_gateways

if TYPE_CHECKING:
    from mock_gateway.model.gateway import Gateway

DOCS = Path(__file__).resolve().parents[2] / "docs"
SHOWN = [(gateway, which) for gateway in all_gateways().values() for which in gateway.curls]
THROTTLES = {"throttled", "too_many_recipients"}


@pytest.fixture(name="samples")
def _samples(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give the module that writes the samples."""
    monkeypatch.syspath_prepend(DOCS)
    return importlib.import_module("samples")


@pytest.mark.parametrize(("gateway", "which"), SHOWN, ids=lambda each: getattr(each, "name", each))
def test_each_sample_is_answered_as_its_heading_says(samples: Any, gateway: Gateway, which: str) -> None:
    _, exchange = samples.exchanged(gateway, gateway.curls[which])

    verdict = exchange.verdict
    said = "accepted" if verdict is None else "throttled" if verdict.row.cause in THROTTLES else "rejected"
    assert said == which
    assert exchange.reply.body.decode() in samples.sample(gateway, which, gateway.curls[which])


def test_what_the_shell_fills_in_is_sent_whole_and_shown_by_its_ends(samples: Any) -> None:
    body = '{"to":[$(seq -s, 7 12),7]}'

    assert samples.filled(body) == '{"to":[7,8,9,10,11,12,7]}'
    assert samples.shortened(body) == '{"to":[7,…,12,7]}'


def test_what_only_a_shell_could_fill_in_is_no_sample(samples: Any) -> None:
    with pytest.raises(ValueError, match="no other command than"):
        samples.filled('{"to":[$(cat numbers)]}')
