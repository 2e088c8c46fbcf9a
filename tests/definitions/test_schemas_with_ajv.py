"""The schemas are used from Node as docs/schemas.md says: Ajv, strict, with the page's formats."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mock_gateway.definitions import resources
from mock_gateway.definitions.check_schemas import BY_SETTING, HEADERS, MEANING, OWN_KEYWORDS
from mock_gateway.definitions.schemas import BASE, library
from node_clients import FOLDER, installed, node

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).resolve().parents[2] / "docs" / "schemas.md"
SCRIPT = FOLDER / "schemas.mjs"
SECONDS = 120
OF_VERSION_8 = "ajv/dist/vocabularies"
"""A folder that older ones, which other packages bring along, lack."""
WRONG: tuple[tuple[str, Any], ...] = (
    ("transmitsms/time.json", "0000-01-01 00:00:00"),
    ("transmitsms/time.json", "2026-04-31 10:00:00"),
    ("cellcast_v3/local-time.json", "2023-02-29 10:00:00"),
    ("websms/offset-time.json", "2013-05-27T13:36:00+02:00"),
    ("bestsms/time-http.json", "30/02/2026 10:00 a.m."),
    ("bestsms/error-message.json", ["Said by nobody"]),
    ("bestsms/message-id.json", "a b"),
    ("websms/client-message-id.json", {}),
)


def documents() -> Iterator[str]:
    """Give what is right and wrong by a schema, a line of JSON for each."""
    for identity, schema in library().items():
        yield from (json.dumps([identity.removeprefix(BASE), each, True]) for each in schema.get("examples", ()))
    yield from (json.dumps([name, wrong, False]) for name, wrong in WRONG)


def test_ajv_takes_every_schema_and_every_example_and_no_wrong_one(tmp_path: Path) -> None:
    installed(OF_VERSION_8)
    lines = tmp_path / "documents.jsonl"
    lines.write_text("\n".join(documents()), "utf-8")
    done = subprocess.run(
        [node(), str(SCRIPT), str(resources.schemas()), str(PAGE), str(lines)],
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
        env={**os.environ, "OWN_KEYWORDS": " ".join((*OWN_KEYWORDS, MEANING, HEADERS, BY_SETTING))},
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == []
