"""Fill envelopes and write replies."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any, Final

from mock_gateway.dialects.headers import media_type
from mock_gateway.dialects.json import JSON
from mock_gateway.model.wire import Outcome, Reply

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mock_gateway.dialects.base import Dialect
    from mock_gateway.model.gateway import Call
    from mock_gateway.model.rules import Verdict
    from mock_gateway.model.ways import Writing

Headers = tuple[tuple[str, str], ...]
SHOWN: Final = 200
"""Characters that an answer repeats of a value that a client sent."""


def write(outcome: Outcome, writing: Writing, dialect: Dialect) -> Reply:
    """Write an outcome in a dialect, or in JSON where it says so; text is sent as it is, None is an empty body."""
    body = outcome.body
    if body is None:
        raw = b""
    elif isinstance(body, str):
        raw = body.encode()
    elif outcome.content_type is not None and media_type(outcome.content_type)[0] == "application/json":
        raw = JSON.write(body, writing)
    else:
        raw = dialect.write(body, writing)
    if outcome.content_type is None and not outcome.headers:
        return Reply(outcome.status, writing.fixed[dialect.name], raw)
    kind = outcome.content_type or writing.types[dialect.name]
    return Reply(outcome.status, _headers(kind, outcome.headers, writing.headers), raw)


@lru_cache(maxsize=1024)
def _headers(kind: str, own: Headers, usual: Headers) -> Headers:
    """Put an answer's headers together; its own stand for usual ones of the same name."""
    taken = {name.lower() for name, _ in own}
    return (("Content-Type", kind), *own, *(header for header in usual if header[0].lower() not in taken))


def refuse(
    verdict: Verdict,
    call: Call,
    settings: Mapping[str, object],
    document: Mapping[str, object],
    texts: Callable[[], list[str]] | None = None,
) -> Outcome:
    """Fill the envelope of a verdict's row; a variant with a status has that instead of the row's, on the wire only.

    What was found fills the blank `value`, and what neither the fact nor the request says, the envelope's `usual`.
    `texts` gives what the blank `messages` lists: asked only where the envelope has it, the verdict's alone for None.
    """
    row = verdict.row
    envelope, status = call.envelopes[row.envelope], row.status
    while "setting" in envelope:
        envelope = envelope["variants"][spelled(settings[envelope["setting"]])]
        status = envelope.get("status", status)
    values = {**envelope.get("usual", {}), **document, **verdict.fields}
    values |= {"code": row.code, "name": row.name, "status": row.status}
    values |= {"value": printable(verdict.value), "message": verdict.message}
    if envelope.get("type", "").partition(";")[0].endswith(("html", "xml")):
        values = {name: escape(str(value), quote=False) for name, value in values.items()}
    values["messages"] = texts or [verdict.message]
    headers = tuple((name, str(fill(value, values))) for name, value in envelope.get("headers", {}).items())
    return Outcome(status, fill(envelope.get("body"), values), headers, envelope.get("type"))


def spelled(value: object) -> object:
    """Give a setting's value as the names of variants spell it: numbers as text, truth values as `true` and `false`."""
    return str(value).lower() if isinstance(value, (bool, int)) else value


def printable(value: object) -> str:
    r"""Give what a client sent for being repeated in an answer: text without control characters, cut at its 200th.

    >>> printable("to\r\nken"), printable(None), len(printable("x" * 300))
    ('token', '', 200)
    """
    text = value if isinstance(value, str) else ""
    return "".join(character for character in text if character.isprintable())[:SHOWN]


def fill(template: Any, values: Mapping[str, object]) -> Any:  # noqa: ANN401  a template is any JSON
    """Fill a template: a text that is one blank becomes the value itself, blanks inside a text become text.

    A value that is costly to find may be a function, which is called where a blank is all of a text.
    """
    if isinstance(template, str):
        if template.startswith("{") and template.endswith("}") and template.count("{") == 1:
            found = values.get(template[1:-1])
            return found() if callable(found) else found
        return template.format_map(_Blanks(values)) if "{" in template else template
    if isinstance(template, dict):
        return {name: fill(value, values) for name, value in template.items()}
    if isinstance(template, list):
        return [fill(value, values) for value in template]
    return template


class _Blanks(dict[str, object]):
    def __missing__(self, name: str) -> str:
        return ""
