"""`mock-gateway replay`: transcripts against the mock, or against any URL."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mock_gateway.contract.lines import LineResult, read, sent, signatures
from mock_gateway.contract.replay import Replay, StepResult, check_url
from mock_gateway.definitions.load import all_gateways
from mock_gateway.definitions.load import gateway as one_gateway
from mock_gateway.definitions.scenarios import Library, plays_at
from mock_gateway.errors import DataError, UsageError
from mock_gateway.server.replaying import ReplayControl
from mock_gateway.server.running import Gateways
from mock_gateway.state.sessions import DEFAULT

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Mapping

    from mock_gateway.model.scenario import Scenario


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("scenario", nargs="*", metavar="SCENARIO", help="names; all of them unless given")
    parser.add_argument("--scenarios", metavar="DIR", type=Path, action="append", default=[], help="your own scenarios")
    parser.add_argument("--gateway", metavar="NAME", help="scenarios of this gateway only")
    parser.add_argument("--corpus", metavar="FILE", type=Path, help="lines that `generate` wrote, instead of scenarios")
    parser.add_argument("--against", metavar="URL", help="what stands for the provider's scheme and host")
    parser.add_argument("--credentials", metavar="FILE", type=Path, help="JSON object of credentials for --against")
    parser.add_argument(
        "--yes-this-may-cost-money", action="store_true", help="allow a URL that is not on this machine"
    )


def run(options: argparse.Namespace) -> int:
    """Replay, a line a step; exit code 1 where an answer differs."""
    if options.gateway:
        one_gateway(options.gateway)
    if options.corpus is not None:
        return _told(_corpus(options))
    library = Library(*options.scenarios)
    chosen = (
        [library.get(name, options.gateway) for name in options.scenario]
        if options.scenario
        else list(library.all(options.gateway))
    )
    results = (
        _against(options, chosen) if options.against is not None else _here(chosen, options.scenarios, options.gateway)
    )
    return _told(results)


def _told(results: Iterable[StepResult | LineResult]) -> int:
    """Print each result, then how many there were of each kind; 1 where any differed."""
    counts: Counter[str] = Counter()
    for result in results:
        print(result)
        counts[result.outcome] += 1
    print(f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped")
    return 1 if counts["failed"] else 0


def _here(scenarios: list[Scenario], folders: list[Path], only: str | None) -> Iterator[StepResult]:
    gateways = Gateways(*folders)
    gateways.start()
    try:
        for scenario, name in _plays(scenarios, only):
            session = gateways.session(name)
            session.prepare(scenario)
            of = gateways.engine.gateways[name]
            yield from Replay(scenario, of, session.url, session.credentials, ReplayControl(session)).run()
            for crash in gateways.crashes(session):
                raise crash
            gateways.end(session)
    finally:
        gateways.stop()


def _corpus(options: argparse.Namespace) -> Iterator[LineResult]:
    """Send a corpus: where the world is ours, each line in a fresh one that is set up as the line says."""
    lines = ((number, line) for number, line in read(options.corpus) if options.gateway in (None, line["gateway"]))
    if options.against is not None:
        _check_against(options)
        other = {} if options.credentials is None else _credentials(options.credentials)
        for number, line in lines:
            if line["given"]:
                yield LineResult(line["id"], "skipped", ("the line needs a world that is ours",))
                continue
            with _at(options.corpus, number):
                signed = signatures(_usual(line["gateway"]), other)
            yield sent(line, options.against, signed)
        return
    gateways = Gateways(clock="frozen")
    gateways.start()
    try:
        for number, line in lines:
            with _at(options.corpus, number):
                one_gateway(line["gateway"])
                session = gateways.default(line["gateway"])
                session.restart()
                session.give(line["given"] or {})
            yield sent(line, session.url)
    finally:
        gateways.stop()


@contextmanager
def _at(path: Path, number: int) -> Iterator[None]:
    """Say of what cannot be where it stands."""
    try:
        yield
    except UsageError as problem:
        raise DataError(str(path), number, str(problem)) from None


def _usual(name: str) -> dict[str, str]:
    """Give the credentials that corpora are signed with."""
    return {each: text.format(id=DEFAULT) for each, text in one_gateway(name).credentials.items()}


def _plays(scenarios: list[Scenario], only: str | None) -> Iterator[tuple[Scenario, str]]:
    """Pair each scenario with the gateways that it plays at."""
    gateways = [gateway for name, gateway in all_gateways().items() if only in (None, name)]
    for scenario in scenarios:
        yield from ((scenario, gateway.name) for gateway in gateways if plays_at(scenario, gateway))


def _against(options: argparse.Namespace, scenarios: list[Scenario]) -> Iterator[StepResult]:
    _check_against(options)
    if options.credentials is None:
        raise UsageError('--against needs --credentials FILE, a JSON object such as {"username": …, "password": …}')
    credentials = _credentials(options.credentials)
    for scenario, name in _plays(scenarios, options.gateway):
        gateway = all_gateways()[name]
        missing = [name for name in gateway.credentials if name not in credentials]
        if missing:
            raise UsageError(f"{options.credentials} lacks {', '.join(missing)}, which {gateway.name} needs")
        yield from Replay(scenario, gateway, options.against, credentials).run()


def _check_against(options: argparse.Namespace) -> None:
    check_url(options.against)
    if not _is_loopback(options.against) and not options.yes_this_may_cost_money:
        raise UsageError(f"{options.against} is not on this machine: say --yes-this-may-cost-money if you mean it")


def _credentials(path: Path) -> Mapping[str, str]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as problem:
        raise UsageError(f"{path} cannot be read as JSON: {problem}") from None
    except RecursionError:
        raise UsageError(f"{path} cannot be read as JSON: it is nested too deeply") from None
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise UsageError(f"{path} is no JSON object of texts")
    return found


def _is_loopback(url: str) -> bool:
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
