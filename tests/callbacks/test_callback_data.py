"""How callbacks are declared: what can be said is loaded, what cannot be is refused with the line where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpers import edited, line_of, refused
from mock_gateway.definitions.load import load
from mock_gateway.model.lives import Signature

if TYPE_CHECKING:
    from pathlib import Path

SPEC = "gateway.yaml"
POSTS = "method: POST\n    write: json\n    types: {json: application/json;charset=UTF-8}\n    values: report_values\n"
GETS = "method: GET\n    write: query\n    types: {}\n    values: report_values\n"
BODY = "    body:\n      messageType: deliveryReport\n      notificationId: "
FORWARD = "values: report_values\n    forward: reports_values\n"


def signed(*, header: str = "x-sig", secret: str = "password", when: str = "require_tls: true") -> str:  # noqa: S107  a name
    """Declare a signature."""
    return POSTS + f"    signature: {{header: {header}, secret: {secret}, while: {{{when}}}}}\n"


def test_what_can_be_declared_of_a_signature_and_a_forward_is_loaded(tmp_path: Path) -> None:
    declared = signed() + "    forward: report_values\n    secrets: [X-Key]\n"
    spec = load(edited(tmp_path, "websms", SPEC, POSTS, declared)).callbacks["report"]

    assert spec.signature == Signature("x-sig", "password", (("require_tls", True),))
    assert ("X-Key", "x-sig") == spec.secrets
    assert spec.forward is spec.values


def test_a_signature_needs_no_setting(tmp_path: Path) -> None:
    folder = edited(tmp_path, "websms", SPEC, POSTS, POSTS + "    signature: {header: x-sig, secret: token}\n")

    assert load(folder).callbacks["report"].signature == Signature("x-sig", "token", ())


def test_a_body_can_be_declared_as_a_list(tmp_path: Path) -> None:
    folder = edited(tmp_path, "websms", SPEC, BODY, BODY.replace("      m", "    - m").replace("      n", "      n"))

    body = load(folder).callbacks["report"].body
    assert isinstance(body, list)
    assert body[0]["messageType"] == "deliveryReport"


@pytest.mark.parametrize(
    ("new", "at", "said"),
    [
        (GETS.replace("GET", "POST"), "method: POST\n    write: query", "unknown value 'POST'"),
        (POSTS.replace("POST", "GET"), "method: GET", "unknown value 'GET'"),
        (POSTS.replace("types: {json", "types: {xml"), "types: {xml", "there is no Content-Type for 'json'"),
        (
            POSTS + "    write_by: {field: a, dialects: {X: xml}}\n",
            "types: {json: application/json;charset=UTF-8}\n    values: report_values\n    write_by",
            "there is no Content-Type for 'xml'",
        ),
        (signed(secret="pasword"), "signature:", "unknown credential 'pasword': did you mean 'password'"),
        (signed(when="require_tlss: true"), "signature:", "unknown setting 'require_tlss': did you mean 'require_tls'"),
        (signed(when="require_tls: on"), "signature:", "require_tls cannot be 'on': it is boolean"),
        (signed(when="empty_recipients: 4003"), "signature:", "empty_recipients cannot be 4003: one of 4002, 4019"),
        (signed().replace("header:", "heading:"), "signature:", "unknown key 'heading': did you mean 'header'"),
        (
            POSTS.replace("values: report_values\n", FORWARD),
            "forward:",
            "unknown operation 'reports_values': did you mean 'report_values'",
        ),
    ],
)
def test_what_cannot_be_declared_is_refused_where_it_stands(tmp_path: Path, new: str, at: str, said: str) -> None:
    folder = edited(tmp_path, "websms", SPEC, POSTS, new)
    lines = {error.line: str(error) for error in refused(folder)}

    assert said in lines[line_of(folder / SPEC, at)]


@pytest.mark.parametrize(
    ("old", "new", "at", "said"),
    [
        (BODY, BODY.replace("deliveryReport", "[deliveryReport]"), "messageType: [", '"array"'),
        (BODY, BODY.replace("      m", "    - m"), "    body:", '"object"'),
    ],
)
def test_parameters_are_a_flat_map(tmp_path: Path, old: str, new: str, at: str, said: str) -> None:
    folder = edited(tmp_path, "websms", SPEC, POSTS + old, GETS + new)
    lines = {error.line: str(error) for error in refused(folder)}

    assert line_of(folder / SPEC, at) in lines, said


def test_a_list_is_written_as_json_only(tmp_path: Path) -> None:
    xml = POSTS.replace("write: json", "write: xml").replace("{json", "{xml")
    folder = edited(tmp_path, "websms", SPEC, POSTS + BODY, xml + BODY.replace("      m", "    - m"))
    lines = {error.line: str(error) for error in refused(folder)}

    assert "unknown value 'xml'" in lines[line_of(folder / SPEC, "write: xml")]
