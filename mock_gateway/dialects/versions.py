"""Put requests of a version into the canonical form and back, and answers into the version's, by the data's table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.dialects.shaping import rename
from mock_gateway.dialects.write import fill
from mock_gateway.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mock_gateway.model.rules import Verdict
    from mock_gateway.model.versions import Version
    from mock_gateway.model.wire import Outcome

EACH, AS = "each", "as"
OUTSIDE = ("Sender", "APIKey")
"""Members that stay where they are when a document becomes one member of another: who a request is from."""


def shown(outcome: Outcome, hides: frozenset[str]) -> Outcome:
    """Leave out what only other versions than the canonical one add to an answer."""
    return outcome._replace(body=_without(outcome.body, hides, ""))


def canonical(version: Version, document: dict[str, Any], call: str) -> dict[str, Any]:
    """Give a request as the canonical version would have it."""
    if call in version.renames_of:
        document = rename(document, version.renames_of[call])
    if version.renames:
        document = rename(document, version.renames)
    if call in version.wrapped:
        document = _gather(version, document, call)
        kept: dict[str, Any] = {name: document[name] for name in OUTSIDE if name in document}
        wrapped = {name: value for name, value in document.items() if name not in kept}
        document = {**kept, version.wrap: wrapped} if wrapped else kept
    for name, into in version.lifts.items():
        inner = document.get(into)
        if name in document and isinstance(inner, dict):
            document = {**document, into: {name: document[name], **inner}}
    return document


def _gather(version: Version, document: dict[str, Any], call: str) -> dict[str, Any]:
    """Make list items of the members that name one."""
    if version.gathered is None:
        return document
    into, members = version.gathered.into, version.gathered.of(call)
    items = [{inner: document[name]} for name, inner in members.items() if name in document]
    if not items:
        return document
    rest = {name: value for name, value in document.items() if name not in members}
    listed = document.get(into)
    return {**rest, into: [*(listed if isinstance(listed, list) else []), *items]}


def said(version: Version, document: Mapping[str, Any], call: str) -> dict[str, Any]:
    """Give a canonical request as the version would have it: what `canonical` makes the same request of.

    A member that may stand in two places stays in the canonical one, and what may be gathered stays in its list.

    Raises:
        UsageError: for what the version cannot say, such as a wrapping that is no object, or is empty, where requests
            are flat, or a member that means another one there.

    """
    inner = document.get(version.wrap) if call in version.wrapped else None
    flat = dict(document)
    if isinstance(inner, dict):
        flat = {**{name: value for name, value in document.items() if name != version.wrap}, **inner}
    known = {name: spelled[0] for name, spelled in spellings(version, call).items()}
    made: dict[str, Any] = rename(flat, known)
    if canonical(version, made, call) != document:
        raise UsageError(f"version {version.name} cannot say this request of {call}: {dict(document)}")
    return made


def spellings(version: Version, call: str) -> dict[str, tuple[str, ...]]:
    """Give the names that a version reads for members that it renames, by the canonical name, the usual one first.

    The first in the version's table is the usual one, and what is for all calls stands before what is for this one; a
    name that both have counts as the call's.
    """
    own, every = version.renames_of.get(call, {}), version.renames
    found: dict[str, tuple[str, ...]] = {}
    for name in (*(each for each in every if each not in own), *own):
        meant = own.get(name, name)
        meant = every.get(meant, meant)
        found[meant] = (*found.get(meant, ()), name)
    itself = (name for name in found if name not in own and name not in every)
    return found | {name: (*found[name], name) for name in itself}


def asked_for(version: Version, settings: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the settings as rows and operations see them in a version: its own in the place of those they ask for."""
    if not version.settings:
        return settings
    return {**settings, **{name: settings[own] for name, own in version.settings.items()}}


