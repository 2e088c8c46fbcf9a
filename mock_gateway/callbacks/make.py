"""Make callbacks out of what happened, as the gateway's data declares them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.dialects.read import DIALECTS
from mock_gateway.dialects.write import fill
from mock_gateway.state.outbox import Callback

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mock_gateway.model.gateway import Gateway
    from mock_gateway.model.lives import CallbackSpec
    from mock_gateway.model.messages import Inbound, Message, Recipient
    from mock_gateway.state.world import World


def report(world: World, spec: CallbackSpec, message: Message, recipient: Recipient, at: int) -> Callback | None:
    """Make a delivery report; None where nobody has registered for it."""
    url = _url(world, spec, message.gateway, message.fields)
    if url is None:
        return None
    values = spec.values(world, message, recipient, at)
    return _make(world, spec, message.gateway, values, url, (message.id, recipient.number), message.fields)


def inbound(world: World, spec: CallbackSpec, received: Inbound) -> Callback | None:
    """Make what tells of an inbound message; None where nobody has registered for it."""
    original = received.reply_to
    fields = original.fields if original is not None else {}
    url = _url(world, spec, received.gateway, fields)
    if url is None:
        return None
    values = spec.values(world, received)
    about = (original.id if original is not None else "", received.from_number)
    return _make(world, spec, received.gateway, values, url, about, fields)


def _url(world: World, spec: CallbackSpec, gateway: str, fields: Mapping[str, Any]) -> str | None:
    registered = fields.get(spec.url) if spec.url else None
    if registered is None and spec.default_url:
        registered = world.account(gateway).state.values_[spec.default_url]
    return registered if isinstance(registered, str) and registered else None


def _make(  # noqa: PLR0913, PLR0917  what a callback is made of
    world: World,
    spec: CallbackSpec,
    gateway: str,
    values: Mapping[str, object],
    url: str,
    about: tuple[str, str],
    fields: Mapping[str, Any],
) -> Callback:
    assert world.outbox is not None  # noqa: S101  a world with callbacks has an outbox
    dialect = _dialect(spec, fields, world.account(gateway).state.values_)
    body = _without_absent(fill(spec.body, values), values)
    writing = _writing(world.gateways[gateway], spec)
    headers = {"Content-Type": spec.types[dialect]}
    headers |= {name: text for name, blank in spec.headers.items() if (text := str(fill(blank, values) or ""))}
    return Callback(
        id=world.outbox.next_number(),
        gateway=gateway,
        kind=spec.name,
        message_id=about[0],
        to=about[1],
        url=url,
        method=spec.method,
        headers=headers,
        body=DIALECTS[dialect].write(body, writing),
        made_at=world.clock.now(),
    )


def _dialect(spec: CallbackSpec, fields: Mapping[str, Any], account: Mapping[str, Any]) -> str:
    if spec.write_by is None:
        return spec.write
    name, dialects = spec.write_by
    return dialects.get(str(fields.get(name, account.get("webhook_format", ""))), spec.write)


def _writing(gateway: Gateway, spec: CallbackSpec) -> Any:  # noqa: ANN401  a Writing with another root
    return gateway.calls[""].writing._replace(root=spec.root, prolog=spec.prolog)


def _without_absent(body: Any, values: Mapping[str, object]) -> Any:  # noqa: ANN401  any JSON
    """Take out the members whose blank has no value at all; None stays null."""
    missing = values.get("absent", ())
    if isinstance(body, dict) and isinstance(missing, (list, tuple, set, frozenset)):
        return {name: value for name, value in body.items() if name not in missing}
    return body
