"""A session's surface for the control API: a function for each method and path, from a JSON object to plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.errors import UsageError, unknown
from mock_gateway.server import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mock_gateway.server.session import Session

Body = dict[str, Any]

LARGEST_BURST = 10_000
LONGEST_WAIT = 3600


def _take(body: Body, **kinds: tuple[type, ...]) -> Body:
    """Check a call's parameters by name and type; those that are not given are left out."""
    for name, value in body.items():
        if name not in kinds:
            raise UsageError(unknown("parameter", name, kinds))
        if isinstance(value, str) and not value.isascii() and any("\ud800" <= each <= "\udfff" for each in value):
            raise UsageError(f"{name} cannot be {value!r}: it has half a surrogate pair")
        if not isinstance(value, kinds[name]) or (isinstance(value, bool) and bool not in kinds[name]):
            wanted = " or ".join(kind.__name__ for kind in kinds[name])
            raise UsageError(f"{name} cannot be {value!r}: it is {wanted}")
    return body


def _need(body: Body, name: str) -> Any:  # noqa: ANN401  any JSON
    if name not in body:
        raise UsageError(f"the parameter {name!r} is missing")
    return body[name]


def _reset(session: Session, body: Body) -> Body:
    _take(body)
    session.restart()
    return plain.session(session)


def _play(session: Session, body: Body) -> Body:
    _take(body, name=(str,))
    session.play(_need(body, "name"))
    return {}


def _reject(session: Session, body: Body) -> Body:
    _take(body, code=(str, int), times=(int,), call=(str,))
    _need(body, "code")
    session.reject(**body)
    return {}


def _fault(session: Session, body: Body) -> Body:
    _take(body, name=(str,), times=(int,), when=(str,), call=(str,), seconds=(int, float), seed=(int,))
    _need(body, "name")
    session.fault(**body)
    return {}


def _outcome(session: Session, body: Body) -> Body:
    _take(body, name=(str,), times=(int,))
    _need(body, "name")
    session.outcome(**body)
    return {}


def _chaos(session: Session, body: Body) -> Body:
    _take(body, name=(str,), times=(int,))
    _need(body, "name")
    session.chaos(**body)
    return {}


def _settings(session: Session, _body: Body) -> Body:
    return dict(session.settings.values_)


def _set_settings(session: Session, body: Body) -> Body:
    session.settings.update_(body)
    return dict(session.settings.values_)


def _account(session: Session, _body: Body) -> Body:
    return dict(session.account.values_)


def _set_account(session: Session, body: Body) -> Body:
    session.account.update_(body)
    return dict(session.account.values_)


def _clock(session: Session, _body: Body) -> Body:
    return {"mode": session.clock.mode, "now": session.clock.now.isoformat(timespec="milliseconds")}


def _advance(session: Session, body: Body) -> Body:
    _take(body, advance=(str, int, float), wait=(bool,))
    events = session.clock.advance(_need(body, "advance"), wait=body.get("wait", True))
    return {**_clock(session, {}), "events": [plain.event(each) for each in events]}


def _receive(session: Session, body: Body) -> Body:
    _take(
        body,
        text=(str,),
        to=(str,),
        reply_to=(str,),
        kind=(str,),
        segments=(list,),
        user_data_header=(bool,),
        flash=(bool,),
        **{"from": (str,)},
    )
    given = {name: value for name, value in body.items() if name != "from"}
    if "segments" in body:
        given |= {"text": body.get("text", ""), "segments": plain.segments(body["segments"])}
    _need(given, "text")
    if not any(character.isdigit() for character in _need(body, "from")):
        raise UsageError(f"from cannot be {body['from']!r}: it is a number such as '+447700900000'")
    return plain.inbound(session.receive(from_=_need(body, "from"), **given))


def _burst(session: Session, body: Body) -> list[Body]:
    _take(body, count=(int,), message=(str,))
    count = _need(body, "count")
    if not 1 <= count <= LARGEST_BURST:
        raise UsageError(f"count is 1 to {LARGEST_BURST}, not {count}")
    return [plain.callback(each) for each in session.burst(count, body.get("message"))]


def _deliver(session: Session, body: Body) -> Body:
    _take(body, message=(str,), result=(str,))
    return {"events": [plain.event(each) for each in session.deliver(**body)]}


