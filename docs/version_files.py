"""The files below `schemas/` that are made: what other versions are asked and answer, and what refusals say."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mock_gateway.definitions.formats import PATTERNS
from mock_gateway.definitions.refusal_texts import MADE_OF_ROWS, texts_made
from mock_gateway.definitions.resources import schemas
from mock_gateway.definitions.schemas import BASE, library
from mock_gateway.definitions.version_requests import made as requests
from mock_gateway.definitions.version_schemas import MADE, made

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from mock_gateway.model.gateway import Gateway

WIDTH = 150
"""Characters of a line that a value may fill before it is broken into several."""


def pages(gateways: Collection[Gateway]) -> Mapping[Path, str]:
    """Make every file, by path."""
    found = {**made(gateways), **requests(gateways), **texts_made(gateways)}
    return {schemas() / f"{name}.json": laid_out(schema) + "\n" for name, schema in found.items()}


def found() -> Iterable[Path]:
    """List the files that were made some time."""
    for identity, schema in library().items():
        if schema.get("$comment") in (MADE, MADE_OF_ROWS):
            yield schemas() / identity.removeprefix(BASE)


def formats() -> str:
    """Give the patterns of the formats as a block of JSON, a line for each."""
    return f"```json formats\n{laid_out(PATTERNS)}\n```\n"


def laid_out(value: Any, indent: int = 0) -> str:  # noqa: ANN401  any JSON
    """Write JSON with a line for each member of what does not fit into one; the outermost never does."""
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, (dict, list)) or not value or (indent and indent + len(flat) <= WIDTH):
        return flat
    inside = " " * (indent + 2)
    if isinstance(value, dict):
        rows = [f"{inside}{json.dumps(name)}: {laid_out(inner, indent + 2)}" for name, inner in value.items()]
    else:
        rows = [f"{inside}{laid_out(inner, indent + 2)}" for inner in value]
    start, end = "{}" if isinstance(value, dict) else "[]"
    return f"{start}\n" + ",\n".join(rows) + f"\n{' ' * indent}{end}"
