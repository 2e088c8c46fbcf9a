"""What a scenario or a test plays to whoever is connected: answers that the request did not earn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.errors import UsageError, unknown
from mock_gateway.rules.judge import refusal
from mock_gateway.state.clock import instant
from mock_gateway.state.world import Forced

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mock_gateway.model.gateway import Gateway
    from mock_gateway.model.rules import Row, Verdict
    from mock_gateway.model.scenario import Scenario
    from mock_gateway.state.case import Case
    from mock_gateway.state.world import World


def forced(case: Case) -> Verdict | None:
    """Take the rejection that the session plays to this request, if it plays one."""
    world = case.world
    for place, each in enumerate(world.played.forced):
        if each.gateway == case.gateway.name and each.call in (None, case.call.name):
            each.times -= 1
            if each.times <= 0:
                del world.played.forced[place]
            return refusal(each.row, forced=True)
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
    if times < 1:
        raise UsageError(f"times is how many requests are refused, at least 1, not {times}")
    if call is not None and call not in gateway.calls:
        raise UsageError(unknown(f"call of {gateway.name}", call, [name for name in gateway.calls if name]))
    with world.store.transaction():
        world.played.forced.append(Forced(gateway.name, row(gateway, code), times, call))


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


def arm(world: World, gateway: Gateway, scenario: Scenario) -> None:
    """Let a scenario shape what a client meets from now on: its `given`, and its `play` in order.

    Raises:
        UsageError: for a scenario of another gateway, or one that has neither.

    """
    if scenario.gateway != gateway.name:
        raise UsageError(f"the scenario {scenario.name!r} is of {scenario.gateway}, this session is of {gateway.name}")
    if not scenario.can_be_armed:
        raise UsageError(
            f"the scenario {scenario.name!r} only shows a transcript: it has neither `given` nor `play` to arm"
        )
    prepare(world, gateway, scenario)


def prepare(world: World, gateway: Gateway, scenario: Scenario) -> None:
    """Set a world up as a scenario says, and force what it plays."""
    give(world, gateway, scenario.given)
    for each in scenario.play:
        reject(world, gateway, each["reject"], each.get("times", 1), each.get("call"))


def give(world: World, gateway: Gateway, given: Mapping[str, Any]) -> None:
    """Set up a world.

    Args:
        world: the session.
        gateway: which of its gateways.
        given: `clock` (ISO instant), `settings`, `account`, `throttle` (used in the current window) and `used` (of a
            quota), as a scenario's `given`.

    """
    with world.store.transaction():
        if "clock" in given:
            _set_clock(world, given["clock"])
        room, account = world.room(gateway.name), world.account(gateway.name)
        room.settings.update_(given.get("settings", {}))
        account.state.update_(given.get("account", {}))
        for name, used in given.get("throttle", {}).items():
            throttle = gateway.throttles[name]
            window = 1000 * int(account.state.values_[throttle.window])
            key = room.key(name, account, "127.0.0.1")
            room.windows[name].hit(key, world.clock.now(), window, used)
        account.used.update(given.get("used", {}))


def _set_clock(world: World, text: str) -> None:
    at = instant(text)
    if at < world.clock.now() and len(world.journal):
        raise UsageError(f"the session has been used at a later time: its clock cannot go back to {text}")
    world.clock.set(at)
