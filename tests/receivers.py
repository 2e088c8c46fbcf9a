"""The client's side of callbacks: a receiver on loopback, and sends that set callbacks off."""

from __future__ import annotations

import json
import re
from threading import Event
from typing import TYPE_CHECKING, Any, NamedTuple

import requests
from werkzeug import Response

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pytest_httpserver import HTTPServer
    from werkzeug import Request

    from mock_gateway import Message, Session

SECONDS = 20
"""How long anything may take before a test gives up; nothing waits for it to pass."""

TOOK = (200, b'{"statusCode":2000,"statusMessage":"OK"}')
"""An answer that acknowledges a callback of any gateway."""

REGISTERED = "https://example.com"
URLS = {
    "websms": "callback_url",
    "bestsms": "webhook_url",
    "tnz": "webhook_url",
    "transmitsms": "dlr_url",
    "cellcast": "dlr_url",
    "cellcast_v3": "dlr_url",
}


class Got(NamedTuple):
    """One callback, as it came off the wire."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Hook:
    """A receiver: it remembers what came, and gives its answers in turn; the last one stays.

    Args:
        server: where it listens.
        answers: HTTP status and body; by default what acknowledges.
        first: done with each callback before it is answered.

    """

    def __init__(
        self,
        server: HTTPServer,
        answers: Iterable[tuple[int, bytes]] = (TOOK,),
        first: Callable[[Got], None] = lambda _got: None,
    ) -> None:
        self.url = server.url_for("/hook")
        self.got: list[Got] = []
        self.came = Event()
        self._answers = list(answers)
        self._first = first
        server.expect_request(re.compile("/hook.*")).respond_with_handler(self._take)

    def told(self) -> list[dict[str, Any]]:
        """Read what came as JSON, in order."""
        return [json.loads(got.body) for got in self.got]

    def _take(self, request: Request) -> Response:
        got = Got(request.method, request.full_path.rstrip("?"), dict(request.headers), request.get_data())
        self.got.append(got)
        self._first(got)
        self.came.set()
        status, body = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        return Response(body, status)


def register(session: Session, url: str) -> None:
    """Register a URL for all that an account is told."""
    setattr(session.account, URLS[session.gateway], url)


def send(session: Session, *to: str, text: str = "Hello", **fields: Any) -> Message:
    """Send a text over HTTP and give the message that was accepted."""
    _post(session, to, text, fields)
    return session.messages[-1]


def _post(session: Session, to: tuple[str, ...], text: str, fields: dict[str, Any]) -> dict[str, Any]:
    path, request = REQUESTS[session.gateway](session, to, text, fields)
    answer = requests.post(session.url + path, **request, timeout=SECONDS)
    said: dict[str, Any] = answer.json()
    assert answer.ok, said
    assert said.get("statusCode", 2000) == 2000, said
    return said


def _to_websms(session: Session, to: tuple[str, ...], text: str, fields: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    numbers = [each.removeprefix("+") for each in to] or ["447700900000"]
    document = {"recipientAddressList": numbers, "messageContent": text, **fields}
    headers = {"Authorization": f"Bearer {session.credentials.token}"}
    return "/rest/smsmessaging/text", {"json": document, "headers": headers}


def _to_bestsms(session: Session, to: tuple[str, ...], text: str, fields: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    document = {"MessageData": {"Message": text, "Destinations": list(to) or ["+61491570156"], **fields}}
    headers = {"Authorization": f"Basic {session.credentials.token}"}
    return "/api/v2.04/send/sms", {"json": document, "headers": headers}


def _to_transmitsms(
    session: Session, to: tuple[str, ...], text: str, fields: dict[str, Any]
) -> tuple[str, dict[str, Any]]:
    document = {"message": text, "to": ",".join(to) or "61491570156", **fields}
    credentials = dict(session.credentials)
    login = (credentials.get("key") or credentials["appkey"], credentials.get("secret", ""))
    return "/send-sms.json", {"data": document, "auth": login}


def _to_cellcast_v3(
    session: Session, to: tuple[str, ...], text: str, fields: dict[str, Any]
) -> tuple[str, dict[str, Any]]:
    document = {"sms_text": text, "numbers": list(to) or ["+61491570156"], **fields}
    return "/api/v3/send-sms", {"json": document, "headers": {"APPKEY": session.credentials.appkey}}


REQUESTS = {
    "websms": _to_websms,
    "bestsms": _to_bestsms,
    "tnz": _to_bestsms,
    "transmitsms": _to_transmitsms,
    "cellcast": _to_transmitsms,
    "cellcast_v3": _to_cellcast_v3,
}
"""For each gateway how a text is sent."""
