"""The schemas of what gateways send: an accepted call's reply, a refusal, a callback. Found by where they lie.

`schemas/GATEWAY/…/CALL.reply.json` lies beside the call's request schema, `schemas/GATEWAY/failure.reply.json` is what
its refusals look like, `schemas/GATEWAY/KIND.callback.json` a callback; a white label's are its parent's unless it has
its own. What a version answers otherwise lies in a folder of that version, under the same name; what is not there is as
in the canonical version. `version_schemas.py` makes most of these folders' files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.definitions.check_schemas import BY_SETTING
from mock_gateway.definitions.schemas import BASE, known

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
    names = (reply_name(call, version), reply_name(call), reply_name(call, spoken(call)))
    return next((found for name in names if (found := known(name))), None)


def spoken(call: Call) -> str:
    """Give a version that has a call: the canonical one, "", if it does."""
    versions = [route.version for route in call.routes]
    return "" if "" in versions else next(iter(versions), "")


def failure_schema(gateway: Gateway, call: Call, version: str = "") -> Mapping[str, Any] | None:
    """Give the schema of a refusal: that of the call where it has one of its own, else the gateway's.

    A version's own go before what it has in common with the canonical one.
    """
    names = []
    for each in dict.fromkeys((version, "")):
        names += [f"{reply_name(call, each).removesuffix('.reply')}.{FAILURE}"] if call.name else []
        names += [f"{name}/{each}/{FAILURE}.reply" if each else f"{name}/{FAILURE}.reply" for name in _family(gateway)]
    return next((found for name in names if (found := known(name))), None)


def callback_schema(gateway: Gateway, kind: str) -> Mapping[str, Any] | None:
    """Give the schema of a callback's document, None where there is none yet."""
    return next((found for name in _family(gateway) if (found := known(f"{name}/{kind}.callback"))), None)


def under_any_setting(of: Any) -> Any:  # noqa: ANN401  a part of a schema is any JSON
    """Give a schema with what is sent by a setting alone among what it allows.

    >>> under_any_setting({"type": "null", "x-by-setting": {"echo=true": {"type": "string"}}})
    {'anyOf': [{'type': 'null'}, {'type': 'string'}]}
    """
    if isinstance(of, list):
        return [under_any_setting(each) for each in of]
    if not isinstance(of, dict):
        return of
    whole = {name: under_any_setting(value) for name, value in of.items() if name != BY_SETTING}
    return {"anyOf": [whole, *map(under_any_setting, of[BY_SETTING].values())]} if BY_SETTING in of else whole


def _family(gateway: Gateway) -> Iterator[str]:
    yield gateway.name
    if gateway.parent:
        yield gateway.parent
