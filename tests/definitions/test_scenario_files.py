"""Scenario files are found by name, parsed as they are used, and checked as everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpers import line_of
from mock_gateway.definitions import scenarios as files
from mock_gateway.definitions.scenarios import Library, load
from mock_gateway.errors import DataError, DataErrors, UsageError
from mock_gateway.model.scenario import Matcher, Scenario

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """\
title: A priority above the account's
gateway: websms
covers: [4015, 2000]
source: websms.fields
given:
  clock: 2026-01-05T09:00:00Z
  settings: {auth_failure: status4001}
  account: {max_priority: 5, request_limit: 20}
  throttle: {requests_per_address: 15}
  used: {messages: 3}
play:
  - {reject: 5003, times: 2, call: send-text}
  - {fault: dribble, when: after}
  - {outcome: expired}
  - {cause: no_credit}
  - {chaos: duplicate}
steps:
  - request: {call: send-text, json: {messageContent: hi, priority: 6}}
    reply: {status: 200, body: {statusCode: 4015, transferId: !absent , id: !uuid , x: !any , y: !regex "^a+$"}}
    keep: {transfer: /transferId}
  - advance: 1s
  - given: {account: {max_priority: 9}}
    request: {call: send-text, json: {clientMessageId: !kept transfer}}
  - request: {path: /rest/nowhere, method: GET}
    reply: {status: 404}
"""


PAGED = """\
title: Eleven lists
gateway: transmitsms
covers: [SUCCESS]
given:
  records: {lists: 11}
steps:
  - request: {call: get-lists}
