"""How a document becomes a request: by which route, in which dialect, signed in which form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mock_gateway.dialects.xml import XML

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
        """Say the request as a scenario's step would.

        Raises:
            TypeError: for a document that this way cannot say.

        """
        if not isinstance(document, dict) and self.body != "json":
            raise TypeError(f"a {self.body} cannot say {document!r}")
        rest: Any = dict(document) if isinstance(document, dict) else document
        blanks = [part[1:-1] for part in self.route.segments if part.startswith("{")]
        said: dict[str, Any] = {"call": call.name, "method": self.route.method}
        path = {blank: rest.pop(blank) for blank in blanks if blank in rest and isinstance(rest, dict)}
        if path:
            said["path"] = path
        if self.route.suffix:
            said["suffix"] = self.route.suffix
        if self.body == "query":
            said["query"] = rest
        elif self.body == "xml":
            writing = gateway.calls[""].writing._replace(items=call.reading.items)
            said["xml"] = XML.write(rest, writing).decode()
        else:
            said[self.body] = rest
        return said if self.auth == "right" else {**said, "auth": self.auth}


def ways(call: Call) -> Iterator[Way]:
    """Give every way in which a call can be sent: in the canonical version, where that has the call."""
    auths = ["right", *sorted({form.read for form in call.forms[1:]})]
    plain = [route for route in call.routes if route.choice is None]
    for route in [route for route in plain if not route.version] or plain:
        if route.method in BODILESS:
            bodies = ["query"]
        else:
            spoken = [call.reading.otherwise, *call.reading.body.values()]
            bodies = list(dict.fromkeys(SAID[each] for each in spoken if each in SAID))
        yield from (Way(route, body, auth) for body in bodies for auth in auths)
