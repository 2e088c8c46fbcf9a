"""A white label is a few lines laid over another gateway; each error points at the file where its cause stands."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from helpers import Bench, body, edited, line_of, refused
from mock_gateway.cli import main
from mock_gateway.contract.completeness import uncovered
from mock_gateway.definitions import resources
from mock_gateway.definitions.load import all_gateways, gateway, load
from mock_gateway.definitions.resources import gateways
from mock_gateway.definitions.scenarios import Library, plays_at
from mock_gateway.engine import Engine
from mock_gateway.errors import UsageError
from mock_gateway.play import arm

if TYPE_CHECKING:
    from pathlib import Path

    from mock_gateway.errors import DataError

ACME = """extends: websms
leaves_out:
  rejections/plain_http_refused: acme is reached over plain HTTP
name: acme
title: Acme Messaging
hosts: []
paths: {bare: false}
credentials:
  sample: {key: "acme-{id}"}
  forms: [{read: header, names: [x-acme-key], identifies: key}]
settings:
  blacklisted_code: {default: 4030}
  brand: {values: [acme, other], default: acme, about: what it calls itself, source: acme.site, confidence: documented}
"""
SITE = "acme.site: {title: Acme, page: 'https://acme.invalid', section: Home, read: 2026-11-22}\n"
OUT_OF_MESSAGES = """- code: 4013
  name: QUOTA
  cause: no_credit
  when: {fact: over_quota, quota: messages, limit: message_limit}
  message: You are out of messages.
  source: acme.site
  confidence: documented
