"""What a verdict asks for, in words: what would have been right, and the smallest change that makes it so."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from mock_gateway.model.rules import TROUBLES, Fact, Unreadable, Verdict
from mock_gateway.rules.facts import FACTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mock_gateway.state.case import Case

ABSENT = ("required", "dependentRequired")

TYPES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "null",
    "number": "a number",
    "object": "an object",
    "string": "text",
}


def _one_of(values: list[object]) -> str:
    return f"one of {', '.join(map(repr, values))}" if values else "none at all: the list is empty"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _alternatives(limit: list[Any]) -> list[str]:
    """List the members of which one is enough."""
    return [member for each in limit for member in each.get("required", ())]


KEYWORDS: Mapping[str, Callable[[Any], str]] = {
    "anyOf": lambda limit: f"one of the members {', '.join(_alternatives(limit))}",
    "oneOf": lambda limit: f"exactly one of the members {', '.join(_alternatives(limit))}",
    "const": repr,
    "enum": _one_of,
    "exclusiveMaximum": lambda limit: f"less than {limit}",
    "exclusiveMinimum": lambda limit: f"more than {limit}",
    "format": lambda limit: f"text of the format {limit!r}",
    "maximum": lambda limit: f"at most {limit}",
    "maxItems": lambda limit: f"at most {_counted(limit, 'item')}",
    "maxLength": lambda limit: f"at most {_counted(limit, 'character')}",
    "maxProperties": lambda limit: f"at most {_counted(limit, 'member')}",
    "minimum": lambda limit: f"at least {limit}",
    "minItems": lambda limit: f"at least {_counted(limit, 'item')}",
    "minLength": lambda limit: f"at least {_counted(limit, 'character')}",
    "minProperties": lambda limit: f"at least {_counted(limit, 'member')}",
    "not": lambda limit: f"text that does not match {limit.get('pattern')!r}",
    "pattern": lambda limit: f"text that matches {limit!r}",
    "type": lambda limit: " or ".join(TYPES[each] for each in ([limit] if isinstance(limit, str) else limit)),
}
"""What each keyword of a JSON Schema asks for."""

TELLING = frozenset({"header", "part", "quota", "record", "throttle"})
"""Arguments of facts that name what a fact is about."""

READABLE = {
    "path": "send it to the path of a call, see `mock-gateway list calls`",
    "method": "send it with the method of a call, see `mock-gateway list calls`",
    "accept": "accept a form that the gateway writes",
    "media_type": "name the body's form in Content-Type",
    "size": "send a smaller body",
    "choice": "name a call in the member that chooses one",
    "syntax": "send a body that can be parsed",
}
"""What makes a request readable, by what it is unreadable for."""

BODIES = {"json": "a JSON object", "xml": "an XML document", "form": "form fields"}


def wanted(verdict: Verdict) -> str:
    """Say what would have been right; "" where the verdict does not know."""
    limit = verdict.limit
    if verdict.keyword in ABSENT:
        return f"the member {verdict.place.rpartition('/')[2]}"
    if verdict.keyword in KEYWORDS:
        return KEYWORDS[verdict.keyword](limit)
    if limit is None:
        return ""
    if isinstance(limit, list):
        return _one_of(limit)
    return limit if isinstance(limit, str) else f"at most {limit}"


def reason(verdict: Verdict, trouble: str = "") -> str:
    """Say what is wrong.

    Args:
        verdict: on a request.
        trouble: what it is unreadable for, where that is known.

    """
    condition = verdict.row.condition
    if isinstance(condition, Fact):
        return _held(condition, verdict.value if verdict.place else None)
    if isinstance(condition, Unreadable):
        return TROUBLES[trouble or condition.reasons[0]]
    place = verdict.place or "the document"
    if verdict.keyword in ABSENT:
        return f"{place} is missing"
    if verdict.keyword in ("anyOf", "oneOf"):
        return f"{place} has to have {wanted(verdict)}"
    return f"{place} is {in_short(repr(verdict.value))}, and has to be {wanted(verdict) or 'otherwise'}"


def _held(condition: Fact, found: object) -> str:
    """Say a fact and what it is about: its own words, then the arguments that name something, or what was found."""
    kind, named = FACTS[condition.name], dict(condition.arguments)
    if "value" in named and "place" not in named:
        return f"{kind.says}: {named['field']} is {named['value']!r}"
    told = [str(value).replace("_", " ") for name, value in named.items() if name in TELLING]
    if isinstance(found, (str, int)):
        told.append(in_short(repr(found)))
    return f"{kind.says}: {', '.join(told)}" if told else kind.says


def mend(verdict: Verdict, case: Case | None = None) -> str:
    """Say the smallest change after which the row would not hold; with the case, in the words of its call."""
    if verdict.forced:
        return "nothing: the request did not earn it, it was forced"
    condition = verdict.row.condition
    if isinstance(condition, Fact):
        return FACTS[condition.name].mend
    if isinstance(condition, Unreadable):
        return _mend_unreadable(condition.reasons, case)
    return _mend_violation(verdict)


def in_short(text: str) -> str:
    """Cut a text to a line."""
    return text if len(text) <= 100 else f"{text[:97]}…"  # noqa: PLR2004  a line's worth


def _mend_unreadable(reasons: tuple[str, ...], case: Case | None) -> str:
    met = next((reason for reason in reasons if case is not None and reason in case.troubles), reasons[0])
    todo = READABLE[met] if case is None else _readable(met, case)
    return f"{todo}: {TROUBLES[met]}"


def _readable(trouble: str, case: Case) -> str:
    """Say what makes a request readable, in the words of its call."""
    reading, writing = case.call.reading, case.call.writing
    if trouble == "media_type":
        return f"send the body with Content-Type {' or '.join(filter(None, reading.body))}"
    if trouble == "accept":
        return f"accept {' or '.join(media for media, _ in writing.offered)}"
    if trouble != "syntax":
        return READABLE[trouble]
    media = case.request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = BODIES.get(reading.body.get(media, reading.otherwise))
    members = " and ".join(case.call.schema.get("required", ()))
    if body is None:
        return READABLE[trouble]
    return f"send {body} with {members}" if members else f"send {body}"


def _mend_violation(verdict: Verdict) -> str:
    place, value, limit = verdict.place or "the document", verdict.value, verdict.limit
    if verdict.keyword in ABSENT or not verdict.keyword:
        return f"add {place}"
    if verdict.keyword in ("anyOf", "oneOf") and isinstance(limit, list):
        return f"add {' or '.join(f'{verdict.place}/{member}' for member in _alternatives(limit))}"
    if isinstance(limit, list) and isinstance(value, str):
        near = get_close_matches(value, [str(each) for each in limit], n=1)
        return f"set {place} to {repr(near[0]) if near else _one_of(limit)}"
    if isinstance(value, (str, list)) and isinstance(limit, int):
        more = len(value) > limit
        return f"{'shorten' if more else 'lengthen'} {place} from {len(value)} to {limit}"
    if verdict.keyword in ("minimum", "maximum"):
        return f"set {place} to {limit}"
    return f"make {place} {wanted(verdict)}"
