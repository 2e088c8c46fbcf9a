"""What a failing test of a project may have overlooked is said in its report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import hypothesis.strategies  # noqa: F401  what is first loaded inside a project's run would be loaded anew for each
import pytest

import mock_gateway.server.run
import mock_gateway.server.running  # noqa: F401  as above
from mock_gateway import play
from mock_gateway.contract.hints import REFUSALS, frozen_throttle

if TYPE_CHECKING:
    from helpers import Bench

SOURCE = """
import pytest
import requests

def send(s):
    document = {"recipientAddressList": ["447700900000"], "messageContent": "hi"}
    auth = (s.credentials.username, s.credentials.password)
    return requests.post(s.url + "/rest/smsmessaging/text", json=document, auth=auth, timeout=20).json()

def until_accepted(s, tries):
    s.account.request_limit = 1
    send(s)
    assert 2000 in [send(s)["statusCode"] for _ in range(tries)]
"""


def throttled(bench: Bench, times: int) -> None:
    """Be refused by a throttle."""
    bench.account.state.request_limit = 1
    for _ in range(times + 1):
        bench.send()


def test_a_test_that_fails_by_a_throttle_at_a_frozen_instant_is_told_how_to_move_it(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(SOURCE + "\ndef test_tries(websms):\n    until_accepted(websms, 3)\n")
    result = pytester.runpytest_inprocess("-W", "error", "-p", "no:cacheprovider")

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "*- hint for websms -*",
            "A throttle refused 3 requests at one instant*s.clock.advance('1s')*gateway_clock('real')*",
            "*- journal of websms -*",
        ]
    )


def test_a_test_that_fails_for_another_reason_is_told_nothing(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        SOURCE
        + """
def test_once(websms):
    until_accepted(websms, 1)

@pytest.mark.gateway_clock("real")
def test_real(websms):
    websms.account.request_window = 3600
    until_accepted(websms, 5)

def test_right(websms):
    websms.account.request_limit = 1
    assert [send(websms)["statusCode"] for _ in range(5)][0] == 2000
"""
    )
    result = pytester.runpytest_inprocess("-W", "error", "-p", "no:cacheprovider")

    result.assert_outcomes(failed=2, passed=1)
    result.stdout.no_fnmatch_line("*hint for*")


@pytest.mark.parametrize(("times", "hinted"), [(REFUSALS - 1, False), (REFUSALS, True), (REFUSALS + 4, True)])
def test_it_takes_some_refusals_at_one_instant(websms_bench: Bench, times: int, hinted: bool) -> None:  # noqa: FBT001  a column
    throttled(websms_bench, times)
    hint = frozen_throttle(websms_bench.world.journal, "frozen")

    assert hinted == bool(hint)
    assert (f"refused {times} requests" in hint) is hinted


def test_a_client_that_moves_the_clock_between_its_tries_is_told_nothing(websms_bench: Bench) -> None:
    websms_bench.account.state.request_limit = 1
    for _ in range(10):
        websms_bench.send()
        websms_bench.advance("1s")

    assert frozen_throttle(websms_bench.world.journal, "frozen") == ""


def test_a_throttle_that_a_test_played_is_no_reason(websms_bench: Bench) -> None:
    play.reject_for(websms_bench.world, websms_bench.gateway, "throttled", times=5)
    for _ in range(5):
        websms_bench.send()

    assert frozen_throttle(websms_bench.world.journal, "frozen") == ""


def test_a_real_clock_opens_windows_by_itself(websms_bench: Bench) -> None:
    throttled(websms_bench, 5)

    assert frozen_throttle(websms_bench.world.journal, "real") == ""