def answered(
    version: Version, outcome: Outcome, call: str, verdict: Verdict | None, asked: Mapping[str, Any]
) -> Outcome:
    """Give an answer as the version writes it.

    Args:
        version: which.
        outcome: the canonical answer.
        call: its name.
        verdict: why it was refused, None where it was not.
        asked: the canonical request, whose members a refusal may repeat.

    """
    if verdict is not None:
        return _refused(version, outcome, call, verdict, asked)
    body = outcome.body
    if not isinstance(body, dict):
        return outcome
    if call in version.hides:
        body = _without(body, version.hides[call], "")
    body = _renamed(version, body, "")
    template = version.shapes.get(call, version.shapes.get(_kind(call)))
    return outcome._replace(body=body if template is None else shaped(template, body))


def _refused(version: Version, outcome: Outcome, call: str, verdict: Verdict, asked: Mapping[str, Any]) -> Outcome:
    cause = verdict.row.cause
    found = (version.errors.get(key) for key in (f"{call}/{cause}", f"{_kind(call)}/{cause}", cause, "*"))
    status, template = next((each for each in found if each is not None), (None, None))
    if template is None:
        return outcome
    found_there = "" if verdict.value is None else verdict.value
    body = fill(template, {**asked, "message": verdict.message, "code": verdict.row.code, "found": found_there})
    return outcome._replace(status=outcome.status if status is None else status, body=body)


def _kind(call: str) -> str:
    """Give the name that calls of one kind share, such as `set-*`."""
    return f"{call.partition('-')[0]}-*"


def _without(value: Any, hides: frozenset[str], inside: str) -> Any:  # noqa: ANN401  any JSON
    """Leave out members by name, or by the member that they are in: `Contact/Groups`."""
    if isinstance(value, list):
        return [_without(item, hides, inside) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        name: _without(inner, hides, name)
        for name, inner in value.items()
        if name not in hides and f"{inside}/{name}" not in hides
    }


def _renamed(version: Version, value: Any, inside: str) -> Any:  # noqa: ANN401  any JSON
    if isinstance(value, list):
        return [_renamed(version, item, inside) for item in value]
    if not isinstance(value, dict):
        return value
    found = {}
    for name, inner in value.items():
        place = f"{inside}/{name}"
        if name in version.drops or place in version.drops:
            continue
        new = version.answers.get(place, version.answers.get(name, name))
        found[new] = _valued(version, _renamed(version, inner, name), name, place)
    return found


def _valued(version: Version, value: Any, name: str, place: str) -> Any:  # noqa: ANN401  any JSON
    wanted = version.values.get(place, version.values.get(name))
    if isinstance(wanted, dict):
        return wanted.get(value, value)
    if wanted is not None:
        return wanted
    if value == 0 and value.__class__ is not bool and not version.null_for_zero.isdisjoint((name, place)):
        return None
    return value.replace(" ", "T") if name in version.with_t and isinstance(value, str) else value


def shaped(template: Any, document: Any) -> Any:  # noqa: ANN401  any JSON
    """Fill a template: `{a/b/0}` is the value at a place, `{each: PLACE, as: TEMPLATE}` a list of what stands there.

    In a place `*` stands for every item of a list; a member whose blank has no value is left out.

    >>> shaped({"Data": {"each": "Items/*", "as": {"To": "{Number}"}}}, {"Items": [{"Number": "1"}, {"Number": "2"}]})
    {'Data': [{'To': '1'}, {'To': '2'}]}
    """
    if isinstance(template, str):
        return next(_at(document, template[1:-1].split("/")), None) if template.startswith("{") else template
    if isinstance(template, dict) and EACH in template:
        return [shaped(template[AS], item) for item in _at(document, template[EACH].split("/"))]
    if isinstance(template, dict):
        filled = {name: shaped(inner, document) for name, inner in template.items()}
        return {name: value for name, value in filled.items() if value is not None}
    return template


def _at(value: Any, place: list[str]) -> Iterator[Any]:  # noqa: ANN401  any JSON
    """Give all values at a place."""
    if not place or place == [""]:
        yield value
        return
    head, *rest = place
    if head == "*":
        for item in value if isinstance(value, list) else ():
            yield from _at(item, rest)
    elif isinstance(value, dict) and head in value:
        yield from _at(value[head], rest)
    elif isinstance(value, list) and head.isdecimal() and int(head) < len(value):
        yield from _at(value[int(head)], rest)
