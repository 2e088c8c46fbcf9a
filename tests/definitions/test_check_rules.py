"""Rows are held against the schemas and against each other as a gateway is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpers import edited, line_of, refused
from mock_gateway.definitions.compile import covers
from mock_gateway.definitions.load import all_gateways

if TYPE_CHECKING:
    from pathlib import Path

    from mock_gateway.errors import DataError

ROWS, SPEC = "rejections.yaml", "gateway.yaml"
ANCHOR = "# The gateway's own failures.\n"
TAIL = "  message: x\n  source: websms.settled\n  confidence: inferred\n"


def with_row(tmp_path: Path, row: str) -> tuple[Path, list[DataError]]:
    """Add a row that is keyed `late` before the last ones, and give the errors about it."""
    folder = edited(tmp_path, "websms", ROWS, ANCHOR, f"- code: 1\n  key: late\n{row}{TAIL}{ANCHOR}")
    return folder, [error for error in refused(folder) if "'late'" in error.problem]


def having(place: str, keyword: str) -> list[str]:
    """List the schemas of websms' calls that have a keyword at a place."""
    calls = all_gateways()["websms"].calls.values()
    found = [str(call.schema["$id"]) for call in calls if call.name and (place, keyword) in call.places]
    return [identity.partition("/schemas/")[2].removesuffix(".json") for identity in found]


@pytest.mark.parametrize(
    "condition",
    [
        "  when: {unreadable: [size]}\n",
        "  when: {violates: [/contentCategory], keywords: [enum]}\n",
        "  when: {violates: [/priority], keywords: [minimum]}\n",
        "  when: {violates: [/recipientAddressList/*], keywords: [type]}\n",
        "  when: {violates: [/contentCategory], keywords: [enum]}\n  while: {service: up}\n",
        "  when: {fact: account_is, field: valid, value: false}\n",
        "  when: {fact: account_is, field: valid, value: false}\n  while: {auth_failure: http401}\n",
        "  when: {fact: over_quota, quota: messages, limit: message_limit}\n  calls: [send-text]\n",
    ],
)
def test_a_row_in_the_shadow_of_an_earlier_one_is_refused(tmp_path: Path, condition: str) -> None:
    folder, errors = with_row(tmp_path, f"  cause: bad_field\n{condition}")

    assert {(error.file, error.line) for error in errors} == {
        (str(folder / ROWS), line_of(folder / ROWS, "key: late") - 1)
    }
    assert all("can never answer" in error.problem and "holds first" in error.problem for error in errors)


def test_a_row_behind_one_that_always_holds_is_in_its_shadow(tmp_path: Path) -> None:
    row = f"- code: 1\n  key: wall\n  cause: bad_field\n  when: {{fact: always}}\n{TAIL}"
    folder = edited(tmp_path, "websms", ROWS, ANCHOR, row + ANCHOR)
    errors = refused(folder)

    assert {error.problem.split("'")[1] for error in errors} == {"500", "503", "5000", "5003"}
    assert all(
        f"'wall', on line {line_of(folder / ROWS, 'key: wall') - 1}, holds first" in error.problem for error in errors
    )


def test_rows_that_different_settings_put_in_force_do_not_shadow_each_other() -> None:
    """The gateways themselves have such pairs, and load."""
    pairs = [
        (row, other)
        for gateway in all_gateways().values()
        for row in gateway.rows
        for other in gateway.rows
        if row.line < other.line and row.condition == other.condition and row.in_force != other.in_force
    ]

    assert pairs


@pytest.mark.parametrize("gateway", sorted(all_gateways()))
def test_no_row_of_ours_repeats_an_earlier_condition_under_the_same_settings(gateway: str) -> None:
    seen = set()
    for row in all_gateways()[gateway].rows:
        if getattr(row.condition, "name", "") == "never":
            continue
        key = (repr(row.condition), row.in_force, row.calls)

        assert key not in seen, row.key
        seen.add(key)


def test_a_place_that_no_row_claims_and_no_list_tolerates_is_refused(tmp_path: Path) -> None:
    folder = edited(
        tmp_path, "websms", ROWS, "violates: [/contentCategory], keywords: [enum]", "fact: never, because: test"
    )
    errors = refused(folder)

    assert {(e.file, e.line) for e in errors} == {
        (str(folder / SPEC), line_of(folder / SPEC, f"schema: {schema}"))
        for schema in having("/contentCategory", "enum")
    }
    assert {e.problem for e in errors} == {
        "no row claims 'enum' at '/contentCategory', and `tolerates` does not list it"
    }


def test_a_keyword_that_is_no_longer_tolerated_is_refused(tmp_path: Path) -> None:
    errors = refused(edited(tmp_path, "websms", SPEC, "places: [/test, /sendAsFlashSms]", "places: [/test]"))

    assert {e.problem for e in errors} == {
        "no row claims 'type' at '/sendAsFlashSms', and `tolerates` does not list it"
    }


def test_a_tolerated_place_that_no_schema_has_is_refused(tmp_path: Path) -> None:
    folder = edited(tmp_path, "websms", SPEC, "places: [/test, ", "places: [/test, /tset, ")
    errors = refused(folder)

    assert [error.line for error in errors] == [line_of(folder / SPEC, "/tset")]
    assert "'/test'" in errors[0].problem


def test_a_tolerated_keyword_that_is_not_at_its_places_is_refused(tmp_path: Path) -> None:
    old = "places: [/maxSmsPerMessage], keywords: [type]"
    folder = edited(tmp_path, "websms", SPEC, old, "places: [/maxSmsPerMessage], keywords: [type, maximum]")
    errors = refused(folder)

    assert [error.line for error in errors] == [line_of(folder / SPEC, "places: [/maxSmsPerMessage]")]
    assert errors[0].problem == "unknown keyword at these places 'maximum': one of 'type'"


def test_a_reason_that_is_answered_under_one_value_of_a_setting_only_is_refused(tmp_path: Path) -> None:
    errors = refused(edited(tmp_path, "websms", ROWS, "malformed_json: status4000", "malformed_json: http400"))

    assert "no row answers what is unreadable for the reason 'syntax'" in [error.problem for error in errors]


@pytest.mark.parametrize("reason", ["path", "method", "size", "syntax", "media_type", "accept"])
def test_an_unreadable_reason_that_no_row_answers_is_refused(tmp_path: Path, reason: str) -> None:
    folder = edited(tmp_path, "websms", ROWS, f"unreadable: [{reason}]", "fact: never, because: test")
    errors = refused(folder)

    assert [error.problem for error in errors] == [f"no row answers what is unreadable for the reason {reason!r}"]
    assert [error.file for error in errors] == [str(folder / ROWS)]


def test_a_reason_that_cannot_come_about_needs_no_row() -> None:
    """BestSMS answers any Accept header."""
    answered = {reason for row in all_gateways()["bestsms"].rows for reason in getattr(row.condition, "reasons", ())}

    assert answered == {"path", "method", "size", "media_type", "choice", "syntax"}


@pytest.mark.parametrize(
    ("pattern", "place", "covered"),
    [
        ("/a", "/a", True),
        ("/a", "/a/b", False),
        ("/a/**", "/a", True),
        ("/a/**", "/a/b/*", True),
        ("/a/**", "/ab", False),
        ("", "", True),
        ("", "/a", False),
        ("/**", "/a", True),
    ],
)
def test_a_pattern_covers_its_place_and_with_two_asterisks_all_below(pattern: str, place: str, covered: bool) -> None:  # noqa: FBT001  parametrized
    assert covers(pattern, place) == covered