"""


def write(folder: Path, text: str, name: str = "websms/rejections/priority") -> Path:
    path = folder / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def errors_of(path: Path) -> list[DataError]:
    with pytest.raises((DataError, DataErrors)) as caught:
        load(path, "x")
    problem = caught.value
    return problem.errors if isinstance(problem, DataErrors) else [problem]


def test_a_scenario_is_read_as_its_file_says_it(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    scenario = load(path, "websms/rejections/priority")

    assert (
        scenario.name,
        scenario.gateway,
        scenario.covers,
    ) == ("websms/rejections/priority", "websms", ("4015", "2000"))
    assert scenario.given["account"] == {"max_priority": 5, "request_limit": 20}
    assert scenario.play[0] == {"reject": 5003, "times": 2, "call": "send-text"}
    assert tuple(step.line for step in scenario.steps) == (18, 21, 22, 24)
    assert scenario.steps[0].reply["body"]["transferId"] == Matcher("absent")
    assert scenario.steps[0].reply["body"]["y"] == Matcher("regex", "^a+$")
    assert scenario.steps[0].keep == {"transfer": "/transferId"}
    assert scenario.steps[1].advance == "1s"
    assert (scenario.steps[2].request or {})["json"]["clientMessageId"] == Matcher("kept", "transfer")
    assert scenario.can_be_armed


@pytest.mark.parametrize(
    ("records", "said"),
    [
        ("{list: 11}", "unknown records 'list': did you mean 'lists'"),
        ("{lists: -1}", "less than the minimum of 0"),
        ("{lists: 100001}", "greater than the maximum of 100000"),
    ],
)
def test_records_that_cannot_be_made_are_refused_with_their_line(tmp_path: Path, records: str, said: str) -> None:
    path = write(tmp_path, PAGED.replace("{lists: 11}", records), "transmitsms/pagination/lists")
    [error] = errors_of(path)

    assert (str(path), 5) == (error.file, error.line)
    assert said in error.problem


@pytest.mark.parametrize(
    ("old", "new", "wrong", "right"),
    [
        ("gateway: websms", "gateway: websm", "websm", "websms"),
        ("covers: [4015, 2000]", "covers: [40155, 2000]", "40155", "4015"),
        ("source: websms.fields", "source: websms.field", "websms.field", "websms.fields"),
        ("{auth_failure: status4001}", "{auth_failur: status4001}", "auth_failur", "auth_failure"),
        ("{auth_failure: status4001}", "{auth_failure: status4002}", "status4002", "status4001"),
        ("{max_priority: 5,", "{max_priorty: 5,", "max_priorty", "max_priority"),
        ("{requests_per_address: 15}", "{requests_per_adress: 15}", "requests_per_adress", "requests_per_address"),
        ("reject: 5003,", "reject: 50033,", "50033", "5003"),
        ("fault: dribble", "fault: dribbel", "dribbel", "dribble"),
        ("outcome: expired", "outcome: expird", "expird", "expired"),
        ("cause: no_credit", "cause: no_credits", "no_credits", "no_credit"),
        ("chaos: duplicate", "chaos: duplicat", "duplicat", "duplicate"),
        ("when: after", "when: aftr", "aftr", "after"),
        ("times: 2, call: send-text", "times: 2, call: send-txt", "send-txt", "send-text"),
        ("{call: send-text, json: {messageContent", "{call: send-txt, json: {messageContent", "send-txt", "send-text"),
        ("given: {account: {max_priority: 9}}", "given: {account: {max_priorit: 9}}", "max_priorit", "max_priority"),
        ("reply: {status: 404}", "repl: {status: 404}", "repl", "reply"),
        ("advance: 1s", "advanc: 1s", "advanc", "advance"),
        ("path: /rest/nowhere, method: GET", "path: /rest/nowhere, methd: GET", "methd", "method"),
        ("used: {messages: 3}", "usd: {messages: 3}", "usd", "used"),
        ("path: /rest/nowhere, method: GET", "path: /rest/nowhere, method: GE", "GE", "GET"),
        ("used: {messages: 3}", "used: {mesages: 3}", "mesages", "messages"),
        ("json: {messageContent: hi, priority: 6}", "auth: unknwn", "unknwn", "unknown"),
    ],
)
def test_an_unknown_name_is_refused_with_its_line_and_the_nearest_right_one(
    tmp_path: Path, old: str, new: str, wrong: str, right: str
) -> None:
    assert old in GOOD
    path = write(tmp_path, GOOD.replace(old, new, 1))
    errors = errors_of(path)

    assert (errors[-1].file, errors[-1].line) == (str(path), line_of(path, new))
    assert f"{wrong!r}" in errors[-1].problem
    assert f"{right!r}" in errors[-1].problem


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("title: A priority above the account's\n", "", "the key 'title' is missing"),
        ("{max_priority: 5,", "{max_priority: high,", "max_priority cannot be 'high': it is integer"),
        ("{requests_per_address: 15}", "{requests_per_address: many}", "many"),
        ("times: 2,", "times: 0,", "0 is less than the minimum of 1"),
        ("{path: /rest/nowhere, method: GET}", "{method: GET}", "a request names a `call`"),
        ("{path: /rest/nowhere, method: GET}", "{path: {id: 1}}", "a request names a `call`"),
        ('!regex "^a+$"', '!regex "("', "!regex '('"),
        ("x: !any", "x: !anny", "the tag !anny is not allowed here: only !absent, !any"),
        ("advance: 1s", "advance: soon", "'soon' is no duration"),
        ("clock: 2026-01-05T09:00:00Z", "clock: today", "'today' is no instant"),
        ("reject: 5003,", "reject: blacklisted,", "takes single recipients out"),
        ("reject: 5003,", "reject: 2001,", "2001"),
        ("!kept transfer", "!kept tranfer", "tranfer"),
        ("keep: {transfer: /transferId}", "keep: {transfer: transferId}", "transferId"),
    ],
)
def test_what_cannot_be_is_refused_with_its_line(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert old in GOOD
    path = write(tmp_path, GOOD.replace(old, new, 1))
    errors = errors_of(path)

    assert problem in errors[0].problem
    assert errors[0].file == str(path)
    assert errors[0].line == line_of(path, new)


NEUTRAL = """\
title: Whatever the gateway, it is out of service once
gateway: any
covers: [unavailable]
given: {account: {}}
play:
  - {cause: unavailable}
  - {fault: reset}
  - {chaos: duplicate}
  - {outcome: expired}
steps:
  - request: {sample: accepted}
    reply: {cause: unavailable}
