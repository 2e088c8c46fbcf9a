"""Parameters of callbacks without a body, as PHP writes them, behind whatever a registered URL says itself."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_gateway.callbacks.query import appended, encoded, own

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
URLS = st.builds(
    "{}{}{}".format,
    st.sampled_from(["http://127.0.0.1:5000", "https://example.com/in", "https://u:p@example.com/a/b.php"]),
    st.sampled_from(["", "?", "?a=1", "?b=%20x&a=1&a=2", "?plain", "?a=1&", "?x=?y", "?tag[]=1"]),
    st.sampled_from(["", "#", "#top", "#a?b=c"]),
)
PARAMETERS = st.dictionaries(TEXTS.filter(bool), TEXTS)

EVERY_MARK = "x y~!*()'\";/?:@=+$,#&%-_.é€😀"
AS_PHP = "x+y%7E%21%2A%28%29%27%22%3B%2F%3F%3A%40%3D%2B%24%2C%23%26%25-_.%C3%A9%E2%82%AC%F0%9F%98%80"
"""What `http_build_query` of PHP 8.2 makes of it."""


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (EVERY_MARK, f"a+b={AS_PHP}"),
        ("", "a+b="),
        (None, ""),
        (True, "a+b=1"),
        (False, "a+b=0"),
        (0, "a+b=0"),
        (61491570156, "a+b=61491570156"),
        ("2020-06-15 23:06:30", "a+b=2020-06-15+23%3A06%3A30"),
    ],
)
def test_a_value_is_written_as_php_writes_it(value: object, written: str) -> None:
    assert written == encoded({"a b": value})


@pytest.mark.parametrize(
    ("url", "called"),
    [
        ("http://h", "http://h?s=1"),
        ("http://h/in", "http://h/in?s=1"),
        ("http://h/in?", "http://h/in?s=1"),
        ("http://h/in?a=1", "http://h/in?a=1&s=1"),
        ("http://h/in?a=1&", "http://h/in?a=1&s=1"),
        ("http://h/in?b=2&a=%7e&a=x y", "http://h/in?b=2&a=%7e&a=x y&s=1"),
        ("http://h/in?a=1#top", "http://h/in?a=1&s=1"),
        ("http://h/in#top?a=1", "http://h/in?s=1"),
        ("http://h/in?s=0", "http://h/in?s=0&s=1"),
    ],
)
def test_parameters_follow_those_of_the_url_which_stay_as_they_are_written(url: str, called: str) -> None:
    assert called == appended(url, {"s": 1})


def test_a_url_without_parameters_to_add_only_loses_its_fragment() -> None:
    assert appended("http://h/in?a=1#top", {"s": None}) == "http://h/in?a=1"


@given(URLS, PARAMETERS)
def test_what_was_appended_is_read_back_behind_the_urls_own(url: str, parameters: dict[str, str]) -> None:
    before = parse_qsl(own(url), keep_blank_values=True)
    after = parse_qsl(own(appended(url, parameters)), keep_blank_values=True)

    assert before + list(parameters.items()) == after


@given(URLS, PARAMETERS)
def test_the_url_without_its_fragment_is_a_prefix_of_what_is_called(url: str, parameters: dict[str, str]) -> None:
    called = appended(url, parameters)

    assert called.startswith(url.partition("#")[0])
    assert own(called).startswith(own(url))


@given(PARAMETERS)
def test_what_is_added_is_ascii_and_nothing_but_escapes_and_plain_characters(parameters: dict[str, str]) -> None:
    assert not set(encoded(parameters)) - set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.%+=&")


def test_text_that_cannot_be_encoded_is_replaced() -> None:
    assert encoded({"a": "\ud800"}) == "a=%3F"
