"""Put a call's document together from path, query and body, in the form that the rows speak of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mock_gateway.dialects.base import Dialect, UnreadableError
from mock_gateway.dialects.form import FORM, gathered, pairs
from mock_gateway.dialects.headers import is_charset, media_type, parameter
from mock_gateway.dialects.json import JSON
from mock_gateway.dialects.multipart import MULTIPART
from mock_gateway.dialects.nothing import NOTHING
from mock_gateway.dialects.php import PHP, PHP_TEXT
from mock_gateway.dialects.plain import PLAIN
from mock_gateway.dialects.shaping import prune, rename
from mock_gateway.dialects.xml import XML
from mock_gateway.text.media import preferred

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mock_gateway.model.gateway import Call
    from mock_gateway.model.ways import Reading, Writing
    from mock_gateway.model.wire import Request

_DECLARED_XML = XML._replace(name="application/xml")
DIALECTS: Mapping[str, Dialect] = {
    dialect.name: dialect for dialect in (JSON, XML, FORM, PLAIN, MULTIPART, NOTHING, PHP, PHP_TEXT, _DECLARED_XML)
}
"""By name; XML that is declared as `application/xml`, and not as `text/xml`, has that name of its own."""
_UTF_8 = frozenset({"", "utf-8", "utf8"})
_NO_JSON = b"\xff"
_BODILESS = frozenset({"GET", "HEAD", "DELETE", "OPTIONS"})


class Read(NamedTuple):
    """A request as a document.

    Attributes:
        document: empty where the body could not be read.
        troubles: why it could not.
        answer: the dialect to answer in.

    """

    document: dict[str, Any]
    troubles: tuple[str, ...]
    answer: Dialect


def read(request: Request, call: Call, parameters: Mapping[str, str], trouble: str, answer: str = "") -> Read:
    """Read a request for a call.

    Args:
        request: as it came.
        call: the one it is for.
        parameters: of the path.
        trouble: what is wrong with path or method, "" for nothing.
        answer: the dialect that the path asks for, "" where the headers say it.

    """
    reading = call.reading
    stated = request.headers.get("content-type", "")
    media, charset = media_type(stated)
    troubles: tuple[str, ...] = (trouble,) if trouble else ()
    spoken = reading.otherwise
    document: dict[str, Any] = {}
    if request.oversize:
        troubles += ("size",)
    if reading.body and request.method not in _BODILESS:
        known = reading.body.get(media)
        spoken = known or spoken
        missing = reading.bodiless and not request.body
        if known is None and reading.strict_media and not missing:
            troubles += ("media_type",)
        if not request.oversize and not missing:
            dialect = DIALECTS[spoken]
            told = charset if dialect.told == "charset" else parameter(stated, dialect.told)
            document, troubles = _body(request.body, dialect, told, reading, troubles)
    if not answer:
        answer, troubles = _answer(request, call.writing, spoken, troubles)
    if reading.query and request.query:
        document = _together(_query(request.query, reading), document, reading)
    if parameters:
        document = {**document, **parameters}
    document = _shape(document, request, reading, spoken if not parameters else "")
    return Read(document, troubles, DIALECTS[answer])


def in_utf_8(request: Request, reading: Reading, settings: Mapping[str, object]) -> Request:
    """Give a request as it would be in UTF-8, where a setting takes the charset that JSON declares at its word.

    A charset that nobody knows is no media type that is read; bytes that are none of the charset's are no JSON.
    """
    name, value = reading.declared_charset or ("", None)
    if settings.get(name) != value:
        return request
    charset = media_type(request.headers.get("content-type", ""))[1]
    if charset in _UTF_8:
        return request
    if not is_charset(charset):
        return request._replace(headers={**request.headers, "content-type": f"unknown/{charset}"})
    try:
        return request._replace(body=request.body.decode(charset).encode())
    except UnicodeError:
        return request._replace(body=_NO_JSON)


def settled(answer: Dialect, writing: Writing, settings: Mapping[str, object]) -> Dialect:
    """Give the dialect that stands in for an answer's under these settings."""
    if writing.by_setting is None:
        return answer
    setting, instead = writing.by_setting
    return DIALECTS[instead.get(settings[setting], {}).get(answer.name, answer.name)]


def _answer(request: Request, writing: Writing, spoken: str, troubles: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Choose the dialect of the answer by what the client accepts, else by what it speaks."""
    default = spoken if writing.follow and spoken in writing.types else writing.default
    accept = request.headers.get("accept", "")
    chosen = preferred(accept, writing.offered, default) if accept else default
    if chosen is None and writing.strict_accept:
        troubles += ("accept",)
    return chosen or default, troubles


def _body(
    body: bytes, dialect: Dialect, told: str, reading: Reading, troubles: tuple[str, ...]
) -> tuple[dict[str, Any], tuple[str, ...]]:
    try:
        document = dialect.read(body, told, reading)
    except UnreadableError:
        document = None
    if reading.list_as and document is not None:
        document = {reading.list_as: document}
    if document.__class__ is not dict:
        return {}, troubles if reading.lenient else (*troubles, "syntax")
    return document, troubles


def _shape(document: dict[str, Any], request: Request, reading: Reading, spoken: str) -> dict[str, Any]:
    """Give members their canonical names, and take out those that mean "not there"."""
    for mark in reading.rename_marks:
        if mark in request.body:
            document = rename(document, reading.renames)
            break
    if reading.prune and (request.query or _may_have_nothing(request.body, spoken)):
        document = _keep(prune(document), document, reading.kept) if reading.kept else prune(document)
    if reading.zeros:
        document = {name: value for name, value in document.items() if name not in reading.zeros or not _is_zero(value)}
    return document


def _is_zero(value: object) -> bool:
    return value == "0" or (value.__class__ is int and value == 0)


def _may_have_nothing(body: bytes, spoken: str) -> bool:
    """Tell whether a body may have members that mean "not there": JSON cannot say so without these bytes."""
    return spoken != "json" or b'""' in body or b"null" in body


def _query(query: str, reading: Reading) -> dict[str, Any]:
    """Read the query's parameters: all of them as they are, or those that the call knows by the names it knows."""
    try:
        given = pairs(query.encode("latin-1", "replace"), reading.charset)
    except UnreadableError:
        return {}
    if not reading.exact:
        given = [(known, value) for name, value in given if (known := reading.fold.get(name.lower())) is not None]
    return gathered(given, reading.joined)


def _together(query: dict[str, Any], body: dict[str, Any], reading: Reading) -> dict[str, Any]:
    """Put what the query and the body say into one document: the body wins, but for what is joined."""
    both = {**query, **body}
    for name in reading.joined:
        if name in query and name in body:
            both[name] = f"{query[name]},{body[name]}"
    return both


def _keep(pruned: dict[str, Any], document: dict[str, Any], kept: frozenset[str]) -> dict[str, Any]:
    for name in kept:
        value = document.get(name)
        if value == "" or value.__class__ is list:
            pruned[name] = value
    return pruned
