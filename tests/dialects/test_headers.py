from __future__ import annotations

import pytest

from mock_gateway.dialects.headers import media_type
from mock_gateway.text.media import preferred

OFFERED = (("application/json", "json"), ("application/xml", "xml"), ("text/xml", "xml"))


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("", ("", "")),
        ("application/json", ("application/json", "")),
        ("Application/JSON ; Charset=UTF-8", ("application/json", "utf-8")),
        ("text/plain;charset='latin-1'", ("text/plain", "latin-1")),
        ('text/plain; boundary=x; charset="utf-8"', ("text/plain", "utf-8")),
        ("application/json; encoding='utf-8'", ("application/json", "")),
        (";;;", ("", "")),
    ],
)
def test_a_media_type_is_told_in_lower_case_with_its_charset(header: str, found: tuple[str, str]) -> None:
    assert media_type(header) == found


@pytest.mark.parametrize(
    ("header", "dialect"),
    [
        ("", "json"),
        ("   ", "json"),
        ("*/*", "json"),
        ("application/json", "json"),
        ("APPLICATION/XML", "xml"),
        ("text/*", "xml"),
        ("application/*", "json"),
        ("text/html, application/xml;q=0.9, */*;q=0.1", "xml"),
        ("application/json;q=0.1, text/xml;q=0.5", "xml"),
        ("application/xml;q=nonsense, application/json;q=0.1", "json"),
        ("text/html, */*;q=0.1", "json"),
        ("text/html", None),
        ("application/json;q=0", None),
        (",,,", None),
    ],
)
def test_a_dialect_is_chosen_by_what_the_client_likes_best(header: str, dialect: str | None) -> None:
    assert preferred(header, OFFERED, "json") == dialect


def test_a_form_that_the_client_rules_out_is_not_chosen_by_a_wildcard() -> None:
    """The most specific range says what a form is worth (RFC 9110 §12.5.1)."""
    assert preferred("application/json;q=0, */*", OFFERED, "json") == "xml"
