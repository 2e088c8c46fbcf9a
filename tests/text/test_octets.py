from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_gateway.text.octets import MOST, segment, shown

SEGMENTS = st.binary(min_size=1, max_size=MOST)


@given(SEGMENTS)
def test_what_is_written_in_either_alphabet_with_or_without_padding_is_read(raw: bytes) -> None:
    for encoded in (b64encode(raw).decode(), urlsafe_b64encode(raw).decode()):
        assert segment(encoded) == raw
        assert segment(encoded.rstrip("=")) == raw


@pytest.mark.parametrize(
    "encoded",
    [
        "",
        "=",
        "====",
        "Q",
        "QQ=",
        "QQ===",
        "QUI==",
        "+/8-",
        "SGVs bG8=",
        "SGVsbG8=\n",
        "SGVs=bG8",
        "Grüße",
        "%%%",
        "\x00",
    ],
)
def test_what_is_no_base64_is_no_segment(encoded: str) -> None:
    assert segment(encoded) is None


def test_a_segment_has_at_most_140_bytes() -> None:
    assert segment(b64encode(b"x" * 140).decode()) == b"x" * 140
    assert segment(b64encode(b"x" * 141).decode()) is None
    assert segment("A" * 100_000) is None


@given(st.text(max_size=200))
def test_a_segment_is_one_to_140_bytes_or_none(encoded: str) -> None:
    found = segment(encoded)

    assert found is None or 1 <= len(found) <= MOST


@given(st.lists(SEGMENTS, max_size=4))
def test_what_is_shown_can_be_read_again(segments: list[bytes]) -> None:
    assert [bytes.fromhex(each) for each in shown(segments).split()] == segments
