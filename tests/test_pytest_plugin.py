"""The pytest plugin, as a project that uses it meets it: each test below runs a small project of its own."""

from __future__ import annotations

# Some of this is loaded only for the projects: what is first loaded inside one of them would be loaded anew for each.
import hypothesis.strategies  # noqa: F401
import pytest
import requests  # noqa: F401

import mock_gateway.server.run
import mock_gateway.server.running  # noqa: F401

HELPERS = """
import requests

def send(s, **changes):
    document = {"recipientAddressList": ["447700900000"], "messageContent": "hi", **changes}
    auth = (s.credentials.username, s.credentials.password)
    return requests.post(s.url + "/rest/smsmessaging/text", json=document, auth=auth, timeout=20).json()

def send_best(s):
    document = {"MessageData": {"Message": "hi", "Destinations": ["+61491570156"]}}
    headers = {"Authorization": f"Basic {s.credentials.token}"}
    return requests.post(s.url + "/api/v2.04/send/sms", json=document, headers=headers, timeout=20).json()
"""

LIMITED = """
title: The account may send to one recipient more
gateway: websms
covers: [4013]
source: websms.status_codes
given: {account: {message_limit: 1}}
steps:
  - request: {call: send-text, json: {recipientAddressList: ["447700900000"], messageContent: hi}}
    reply: {status: 200, body: {statusCode: 2000}}
  - request: {call: send-text, json: {recipientAddressList: ["447700900000"], messageContent: hi}}
    reply: {status: 200, body: {statusCode: 4013}}
"""

REFUSED = """
title: The gateway is out of service for one request
gateway: websms
covers: [5003]
source: websms.status_codes
play: [{reject: 5003}]
steps:
  - request: {call: send-text, json: {recipientAddressList: ["447700900000"], messageContent: hi}}
    reply: {status: 200, body: {statusCode: 5003}}
"""

SHOWN = """
title: A transcript, and nothing to arm
gateway: websms
covers: [2000]
source: websms.status_codes
steps:
  - request: {call: send-text, json: {recipientAddressList: ["447700900000"], messageContent: hi}}
    reply: {status: 200, body: {statusCode: 2000}}
"""

BROKEN = """
title: A scenario with a wrong name in it
gateway: websms
covers: [4013]
given: {account: {message_limits: 1}}
steps:
  - request: {call: send-text, json: {}}
"""


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    """Make a project with scenarios of its own."""
    pytester.makeini("[pytest]\ngateway_scenarios = own\naddopts = --strict-markers -W error -p no:cacheprovider\n")
    pytester.makepyfile(project_requests=HELPERS)
    folder = pytester.mkdir("own") / "websms" / "mine"
    folder.mkdir(parents=True)
    for name, text in {"limited": LIMITED, "refused": REFUSED, "shown": SHOWN, "broken": BROKEN}.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return pytester


def run(project: pytest.Pytester, source: str, *arguments: str) -> pytest.RunResult:
    """Run a project's only test module."""
    project.makepyfile(test_it=f"import pytest\nfrom project_requests import send, send_best\n{source}")
    return project.runpytest_inprocess(*arguments)


def test_each_gateway_has_a_fixture_and_a_second_name_for_it(project: pytest.Pytester) -> None:
    result = run(
        project,
        """
def test_names(bestsms, websms, bestsms_gateway, websms_gateway, gateways):
    assert bestsms is bestsms_gateway and websms is websms_gateway
    assert (bestsms.gateway, websms.gateway) == ("bestsms", "websms")
    assert bestsms.url.startswith(gateways.url) and websms.url.startswith(gateways.url)
    assert sorted(bestsms.credentials) == ["api_key", "sender", "token"]
    assert sorted(websms.credentials) == ["password", "token", "username"]
    assert send(websms)["statusCode"] == 2000
    assert send_best(bestsms)["Result"] == "Success"
""",
    )

    result.assert_outcomes(passed=1)


def test_the_fixtures_speak_https_where_the_ini_file_says_so(project: pytest.Pytester) -> None:
    project.makeini("[pytest]\ngateway_tls = true\naddopts = -W error -p no:cacheprovider\n")
    result = run(
        project,
        """
def test_tls(websms, monkeypatch):
    for name, file in websms.tls.environment.items():
        monkeypatch.setenv(name, file)
    assert websms.url.startswith("https://")
    assert send(websms)["statusCode"] == 2000
""",
    )

    result.assert_outcomes(passed=1)


