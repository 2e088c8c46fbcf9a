from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_gateway.definitions.formats import (
    FORMATS,
    is_free_of_controls,
    is_half_day_time,
    is_http_url,
    is_local_date,
    is_local_time,
    is_local_time_with_t,
    is_offset_time,
    is_utc_time,
)
from mock_gateway.text.addresses import is_email

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    "text", ["a@b.c", "app-demo@example.com", "first.last+tag@sub.example.co.nz", "a@localhost", "é@example.com"]
)
def test_one_address_is_an_email(text: str) -> None:
    assert is_email(text)


@pytest.mark.parametrize(
    "text",
    ["", "a", "@", "a@", "@b.c", "a@b@c.d", "a b@c.d", "a@b c.d", "a@-b.c", "a@b.c-", "a@b..c", "a@b.c\n", "a\x00@b.c"],
)
def test_what_is_not_one_address_is_no_email(text: str) -> None:
    assert not is_email(text)


@pytest.mark.parametrize(
    "text",
    [
        "http://example.com",
        "https://user:pass@example.com:8443/path?query#fragment",
        "HTTP://EXAMPLE.COM",
        "http://127.0.0.1:5000/x",
        "http://[::1]:5000/x",
        "http://localhost",
        "http://a-b.example.com./",
    ],
)
def test_an_absolute_url_with_a_host_is_an_http_url(text: str) -> None:
    assert is_http_url(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.com",
        "//example.com",
        "/path",
        "ftp://example.com",
        "javascript:alert(1)",
        "http://",
        "http:///path",
        "http://user@",
        "http://-a.com",
        "http://a..b",
        "http://a_b.com",
        "http://example.com:0",
        "http://example.com:65536",
        "http://example.com:port",
        "http://[::1",
        "http://exa mple.com",
        "http://example.com/\n",
        " http://example.com",
    ],
)
def test_what_is_no_absolute_url_with_a_host_is_no_http_url(text: str) -> None:
    assert not is_http_url(text)


@given(st.text())
def test_controls_are_the_characters_below_space_and_delete(text: str) -> None:
    assert is_free_of_controls(text) == (
        not {character for character in text if ord(character) < 32 or ord(character) == 127}
    )


@given(st.text())
def test_a_format_says_yes_or_no_to_any_text(text: str) -> None:
    assert all(check(text) in {True, False} for check in FORMATS.values())


@pytest.mark.parametrize(
    ("check", "text"),
    [
        (is_local_date, "2024-02-29"),
        (is_local_time, "2019-06-15 14:02:29"),
        (is_local_time_with_t, "2019-06-15T14:02:29"),
        (is_utc_time, "2024-02-29T14:02:29.999Z"),
        (is_half_day_time, "29/02/2024 11:59 a.m."),
        (is_half_day_time, "01/12/2024 12:00 p.m."),
        (is_offset_time, "2013-05-27T13:36:00.000+02:00"),
        (is_offset_time, "2013-05-27T13:36:00.000-11:30"),
    ],
)
def test_an_instant_in_its_form_is_one(check: Callable[[str], bool], text: str) -> None:
    assert check(text)


@pytest.mark.parametrize(
    ("check", "text"),
    [
        (is_local_date, "2023-02-29"),
        (is_local_date, "20240229"),
        (is_local_date, "2024-02-29 00:00:00"),
        (is_local_time, "2019-06-31 14:02:29"),
        (is_local_time, "2019-06-15 24:02:29"),
        (is_local_time, "2019-06-15T14:02:29"),
        (is_local_time, "2019-06-15 14:02"),
        (is_local_time, "2019-06-15 14:02:29\n"),
        (is_local_time_with_t, "2019-06-15 14:02:29"),
        (is_local_time_with_t, "2019-06-31T14:02:29"),
        (is_utc_time, "2019-06-15T14:02:29Z"),
        (is_utc_time, "2023-02-29T14:02:29.000Z"),
        (is_half_day_time, "29/02/2023 11:59 a.m."),
        (is_half_day_time, "01/12/2024 12:00 a.m."),
        (is_half_day_time, "12/31/2024 11:00 a.m."),
        (is_half_day_time, "01/12/2024 11:60 a.m."),
        (is_offset_time, "2013-05-27T13:36:00+02:00"),
        (is_offset_time, "2013-05-27T13:36:00.000Z"),
        (is_offset_time, "2013-05-27T13:36:60.000+02:00"),
        (is_offset_time, "2013-05-27T13:36:00.000+25:00"),
    ],
)
def test_another_form_and_what_the_calendar_lacks_is_no_instant(check: Callable[[str], bool], text: str) -> None:
    assert not check(text)
