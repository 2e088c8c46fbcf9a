"""The part of a gateway's page about what becomes of its messages: statuses, outcomes, callbacks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import shapes
from words import anchor, marked, source_link, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mock_gateway.model.gateway import Gateway
    from mock_gateway.model.lives import CallbackSpec, OutcomeStep, Update


def statuses(gateway: Gateway) -> str:
    """Draw the diagram of statuses."""
    known = gateway.statuses
    ids = {status: anchor("s", status).replace("-", "_") for status in known.table}
    lines = ["stateDiagram-v2", *(f'    state "{status}" as {name}' for status, name in ids.items())]
    lines.append(f"    [*] --> {ids[known.initial]}")
    for status, events in known.table.items():
        lines += [f"    {ids[status]} --> {ids[following]}: {event}" for event, following in events.items()]
        lines += [] if events else [f"    {ids[status]} --> [*]"]
    return "```mermaid\n" + "\n".join(lines) + "\n```\n"


def outcomes(gateway: Gateway) -> str:
    """Write the table of what can become of a message."""
    default = gateway.statuses.default.name
    rows = (
        (
            marked("outcome", outcome.name),
            outcome.about,
            ", then ".join([*map(_step, outcome.steps), *map(_update, outcome.updates)]),
            _numbers(outcome.magic),
            f"{source_link(outcome.source)}, {outcome.confidence}",
        )
        for outcome in gateway.statuses.outcomes.values()
    )
    return (
        f"What becomes of a message: `{default}`, unless its number is one of these or a test says otherwise "
        "(`s.outcome(NAME)`).\n\n" + table(("Outcome", "About", "Events", "Numbers that have it", "Evidence"), rows)
    ) + _ways(gateway)


def _ways(gateway: Gateway) -> str:
    """Say which messages end in other words, or begin with a step of their own."""
    known = gateway.statuses
    lines = [f"- of `{call}`: {_words(words)}" for call, words in known.words.items()]
    if known.words_by is not None:
        field, by = known.words_by
        lines += [f"- with `{field}` `{value}`: {_words(words)}" for value, words in by.items()]
    lines += [f"- of `{call}`: first {_step(step)}" for call, step in known.begins.items()]
    head = "\nSome messages end in other words, or begin with a step of their own:\n\n"
    return head + "\n".join(lines) + "\n" if lines else ""


def _words(words: Mapping[str, str]) -> str:
    return ", ".join(f"`{word}` for `{result}`" for result, word in words.items())


def _step(step: OutcomeStep) -> str:
    result = f" (`{step.result}`)" if step.result else ""
    return f"{step.event}{result} after {step.after / 1000:g} s"


def _update(update: Update) -> str:
    return f"it is told `{update.result}` after {update.after / 1000:g} s"


def _numbers(magic: tuple[str, ...]) -> str:
    """Write numbers; the ten of a block as the first and the last."""
    block = magic[:10] if len(magic) >= 10 else ()  # noqa: PLR2004  a block has ten
    shown = [f"+{block[0]} to +{block[-1]}"] if block else []
    return ", ".join([*shown, *(f"+{number}" for number in magic[len(block) :])])


def callbacks(gateway: Gateway) -> str:
    """Describe the requests that the gateway makes."""
    chapters = (_callback(gateway, callback) for callback in gateway.callbacks.values())
    return "Requests that the gateway makes to the client's side.\n" + "".join(chapters) if gateway.callbacks else ""


def _callback(gateway: Gateway, callback: CallbackSpec) -> str:
    places = [f"`{callback.url}` of the message"] if callback.url else []
    places += ["the URL of what it belongs to"] if callback.forward else []
    if callback.default_url:
        places += [f"the account's [`{callback.default_url}`](#{anchor('account', callback.default_url)})"]
    lowest, highest = callback.acknowledged
    body = f" and a body with `{json.dumps(callback.acknowledged_body)}`" if callback.acknowledged_body else ""
    status = f"HTTP {lowest}" if lowest == highest else f"HTTP {lowest} to {highest}"
    if callback.acknowledged_by is not None:
        status += f", or as [`{callback.acknowledged_by[0]}`](#{anchor('setting', callback.acknowledged_by[0])}) says"
    written = json.dumps(callback.body, ensure_ascii=False, indent=1)
    return (
        f"\n### {marked('callback', callback.name)}\n\n"
        f"- tells: {_told(gateway, callback)}\n- goes to: {', else '.join(places)}\n"
        f"{_scope(callback)}"
        f"- is sent as: {_sent(callback)}\n"
        f"{_described(gateway, callback)}"
        f"- is acknowledged by: {status}{body}\n- is tried again: {_retried(callback)}\n\n"
        f"```json\n{written}\n```\n"
    )


def _described(gateway: Gateway, callback: CallbackSpec) -> str:
    schema = shapes.of_callback(gateway, callback.name)
    return f"- is described by: {schema}\n" if schema else ""


def _sent(callback: CallbackSpec) -> str:
    """Say where what it tells stands, and how it is signed."""
    kinds = " or ".join(f"`{kind}`" for kind in callback.types.values())
    query = "GET, as parameters after those of the URL"
    how = query if callback.write == "query" else f"{callback.method}, {kinds}"
    if callback.write_by is not None:
        if callback.write != "query" and "query" in callback.write_by.dialects.values():
            how += f", or {query}"
        chosen = [f"`{callback.write_by.field}` of the message"]
        if callback.write_by.account:
            name = callback.write_by.account
            chosen += [f"the account's [`{name}`](#{anchor('account', name)})"]
        how += f", as {', else '.join(chosen)} says"
    signature = callback.signature
    if signature is None:
        return how
    settings = [
        f"[`{name}`](#{anchor('setting', name)}) is `{json.dumps(value)}`" for name, value in signature.in_force
    ]
    when = f", while {' and '.join(settings)}" if settings else ""
    return f"{how}, signed with the account's `{signature.secret}` in `{signature.header}`{when}"


def _told(gateway: Gateway, callback: CallbackSpec) -> str:
    """Say what a callback tells of."""
    told = [f"`{status}`" for status in callback.on]
    told += [f"`{callback.updates}` (what an outcome has after its last step)"] if callback.updates else []
    if callback.begun_while:
        when = " and ".join(
            f"[`{name}`](#{anchor('setting', name)}) is `{value}`" for name, value in callback.begun_while
        )
        told += [f"`{gateway.statuses.initial}` while {when}"]
    return ", ".join(told) or _told_inbound(gateway, callback)


def _scope(callback: CallbackSpec) -> str:
    """Say which messages a callback is about, where it is made instead of another."""
    if not callback.instead_of:
        return ""
    names = sorted(callback.scope.calls), sorted(callback.scope.versions)
    of = " and ".join(
        f"{what} {', '.join(f'`{name}`' for name in found)}"
        for what, found in zip(("of the calls", "of version"), names, strict=True)
        if found
    )
    unless = ""
    if callback.unless is not None:
        field, values = callback.unless
        unless = f"; not where `{field}` is {' or '.join(f'`{each}`' for each in sorted(values))}"
    return (
        f"- is made: instead of [`{callback.instead_of}`](#{anchor('callback', callback.instead_of)}), {of}{unless}\n"
    )


def _told_inbound(gateway: Gateway, callback: CallbackSpec) -> str:
    usual = callback.instead_of or callback.name
    if usual == gateway.inbound.matched:
        return "an inbound text that answers a message"
    kinds = [kind for kind, name in gateway.inbound.kinds.items() if name == usual]
    if not kinds:
        return "what its name says"
    kind = " or ".join(f"`{each}`" for each in kinds)
    return f"an inbound message of kind {kind}" + (" that answers none" if gateway.inbound.matched else "")


def _retried(callback: CallbackSpec) -> str:
    if callback.retry_settings:
        times, seconds = (f"[`{name}`](#{anchor('setting', name)})" for name in callback.retry_settings)
        return f"{times} times, {seconds} apart"
    if not callback.retry:
        return "never"
    waits = [f"{wait / 1000:g} s" for wait in callback.retry]
    if len(set(waits)) == 1:
        return f"{len(waits)} times, first after {waits[0]}"
    return f"{len(waits)} times, {', '.join(waits)} after the try before"