def _fail(session: Session, body: Body) -> Body:
    _take(body, message=(str,), result=(str,))
    return {"events": [plain.event(each) for each in session.fail(**body)]}


def _messages(session: Session, _body: Body) -> list[Body]:
    return [plain.message(each) for each in session.messages]


def _journal(session: Session, _body: Body) -> Body:
    journal = session.journal
    secrets = session.secrets
    exchanges = [plain.masked(plain.exchange(each), secrets) for each in journal]
    return {"evicted": journal.evicted, "exchanges": exchanges}


def _page_faults(session: Session, body: Body) -> list[Body]:
    _take(body, call=(str,))
    return [plain.masked(plain.page_fault(each), session.secrets) for each in session.page_faults(**body)]


def _give(session: Session, body: Body) -> Body:
    _take(body, clock=(str,), settings=(dict,), account=(dict,), throttle=(dict,), used=(dict,), records=(dict,))
    for section in ("throttle", "used", "records"):
        for name, count in body.get(section, {}).items():
            if type(count) is not int or count < 0:
                raise UsageError(f"{section} says how many of {name!r}, at least 0, not {count!r}")
    session.give(body)
    return {}


def _fill(session: Session, body: Body) -> Body:
    _take(body, shelf=(str,), count=(int,))
    session.fill(_need(body, "shelf"), _need(body, "count"))
    return {}


def _callbacks(session: Session, _body: Body) -> list[Body]:
    return [plain.callback(each) for each in session.callbacks]


def _replay(session: Session, body: Body, number: int) -> Body:
    _take(body)
    return plain.callback(session.callbacks.replay(number))


def _ledger(session: Session, _body: Body) -> Body:
    return plain.ledger(session.ledger, session)


def _mails(session: Session, _body: Body) -> list[Body]:
    return [
        {"kind": each.kind, "to": each.to, "subject": each.subject, "text": each.text, "html": each.html,
         "at": plain.time(each.at), "delivery": each.delivery}
        for each in session.mails
    ]  # fmt: skip


def _events(session: Session, _body: Body) -> list[Body]:
    return [plain.event(each) for each in session.events]


def _wait(session: Session, body: Body) -> Body:
    _take(body, to=(str,), contains=(str,), timeout=(int, float))
    timeout = body.get("timeout", 0)
    if not 0 <= timeout <= LONGEST_WAIT:
        raise UsageError(f"timeout is 0 to {LONGEST_WAIT} seconds, not {timeout}")
    try:
        return plain.message(session.wait_for(**body))
    except TimeoutError as problem:
        raise UsageError(str(problem)) from None


def _explain(session: Session, body: Body) -> Body:
    _take(body, exchange=(int,))
    number = _need(body, "exchange")
    found = next((each for each in session.journal if each.number == number), None)
    if found is None:
        raise UsageError(f"there is no exchange {number} in the journal")
    return session.explain(found).as_dict()


SURFACE: Mapping[tuple[str, str], Callable[..., Any]] = {
    ("POST", "reset"): _reset,
    ("POST", "play"): _play,
    ("POST", "reject"): _reject,
    ("POST", "fault"): _fault,
    ("POST", "outcome"): _outcome,
    ("POST", "chaos"): _chaos,
    ("GET", "settings"): _settings,
    ("PATCH", "settings"): _set_settings,
    ("GET", "account"): _account,
    ("PATCH", "account"): _set_account,
    ("GET", "clock"): _clock,
    ("POST", "clock"): _advance,
    ("POST", "receive"): _receive,
    ("POST", "give"): _give,
    ("POST", "fill"): _fill,
    ("POST", "burst"): _burst,
    ("POST", "deliver"): _deliver,
    ("POST", "fail"): _fail,
    ("GET", "messages"): _messages,
    ("GET", "journal"): _journal,
    ("GET", "page-faults"): _page_faults,
    ("GET", "callbacks"): _callbacks,
    ("POST", "callbacks/<int:number>/replay"): _replay,
    ("GET", "ledger"): _ledger,
    ("GET", "mails"): _mails,
    ("GET", "events"): _events,
    ("POST", "wait"): _wait,
    ("POST", "explain"): _explain,
}

NULLABLE = frozenset({_give})
"""Those whose whole body may be null, for nothing: a corpus has null for what need not be given."""
