"""`clients.yaml` into records, and the page that is made of it: what the callers of real clients get from faults."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from mock_gateway.definitions import plain_yaml
from mock_gateway.errors import DataError, DataErrors, unknown
from mock_gateway.model.faults import FAULTS
from words import GENERATED, table

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE = Path(__file__).with_name("clients.yaml")
_HOWS = {
    "gets": "",
    "returns": "returns",
    "raises": "raises",
    "kills": "the process dies of an uncaught",
    "calls_back": "calls back with the cause",
}
"""What a row may say that the caller gets, and how the page says it."""

_ONE_OF = " and ".join(", ".join(f"`{how}`" for how in _HOWS).rsplit(", ", 1))
_KEYS = {"fault", "when", "code", *_HOWS, "says", "sends", "taken", "note"}
INTRODUCTION = """\
What your code gets from clients that are on PyPI and npm, unmodified, when an answer suffers a
[fault](../README.md#after-acceptance) or the gateway fails itself: what the call comes to, whether the client sends the
message again by itself, whether the gateway took it, and how often it is accepted once your code has sent it again. A
test runs every row of these tables.

`before` and `after` say when the fault comes: before the message is taken, or after. … stands for what may differ.

"""


class Row(NamedTuple):
    """What a caller gets.

    Attributes:
        fault: name of the fault, "" where a code is forced.
        when: `before` or `after`, "" where a code is forced.
        code: of the rejection that is forced, "" where there is a fault.
        how: `gets`, `returns`, `raises`, `kills` or `calls_back`.
        what: `accepted`, the name of a class, or the cause that a callback is told.
        says: text of what the caller gets, "" where that is what it gets for every accepted message.
        sends: how many requests the client makes by itself.
        taken: the gateway has taken the message.
        note: what else there is to know.

    """

    fault: str
    when: str
    code: str
    how: str
    what: str
    says: str
    sends: int
    taken: bool
    note: str


class Client(NamedTuple):
    """A client that is on a package index."""

    id: str
    title: str
    url: str
    about: str
    accepted: str
    rows: tuple[Row, ...]


def load(file: Path = FILE) -> list[Client]:
    """Read the clients.

    Raises:
        DataErrors: for rows of a wrong form, each with file and line.

    """
    source = plain_yaml.load(file)
    errors = list(_form(source))
    if errors:
        raise DataErrors(errors)
    return [Client(**{**each, "rows": tuple(_row(row) for row in each["rows"])}) for each in source.value["clients"]]


def page(clients: list[Client]) -> str:
    """Write the page."""
    return "".join([GENERATED, "# What callers of real clients get\n\n", INTRODUCTION, *map(_chapter, clients)])


def _form(source: plain_yaml.Source) -> Iterator[DataError]:
    for number, client in enumerate(source.value["clients"]):
        for place, row in enumerate(client["rows"]):
            where = ("clients", number, "rows", place)
            for key in row.keys() - _KEYS:
                yield source.error((*where, key), unknown("key", key, _KEYS))
            if ("fault" in row) == ("code" in row) or ("fault" in row) != ("when" in row):
                yield source.error(where, "a row has `fault` and `when`, or `code`")
            if "fault" in row and row["fault"] not in FAULTS:
                yield source.error((*where, "fault"), unknown("fault", row["fault"], FAULTS))
            if len(row.keys() & _HOWS.keys()) != 1 or not {"sends", "taken"} <= row.keys():
                yield source.error(where, f"a row has one of {_ONE_OF}, and `sends` and `taken`")


def _row(row: dict[str, Any]) -> Row:
    how = next(each for each in _HOWS if each in row)
    texts = {key: str(row.get(key, "")) for key in ("fault", "when", "code", "says", "note")}
    return Row(how=how, what=row[how], sends=row["sends"], taken=row["taken"], **texts)


def _chapter(client: Client) -> str:
    head = ["What happens", "When", "What the caller gets", "Sends again by itself", "Taken", "After sending again"]
    lines = [
        [
            f"`{row.fault}`" if row.fault else f"refused with `{row.code}`",
            row.when,
            _gets(row, client),
            "no" if row.sends == 1 else f"{row.sends - 1} times",
            "yes" if row.taken else "no",
            "accepted twice" if row.taken else "accepted once",
        ]
        for row in client.rows
    ]
    return f"## [{client.title}]({client.url})\n\n{client.about}\n\n{table(head, lines)}\n{_untold(client)}\n"


def _gets(row: Row, client: Client) -> str:
    got = f"{_HOWS[row.how]} `{row.what}`" + (f": {_code(row.says)}" if row.says else "")
    said = client.accepted if row.how == "gets" else got
    return f"{said}; {row.note}" if row.note else said


def _code(text: str) -> str:
    return f"`{text.replace('{url}', 'URL')}`"


def _untold(client: Client) -> str:
    """Name the faults after which the caller cannot tell whether the message was taken."""
    met: dict[tuple[str, str], set[bool]] = {}
    for row in client.rows:
        met.setdefault((row.fault, row.what), set()).add(row.taken)
    names = ", ".join(f"`{fault}`" for (fault, _), taken in met.items() if len(taken) > 1)
    return f"Whether the message was taken cannot be told from what the caller gets after {names}.\n"
