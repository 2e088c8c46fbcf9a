"""Put a call's document together from path, query and body, in the form that the rows speak of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mock_gateway.dialects.base import Dialect, UnreadableError
from mock_gateway.dialects.form import FORM, pairs
from mock_gateway.dialects.headers import media_type, preferred
from mock_gateway.dialects.json import JSON
from mock_gateway.dialects.plain import PLAIN
from mock_gateway.dialects.shaping import prune, rename
from mock_gateway.dialects.xml import XML

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mock_gateway.model.gateway import Call, Reading
    from mock_gateway.model.wire import Request

_DECLARED_XML = XML._replace(name="application/xml")
DIALECTS: Mapping[str, Dialect] = {dialect.name: dialect for dialect in (JSON, XML, FORM, PLAIN, _DECLARED_XML)}
"""By name; XML that is declared as `application/xml`, and not as `text/xml`, has that name of its own."""
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


def read(request: Request, call: Call, parameters: Mapping[str, str], trouble: str) -> Read:
    """Read a request for a call."""
    reading, writing = call.reading, call.writing
    headers = request.headers
    media, charset = media_type(headers.get("content-type", ""))
    troubles: tuple[str, ...] = (trouble,) if trouble else ()
    spoken = reading.otherwise
    document: dict[str, Any] = {}
    if request.oversize:
        troubles += ("size",)
    if reading.body and request.method not in _BODILESS:
        known = reading.body.get(media)
        spoken = known or spoken
        if known is None and reading.strict_media:
            troubles += ("media_type",)
        if not request.oversize:
            document, troubles = _body(request.body, DIALECTS[spoken], charset, reading, troubles)
    default = spoken if writing.follow and spoken in writing.types else writing.default
    accept = headers.get("accept", "")
    chosen = preferred(accept, writing.offered, default) if accept else default
    if chosen is None and writing.strict_accept:
        troubles += ("accept",)
    answer = DIALECTS[chosen or default]
    if reading.query and request.query:
        document = {**_query(request.query, reading), **document}
    if parameters:
        document = {**document, **parameters}
    document = _shape(document, request, reading, spoken if not parameters else "")
    return Read(document, troubles, answer)


def _body(
    body: bytes, dialect: Dialect, charset: str, reading: Reading, troubles: tuple[str, ...]
) -> tuple[dict[str, Any], tuple[str, ...]]:
    try:
        document = dialect.read(body, charset or "utf-8", reading)
    except UnreadableError:
        return {}, (*troubles, "syntax")
    if document.__class__ is not dict:
        return {}, (*troubles, "syntax")
    return document, troubles


def _shape(document: dict[str, Any], request: Request, reading: Reading, spoken: str) -> dict[str, Any]:
    """Give members their canonical names, and take out those that mean "not there"."""
    for mark in reading.rename_marks:
        if mark in request.body:
            document = rename(document, reading.renames)
            break
    if reading.prune and (request.query or _may_have_nothing(request.body, spoken)):
        document = _keep(prune(document), document, reading.kept) if reading.kept else prune(document)
    return document


def _may_have_nothing(body: bytes, spoken: str) -> bool:
    """Tell whether a body may have members that mean "not there": JSON cannot say so without these bytes."""
    return spoken != "json" or b'""' in body or b"null" in body


def _query(query: str, reading: Reading) -> dict[str, Any]:
    """Read the query's parameters that the call knows, under the names it knows them by."""
    found: dict[str, Any] = {}
    try:
        given = pairs(query.encode("latin-1", "replace"), "utf-8")
    except UnreadableError:
        return found
    for name, value in given:
        known = reading.fold.get(name.lower())
        if known is not None:
            found[known] = value
    return found


def _keep(pruned: dict[str, Any], document: dict[str, Any], kept: frozenset[str]) -> dict[str, Any]:
    for name in kept:
        if document.get(name) == "":
            pruned[name] = ""
    return pruned
