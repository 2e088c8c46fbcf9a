"""YAML without surprises: a loader of our own on PyYAML's safe one.

Only `true`, `false`, `null` and plain integers of up to nine digits are converted, so `+61491570156`, `0491570156`,
`NO`, `010` and dates stay text; `!num` makes any other number. A key given twice, an alias and any other tag are
refused.
Every value's line is kept beside it, for errors.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from math import inf, isfinite
from pathlib import Path  # noqa: TC003  part of a public record
from typing import TYPE_CHECKING, Any

import yaml

from mock_gateway.definitions.resources import shown
from mock_gateway.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,8}", re.ASCII)
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_DEPTH = 100
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A parsed file.

    Attributes:
        value: its content as plain data.
        lines: 1-based line of each value, by its place.
        files: file of each value that stands in another one than `file`.

    """

    file: str
    value: Any
    lines: Mapping[Place, int]
    files: Mapping[Place, str] = field(default_factory=dict)

    def line(self, place: Place) -> int:
        """Give the line of a value, or of the nearest one around it."""
        return self.where(place)[1]

    def where(self, place: Place) -> tuple[str, int]:
        """Give the file and line of a value, or of the nearest one around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.files.get(place, self.file), self.lines.get(place, 1)

    def error(self, place: Place, problem: str) -> DataError:
        """Make an error that points at a value."""
        return DataError(*self.where(place), problem)


@dataclass(slots=True)
class _Building:
    file: str
    tags: Mapping[str, Callable[[Any], Any]]
    lines: dict[Place, int] = field(default_factory=dict)

    def error(self, node: yaml.Node, problem: str) -> DataError:
        return DataError(self.file, node.start_mark.line + 1, problem)

    def build(self, node: yaml.Node, place: Place) -> Any:  # noqa: ANN401  any YAML value
        self.lines[place] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            value: Any = self.mapping(node, place)
        elif isinstance(node, yaml.SequenceNode):
            value = [self.build(item, (*place, number)) for number, item in enumerate(node.value)]
        else:
            value = node.value if _is_tagged(node) else self.scalar(node)
        if not _is_tagged(node):
            return value
        if node.tag == "!num":
            return self.number(node)
        if node.tag in self.tags:
            value = None if value == "" else value
            try:
                return self.tags[node.tag](value)
            except ValueError as problem:
                raise self.error(node, f"{node.tag} {value!r}: {problem}") from None
        known = ", ".join(sorted({"!num", *self.tags}))
        raise self.error(node, f"the tag {node.tag} is not allowed here: only {known}")

    def mapping(self, node: yaml.MappingNode, place: Place) -> dict[str, Any]:
        built: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise self.error(key_node, "a key is plain text")
            key = key_node.value
            if key in built:
                raise self.error(key_node, f"the key {key!r} is given twice")
            built[key] = self.build(value_node, (*place, key))
            self.lines[*place, key] = key_node.start_mark.line + 1
        return built

    def scalar(self, node: yaml.Node) -> object:
        text: str = node.value
        if getattr(node, "style", None):
            return text
        if text in _WORDS:
            return _WORDS[text]
        if text in ("", "~"):
            return None
        return int(text) if _INTEGER.fullmatch(text) else text

    def number(self, node: yaml.Node) -> int | float:
        text = node.value
        try:
            number = int(text) if re.fullmatch(r"[+-]?[0-9]+", text, re.ASCII) else float(text)
        except (TypeError, ValueError):
            number = inf
        if not isfinite(number):
            raise self.error(node, f"!num {text!r} is no number")
        return number


def _is_tagged(node: yaml.Node) -> bool:
    return not node.tag.startswith("tag:yaml.org,2002:") or node.tag.startswith("tag:yaml.org,2002:python")


def load(path: Path, tags: Mapping[str, Callable[[Any], Any]] | None = None) -> Source:
    """Parse a file.

    Args:
        path: of the file.
        tags: what each allowed tag makes of its value; a ValueError becomes an error at the value's line.

    Raises:
        DataError: with file and line.

    """
    file = shown(path)
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise DataError(file, 0, f"cannot be read: {problem}") from None
    return parse(text, file, tags)


def parse(text: str, file: str, tags: Mapping[str, Callable[[Any], Any]] | None = None) -> Source:
    """Parse text as `load` does a file."""
    try:
        _refuse_tricks(text, file)
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark
        raise DataError(file, mark.line + 1 if mark else 0, f"{problem.problem}") from None
    except yaml.YAMLError as problem:
        raise DataError(file, 0, str(problem).splitlines()[0]) from None
    if node is None:
        raise DataError(file, 0, "the file is empty")
    building = _Building(file, tags or {})
    return Source(file, building.build(node, ()), building.lines)


def _refuse_tricks(text: str, file: str) -> None:
    """Refuse aliases, YAML's own tags written out, and depths that would not survive, since composing recurses."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent):
            raise DataError(file, line, f"the alias *{event.anchor} is not allowed: write it out")
        tag = getattr(event, "tag", None)
        if tag is not None and tag.startswith("tag:yaml.org,2002:"):
            raise DataError(file, line, f"the tag {tag} is not allowed here")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEPTH:
            raise DataError(file, line, f"what is nested more than {_DEPTH} deep is not read")
