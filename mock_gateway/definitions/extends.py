"""A gateway's files as one gateway: those of a white label laid over its parent's.

Merging happens before anything is checked, and every value keeps the file and line where it stands: all checks run on
the merged data, and an error points at the child's file for what the child says, at the parent's for what it inherits.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from mock_gateway.definitions import plain_yaml
from mock_gateway.definitions.added import listed, numbered
from mock_gateway.definitions.plain_yaml import Source
from mock_gateway.definitions.resources import gateway_names, gateways, is_white_label
from mock_gateway.errors import unknown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mock_gateway.definitions.plain_yaml import Place

FURNITURE = ("gateway", "rejections", "statuses", "sources")

OWN: frozenset[Place] = frozenset({("name",), ("title",), ("hosts",), ("paths", "bare")})
"""What tells a gateway from every other: never inherited, so a white label says it itself."""

MORE_CALLS = "more_calls"
"""What a row of a white label has that adds calls to a row of the parent's."""

WHOLE: tuple[Place, ...] = (("credentials", "sample"), ("callbacks", "*", "retry"))
"""Maps that are replaced as a whole: names of credentials, and maps of which each member rules out others."""


def read(folder: Path) -> Mapping[str, Source]:
    """Parse the files of the gateway in a folder; a white label needs `gateway.yaml` alone.

    Raises:
        DataError: with file and line, for what cannot be read, or an `extends` that leads nowhere.

    """
    own = plain_yaml.load(folder / "gateway.yaml")
    if not isinstance(own.value, dict) or "extends" not in own.value:
        return {"gateway": own, **{name: plain_yaml.load(folder / f"{name}.yaml") for name in FURNITURE[1:]}}
    parent = _parent(folder, own)
    files = {"gateway": merged(own, plain_yaml.load(parent / "gateway.yaml"))}
    for name in FURNITURE[1:]:
        theirs = plain_yaml.load(parent / f"{name}.yaml")
        path = folder / f"{name}.yaml"
        lay = merged_rows if name == "rejections" else merged
        files[name] = lay(plain_yaml.load(path), theirs) if path.exists() else theirs
    return files


def merged(child: Source, parent: Source) -> Source:
    """Lay a file over its parent's: maps member by member at every depth, everything else as a whole."""
    replaced: set[Place] = set()
    child, theirs = numbered(child, parent.value)
    value = listed(_merged(child.value, theirs, (), replaced))
    inherited = {
        place: line
        for place, line in parent.lines.items()
        if not any(place[:depth] in replaced for depth in range(len(place) + 1))
    }
    files = {place: parent.file for place in inherited if place not in child.lines}
    return Source(child.file, value, {**inherited, **child.lines}, files)


def merged_rows(child: Source, parent: Source) -> Source:
    """Lay rows over the parent's: one with the key of a parent's row takes its place, others are added at the end.

    One that says `before: KEY` is added before the row of that key, behind those that were added there already. One
    that has nothing but the `key` of a parent's row and `more_calls` lets that row be about more calls.
    """
    if not _are_rows(child.value) or not _are_rows(parent.value):
        return child
    child, parent = _widened(child, parent)
    order = _ordered(child, parent)
    below = {id(source): _by_row(source) for source in (child, parent)}
    lines: dict[Place, int] = {(): child.line(())}
    files: dict[Place, str] = {}
    for place, (source, number) in enumerate(order):
        moved = {(place, *rest): line for rest, line in below[id(source)][number].items()}
        lines |= moved
        files |= {(place, *rest): source.files.get((number, *rest), source.file) for rest in below[id(source)][number]}
    rows = [source.value[number] for source, number in order]
    plain = [{name: value for name, value in row.items() if name != "before"} for row in rows]
    return Source(child.file, plain, lines, files)


