"""The machine finds out clients that wait to be told, clients that send later, and clients that are seldom asked."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import naive_clients
import pytest
import told_clients
from hypothesis.stateful import run_state_machine_as_test
from machine_runs import PROOF, SPARE, found, happens_again, is_replayed, kinds, steps

from mock_gateway.callbacks.chaos import CHAOS
from mock_gateway.definitions.load import gateway
from mock_gateway.strategies import ClientFault, client_machine, drive
from mock_gateway.strategies.machine import USUAL_CHAOS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mock_gateway import Session
    from mock_gateway.strategies.driving import Drive

HANDSET, BOUNCING, UNHEARD_OF, HELD = "+447700900000", "+447700900010", "+447700900030", "+447700900050"
SEND = f'client.send("Text 1", "{HANDSET}")'
AFTER_FINAL = 'client.chaos("after_final")'


class Case(NamedTuple):
    """A naive client, what it breaks, what goes wrong around it, and the fewest steps."""

    invariant: str
    adapter: type
    options: dict[str, Any]
    fewest: list[str]


def case(invariant: str, adapter: type, fewest: list[str], *faults: tuple[str, str], **options: Any) -> Case:
    return Case(invariant, adapter, {"faults": faults, **options}, fewest)


CASES = {
    "a client that only says that it cancels, and is never asked": case(
        "cancelled_is_not_delivered", naive_clients.CancelsBlindly, [SEND, "client.cancel(0)"]
    ),
    "a client that sends again as it reads its list": case(
        "no_text_twice", naive_clients.Outbox, ['client.fault("reset", when="after")', SEND], ("reset", "after")
    ),
    "a client that sends later what it said was not sent": case(
        "refused_is_not_taken",
        naive_clients.SendsAfterRefusing,
        ['client.fault("reset", when="before")', SEND],
        ("reset", "before"),
    ),
    "a client that believes the last report, after a final one": case(
        "final_stays", told_clients.LastReportWins, [AFTER_FINAL, SEND], chaos=["after_final"]
    ),
    "a client that believes the last report, out of order": case(
        "final_stays",
        told_clients.LastReportWins,
        ['client.chaos("reorder")', f'client.send("Text 1", "{HELD}")'],
        chaos=["reorder"],
    ),
    "a client that believes the last report, and registers with each message": case(
        "final_stays", told_clients.RegistersByMessage, [SEND, AFTER_FINAL], chaos=["after_final"]
    ),
    "a client that does not know a message yet": case(
        "converges", told_clients.TakesOnlyWhatItKnows, ['client.chaos("early")', SEND], chaos=["early"]
    ),
    "a client that does not listen": case("converges", told_clients.Deaf, [SEND]),
    "a client that believes what it was not told": case(
        "converges", told_clients.BelievesInTheBest, [f'client.send("Text 1", "{UNHEARD_OF}")']
    ),
    "an adapter that does not translate": case(
        "converges", naive_clients.Wordless, [f'client.send("Text 1", "{BOUNCING}")']
    ),
}


@cache
def found_out(name: str) -> ClientFault:
    """Find what a naive client does wrong."""
    return found(CASES[name].adapter, **CASES[name].options)


def are_about(fewest: list[str], taken: list[str]) -> bool:
    """Tell whether steps are the fewest, or little more; what goes wrong may be asked for before or after sending."""
    return Counter(kinds(fewest)) <= Counter(kinds(taken)) and len(taken) <= len(fewest) + SPARE


def fault_of(adapter: Any, session: Session, *walk: tuple[Any, ...]) -> ClientFault:
    """Take steps that must find something out, each a name and what it is given."""
    with pytest.raises(ClientFault) as caught, drive(adapter, session) as client:
        take(client, walk)
    return caught.value


def take(client: Drive, walk: Iterable[tuple[Any, ...]]) -> None:
    for name, *arguments in walk:
        getattr(client, name)(*arguments)


@pytest.mark.parametrize("name", CASES)
def test_it_is_found_out_in_the_fewest_steps(name: str) -> None:
    fault = found_out(name)

    assert CASES[name].invariant == fault.invariant
    assert are_about(CASES[name].fewest, steps(fault.test)), fault.test


@pytest.mark.parametrize("name", CASES)
def test_what_was_found_is_replayed_and_happens_again(
    name: str, transmitsms: Session, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fault = found_out(name)

    again = happens_again(fault, transmitsms)

    assert is_replayed(fault, "transmitsms", tmp_path, capsys)
    assert (fault.invariant, fault.test) == (again.invariant, again.test)


def test_the_scenario_says_what_goes_wrong_and_which_reports_were_made(transmitsms: Session) -> None:
    fault = fault_of(told_clients.LastReportWins(), transmitsms, ("chaos", "after_final"), ("send", "Text 1", HANDSET))

    assert "- {chaos: after_final}" in fault.scenario
    assert fault.scenario.endswith(
        """\
- callbacks:
  - kind: report
    to: "447700900000"
    reports: delivered
  - kind: report
    to: "447700900000"
    reports: pending
