"""The documents are accounted for line by line, and the generated pages are what their data says."""

from __future__ import annotations

import importlib
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mock_gateway.definitions.load import all_gateways
from mock_gateway.errors import DataErrors

if TYPE_CHECKING:
    from collections.abc import Iterator

PROJECT = Path(__file__).resolve().parents[2]
DOCS = PROJECT / "docs"
IDS = ["000", "001", "002", "003", "004"]
PAGES = sorted([*DOCS.rglob("*.md"), *PROJECT.glob("*.md")])


@pytest.fixture(name="documents")
def _documents(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give the module that reads `documents.yaml`."""
    monkeypatch.syspath_prepend(DOCS)
    return importlib.import_module("documents")


def document(documents: Any, name: str) -> Any:
    """Give one document."""
    return next(each for each in documents.load() if each.id == name)


def build(docs: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the generator."""
    command = [sys.executable, str(docs / "build.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_all_five_documents_are_there(documents: Any) -> None:
    read = documents.load()

    assert [each.id for each in read] == IDS
    assert [each.lines for each in read] == [17, 25, 167, 38, 114]
    assert all(re.fullmatch("[0-9a-f]{64}", each.sha256) for each in read)
    assert all(each.url.startswith("https://") for each in read)


@pytest.mark.parametrize("name", IDS)
def test_every_line_states_a_rule_or_is_said_to_state_none(documents: Any, name: str) -> None:
    of = document(documents, name)
    stating = {line for entry in of.entries for line in range(entry.first, entry.last + 1)}
    silent = {line for part in of.no_rule for line in part}

    assert stating | silent == set(range(1, of.lines + 1))
    assert stating & silent == set()


@pytest.mark.parametrize("name", IDS)
def test_every_reference_leads_to_something_that_exists(documents: Any, name: str) -> None:
    links = [documents.link(each) for entry in document(documents, name).entries for each in entry.enforced_by]

    assert all(re.fullmatch(r"\[.+\]\(.+\)", link) for link in links)


def test_every_documented_row_of_these_documents_is_referred_to(documents: Any) -> None:
    read = documents.load()
    pages = {each.url for each in read}
    targets = {each.target for of in read for entry in of.entries for each in entry.enforced_by}
    documented = [
        f"{gateway.name}/{row.key}"
        for gateway in all_gateways().values()
        for row in gateway.rows
        if row.confidence == "documented" and gateway.sources[row.source].page in pages
    ]

    assert len(documented) > 30
    assert [key for key in documented if key not in targets] == []


def test_nothing_is_wrong_with_the_documents(documents: Any) -> None:
    found = list(documents.problems(documents.load()))

    assert found == []


def test_no_rule_is_claimed_twice_in_the_same_words(documents: Any) -> None:
    rules = [(of.id, entry.first, entry.rule) for of in documents.load() for entry in of.entries]

    assert len(rules) == len(set(rules))


SMALL = """\
planned: {later: comes later}
documents:
  - id: "9"
    title: A page
    url: https://example.com
    lines: 3
    sha256: "0"
    entries:
      - {lines: 1, rule: something, %s}
    no_rule: [3]
"""


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("out_of_scope: why", "line 2 is in no entry and not in `no_rule`"),
        ("enforced_by: [{row: websms/4051}]", "unknown row of websms '4051': did you mean"),
        ("enforced_by: [{row: websmss/4015}]", "unknown gateway 'websmss': did you mean 'websms'?"),
        ("enforced_by: [{fact: over_quotas}]", "unknown fact 'over_quotas': did you mean 'over_quota'"),
        ("enforced_by: [{scenario: websms/rejections/wrong_tokens}]", "unknown scenario"),
        ("enforced_by: [{rows: websms/4015}]", "unknown kind of reference 'rows': did you mean 'row'?"),
        ("enforced_by: [{test: tests/docs/test_documents.py::test_nowhere}]", "unknown definition of tests/docs"),
        ("enforced_by: [{code: mock_gateway/nowhere.py:name}]", "there is no file 'mock_gateway/nowhere.py'"),
    ],
)
def test_what_is_missing_or_leads_nowhere_is_named(documents: Any, tmp_path: Path, answer: str, said: str) -> None:
    file = tmp_path / "documents.yaml"
    file.write_text(SMALL % answer, "utf-8")
    found = "\n".join(documents.problems(documents.load(file)))

    assert said in found


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("planned: latr", "unknown key of `planned` 'latr': did you mean 'later'?"),
        ("planed: later", "unknown key 'planed': did you mean 'planned'?"),
        ("planned: later, out_of_scope: why", "an entry has `lines`, `rule` and one of"),
    ],
)
def test_an_entry_of_the_wrong_form_is_refused_with_its_line(
    documents: Any, tmp_path: Path, answer: str, said: str
) -> None:
    file = tmp_path / "documents.yaml"
    file.write_text(SMALL % answer, "utf-8")
    with pytest.raises(DataErrors) as caught:
        documents.load(file)

    assert said in str(caught.value)
    assert "documents.yaml:9: " in str(caught.value)


def test_the_generated_pages_are_current() -> None:
    checked = build(DOCS, "--check")

    assert (checked.returncode, checked.stderr) == (0, "")


def test_a_stale_page_is_named_and_written_anew(tmp_path: Path) -> None:
    shutil.copytree(DOCS, tmp_path / "docs")
    shutil.copy(PROJECT / "README.md", tmp_path)
    page = tmp_path / "docs" / "reference" / "facts.md"
    (page.parent / "nobody.md").write_text("left over", "utf-8")
    page.write_text("stale", "utf-8")
    checked = build(tmp_path / "docs", "--check")
    written = build(tmp_path / "docs")
    again = build(tmp_path / "docs", "--check")

    assert checked.returncode == 1
    assert "docs/reference/facts.md is not what its data says" in checked.stderr
    assert "docs/reference/nobody.md is not what its data says" in checked.stderr
    assert (written.returncode, again.returncode, again.stderr) == (0, 0, "")


def links(text: str) -> Iterator[str]:
    """Give the places of this project that a page leads to."""
    prose = re.sub(r"`[^`\n]*`", "", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE))
    for target in re.findall(r"\]\(([^)\s]+)\)", prose):
        if not target.startswith("http"):
            yield target


def anchors(text: str) -> set[str]:
    """Give the names of a page's places: those that are written, and those of its headings."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    slugs = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    return slugs | set(re.findall(r'<a id="([^"]+)">', text))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    dead = []
    for link in links(page.read_text("utf-8")):
        file, _, name = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        if not target.exists() or (name and name not in anchors(target.read_text("utf-8"))):
            dead.append(link)

    assert dead == []


@pytest.mark.parametrize("page", sorted((DOCS / "reference").glob("*.md")), ids=lambda page: page.name)
def test_no_two_places_of_a_page_have_the_same_name(page: Path) -> None:
    names = re.findall(r'<a id="([^"]+)">', page.read_text("utf-8"))

    assert sorted(set(names)) == sorted(names)