def _ordered(child: Source, parent: Source) -> list[tuple[Source, int]]:
    """List the rows in their order: whose file each is in, and its number there.

    Raises:
        DataError: for a row that is to stand before one that is not there.

    """
    mine = {_key(row): number for number, row in enumerate(child.value)}
    theirs = [_key(row) for row in parent.value]
    added: dict[str, list[tuple[Source, int]]] = {key: [] for key in ("", *theirs)}
    for number, row in enumerate(child.value):
        if _key(row) in theirs:
            continue
        anchor = str(row.get("before", ""))
        if anchor not in added:
            raise child.error((number, "before"), unknown("row of the extended gateway", anchor, theirs))
        added[anchor].append((child, number))
    order = []
    for number, key in enumerate(theirs):
        order += [*added[key], (child, mine[key]) if key in mine else (parent, number)]
    return order + added[""]


def _widened(child: Source, parent: Source) -> tuple[Source, Source]:
    """Take the rows that only name more calls out of the child's, and add the calls to the parent's rows.

    Raises:
        DataError: for such a row that says anything else, or that leads to no row with calls.

    """
    theirs = {_key(row): number for number, row in enumerate(parent.value)}
    rows, lines, files, left = list(parent.value), dict(parent.lines), dict(parent.files), []
    for number, row in enumerate(child.value):
        if MORE_CALLS not in row:
            left.append(number)
            continue
        at = theirs.get(_key(row))
        if at is None:
            raise child.error((number, "key"), unknown("row of the extended gateway", _key(row), theirs))
        before = rows[at].get("calls")
        if set(row) != {"key", MORE_CALLS} or before is None:
            raise child.error((number,), "`more_calls` stands alone with the key of a row that has `calls`")
        for index in range(len(row[MORE_CALLS])):
            place: Place = (at, "calls", len(before) + index)
            lines[place], files[place] = child.line((number, MORE_CALLS, index)), child.file
        rows[at] = {**rows[at], "calls": [*before, *row[MORE_CALLS]]}
    own = _by_row(child)
    kept = {(new, *rest): line for new, old in enumerate(left) for rest, line in own[old].items()}
    mine = Source(child.file, [child.value[number] for number in left], {(): child.line(()), **kept}, child.files)
    return mine, Source(parent.file, rows, lines, files)


def _parent(folder: Path, own: Source) -> Path:
    """Find the folder of the parent: beside the child's own, or among the project's gateways."""
    name, place = own.value["extends"], ("extends",)
    if name == folder.name:
        raise own.error(place, f"{name!r} is this gateway itself: a white label extends another one")
    known = {each: gateways() / each for each in gateway_names()}
    known |= {path.parent.name: path.parent for path in folder.parent.glob("*/gateway.yaml")}
    parents = {each: path for each, path in known.items() if each != folder.name and not is_white_label(path)}
    if name in parents:
        return parents[name]
    if name in known:
        of = plain_yaml.load(known[name] / "gateway.yaml").value["extends"]
        raise own.error(place, f"{name!r} is a white label itself: extend {of!r}, as it does")
    raise own.error(place, unknown("gateway", name, parents))


def _merged(mine: Any, theirs: Any, place: Place, replaced: set[Place]) -> Any:  # noqa: ANN401  any YAML values
    if not isinstance(mine, dict) or not isinstance(theirs, dict) or _is_whole(place):
        replaced.add(place)
        return mine
    inherited = {name: value for name, value in theirs.items() if (*place, name) not in OWN}
    own = {
        name: _merged(value, inherited[name], (*place, name), replaced) if name in inherited else value
        for name, value in mine.items()
    }
    return {**inherited, **own}


def _is_whole(place: Place) -> bool:
    return any(
        len(place) == len(whole) and all(part in ("*", found) for part, found in zip(whole, place, strict=True))
        for whole in WHOLE
    )


def _are_rows(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(row, dict) for row in value)


def _key(row: Mapping[str, object]) -> str:
    return str(row.get("key", row.get("code")))


def _by_row(source: Source) -> dict[int, dict[Place, int]]:
    """Give the lines of each row by the places in it."""
    inside = [(place, line) for place, line in source.lines.items() if place]
    inside.sort(key=lambda each: each[0][0])
    return {
        int(number): {place[1:]: line for place, line in group}
        for number, group in groupby(inside, key=lambda each: each[0][0])
    }
