"""The order of the steps, once: from the bytes of a request to the bytes of its answer.

The Flask view, the server, `replay`, `explain` and the tests all come through `answer`. It never raises for anything
that a client can send; what goes wrong is kept in the session (`World.crashes`) and answered in the gateway's dialect.
"""

from __future__ import annotations

import traceback
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple

from mock_gateway import play
from mock_gateway.callbacks import chaos
from mock_gateway.dialects.carry import carried
from mock_gateway.dialects.read import DIALECTS, in_utf_8, read, settled
from mock_gateway.dialects.spoil import spoil
from mock_gateway.dialects.versions import answered, asked_for, canonical, shown
from mock_gateway.dialects.write import refuse, write
from mock_gateway.model.faults import FAULTS
from mock_gateway.model.rules import PASSABLE, Finding
from mock_gateway.model.wire import Outcome, Reply
from mock_gateway.rules.judge import FIRST_ITEM, judge, own_failure, refusal, texts
from mock_gateway.rules.places import spoken_of
from mock_gateway.state.case import Case
from mock_gateway.state.identify import first_stated, identify, in_force
from mock_gateway.state.journal import Exchange
from mock_gateway.state.strays import no_session, nobody

if TYPE_CHECKING:
    from mock_gateway.dialects.base import Dialect
    from mock_gateway.dialects.route import Routed
    from mock_gateway.engine import Engine
    from mock_gateway.model.gateway import Call
    from mock_gateway.model.rules import Verdict
    from mock_gateway.model.versions import Version
    from mock_gateway.model.wire import Request
    from mock_gateway.rules.judge import Judgement
    from mock_gateway.state.motion import Motion
    from mock_gateway.state.world import Forced, World


class _Ready(NamedTuple):
    case: Case
    answer: Dialect
    version: Version | None = None
    allow: str = ""

    def written(self, outcome: Outcome, verdict: Verdict | None) -> Reply:
        """Write what is answered, as the version that was asked would."""
        case = self.case
        if self.allow and verdict is not None and verdict.row.status == HTTPStatus.METHOD_NOT_ALLOWED:
            outcome = outcome._replace(headers=(*outcome.headers, ("Allow", self.allow)))
        if self.version is not None:
            outcome = answered(self.version, outcome, case.call.name, verdict, case.document)
        elif verdict is None and case.call.name in case.gateway.hides:
            outcome = shown(outcome, case.gateway.hides[case.call.name])
        return write(outcome, case.call.writing, self.answer)


def answer(request: Request, engine: Engine) -> Reply:
    """Answer a request as the gateway that it is for would."""
    routed = engine.router.route(request)
    if routed is None:
        return nobody(request, engine.sessions)
    gateway = routed.gateway
    world = None
    if routed.session:
        world = engine.sessions.worlds.get(routed.session)
        if world is None:
            return no_session(routed.session)
        if gateway.name not in world.rooms:
            return nobody(request, engine.sessions)
    try:
        ready = _prepare(request, routed, world, engine)
        world = ready.case.world
        with world.store.transaction():
            reply = _transact(ready)
            if ready.case.call.writing.carried:
                reply = carried(reply, request, ready.case.call.writing, ready.case.settings)
            if gateway.counts_under_way and ready.case.room.counts_under_way():
                reply = reply._replace(after=partial(_ended, ready.case))
        motion = world.motion
        return reply if not motion.errands else _send_meanwhile(reply, motion)
    except Exception as problem:  # noqa: BLE001  whatever happens is kept for the session and never shown to a client
        return _crashed(problem, request, world or engine.sessions.default, routed)


def _ended(case: Case) -> None:
    """Tell the windows that count what is under way that a request has been answered."""
    if case.account is not None:
        with case.world.store.transaction():
            case.room.release(case.account, case.request.address, right=case.credentials.standing == "right")


