"""Write the generated pages: `python docs/build.py`; with `--check`, only say which of them are out of date.

`documents.md` is made from `documents.yaml`, `clients.md` from `clients.yaml`, the reference pages from the gateways'
data, and in README.md and `schemas.md` the text between `<!-- NAME -->` and `<!-- /NAME -->`; schemas of what versions
of an API answer are made of the canonical version's, and those of what refusals say of the rows.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import clients
import documents
import reference
import version_files
from mock_gateway.definitions.load import all_gateways
from mock_gateway.errors import MockGatewayError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DOCS = Path(__file__).resolve().parent
README = DOCS.parent / "README.md"
SCHEMAS = DOCS / "schemas.md"


def main(arguments: Sequence[str]) -> int:
    """Write or check; exit code 1 where something is wrong or stale."""
    try:
        read = documents.load()
        wrong = list(documents.problems(read))
        pages = {} if wrong else built(read)
    except MockGatewayError as problem:
        wrong, pages = [str(problem)], {}
    if wrong:
        print("\n".join(wrong), file=sys.stderr)
        return 1
    stale = [path for path, text in pages.items() if not path.is_file() or path.read_text("utf-8") != text]
    stale += sorted({*(DOCS / "reference").glob("*.md"), *version_files.found()} - pages.keys())
    if "--check" in arguments:
        for path in stale:
            print(f"{_shown(path)} is not what its data says: run `make docs`", file=sys.stderr)
        return 1 if stale else 0
    for path in stale:
        _write(path, pages)
    print(f"{len(pages)} pages, {len(stale)} of them new")
    return 0


def built(read: list[documents.Document]) -> Mapping[Path, str]:
    """Make every page, by path."""
    gateways = all_gateways()
    return {
        DOCS / "clients.md": clients.page(clients.load()),
        DOCS / "documents.md": documents.page(read),
        DOCS / "reference" / "facts.md": reference.facts_page(),
        **{DOCS / "reference" / f"{name}.md": reference.gateway_page(each) for name, each in gateways.items()},
        **version_files.pages(gateways.values()),
        SCHEMAS: spliced(SCHEMAS.read_text("utf-8"), {"formats": version_files.formats()}),
        README: spliced(README.read_text("utf-8"), {"gateways": reference.gateways_table(gateways.values())}),
    }


def spliced(text: str, parts: Mapping[str, str]) -> str:
    """Put each part between its markers."""
    for name, part in parts.items():
        found = re.search(f"<!-- {name} -->\n(.*?)<!-- /{name} -->", text, re.DOTALL)
        if found is None:
            raise MockGatewayError(f"the page has no markers <!-- {name} --> and <!-- /{name} -->")
        text = f"{text[: found.start(1)]}\n{part}\n{text[found.end(1) :]}"
    return text


def _write(path: Path, pages: Mapping[Path, str]) -> None:
    if path not in pages:
        path.unlink()
        print(f"{_shown(path)} removed: nothing makes it any more")
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(pages[path], "utf-8")
    print(_shown(path))


def _shown(path: Path) -> str:
    return str(path.relative_to(DOCS.parent))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
