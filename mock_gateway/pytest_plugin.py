"""The pytest plugin: a fixture for each gateway, on one server a run, and a session of its own for each test."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mock_gateway.contract import hints
from mock_gateway.definitions.resources import gateway_names
from mock_gateway.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from mock_gateway.server.running import Gateways
    from mock_gateway.server.session import Session

_SESSIONS: pytest.StashKey[list[tuple[Gateways, Session]]] = pytest.StashKey()
_CRASHES: pytest.StashKey[list[BaseException]] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a project name folders of its own scenarios, and choose TLS."""
    parser.addini("gateway_scenarios", "folders of your own scenarios, relative to the ini file", "paths", [])
    parser.addini(
        "gateway_tls", "let the gateway fixtures speak HTTPS; it needs the package trustme", "bool", default=False
    )


def pytest_configure(config: pytest.Config) -> None:
    """Declare the markers."""
    for line in (
        "scenario(name): arm a scenario for the gateway fixtures of this test",
        "gateway_clock(mode): give the gateway fixtures of this test a 'real' clock, or a frozen one at an ISO instant",
    ):
        config.addinivalue_line("markers", line)


@pytest.fixture(scope="session", name="gateways")
def _gateways(request: pytest.FixtureRequest) -> Iterator[Gateways]:
    """Run the server with all gateways, one a test run."""
    from mock_gateway.server.running import Gateways  # noqa: PLC0415  only who uses it pays for it

    folders: list[Path] = [Path(path) for path in request.config.getini("gateway_scenarios")]
    running = Gateways(*folders, tls=request.config.getini("gateway_tls"))
    running.start()
    yield running
    running.stop()


def _session(name: str, request: pytest.FixtureRequest) -> Iterator[Session]:
    gateways: Gateways = request.getfixturevalue("gateways")
    clock = request.node.get_closest_marker("gateway_clock")
    session = gateways.session(name, _argument(clock, "gateway_clock") if clock else "frozen")
    names = [_argument(marker, "scenario") for marker in reversed(list(request.node.iter_markers("scenario")))]

    def start() -> None:
        for each in names:
            session.play(each)

    session.starts_with(start)
    request.node.stash.setdefault(_SESSIONS, []).append((gateways, session))
    yield session
    gateways.end(session)


def _argument(marker: pytest.Mark, name: str) -> str:
    if len(marker.args) != 1 or not isinstance(marker.args[0], str):
        raise UsageError(f"the marker {name} takes one text: @pytest.mark.{name}('…')")
    return marker.args[0]


def _fixture(name: str) -> Callable[..., Any]:
    def make(request: pytest.FixtureRequest) -> Iterator[Session]:
        yield from _session(name, request)

    make.__doc__ = f"A session of its own on the gateway {name}."
    return pytest.fixture(name=name)(make)


def _alias(name: str) -> Callable[..., Any]:
    def make(request: pytest.FixtureRequest) -> Session:
        session: Session = request.getfixturevalue(name)
        return session

    make.__doc__ = f"The same session as the fixture `{name}`, for projects where that name is taken."
    return pytest.fixture(name=f"{name}_gateway")(make)


for _name in gateway_names():
    globals()[_name] = _fixture(_name)
    globals()[f"{_name}_gateway"] = _alias(_name)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Fail the test that caused an exception inside the server; a test that failed by itself tells of it."""
    try:
        result = yield
    finally:
        crashes = [crash for gateways, session in item.stash.get(_SESSIONS, []) for crash in gateways.crashes(session)]
        item.stash[_CRASHES] = crashes
    if crashes:
        raise crashes[0]
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """Show the gateways' journals, and what went wrong inside the server, where a test failed."""
    report = yield
    if call.when == "call" and report.failed:
        for crash in item.stash.get(_CRASHES, []):
            report.sections.append(("exception inside mock_gateway", "".join(traceback.format_exception(crash))))
        for _, session in item.stash.get(_SESSIONS, []):
            hint = hints.frozen_throttle(session.journal, session.clock.mode)
            if hint:
                report.sections.append((f"hint for {session.gateway}", hint))
            lines = [repr(exchange) for exchange in session.journal[-20:]]
            if lines:
                report.sections.append((f"journal of {session.gateway}", "\n".join(lines)))
    return report
