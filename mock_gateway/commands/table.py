"""Lay text out in columns that fit the terminal; where there is none, in a generous width."""

from __future__ import annotations

import shutil
from itertools import zip_longest
from textwrap import wrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

GAP = "  "
INDENT = "    "
NARROWEST = 8
NO_TERMINAL = 160


def table(names: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Give the lines of a table under a line of names; what is too wide is wrapped, and empty columns are left out."""
    kept = [column for column in range(len(names)) if any(row[column] for row in rows)]
    cells = [[names[column].upper() for column in kept], *([row[column] for column in kept] for row in rows)]
    widths = _widths([max(map(len, column)) for column in zip(*cells, strict=True)])
    return [line for row in cells for line in _lines(row, widths)] if kept else []


def paragraphs(names: tuple[str, str], records: Iterable[tuple[str, str, str]]) -> list[str]:
    """Give a line a record, cut where it is too wide, and indented below it a text with a remark in brackets."""
    lines = [names[0], INDENT + names[1]]
    for first, second, remark in records:
        text = f"{second} ({remark})" if remark else second
        lines.append(first if len(first) <= width() else f"{first[: width() - 1]}…")
        lines += wrap(text, width(), initial_indent=INDENT, subsequent_indent=INDENT, break_on_hyphens=False)
    return lines


def cell(value: object) -> str:
    """Write a value as people read it."""
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def width() -> int:
    """Give the number of characters in a line."""
    return max(shutil.get_terminal_size((NO_TERMINAL, 24)).columns, 40)


def _widths(natural: list[int]) -> list[int]:
    """Narrow the widest columns until a row fits in a line."""
    widths = list(natural)
    room = width() - len(GAP) * (len(widths) - 1)
    while sum(widths) > room and max(widths) > NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _lines(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    wrapped = [wrap(text, size, break_on_hyphens=False) for text, size in zip(row, widths, strict=True)]
    lines = zip_longest(*wrapped, fillvalue="")
    return [GAP.join(map(str.ljust, line, widths)).rstrip() for line in lines]
