"""A gateway that takes parameters only: from query, forms and multipart; whatever else is in a body is nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from helpers import Bench, edited, refused
from mock_gateway.definitions.load import load
from mock_gateway.dialects.form import PARAMETERS_READ
from mock_gateway.dialects.read import DIALECTS, read, settled
from mock_gateway.engine import Engine
from mock_gateway.model.wire import Request
from mock_gateway.pipeline import prepare

if TYPE_CHECKING:
    from pathlib import Path

    from mock_gateway.dialects.read import Read
    from mock_gateway.model.gateway import Gateway

FILE = "gateway.yaml"
READING = """reading:
  body: {application/json: json}
  otherwise: json
  strict_media: true
"""
NEW_READING = """reading:
  body: {application/x-www-form-urlencoded: form, multipart/form-data: multipart, application/json: nothing}
  otherwise: form
  query: exact
  lenient: true
"""
WRITING = """  types: {json: "application/json;charset=UTF-8"}
  offered: {application/json: json}
  strict_accept: true
  default: json
"""
NEW_WRITING = """  types: {php: "application/json; charset=utf-8", xml: "text/xml; charset=utf-8"}
  offered: {application/json: php}
  default: php
  root: response
  items: {"*": item}
  prolog: '<?xml version="1.0"?>'
  by_setting: {setting: report_sender, dialects: {originator: {php: php_text}}}
