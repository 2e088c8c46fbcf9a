"""What a scenario or a test plays to whoever is connected: answers that the request did not earn."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from mock_gateway.callbacks import chaos
from mock_gateway.errors import UsageError, unknown
from mock_gateway.model.faults import FAULTS, Fault
from mock_gateway.state.clock import instant
from mock_gateway.state.world import Fate, Forced

LONGEST_FAULT = 3600
MOST_RECORDS = 100_000
"""How many records can be made in one go."""

SECTIONS = ("clock", "settings", "account", "throttle", "used", "records")
"""What can be given, as `schemas/meta/given.json` has it."""

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mock_gateway.model.gateway import Gateway
    from mock_gateway.model.rules import Row
    from mock_gateway.model.scenario import Scenario
    from mock_gateway.state.case import Case
    from mock_gateway.state.world import World


def take(case: Case) -> Forced | None:
    """Take what the session plays to this request, if it plays anything; a request that meets no call meets nothing."""
    forced = case.world.played.forced
    if not case.call.name:
        return None
    for place, each in enumerate(forced):
        if each.gateway == case.gateway.name and each.call in (None, case.call.name):
            each.times -= 1
            if each.times <= 0:
                del forced[place]
            return each
    return None


def reject(world: World, gateway: Gateway, code: str | int, times: int = 1, call: str | None = None) -> None:
    """Let a rejection answer the next requests.

    Args:
        world: the session.
        gateway: whose rejection.
        code: code, name or key of a row.
        times: how many requests, at least one.
        call: only requests of this call, None for any.

    Raises:
        UsageError: for a code, call or number that cannot be.

    """
    _force(world, Forced(gateway.name, row(gateway, code), times, call))


def reject_for(world: World, gateway: Gateway, cause: str, times: int = 1, call: str | None = None) -> None:
    """Refuse the next requests for a neutral cause, with the gateway's first rejection for it.

    Raises:
        UsageError: for a cause that no rejection of the gateway has.

    """
    _force(world, Forced(gateway.name, row_for(gateway, cause), times, call))


def fault(  # noqa: PLR0913  what a fault is made of
    world: World,
    gateway: Gateway,
    spec: Fault,
    *,
    times: int = 1,
    call: str | None = None,
    transport: bool = True,
) -> None:
    """Let the next answers suffer a fault.

    Args:
        world: the session.
        gateway: whose answers.
        spec: which fault.
        times: how many answers, at least one.
        call: only answers to this call, None for any.
        transport: whoever carries the answers can do faults to the connection.

    Raises:
        UsageError: for what cannot be.

    """
    _check_fault(spec, transport=transport)
    series = None if spec.seed is None else Random(spec.seed)
    _force(world, Forced(gateway.name, None, times, call, spec, series))


def _fault_of(played: Mapping[str, Any]) -> Fault:
    return Fault(
        played["fault"],
        played.get("when", "before"),
        float(played.get("seconds", FAULTS[played["fault"]].seconds)),
        played.get("seed"),
    )


def _check_fault(spec: Fault, *, transport: bool) -> None:
    if spec.name not in FAULTS:
        raise UsageError(unknown("fault", spec.name, FAULTS))
    if spec.when not in ("before", "after"):
        raise UsageError(f"a fault comes 'before' the request is taken or 'after', not {spec.when!r}")
    if not 0 <= spec.seconds <= LONGEST_FAULT:
        raise UsageError(f"a fault takes 0 to {LONGEST_FAULT} seconds, not {spec.seconds}")
    if FAULTS[spec.name].transport and not transport:
        raise UsageError(
            f"the fault {spec.name!r} needs the connection, which this WSGI server does not give away: "
            "use `mock-gateway serve`, `running()` or the fixtures"
        )


def outcome(world: World, gateway: Gateway, name: str, times: int = 1) -> None:
    """Choose what becomes of the next messages.

    Raises:
        UsageError: for an outcome that the gateway does not have.

    """
    if name not in gateway.statuses.outcomes:
        raise UsageError(unknown(f"outcome of {gateway.name}", name, gateway.statuses.outcomes))
    if type(times) is not int or times < 1:
        raise UsageError(f"times is how many messages meet it, at least 1, not {times}")
    with world.store.transaction():
        world.played.fates.append(Fate(gateway.name, name, times))


def _force(world: World, forced: Forced) -> None:
    if type(forced.times) is not int or forced.times < 1:
        raise UsageError(f"times is how many requests are met, at least 1, not {forced.times}")
    calls = [name for name in world.gateways[forced.gateway].calls if name]
    if forced.call is not None and forced.call not in calls:
        raise UsageError(unknown(f"call of {forced.gateway}", forced.call, calls))
    with world.store.transaction():
        world.played.forced.append(forced)


def row(gateway: Gateway, code: str | int) -> Row:
    """Find a row that can answer."""
    found = gateway.by_code.get(str(code))
    if found is None:
        successes = {str(success.code): success for success in gateway.successes}
        success = successes.get(str(code))
        if success is not None:
            how = f": set s.settings.{success.setting}" if success.setting else ""
            raise UsageError(f"{code!r} of {gateway.name} is a success, not a rejection{how}")
        raise UsageError(unknown(f"code of {gateway.name}", code, gateway.by_code))
    if found.each:
        raise UsageError(f"{code!r} of {gateway.name} is no answer: it takes single recipients out of a request")
    return found


def row_for(gateway: Gateway, cause: str) -> Row:
    """Find the gateway's own rejection for a neutral cause: the first documented one, else the first."""
    rows = [each for each in gateway.rows if each.cause == cause and not each.each]
    if not rows:
        raise UsageError(unknown(f"cause of {gateway.name}", cause, {each.cause for each in gateway.rows}))
    return next((each for each in rows if each.confidence == "documented"), rows[0])


