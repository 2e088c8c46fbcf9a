"""What needs all files to be known: a row or a success without a scenario, a scenario that covers nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_gateway.definitions.resources import gateways as gateways_folder
from mock_gateway.definitions.resources import shown
from mock_gateway.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mock_gateway.model.gateway import Gateway
    from mock_gateway.model.scenario import Scenario


def uncovered(gateways: Mapping[str, Gateway], scenarios: Iterable[Scenario]) -> list[DataError]:
    """List what no scenario covers, and scenarios that cover nothing."""
    errors = []
    covered: dict[str, set[str]] = {name: set() for name in gateways}
    for scenario in scenarios:
        covered.setdefault(scenario.gateway, set()).update(scenario.covers)
        if not scenario.covers:
            errors.append(DataError(scenario.file, 1, "it covers nothing: name the codes that it shows under `covers`"))
    for name, gateway in gateways.items():
        folder = gateways_folder() / name
        for row in gateway.rows:
            if row.key not in covered[name]:
                problem = f"no scenario covers the row {row.key!r}"
                errors.append(DataError(shown(folder / "rejections.yaml"), row.line, problem))
        errors += [
            DataError(shown(folder / "gateway.yaml"), 0, f"no scenario covers the success {success.code!r}")
            for success in gateway.successes
            if str(success.code) not in covered[name]
        ]
    return errors
