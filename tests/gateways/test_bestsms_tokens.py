"""Tokens in texts of the BestSMS family: what stands for each, whatever the text around it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import Bench
from mock_gateway.gateways.bestsms import operations
from mock_gateway.gateways.bestsms.tokens import MEMBERS, Filling, filled
from mock_gateway.model.messages import Recipient
from mock_gateway.text.segments import segments

if TYPE_CHECKING:
    from mock_gateway.model.messages import Message

LINK = "https://l.example.com/"
FILLING = Filling(LINK, keep=False, files=2, seed=7, price=100)
NOBODY = Recipient("61491570156", "", "PENDING")
PLAIN = st.text("ab é€[] ", max_size=8).filter(lambda text: "[[" not in text and "]]" not in text)
NAMED = st.sampled_from(list(MEMBERS.values()))


def known(**members: object) -> Recipient:
    return Recipient("61491570156", "", "PENDING", extra=members)


def sent(bench: Bench, text: str, *to: dict[str, str]) -> Message:
    """Send a text and give the message."""
    exchange = bench.send(call="send-sms", json={"MessageData": {"Message": text, "Destinations": list(to)}})
    message = bench.world.store.find("bestsms", json.loads(exchange.reply.body)["MessageID"])
    assert message is not None
    return message


@given(PLAIN, NAMED, st.text("xyz ü", max_size=5), PLAIN)
def test_a_member_stands_where_its_token_was(before: str, name: str, value: str, after: str) -> None:
    text = f"{before} [[{name}]] {after}"

    assert filled(text, known(**{name: value}), FILLING) == f"{before} {value} {after}"


@given(st.text("ab[]FirstName: ", max_size=30))
def test_a_text_without_a_token_is_not_touched(text: str) -> None:
    without = text.replace("[[", "[")

    assert filled(without, known(FirstName="Jo"), FILLING) == without


@pytest.mark.parametrize(
    "token", ["[[Nobody]]", "[[Custom0]]", "[[Custom10]]", "[[File]]", "[[Link:]]", "[[ ]]", "[[a\nb]]"]
)
def test_what_is_no_token_stays(token: str) -> None:
    assert filled(f"a{token}b", known(Nobody="x"), FILLING) == f"a{token}b"


@pytest.mark.parametrize("token", ["[[FirstName]]", "[[Custom9]]", "[[File3]]", "[[File0]]"])
def test_a_token_that_nothing_is_known_for_is_blank_or_stays(token: str) -> None:
    assert filled(f"a{token}b", NOBODY, FILLING) == "ab"
    assert filled(f"a{token}b", NOBODY, FILLING._replace(keep=True)) == f"a{token}b"


def test_a_link_is_of_its_page_handset_and_session_and_of_nothing_else() -> None:
    text, other = "[[Link:https://example.com/A]]", Recipient("61491570157", "", "PENDING")
    first = filled(text, NOBODY, FILLING)

    assert first == filled(text, NOBODY, FILLING._replace(price=7)) != filled(text, other, FILLING)
    assert first != filled(text, NOBODY, FILLING._replace(seed=8))
    assert first != filled("[[Link:https://example.com/a]]", NOBODY, FILLING)
    assert [first[: len(LINK)], len(first)] == [LINK, len(LINK) + 8]
    tokens = ["[[REPLY]]", "[[Stop]]", "[[File1]]", "[[File2]]"]
    assert len({filled(token, NOBODY, FILLING) for token in tokens}) == len(tokens)


@given(st.lists(st.text("aé€^", min_size=1, max_size=300), min_size=1, max_size=4))
def test_each_recipient_costs_the_parts_that_it_reads(words: list[str]) -> None:
    bench = Bench("bestsms")
    to = [{"Recipient": f"+6149157015{number}", "Custom1": word} for number, word in enumerate(words)]

    message = sent(bench, "[[Custom1]]!", *to)

    assert [f"{word}!" for word in words] == [each.text for each in message.recipients]
    assert [100 * segments(f"{word}!").parts for word in words] == [each.price for each in message.recipients]


def test_a_text_without_brackets_is_never_looked_through(bestsms_bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def looked(*_: object) -> None:
        raise AssertionError("a text without tokens was looked through")

    monkeypatch.setattr(operations, "personalise", looked)

    assert sent(bestsms_bench, "Hi [FirstName]", {"Recipient": "+61491570156"}).recipients[0].text is None