"""
    )


def test_a_text_that_is_sent_again_in_any_step_is_found_at_once(transmitsms: Session) -> None:
    """Not only as the session ends: the steps after the second sending are not taken."""
    walk = [("fault", "reset", "after"), ("send", "Text 1", HANDSET), ("list",), ("advance", 60)]

    fault = fault_of(naive_clients.Outbox(), transmitsms, *walk)

    assert "no_text_twice" == fault.invariant
    assert "client.list()" == steps(fault.test)[-1]


@pytest.mark.parametrize(
    ("adapter", "chaos"),
    [
        (told_clients.Told, USUAL_CHAOS),
        (told_clients.Told, [name for name in CHAOS if not name.endswith("_signature")]),
        (told_clients.LastReportWins, []),
        (told_clients.LastReportWins, ["duplicate", "unknown_id"]),
        (naive_clients.Plain, USUAL_CHAOS),
    ],
)
def test_a_client_is_right_about_what_it_can_bear(adapter: type, chaos: list[str]) -> None:
    run_state_machine_as_test(client_machine(adapter, chaos=chaos), settings=PROOF)


@pytest.mark.parametrize(
    ("adapter", "before", "after"),
    [
        (naive_clients.Plain, False, False),
        (told_clients.Told, True, True),
        (told_clients.RegistersByMessage, False, True),
    ],
)
def test_a_client_waits_to_be_told_where_it_has_registered(
    transmitsms: Session, adapter: type, *, before: bool, after: bool
) -> None:
    with drive(adapter(), transmitsms) as client:
        at_first = client.is_told
        client.send("Text 1", HANDSET)
        assert (before, after) == (at_first, client.is_told)


def test_what_nobody_was_told_is_not_held_against_who_waits_to_be_told(transmitsms: Session) -> None:
    with drive(told_clients.Told(), transmitsms) as client:
        client.batch("Text 1", [HANDSET, UNHEARD_OF])
        client.send("Text 2", UNHEARD_OF)
        client.send("Text 3", HANDSET)
        transmitsms.chaos("never", times=9)

    assert [{}, {}, {}] == [belief.words for belief in client.beliefs]
    assert {"pending", "delivered"} == {each.status for message in transmitsms.messages for each in message.recipients}


def test_what_it_was_told_last_is_not_held_against_it_where_it_was_told_no_more(transmitsms: Session) -> None:
    with drive(told_clients.Told(), transmitsms) as client:
        client.send("Text 1", HELD)
        client.advance(2)
        transmitsms.chaos("never")

    assert [{"447700900050": "pending"}] == [belief.words for belief in client.beliefs]
    assert "delivered" == transmitsms.messages[0].recipients[0].status


def test_a_client_that_guesses_is_held_to_the_truth_though_no_report_came(transmitsms: Session) -> None:
    class Guesses(told_clients.Told):
        """Takes what it was told nothing of for under way."""

        def poll(self, session: Session, message: str) -> dict[str, str] | str:  # type: ignore[override]
            """Tell the status."""
            return super().poll(session, message) or "pending"

    fault = fault_of(Guesses(), transmitsms, ("send", "Text 1", HANDSET), ("chaos", "never"))

    assert "the client believes that 'Text 1' is 'pending', and it is 'delivered'" == fault.why
    assert f'dlr_url: "{told_clients.receiver().url}"' in fault.scenario


def test_a_client_that_neither_asks_nor_is_told_knows_nothing_and_is_found_out(transmitsms: Session) -> None:
    class Nobody(naive_clients.Plain):
        """Has no idea."""

        def poll(self, _session: Session, _message: str) -> dict[str, str]:
            """Tell the status."""
            return {}

    fault = fault_of(Nobody(), transmitsms, ("send", "Text 1", UNHEARD_OF))

    assert "the client believes that 'Text 1' is None, and it is 'pending'" == fault.why


def test_a_word_that_no_status_has_is_met_with_how_to_translate_it(transmitsms: Session) -> None:
    sentence = (
        "the client believes that 'Text 1' is 'bounced' for 447700900010, and it is 'hard-bounce'; "
        "where that is the client's word for it, the adapter has words = {'hard-bounce': 'bounced'}"
    )

    fault = fault_of(naive_clients.Wordless(), transmitsms, ("send", "Text 1", BOUNCING))

    assert sentence == fault.why


def test_a_word_that_another_status_has_is_not_taken_for_a_translation(transmitsms: Session) -> None:
    fault = fault_of(naive_clients.NeverAsks(), transmitsms, ("send", "Text 1", HANDSET))

    assert "words" not in fault.why


@pytest.mark.parametrize("name", ["websms", "bestsms", "cellcast", "cellcast_v3", "tnz", "transmitsms"])
def test_reports_can_go_wrong_at_every_gateway(name: str) -> None:
    """What is drawn is known to all of them, and a machine is made without being told which."""

    class Somebody(naive_clients.Plain):
        """Is never run."""

    Somebody.gateway = name
    rules = {each.function.__name__ for each in client_machine(Somebody).setup_state().rules}

    assert "chaos" in rules
    assert gateway(name).callbacks
