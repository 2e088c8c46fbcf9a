"""The forms that a call's answers have: a version of the gateway's API, and a dialect that it is written in there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mock_gateway.definitions.replies import spoken
from mock_gateway.dialects.read import DIALECTS, settled
from mock_gateway.dialects.versions import asked_for
from mock_gateway.errors import UsageError, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mock_gateway.dialects.base import Dialect
    from mock_gateway.model.gateway import Call, Gateway
    from mock_gateway.model.rules import Row
    from mock_gateway.model.versions import Version


class Form(NamedTuple):
    """One way in which a call is answered.

    Attributes:
        gateway: whose call it is.
        call: as the version reads and writes it.
        version: its name, "" for the canonical one.
        dialect: what the gateway's data call it, such as `php` for JSON as PHP writes it.
        chosen: settings without which that dialect is not written.

    """

    gateway: Gateway
    call: Call
    version: str
    dialect: str
    chosen: Mapping[str, object]

    @property
    def table(self) -> Version | None:
        """What the version has otherwise than the canonical one, None for that one itself."""
        return self.gateway.versions.get(self.version)

    @property
    def writes(self) -> Dialect:
        """The dialect itself."""
        return DIALECTS[self.dialect]

    def settings(self, in_force: Mapping[str, object]) -> Mapping[str, object]:
        """Give the settings as the version sees them: the usual ones, but for some that must be in force."""
        usual = {name: knob.default for name, knob in self.gateway.settings.items()}
        seen = usual if self.table is None else asked_for(self.table, usual)
        return {**seen, **in_force, **self.chosen}

    def has(self, row: Row) -> bool:
        """Tell whether a row can be in force where this dialect is written."""
        return all(self.chosen.get(name, value) == value for name, value in row.in_force)


def form(gateway: Gateway, call: Call, version: str = "", dialect: str | None = None) -> Form:
    """Find a form of a call's answers.

    Args:
        gateway: whose call it is.
        call: the canonical one.
        version: any that has the call; "" for the canonical one, or the first that has it where that one has not.
        dialect: any that the call is answered in there, by its name or the suffix that asks for it; None for the one
            that a client gets who asks for none.

    Raises:
        UsageError: for another version, or another dialect.

    """
    version = version or spoken(call)
    if version not in versions(call):
        kind = f"version of {gateway.name} that has {call.name}"
        raise UsageError(unknown(kind, version, [each for each in versions(call) if each]))
    own = gateway.variants.get((version, call.name), call)
    known = dialects(gateway, own)
    if dialect is None:
        found = next(iter(known))
    else:
        found = dialect if dialect in known else gateway.suffixes.get(dialect, dialect)
    if found not in known:
        where = f" in version {version}" if version else ""
        names = [*known, *(suffix for suffix, each in gateway.suffixes.items() if each in known)]
        raise UsageError(unknown(f"dialect of {gateway.name}'s answers to {call.name}{where}", dialect, names))
    return Form(gateway, own, version, found, known[found])


def versions(call: Call) -> Sequence[str]:
    """List the versions that have a call, "" for the canonical one."""
    return tuple(dict.fromkeys(route.version for route in call.routes))


def dialects(gateway: Gateway, call: Call) -> Mapping[str, Mapping[str, object]]:
    """List the dialects that a call is answered in, the usual one first, and the settings that each needs."""
    writing = call.writing
    usual = {name: knob.default for name, knob in gateway.settings.items()}
    asked = tuple(dict.fromkeys(_asked_for(gateway, call)))
    found: dict[str, Mapping[str, object]] = {settled(DIALECTS[name], writing, usual).name: {} for name in asked}
    if writing.by_setting is not None:
        setting, instead = writing.by_setting
        for value in (*gateway.settings[setting].values, *instead):
            for name in asked:
                found.setdefault(instead.get(value, {}).get(name, name), {setting: value})
    return found


def _asked_for(gateway: Gateway, call: Call) -> Iterator[str]:
    """Give what a request can ask for: by a suffix, its Accept header, or the dialect of its own body."""
    writing, reading = call.writing, call.reading
    yield writing.default
    yield from gateway.suffixes.values()
    yield from (name for _, name in writing.offered)
    if writing.follow:
        yield from (name for name in (*reading.body.values(), reading.otherwise) if name in writing.types)
