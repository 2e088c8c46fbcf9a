"""The page of what callers of real clients get: its rows have one form, and it says what they say."""

from __future__ import annotations

import importlib
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from mock_gateway.errors import DataErrors
from mock_gateway.model.faults import FAULTS

DOCS = Path(__file__).resolve().parents[2] / "docs"
GOOD = "fault: reset, when: after, raises: OSError, says: gone, sends: 1, taken: true"
SMALL = """\
clients:
  - id: c
    title: A client
    url: https://example.com
    about: It sends.
    accepted: an id
    rows:
      - {%s}
"""


@pytest.fixture(name="clients")
def _clients(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give the module that reads `clients.yaml`."""
    monkeypatch.syspath_prepend(DOCS)
    return importlib.import_module("clients")


def test_every_client_has_every_fault_before_and_after(clients: Any) -> None:
    read = clients.load()

    assert ["bestsms", "websms", "apprise", "burstsms", "websmscom"] == [each.id for each in read]
    for client in read:
        met = [(row.fault, row.when) for row in client.rows if row.fault]
        assert list(product(FAULTS, ("before", "after"))) == met


def test_a_row_is_told_on_the_page(clients: Any, tmp_path: Path) -> None:
    file = tmp_path / "clients.yaml"
    file.write_text(SMALL % GOOD, "utf-8")

    page = clients.page(clients.load(file))

    assert "| `reset` | after | raises `OSError`: `gone` | no | yes | accepted twice |" in page


def test_what_kills_the_process_is_told_by_the_class_of_the_error(clients: Any, tmp_path: Path) -> None:
    file = tmp_path / "clients.yaml"
    file.write_text(SMALL % GOOD.replace("raises: OSError, says: gone", "kills: SyntaxError"), "utf-8")

    page = clients.page(clients.load(file))

    assert "| `reset` | after | the process dies of an uncaught `SyntaxError` | no | yes | accepted twice |" in page


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (GOOD.replace("reset", "rest"), "unknown fault 'rest': did you mean 'reset'?"),
        (GOOD.replace("taken", "takenn"), "unknown key 'takenn': did you mean 'taken'?"),
        (GOOD.replace("when: after, ", ""), "a row has `fault` and `when`, or `code`"),
        (f"{GOOD}, code: 4013", "a row has `fault` and `when`, or `code`"),
        (f"{GOOD}, returns: str", "a row has one of `gets`, `returns`, `raises`, `kills` and `calls_back`"),
        (GOOD.replace("sends: 1, ", ""), "and `sends` and `taken`"),
    ],
)
def test_a_row_of_the_wrong_form_is_refused_with_its_line(clients: Any, tmp_path: Path, row: str, said: str) -> None:
    file = tmp_path / "clients.yaml"
    file.write_text(SMALL % row, "utf-8")

    with pytest.raises(DataErrors) as caught:
        clients.load(file)

    assert said in str(caught.value)
    assert "clients.yaml:8: " in str(caught.value)