"""
ANCHORED = [(4998, "max_priority"), (4999, "request_limit")]
"""Codes of rows, and the limit that each is about."""


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    """Make the folder of a white label of websms."""
    folder = tmp_path / "acme"
    folder.mkdir()
    (folder / "gateway.yaml").write_text(ACME, "utf-8")
    (folder / "sources.yaml").write_text(SITE, "utf-8")
    return folder


@pytest.fixture
def project(acme: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put the white label among the project's own gateways."""
    package = tmp_path / "package"
    shutil.copytree(gateways(), package / "gateways", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(acme, package / "gateways" / "acme")
    monkeypatch.setattr(resources, "PACKAGE", package)
    return package / "gateways" / "acme"


def changed(folder: Path, old: str, new: str, file: str = "gateway.yaml") -> list[DataError]:
    """Change the white label so that it does not load, and give the errors."""
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")
    return refused(folder)


def test_a_white_label_has_all_that_it_does_not_say_itself(acme: Path) -> None:
    found, parent = load(acme), gateway("websms")

    assert (found.name, found.parent, found.title, found.hosts) == ("acme", "websms", "Acme Messaging", ())
    assert [row.key for row in found.rows] == [row.key for row in parent.rows]
    assert list(found.calls) == list(parent.calls)
    assert found.statuses == parent.statuses
    assert (found.folds_paths, found.owns_bare_paths) == (parent.folds_paths, False)
    assert found.sources.keys() - parent.sources.keys() == {"acme.site"}


def test_a_knob_of_the_parents_is_changed_member_by_member(acme: Path) -> None:
    found, parent = load(acme).settings, gateway("websms").settings

    assert found["blacklisted_code"].default == 4030
    assert found["blacklisted_code"].values == parent["blacklisted_code"].values
    assert found.keys() - parent.keys() == {"brand"}
    assert found["auth_failure"] == parent["auth_failure"]


def test_the_parents_credentials_are_replaced_as_a_whole(acme: Path) -> None:
    found = load(acme)

    assert dict(found.credentials) == {"key": "acme-{id}"}
    assert [form.read for form in found.forms] == ["header"]


def test_requests_are_answered_with_ones_own_credentials_by_the_parents_functions(acme: Path) -> None:
    engine = Engine({**all_gateways(), "acme": load(acme)}, clock="frozen")
    bench = Bench("acme", engine)
    request = bench.request()

    assert request.headers["x-acme-key"].startswith("acme-")
    assert body(bench.answer(request))["statusCode"] == 2000
    assert bench.answer(request._replace(headers={**request.headers, "x-acme-key": "wrong"})).status == 401


def test_a_row_with_the_key_of_a_parents_row_takes_its_place_and_others_come_last(acme: Path) -> None:
    further = OUT_OF_MESSAGES.replace("4013", "4999").replace("limit: message_limit", "limit: max_priority")
    (acme / "rejections.yaml").write_text(OUT_OF_MESSAGES + further, "utf-8")
    found, parent = load(acme), gateway("websms")
    keys = [row.key for row in parent.rows]
    row = found.rows[keys.index("4013")]

    assert [row.key for row in found.rows] == [*keys, "4999"]
    assert (row.name, row.message, row.rule) == ("QUOTA", "You are out of messages.", "acme/rejections.yaml:1")


def test_a_row_says_in_which_file_it_stands(acme: Path) -> None:
    (acme / "rejections.yaml").write_text(OUT_OF_MESSAGES, "utf-8")
    found = load(acme)
    inherited = {row.key: row.rule for row in found.rows if row.key != "4013"}

    assert inherited == {row.key: row.rule for row in gateway("websms").rows if row.key != "4013"}
    assert found.by_code["4040"].gateway == "acme"


@pytest.mark.parametrize(
    ("old", "new", "at", "problem"),
    [
        ("extends: websms", "extends: websm", 1, "unknown gateway 'websm': did you mean 'websms'"),
        ("extends: websms", "extends: acme", 1, "'acme' is this gateway itself"),
        ("extends: websms", "extends: ../websms", 1, "did you mean 'websms'"),
        ("title: Acme", "tilte: Acme", 5, "unknown key 'tilte': did you mean 'title'"),
        ("title: Acme Messaging\n", "", 1, "the key 'title' is missing"),
        ("hosts: []\n", "", 1, "the key 'hosts' is missing"),
        ("paths: {bare: false}", "paths: {fold: true}", 7, "the key 'bare' is missing"),
        ("identifies: key", "identifies: username", 10, "unknown credential 'username'"),
        ("default: 4030", "default: 4032", 12, "the default cannot be"),
        ("acme.site,", "acme.sight,", 13, "did you mean 'acme.site'"),
        (": acme is reached over plain HTTP", ': ""', 3, '"" does not match'),
        ("settings:\n", "settings: []\nx:\n", 11, "[] is not of type"),
    ],
)
def test_what_the_white_label_says_wrongly_is_refused_in_its_file(
    acme: Path, old: str, new: str, at: int, problem: str
) -> None:
    errors = changed(acme, old, new)

    assert any(problem in error.problem for error in errors), [str(error) for error in errors]
    assert (str(acme / "gateway.yaml"), at) in [(error.file, error.line) for error in errors]


def test_reasons_for_leaving_out_are_only_for_white_labels(acme: Path) -> None:
    (acme / "gateway.yaml").unlink()
    shutil.copytree(gateways() / "websms", acme, dirs_exist_ok=True)

    problems = [error.problem for error in changed(acme, "name: websms", "leaves_out: {x: y}\nname: acme")]

    assert len(problems) == 1
    assert "extends" in problems[0]


def test_what_is_wrong_in_the_parent_is_refused_in_the_parents_file(acme: Path, tmp_path: Path) -> None:
    parent = tmp_path / "websms"
    shutil.copytree(gateways() / "websms", parent)
    for file, old, new in (
        ("gateway.yaml", "window: transfer_window", "window: transfer_windo"),
        ("rejections.yaml", "fact: over_quota,", "fact: over_quotas,"),
    ):
        text = (parent / file).read_text("utf-8")
        (parent / file).write_text(text.replace(old, new, 1), "utf-8")
    (acme / "rejections.yaml").write_text(OUT_OF_MESSAGES.replace("4013", "4040"), "utf-8")

    places = [(error.file, error.line) for error in refused(acme)]

    assert (str(parent / "gateway.yaml"), line_of(parent / "gateway.yaml", "transfer_windo}")) in places
    assert (str(parent / "rejections.yaml"), line_of(parent / "rejections.yaml", "over_quotas")) in places


def test_what_is_wrong_in_a_row_of_ones_own_is_refused_in_ones_own_file(acme: Path) -> None:
    (acme / "rejections.yaml").write_text(OUT_OF_MESSAGES, "utf-8")
    errors = changed(acme, "fact: over_quota", "fact: over_quotas", "rejections.yaml")

    assert [(error.file, error.line) for error in errors] == [(str(acme / "rejections.yaml"), 4)]


def test_a_row_in_the_shadow_of_an_inherited_one_says_where_that_stands(acme: Path) -> None:
    (acme / "rejections.yaml").write_text(OUT_OF_MESSAGES.replace("4013", "4998"), "utf-8")
    where = gateway("websms").by_code["4013"].rule

    assert [(error.line, where in error.problem) for error in refused(acme)] == [(1, True)]


def test_a_white_label_of_a_white_label_is_refused(acme: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(acme, other)
    errors = changed(other, "extends: websms", "extends: acme")

    assert [(error.line, error.problem) for error in errors] == [
        (1, "'acme' is a white label itself: extend 'websms', as it does")
    ]


def test_a_function_that_neither_has_is_refused(acme: Path) -> None:
    errors = changed(acme, "settings:\n", "calls: {send-text: {operation: send_txt}}\nsettings:\n")

    assert [(error.line, "did you mean 'send_text'" in error.problem) for error in errors] == [(11, True)]


def test_the_parents_scenarios_play_at_a_white_label_but_for_those_it_leaves_out(project: Path) -> None:
    found = all_gateways()["acme"]
    names = Library().names("acme")
    played = {each.name for each in Library().all("acme") if not each.is_neutral}

    assert played == {each for each in names if each.startswith("websms/")}
    assert set(Library().names("websms")) - set(names) == {"websms/rejections/plain_http_refused"}
    assert plays_at(Library().get("rejections/message_limit_reached", "acme"), found)
    assert not plays_at(Library().get("websms/rejections/plain_http_refused"), found)


def test_a_scenario_of_ones_own_is_found_before_the_parents(project: Path, tmp_path: Path) -> None:
    name = "rejections/message_limit_reached"
    text = (resources.scenarios() / "websms" / f"{name}.yaml").read_text("utf-8")
    path = tmp_path / "own" / "acme" / f"{name}.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text.replace("gateway: websms", "gateway: acme"), "utf-8")

    assert Library(tmp_path / "own").get(name, "acme").gateway == "acme"
    assert Library().get(name, "acme").gateway == "websms"


def test_a_scenario_that_is_left_out_cannot_be_armed_and_the_reason_is_told(project: Path) -> None:
    bench = Bench("acme")
    arm(bench.world, bench.gateway, Library().get("rejections/message_limit_reached", "acme"))

    with pytest.raises(UsageError, match="acme, which leaves it out: acme is reached over plain HTTP"):
        arm(bench.world, bench.gateway, Library().get("websms/rejections/plain_http_refused"))


def test_rows_are_covered_by_the_parents_scenarios_that_are_not_left_out(project: Path) -> None:
    row = OUT_OF_MESSAGES.replace("4013", "4999").replace("message_limit", "max_priority")
    (project / "rejections.yaml").write_text(row, "utf-8")
    acme = {"acme": load(project)}
    problems = [each for each in uncovered(acme, Library().all()) if "no scenario covers" in each.problem]

    assert {(each.file, each.line) for each in problems if "acme" in each.file} == {
        (resources.shown(project / "rejections.yaml"), 1)
    }
    assert all("of acme" in each.problem for each in problems)


def test_an_inherited_scenario_that_signs_in_another_way_has_to_be_left_out(project: Path) -> None:
    scenario = Library().get("websms/accepted/access_token_in_the_query")
    problems = uncovered({"acme": load(project)}, [scenario])

    (problem,) = (each.problem for each in problems if each.file == scenario.file)

    assert problem.startswith(
        "acme, which inherits this, should name it under `leaves_out`: unknown way to sign 'query'"
    )


def test_an_unknown_scenario_that_is_left_out_is_told_with_its_line_and_the_nearest(project: Path) -> None:
    path = project / "gateway.yaml"
    path.write_text(ACME.replace("plain_http_refused", "plain_http_refusd"), "utf-8")
    problems = [each for each in uncovered({"acme": load(project)}, Library().all()) if "unknown scen" in each.problem]

    assert [each.line for each in problems] == [3]
    assert "did you mean 'rejections/plain_http_refused'" in problems[0].problem


def test_the_commands_know_a_white_label(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "scenarios", "--gateway", "acme"]) == 0
    listed = capsys.readouterr().out

    assert "websms/rejections/message_limit_reached" in listed
    assert "websms/rejections/plain_http_refused " not in listed


def test_a_replay_at_a_white_label_plays_the_parents_scenarios(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ["rejections/message_limit_reached", "accepted/five_keys_in_order"]
    code = main(["replay", "--gateway", "acme", *names])

    assert (code, capsys.readouterr().out.splitlines()[-1]) == (0, "3 passed, 0 failed, 0 skipped")


def test_a_row_is_added_before_the_one_that_it_names(acme: Path) -> None:
    """Rows that name the same one keep their order."""
    parent = [row.key for row in gateway("websms").rows]
    rows = [
        OUT_OF_MESSAGES.replace("- code: 4013", f"- code: {code}\n  before: 4013").replace("message_limit", limit)
        for code, limit in ANCHORED
    ]
    (acme / "rejections.yaml").write_text("".join(rows), "utf-8")
    found = [row.key for row in load(acme).rows]
    place = parent.index("4013")

    assert found == [*parent[:place], "4998", "4999", *parent[place:]]


def test_a_row_before_one_that_is_not_there_is_refused(acme: Path) -> None:
    (acme / "rejections.yaml").write_text(OUT_OF_MESSAGES.replace("4013\n", "4999\n  before: 4014x\n", 1), "utf-8")
    (problem,) = refused(acme)

    assert "unknown row of the extended gateway '4014x': did you mean '4014'" in problem.problem
    assert (problem.file.endswith("acme/rejections.yaml"), problem.line) == (True, 2)


def test_only_a_white_label_puts_a_row_before_another_one(tmp_path: Path) -> None:
    folder = edited(tmp_path, "websms", "rejections.yaml", "  cause:", "  before: 4013\n  cause:")

    assert ["only a white label puts a row before another one"] == [each.problem for each in refused(folder)]


def test_a_row_belongs_to_all_calls_but_those_that_it_names(acme: Path) -> None:
    row = OUT_OF_MESSAGES.replace("  when:", "  not_calls: [send-text]\n  when:")
    (acme / "rejections.yaml").write_text(row, "utf-8")
    found = load(acme)

    assert set(found.calls) - set(found.by_code["4013"].calls) == {"", "send-text"}
    assert "unknown call 'send-txt'" in changed(acme, "[send-text]", "[send-txt]", "rejections.yaml")[0].problem


def test_what_is_tolerated_is_added_to_what_the_parent_tolerates(acme: Path) -> None:
    with (acme / "gateway.yaml").open("a", encoding="utf-8") as file:
        file.write("tolerates:\n  - {places: [/test], keywords: [type], because: as Acme says}\n")
    parent = [*gateway("websms").calls["send-text"].tolerates]
    found = [*load(acme).calls["send-text"].tolerates]
    problem = changed(acme, "[/test]", "[/tset]")[0]

    assert found == [*parent, {"places": ["/test"], "keywords": ["type"], "because": "as Acme says"}]
    assert "unknown place '/tset'" in problem.problem
    assert (problem.file.endswith("acme/gateway.yaml"), problem.line) == (True, len(ACME.splitlines()) + 2)


def test_outcomes_have_words_of_their_own_for_a_call(acme: Path) -> None:
    words = acme / "statuses.yaml"
    words.write_text("words: {send-text: {RESULT: Arrived}}\n", "utf-8")
    known = next(step.result for each in gateway("websms").statuses.outcomes.values() for step in each.steps)
    (problem,) = refused(acme)
    words.write_text(f"words: {{send-text: {{{known!r}: Arrived}}}}\n", "utf-8")
    found = load(acme).statuses.words

    assert "unknown result 'RESULT'" in problem.problem
    assert found["send-text"] == {known: "Arrived"}
    assert "unknown call 'send-txt'" in changed(acme, "send-text", "send-txt", "statuses.yaml")[0].problem


def test_routes_are_added_to_those_of_the_parents_call(acme: Path) -> None:
    with (acme / "gateway.yaml").open("a", encoding="utf-8") as file:
        file.write("calls:\n  send-text:\n    more_routes: [POST /acme/text]\n")
    parent = gateway("websms").calls["send-text"].routes

    assert [route.path for route in load(acme).calls["send-text"].routes] == [
        *(route.path for route in parent),
        "/acme/text",
    ]
    problems = changed(acme, "[POST /acme/text]", "[FETCH /acme/text]")
    assert {(each.file, each.line) for each in problems} == {
        (str(acme / "gateway.yaml"), len(ACME.splitlines()) + 3),
    }


def test_routes_are_added_only_to_a_call_that_the_parent_has(acme: Path) -> None:
    problems = changed(acme, "settings:\n", "calls: {send-txt: {more_routes: [POST /acme/text]}}\nsettings:\n")

    assert any("unknown key 'more_routes'" in each.problem for each in problems), [str(each) for each in problems]


def test_a_row_of_the_parents_is_about_more_calls(tmp_path: Path) -> None:
    """The parent's row stays as it is; the calls are added, and point at the white label's file."""
    tnz, parent = gateway("tnz"), gateway("bestsms")
    key = "Template not found"

    assert [*parent.by_code[key].calls, "send-whatsapp"] == [*tnz.by_code[key].calls][:2]
    assert tnz.by_code[key].rule == parent.by_code[key].rule

    (problem,) = refused(
        edited(tmp_path, "tnz", "rejections.yaml", "more_calls: [send-whatsapp,", "more_calls: [send-wapp,")
    )
    assert "unknown call 'send-wapp'" in problem.problem
    assert problem.file.endswith("tnz/rejections.yaml")


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("{key: 4014x, more_calls: [send-text]}", "unknown row of the extended gateway '4014x'"),
        ("{key: 4013, more_calls: [send-text]}", "`more_calls` stands alone with the key of a row that has `calls`"),
        ("{key: 4013, message: No, more_calls: [send-text]}", "`more_calls` stands alone"),
    ],
)
def test_calls_are_added_only_to_a_row_that_has_some(acme: Path, row: str, problem: str) -> None:
    (acme / "rejections.yaml").write_text(f"- {row}\n", "utf-8")
    (found,) = refused(acme)

    assert problem in found.problem
    assert (found.file, found.line) == (str(acme / "rejections.yaml"), 1)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("rcs: [send-rcs]}", "rsc: [send-rcs]}", "unknown kind of inbound message 'rsc': did you mean 'rcs'"),
        ("rcs: [send-rcs]}", "rcs: [send-rsc]}", "unknown call 'send-rsc': did you mean 'send-rcs'"),
    ],
)
def test_what_answers_a_call_is_checked(tmp_path: Path, old: str, new: str, problem: str) -> None:
    (found,) = refused(edited(tmp_path, "tnz", "gateway.yaml", old, new))

    assert problem in found.problem
    assert found.line == line_of(tmp_path / "tnz" / "gateway.yaml", new)
