"""Documents that a schema allows, for what gateways send: every choice that it leaves is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from mock_gateway.strategies.borders import texts
from mock_gateway.strategies.instants import FORMS, instants
from mock_gateway.strategies.values import BY_FORMAT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hypothesis.strategies import SearchStrategy

MOST_ITEMS = 3
LARGEST = 2**31 - 1
FAR = (
    "مرحبا بالعالم",
    "\u200fשלום (abc) 123\u200e",  # noqa: RUF001  Hebrew
    "\u2067עברית\u2069 in English",  # noqa: RUF001  Hebrew
    "\u202bembedded\u202c",
    "a\u0301\u0302\u0323\u0330b\u035c",
    "हिन्दी में क्षत्रिय",
    "ภาษาไทยไม่เว้นวรรค",
    "\U0001f9d1\U0001f3fd\u200d\U0001f680",
)
"""Texts from right to left, of both directions, with several marks on a letter, without blanks between words."""
LONG = ("A long text. " * 200, "ā" * 2000, "שלום עולם " * 150, "\U0001f600" * 700)
"""Longer than any message, as notes, names and texts of errors can be."""


def documents(schema: Mapping[str, Any]) -> SearchStrategy[Any]:
    """Draw what an inlined schema allows: optional members there or not, null where it may be, any value of a list."""
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return st.one_of([documents(_laid_over(schema, branch, several)) for branch in schema[several]])
    kinds = schema.get("type", "object" if "properties" in schema else list(_OF_KIND))
    kinds = [kinds] if isinstance(kinds, str) else kinds
    return st.one_of([_OF_KIND[kind](schema) for kind in kinds])


def _laid_over(schema: Mapping[str, Any], branch: Mapping[str, Any], several: str) -> dict[str, Any]:
    """Put what a schema says for all branches together with one of them."""
    rest = {name: value for name, value in schema.items() if name not in (several, "examples", "$id", "$schema")}
    properties = {**rest.get("properties", {}), **branch.get("properties", {})}
    required = [*rest.get("required", ()), *branch.get("required", ())]
    merged = {**rest, **branch}
    return {**merged, **({"properties": properties, "required": required} if properties else {})}


def _object(schema: Mapping[str, Any]) -> SearchStrategy[Any]:
    members = schema.get("properties", {})
    required = {name: documents(members.get(name, {})) for name in schema.get("required", ())}
    optional = {name: documents(inner) for name, inner in members.items() if name not in required}
    made: SearchStrategy[Any] = st.fixed_dictionaries(required, optional=optional)
    extra = schema.get("additionalProperties")
    if isinstance(extra, dict) and not members:
        names = documents(schema.get("propertyNames", {"type": "string", "minLength": 1, "maxLength": 12}))
        made = st.dictionaries(names, documents(extra), min_size=schema.get("minProperties", 0), max_size=MOST_ITEMS)
    return made


def _array(schema: Mapping[str, Any]) -> SearchStrategy[Any]:
    low = schema.get("minItems", 0)
    high = min(schema.get("maxItems", low + MOST_ITEMS), low + MOST_ITEMS)
    return st.lists(documents(schema.get("items", {"type": "string"})), min_size=low, max_size=high)


def _integer(schema: Mapping[str, Any]) -> SearchStrategy[Any]:
    return st.integers(schema.get("minimum", -LARGEST), schema.get("maximum", LARGEST))


def _number(schema: Mapping[str, Any]) -> SearchStrategy[Any]:
    low, high = schema.get("minimum", -LARGEST), schema.get("maximum", LARGEST)
    thousandths = st.integers(int(low * 1000), int(high * 1000))
    return st.integers(-(-low // 1), int(high // 1)) | thousandths.map(lambda number: number / 1000)


def _string(schema: Mapping[str, Any]) -> SearchStrategy[Any]:
    """Draw a text; a format says more of what is meant than the pattern that comes near to it."""
    if schema.get("format") in FORMS:
        return instants(schema["format"])
    if schema.get("format") in BY_FORMAT:
        return st.sampled_from(BY_FORMAT[schema["format"]])
    if "pattern" in schema:
        pattern = schema["pattern"]
        return st.from_regex(pattern, fullmatch=pattern.startswith("^") and pattern.endswith("$"))
    least, most = schema.get("minLength", 0), schema.get("maxLength")
    far = [text for text in (*FAR, *LONG) if least <= len(text) <= (len(text) if most is None else most)]
    free = texts(least=least, most=most)
    return free | st.sampled_from(far) if far else free


_OF_KIND: Mapping[str, Callable[[Mapping[str, Any]], SearchStrategy[Any]]] = {
    "null": lambda _: st.none(),
    "boolean": lambda _: st.booleans(),
    "string": _string,
    "integer": _integer,
    "number": _number,
    "array": _array,
    "object": _object,
}
