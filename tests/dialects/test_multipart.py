from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_gateway.dialects.base import UnreadableError
from mock_gateway.dialects.form import PARAMETERS_READ
from mock_gateway.dialects.multipart import MULTIPART
from mock_gateway.dialects.nothing import NOTHING

BOUNDARY = "----Ab3=c"


def part(name: str, value: str, more: str = "") -> str:
    return f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n{value}\r\n'


def body(*parts: str) -> bytes:
    return ("".join(parts) + f"--{BOUNDARY}--\r\n").encode()


def read(raw: bytes, boundary: str = BOUNDARY) -> object:
    return MULTIPART.read(raw, boundary, None)


def test_parts_are_names_and_values_and_of_one_given_twice_the_last_counts() -> None:
    raw = body(part("message", "Grüße\r\n1"), part("to", "1"), part("to", "2"), part("from", ""))

    assert read(raw) == {"message": "Grüße\r\n1", "to": "2", "from": ""}


def test_a_part_that_is_a_file_does_not_count() -> None:
    raw = body(part("file", "a,b", '; filename="x.csv"\r\nContent-Type: text/csv'), part("to", "1"))

    assert read(raw) == {"to": "1"}


def test_a_part_may_declare_its_charset() -> None:
    raw = body(part("a", "x", "\r\nContent-Type: text/plain; charset=iso-8859-1")).replace(b"x\r", b"\xe9\r")

    assert read(raw) == {"a": "é"}


def test_bytes_that_are_no_utf8_are_replaced() -> None:
    assert read(body(part("a", "x")).replace(b"x\r", b"\xe9\r")) == {"a": "\ufffd"}


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"to=1",
        f"--{BOUNDARY}".encode(),
        part("to", "1").encode(),
        f"--{BOUNDARY}\r\nno header\r\n\r\n1\r\n--{BOUNDARY}--".encode(),
        f"--{BOUNDARY}\r\nX: y\r\n\r\n1\r\n--{BOUNDARY}--".encode(),
    ],
)
def test_what_is_no_multipart_body_is_unreadable(raw: bytes) -> None:
    with pytest.raises(UnreadableError):
        read(raw)


def test_without_a_boundary_it_is_unreadable() -> None:
    with pytest.raises(UnreadableError, match="names no boundary"):
        read(body(part("to", "1")), "")


def test_a_part_without_a_name_does_not_count() -> None:
    assert read(body(part("x", "1").replace('; name="x"', ""), part("to", "1"))) == {"to": "1"}


def test_as_many_parts_are_read_as_is_said_and_no_more() -> None:
    assert read(body(*[part("a", "1")] * PARAMETERS_READ)) == {"a": "1"}
    with pytest.raises(UnreadableError):
        read(body(*[part("a", "1")] * (PARAMETERS_READ + 1)))


@given(
    st.binary(max_size=60),
    st.sampled_from([b"\r\n", b"\n", b"--" + BOUNDARY.encode(), b'Content-Disposition: form-data; name="a"\r\n\r\n']),
    st.binary(max_size=60),
)
def test_any_bytes_are_a_document_or_unreadable(before: bytes, middle: bytes, after: bytes) -> None:
    start, end = f"--{BOUNDARY}\r\n".encode(), f"\r\n--{BOUNDARY}--\r\n".encode()
    for raw in (before + middle + after, start + before + middle + after + end):
        try:
            found = read(raw)
        except UnreadableError:
            continue
        assert isinstance(found, dict)


@given(st.dictionaries(st.from_regex(r"[a-z_]{1,9}", fullmatch=True), st.text().filter(lambda text: "--" not in text)))
def test_what_is_written_is_read_again(document: dict[str, str]) -> None:
    raw = body(*(part(name, value) for name, value in document.items()))

    assert not document or read(raw) == document


def test_importing_the_package_does_not_import_the_parser() -> None:
    code = "import sys, mock_gateway.dialects.read; assert 'werkzeug.formparser' not in sys.modules"

    subprocess.run([sys.executable, "-c", code], check=True)


def test_nothing_reads_any_body_as_an_empty_document_and_writes_none() -> None:
    assert NOTHING.read(b'{"a": 1', "klingon", None) == {}
    assert NOTHING.write({"a": 1}, None) == b""  # type: ignore[arg-type]  it is not looked at
