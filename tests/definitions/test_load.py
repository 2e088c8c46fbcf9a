"""A name that leads nowhere is refused as a gateway is loaded, with file, line, the name and the nearest right one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpers import edited, line_of, refused
from mock_gateway.definitions.load import all_gateways, gateway, load
from mock_gateway.definitions.resources import gateway_names, gateways
from mock_gateway.errors import DataErrors, UsageError

if TYPE_CHECKING:
    from pathlib import Path

ROWS, SPEC, STATUSES, SOURCES = "rejections.yaml", "gateway.yaml", "statuses.yaml", "sources.yaml"


def test_every_gateway_loads_and_has_the_name_of_its_folder() -> None:
    assert list(all_gateways()) == gateway_names()
    assert all(name == found.name for name, found in all_gateways().items())


def test_an_unknown_gateway_is_answered_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="unknown gateway 'websm': did you mean 'websms'"):
        gateway("websm")


def test_a_copy_of_a_gateways_folder_loads_as_the_original(tmp_path: Path) -> None:
    folder = edited(tmp_path, "websms", ROWS, "", "")

    assert load(folder).rows == gateway("websms").rows


@pytest.mark.parametrize(
    ("file", "old", "new", "kind", "wrong", "right"),
    [
        (
            ROWS,
            "violates: [/contentCategory]",
            "violates: [/contentCategry]",
            "place",
            "/contentCategry",
            "/contentCategory",
        ),
        (
            ROWS,
            "violates: [/contentCategory], keywords: [enum]",
            "violates: [/contentCategory], keywords: [enumm]",
            "keyword",
            "enumm",
            "enum",
        ),
        (ROWS, "unreadable: [size]", "unreadable: [sise]", "reason", "sise", "size"),
        (ROWS, "fact: over_quota,", "fact: over_quotas,", "fact", "over_quotas", "over_quota"),
        (ROWS, "limit: message_limit}", "limits: message_limit}", "argument", "limits", "limit"),
        (ROWS, "cause: no_credit\n", "cause: no_credits\n", "cause", "no_credits", "no_credit"),
        (ROWS, "- code: 4040\n", "- code: 4040\n  calls: [send-txt]\n", "call", "send-txt", "send-text"),
        (ROWS, "source: websms.errors", "source: websms.error", "source", "websms.error", "websms.errors"),
        (ROWS, "{media_type: check}", "{media_typ: check}", "setting", "media_typ", "media_type"),
        (ROWS, "{media_type: check}", "{media_type: chek}", "value of media_type", "chek", "check"),
        (ROWS, "envelope: bad_token", "envelope: bad_tokn", "envelope", "bad_tokn", "bad_token"),
        (ROWS, "throttle: transfer_rate", "throttle: transfer_rat", "throttle", "transfer_rat", "transfer_rate"),
        (ROWS, "limit: message_limit}", "limit: message_limits}", "account field", "message_limits", "message_limit"),
        (ROWS, "place: /priority,", "place: /priorty,", "place", "/priorty", "/priority"),
        (
            ROWS,
            "letters: alphanumeric_sender_length",
            "letters: alphanumeric_sender",
            "setting",
            "alphanumeric_sender",
            "alphanumeric_sender_length",
        ),
        (ROWS, "confidence: observed", "confidence: observd", "value", "observd", "observed"),
        (ROWS, "  status: 413", "  staus: 413", "key", "staus", "status"),
        (STATUSES, "initial: accepted", "initial: acepted", "status", "acepted", "accepted"),
        (STATUSES, "reject: rejected}", "reject: rejectd}", "status", "rejectd", "rejected"),
        (STATUSES, "default: delivered", "default: deliverd", "outcome", "deliverd", "delivered"),
        (STATUSES, "event: deliver,", "event: delivr,", "event", "delivr", "deliver"),
        (STATUSES, "\nsource: websms.reports", "\nsource: websms.report", "source", "websms.report", "websms.reports"),
        (
            STATUSES,
            "    source: websms.settled",
            "    source: websms.setled",
            "source",
            "websms.setled",
            "websms.settled",
        ),
        (STATUSES, "    block: 3", "    blok: 3", "key", "blok", "block"),
        (SOURCES, "  section: Authentication", "  secton: Authentication", "key", "secton", "section"),
        (SPEC, "\ncurrency: EUR", "\ncurency: EUR", "key", "curency", "currency"),
        (SPEC, "limit: transfer_limit", "limit: transfer_limits", "account field", "transfer_limits", "transfer_limit"),
        (
            SPEC,
            "window: transfer_window",
            "window: transfer_windo",
            "account field",
            "transfer_windo",
            "transfer_window",
        ),
        (SPEC, "operation: send_text", "operation: send_txt", "operation", "send_txt", "send_text"),
        (
            SPEC,
            "    source: websms.requests\n    sample:",
            "    source: websms.requests\n    sends: send-txt\n    sample:",
            "call with recipients",
            "send-txt",
            "send-text",
        ),
        (
            SPEC,
            "schema: websms/send-text.request",
            "schema: websms/send-txt.request",
            "schema",
            "websms/send-txt.request",
            "websms/send-text.request",
        ),
        (
            SPEC,
            "joined: [recipientAddressList]",
            "joined: [recipients]",
            "member",
            "recipients",
            "recipientAddressList",
        ),
        (SPEC, "identifies: username", "identifies: usernam", "credential", "usernam", "username"),
        (SPEC, "secret: password", "secret: pasword", "credential", "pasword", "password"),
        (SPEC, "- {calls: [send-text, ", "- {calls: [send-txt, ", "call", "send-txt", "send-text"),
        (SPEC, "accepted: {call: send-text", "accepted: {call: send-txt", "call", "send-txt", "send-text"),
        (SPEC, "on: [delivered, ", "on: [deliverd, ", "status", "deliverd", "delivered"),
        (SPEC, "default_url: callback_url", "default_url: calback_url", "account field", "calback_url", "callback_url"),
        (SPEC, "times: callback_retries", "times: calback_retries", "setting", "calback_retries", "callback_retries"),
        (SPEC, "values: report_values", "values: reprt_values", "operation", "reprt_values", "report_values"),
        (SPEC, "numbers:\n  form", "numbers:\n  frm", "key", "frm", "form"),
        (SPEC, "source: websms.fields", "source: websms.field", "source", "websms.field", "websms.fields"),
        (
            SPEC,
            "4,14})'\n  source: websms.settled",
            "4,14})'\n  source: websms.setled",
            "source",
            "websms.setled",
            "websms.settled",
        ),
        (SPEC, "setting: queued_from", "setting: queued_frm", "setting", "queued_frm", "queued_from"),
        (
            SPEC,
            "setting: container_errors",
            "setting: container_error",
            "setting",
            "container_error",
            "container_errors",
        ),
        (
            SPEC,
            "      json:\n        type: application/json;charset=UTF-8\n        body: {statusCode",
            "      jsn:\n        type: application/json;charset=UTF-8\n        body: {statusCode",
            "value of container_errors",
            "jsn",
            "json",
        ),
    ],
)
def test_an_unknown_name_is_refused_with_its_line_and_the_nearest_right_one(  # noqa: PLR0913, PLR0917  a table's columns
    tmp_path: Path, file: str, old: str, new: str, kind: str, wrong: str, right: str
) -> None:
    folder = edited(tmp_path, "websms", file, old, new)
    text = (folder / file).read_text("utf-8")
    start = text.index(new)
    line = text[: text.index(wrong, start)].count("\n") + 1
    errors = [error for error in refused(folder) if error.problem.startswith(f"unknown {kind}")]

    assert [(error.file, error.line) for error in errors if repr(wrong) in error.problem] == [
        (str(folder / file), line)
    ]
    assert repr(right) in errors[0].problem


@pytest.mark.parametrize(
    ("file", "old", "new", "at", "problem"),
    [
        (ROWS, "  cause: no_credit\n", "", "- code: 4013", "the key 'cause' is missing"),
        (ROWS, ", limit: message_limit}", "}", "quota: messages", "the fact 'over_quota' needs the argument 'limit'"),
        (ROWS, ", limit: message_limit}", ", limit: message_limit, near: []}", "near: []", "is not valid under any"),
        (
            ROWS,
            ", limit: message_limit}",
            ", limit: message_limit, near: [{document: {}}]}",
            "near:",
            "unknown argument 'near'",
        ),
        (ROWS, "  each: recipient\n", "", "fact: recipient_listed", "needs `each: recipient`"),
        (
            ROWS,
            "- code: 4013\n",
            "- code: 4013\n  each: recipient\n",
            "fact: over_quota",
            "cannot have `each: recipient`",
        ),
        (
            ROWS,
            "  key: 4025 rate\n",
            "",
            "- code: 4025\n  name: THROTTLING_TOO_MANY_RECIPIENTS\n  cause: throttled",
            "the key '4025' is taken",
        ),
        (ROWS, "required parameter is missing: {field}", "required parameter is missing: {feild}", "{feild}", "feild"),
        (ROWS, "status: 413", "status: 4130", "status: 4130", "4130"),
        (
            STATUSES,
            "    block: 3\n",
            "    block: 2\n",
            "    block: 2\n    steps: []",
            "the block 2 is taken by 'expired'",
        ),
        (STATUSES, "after: 2s", "after: 2parsecs", "2parsecs", "2parsecs"),
        (SPEC, "4,14})'", "4,14}'", "4,14}'", "missing )"),
        (SPEC, "currency: EUR", "currency: euro", "currency: euro", "euro"),
        (SPEC, "default: http401", "default: http402", "default: http402", "http402"),
        (SPEC, "query: exact, charset: iso-8859-1", "query: exact, charset: iso-8858-1", "iso-8858-1", "is no charset"),
        (SPEC, "      charset: iso-8859-1", "      charset: hex", "charset: hex", "'hex' is no charset"),
        (SPEC, "default: 9,", "default: high,", "default: high", "high"),
        (SPEC, "name: websms\n", "name: webssms\n", "name: webssms", "webssms"),
    ],
)
def test_what_cannot_be_is_refused_with_its_line(  # noqa: PLR0913, PLR0917  a table's columns
    tmp_path: Path, file: str, old: str, new: str, at: str, problem: str
) -> None:
    folder = edited(tmp_path, "websms", file, old, new)
    errors = refused(folder)
    place = (str(folder / file), line_of(folder / file, at))

    assert place in [(error.file, error.line) for error in errors]
    assert any(problem in error.problem for error in errors)


def test_two_calls_cannot_claim_one_path(tmp_path: Path) -> None:
    folder = edited(tmp_path, "bestsms", SPEC, "POST /api/v2.04/get/status,", "POST /API/v2.04/send/sms,")
    errors = refused(folder)

    assert [error.line for error in errors] == [line_of(folder / SPEC, "POST /API/v2.04/send/sms")]
    assert "is claimed by the call 'send-sms' already" in errors[0].problem


def test_two_routes_that_differ_in_a_parameters_name_only_are_one_path(tmp_path: Path) -> None:
    new = 'routes: ["GET /api/v2.04/get/status/{Other}",'
    errors = refused(edited(tmp_path, "bestsms", SPEC, "routes: [POST /api/v2.04/send/sms,", new))

    assert any("is claimed by the call 'send-sms' already" in error.problem for error in errors)


def test_all_wrong_names_are_told_in_one_pass_in_order(tmp_path: Path) -> None:
    folder = edited(tmp_path, "websms", ROWS, "cause: no_credit\n", "cause: no_credits\n")
    text = (folder / ROWS).read_text("utf-8")
    (folder / ROWS).write_text(text.replace("cause: bad_category", "cause: bad_categry"), "utf-8")

    with pytest.raises(DataErrors) as caught:
        load(folder)
    lines = [line_of(folder / ROWS, wrong) for wrong in ("bad_categry", "no_credits")]
    assert [error.line for error in caught.value.errors] == lines
    assert len(str(caught.value).splitlines()) == 2


@pytest.mark.parametrize("file", [ROWS, SPEC, STATUSES, SOURCES])
def test_a_missing_file_is_a_data_error(tmp_path: Path, file: str) -> None:
    folder = edited(tmp_path, "websms", file, "", "")
    (folder / file).unlink()
    errors = refused(folder)

    assert [error.file for error in errors] == [str(folder / file)]


@pytest.mark.parametrize("file", [ROWS, SPEC, STATUSES, SOURCES])
@pytest.mark.parametrize("text", ["5\n", "[]\n", "{}\n", "- 5\n", "a: 5\n"])
def test_a_file_of_another_form_is_a_data_error(tmp_path: Path, file: str, text: str) -> None:
    folder = edited(tmp_path, "websms", file, "", "")
    (folder / file).write_text(text, "utf-8")

    assert str(folder / file) in {error.file for error in refused(folder)}


def test_folders_of_the_data_are_found_beside_the_package() -> None:
    assert gateways().joinpath("websms", SPEC).is_file()