def prepare(request: Request, engine: Engine) -> Case | None:
    """Take a request as far as the judge, for explaining; None where no gateway has its path."""
    routed = engine.router.route(request)
    if routed is None:
        return None
    world = engine.sessions.worlds.get(routed.session) if routed.session else None
    return _with_targets(_prepare(request, routed, world, engine)).case


def _prepare(request: Request, routed: Routed, world: World | None, engine: Engine) -> _Ready:
    gateway = routed.gateway
    version = gateway.versions[routed.version] if routed.version else None
    call, document, troubles, dialect = _read(request, routed, version)
    stated = first_stated(call, request, document)
    world, account, credentials = engine.sessions.find(gateway.name, stated, world)
    room = world.rooms.get(gateway.name) or engine.sessions.default.rooms[gateway.name]
    settings = room.settings.values_ if version is None else asked_for(version, room.settings.values_)
    if call.reading.declared_charset is not None and (told := in_utf_8(request, call.reading, settings)) is not request:
        call, document, troubles, dialect = _read(told, routed, version)
    if call.ranked is not None and call.ranked.matters(settings, stated.form):
        stated = identify(in_force(call.ranked, settings), request, document)
        _, account, credentials = engine.sessions.find(gateway.name, stated, world)
    if call.reading.coerce_first:
        document = call.reading.coerce(document)
    valid = not troubles and call.plan.is_valid(document)
    if not valid and not call.reading.coerce_first and PASSABLE.issuperset(troubles):
        document = call.reading.coerce(document)
    if call.writing.by_setting is not None:
        dialect = settled(dialect, call.writing, settings)
    targets = call.recipients(document, gateway.numbers) if call.recipients is not None else ()
    case = Case(
        request,
        gateway,
        call,
        document,
        troubles,
        valid,
        credentials,
        world,
        room,
        account,
        settings,
        world.clock.now(),
        targets,
        routed.version,
    )
    return _Ready(case, dialect, version, routed.allow)


def _read(
    request: Request, routed: Routed, version: Version | None
) -> tuple[Call, dict[str, Any], tuple[str, ...], Dialect]:
    """Read a request: the call, which its document may choose, the document in canonical form, troubles, dialect."""
    call = routed.call
    document, troubles, dialect = read(request, call, routed.parameters, routed.trouble, routed.answer)
    if routed.choices is not None:
        member, calls = routed.choices
        chosen = calls.get(str(document.get(member, "")).lower())
        call, troubles = (call, (*troubles, "choice")) if chosen is None else (chosen, troubles)
    if version is not None:
        document = canonical(version, document, call.name)
    return call, document, troubles, dialect


def _with_targets(ready: _Ready) -> _Ready:
    """Add the recipients that only the session's memory knows, such as the members of a list."""
    case = ready.case
    if case.call.recipients_by is None:
        return ready
    with case.world.store.transaction():
        targets = case.call.recipients_by(case.document, case.room, case.account)
    return ready._replace(case=case._replace(targets=targets))


def _transact(ready: _Ready) -> Reply:
    """Judge, play, operate, remember: what happens to a session in one piece."""
    world = ready.case.world
    if world.agenda.next_at <= ready.case.now:
        world.motion.settle(ready.case.now)
    ready = _with_targets(ready)
    case = ready.case
    account = case.account
    if account is not None and (case.gateway.counts_requests or not account.state.pristine_):
        right = case.credentials.standing == "right"
        case.room.hit(account, case.request.address, case.now, right=right)
    judgement = judge(case)
    if world.played.forced and (forced := play.take(case)) is not None:
        return _force(ready, judgement, forced)
    outcome = _outcome(case, judgement, judgement.verdict)
    reply = ready.written(outcome, judgement.verdict)
    _remember(case, reply, judgement.verdict, outcome)
    return reply


