"""The errors a user can meet: records with fields, whose text says what, where and what would be right.

Nothing in here prints or exits; the command line and the pytest plugin decide how an error is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class MockGatewayError(Exception):
    """Any error that mock_gateway raises on purpose."""


@dataclass
class DataError(MockGatewayError):
    """A data file is wrong.

    Args:
        file: the file as the user would name it.
        line: 1-based line of the wrong value, 0 where the file as a whole is wrong.
        problem: what was found and what would be right, without the place.

    """

    file: str
    line: int
    problem: str

    def __str__(self) -> str:
        """Give `file:line: problem`, as editors and terminals link it."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.problem}"


@dataclass
class DataErrors(MockGatewayError):  # noqa: N818  several of them
    """Several data errors found in one pass, in file and line order."""

    errors: list[DataError]

    def __str__(self) -> str:
        """Give one line an error."""
        return "\n".join(str(error) for error in self.errors)


@dataclass
class UsageError(MockGatewayError):
    """mock_gateway was asked for something that does not exist or cannot be."""

    problem: str

    def __str__(self) -> str:
        """Give the sentence."""
        return self.problem


def unknown(kind: str, found: object, known: Iterable[object]) -> str:
    """Say that `found` is no known `kind`, with the nearest right names.

    >>> unknown("gateway", "websm", ["bestsms", "websms"])
    "unknown gateway 'websm': did you mean 'websms'?"
    >>> unknown("gateway", "x", ["bestsms", "websms"])
    "unknown gateway 'x': one of 'bestsms', 'websms'"
    """
    names = sorted({str(name) for name in known})
    near = get_close_matches(str(found), names, n=3, cutoff=0.6)
    if near:
        return f"unknown {kind} {str(found)!r}: did you mean {' or '.join(map(repr, near))}?"
    if not names:
        return f"unknown {kind} {str(found)!r}: there is none"
    shown = ", ".join(map(repr, names[:12])) + (", …" if len(names) > 12 else "")  # noqa: PLR2004  a line's worth
    return f"unknown {kind} {str(found)!r}: one of {shown}"
