"""`mock-gateway generate`: lines with true labels, the same for a seed on every machine, in constant memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tracemalloc
from base64 import b64decode
from typing import TYPE_CHECKING, Any

import pytest
from corpora import command, generated, lines

from mock_gateway.definitions.load import all_gateways
from mock_gateway.model.rules import Violates
from mock_gateway.strategies.changes import at_place
from mock_gateway.strategies.corpus import Corpus, Wanted
from mock_gateway.strategies.makers import of
from mock_gateway.strategies.source import First

if TYPE_CHECKING:
    from collections.abc import Iterator

GATEWAYS = tuple(all_gateways())
MEMBERS = [
    "id",
    "gateway",
    "call",
    "technique",
    "code",
    "place",
    "also",
    "given",
    "payload",
    "method",
    "target",
    "headers",
    "wire_bytes_b64",
    "expect",
    "why",
    "source",
    "confidence",
]
LIMITS = ("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems")


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_each_line_has_all_members_in_their_order(gateway: str) -> None:
    for line in lines(gateway, "--count", "200"):
        assert list(line) == MEMBERS
        assert line["gateway"] == gateway
        assert line["given"] is None or line["given"]
        assert line["confidence"] in ("documented", "observed", "inferred")
        head, _, _ = b64decode(line["wire_bytes_b64"]).partition(b"\r\n\r\n")
        first, *rest = head.decode().split("\r\n")
        assert first == f"{line['method']} {line['target']} HTTP/1.1"
        assert line["headers"].items() <= dict(each.split(": ", 1) for each in rest).items()


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_a_valid_line_has_the_code_of_the_success(gateway: str) -> None:
    success = all_gateways()[gateway].successes[0].code
    found = lines(gateway, "--valid", "--count", "50")

    assert [("valid", success, "", [])] * 50 == [
        (line["technique"], line["code"], line["place"], line["also"]) for line in found
    ]


def test_ids_tell_lines_apart_in_one_corpus_and_across_several() -> None:
    kinds = [(), ("send-text",), ("--code", "4009"), ("--code", "4019"), ("--valid",), ("--seed", "1"), ("--pairs",)]
    found = [line["id"] for kind in kinds for line in lines("websms", *kind, "--count", "50")]

    assert len(set(found)) == len(found) == 50 * len(kinds)


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_a_seed_makes_the_same_bytes_in_every_process(gateway: str) -> None:
    here = generated(gateway, "--count", "20", "--seed", "7")
    there = elsewhere(gateway, "--count", "20", "--seed", "7")

    assert here == there.stdout, there.stderr
    assert here != generated(gateway, "--count", "20", "--seed", "8")


def test_the_boundary_set_and_the_pairs_are_the_same_in_every_process() -> None:
    edges = ("websms", "send-text", "--boundaries")

    assert generated(*edges) == generated(*edges, "--seed", "8")
    for arguments in (edges, ("bestsms", "send-sms", "--pairs", "--count", "40")):
        assert generated(*arguments) == elsewhere(*arguments).stdout


def test_a_corpus_of_a_version_is_of_that_version_in_each_kind() -> None:
    for kind in ("--valid", "--all", "--pairs", "--boundaries"):
        found = lines("bestsms", "send-sms", "--version", "v3.00", kind, "--count", "20")
        assert {line["target"] for line in found} == {"/api/v3.00/sms"}, kind
        assert all(line["id"].startswith("bestsms-v3.00-") for line in found), kind
        assert all("ErrorMessage" in line["expect"]["body"] for line in found if line["expect"]["status"] == 400), kind


def elsewhere(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run `generate` in another process, whose hashes are other ones."""
    return subprocess.run(
        [sys.executable, "-m", "mock_gateway", "generate", *arguments],
        env={**os.environ, "PYTHONHASHSEED": "4711"},
        capture_output=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize("what", [("--all", "--count", "31"), ("--boundaries",), ("--boundaries", "--count", "31")])
def test_shards_make_the_whole(what: tuple[str, ...]) -> None:
    whole = lines("websms", "send-text", *what)
    shards = [lines("websms", "send-text", *what, "--shard", f"{number}/3") for number in (1, 2, 3)]

    assert [whole[first::3] for first in range(3)] == shards


def test_a_count_is_of_lines_and_of_the_first_ones() -> None:
    assert lines("websms", "--count", "5") == lines("websms", "--count", "9")[:5]
    assert lines("websms", "--count", "0") == []


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_every_code_that_a_request_can_earn_turns_up_in_a_corpus_of_everything(gateway: str) -> None:
    makers = of(gateway)
    codes = {row.code for row in makers.gateway.rows if row.key in makers.codes()}
    enough = len(makers.rejected_makers()) * 4 // 3
    found = lines(gateway, "--all", "--count", str(enough))

    assert codes == {line["code"] for line in found} - {makers.gateway.successes[0].code}
    assert 0.1 < sum(line["technique"] == "valid" for line in found) / len(found) < 0.3


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_a_refused_line_breaks_one_rule_or_says_which_others(gateway: str) -> None:
    """Some things break two: whose credentials are wrong has no messages either. Then no request breaks one alone."""
    makers = of(gateway)
    for payload in (line.payload for line in Corpus(makers, Wanted(None, "all"), 3).lines(300)):
        held = makers.bench.holding(payload.request, payload.given)
        keys = list(dict.fromkeys(verdict.row.key for verdict in held))
        assert keys[:1] == ([] if payload.accepted else [payload.label.key]), payload
        assert (len(keys) > 1) == bool(payload.label.also), payload
        if payload.label.also:
            rejections = makers.rejections(payload.call)
            found = rejections.faults[payload.label.key]
            assert all(rejections.rejected(fault, First()).label.also for fault in found), payload


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--code", "4035"), "a state of the account: sms is False"),
        (("--code", "4041"), "/validityPeriode is 259201, and has to be at most 259200"),
        (("--code", "500"), "every request, while service is 'http_500'"),
        (("--code", "4023"), "too much in a window of time: requests per address"),
        (("--code", "4019"), "/recipientAddressList is missing"),
    ],
    ids=lambda given: given if isinstance(given, str) else " ".join(given),
)
def test_a_label_says_what_is_wrong_under_which_settings(arguments: tuple[str, ...], why: str) -> None:
    assert why in {line["why"] for line in lines("websms", "send-text", *arguments, "--count", "20")}


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_a_place_points_into_the_payload(gateway: str) -> None:
    for line in lines(gateway, "--all", "--count", "300"):
        if "missing" not in line["why"]:
            pointed_at(line)