def _outcome(case: Case, judgement: Judgement, verdict: Verdict | None) -> Outcome:
    if verdict is None:
        return _operate(case, judgement)
    outcome = refuse(verdict, case.call, case.settings, case.document, partial(texts, case, verdict))
    if verdict.row.cause == "not_found" and isinstance(verdict.value, str):
        store = case.world.store
        if store.was_evicted(case.gateway.name, verdict.value):
            kept = f"only the newest {store.kept} messages are remembered, and this one is older"
            outcome = outcome._replace(notes=(kept,), message_id=verdict.value)
    return outcome


def _operate(case: Case, judgement: Judgement) -> Outcome:
    """Do what the call does."""
    outcome = case.call.operation(case, judgement)
    world = case.world
    if world.played.chaos and outcome.message_id and chaos.take(world, case.gateway.name, "early"):
        message = world.store.find(case.gateway.name, outcome.message_id)
        if message is not None and world.motion.hurry is not None:
            world.motion.hurry(world, message)
    if judgement.tolerated:
        notes = tuple(f"tolerated: {each.keyword} at {each.place or '/'}" for each in judgement.tolerated)
        outcome = outcome._replace(notes=outcome.notes + notes)
    return outcome


def _force(ready: _Ready, judgement: Judgement, forced: Forced) -> Reply:
    """Answer with what the session plays: a rejection, or a fault before or after the request is taken."""
    case, organic, fault = ready.case, judgement.verdict, forced.fault
    if fault is not None and forced.series is not None:
        fault = fault._replace(seconds=forced.series.uniform(0, fault.seconds))
    verdict = organic
    if fault is None and forced.row is not None:
        about = Finding(spoken_of(forced.row, case.call))
        verdict = refusal(forced.row, forced=True, finding=about, first=case.settings.get(FIRST_ITEM, 1))
    elif fault is not None and fault.when == "before" and FAULTS[fault.name].spoils:
        verdict = refusal(own_failure(case.gateway), forced=True)
    outcome = _outcome(case, judgement, verdict)
    reply = ready.written(outcome, verdict)
    if fault is not None:
        reply = spoil(reply, fault)
        outcome = outcome._replace(notes=(*outcome.notes, f"fault {fault.name}, {fault.when} the request was taken"))
    _remember(case, reply, verdict, outcome, None if organic is verdict else organic)
    return reply


def _remember(
    case: Case, reply: Reply, verdict: Verdict | None, outcome: Outcome, organic: Verdict | None = None
) -> None:
    journal = case.world.journal
    journal.add(
        Exchange(
            journal.next_number(),
            case.now,
            case.gateway.name,
            case.call.name,
            case.request,
            reply,
            verdict,
            organic,
            outcome.notes,
            outcome.message_id,
            "" if case.account is None else case.account.key,
            outcome.page,
        )
    )


def _send_meanwhile(reply: Reply, motion: Motion) -> Reply:
    """Let what the request set off be sent: before the reply where a test asked for that, else in the background."""
    if motion.urgent:
        motion.urgent = False
        return reply._replace(before=partial(motion.dispatch, wait=True))
    motion.send_meanwhile()
    return reply


def _crashed(problem: Exception, request: Request, world: World, routed: Routed) -> Reply:
    """Keep what went wrong for the session's owner, and answer as the gateway answers its own failures."""
    gateway, call = routed.gateway, routed.call
    problem.add_note(f"while answering {request.method} {request.path} of {gateway.name}")
    world.crashes.append(problem)
    note = "".join(traceback.format_exception_only(problem)).strip()
    verdict = refusal(own_failure(gateway), forced=True)
    settings = world.room(gateway.name).settings.values_
    outcome, dialect = refuse(verdict, call, settings, {}), DIALECTS[call.writing.default]
    if routed.version:
        outcome = answered(gateway.versions[routed.version], outcome, call.name, verdict, {})
    reply = write(Outcome(500, outcome.body), call.writing, settled(dialect, call.writing, settings))
    with world.store.transaction():
        journal, of = world.journal, (gateway.name, call.name, request, reply, verdict)
        journal.add(Exchange(journal.next_number(), world.clock.now(), *of, notes=(f"crashed: {note}",)))
    return reply
