"""Check the schema files themselves: right by draft 2020-12, and made only of keywords, types and formats known here.

JSON Schema ignores what it does not know, so a misspelt keyword would pass silently; here it is an error with its line.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from mock_gateway.definitions import plain_yaml
from mock_gateway.definitions.formats import FORMATS
from mock_gateway.errors import DataError, unknown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from mock_gateway.definitions.plain_yaml import Place

DRAFT = "https://json-schema.org/draft/2020-12/schema"
ASSERTIONS = frozenset({
    "type", "enum", "const", "pattern", "format", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum",
    "exclusiveMaximum", "multipleOf", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties",
    "contains", "propertyNames", "additionalProperties", "anyOf", "oneOf", "not",
})  # fmt: skip
"""Keywords that can refuse a document at the place where they stand."""
_INNER = frozenset({"items", "additionalProperties", "propertyNames", "contains", "not", "if", "then", "else"})
_INNER_LISTS = frozenset({"allOf", "anyOf", "oneOf"})
BY_SETTING = "x-by-setting"
"""What is sent beside what the schema says where a setting of the gateway is so: schemas by `NAME=VALUE`."""
_NOTES = frozenset({"$id", "$schema", "$ref", "$comment", "title", "description", "examples", "default", BY_SETTING})
KEYWORDS = ASSERTIONS | _INNER | _INNER_LISTS | _NOTES | {"properties", "required", "dependentRequired"}
OWN_KEYWORDS = frozenset({"x-number-as-text", "x-comma-list", "x-untrimmed"})
"""A number is taken as text; a text is split at commas, and its items trimmed unless they are untrimmed."""
MEANING = "x-holds"
MEANINGS = frozenset({"text", "recipient", "recipients", "sender", "uuid"})
"""What a member can be said to hold, for those who generate values: a message's text, a number to send to in any
spelling, several of them as one text or as a list, an originator, a UUID. It refuses nothing."""
HEADERS = "x-headers"
"""Headers that an answer has beside the gateway's usual ones, each with blanks for members that are always there."""
TYPES = frozenset({"array", "boolean", "integer", "null", "number", "object", "string"})

Problem = tuple["Place", str]
_BLANK = re.compile(r"\{([^{}]*)\}")


def parse(text: bytes, file: str) -> dict[str, Any]:
    """Parse a schema file.

    Raises:
        DataError: with file and line, where it is no JSON object or has a key twice.

    """
    try:
        parsed = json.loads(text, object_pairs_hook=lambda pairs: _Once(pairs, text, file))
    except ValueError as problem:
        raise DataError(file, getattr(problem, "lineno", 0), str(problem)) from None
    if not isinstance(parsed, dict):
        raise DataError(file, 1, "a schema is an object")
    return parsed


def errors(of: Mapping[str, Any], text: bytes, file: str, known: Collection[str]) -> list[DataError]:
    """Check one schema.

    Args:
        of: the schema, parsed.
        text: as it stands in the file, for the lines of what is wrong.
        file: as the user would name it.
        known: the `$id` of every schema, which references may lead to.

    """
    found = [*_words(of, (), known), *_form(of)]
    if not found:
        return []
    lines = plain_yaml.parse(text.decode(), file)
    return sorted((lines.error(place, problem) for place, problem in found), key=lambda error: error.line)


def _Once(pairs: list[tuple[str, Any]], text: bytes, file: str) -> dict[str, Any]:  # noqa: N802  stands for dict
    made = dict(pairs)
    if len(made) < len(pairs):
        plain_yaml.parse(text.decode(), file)
        raise DataError(file, 0, "a key is given twice")
    return made


def _form(of: Mapping[str, Any]) -> Iterator[Problem]:
    """Hold a schema against the metaschema; what `_words` says better is left out."""
    try:
        jsonschema_rs.meta.validate({**of, "$schema": DRAFT})
    except jsonschema_rs.ValidationError as problem:
        place = tuple(problem.instance_path)
        if not place or place[-1] != "type":
            yield place, problem.message


def _words(of: object, place: Place, known: Collection[str]) -> Iterator[Problem]:
    """Find what no schema of the project may say, in a schema and those inside it."""
    if not isinstance(of, dict):
        return
    if of.get("x-untrimmed") and not of.get("x-comma-list"):
        yield (*place, "x-untrimmed"), "x-untrimmed says how x-comma-list splits, which is not here"
    yield from _headers(of, (*place, HEADERS))
    for keyword, value in of.items():
        at = (*place, keyword)
        yield from _word(keyword, value, at, known)
        if keyword in _INNER:
            yield from _words(value, at, known)
        elif keyword in _INNER_LISTS and isinstance(value, list):
            for number, inner in enumerate(value):
                yield from _words(inner, (*at, number), known)
        elif keyword in ("properties", BY_SETTING) and isinstance(value, dict):
            for member, inner in value.items():
                yield from _words(inner, (*at, member), known)


def _headers(of: Mapping[str, Any], at: Place) -> Iterator[Problem]:
    """Find blanks of headers that no member is sure to fill."""
    headers = of.get(HEADERS, {})
    if not isinstance(headers, dict) or not all(isinstance(value, str) for value in headers.values()):
        yield at, f"{HEADERS} is an object of texts"
        return
    for name, value in headers.items():
        for blank in _BLANK.findall(value):
            if blank not in of.get("required", ()):
                yield (*at, name), unknown("required member", blank, of.get("required", ()))


def _word(keyword: str, value: object, at: Place, known: Collection[str]) -> Iterator[Problem]:
    """Check a keyword and the word it is given."""
    words = {"format": ("format", FORMATS), "$ref": ("schema", known), "type": ("type", TYPES)}
    words[MEANING] = ("meaning", MEANINGS)
    if keyword not in KEYWORDS | OWN_KEYWORDS | {MEANING, HEADERS}:
        yield at, unknown("keyword", keyword, KEYWORDS | OWN_KEYWORDS | {MEANING, HEADERS})
    elif keyword == "$schema" and value != DRAFT:
        yield at, f'"$schema" is {value!r}, which should be {DRAFT!r}'
    elif keyword in OWN_KEYWORDS and not isinstance(value, bool):
        yield at, f"{keyword} is true or false, not {value!r}"
    elif keyword == BY_SETTING and not isinstance(value, dict):
        yield at, f"{BY_SETTING} is an object of schemas, each by NAME=VALUE"
    elif keyword == "pattern" and isinstance(value, str):
        yield from _pattern(value, at)
    elif keyword in words:
        kind, names = words[keyword]
        for each in value if keyword == "type" and isinstance(value, list) and value else [value]:
            if not isinstance(each, str) or each not in names:
                yield at, unknown(kind, each, names)


def _pattern(pattern: str, at: Place) -> Iterator[Problem]:
    try:
        re.compile(pattern)
    except re.error as problem:
        yield at, f"{pattern!r} is no pattern: {problem}"
