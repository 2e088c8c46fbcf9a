"""What can go wrong with the callbacks themselves, one by one, each because a test asked for it."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, NamedTuple

from mock_gateway.callbacks import make
from mock_gateway.errors import UsageError, unknown
from mock_gateway.state.world import Chaos

if TYPE_CHECKING:
    from mock_gateway.model.gateway import Gateway
    from mock_gateway.model.lives import CallbackSpec
    from mock_gateway.model.messages import Message, Recipient
    from mock_gateway.state.outbox import Callback
    from mock_gateway.state.world import World


class ChaosKind(NamedTuple):
    """One thing that can go wrong."""

    name: str
    about: str


CHAOS = {
    kind.name: kind
    for kind in (
        ChaosKind("duplicate", "the report is made twice"),
        ChaosKind("reorder", "the report is held back until the next one has been made"),
        ChaosKind("early", "the report is made before the send is answered"),
        ChaosKind("after_final", "a report of an earlier, open status follows the final one"),
        ChaosKind("unknown_id", "a report for a message that was never sent follows"),
        ChaosKind("contradict", "a second final report says the opposite"),
        ChaosKind("never", "the report is not made"),
        ChaosKind("bad_signature", "the headers that prove where it comes from are wrong"),
        ChaosKind("no_signature", "the headers that prove where it comes from are missing"),
    )
}
"""By name, in the order of the documentation."""

AT_REPORT = tuple(name for name in CHAOS if name != "early")
"""Those that happen as a report is made."""


def ask(world: World, gateway: Gateway, name: str, times: int) -> None:
    """Let the next callbacks go wrong.

    Raises:
        UsageError: for an unknown name, or a signature where the gateway has none.

    """
    check(gateway, name, times)
    with world.store.transaction():
        world.played.chaos.append(Chaos(gateway.name, name, times))


def check(gateway: Gateway, name: str, times: int) -> None:
    """Refuse what cannot go wrong."""
    if name not in CHAOS:
        raise UsageError(unknown("chaos", name, CHAOS))
    if name.endswith("_signature") and not any(spec.secrets for spec in gateway.callbacks.values()):
        raise UsageError(f"{gateway.name} does not sign its callbacks: {name} cannot be")
    if type(times) is not int or times < 1:
        raise UsageError(f"times is how many callbacks go wrong, at least 1, not {times}")


def take(world: World, gateway: str, *names: str) -> str:
    """Take one of these from what a gateway's callbacks are to meet next; "" where none is."""
    mine = [each for each in world.played.chaos if each.gateway == gateway]
    if not mine or mine[0].name not in names:
        return ""
    first = mine[0]
    first.times -= 1
    if first.times <= 0:
        world.played.chaos.remove(first)
    return first.name


def apply(
    world: World, name: str, spec: CallbackSpec, callback: Callback, about: tuple[Message, Recipient]
) -> list[Callback]:
    """Give what is made instead of a report."""
    if name == "never":
        callback.state = "dropped"
        return [callback]
    if name == "bad_signature":
        callback.headers.update({name: "wrong" for name in spec.secrets if name in callback.headers})
        return [callback]
    if name == "no_signature":
        callback.headers = {key: value for key, value in callback.headers.items() if key not in spec.secrets}
        return [callback]
    further = _further(world, name, spec, callback, about)
    return [callback] if further is None else [callback, further]


def _further(
    world: World, name: str, spec: CallbackSpec, callback: Callback, about: tuple[Message, Recipient]
) -> Callback | None:
    message, recipient = about
    if name == "duplicate":
        again = copy(callback)
        again.id, again.attempts, again.taken = _number(world), [], 0
        again.headers = dict(callback.headers)
        return again
    other, shown = copy(recipient), copy(message)
    if name == "unknown_id":
        shown.id = _like(message.id)
    elif name == "after_final":
        other.status, other.result = world.gateways[message.gateway].statuses.initial, ""
    elif name == "contradict":
        other.status, other.result = _opposite(world, message, recipient)
    else:
        return None
    return make.report(world, spec, shown, other, world.clock.now())


def _like(identity: str) -> str:
    """Give an id of the same form: the last digits of one that was given out, each five on."""
    tail = "".join(str((int(each) + 5) % 10) if "0" <= each <= "9" else each for each in identity[-6:])
    return identity[:-6] + tail


def _number(world: World) -> int:
    assert world.outbox is not None  # noqa: S101  a world with callbacks has an outbox
    return world.outbox.next_number()


def _opposite(world: World, message: Message, recipient: Recipient) -> tuple[str, str]:
    """Give another final status, and a result that goes with it."""
    statuses = world.gateways[message.gateway].statuses
    for outcome in statuses.outcomes.values():
        status = statuses.initial
        for step in outcome.steps:
            status = statuses.table[status].get(step.event, status)
        if outcome.steps and status != recipient.status and not statuses.table[status]:
            return status, outcome.steps[-1].result
    return recipient.status, recipient.result