"""


def test_a_neutral_scenario_belongs_to_every_gateway(tmp_path: Path) -> None:
    scenario = load(write(tmp_path, NEUTRAL, "any/unavailable"), "any/unavailable")

    assert scenario.is_neutral
    assert scenario.covers == ("unavailable",)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("covers: [unavailable]", "covers: [unavailble]", "did you mean 'unavailable'"),
        ("{cause: unavailable}\n  - {fault", "{cause: unavailble}\n  - {fault", "did you mean 'unavailable'"),
        ("reply: {cause: unavailable}", "reply: {cause: unavailble}", "did you mean 'unavailable'"),
        ("fault: reset", "fault: rest", "'reset'"),
        ("chaos: duplicate", "chaos: duplicat", "'duplicate'"),
        ("outcome: expired", "outcome: expird", "'expired'"),
        ("{cause: unavailable}\n  - {fault", "{reject: 5003}\n  - {fault", "names a `cause` instead of a code"),
        ("request: {sample: accepted}", "request: {call: send-text}", "sends a `sample`"),
        ("given: {account: {}}", "given: {account: {blacklist: []}}", "blacklist"),
        ("{sample: accepted}", "{sample: acepted}", "'accepted'"),
    ],
)
def test_a_neutral_scenario_speaks_of_what_all_gateways_have(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert old in NEUTRAL
    path = write(tmp_path, NEUTRAL.replace(old, new, 1), "any/unavailable")
    errors = errors_of(path)

    assert problem in errors[0].problem
    assert (errors[0].file, errors[0].line) == (str(path), line_of(path, new))


def test_a_user_has_scenarios_of_a_gateway_and_ours_in_one_list(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    names = Library(tmp_path).names("websms")

    assert "websms/rejections/priority" in names
    assert names == sorted(names)
    assert {"any", "websms"} >= {name.split("/")[0] for name in names}


@pytest.mark.parametrize(
    "name", ["rejections/priority", "websms/rejections/priority", "websms/rejections/priority.yaml"]
)
def test_a_scenario_is_found_with_and_without_its_gateways_folder(tmp_path: Path, name: str) -> None:
    write(tmp_path, GOOD)

    assert Library(tmp_path).get(name, "websms").name == "websms/rejections/priority"


def test_a_folder_of_the_users_wins_over_ours_and_a_later_one_over_an_earlier(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ours", "users", "others"):
        write(tmp_path / name, GOOD.replace("A priority above the account's", f"It is of {name}"))
    monkeypatch.setattr(files, "own_folder", lambda: tmp_path / "ours")

    def title(*folders: str) -> str:
        return Library(*(tmp_path / folder for folder in folders)).get("rejections/priority", "websms").title

    assert title() == "It is of ours"
    assert title("users") == "It is of users"
    assert title("users", "others") == "It is of others"


def test_an_unknown_scenario_is_answered_with_the_nearest(tmp_path: Path) -> None:
    write(tmp_path, GOOD)

    with pytest.raises(UsageError, match="unknown scenario 'rejections/priorty': did you mean 'rejections/priority'"):
        Library(tmp_path).get("rejections/priorty", "websms")


def test_a_missing_folder_is_refused() -> None:
    from pathlib import Path  # noqa: PLC0415  for this one claim

    with pytest.raises(UsageError, match="there is no folder of scenarios '/nowhere/at/all'"):
        Library(Path("/nowhere/at/all"))


def test_a_broken_file_breaks_only_what_uses_it(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    broken = write(tmp_path, "title: [\n", "websms/rejections/broken")
    library = Library(tmp_path)

    assert "websms/rejections/broken" in library.names("websms")
    assert isinstance(library.get("rejections/priority", "websms"), Scenario)
    with pytest.raises(DataError) as caught:
        library.get("rejections/broken", "websms")
    assert caught.value.file == str(broken)


def test_all_gives_the_scenarios_of_one_gateway(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "own_folder", lambda: tmp_path)
    write(tmp_path, GOOD)
    write(tmp_path, GOOD, "any/unavailable")
    write(tmp_path, "title: x\ngateway: bestsms\ncovers: []\nsteps: [{advance: 1s}]\n", "bestsms/other")

    assert [each.name for each in Library().all("websms")] == ["any/unavailable", "websms/rejections/priority"]
    assert len(list(Library().all())) == 3


def test_a_scenario_that_only_shows_a_transcript_cannot_be_armed(tmp_path: Path) -> None:
    path = write(tmp_path, "title: x\ngateway: websms\ncovers: [2000]\nsteps: [{request: {call: send-text}}]\n")

    assert not load(path, "x").can_be_armed