def test_each_test_has_a_session_and_credentials_of_its_own_on_one_server(project: pytest.Pytester) -> None:
    result = run(
        project,
        """
seen = []

@pytest.mark.parametrize("number", range(3))
def test_alone(websms, gateways, number):
    websms.settings.queued_from = 1
    assert len(websms.messages) == len(websms.journal) == 0
    assert send(websms)["statusCode"] == 2001
    assert len(websms.messages) == len(websms.journal) == 1
    seen.append((gateways.url, websms.url, *websms.credentials.values()))

def test_together(websms):
    servers, *others = [set(each) for each in zip(*seen)]
    assert len(servers) == 1
    assert [len(each) for each in others] == [3] * len(others)
    assert websms.settings.queued_from is None
""",
    )

    result.assert_outcomes(passed=4)


def test_a_clock_stands_unless_the_marker_says_otherwise(project: pytest.Pytester) -> None:
    result = run(
        project,
        """
from datetime import UTC, datetime, timedelta

def test_frozen(websms):
    assert websms.clock.now == datetime(2026, 1, 5, 9, tzinfo=UTC)
    websms.clock.advance("1h30m")
    assert websms.clock.now == datetime(2026, 1, 5, 10, 30, tzinfo=UTC)

@pytest.mark.gateway_clock("2027-02-03T04:05:06Z")
def test_elsewhere(websms, bestsms):
    assert websms.clock.now == bestsms.clock.now == datetime(2027, 2, 3, 4, 5, 6, tzinfo=UTC)

@pytest.mark.gateway_clock("real")
def test_real(websms):
    assert abs(datetime.now(UTC) - websms.clock.now) < timedelta(hours=1)

@pytest.mark.gateway_clock("noon")
def test_nonsense(websms):
    pass

@pytest.mark.gateway_clock()
def test_empty(websms):
    pass
""",
    )

    result.assert_outcomes(passed=3, errors=2)
    result.stdout.fnmatch_lines(["*'noon' is no instant: write it as*", "*the marker gateway_clock takes one text*"])


def test_the_scenario_marker_arms_in_the_order_of_the_decorators(project: pytest.Pytester) -> None:
    result = run(
        project,
        """
@pytest.mark.scenario("mine/refused")
@pytest.mark.scenario("mine/limited")
def test_armed(websms):
    assert [send(websms)["statusCode"] for _ in range(4)] == [5003, 2000, 4013, 4013]
    assert [each.forced for each in websms.journal] == [True, False, False, False]

@pytest.mark.scenario("websms/mine/refused.yaml")
def test_whole_name(websms):
    assert send(websms)["statusCode"] == 5003

def test_not_armed(websms):
    assert [send(websms)["statusCode"] for _ in range(2)] == [2000, 2000]
""",
    )

    result.assert_outcomes(passed=3)


def test_a_scenario_can_be_played_in_the_middle_of_a_test(project: pytest.Pytester) -> None:
    result = run(
        project,
        """
def test_play(websms):
    first = send(websms)["statusCode"]
    websms.play("mine/refused")
    assert [first, send(websms)["statusCode"], send(websms)["statusCode"]] == [2000, 5003, 2000]
""",
    )

    result.assert_outcomes(passed=1)


def test_rejections_are_forced_as_often_and_on_the_calls_that_are_asked_for(project: pytest.Pytester) -> None:
    result = run(
        project,
        """
import requests

def test_times(websms):
    websms.reject(4013, times=2)
    websms.reject("SMS_DISABLED")
    assert [send(websms)["statusCode"] for _ in range(4)] == [4013, 4013, 4035, 2000]

def test_call(bestsms):
    bestsms.reject("Message(s) NOT found", call="get-status")
    sent = send_best(bestsms)
    headers = {"Authorization": f"Basic {bestsms.credentials.token}"}
    url = f"{bestsms.url}/api/v2.04/get/status/{sent['MessageID']}"
    polls = [requests.get(url, headers=headers, timeout=20).json()["Result"] for _ in range(2)]
    assert (sent["Result"], polls) == ("Success", ["Failed", "Success"])
""",
    )

    result.assert_outcomes(passed=2)


