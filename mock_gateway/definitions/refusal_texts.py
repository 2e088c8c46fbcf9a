"""The schemas of the texts that refusals give: made of the rows and envelopes, so that none is written twice.

`schemas/GATEWAY/refusal-text.json` lists what a gateway and its white labels say; a text with blanks becomes a pattern.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mock_gateway.definitions.check_schemas import DRAFT
from mock_gateway.definitions.schemas import BASE, known

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mock_gateway.model.gateway import Gateway

NAME = "refusal-text"
MADE_OF_ROWS = "Made of the rows of rejections.yaml and the envelopes of gateway.yaml, by docs/build.py."
"""The `$comment` by which such a schema is told from one that is written by hand."""
MESSAGE = "{message}"
FIELD = "[A-Za-z0-9_.-]{0,60}"
NUMBER = "[0-9]{1,4}"
ANY = ".*"
BLANKS: Mapping[str, str] = {"field": FIELD, "n": NUMBER}
"""What the blanks of messages are filled with: a member's name, and the place of an item."""
_BLANK = re.compile(r"\{([a-zA-Z]+)\}")
_SPECIAL = re.compile(r"[\\^$.|?*+()\[\]{}]")

Place = tuple[str, ...]


def texts_made(gateways: Iterable[Gateway]) -> dict[str, dict[str, Any]]:
    """Make the schema of the texts of every family of gateways that says why it refuses.

    Returns:
        Schemas by their path below `schemas/`, without `.json`; none for what is written by hand.

    """
    families: dict[str, list[Gateway]] = {}
    for gateway in gateways:
        families.setdefault(gateway.parent or gateway.name, []).append(gateway)
    made = {}
    for family, members in families.items():
        name = f"{family}/{NAME}"
        if (known(name) or {"$comment": MADE_OF_ROWS}).get("$comment") == MADE_OF_ROWS:
            made[name] = _schema(name, sorted({text for each in members for text in texts(each)}))
    return made


def text_of_refusals(gateway: Gateway) -> Mapping[str, Any]:
    """Give what a gateway's refusals can say, as a reference to the made schema."""
    return {"$ref": f"{BASE}{gateway.parent or gateway.name}/{NAME}.json"}


def texts(gateway: Gateway) -> Iterator[str]:
    """Give what a gateway can say of a whole request that is refused: of each row, and of what envelopes put for it."""
    yield from (row.message for row in gateway.rows if not row.each)
    leaves = [leaf for name in gateway.calls for leaf in _leaves(gateway.calls[name].envelopes)]
    said_at = {place for place, text in leaves if text == MESSAGE}
    yield from (text for place, text in leaves if place in said_at and not _BLANK.fullmatch(text))


def pattern(text: str) -> str:
    r"""Give the pattern of a text with blanks, in what all dialects of regular expressions have in common.

    >>> pattern("Invalid {field} (no. {n})")
    '^Invalid [A-Za-z0-9_.-]{0,60} \\(no\\. [0-9]{1,4}\\)$'
    """
    pieces = _BLANK.split(text)
    return f"^{''.join(BLANKS.get(each, ANY) if number % 2 else _escaped(each) for number, each in enumerate(pieces))}$"


def _schema(name: str, said: list[str]) -> dict[str, Any]:
    whole = [text for text in said if not _BLANK.search(text)]
    patterns = [pattern(text) for text in said if _BLANK.search(text)]
    branches = [{"enum": whole}, *({"type": "string", "pattern": each} for each in patterns)]
    return {
        "$schema": DRAFT,
        "$id": f"{BASE}{name}.json",
        "$comment": MADE_OF_ROWS,
        "title": f"{name.partition('/')[0]}: what is said of a request that is refused",
        "description": "One text of those that `mock-gateway list codes` shows, its blanks filled.",
        "anyOf": branches,
        "examples": [whole[0]],
    }


def _leaves(envelope: Any) -> Iterator[tuple[Place, str]]:  # noqa: ANN401  a template is any JSON
    """Give the texts of the documents that envelopes have for bodies, each with where it stands."""
    if not isinstance(envelope, dict):
        return
    if isinstance(envelope.get("body"), dict):
        yield from _texts(envelope["body"], ())
    for inner in envelope.get("variants", {}).values() if "variants" in envelope else envelope.values():
        yield from _leaves(inner)


def _texts(body: Any, place: Place) -> Iterator[tuple[Place, str]]:  # noqa: ANN401  as above
    if isinstance(body, dict):
        for name, inner in body.items():
            yield from _texts(inner, (*place, name))
    elif isinstance(body, list):
        for inner in body:
            yield from _texts(inner, place)
    elif isinstance(body, str):
        yield place, body


def _escaped(text: str) -> str:
    """Escape what is special, and nothing else: a strict dialect refuses an escape that means nothing."""
    return _SPECIAL.sub(r"\\\g<0>", text)
