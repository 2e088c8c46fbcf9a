"""Labelled requests differ: few lines of a corpus are told twice, and refused ones come in every way of sending."""

from __future__ import annotations

import json
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pytest
from corpora import lines

from mock_gateway.definitions.load import all_gateways
from mock_gateway.model.rules import Fact
from mock_gateway.strategies.corpus import Corpus, Line, Wanted
from mock_gateway.strategies.doing import Doing
from mock_gateway.strategies.makers import of
from mock_gateway.strategies.nearest import Drawn, Nearest
from mock_gateway.strategies.source import Seeded

if TYPE_CHECKING:
    from collections.abc import Sequence

GATEWAYS = tuple(all_gateways())
COUNT = 1000
DIFFERENT = {"bestsms": 900, "cellcast": 900, "cellcast_v3": 770, "tnz": 920, "transmitsms": 900, "websms": 980}
"""How many of so many lines are told once, at the least; the rest is what calls without any parameters come to."""
DRAWN = 8
ALWAYS_THE_SAME = {"bestsms": 6, "cellcast": 0, "cellcast_v3": 4, "tnz": 6, "transmitsms": 0, "websms": 0}
"""How many pairs of a call and a code have a single request, at the most: of calls that say nothing but who asks."""
MANY_WAYS = {
    "bestsms": {"json", "xml", "query"},
    "transmitsms": {"GET", "POST"},
    "websms": {"Basic", "Bearer", "access_token"},
}


@lru_cache(maxsize=8)
def corpus(gateway: str) -> Sequence[Line]:
    return tuple(Corpus(of(gateway), Wanted(None, "all"), 0).lines(COUNT))


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_most_lines_of_a_corpus_are_told_once(gateway: str) -> None:
    told = Counter(told_as(line.payload.request, line.payload.given, line.payload.call) for line in corpus(gateway))

    assert len(told) >= DIFFERENT[gateway], told.most_common(3)


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_what_a_call_refuses_with_a_code_is_drawn_in_several_forms(gateway: str) -> None:
    makers, same = of(gateway), []
    for call in makers.every_call:
        rejections = makers.rejections(call)
        for key in rejections.faults:
            drawn = (rejections.any(Seeded(f"{place}"), (key,)) for place in range(DRAWN))
            if len({told_as(payload.request, payload.given) for payload in drawn}) == 1:
                same.append((call, key))

    assert len(same) <= ALWAYS_THE_SAME[gateway], same


@pytest.mark.parametrize("gateway", MANY_WAYS)
def test_refused_requests_come_in_every_way_of_sending(gateway: str) -> None:
    met: Counter[str] = Counter()
    for line in corpus(gateway):
        if line.payload.label.key and line.payload.label.technique in ("type", "pattern", "required", "maximum"):
            met.update({line.wire.method, *line.payload.request})
            met.update([line.wire.headers.get("Authorization", "").partition(" ")[0]])
            met.update(["access_token"] if "access_token=" in line.wire.target else [])

    assert all(met[way] > 2 for way in MANY_WAYS[gateway]), met


def test_null_is_refused_where_a_member_is_required_and_accepted_where_it_may_be_absent() -> None:
    found = lines("websms", "send-text", "--count", "1000")
    required = [each for each in found if each["place"] == "/messageContent" and says_null(each, "messageContent")]
    accepted = [each for each in found if each["technique"] == "valid" and None in each["payload"].values()]

    assert {each["code"] for each in required if not each["also"]} == {4019}
    assert len(accepted) > 5
    assert {"priority"} <= {name for line in lines("websms", "send-text", "--boundaries") for name in nulls(line)}


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_a_refused_request_has_the_records_that_its_call_needs(gateway: str) -> None:
    """Only a row that those records keep from holding does without them."""
    makers = of(gateway)
    for payload in (line.payload for line in corpus(gateway)):
        needed = makers.gateway.calls[payload.call].given.get("records", {}) if payload.label.also else {}
        if needed.keys() - payload.given.get("records", {}).keys():
            found = makers.rejections(payload.call).faults[payload.label.key]
            assert all(needed.keys() - fault.given.get("records", {}).keys() for fault in found), payload


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_a_pair_names_the_row_that_is_next(gateway: str) -> None:
    makers = of(gateway)
    for payload in (line.payload for line in Corpus(makers, Wanted(None, "pairs"), 3).lines(100)):
        held = makers.bench.holding(payload.request, payload.given)
        keys = list(dict.fromkeys(verdict.row.key for verdict in held))
        assert payload.label.why.endswith(f"; {keys[1]!r} would be next"), payload


def test_a_call_that_is_never_accepted_has_a_corpus_of_refusals() -> None:
    found = lines("transmitsms", "unsupported", "--count", "30")

    assert {"NOT_IMPLEMENTED", "AUTH_FAILED"} <= {line["code"] for line in found}


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_everything_that_a_row_writes_down_to_make_it_hold_makes_it_hold(gateway: str) -> None:
    makers = of(gateway)
    written = {row.key: several(row.condition) for row in makers.gateway.rows if several(row.condition) > 1}
    earned = dict.fromkeys(written, 0)
    for call in makers.every_call:
        rejections = makers.rejections(call)
        for key in written.keys() & rejections.faults.keys():
            documents = (Doing(rejections.subject, fault).document for fault in rejections.faults[key])
            earned[key] = max(earned[key], len({told_as(each) for each in documents}))

    assert {key: count for key, count in written.items() if earned[key] < count} == {}


def several(condition: object) -> int:
    """Count what a row writes down for its fact's witness."""
    arguments = dict(condition.arguments) if isinstance(condition, Fact) else {}
    there = arguments.get("unknown", arguments.get("given"))
    return len(there) if isinstance(there, list) else 1


def test_of_members_that_do_not_go_together_as_many_are_kept_as_do() -> None:
    right = {"a": {"x": 1}, "b": 2}
    drawn = {"a": {"x": 7, "y": 8}, "c": 3, "d": 4, "e": 5}

    def without_c_and_e_or_d(document: Any) -> Any:
        return document if {"c", "e"} - document.keys() and "d" not in document else None

    found = Nearest(Drawn(right, drawn), without_c_and_e_or_d).found()

    assert found == {"a": {"x": 7, "y": 8}, "c": 3}


def test_where_nothing_of_what_was_drawn_will_do_nothing_is_found() -> None:
    assert (
        Nearest(Drawn({"a": 1}, {"a": 2, "b": 3}), lambda document: document if document["a"] == 5 else None).found()
        is None
    )


def told_as(*parts: Any) -> str:
    """Write something so that it can be told from others."""
    return json.dumps(parts, sort_keys=True, default=str)


def says_null(line: dict[str, Any], name: str) -> bool:
    """Tell whether a line's document has null in the place of a member."""
    return isinstance(line["payload"], dict) and line["payload"].get(name, 0) is None


def nulls(line: dict[str, Any]) -> list[str]:
    """Give the members of an accepted line that are null."""
    return [name for name, value in line["payload"].items() if value is None] if line["technique"] == "valid" else []
