"""`mock-gateway check`: every rule of the data, as the tests check it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mock_gateway.contract.completeness import uncovered
from mock_gateway.definitions.load import all_gateways
from mock_gateway.definitions.scenarios import Library
from mock_gateway.definitions.schemas import library as all_schemas
from mock_gateway.errors import DataError, DataErrors

if TYPE_CHECKING:
    import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--scenarios", metavar="DIR", type=Path, action="append", default=[], help="your own scenarios")


def run(options: argparse.Namespace) -> int:
    """Check everything, and print what is wrong with file and line."""
    gateways = all_gateways()
    library = Library(*options.scenarios)
    errors = _of_schemas()
    scenarios = []
    for name in library.names():
        try:
            scenarios.append(library.get(name))
        except DataErrors as problem:
            errors += problem.errors
        except DataError as problem:
            errors.append(problem)
    errors += uncovered(gateways, scenarios)
    if errors:
        raise DataErrors(errors)
    rows = sum(len(gateway.rows) for gateway in gateways.values())
    print(f"{len(gateways)} gateways, {rows} rows, {len(scenarios)} scenarios: all well")
    return 0


def _of_schemas() -> list[DataError]:
    """Check the schemas too that no request needs."""
    try:
        all_schemas()
    except DataErrors as problem:
        return problem.errors
    return []
