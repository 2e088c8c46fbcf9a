"""What drawing costs: CPU time of an example beside Hypothesis's cheapest, and beside Schemathesis's of one schema.

Schemathesis draws what its users get of a call by `as_strategy()`, nothing set: positive cases of one operation. It is
described as the call is: its path, the schema as it is shipped with references put in, every media type of its body,
every form of credentials as a security scheme. That is what `valid` draws too: document, dialect, credentials. What it
comes to is not the same: the label of ours says that the gateway accepts it by all its rules, a case fits the schema.
Neither is sent. All is measured in one run, round by round in turn, so that a machine whose speed drifts slows all of
them alike; a figure is the median of the rounds.
"""

from __future__ import annotations

from importlib.util import find_spec
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from mock_gateway.definitions.load import all_gateways
from mock_gateway.strategies import of
from mock_gateway.strategies.corpus import Corpus, Wanted

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from mock_gateway.model.gateway import Call, Gateway

ROUNDS = 5
EXAMPLES = 50
LINES = 500
SENDS = {"websms": "send-text"}
"""The call that is drawn; `send-sms` where a gateway is not named."""
FLOOR = "st.integers()"
AIMS = {"valid": "4", "rejected": "6", "schemathesis": ""}

drawing = settings(
    max_examples=EXAMPLES,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)


def drawn(strategy: SearchStrategy[Any]) -> Callable[[], None]:
    """Give a run of a test that does nothing with what it draws."""

    @drawing
    @given(strategy)
    def run(_drawn: object) -> None:
        pass

    return run


def described(gateway: Gateway, call: Call) -> dict[str, Any]:
    """Describe a call as OpenAPI does: its route, each media type of its body, each form of credentials."""
    route = of(gateway.name).subject(call.name).usual.route
    schema = dict(call.schema)
    body = {"content": {kind: {"schema": schema} for kind in call.reading.body}, "required": True}
    schemes: dict[str, dict[str, str]] = {}
    for form in call.forms:
        if form.read in ("basic", "token"):
            words = ("basic",) if form.read == "basic" else form.names
            schemes |= {word: {"type": "http", "scheme": word} for word in words if word != "*"}
        elif form.read in ("header", "query"):
            schemes[form.names[0]] = {"type": "apiKey", "in": form.read, "name": form.names[0]}
    operation: dict[str, Any] = {"requestBody": body, "responses": {"200": {"description": "accepted"}}}
    operation["security"] = [{name: []} for name in schemes]
    return {
        "openapi": "3.1.0",
        "info": {"title": "bench", "version": "1"},
        "paths": {route.path: {"post": operation}},
        "components": {"securitySchemes": schemes},
    }


def schemathesis_cases(gateway: Gateway, call: Call) -> SearchStrategy[Any]:
    """Draw Schemathesis's cases of a call, as its users get them: `as_strategy()` with nothing set."""
    import schemathesis  # noqa: PLC0415  optional, and slow

    api = described(gateway, call)
    cases: SearchStrategy[Any] = schemathesis.openapi.from_dict(api)[next(iter(api["paths"]))]["POST"].as_strategy()
    return cases


def candidates() -> dict[str, Callable[[], None]]:
    """Give a run of each kind of each gateway, and the floor."""
    found = {FLOOR: drawn(st.integers())}
    for name, gateway in all_gateways().items():
        call = SENDS.get(name, "send-sms")
        found[f"{name} valid"] = drawn(of(name).valid(call))
        found[f"{name} rejected"] = drawn(of(name).rejected(call=call))
        if find_spec("schemathesis") is not None:
            found[f"{name} schemathesis"] = drawn(schemathesis_cases(gateway, gateway.calls[call]))
    return found


def seconds(run: Callable[[], object]) -> float:
    """Time a run in CPU time."""
    start = process_time()
    run()
    return process_time() - start


def lines_a_second(name: str) -> float:
    """Make a corpus twice, and give how fast the second went: labels are checked as it is made, shapes are known."""
    corpus = Corpus(of(name), Wanted(None, "all"), 0)
    taken = [seconds(lambda: [line.json(corpus.host) for line in corpus.lines(LINES)]) for _ in range(2)]
    return LINES / taken[1]


def main() -> None:
    """Measure and print."""
    runs = candidates()
    if find_spec("schemathesis") is None:
        print("schemathesis is not installed, and not compared with: pip install 'mock_gateway[bench]'")
    for run in runs.values():
        run()  # what is found once is found now
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, run in runs.items():
            taken[name].append(seconds(run))
    print(f"{'CPU time of an example':26} {'µs':>8} {'floors':>7} {'aim':>4} {'times faster than schemathesis':>31}")
    for name, mine in taken.items():
        ratio = median(one / floor for one, floor in zip(mine, taken[FLOOR], strict=True))
        other = taken.get(f"{name.split()[0]} schemathesis") if name.endswith("valid") else None
        faster = f"{median(two / one for one, two in zip(mine, other, strict=True)):.0f} (aim 10)" if other else ""
        aim = AIMS.get(name.rpartition(" ")[2], "")
        print(f"{name:26} {median(mine) / EXAMPLES * 1e6:8.0f} {ratio:7.1f} {aim:>4} {faster:>31}")
    for name in all_gateways():
        print(f"generate {name:17} {lines_a_second(name):8.0f} lines a second of CPU time (aim 500)")


if __name__ == "__main__":
    main()
