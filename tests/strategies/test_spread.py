"""Accepted requests are spread: over alphabets and parts, spellings, members, sizes of lists, dialects and credentials.

What is drawn comes of seeds, so it is the same each time.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pytest
from benches import SENDS

from mock_gateway.definitions.load import all_gateways
from mock_gateway.strategies import of
from mock_gateway.strategies.numbers import ABROAD, FICTION, HOME, recipients
from mock_gateway.strategies.shapes import BATCHES
from mock_gateway.strategies.source import Seeded
from mock_gateway.text.numbers import e164
from mock_gateway.text.octets import segment
from mock_gateway.text.segments import EACH, GSM7, UCS2, segments

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mock_gateway.strategies import Payload

DRAWN = 1000
SPELT = {
    "digits": r"[1-9][0-9]{9,12}",
    "plus": r"\+[0-9]+",
    "zeros": r"00[0-9]+",
    "blanks": r"\+[0-9 ]+ [0-9]+",
    "dashes": r"[0-9]+-[0-9]+",
    "dots": r"\+[0-9]+\.[0-9]+",
    "slashes": r"\+[0-9]+/[0-9]+",
    "no-break spaces": r"\+[0-9]+\u00a0[0-9]+",
    "national": r"0[1-9][0-9]+",
    "national in groups": r"0[0-9 ]+ [0-9]+",
    "national with brackets": r"\(0[0-9]+\) [0-9]+",
    "national without 0": r"[2-9][0-9]{7,8}|7[0-9]{9}",
}
EVERYWHERE = frozenset(SPELT)
"""The spellings of `bestsms`, `tnz` and `cellcast_v3`."""
SPELLINGS: Mapping[str, frozenset[str]] = {
    "websms": frozenset({"digits", "plus"}),
    "transmitsms": EVERYWHERE - {"zeros", "national without 0"},
    "cellcast": EVERYWHERE - {"zeros", "national without 0"},
}
"""Those of the others, national ones with `countrycode`."""
CREDENTIALS = frozenset({"/Sender", "/APIKey", "/Token"})
"""Members that are no part of what is asked for: the way of signing says them."""
OF_THE_WORLD = frozenset({"/list_id"})
"""Members that no request without a world has: a list to send to has to be there."""
NARROW = ("websms", "send-simple")
"""The call whose charset has neither what UCS-2 is for, but for accents, nor the extension."""
TEXTLESS = {
    ("cellcast_v3", "send-sms-template"),
    ("tnz", "send-voice"),
    ("tnz", "send-workflow"),
    ("websms", "send-binary"),
}
"""The calls that send templates, recordings and bytes."""
WRITING = [each for each in SENDS if each not in TEXTLESS]


@lru_cache(maxsize=64)
def drawn(gateway: str, call: str) -> Sequence[Payload]:
    subject = of(gateway).subject(call)
    return [subject.valid(Seeded(str(seed))) for seed in range(DRAWN)]


def held(schema: Mapping[str, Any], document: Any, meaning: str) -> Iterator[Any]:
    """Give what stands in a document where its schema says that it holds something."""
    if isinstance(document, dict):
        for name, inner in schema.get("properties", {}).items():
            if name in document:
                yield from held(inner, document[name], meaning)
    elif isinstance(document, list):
        for item in document:
            yield from held(schema.get("items", {}), item, meaning)
    elif schema.get("x-holds") == meaning and document is not None:
        yield document


def every(gateway: str, call: str, meaning: str) -> list[str]:
    schema = all_gateways()[gateway].calls[call].schema
    return [each for payload in drawn(gateway, call) for each in held(schema, payload.document, meaning)]


def members(schema: Mapping[str, Any], path: str = "") -> Iterator[str]:
    for name, inner in schema.get("properties", {}).items():
        yield f"{path}/{name}"
        yield from members(inner, f"{path}/{name}")
    if isinstance(schema.get("items"), dict):
        yield from members(schema["items"], f"{path}/*")


def there(document: Any, path: str = "") -> Iterator[str]:
    if isinstance(document, dict):
        for name, inner in document.items():
            yield f"{path}/{name}"
            yield from there(inner, f"{path}/{name}")
    elif isinstance(document, list):
        for item in document:
            yield from there(item, f"{path}/*")


@pytest.mark.parametrize(("gateway", "call"), WRITING)
def test_texts_are_of_one_two_and_three_parts_in_both_alphabets(gateway: str, call: str) -> None:
    met = {(weighed.encoding, weighed.parts) for weighed in map(segments, every(gateway, call, "text"))}
    alphabets = (GSM7,) if (gateway, call) == NARROW else (GSM7, UCS2)

    assert {(alphabet, parts) for alphabet in alphabets for parts in (1, 2, 3)} <= met


@pytest.mark.parametrize(("gateway", "call"), [each for each in WRITING if each != NARROW])
def test_texts_have_two_units_on_the_border_of_parts_in_both_alphabets(gateway: str, call: str) -> None:
    wasted = {
        weighed.encoding
        for weighed in map(segments, every(gateway, call, "text"))
        if weighed.parts > 1 and weighed.parts * EACH[weighed.encoding] - weighed.left > weighed.units
    }

    assert wasted == {GSM7, UCS2}


@pytest.mark.parametrize(("gateway", "call"), [each for each in SENDS if each != ("tnz", "send-email")])
def test_recipients_are_spelt_in_every_way_that_is_accepted(gateway: str, call: str) -> None:
    spelt = set(every(gateway, call, "recipient"))
    met = {name for name, form in SPELT.items() if any(re.fullmatch(form, each) for each in spelt)}

    assert met == SPELLINGS.get(gateway, EVERYWHERE)


@pytest.mark.parametrize(("gateway", "call"), [each for each in SENDS if each != ("tnz", "send-email")])
def test_recipients_are_of_several_countries(gateway: str, call: str) -> None:
    spelt = {each for each in every(gateway, call, "recipient") if each.startswith("+")}

    assert {next(code for code in ("61", "64", "44", "49", "1") if each[1:].startswith(code)) for each in spelt} == {
        "61", "64", "44", "49", "1",
    }  # fmt: skip


@pytest.mark.parametrize(("gateway", "call"), SENDS)
def test_every_member_is_there_at_times(gateway: str, call: str) -> None:
    named = set(members(all_gateways()[gateway].calls[call].schema))
    met = {member for payload in drawn(gateway, call) for member in there(payload.document)}

    assert named - met <= CREDENTIALS | OF_THE_WORLD


@pytest.mark.parametrize(("gateway", "call"), SENDS)
def test_optional_members_are_left_out_too_and_any_two_meet(gateway: str, call: str) -> None:
    met = [frozenset(there(payload.document)) for payload in drawn(gateway, call)]
    optional = frozenset.union(*met) - frozenset.intersection(*met)

    assert all(any(member not in each for each in met) for member in optional)
    assert len({each & optional for each in met}) > len(optional)


@pytest.mark.parametrize(("gateway", "call"), SENDS)
def test_requests_are_sent_in_each_dialect_and_signed_in_each_form(gateway: str, call: str) -> None:
    ways = {(way.route.method, way.body, way.auth) for way in of(gateway).subject(call).ways}
    met = {
        (
            said["method"],
            next(body for body in ("query", "xml", "form", "json") if body in said),
            said.get("auth", "right"),
        )
        for said in (payload.request for payload in drawn(gateway, call))
    }

    assert met == ways


@pytest.mark.parametrize(("gateway", "call"), SENDS)
def test_lists_are_of_each_size(gateway: str, call: str) -> None:
    met = {len(each) for payload in drawn(gateway, call) for each in lists(payload.document)}

    assert not met or met == set(BATCHES)


def test_binary_messages_are_of_the_least_the_most_and_with_headers() -> None:
    parts = {segment(each) or b"" for payload in drawn("websms", "send-binary") for each in contents(payload)}

    assert {1, 139, 140} <= {len(each) for each in parts}
    assert {b"\x05\x00\x03", b"\x06\x05\x04", b"\x0b\x05\x04"} <= {each[:3] for each in parts}
    alphabets = {
        mark
        for payload in drawn("websms", "send-binary")
        for each in contents(payload)
        for mark in "+/-_="
        if mark in each
    }
    assert {"/", "-", "_", "="} <= alphabets


def contents(payload: Payload) -> list[str]:
    assert payload.document is not None
    found: list[str] = payload.document["messageContent"]
    return found


@pytest.mark.parametrize("gateway", all_gateways())
def test_no_spelling_is_another_number_to_the_gateway(gateway: str) -> None:
    """A spelling is told from a number of another country, such as a national one without its 0."""
    numbers = all_gateways()[gateway].numbers
    known = {*ABROAD, *FICTION, *HOME["61"], *HOME["64"]}

    assert {e164(each, numbers) for each in recipients(numbers) if not each.startswith(("0", "(0"))} <= {*known, None}


def lists(document: Any) -> Iterator[list[Any]]:
    if isinstance(document, dict):
        for inner in document.values():
            yield from lists(inner)
    elif isinstance(document, list):
        yield document