def test_messages_and_journal_tell_what_happened_and_why(project: pytest.Pytester) -> None:
    result = run(
        project,
        """
def test_told(websms):
    send(websms, clientMessageId="c1")
    send(websms, priority=999999)
    websms.reject(4013)
    send(websms, priority=999999)
    accepted, refused, forced = websms.journal
    assert [message.text for message in websms.messages] == ["hi"]
    assert websms.messages[0].fields["clientMessageId"] == "c1"
    assert (accepted.accepted, accepted.code, accepted.message_id) == (True, None, websms.messages[0].id)
    assert (refused.code, refused.forced) == (4015, False)
    assert (refused.verdict.place, refused.verdict.value) == ("/priority", 999999)
    assert (forced.code, forced.forced, forced.organic.row.code) == (4013, True, 4015)

def test_explained(websms):
    send(websms)
    send(websms, priority=999999, validityPeriode=1)
    accepted, refused = [websms.explain(exchange) for exchange in websms.journal]
    assert accepted.verdict is None
    assert (refused.verdict.row.code, [each.row.code for each in refused.following]) == (4041, [4015])
    assert refused.mend == "set /validityPeriode to 60"
    assert "rejections.yaml:" in str(refused)

def test_delivered(websms):
    send(websms)
    before = websms.messages[0].recipients[0].status
    websms.clock.advance("2s")
    assert (before, websms.messages[0].recipients[0].status) == ("accepted", "delivered")
""",
    )

    result.assert_outcomes(passed=3)


def test_each_hypothesis_example_starts_afresh_and_with_what_the_markers_armed(project: pytest.Pytester) -> None:
    result = run(
        project,
        """
from hypothesis import HealthCheck, given, settings, strategies as st

@pytest.mark.scenario("mine/limited")
@settings(max_examples=15, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(codec="ascii", min_codepoint=33), min_size=1))
def test_fresh(websms, text):
    with websms.fresh() as s:
        assert len(s.messages) == len(s.journal) == 0
        s.settings.queued_from = 1
        assert [send(s, messageContent=text)["statusCode"] for _ in range(2)] == [2001, 4013]
        assert [message.text for message in s.messages] == [text]
        s.reject(5000, times=99)
""",
    )

    result.assert_outcomes(passed=1)


def test_an_exception_inside_the_server_fails_the_test_that_caused_it_by_name(project: pytest.Pytester) -> None:
    result = run(
        project,
        """
from mock_gateway.definitions.load import gateway

def broken(case, judgement):
    raise ZeroDivisionError("inside the server")

def test_before(websms):
    assert send(websms)["statusCode"] == 2000

def test_culprit(websms, monkeypatch):
    monkeypatch.setattr(gateway("websms").calls["send-text"], "operation", broken)
    assert send(websms)["statusCode"] == 5000

def test_after(websms):
    assert send(websms)["statusCode"] == 2000
""",
    )

    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(["*ZeroDivisionError: inside the server*", "FAILED test_it.py::test_culprit*"])
    result.stdout.fnmatch_lines(["*while answering POST *of websms*"])


def test_a_failing_test_tells_of_the_exception_inside_the_server_too(project: pytest.Pytester) -> None:
    """The test's own assertion is what failed, but why is in the server."""
    result = run(
        project,
        """
from mock_gateway.definitions.load import gateway

def broken(case, judgement):
    raise ZeroDivisionError("inside the server")

def test_culprit(websms, monkeypatch):
    monkeypatch.setattr(gateway("websms").calls["send-text"], "operation", broken)
    assert send(websms)["statusCode"] == 2000

def test_after(websms):
    assert send(websms)["statusCode"] == 2000
""",
    )

    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*assert 5000 == 2000*"])
    result.stdout.fnmatch_lines(["*ZeroDivisionError: inside the server*"])


