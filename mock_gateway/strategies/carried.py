"""What dialects can carry: a document that was drawn becomes what its body will say, once it is written."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

import orjson

from mock_gateway.definitions.schemas import BASE, inlined, validator
from mock_gateway.dialects.php import PHP_TEXT, numeric
from mock_gateway.dialects.xml import carried as of_xml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from jsonschema_rs import Draft202012Validator

    from mock_gateway.model.ways import Writing

Place = tuple[int | str, ...]


def carried(document: Any, dialect: str, writing: Writing, schema: Mapping[str, Any]) -> Any:  # noqa: ANN401  any JSON
    """Give what a dialect says of a document.

    Args:
        document: what a schema allows.
        dialect: XML lacks control characters, PHP an empty object, a form the characters that its charset lacks; where
            PHP makes numbers of texts, none is left where the schema allows a number.
        writing: how the gateway writes.
        schema: as above.

    """
    if dialect in ("xml", "application/xml"):
        return _texts(document, _of_xml)
    if dialect == "form":
        return _texts(document, partial(_of_charset, charset=writing.charset))
    if dialect in ("php", "php_text"):
        told = orjson.loads(PHP_TEXT.write(document, writing))
        return told if dialect == "php_text" else _numbered(told, _holds(str(schema["$id"])))
    return document


def _of_xml(text: str) -> str:
    """Give a text as XML carries it: any end of a line is read as a line feed."""
    return of_xml(text).replace("\r\n", "\n").replace("\r", "\n")


def _of_charset(text: str, charset: str) -> str:
    return text.encode(charset, "replace").decode(charset)


def _texts(value: Any, change: Callable[[str], str]) -> Any:  # noqa: ANN401  as above
    """Change every text of a document; names of members are left as they are."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_texts(item, change) for item in value]
    if isinstance(value, dict):
        return {name: _texts(inner, change) for name, inner in value.items()}
    return value


def _numbered(document: Any, holds: Draft202012Validator) -> Any:  # noqa: ANN401  as above
    """Make numbers of the texts that PHP takes for some, but for those that the schema wants as texts."""
    found = list(_numeric_places(document, ()))
    whole = _with_numbers(document, set(found), ())
    if not found or holds.is_valid(whole) or not holds.is_valid(document):
        return whole
    taken: set[Place] = set()
    for place in found:
        if holds.is_valid(_with_numbers(document, taken | {place}, ())):
            taken.add(place)
    return _with_numbers(document, taken, ())


def _numeric_places(value: Any, place: Place) -> Iterator[Place]:  # noqa: ANN401  as above
    if isinstance(value, str) and numeric(value) is not None:
        yield place
    elif isinstance(value, (list, dict)):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _numeric_places(inner, (*place, key))


def _with_numbers(value: Any, places: set[Place], place: Place) -> Any:  # noqa: ANN401  as above
    if place in places:
        number = numeric(value)
        return int(number) if isinstance(number, float) and number.is_integer() and abs(number) < 2**53 else number
    if isinstance(value, list):
        return [_with_numbers(item, places, (*place, number)) for number, item in enumerate(value)]
    if isinstance(value, dict):
        return {name: _with_numbers(inner, places, (*place, name)) for name, inner in value.items()}
    return value


@lru_cache(maxsize=256)
def _holds(identity: str) -> Draft202012Validator:
    return validator(inlined(identity.removeprefix(BASE).removesuffix(".json")))
