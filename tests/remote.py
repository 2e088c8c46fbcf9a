"""The control API from outside: a client that changes nothing of what it is told to send, and a session behind it."""

from __future__ import annotations

import http.client
import json
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

import requests

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mock_gateway.server.running import Gateways

SECONDS = 20
"""How long anything may take before a test gives up; nothing waits for it to pass."""

JSON = {"Content-Type": "application/json"}
PATHS = {"websms": "/rest/smsmessaging/text", "bestsms": "/api/v2.04/send/sms"}


class Answer(NamedTuple):
    """An answer of the control API; nothing that a web page could use, and no page, is in it."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:
        """Read it."""
        return json.loads(self.text)


class Control:
    """A client of the control API.

    Args:
        gateways: the server.

    """

    def __init__(self, gateways: Gateways) -> None:
        parts = urlsplit(gateways.control.url)
        self.gateways = gateways
        self.host, self.port = str(parts.hostname), int(parts.port or 0)
        self.bearer = {"Authorization": f"Bearer {gateways.control.token}"}

    def ask(
        self, method: str, path: str, body: bytes | Iterable[bytes] | None = None, headers: Mapping[str, str] = {}
    ) -> Answer:
        """Send a request as it is given, without a token, and check what holds for every answer."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=SECONDS)
        try:
            chunked = body is not None and not isinstance(body, bytes)
            connection.request(method, path, body, dict(headers), encode_chunked=chunked)
            got = connection.getresponse()
            answer = Answer(got.status, {name.lower(): value for name, value in got.getheaders()}, got.read().decode())
        finally:
            connection.close()
        _check(answer)
        return answer

    def call(self, method: str, path: str, **parameters: Any) -> Answer:
        """Send JSON with the token."""
        body = json.dumps(parameters).encode() if parameters else None
        return self.ask(method, f"/v1/{path}", body, {**self.bearer, **(JSON if body else {})})

    def open(self, gateway: str, **parameters: Any) -> Remote:
        """Open a session."""
        made = self.call("POST", "sessions", gateway=gateway, **parameters)
        assert made.status == 201, made.text
        return Remote(self, made.json)


class Remote(NamedTuple):
    """A session, as a test in another language holds it."""

    control: Control
    about: dict[str, Any]

    @property
    def path(self) -> str:
        """Where its surface is."""
        return f"sessions/{self.about['id']}"

    def ask(self, method: str, what: str, **parameters: Any) -> Answer:
        """Ask for something, and take whatever is answered."""
        return self.control.call(method, f"{self.path}/{what}".rstrip("/"), **parameters)

    def get(self, what: str) -> Any:
        """Read something."""
        return self._done(self.ask("GET", what))

    def post(self, what: str, **parameters: Any) -> Any:
        """Do something."""
        return self._done(self.ask("POST", what, **parameters))

    def patch(self, what: str, **parameters: Any) -> Any:
        """Change something."""
        return self._done(self.ask("PATCH", what, **parameters))

    def end(self) -> Answer:
        """End the session."""
        return self.control.call("DELETE", self.path)

    def send(self, text: str = "Hello", to: str = "+447700900000", **fields: Any) -> dict[str, Any]:
        """Send a text to the gateway as its client would."""
        token = self.about["credentials"]["token"]
        if self.about["gateway"] == "websms":
            document = {"recipientAddressList": [to.removeprefix("+")], "messageContent": text, **fields}
            headers = {"Authorization": f"Bearer {token}"}
        else:
            document = {"MessageData": {"Message": text, "Destinations": [to], **fields}}
            headers = {"Authorization": f"Basic {token}"}
        url = self.about["url"] + PATHS[self.about["gateway"]]
        said: dict[str, Any] = requests.post(url, json=document, headers=headers, timeout=SECONDS).json()
        return said

    def _done(self, answer: Answer) -> Any:
        assert answer.status == 200, answer.text
        return answer.json


def _check(answer: Answer) -> None:
    """Check what holds for every answer: no page, no traceback, no leave for web pages, the reason of a refusal."""
    assert not answer.text or answer.headers["content-type"] == "application/json", answer
    assert "Traceback" not in answer.text
    assert [] == [name for name in answer.headers if name.startswith("access-control-")]
    assert answer.headers["server"] == "mock_gateway"
    assert answer.status < 500, answer
    if answer.status >= 400 and answer.text:
        assert list(answer.json) == ["error"]
