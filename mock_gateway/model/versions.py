"""A version of a gateway's API: what it reads and answers otherwise than the form that rows and operations know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Gathered(NamedTuple):
    """Members of a flat request that name one item of a list.

    Attributes:
        into: the list, by its name in the document.
        members: member of the request to its name in the item.
        members_of: by call, those that name one there and nowhere else.

    """

    into: str
    members: Mapping[str, str]
    members_of: Mapping[str, Mapping[str, str]] = {}

    def of(self, call: str) -> Mapping[str, str]:
        """Give the members that name an item in a call's requests."""
        return {**self.members, **self.members_of[call]} if call in self.members_of else self.members


class Version(NamedTuple):
    """One version.

    Attributes:
        name: as in its paths, such as `v2.03`.
        at: what its paths begin with.
        source: key of `sources.yaml`.
        renames: member of a request to its canonical name, at every depth; the first of several is what clients say.
        renames_of: by call, what else is renamed there, before all others; clients say the others first, unless those
            are named here as well.
        wrapped: calls whose whole document is one member of the canonical one.
        wrap: that member.
        lifts: member to the canonical member that it belongs into.
        gathered: see `Gathered`, None for nothing.
        answers: canonical member of an answer to its name here, at every depth; `Recipients/Status` means that member
            of `Recipients` only, `/Status` that of the whole answer.
        drops: canonical members that answers do not have, named likewise.
        values: members of answers whose value is another here, named likewise: the value, or a map of values.
        with_t: members of answers whose times have a `T` between day and hour.
        null_for_zero: members of answers that are null where they are 0, named likewise.
        may_lack: members that operations leave out of answers at times in this version alone, named likewise.
        shapes: by call, the whole answer as a template of what has been renamed.
        errors: by cause, the status (None for the row's own) and the body of a refusal; "*" for all others,
            `CALL/CAUSE` or `KIND-*/CAUSE` for some calls only, and `/CAUSE` for what meets no call.
        settings: setting that rows and operations ask for, to the setting that stands for it in this version.
        adds: by call, or by `KIND-*`, members that only answers of this version have, named likewise.
        hides: by call, what other versions add and this one does not.

    """

    name: str
    at: str
    source: str
    renames: Mapping[str, str]
    renames_of: Mapping[str, Mapping[str, str]]
    wrapped: frozenset[str]
    wrap: str
    lifts: Mapping[str, str]
    gathered: Gathered | None
    answers: Mapping[str, str]
    drops: frozenset[str]
    values: Mapping[str, Any]
    with_t: frozenset[str]
    null_for_zero: frozenset[str]
    may_lack: frozenset[str]
    shapes: Mapping[str, Any]
    errors: Mapping[str, tuple[int | None, Any]]
    settings: Mapping[str, str]
    adds: Mapping[str, list[str]]
    hides: Mapping[str, frozenset[str]]