def test_a_place_points_at_the_item_of_a_list_that_is_wrong() -> None:
    listed = [pointed_at(line) for line in lines("websms", "send-text", "--code", "4031 some", "--count", "60")]

    assert listed == ["447700900123"] * 60


def pointed_at(line: dict[str, Any]) -> Any:
    """Give what a line says to be wrong."""
    found = line["payload"]
    for part in line["place"].split("/")[1:]:
        found = found[int(part) if isinstance(found, list) else part]
    return found


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_a_pair_has_the_code_that_wins_and_says_what_is_behind(gateway: str) -> None:
    assert all(line["also"] for line in lines(gateway, "--pairs", "--count", "100"))


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_the_boundary_set_has_every_limit_one_short_of_it_and_one_beyond(gateway: str) -> None:
    found = lines(gateway, "--boundaries")
    missing = set()
    for call, place, keyword, limit in limits(gateway):
        wanted = {limit - 1, limit, limit + 1}
        sizes = {size_at(line["payload"], place) for line in found if line["call"] == call}
        if not wanted <= sizes:
            missing.add((call, place, keyword))

    assert missing == set()


def limits(gateway: str) -> Iterator[tuple[str, str, str, int]]:
    """Give every numeric limit that a row is about: call, place, keyword and limit."""
    makers = of(gateway)
    for name in makers.calls:
        call = makers.gateway.calls[name]
        for test in call.plan.tests:
            for place, keyword in test.claims if isinstance(test.row.condition, Violates) else ():
                limit = at_place(call.schema, place).get(keyword)
                if keyword in LIMITS and limit is not None:
                    yield name, place, keyword, limit


