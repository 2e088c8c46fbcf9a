"""What needs all files to be known: a row or a success without a scenario, a scenario that covers nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_gateway.definitions import plain_yaml
from mock_gateway.definitions.resources import gateways as gateways_folder
from mock_gateway.definitions.resources import shown
from mock_gateway.definitions.scenarios import check_way
from mock_gateway.errors import DataError, UsageError, unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mock_gateway.model.gateway import Gateway
    from mock_gateway.model.scenario import Scenario


def uncovered(gateways: Mapping[str, Gateway], scenarios: Iterable[Scenario]) -> list[DataError]:
    """List what no scenario covers, scenarios that cover nothing, and what white labels should or cannot leave out.

    What a parent's scenarios cover is covered under its white labels too, where they are replayed.
    """
    found = list(scenarios)
    errors = [
        DataError(each.file, 1, "it covers nothing: name the codes that it shows under `covers`")
        for each in found
        if not each.covers
    ]
    for gateway in gateways.values():
        covered = {code for each in found if each.is_of(gateway) for code in each.covers}
        errors += _uncovered(gateway, covered)
        errors += _left_out(gateway, {each.short_name for each in found if each.gateway == gateway.parent})
        errors += [error for each in found if each.is_of(gateway) for error in _unsigned(each, gateway)]
    return errors


def _unsigned(scenario: Scenario, gateway: Gateway) -> Iterator[DataError]:
    """Tell what a parent's scenario signs in a way that its white label does not have."""
    for step in scenario.steps if scenario.gateway == gateway.parent else ():
        try:
            check_way(gateway, (step.request or {}).get("auth", "right"))
        except UsageError as problem:
            said = f"{gateway.name}, which inherits this, should name it under `leaves_out`: {problem}"
            yield DataError(scenario.file, step.line, said)


def _uncovered(gateway: Gateway, covered: set[str]) -> Iterator[DataError]:
    here = f" of {gateway.name}" if gateway.parent else ""
    for row in gateway.rows:
        if row.key not in covered:
            problem = f"no scenario covers the row {row.key!r}{here}"
            yield DataError(shown(gateways_folder() / row.file), row.line, problem)
    for success in gateway.successes:
        if str(success.code) not in covered:
            path = gateways_folder() / gateway.name / "gateway.yaml"
            yield DataError(shown(path), 0, f"no scenario covers the success {success.code!r}")


def _left_out(gateway: Gateway, known: set[str]) -> Iterator[DataError]:
    wrong = [name for name in gateway.leaves_out if name not in known]
    if wrong:
        source = plain_yaml.load(gateways_folder() / gateway.name / "gateway.yaml")
        for name in wrong:
            yield source.error(("leaves_out", name), unknown(f"scenario of {gateway.parent}", name, known))
