"""A scenario as its file says it, and how a reply is held against what it says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mock_gateway.model.gateway import Gateway

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)


ANY = "any"
"""The gateway of scenarios that play at every gateway."""


class Matcher(NamedTuple):
    """A value that stands for others: `!any`, `!uuid`, `!regex PATTERN`, `!absent`, `!kept NAME`."""

    kind: str
    argument: str = ""

    def __str__(self) -> str:
        return f"!{self.kind} {self.argument}".strip()


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a transcript.

    Attributes:
        request: what is sent, None for a step that sends nothing.
        reply: what the answer must be.
        keep: names for values of the reply, by JSON pointer.
        advance: by how much the session's clock moves.
        given: what is changed in the world.
        play: what is forced on whoever is connected from here on, in order.
        mails: what the e-mails in the session's outbox must be, all of them, in order.
        receive: a message that a handset sends.
        events: what must have happened since they were last looked at, all of it, in order.
        callbacks: what callbacks must have been made since they were last looked at, all of them, in order.
        ledger: what the ledger must say: `duplicates`, `cost`, and `texts` and `delivered` by number.
        line: where the step stands in its file.

    """

    request: Mapping[str, Any] | None
    reply: Mapping[str, Any]
    keep: Mapping[str, str]
    advance: str
    given: Mapping[str, Any] | None
    play: tuple[Mapping[str, Any], ...]
    mails: list[Mapping[str, Any]] | None
    receive: Mapping[str, Any] | None
    events: list[Mapping[str, Any]] | None
    callbacks: list[Mapping[str, Any]] | None
    ledger: Mapping[str, Any] | None
    line: int


@dataclass(frozen=True, slots=True)
class Scenario:
    """A file of `scenarios/`.

    Attributes:
        name: its path below the folder, without `.yaml`.
        covers: codes and keys of the rows and successes that it shows.
        given: the world before the first request.
        play: what is forced on whoever is connected, in order.
        file: as a user would name it.

    """

    name: str
    title: str
    gateway: str
    covers: tuple[str, ...]
    source: str
    given: Mapping[str, Any]
    play: tuple[Mapping[str, Any], ...]
    steps: tuple[Step, ...]
    file: str

    @property
    def can_be_armed(self) -> bool:
        """Whether it has an effect on a client that is connected."""
        return bool(self.given or self.play)

    @property
    def is_neutral(self) -> bool:
        """Whether it plays at every gateway, and speaks of causes instead of codes."""
        return self.gateway == ANY

    @property
    def short_name(self) -> str:
        """Its path below its gateway's folder."""
        return self.name.removeprefix(f"{self.gateway}/")

    def is_of(self, gateway: Gateway) -> bool:
        """Tell whether it shows a gateway: the one that it names, or a white label of it that does not leave it out."""
        if self.gateway == gateway.name:
            return True
        return self.gateway == gateway.parent and self.short_name not in gateway.leaves_out


def differences(expected: Any, found: Any, kept: Mapping[str, Any], place: str = "") -> list[str]:  # noqa: ANN401  any JSON
    """Say where a value does not contain what is expected; an empty list means that it does.

    Members that are not named may be there; a list has as many items as are named.
    """
    if isinstance(expected, Matcher):
        return _differences_by_matcher(expected, found, kept, place)
    if isinstance(expected, dict):
        return _differences_of_members(expected, found, kept, place)
    if isinstance(expected, list):
        if not isinstance(found, list) or len(found) != len(expected):
            return [_sentence(place, f"a list of {len(expected)}", found)]
        return [
            line
            for number, (inner, value) in enumerate(zip(expected, found, strict=True))
            for line in differences(inner, value, kept, f"{place}/{number}")
        ]
    same = expected == found and isinstance(expected, bool) == isinstance(found, bool)
    return [] if same else [_sentence(place, repr(expected), found)]


def _differences_of_members(
    expected: Mapping[str, Any], found: object, kept: Mapping[str, Any], place: str
) -> list[str]:
    if not isinstance(found, dict):
        return [_sentence(place, "an object", found)]
    lines = []
    for name, inner in expected.items():
        if name in found:
            lines += differences(inner, found[name], kept, f"{place}/{name}")
        elif not (isinstance(inner, Matcher) and inner.kind == "absent"):
            lines.append(f"{place}/{name}: {inner!s} was expected, but it is not there")
    return lines


def _differences_by_matcher(matcher: Matcher, found: object, kept: Mapping[str, Any], place: str) -> list[str]:
    is_text = isinstance(found, str)
    if matcher.kind == "uuid":
        holds = is_text and _UUID.fullmatch(str(found)) is not None
    elif matcher.kind == "regex":
        holds = is_text and re.search(matcher.argument, str(found)) is not None
    elif matcher.kind == "kept":
        holds = matcher.argument in kept and kept[matcher.argument] == found
    else:
        holds = matcher.kind == "any"
    return [] if holds else [_sentence(place, str(matcher), found)]


def _sentence(place: str, expected: str, found: object) -> str:
    return f"{place or 'the reply'}: {expected} was expected, {found!r} was found"
