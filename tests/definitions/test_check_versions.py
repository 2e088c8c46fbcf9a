"""What a version says is held against the rest of its gateway as it is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpers import edited, line_of, refused

if TYPE_CHECKING:
    from pathlib import Path

SPEC = "gateway.yaml"


@pytest.mark.parametrize(
    ("right", "wrong", "problem"),
    [
        (
            "settings: {auth: v3_auth,",
            "settings: {auth: v3_outh,",
            "unknown setting 'v3_outh'",
        ),
        ("settings: {auth: v3_auth,", "settings: {outh: v3_auth,", "unknown setting 'outh'"),
        (
            "settings: {auth: v3_auth,",
            "settings: {auth: uuid_case,",
            "'uuid_case' cannot stand in for 'auth': they have other values",
        ),
        ("renames_of: {send-sms: {", "renames_of: {send-sns: {", "unknown call 'send-sns'"),
        (
            "gather: {into: Destinations,",
            "gather: {members_of: {get-status: {ToNumber: Recipient}}, into: Destinations,",
            "unknown call that is wrapped 'get-status'",
        ),
        ("envelopes: {action: v3_rejection", "envelopes: {action: v3_rejektion", "unknown envelope 'v3_rejektion'"),
    ],
)
def test_a_version_names_what_its_gateway_has(tmp_path: Path, right: str, wrong: str, problem: str) -> None:
    folder = edited(tmp_path, "bestsms", SPEC, right, wrong)

    (error,) = refused(folder)

    assert error.problem.startswith(problem)
    assert error.line == line_of(folder / SPEC, wrong)


@pytest.mark.parametrize("wrong", ["strays: api", "strays: /api/v2.04/HttpAPI", "strays: /api/v2.04/HttpApi/SMS"])
def test_paths_that_a_call_answers_beside_its_own_begin_as_one_of_these(tmp_path: Path, wrong: str) -> None:
    folder = edited(tmp_path, "bestsms", SPEC, "strays: /api/v2.04/HttpApi", wrong)

    (error,) = refused(folder)

    assert error.line == line_of(folder / SPEC, wrong)