"""
EDITS = {
    "paths: {fold: false, bare: true, allow: true}": (
        "paths: {fold: false, bare: true, suffixes: {json: php, xml: xml}}"
    ),
    READING: NEW_READING,
    WRITING: NEW_WRITING,
}
ZEROS = ("    operation: send_text\n", "    operation: send_text\n    zeros: [maxSmsPerMessage, validityPeriode]\n")


def changed(folder: Path, changes: dict[str, str]) -> Path:
    """Make a copy of websms with texts replaced that it has."""
    made = edited(folder, "websms", FILE, *ZEROS)
    text = (made / FILE).read_text("utf-8")
    for old, new in changes.items():
        text = text.replace(old, new, 1)
    (made / FILE).write_text(text, "utf-8")
    return made


@pytest.fixture(scope="module")
def sms(tmp_path_factory: pytest.TempPathFactory) -> Gateway:
    return load(changed(tmp_path_factory.mktemp("texts"), EDITS))


@pytest.fixture
def bench(sms: Gateway) -> Bench:
    return Bench("websms", Engine({"websms": sms}, clock="frozen"))


def reading(sms: Gateway, body: bytes = b"", media: str = "application/x-www-form-urlencoded", **changes: Any) -> Read:
    request = Request("POST", "/", "", {"content-type": media} if media else {}, body)._replace(**changes)
    return read(request, sms.calls["send-text"], {}, "", "php")


def test_every_parameter_of_the_query_counts_as_it_is_written_and_the_body_wins(sms: Gateway) -> None:
    found = reading(sms, b"to=body", query="to=query&List_id=1&list_id=2&a=1&a=2")

    assert found.document == {"to": "body", "List_id": "1", "list_id": "2", "a": "2"}


def test_a_request_without_a_body_is_read_from_its_query(sms: Gateway) -> None:
    assert reading(sms, method="GET", query="to=%2B61&from=").document == {"to": "+61"}


def test_multipart_is_read_by_the_boundary_of_its_content_type(sms: Gateway) -> None:
    body = b'--Ab\r\nContent-Disposition: form-data; name="to"\r\n\r\n1\r\n--Ab--\r\n'

    assert reading(sms, body, 'multipart/form-data; charset=utf-8; boundary="Ab"').document == {"to": "1"}
    assert reading(sms, body, "multipart/form-data; boundary=ab") == reading(sms)


@pytest.mark.parametrize(
    ("body", "media"),
    [
        (b'{"to": "1"}', "application/json"),
        (b"[", "application/json; charset=klingon"),
        (b"to=%E9", "application/x-www-form-urlencoded; charset=klingon"),
        (b"&".join([b"a=1"] * (PARAMETERS_READ + 1)), "application/x-www-form-urlencoded"),
        (b"no parts", "multipart/form-data; boundary=x"),
        (b"no parts", "multipart/form-data"),
        (b"", ""),
    ],
)
def test_what_cannot_be_read_counts_as_empty_where_the_gateway_is_lenient(
    sms: Gateway, body: bytes, media: str
) -> None:
    found = reading(sms, body, media)

    assert (found.document, found.troubles) == ({}, ())


@pytest.mark.parametrize("zero", ["0", ""])
def test_zero_means_not_there_for_the_members_that_say_so(sms: Gateway, zero: str) -> None:
    found = reading(sms, f"maxSmsPerMessage={zero}&validityPeriode=00&priority=0".encode())

    assert found.document == {"validityPeriode": "00", "priority": "0"}


def test_zero_as_a_number_means_not_there_too_but_false_does_not(tmp_path: Path) -> None:
    call = load(changed(tmp_path, {})).calls["send-text"]
    body = b'{"maxSmsPerMessage": 0, "validityPeriode": false, "priority": 0}'
    found = read(Request("POST", "/", "", {"content-type": "application/json"}, body), call, {}, "")

    assert found.document == {"validityPeriode": False, "priority": 0}
    assert not call.reading.coerce_first


def test_a_paths_suffix_has_its_way_before_an_accept_header(sms: Gateway) -> None:
    request = Request("GET", "/", "", {"accept": "application/json"})

    assert read(request, sms.calls["send-text"], {}, "", "xml").answer.name == "xml"
    assert read(request, sms.calls["send-text"], {}, "path").answer.name == "php"


def test_texts_are_coerced_before_the_schema_is_asked(bench: Bench) -> None:
    case = bench.case(call="send-text", form={"maxSmsPerMessage": "12", "test": "true", "priority": "x"})

    assert case.document == {"maxSmsPerMessage": 12, "test": True, "priority": "x"}
    assert bench.gateway.calls["send-text"].reading.coerce_first


def test_a_document_that_is_right_once_coerced_is_right_at_once(bench: Bench) -> None:
    schema_asked: list[object] = []
    plan = bench.gateway.calls["send-text"].plan
    usual = plan.is_valid

    def is_valid(document: object) -> bool:
        schema_asked.append(document)
        return usual(document)

    plan.is_valid = is_valid
    try:
        case = prepare(bench.request(call="send-text", form={"maxSmsPerMessage": "12"}), bench.engine)
    finally:
        plan.is_valid = usual

    assert case is not None
    assert schema_asked == [{"maxSmsPerMessage": 12}]


def test_the_path_says_how_to_answer_and_a_setting_what_stands_in_for_it(bench: Bench) -> None:
    bench.room.settings.echo_on_failure = True
    spec = {"call": "send-text", "form": {"clientMessageId": "0123", "messageContent": "x"}}
    reply = bench.send(**spec).reply
    bench.room.settings.report_sender = "originator"
    as_text = bench.send(**spec).reply
    as_xml = bench.send(**spec, suffix="xml").reply

    assert b'"clientMessageId":123,"transferId":null' in reply.body
    assert b'"clientMessageId":"0123","transferId":null' in as_text.body
    assert reply.headers == as_text.headers == (("Content-Type", "application/json; charset=utf-8"),)
    assert as_xml.body.startswith(b'<?xml version="1.0"?><response><statusCode>4019</statusCode>')
    assert b"<clientMessageId>0123</clientMessageId><transferId/>" in as_xml.body
    assert as_xml.headers == (("Content-Type", "text/xml; charset=utf-8"),)


def test_without_stand_ins_the_dialect_stays(sms: Gateway) -> None:
    writing, settings = sms.calls[""].writing, {"report_sender": "originator"}

    assert settled(DIALECTS["php"], writing, settings).name == "php_text"
    assert settled(DIALECTS["xml"], writing, settings).name == "xml"
    assert settled(DIALECTS["php"], writing, {"report_sender": "handset"}).name == "php"
    assert settled(DIALECTS["php"], writing._replace(by_setting=None), {}).name == "php"


def test_a_lenient_gateway_needs_no_row_for_what_cannot_be_read(tmp_path: Path) -> None:
    strict, lenient = changed(tmp_path / "strict", {}), changed(tmp_path / "lenient", EDITS)
    for folder in (strict, lenient):
        rows = folder / "rejections.yaml"
        rows.write_text(rows.read_text("utf-8").replace("unreadable: [syntax]", "unreadable: [size]"), "utf-8")

    assert "for the reason 'syntax'" in "".join(map(str, refused(strict)))
    assert "for the reason 'syntax'" not in "".join(map(str, refused(lenient)))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("xml: xml}}", "xml: json}}", "'json'"),
        ("xml: xml}}", "xml: jsom}}", "'jsom'"),
        ("default: php", "default: json", "'json'"),
        ("offered: {application/json: php}", "offered: {application/json: json}", "'json'"),
        ("setting: report_sender", "setting: report_sendr", "report_sender"),
        ("originator: {php", "originatr: {php", "originator"),
        ("{php: php_text}", "{json: php_text}", "'json'"),
        ("zeros: [maxSmsPerMessage", "zeros: [maxSmsPerMesage", "maxSmsPerMessage"),
    ],
)
def test_wrong_names_are_refused_at_load(tmp_path: Path, old: str, new: str, said: str) -> None:
    folder = changed(tmp_path, EDITS)
    text = (folder / FILE).read_text("utf-8")
    assert old in text
    (folder / FILE).write_text(text.replace(old, new, 1), "utf-8")

    problems = refused(folder)

    assert len(problems) == 1
    assert said in str(problems[0])
    assert problems[0].line == text[: text.index(old)].count("\n") + 1
