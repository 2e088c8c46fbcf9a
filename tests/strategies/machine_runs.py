"""How machines are run: to find the fewest steps, or to hold a client to everything."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from benches import EXAMPLES
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from mock_gateway.cli import main
from mock_gateway.strategies import ClientFault, client_machine

if TYPE_CHECKING:
    from pathlib import Path

    from mock_gateway import Session

SPARE = 3
"""Steps that may remain."""
SEARCH = settings(
    max_examples=400,
    stateful_step_count=10,
    report_multiple_bugs=False,
    database=None,
    phases=[Phase.generate, Phase.shrink],
)
PROOF = settings(max_examples=EXAMPLES, stateful_step_count=20, database=None, phases=[Phase.generate])


def found(adapter: Any, **options: Any) -> ClientFault:
    """Run a machine that must find something, and give it as shrunk."""
    with pytest.raises(ClientFault) as caught:
        run_state_machine_as_test(client_machine(adapter, **options), settings=SEARCH)
    return caught.value


def happens_again(fault: ClientFault, session: Session) -> ClientFault:
    """Run the test of what was found, which must fail, and give how it does."""
    names: dict[str, Any] = {}
    exec(compile(fault.test, "found.py", "exec"), names)  # noqa: S102  our own text
    with pytest.raises(ClientFault) as again:
        names[f"test_{fault.invariant}"](session)
    return again.value


def is_replayed(fault: ClientFault, gateway: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> bool:
    """Replay the scenario of what was found, and tell whether all of it passes."""
    (folder / "found.yaml").write_text(fault.scenario, "utf-8")
    code = main(["replay", "--scenarios", str(folder), "--gateway", gateway, "found"])
    return code == 0 and " 0 failed, 0 skipped" in capsys.readouterr().out


def steps(test: str) -> list[str]:
    """Give the steps of a test that was written."""
    return [line.strip() for line in test.splitlines() if line.startswith("        ")]


def leads_to(fewest: list[str], taken: list[str]) -> bool:
    """Tell whether steps are of the fewest kinds, or little more: how far it shrinks them is up to Hypothesis."""
    rest = iter(kinds(taken))
    return all(kind in rest for kind in kinds(fewest)) and len(taken) <= len(fewest) + SPARE


def kinds(steps: list[str]) -> list[str]:
    """Name what each step does; to one or to several is the same."""
    return [re.split(r"[.(]", step)[1].replace("batch", "send") for step in steps]
