"""The throttle of TransmitSMS and its white label: 15 calls a second, to the millisecond, however they come."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import Bench
from mock_gateway.pipeline import answer

if TYPE_CHECKING:
    from mock_gateway import Session
    from mock_gateway.model.wire import Request

LIMIT = 15
BOTH = pytest.mark.parametrize("gateway", ["transmitsms", "cellcast"])
AMOUNTS = pytest.mark.parametrize("calls", [1, 15, 16, 100])
THREADS = pytest.mark.parametrize("threads", [1, 16])
BALANCE = {"call": "get-balance"}


def statuses(bench: Bench, calls: int, threads: int = 1) -> list[int]:
    """Make a number of calls at one instant, and give their statuses."""
    request = bench.request(**BALANCE)

    def call(each: Request) -> int:
        return answer(each, bench.engine).status

    if threads == 1:
        return [call(request) for _ in range(calls)]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(call, [request] * calls))


@BOTH
@AMOUNTS
@THREADS
def test_fifteen_calls_of_a_second_pass_and_no_more(gateway: str, calls: int, threads: int) -> None:
    found = statuses(Bench(gateway), calls, threads)

    assert found.count(200) == min(calls, LIMIT)
    assert found.count(429) == max(0, calls - LIMIT)


@AMOUNTS
@THREADS
def test_a_millisecond_before_the_edge_is_the_old_window_and_one_later_the_new(calls: int, threads: int) -> None:
    bench = Bench("transmitsms")
    statuses(bench, LIMIT)

    bench.advance("999ms")
    before = statuses(bench, 1)
    bench.advance("1ms")
    after = statuses(bench, calls, threads)

    assert before == [429]
    assert after.count(200) == min(calls, LIMIT)


@pytest.mark.parametrize(("kind", "first_open"), [("fixed", 100), ("sliding", 1000), ("bucket", 67)])
def test_each_kind_of_window_opens_at_its_own_millisecond(kind: str, first_open: int) -> None:
    """At 900 ms of a second: a fixed window ends with it, a sliding one in 1 s, a bucket has a token in 1/15 s."""
    bench = Bench("transmitsms")
    bench.room.settings.throttle_window = kind
    bench.advance("900ms")
    statuses(bench, LIMIT)

    bench.advance(f"{first_open - 1}ms")
    before = statuses(bench, 1)
    bench.advance("1ms")
    after = statuses(bench, 1)

    assert (before, after) == ([429], [200])


@pytest.mark.parametrize("suffix", ["json", "xml"])
def test_all_calls_in_both_forms_count_together(suffix: str) -> None:
    bench = Bench("transmitsms")
    for call in ("get-balance", "get-lists", "get-sms", "no-such-call", "get-link-hits"):
        for _ in range(3):
            bench.send(path=f"/{call}.{suffix}", form={})

    refused = bench.send()

    assert refused.code == "OVER_LIMIT"


def test_a_throttled_call_is_not_executed() -> None:
    bench = Bench("transmitsms")
    statuses(bench, LIMIT)

    refused = bench.send()

    assert refused.code == "OVER_LIMIT"
    assert list(bench.world.store.all()) == []
    assert bench.account.used.get("spent", 0) == 0


def test_accounts_do_not_share_a_window() -> None:
    first = Bench("transmitsms")
    second = Bench("transmitsms", first.engine)
    statuses(first, LIMIT + 1)

    assert statuses(second, 1) == [200]


@settings(max_examples=40)
@given(limit=st.integers(1, 30), calls=st.lists(st.integers(0, 700), min_size=1, max_size=60))
def test_whoever_hammers_is_refused_as_often_as_arithmetic_says(limit: int, calls: list[int]) -> None:
    """Calls come after these milliseconds; a fixed second lets the first `limit` of it through."""
    bench = Bench("transmitsms")
    bench.account.state.calls_a_window = limit
    expected, found, now, seen = [], [], bench.world.clock.now(), {}
    for wait in calls:
        now += wait
        bench.advance(f"{wait}ms")
        seen[now // 1000] = seen.get(now // 1000, 0) + 1
        expected.append(200 if seen[now // 1000] <= limit else 429)
        found += statuses(bench, 1)

    assert found == expected


@settings(max_examples=20)
@given(limit=st.integers(1, 30), kind=st.sampled_from(["fixed", "sliding", "bucket"]), calls=st.integers(1, 90))
def test_whoever_waits_the_right_time_is_never_refused(limit: int, kind: str, calls: int) -> None:
    """Right is a second's share of the limit between two calls, rounded up to a millisecond."""
    bench = Bench("transmitsms")
    bench.account.state.calls_a_window = limit
    bench.room.settings.throttle_window = kind
    found = []
    for _ in range(calls):
        found += statuses(bench, 1)
        bench.advance(f"{-(-1000 // limit)}ms")

    assert found == [200] * calls


@pytest.mark.parametrize("calls", [15, 16, 100])
def test_sixteen_threads_over_http_are_refused_exactly_as_often(transmitsms: Session, calls: int) -> None:
    credentials = (transmitsms.credentials.key, transmitsms.credentials.secret)
    to = {"message": "Hello", "to": "61491570156"}

    def send(_number: int) -> int:
        return requests.post(f"{transmitsms.url}/send-sms.json", data=to, auth=credentials, timeout=20).status_code

    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(send, range(calls)))

    assert found.count(200) == LIMIT == len(transmitsms.messages)
    assert found.count(429) == calls - LIMIT
