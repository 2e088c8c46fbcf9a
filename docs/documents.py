"""`documents.yaml` into records, what is wrong with it, and the page that is made of it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from mock_gateway.definitions import plain_yaml
from mock_gateway.definitions.load import all_gateways
from mock_gateway.errors import DataError, DataErrors, UsageError, unknown
from resolve import Reference, link, row_keys
from words import GENERATED, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FILE = Path(__file__).with_name("documents.yaml")
_KEYS = {"lines", "rule", "enforced_by", "planned", "out_of_scope"}
_ANSWERS = ("enforced_by", "planned", "out_of_scope")
INTRODUCTION = """\
Every rule that the five source documents state, in our own words, with the piece of the mock that enforces it.
Each line of each document is accounted for: by a rule, or as a line that states none. A test checks that, and that
every reference leads somewhere. Codes, messages and names are the documents' own; their text is not repeated here.
Length and checksum are those of a document's text as it was read.

"""


class Entry(NamedTuple):
    """A rule that a document states.

    Attributes:
        first: line of the document, from 1.
        last: line of the document, the same where it is one line.
        planned: what it comes with, "" where it does not apply.
        at: line of `documents.yaml`.

    """

    first: int
    last: int
    rule: str
    enforced_by: tuple[Reference, ...]
    planned: str
    out_of_scope: str
    at: int


class Document(NamedTuple):
    """A source document: how long it is, what its lines state, and which of them state nothing."""

    id: str
    title: str
    url: str
    lines: int
    sha256: str
    entries: tuple[Entry, ...]
    no_rule: tuple[range, ...]
    at: int


def load(file: Path = FILE) -> list[Document]:
    """Read the documents.

    Raises:
        DataErrors: for entries of a wrong form, each with file and line.

    """
    source = plain_yaml.load(file)
    errors = list(_form(source))
    if errors:
        raise DataErrors(errors)
    planned = source.value["planned"]
    return [
        Document(
            id=each["id"],
            title=each["title"],
            url=each["url"],
            lines=each["lines"],
            sha256=each["sha256"],
            entries=tuple(
                _entry(entry, planned, source.line(("documents", number, "entries", place)))
                for place, entry in enumerate(each["entries"])
            ),
            no_rule=tuple(lines(part) for part in each["no_rule"]),
            at=source.line(("documents", number)),
        )
        for number, each in enumerate(source.value["documents"])
    ]


def lines(text: str | int) -> range:
    """Read `7` or `7-9`."""
    first, _, last = str(text).partition("-")
    return range(int(first), int(last or first) + 1)


def problems(documents: list[Document]) -> Iterator[str]:
    """Say what is missing or leads nowhere, each with file and line."""
    for document in documents:
        for problem in _unaccounted(document):
            yield f"{FILE.name}:{document.at}: document {document.id}: {problem}"
        for entry in document.entries:
            for reference in entry.enforced_by:
                try:
                    link(reference)
                except UsageError as problem:
                    yield f"{FILE.name}:{entry.at}: {problem}"
    for key in sorted(_documented(documents) - _referred(documents)):
        yield f"{FILE.name}: no entry refers to {key}, though it comes from one of the documents"


def page(documents: list[Document]) -> str:
    """Write the page."""
    entries = [entry for document in documents for entry in document.entries]
    counts = Counter(map(_standing, entries))
    said = ", ".join(f"{counts[each]} {each}" for each in ("enforced", "not enforced yet", "out of scope"))
    return "".join(
        [
            GENERATED,
            "# The documents, sentence by sentence\n\n",
            INTRODUCTION,
            f"{len(entries)} rules: {said}.\n",
            *(_chapter(document) for document in documents),
        ]
    )


def _form(source: plain_yaml.Source) -> Iterator[DataError]:
    planned: Mapping[str, str] = source.value["planned"]
    for number, document in enumerate(source.value["documents"]):
        for place, entry in enumerate(document["entries"]):
            where = ("documents", number, "entries", place)
            for key in entry.keys() - _KEYS:
                yield source.error((*where, key), unknown("key", key, _KEYS))
            if not {"lines", "rule"} <= entry.keys() or len(entry.keys() & set(_ANSWERS)) != 1:
                yield source.error(where, f"an entry has `lines`, `rule` and one of {', '.join(_ANSWERS)}")
            if "planned" in entry and entry["planned"] not in planned:
                yield source.error((*where, "planned"), unknown("key of `planned`", entry["planned"], planned))


def _entry(entry: Mapping[str, Any], planned: Mapping[str, str], at: int) -> Entry:
    spanned = lines(entry["lines"])
    return Entry(
        first=spanned[0],
        last=spanned[-1],
        rule=entry["rule"],
        enforced_by=tuple(Reference(*pair) for each in entry.get("enforced_by", ()) for pair in each.items()),
        planned=planned[entry["planned"]] if "planned" in entry else "",
        out_of_scope=entry.get("out_of_scope", ""),
        at=at,
    )


def _unaccounted(document: Document) -> Iterator[str]:
    stating = {line for entry in document.entries for line in range(entry.first, entry.last + 1)}
    silent = {line for part in document.no_rule for line in part}
    every = set(range(1, document.lines + 1))
    for line in sorted(every - stating - silent):
        yield f"line {line} is in no entry and not in `no_rule`"
    for line in sorted(stating & silent):
        yield f"line {line} has an entry, and is in `no_rule`"
    for line in sorted((stating | silent) - every):
        yield f"line {line} is beyond the last, which is {document.lines}"
    firsts = [entry.first for entry in document.entries]
    if firsts != sorted(firsts) and not any(entry.first != entry.last for entry in document.entries):
        yield "its entries are not in the order of its lines"


def _documented(documents: list[Document]) -> set[str]:
    """Give the documented rows and successes of all gateways that were read on the pages of these documents.

    What a white label inherits is its parent's.
    """
    pages = {document.url for document in documents}
    return {
        f"{gateway.name}/{key}"
        for gateway in all_gateways().values()
        for key, source, confidence in [
            *((row.key, row.source, row.confidence) for row in gateway.rows if row.file.startswith(f"{gateway.name}/")),
            *((str(each.code), each.source, each.confidence) for each in gateway.successes if not gateway.parent),
        ]
        if confidence == "documented" and gateway.sources[source].page in pages
    }


def _referred(documents: list[Document]) -> set[str]:
    return row_keys(
        reference for document in documents for entry in document.entries for reference in entry.enforced_by
    )


def _standing(entry: Entry) -> str:
    if entry.enforced_by:
        return "enforced"
    return "not enforced yet" if entry.planned else "out of scope"


def _chapter(document: Document) -> str:
    rows = [(_span(entry.first, entry.last), entry.rule, _answer(entry)) for entry in document.entries]
    silent = ", ".join(_span(part[0], part[-1]) for part in document.no_rule)
    return (
        f"\n## {document.id}: {document.title}\n\n"
        f"<{document.url}>, {document.lines} lines, SHA-256 `{document.sha256}`\n\n"
        f"{table(('Line', 'Rule', 'Enforced by'), rows)}\n"
        f"Lines that state no rule: {silent or 'none'}.\n"
    )


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first} to {last}"


def _answer(entry: Entry) -> str:
    if entry.enforced_by:
        return ", ".join(map(link, entry.enforced_by))
    return f"*not enforced yet*: {entry.planned}" if entry.planned else f"*out of scope*: {entry.out_of_scope}"
