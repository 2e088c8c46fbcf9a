"""The schemas of what gateways send: an accepted call's reply, a refusal, a callback. Found by where they lie.

`schemas/GATEWAY/…/CALL.reply.json` lies beside the call's request schema, `schemas/GATEWAY/failure.reply.json` is what
its refusals look like, `schemas/GATEWAY/KIND.callback.json` a callback; a white label's are its parent's unless it has
its own. What a version answers otherwise lies in a folder of that version, under the same name.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from mock_gateway.definitions.schemas import BASE, library

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mock_gateway.model.gateway import Call, Gateway

FAILURE = "failure"


def reply_name(call: Call, version: str = "") -> str:
    """Give the path below `schemas/` of an accepted call's reply, without `.json`."""
    path = str(call.schema["$id"]).removeprefix(BASE).removesuffix(".request.json")
    if not version:
        return f"{path}.reply"
    gateway, _, rest = path.partition("/")
    folder, _, name = rest.partition("/")
    own = name if folder.startswith("v") and name else rest
    return f"{gateway}/{version}/{own}.reply"


def reply_schema(call: Call, version: str = "") -> Mapping[str, Any] | None:
    """Give the schema of an accepted call's reply, None where there is none yet."""
    return _found(reply_name(call, version))


def failure_schema(gateway: Gateway, call: Call, version: str = "") -> Mapping[str, Any] | None:
    """Give the schema of a refusal: that of the call where it has one of its own, else the gateway's."""
    own = reply_name(call, version).removesuffix(".reply") if call.name else ""
    folders = [f"{name}/{version}" if version else name for name in _family(gateway)]
    names = [f"{own}.{FAILURE}"] if own else []
    return next(
        (found for name in [*names, *(f"{each}/{FAILURE}.reply" for each in folders)] if (found := _found(name))), None
    )


def callback_schema(gateway: Gateway, kind: str) -> Mapping[str, Any] | None:
    """Give the schema of a callback's document, None where there is none yet."""
    return next((found for name in _family(gateway) if (found := _found(f"{name}/{kind}.callback"))), None)


def _family(gateway: Gateway) -> Iterator[str]:
    yield gateway.name
    if gateway.parent:
        yield gateway.parent


@lru_cache(maxsize=4096)
def _found(name: str) -> Mapping[str, Any] | None:
    return library().get(f"{BASE}{name}.json")
