"""Which schemas describe what a gateway takes and sends, as links of its page; what has none yet is not named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_gateway.definitions.replies import callback_schema, failure_schema, reply_schema
from mock_gateway.definitions.schemas import file_of
from mock_gateway.definitions.version_requests import request_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mock_gateway.model.gateway import Call, Gateway


def of_call(gateway: Gateway, call: Call) -> str:
    """Lead to the schemas of a call's request, reply and refusals, and of requests and replies of other versions."""
    return "<br>".join(_links(gateway, call))


def of_callback(gateway: Gateway, kind: str) -> str:
    """Lead to the schema of a callback's document."""
    return _link(name, f"`{name}`") if (name := file_of(callback_schema(gateway, kind))) else ""


def _links(gateway: Gateway, call: Call) -> Iterator[str]:
    yield _link(file_of(call.schema), "request")
    for version in gateway.versions:
        if (name := file_of(request_schema(call, version))) != file_of(call.schema):
            yield _link(name, f"request in {version}")
    if name := file_of(reply_schema(call)):
        yield _link(name, "reply")
    for version in gateway.versions:
        if name := file_of(reply_schema(call, version)):
            yield _link(name, f"reply in {version}")
    if name := file_of(failure_schema(gateway, call)):
        yield _link(name, "refusal")


def _link(name: str, text: str) -> str:
    return f"[{text}](../../schemas/{name})"
