"""The versions of a gateway's API: their part of `gateway.yaml` into records, and the routes that they add."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.model.versions import Gathered, Version

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

PARTS = ("reads", "answers", "reading", "writing", "envelopes", "settings")
"""What a version takes over from the one that it is like, member by member."""


def versions(spec: Mapping[str, Any]) -> dict[str, Version]:
    """Build the versions of a gateway."""
    given = spec.get("versions", {})
    wholes = {name: whole(each, given) for name, each in given.items()}
    return {name: _version(name, each, _hidden(spec, each, wholes)) for name, each in wholes.items()}


def hidden(spec: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """Give, by call, the members that only versions beside the canonical one have."""
    return _hidden(spec, {}, spec.get("versions", {}))


def of_kind(calls: Iterable[str], key: str) -> list[str]:
    """Give the calls that a key of a version's table means: one by its name, or all of a kind by `KIND-*`.

    >>> of_kind(["contact-get", "contact-list", "group-get"], "contact-*")
    ['contact-get', 'contact-list']
    """
    return [call for call in calls if key in (call, f"{call.partition('-')[0]}-*")]


def _hidden(
    spec: Mapping[str, Any], own: Mapping[str, Any], versions: Mapping[str, Mapping[str, Any]]
) -> dict[str, frozenset[str]]:
    """Give, by call, what other versions add to answers and this one does not."""
    calls = spec.get("calls", ())
    added, mine = _added(calls, versions.values()), _added(calls, [own])
    found = {call: members.difference(mine.get(call, ())) for call, members in added.items()}
    return {call: members for call, members in found.items() if members}


def _added(calls: Iterable[str], versions: Iterable[Mapping[str, Any]]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for version in versions:
        for key, members in version.get("answers", {}).get("adds", {}).items():
            for call in of_kind(calls, key):
                found[call] = found.get(call, frozenset()).union(members)
    return found


def routes(text: str, call: str, spec: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give a route of a call with its version, and the same route in every version that lies over it.

    Args:
        text: `METHOD /path`.
        call: whose route it is.
        spec: the gateway's data.

    """
    method, _, path = text.partition(" ")
    yield text, next((name for name, each in spec.get("versions", {}).items() if _below(path, each["at"])), "")
    for name, each in spec.get("versions", {}).items():
        for own, over in each.get("over", {}).items():
            if _below(path, over) and call not in each.get("without", ()):
                yield f"{method} {own}{path[len(over) :]}", name


def _below(path: str, head: str) -> bool:
    return path.lower().startswith(f"{head.lower()}/")


def whole(spec: Mapping[str, Any], given: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Lay a version over the one that it is like."""
    if "like" not in spec:
        return dict(spec)
    like = whole(given[spec["like"]], given)
    parts = {part: {**like.get(part, {}), **spec.get(part, {})} for part in PARTS}
    shapes = {**like.get("answers", {}).get("shapes", {}), **parts["answers"].get("shapes", {})}
    return {**spec, **parts, "answers": {**parts["answers"], "shapes": shapes}}


def _version(name: str, spec: Mapping[str, Any], hides: Mapping[str, frozenset[str]]) -> Version:
    reads, answers = spec.get("reads", {}), spec.get("answers", {})
    gathered = reads.get("gather")
    wrap = reads.get("wrap", {})
    errors = {cause: (each.get("status"), each["body"]) for cause, each in answers.get("errors", {}).items()}
    return Version(
        name=name,
        at=spec["at"],
        source=spec.get("source", ""),
        renames=reads.get("renames", {}),
        renames_of=reads.get("renames_of", {}),
        wrapped=frozenset(wrap.get("calls", ())),
        wrap=wrap.get("into", ""),
        lifts=reads.get("lifts", {}),
        gathered=Gathered(**gathered) if gathered else None,
        answers=answers.get("renames", {}),
        drops=frozenset(answers.get("drops", ())),
        values=answers.get("values", {}),
        with_t=frozenset(answers.get("with_t", ())),
        null_for_zero=frozenset(answers.get("null_for_zero", ())),
        may_lack=frozenset(answers.get("may_lack", ())),
        shapes=answers.get("shapes", {}),
        errors=errors,
        settings=spec.get("settings", {}),
        adds=answers.get("adds", {}),
        hides=hides,
    )
