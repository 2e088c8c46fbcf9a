"""A run of these tests ends with how many of each gateway's rejections its strategies draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_gateway.definitions.load import all_gateways
from mock_gateway.strategies.makers import of

if TYPE_CHECKING:
    import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many of the rows that a request can earn are drawn."""
    if any(
        "strategies/" in report.nodeid
        for reports in terminalreporter.stats.values()
        for report in reports
        if hasattr(report, "nodeid")
    ):
        terminalreporter.write_line(f"rejections drawn: {', '.join(drawn(name) for name in all_gateways())}")


def drawn(name: str) -> str:
    """Say it of one gateway. Rows that only drop recipients answer nothing; those of the fact `never` are forced."""
    makers = of(name)
    known, rows = set(makers.codes()), makers.gateway.rows
    earned = [row.key for row in rows if not row.each and getattr(row.condition, "name", "") != "never"]
    return f"{name} {sum(key in known for key in earned)} of {len(earned)}"
