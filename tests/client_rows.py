"""The rows of `docs/clients.yaml`, which the page for users is made of, for the tests that run them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from mock_gateway.definitions import plain_yaml

if TYPE_CHECKING:
    from collections.abc import Callable

    from mock_gateway import Session

FILE = Path(__file__).resolve().parents[1] / "docs" / "clients.yaml"
WHENS = ("before", "after")
HOWS = ("gets", "returns", "raises", "kills", "calls_back")
SECONDS = 0.1
"""How long the faults of time take."""


class Got(NamedTuple):
    """What a caller got.

    Attributes:
        how: `gets`, where it is what every accepted message gives; else `returns` or `raises`, `kills` where the
            process dies of it, or `calls_back` where a callback is given an error.
        what: `accepted`, the name of a class, or the cause that a callback is told.

    """

    how: str
    what: str
    says: str = ""


class Row(NamedTuple):
    """What is done to a send, and what its caller gets."""

    done: dict[str, Any]
    got: Got
    sends: int
    taken: bool

    def arm(self, session: Session) -> None:
        """Let it happen to the next send."""
        if "code" in self.done:
            session.reject(self.done["code"])
        else:
            session.fault(self.done["fault"], when=self.done["when"], seconds=SECONDS)

    def fits(self, got: Got, url: str) -> bool:
        """Tell whether this is what the row says; … stands for anything, {url} for the URL that was called."""
        pattern = re.escape(self.got.says.replace("{url}", url)).replace("…", ".+")
        return got[:2] == self.got[:2] and re.fullmatch(pattern, got.says) is not None

    def __str__(self) -> str:
        return "-".join(str(each) for each in self.done.values())


def rows(client: str) -> list[Row]:
    """Give a client's rows."""
    clients = {each["id"]: each["rows"] for each in plain_yaml.load(FILE).value["clients"]}
    return [_row(each) for each in clients[client]]


def _row(given: dict[str, Any]) -> Row:
    how = next(each for each in HOWS if each in given)
    done = {key: given[key] for key in ("fault", "when", "code") if key in given}
    return Row(done, Got(how, given[how], given.get("says", "")), given["sends"], given["taken"])


def raised(call: Callable[[], Got], *expected: type[Exception]) -> Got:
    """Give what a call comes to; an error that a client raises by the name that its caller catches it by."""
    names = {"json.decoder": "json.", "builtins": ""}
    try:
        return call()
    except expected as problem:
        kind = type(problem)
        return Got("raises", names.get(kind.__module__, f"{kind.__module__}.") + kind.__name__, str(problem))
