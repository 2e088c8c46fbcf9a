"""Make callbacks out of what happened, as the gateway's data declares them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mock_gateway.callbacks.query import appended
from mock_gateway.callbacks.sign import signature
from mock_gateway.dialects.read import DIALECTS
from mock_gateway.dialects.write import fill
from mock_gateway.state.outbox import Callback

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mock_gateway.model.gateway import Gateway
    from mock_gateway.model.lives import CallbackSpec
    from mock_gateway.model.messages import Inbound, Message, Recipient
    from mock_gateway.state.accounts import Account
    from mock_gateway.state.world import World


class About(NamedTuple):
    """What a callback is about.

    Attributes:
        thing: the message, the inbound message, or whatever was announced.
        account: whose it is.
        fields: the message's own members.
        message_id: "" for none.
        to: the handset, "" for none.

    """

    thing: object
    gateway: str
    account: Account
    fields: Mapping[str, Any]
    message_id: str
    to: str


def report(world: World, spec: CallbackSpec, message: Message, recipient: Recipient, at: int) -> Callback | None:
    """Make a delivery report; None where nobody has registered for it."""
    about = _about_message(world, message, recipient.number)
    url = _url(world, spec, about)
    if url is None:
        return None
    made = _make(world, spec, about, url, spec.values(world, message, recipient, at))
    made.reports = recipient.status
    return made


def is_registered(world: World, spec: CallbackSpec, message: Message) -> bool:
    """Tell whether somebody has registered for a message's delivery reports."""
    return _url(world, spec, _about_message(world, message, "")) is not None


def inbound(world: World, spec: CallbackSpec, received: Inbound) -> Callback | None:
    """Make what tells of an inbound message; None where nobody has registered for it."""
    original, account = received.reply_to, _account(world, received.gateway, received.account)
    fields, message_id = (original.fields, original.id) if original is not None else ({}, "")
    about = About(received, received.gateway, account, fields, message_id, received.from_number)
    url = _url(world, spec, about)
    return None if url is None else _make(world, spec, about, url, spec.values(world, received))


def announcement(world: World, spec: CallbackSpec, gateway: str, thing: object) -> Callback | None:
    """Make what tells of anything else; None where nobody has registered for it."""
    account = _account(world, gateway, getattr(thing, "account", ""))
    about = About(thing, gateway, account, {}, getattr(thing, "message_id", ""), getattr(thing, "to", ""))
    url = _url(world, spec, about)
    return None if url is None else _make(world, spec, about, url, spec.values(world, thing))


def _about_message(world: World, message: Message, to: str) -> About:
    account = _account(world, message.gateway, message.account)
    return About(message, message.gateway, account, message.fields, message.id, to)


def _account(world: World, gateway: str, key: str) -> Account:
    return world.room(gateway).accounts.get(key) or world.account(gateway)


def _url(world: World, spec: CallbackSpec, about: About) -> str | None:
    """Give what is registered: by the message, else by what it belongs to, else by the account."""
    if spec.unless is not None and about.fields.get(spec.unless[0]) in spec.unless[1]:
        return None
    registered = about.fields.get(spec.url) if spec.url else None
    if registered is None and spec.forward is not None:
        registered = spec.forward(world, about.thing)
    if registered is None and spec.default_url:
        registered = about.account.state.values_[spec.default_url]
    return registered if isinstance(registered, str) and registered else None


def _make(world: World, spec: CallbackSpec, about: About, url: str, values: Mapping[str, object]) -> Callback:
    assert world.outbox is not None  # noqa: S101  a world with callbacks has an outbox
    dialect = _dialect(spec, about)
    document = _complete(fill(spec.body, values), values)
    headers, body, method = {}, b"", spec.method
    if dialect == "query":
        url, method = appended(url, parameters(spec, document)), "GET"
    else:
        headers["Content-Type"] = spec.types[dialect]
        body = DIALECTS[dialect].write(document, _writing(world.gateways[about.gateway], spec))
    headers |= {name: text for name, blank in spec.headers.items() if (text := str(fill(blank, values) or ""))}
    headers |= _proof(world, spec, about, url)
    return Callback(
        id=world.outbox.next_number(),
        gateway=about.gateway,
        kind=spec.name,
        message_id=about.message_id,
        to=about.to,
        url=url,
        method=method,
        headers=headers,
        body=body,
        made_at=world.clock.now(),
    )


def _dialect(spec: CallbackSpec, about: About) -> str:
    if spec.write_by is None:
        return spec.write
    return spec.write_by.dialect(about.fields, about.account.state.values_) or spec.write


def parameters(spec: CallbackSpec, document: Mapping[str, Any]) -> dict[str, object]:
    """Give the parameters of a query; what is null is left out of one, or is empty."""
    return {name: "" if value is None and spec.empty_parameters else value for name, value in document.items()}


def _writing(gateway: Gateway, spec: CallbackSpec) -> Any:  # noqa: ANN401  a Writing with another root
    return gateway.calls[""].writing._replace(root=spec.root, prolog=spec.prolog)


def _proof(world: World, spec: CallbackSpec, about: About, url: str) -> dict[str, str]:
    """Sign the URL that is called, where that is in force."""
    settings, signed = world.room(about.gateway).settings.values_, spec.signature
    if signed is None or any(settings[name] != value for name, value in signed.in_force):
        return {}
    return {signed.header: signature(about.account.credentials.get(signed.secret, ""), url)}


def _complete(body: Any, values: Mapping[str, object]) -> Any:  # noqa: ANN401  any JSON
    """Take out the members whose blank has no value at all (None stays null), and add those that no file can name.

    `absent` names the ones, `further` is a map of the others; of a body that is a list, this holds for its items.
    """
    if isinstance(body, list):
        return [_complete(each, values) for each in body]
    missing, further = values.get("absent", ()), values.get("further")
    if isinstance(body, dict) and isinstance(missing, (list, tuple, set, frozenset)):
        body = {name: value for name, value in body.items() if name not in missing}
    return {**body, **further} if isinstance(body, dict) and isinstance(further, dict) else body
