"""What `pipeline.answer` costs, beside an empty Flask view called through `app.wsgi_app`: ratios measured in one run.

The rounds of all candidates are taken in turn, so that a machine whose speed drifts slows all of them alike.
"""

from __future__ import annotations

import io
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

import orjson
from flask import Flask

from mock_gateway.contract.compose import compose
from mock_gateway.definitions.load import all_gateways
from mock_gateway.engine import Engine
from mock_gateway.model.wire import Request
from mock_gateway.pipeline import answer

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 15
TIMES = 2000
AIMS = {"accepted": 0.5, "rejected": 1.5}


def empty_view() -> Callable[[], object]:
    """Give a call of an empty Flask view."""
    app = Flask("empty")

    @app.post("/send")
    def send() -> bytes:
        return b""

    body = orjson.dumps({"to": "447700900000", "text": "hello"})
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/send",
        "SCRIPT_NAME": "",
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
    }
    return lambda: b"".join(app.wsgi_app(dict(environ), lambda *_: lambda _data: None))


def candidates() -> dict[str, Callable[[], object]]:
    """Give a call of the pipeline for each gateway's accepted and rejected sample."""
    gateways = all_gateways()
    engine = Engine(gateways, clock="real")
    found: dict[str, Callable[[], object]] = {}
    for name, gateway in gateways.items():
        account = engine.sessions.default.account(name)
        account.state.update_({each.limit: None for each in gateway.throttles.values()})
        credentials = account.credentials
        for kind in AIMS:
            composed = compose(gateway, gateway.curls[kind], credentials, {})
            headers = {key.lower(): value for key, value in composed.headers.items()}
            request = Request(composed.method, f"/{name}{composed.target}", "", headers, composed.body)
            found[f"{name} {kind}"] = lambda request=request: answer(request, engine)  # type: ignore[misc]
    return found


def microseconds(call: Callable[[], object]) -> float:
    """Time one round."""
    start = perf_counter()
    for _ in range(TIMES):
        call()
    return (perf_counter() - start) / TIMES * 1e6


def main() -> None:
    """Measure and print."""
    calls = {"empty Flask view": empty_view(), **candidates()}
    rounds: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(ROUNDS):
        for name, call in calls.items():
            rounds[name].append(microseconds(call))
    floor = rounds["empty Flask view"]
    print(f"{'':24} {'µs':>7} {'ratio':>6} {'aim':>5}")
    for name, taken in rounds.items():
        ratio = median(mine / view for mine, view in zip(taken, floor, strict=True))
        aim = next((f"{value:.1f}" for kind, value in AIMS.items() if name.endswith(kind)), "")
        print(f"{name:24} {median(taken):7.1f} {ratio:6.2f} {aim:>5}")


if __name__ == "__main__":
    main()
