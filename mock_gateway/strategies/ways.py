"""How a document becomes a request: by which route, in which dialect, signed in which form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from mock_gateway.dialects.versions import said
from mock_gateway.dialects.xml import XML
from mock_gateway.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mock_gateway.model.gateway import Call, Gateway
    from mock_gateway.model.ways import Route

BODILESS = frozenset({"GET", "DELETE"})
SAID = {"json": "json", "form": "form", "xml": "xml", "application/xml": "xml"}
"""Dialects of bodies that a scenario's step can say, and the word it has for them."""


class Way(NamedTuple):
    """One way to send a call's document.

    Attributes:
        route: method and path.
        body: word of a scenario's step for the body, `query` where there is none.
        auth: how it is signed, as a scenario's `auth`.

    """

    route: Route
    body: str
    auth: str

    def request(self, call: Call, document: Any, gateway: Gateway) -> dict[str, Any]:  # noqa: ANN401  wrong documents are any JSON
        """Say the request as a scenario's step would; a canonical document is written as the route's version has it.

        Raises:
            TypeError: for a document that this way cannot say.
            UsageError: for one that the version cannot.

        """
        if not isinstance(document, dict) and self.body != "json":
            raise TypeError(f"a {self.body} cannot say {document!r}")
        rest: Any = dict(document) if isinstance(document, dict) else document
        if self.route.version and isinstance(rest, dict):
            choice = dict([self.route.choice] if self.route.choice else [])
            rest = {**choice, **said(gateway.versions[self.route.version], rest, call.name), **choice}
        blanks = [part[1:-1] for part in self.route.segments if part.startswith("{")]
        path = {blank: rest.pop(blank) for blank in blanks if blank in rest and isinstance(rest, dict)}
        request: dict[str, Any] = {"call": call.name, "method": self.route.method, **self._where(path, len(blanks))}
        if self.body == "query":
            request["query"] = rest
        elif self.body == "xml":
            writing = gateway.calls[""].writing._replace(items=call.reading.items)
            request["xml"] = XML.write(rest, writing).decode()
        else:
            request[self.body] = rest
        return request if self.auth == "right" else {**request, "auth": self.auth}

    def _where(self, path: dict[str, Any], blanks: int) -> dict[str, Any]:
        """Say what the path is: that of a version is spelt out, since a step names calls in the canonical one."""
        if not self.route.version:
            return {**({"path": path} if path else {}), **({"suffix": self.route.suffix} if self.route.suffix else {})}
        if len(path) < blanks:
            raise UsageError(f"{self.route.path} has to have all that is in braces")
        segments = (quote(str(path[each[1:-1]]), safe="") if each[0] == "{" else each for each in self.route.segments)
        return {"path": self.route._replace(segments=tuple(segments)).path}


def ways(call: Call, version: str = "") -> Iterator[Way]:
    """Give every way in which a call can be sent in a version; in the canonical one where that has the call.

    Args:
        call: which, as the version reads it.
        version: its name, "" for the canonical one, or any where that lacks the call.

    """
    auths = ["right", *sorted({form.read for form in call.forms[1:]})]
    own = [route for route in call.routes if route.version == version]
    for route in own or [route for route in call.routes if route.choice is None]:
        if route.method in BODILESS:
            bodies = ["query"]
        else:
            spoken = [call.reading.otherwise, *call.reading.body.values()]
            bodies = list(dict.fromkeys(SAID[each] for each in spoken if each in SAID))
        yield from (Way(route, body, auth) for body in bodies for auth in auths)