def test_a_failing_test_shows_the_journal_of_its_gateways(project: pytest.Pytester) -> None:
    result = run(
        project,
        """
def test_wrong(websms, bestsms):
    send(websms)
    send(websms, messageContent="")
    websms.reject(4013)
    send(websms)
    assert False

def test_right(websms):
    send(websms)
""",
    )

    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        [
            "*- journal of websms -*",
            "<exchange 1: websms send-text, HTTP 200, accepted>",
            "<exchange 2: websms send-text, HTTP 200, refused with 4009>",
            "<exchange 3: websms send-text, HTTP 200, refused with 4013 (forced)>",
        ]
    )
    result.stdout.no_fnmatch_line("*journal of bestsms*")


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("websms.reject(4052)", "*unknown code of websms '4052': did you mean *"),
        ("websms.reject(2001)", "*2001 of websms is a success, not a rejection: set s.settings.queued_from*"),
        ("websms.reject('blacklisted')", "*'blacklisted' of websms is no answer: it takes single recipients*"),
        ("websms.reject(4013, call='send-txt')", "*unknown call of websms 'send-txt': did you mean 'send-text'*"),
        ("websms.reject(4013, times=0)", "*times is how many requests are met, at least 1, not 0*"),
        ("websms.play('mine/limitd')", "*unknown scenario 'mine/limitd': did you mean 'mine/limited'*"),
        ("websms.play('mine/shown')", "*'websms/mine/shown' only shows a transcript: it has neither*"),
        ("bestsms.play('websms/mine/limited')", "*is of websms, this session is of bestsms*"),
        ("setattr(websms.settings, 'queue_from', 1)", "*unknown setting 'queue_from': did you mean 'queued_from'*"),
        ("setattr(websms.settings, 'auth_failure', 'no')", "*auth_failure cannot be 'no': one of 'http401', *"),
        ("setattr(websms.account, 'message_limit', 'a')", "*message_limit cannot be 'a': it is integer or null*"),
        ("websms.credentials.user", "*unknown credential 'user': did you mean 'username'*"),
        ("websms.clock.advance('soon')", "*'soon' is no duration: write '500ms', '30s', *"),
        ("websms.clock.advance(-1)", "*a session's clock only moves on*"),
    ],
)
def test_a_wrong_name_or_value_is_answered_by_what_would_be_right(
    project: pytest.Pytester, action: str, said: str
) -> None:
    result = run(project, f"def test_wrong(websms, bestsms):\n    {action}\n")

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([said])


def test_an_exchange_of_another_session_cannot_be_explained(project: pytest.Pytester) -> None:
    result = run(
        project,
        """
def test_wrong(websms, bestsms):
    send(websms)
    bestsms.explain(websms.journal[0])
""",
    )

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*was not met by this session's gateway*"])


def test_a_broken_scenario_is_told_with_file_and_line(project: pytest.Pytester) -> None:
    result = run(
        project,
        """
@pytest.mark.scenario("mine/broken")
def test_marked(websms):
    pass

def test_played(websms):
    websms.play("mine/broken")
""",
    )

    result.assert_outcomes(failed=1, errors=1)
    told = "*own/websms/mine/broken.yaml:5: unknown account field 'message_limits': did you mean 'message_limit'*"
    result.stdout.fnmatch_lines([told, told])


def test_a_folder_of_scenarios_that_is_not_there_is_told(pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\ngateway_scenarios = nowhere\n")
    pytester.makepyfile("def test_play(websms):\n    websms.play('x')\n")

    result = pytester.runpytest_inprocess("-p", "no:cacheprovider")

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*there is no folder of scenarios *nowhere*"])


def test_a_scenario_that_lies_in_no_gateways_folder_is_found_and_suggested(project: pytest.Pytester) -> None:
    (project.path / "own" / "outage.yaml").write_text(REFUSED, "utf-8")
    result = run(
        project,
        """
@pytest.mark.scenario("outage")
def test_found(websms):
    assert send(websms)["statusCode"] == 5003

def test_misspelt(websms):
    websms.play("outages")
""",
    )

    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*unknown scenario 'outages': did you mean 'outage'*"])


def test_the_markers_are_declared(project: pytest.Pytester) -> None:
    result = project.runpytest_inprocess("--markers")

    result.stdout.fnmatch_lines(["@pytest.mark.scenario(name): *", "@pytest.mark.gateway_clock(mode): *"])


def test_a_run_that_asks_for_no_gateway_starts_no_server(project: pytest.Pytester) -> None:
    """Checked in a process of its own, since this one has long loaded everything."""
    project.makepyfile(
        """
import sys

def test_nothing():
    assert not {"uvicorn", "flask", "mock_gateway.server.running"} & sys.modules.keys()
"""
    )

    result = project.runpytest_subprocess("-p", "no:hypothesispytest")

    result.assert_outcomes(passed=1)


def test_sessions_are_apart_under_xdist(project: pytest.Pytester) -> None:
    project.makepyfile(
        test_it="""
import pytest
from project_requests import send

@pytest.mark.scenario("mine/limited")
@pytest.mark.parametrize("number", range(8))
def test_alone(websms, number):
    assert [send(websms)["statusCode"] for _ in range(2)] == [2000, 4013]
"""
    )

    result = project.runpytest_subprocess("-n", "2")

    result.assert_outcomes(passed=8)
