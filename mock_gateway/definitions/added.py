"""Lists that a white label adds to instead of replacing them.

Two files are laid over each other map by map. So a list that is added to is made a map by position for as long as that
takes, the child's items behind the parent's, and a list again afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.definitions.plain_yaml import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mock_gateway.definitions.plain_yaml import Place

ADDED: Mapping[Place, str] = {
    ("tolerates",): "tolerates",
    ("calls", "*", "more_routes"): "routes",
    ("versions", "*", "reads", "wrap", "more_calls"): "calls",
}
"""Where a white label adds, and the list beside it that it adds to; `*` is any member."""


def numbered(child: Source, theirs: Any) -> tuple[Source, Any]:  # noqa: ANN401  any YAML values
    """Give both with the lists that are added to as maps by position."""
    for pattern, name in ADDED.items():
        for place in list(_matching(child.value, pattern)):
            target = (*place[:-1], name)
            listed = at(theirs, target)
            if isinstance(listed, list):
                child = _moved(child, place, target, len(listed))
                theirs = _with(theirs, target, dict(enumerate(listed)))
    return child, theirs


def listed(value: Any) -> Any:  # noqa: ANN401  as above
    """Make lists again of what `numbered` made maps of."""
    for pattern, name in ADDED.items():
        for place in list(_matching(value, (*pattern[:-1], name))):
            found = at(value, place)
            if isinstance(found, dict):
                value = _with(value, place, [found[number] for number in sorted(found)])
    return value


def at(value: Any, place: Place) -> Any:  # noqa: ANN401  as above
    """Give what stands at a place, None for nothing."""
    for name in place:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _matching(value: Any, pattern: Place) -> Iterator[Place]:  # noqa: ANN401  as above
    """Give the places that a pattern means."""
    if not pattern:
        yield ()
        return
    head, rest = pattern[0], pattern[1:]
    if isinstance(value, dict):
        for name in value if head == "*" else [head] if head in value else []:
            yield from ((name, *inner) for inner in _matching(value[name], rest))


def _moved(child: Source, place: Place, target: Place, first: int) -> Source:
    """Put the items of a list to where they are added, numbered from `first`, and their lines with them."""
    added = at(child.value, place)
    if not isinstance(added, list):
        return child
    value = _with(_with(child.value, place, None), target, dict(enumerate(added, first)))
    depth = len(place)
    lines = {}
    for each, line in child.lines.items():
        if each[:depth] != place:
            lines[each] = line
        elif len(each) > depth and isinstance(each[depth], int):
            lines[(*target, int(each[depth]) + first, *each[depth + 1 :])] = line
    return Source(child.file, value, lines, child.files)


def _with(value: Any, place: Place, new: Any) -> Any:  # noqa: ANN401  as above
    """Copy a value with another one at a place; None takes the member out."""
    head, rest = place[0], place[1:]
    kept = {name: inner for name, inner in value.items() if rest or name != head}
    if rest:
        kept[head] = _with(kept[head], rest, new)
    elif new is not None:
        kept[head] = new
    return kept
