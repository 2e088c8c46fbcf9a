"""What docs/client_machine.md says of clients on PyPI is what the machine finds in them, and nothing else."""

from __future__ import annotations

import re
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis.stateful import run_state_machine_as_test
from machine_runs import PROOF, found, leads_to, steps

from mock_gateway.cli import main
from mock_gateway.strategies import ClientFault, client_machine
from mock_gateway.strategies.adapter import INVARIANTS

if TYPE_CHECKING:
    from mock_gateway import Session

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")  # apprise imports it

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "client_machine.md").read_text("utf-8")
BLOCKS = re.findall(r"^```python\n(from \w+_adapter .*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


class Finding(NamedTuple):
    """A counter-example of the page."""

    test: str
    module: str
    adapter: str
    invariant: str
    gateway: str

    @property
    def faults(self) -> list[tuple[str, str]]:
        """The faults that it takes."""
        return re.findall(r'client\.fault\("(\w+)", when="(\w+)"\)', self.test)

    def __str__(self) -> str:
        return "-".join([self.adapter, self.invariant, *(f"{name}-{when}" for name, when in self.faults)])


def finding(block: str) -> Finding:
    module, adapter = re.findall(r"from (\w+) import (\w+)", block)[0]
    invariant, gateway = re.findall(r"def test_(\w+)\((\w+)\)", block)[0]
    return Finding(block, module, adapter, invariant, gateway)


FINDINGS = [finding(block) for block in BLOCKS]


@pytest.fixture(autouse=True)
def _examples(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the adapters of the page be imported."""
    monkeypatch.syspath_prepend(str(DOCS / "examples"))


def adapter_of(module: str, name: str) -> Any:
    return getattr(import_module(module), name)


@pytest.mark.parametrize("shown", FINDINGS, ids=str)
def test_a_test_of_the_page_fails_as_its_name_says_and_its_scenario_passes(
    shown: Finding, request: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    session: Session = request.getfixturevalue(shown.gateway)
    names: dict[str, Any] = {}
    exec(compile(shown.test, "client_machine.md", "exec"), names)  # noqa: S102  our own page

    with pytest.raises(ClientFault) as caught:
        names[f"test_{shown.invariant}"](session)
    (tmp_path / "found.yaml").write_text(caught.value.scenario, "utf-8")
    replayed = main(["replay", "--scenarios", str(tmp_path), "--gateway", shown.gateway, "found"])

    assert (shown.invariant, shown.test) == (caught.value.invariant, caught.value.test)
    assert (0, True) == (replayed, " 0 failed, 0 skipped" in capsys.readouterr().out)


@pytest.mark.parametrize("shown", FINDINGS, ids=str)
def test_the_machine_finds_it_by_itself(shown: Finding) -> None:
    others = [name for name in INVARIANTS if name != shown.invariant]

    fault = found(adapter_of(shown.module, shown.adapter), faults=shown.faults, known=others)

    assert shown.invariant == fault.invariant
    assert leads_to(steps(shown.test), steps(fault.test)), fault.test


ADAPTERS = [
    ("websms_adapter", "WebsmsAdapter"),
    ("websms_adapter", "CautiousWebsmsAdapter"),
    ("bestsms_adapter", "BestsmsAdapter"),
    ("bestsms_adapter", "CautiousBestsmsAdapter"),
    ("apprise_adapter", "AppriseAdapter"),
    ("apprise_adapter", "RetryingAppriseAdapter"),
]


@pytest.mark.parametrize(("module", "name"), ADAPTERS)
def test_without_faults_and_throttles_a_client_holds(module: str, name: str) -> None:
    class Unthrottled(adapter_of(module, name)):  # type: ignore[misc]  the class is known when it runs
        """On an account that may call as often as it likes."""

        def open(self, session: Session) -> None:
            """Begin."""
            super().open(session)
            if self.gateway == "transmitsms":
                session.account.calls_a_window = None

    run_state_machine_as_test(client_machine(Unthrottled, faults=()), settings=PROOF)


@pytest.mark.parametrize(
    ("module", "name", "known"),
    [
        ("websms_adapter", "CautiousWebsmsAdapter", []),
        ("websms_adapter", "WebsmsAdapter", ["no_surprise", "refused_is_not_taken"]),
        ("bestsms_adapter", "CautiousBestsmsAdapter", []),
        ("bestsms_adapter", "BestsmsAdapter", ["no_surprise", "refused_is_not_taken"]),
        ("apprise_adapter", "AppriseAdapter", ["sent_is_taken", "refused_is_not_taken"]),
        ("apprise_adapter", "RetryingAppriseAdapter", ["sent_is_taken", "no_text_twice"]),
    ],
)
def test_under_all_faults_nothing_else_is_found(module: str, name: str, known: list[str]) -> None:
    run_state_machine_as_test(client_machine(adapter_of(module, name), known=known), settings=PROOF)


def test_the_page_names_the_versions_that_were_driven() -> None:
    named = dict(re.findall(r"^### `(\w+)` ([\d.]+)", PAGE, re.MULTILINE))

    assert {"websms", "bestsms", "apprise"} == set(named)
    assert {name: version(name) for name in named} == named


def test_every_example_is_small_and_shown() -> None:
    lines = {path.stem: len(path.read_text("utf-8").splitlines()) for path in (DOCS / "examples").glob("*.py")}

    assert {each.module for each in FINDINGS} == set(lines)
    assert max(lines.values()) <= 100


def test_the_table_of_invariants_is_the_one_that_is_held() -> None:
    assert dict(INVARIANTS) == dict(re.findall(r"^\| `(\w+)` \| ([^|`]+) \|$", PAGE, re.MULTILINE))
