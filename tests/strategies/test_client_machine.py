"""The machine finds out naive clients, leaves a client alone that does right, and writes what it found."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import naive_clients
import pytest
from hypothesis.stateful import run_state_machine_as_test
from machine_runs import PROOF, found, happens_again, is_replayed, leads_to, steps

from mock_gateway.errors import UsageError
from mock_gateway.strategies import ClientFault, client_machine, drive
from mock_gateway.strategies.adapter import INVARIANTS
from mock_gateway.strategies.machine import SLOW, USUAL_FAULTS

if TYPE_CHECKING:
    from pathlib import Path

    from mock_gateway import Session

RESET = (("reset", "after"),)
NAIVE: dict[str, tuple[type, tuple[tuple[str, str], ...], list[str]]] = {
    "no_surprise": (
        naive_clients.Unprepared,
        RESET,
        ['client.fault("reset", when="after")', 'client.send("Text 1", "+447700900000")'],
    ),
    "no_text_twice": (
        naive_clients.SendsAgain,
        RESET,
        ['client.fault("reset", when="after")', 'client.send("Text 1", "+447700900000")'],
    ),
    "sent_is_taken": (
        naive_clients.NeverLooks,
        (("reset", "before"),),
        ['client.fault("reset", when="before")', 'client.send("Text 1", "+447700900000")'],
    ),
    "refused_is_not_taken": (
        naive_clients.GivesUp,
        RESET,
        ['client.fault("reset", when="after")', 'client.send("Text 1", "+447700900000")'],
    ),
    "final_stays": (
        naive_clients.GoesBack,
        (),
        ['client.send("Text 1", "+447700900000")', "client.advance(2)", "client.poll(0)"],
    ),
    "cancelled_is_not_delivered": (
        naive_clients.Cancels,
        (),
        ['client.send("Text 1", "+447700900000")', "client.cancel(0)"],
    ),
    "converges": (naive_clients.NeverAsks, (), ['client.send("Text 1", "+447700900000")']),
    "each_id_once": (naive_clients.LosesPages, (), ["client.inbound(3)"]),
    "money_adds_up": (naive_clients.Miscounts, (), ['client.send("Text 1", "+447700900000")']),
}
"""For each invariant a client that breaks it, the faults that it takes, and the fewest steps."""


KNOWN = {"final_stays": ["converges"]}
"""What else a naive client breaks, and would be found first."""


@cache
def found_out(invariant: str) -> ClientFault:
    """Find what the naive client of an invariant does wrong."""
    adapter, faults, _ = NAIVE[invariant]
    return found(adapter, faults=faults, known=KNOWN.get(invariant, ()))


def test_there_is_a_naive_client_for_every_invariant() -> None:
    assert list(INVARIANTS) == list(NAIVE)


@pytest.mark.parametrize("invariant", NAIVE)
def test_a_naive_client_is_found_out_in_the_fewest_steps(invariant: str) -> None:
    fault, fewest = found_out(invariant), NAIVE[invariant][2]

    assert invariant == fault.invariant
    assert leads_to(fewest, steps(fault.test)), fault.test
    assert INVARIANTS[invariant] in str(fault)


@pytest.mark.parametrize("invariant", NAIVE)
def test_the_scenario_of_what_was_found_is_replayed_and_the_test_fails_in_the_same_way(
    invariant: str, transmitsms: Session, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The mock did right, so its transcript passes; the client still does wrong, so its test fails."""
    fault = found_out(invariant)

    again = happens_again(fault, transmitsms)

    assert is_replayed(fault, "transmitsms", tmp_path, capsys)
    assert (invariant, fault.test) == (again.invariant, again.test)
    assert f"As a test:\n{fault.test}" in again.__notes__


@pytest.mark.parametrize("adapter", [naive_clients.Plain, naive_clients.Scheduling], ids=lambda each: each.__name__)
def test_a_client_that_does_right_is_right_whatever_goes_wrong(adapter: type) -> None:
    run_state_machine_as_test(client_machine(adapter), settings=PROOF)


@pytest.mark.parametrize("adapter", [naive_clients.SendsAgain, naive_clients.GivesUp, naive_clients.Unprepared])
def test_a_client_that_is_naive_about_the_network_is_right_where_that_is_well(adapter: type) -> None:
    run_state_machine_as_test(client_machine(adapter, faults=()), settings=PROOF)


def test_what_is_known_of_a_client_is_not_held_and_the_test_says_so() -> None:
    fault = found(naive_clients.MiscountsAndSendsAgain, faults=RESET, known=["money_adds_up"])

    assert "no_text_twice" == fault.invariant
    assert ', known=["money_adds_up"]) as client:' in fault.test


def test_an_adapter_may_be_one_object_for_all_examples() -> None:
    fault = found(naive_clients.NeverAsks(), faults=())

    assert "converges" == fault.invariant
    assert "drive(NeverAsks(), transmitsms)" in fault.test


def test_faults_that_take_time_are_left_out() -> None:
    assert {"latency", "dribble", "hang"} == SLOW
    assert SLOW.isdisjoint(name for name, _ in USUAL_FAULTS)


def rules(adapter: Any, **options: Any) -> set[str]:
    return {each.function.__name__ for each in client_machine(adapter, **options).setup_state().rules}


def test_what_an_adapter_has_is_driven() -> None:
    everything = {"send", "send_batch", "poll", "list", "cancel", "inbound", "pass_time", "fault", "chaos"}

    assert everything == rules(naive_clients.Plain)
    assert everything - {"fault"} == rules(naive_clients.Plain, faults=())
    assert everything - {"chaos"} == rules(naive_clients.Plain, chaos=())
    assert everything - {"list", "inbound", "cancel"} == rules(naive_clients.GoesBack)
    assert everything - {"poll", "chaos"} == rules(naive_clients.CancelsBlindly)


@pytest.mark.parametrize(
    "wrong",
    [{"faults": [("rest", "after")]}, {"faults": [("reset", "while")]}, {"chaos": ["late"]}, {"known": ["no_text"]}],
    ids=str,
)
def test_what_is_unknown_is_refused(wrong: dict[str, Any], transmitsms: Session) -> None:
    with pytest.raises(UsageError):
        client_machine(naive_clients.Plain, **wrong)
    if "known" in wrong:
        with pytest.raises(UsageError), drive(naive_clients.Plain(), transmitsms, **wrong):
            pass


def test_a_session_of_another_gateway_is_refused(websms: Session) -> None:
    with (
        pytest.raises(UsageError, match="the adapter is of transmitsms, and the session of websms"),
        drive(naive_clients.Plain(), websms),
    ):
        pass


def test_what_goes_wrong_inside_the_mock_is_no_fault_of_the_client() -> None:
    class Crashing(naive_clients.Plain):
        """Meets a mock with a mistake in it."""

        def open(self, session: Session) -> None:
            session._world.crashes.append(ZeroDivisionError("the mock's own"))

    with pytest.raises(ZeroDivisionError):
        run_state_machine_as_test(client_machine(Crashing), settings=PROOF)