def size_at(document: Any, place: str) -> int | None:
    """Give how large what stands at a place is, None where nothing with a size does."""
    for part in place.split("/")[1:]:
        try:
            document = document[0 if part == "*" else part]
        except (IndexError, KeyError, TypeError):
            return None
    return document if type(document) is int else len(document) if isinstance(document, (str, list)) else None


def test_memory_does_not_grow_with_the_corpus() -> None:
    corpus = Corpus(of("transmitsms"), Wanted("get-balance", "all"), 0)
    peaks = [peak_of(corpus, count) for count in (500, 500, 5_000)]

    assert peaks[2] < peaks[1] * 1.2 + 100_000


def peak_of(corpus: Corpus, count: int) -> int:
    """Give the most bytes that were in use while a corpus was written."""
    tracemalloc.start()
    for line in corpus.lines(count):
        line.json(corpus.host)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_a_corpus_is_made_without_hypothesis() -> None:
    """`None` in its place makes Python say that there is no such module."""
    script = "import sys; sys.modules['hypothesis'] = None; from mock_gateway.cli import main; main(sys.argv[1:])"
    ran = subprocess.run(
        [sys.executable, "-c", script, "generate", "websms", "--count", "3"],
        capture_output=True,
        check=False,
        timeout=60,
    )

    assert (ran.returncode, ran.stderr) == (0, b"")
    assert ran.stdout == generated("websms", "--count", "3")


def test_strategies_say_what_to_install_where_hypothesis_is_not() -> None:
    script = "import sys; sys.modules['hypothesis'] = None; from mock_gateway.strategies import websms"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60)

    assert ran.stderr.splitlines()[-1] == (
        "ModuleNotFoundError: strategies are drawn by Hypothesis: pip install 'mock_gateway[strategies]'"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("websm",), "unknown gateway 'websm': did you mean 'websms'?"),
        (("websms", "send-txt"), "unknown call of websms 'send-txt': did you mean 'send-text'?"),
        (("websms", "--code", "9999"), "unknown code of websms '9999'"),
        (("websms", "send-binary", "--code", "4009"), "no request of any call 'send-binary' of websms earns '4009'"),
        (("websms", "--shard", "3/2"), "--shard is which one of how many, such as 1/4, not '3/2'"),
        (("websms", "--shard", "0/2"), "--shard is which one of how many, such as 1/4, not '0/2'"),
        (("websms", "--count", "-1"), "--count is how many lines are made, not -1"),
        (("websms", "--count", "many"), "invalid int value: 'many'"),
        (("websms", "--valid", "--pairs"), "not allowed with"),
        (("websms", "nope", "--boundaries", "--format", "har"), "unknown call of websms 'nope'"),
        (("websms", "--version", "v2"), "unknown version of websms 'v2': there is none"),
        (("bestsms", "--version", "v3.01"), "unknown version of bestsms 'v3.01': did you mean 'v3.00' or"),
        (("bestsms", "send-http", "--version", "v3.00"), "version v3.00 of bestsms has no call 'send-http', v2.04 has"),
        (("bestsms", "nope", "--version", "v3.00"), "unknown call of bestsms 'nope'"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_generated_is_one_line(arguments: tuple[str, ...], said: str) -> None:
    ran = command("generate", *arguments)

    assert (ran.code, ran.out, ran.err.count("\n")) == (2, b"", 1)
    assert said in ran.err
