"""Make a callback's attempts: the errand, what acknowledges it, and when it is tried again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import orjson

from mock_gateway.callbacks.http import Sent, send
from mock_gateway.model.scenario import differences
from mock_gateway.state.outbox import Attempt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mock_gateway.callbacks.egress import Guard
    from mock_gateway.model.lives import CallbackSpec
    from mock_gateway.state.outbox import Callback
    from mock_gateway.state.world import World


class CallbackErrand:
    """One attempt at a callback.

    Attributes:
        independent: it may be sent beside others.

    """

    __slots__ = ("_again", "_callback", "_guard", "_spec", "_url", "independent")

    def __init__(self, world: World, callback: Callback, guard: Guard, *, again: bool = False) -> None:
        self._callback = callback
        self._guard = guard
        self._again = again
        self.independent = False
        self._spec = world.gateways[callback.gateway].callbacks[callback.kind]
        self._url = mapped(callback.url, world.room(callback.gateway).settings.values_["callback_map"])

    def run(self) -> object:
        """Send it."""
        callback = self._callback
        return send(self._url, callback.method, callback.headers, callback.body, self._guard)

    def done(self, world: World, outcome: object, at: int) -> None:
        """Judge the answer, and put the next attempt on the agenda where there is to be one."""
        sent = cast("Sent", outcome)
        callback = self._callback
        took = acknowledged(self._spec, sent, world.room(callback.gateway).settings.values_)
        callback.attempts.append(Attempt(at, sent.latency, sent.status, sent.answer[:1000], sent.problem, took))
        if took:
            callback.state = "acknowledged"
        elif not self._again:
            callback.tries += 1
            self._try_again(world, sent, at)
        detail = str(sent.status or sent.problem)
        world.motion.happened(at, "callback", callback.message_id, callback.url, callback.state, detail)
        if took and not callback.taken:
            callback.taken = world.motion.number

    def _try_again(self, world: World, sent: Sent, at: int) -> None:
        """Put the next attempt on the agenda, where there is to be one."""
        callback = self._callback
        wait = None if sent.stopped else next_attempt(world, self._spec, callback)
        callback.state = "stopped" if sent.stopped else "unacknowledged" if wait is None else "retrying"
        if wait is not None:
            world.agenda.add(at + wait, "callback", position=callback.id)


def acknowledged(spec: CallbackSpec, sent: Sent, settings: Mapping[str, Any]) -> bool:
    """Tell whether an answer is what the gateway takes for "received"."""
    lowest, highest = spec.acknowledged
    if spec.acknowledged_by is not None:
        name, statuses = spec.acknowledged_by
        lowest, highest = statuses[settings[name]]
    if not lowest <= sent.status <= highest:
        return False
    if spec.acknowledged_body is None:
        return True
    try:
        return not differences(spec.acknowledged_body, orjson.loads(sent.answer), {})
    except orjson.JSONDecodeError:
        return False


def next_attempt(world: World, spec: CallbackSpec, callback: Callback) -> int | None:
    """Give the milliseconds until the next attempt, None where there is none."""
    made = callback.tries
    if spec.retry_settings is not None:
        settings = world.room(callback.gateway).settings.values_
        times, seconds = (settings[name] for name in spec.retry_settings)
        return 1000 * int(seconds) if made <= int(times) else None
    return spec.retry[made - 1] if made <= len(spec.retry) else None


def mapped(url: str, prefixes: Mapping[str, str]) -> str:
    """Lead a URL elsewhere, by the longest prefix of it that the map knows; what follows it stays, as a query too."""
    fitting = [prefix for prefix in prefixes if _begins(url, prefix)]
    if not fitting:
        return url
    prefix = max(fitting, key=len)
    led, rest = prefixes[prefix], url[len(prefix) :]
    if rest.startswith(("?", "&")):
        rest = ("&" if "?" in led else "?") + rest[1:]
    return led + rest


def _begins(url: str, prefix: str) -> bool:
    """Tell whether a URL begins with a prefix that does not end in the middle of a name."""
    rest = url[len(prefix) :]
    ends = "&#" if "?" in prefix else "/?#"
    return url.startswith(prefix) and (not rest or prefix.endswith(("/", "?", "=", "&")) or rest[0] in ends)
