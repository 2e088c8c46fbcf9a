"""A corpus that Python made is sent from Node: its lines are all that another language needs."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from corpora import generated

from mock_gateway.definitions.load import all_gateways
from mock_gateway.server.running import Gateways
from node_clients import FOLDER, node

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SCRIPT = FOLDER / "corpus.mjs"
SECONDS = 120
LINES = 40
"""How many lines are sent to each gateway."""


@pytest.fixture(name="own", scope="module")
def _own() -> Iterator[Gateways]:
    """Serve the default session, whose credentials corpora are signed with, on a clock that stands."""
    gateways = Gateways(clock="frozen")
    gateways.start()
    yield gateways
    gateways.stop()


def sent(gateways: Gateways, corpus: Path) -> dict[str, Any]:
    """Run the script, and give what it saw."""
    sessions = {
        name: {"id": gateways.default(name).id, "url": gateways.default(name).url} for name in gateways.engine.gateways
    }
    environment = {
        **os.environ,
        "CONTROL_URL": gateways.control.url,
        "CONTROL_TOKEN": gateways.control.token,
        "SESSIONS": json.dumps(sessions),
    }
    done = subprocess.run(
        [node(), str(SCRIPT), str(corpus)],
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
        env=environment,
    )
    assert (0, "") == (done.returncode, done.stderr)
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def test_every_line_is_answered_in_node_as_it_says(own: Gateways, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_bytes(b"".join(generated(name, "--count", str(LINES)) for name in all_gateways()))

    assert sent(own, corpus) == {"sent": LINES * len(all_gateways()), "differences": []}


def test_a_line_that_is_wrong_is_seen_in_node(own: Gateways, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.jsonl"
    line = generated("websms", "send-text", "--code", "4025", "--count", "1")
    corpus.write_bytes(line.replace(b'"statusCode":4025', b'"statusCode":4026'))

    assert [each[0] for each in sent(own, corpus)["differences"]] == ["websms-send-text-code-4025-0-00000000"]
