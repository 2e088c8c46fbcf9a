"""Charsets that clients of websms declare: a setting takes them at their word, and codecs of Python are none."""

from __future__ import annotations

import json

import pytest

from helpers import Bench

TEXT = "Grüße"
LIMIT = 20_000


@pytest.fixture
def bench() -> Bench:
    """Open a session that reads JSON in the charset that it declares."""
    bench = Bench("websms")
    bench.room.settings.json_charset = "declared"
    return bench


def sent(bench: Bench, charset: str, body: bytes) -> tuple[int, list[str]]:
    """Send a body that declares a charset; give the status, and the texts that were accepted."""
    exchange = bench.send(call="send-text", raw=body, headers={"Content-Type": f"application/json; charset={charset}"})
    return exchange.reply.status, [message.text for message in bench.world.store.all()]


def document(charset: str) -> bytes:
    said = {"recipientAddressList": ["447700900000"], "messageContent": TEXT}
    return json.dumps(said, ensure_ascii=False).encode(charset)


@pytest.mark.parametrize("charset", ["ISO-8859-1", "latin1", "windows-1252", "utf-16", "UTF-16LE", "utf-32", "utf-8"])
def test_json_is_read_in_the_charset_that_it_declares(bench: Bench, charset: str) -> None:
    assert (200, [TEXT]) == sent(bench, charset, document(charset))


@pytest.mark.parametrize("charset", ["ISO-8859-1", "utf-16"])
def test_by_default_what_is_not_utf_8_is_no_json(charset: str) -> None:
    assert (400, []) == sent(Bench("websms"), charset, document(charset))


def test_bytes_that_the_charset_lacks_are_no_json(bench: Bench) -> None:
    assert (400, []) == sent(bench, "us-ascii", document("utf-8"))


@pytest.mark.parametrize("charset", ["klingon", "hex", "punycode", "unicode_escape", "idna"])
def test_a_charset_that_is_none_is_no_media_type(bench: Bench, charset: str) -> None:
    assert (415, []) == sent(bench, charset, document("utf-8"))


def test_the_journal_has_the_bytes_that_came(bench: Bench) -> None:
    body = document("ISO-8859-1")

    exchange = bench.send(call="send-text", raw=body, headers={"Content-Type": "application/json; charset=latin1"})

    assert body == exchange.request.body