def arm(world: World, gateway: Gateway, scenario: Scenario, *, transport: bool = True) -> None:
    """Let a scenario shape what a client meets from now on: its `given`, and its `play` in order.

    Raises:
        UsageError: for a scenario of another gateway, or one that has neither.

    """
    if not scenario.is_neutral and not scenario.is_of(gateway):
        reason = gateway.leaves_out.get(scenario.short_name) if scenario.gateway == gateway.parent else None
        left_out = f", which leaves it out: {reason}" if reason else ""
        of = f"is of {scenario.gateway}, this session is of {gateway.name}{left_out}"
        raise UsageError(f"the scenario {scenario.name!r} {of}")
    if not scenario.can_be_armed:
        raise UsageError(
            f"the scenario {scenario.name!r} only shows a transcript: it has neither `given` nor `play` to arm"
        )
    for each in scenario.play:
        if "fault" in each:
            _check_fault(_fault_of(each), transport=transport)
    prepare(world, gateway, scenario, transport=transport)


def prepare(world: World, gateway: Gateway, scenario: Scenario, *, transport: bool = True) -> None:
    """Set a world up as a scenario says, and play what it plays."""
    give(world, gateway, scenario.given)
    force(world, gateway, scenario.play, transport=transport)


def force(world: World, gateway: Gateway, played: Iterable[Mapping[str, Any]], *, transport: bool = True) -> None:
    """Force answers and faults on whoever is connected, in order, as a scenario's `play` says them."""
    for each in played:
        times, call = each.get("times", 1), each.get("call")
        if "reject" in each:
            reject(world, gateway, each["reject"], times, call)
        elif "cause" in each:
            reject_for(world, gateway, each["cause"], times, call)
        elif "outcome" in each:
            outcome(world, gateway, each["outcome"], times)
        elif "chaos" in each:
            chaos.ask(world, gateway, each["chaos"], times)
        else:
            fault(world, gateway, _fault_of(each), times=times, call=call, transport=transport)


def give(world: World, gateway: Gateway, given: Mapping[str, Any] | None) -> None:
    """Set up a world.

    Args:
        world: the session.
        gateway: which of its gateways.
        given: `clock` (ISO instant), `settings`, `account`, `throttle` (used in the current window), `used` (of a
            quota) and `records` (how many to make), as a scenario's `given`; None for nothing, as a corpus has it.

    Raises:
        UsageError: for what cannot be given; the world is as it was where a section or throttle is unknown.

    """
    given = {} if given is None else given
    for name in given:
        if name not in SECTIONS:
            raise UsageError(unknown("section of given", name, SECTIONS))
    for name in given.get("throttle", {}):
        if name not in gateway.throttles:
            raise UsageError(unknown("throttle", name, gateway.throttles))
    with world.store.transaction():
        if "clock" in given:
            _set_clock(world, given["clock"])
        room, account = world.room(gateway.name), world.account(gateway.name)
        room.settings.update_(given.get("settings", {}))
        account.state.update_(given.get("account", {}))
        for name, used in given.get("throttle", {}).items():
            rate = room.rate(name, account)
            if rate is not None:
                room.window(name).hit(room.key(name, account, "127.0.0.1"), world.clock.now(), rate, used)
        account.used.update(given.get("used", {}))
        for shelf, count in given.get("records", {}).items():
            fill(world, gateway, shelf, count)


def fill(world: World, gateway: Gateway, shelf: str, count: int) -> None:
    """Make records in a gateway's memory, as if a client or handsets had.

    Raises:
        UsageError: for records that the gateway does not keep, or a number that cannot be.

    """
    if type(count) is not int or not 0 <= count <= MOST_RECORDS:
        raise UsageError(f"count is how many are made, 0 to {MOST_RECORDS}, not {count!r}")
    memory = world.room(gateway.name).memory
    shelves = () if memory is None else sorted(memory.fillers)
    if shelf not in shelves:
        raise UsageError(unknown(f"records of {gateway.name}", shelf, shelves))
    with world.store.transaction():
        memory.fill(world, world.account(gateway.name), shelf, count)


def _set_clock(world: World, text: str) -> None:
    at = instant(text)
    if at < world.clock.now() and len(world.journal):
        raise UsageError(f"the session has been used at a later time: its clock cannot go back to {text}")
    world.clock.set(at)
