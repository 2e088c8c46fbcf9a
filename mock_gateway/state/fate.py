"""What becomes of a message: by a test's word, by its number, or as the gateway does unless told otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mock_gateway.model.lives import Outcome, OutcomeStep, Statuses
    from mock_gateway.model.messages import Message
    from mock_gateway.state.world import World


def schedule(world: World, message: Message) -> None:
    """Put on the agenda what becomes of each open recipient; a message that an outcome was chosen for keeps it."""
    statuses = world.gateways[message.gateway].statuses
    chosen = statuses.outcomes[message.outcome] if message.outcome else None
    if chosen is None and world.played.fates:
        chosen = _chosen(world, message)
    words, begin = way(statuses, message)
    table, magic, default, add = statuses.table, statuses.magic, statuses.default, world.agenda.add
    begins = _begins(world, message)
    for position, recipient in enumerate(message.recipients):
        if not table[recipient.status]:
            continue
        outcome = chosen or magic.get(recipient.number, default)
        at = message.send_at
        if begins:
            add(at, "begun", message, position=position)
        if begin is not None and outcome.steps and outcome.steps[0].event != begin.event:
            add(at + begin.after, "status", message, position=position, event=begin.event, detail=begin.result)
        for step in outcome.steps:
            given = message.fields.get(step.field) if step.field else None
            at = max(at, message.send_at + 1000 * given) if isinstance(given, int) else at + step.after
            add(at, "status", message, position=position, event=step.event, detail=words.get(step.result, step.result))
        told = at
        for update in outcome.updates:
            told += update.after
            add(told, "update", message, position=position, detail=words.get(update.result, update.result))
        if outcome.reply is not None:
            add(at + outcome.reply.after, "reply", message, position=position, detail=outcome.reply.text)


def _begins(world: World, message: Message) -> bool:
    """Tell whether anybody is told that a message is taken up for sending."""
    settings = world.room(message.gateway).settings.values_
    about = world.gateways[message.gateway].callbacks_about(message.call, message.version)
    return any(spec.begun_while and spec.tells_of_begin(settings) for spec in about)


def way(statuses: Statuses, message: Message) -> tuple[Mapping[str, str], OutcomeStep | None]:
    """Tell how the way that a message goes speaks of results, and what happens on it first, None for nothing."""
    if statuses.words_by is not None:
        field, words = statuses.words_by
        value = message.fields.get(field)
        if value is not None and str(value) in words:
            return words[str(value)], None
    return statuses.words.get(message.call, {}), statuses.begins.get(message.call)


def _chosen(world: World, message: Message) -> Outcome | None:
    """Take the outcome that a test chose for this message, if it chose one."""
    for place, fate in enumerate(world.played.fates):
        if fate.gateway == message.gateway:
            fate.times -= 1
            if fate.times <= 0:
                del world.played.fates[place]
            message.outcome = fate.outcome
            return _statuses(world, message).outcomes[fate.outcome]
    return None


def _statuses(world: World, message: Message) -> Statuses:
    return world.gateways[message.gateway].statuses
