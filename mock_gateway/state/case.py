"""A request with all that a rule may look at: the argument of every fact and every operation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mock_gateway.model.gateway import Call, Gateway
    from mock_gateway.model.rules import Row
    from mock_gateway.model.wire import Request
    from mock_gateway.state.accounts import Account, Credentials
    from mock_gateway.state.world import Room, World


class Target(NamedTuple):
    """One recipient as the request names it.

    Attributes:
        spelling: as written; "" where the recipient is named by something else than a number.
        number: E.164 digits, None where the spelling is no number.
        position: in the request, from 0.
        extra: the other members of the recipient, None where there are none.

    """

    spelling: str
    number: str | None
    position: int
    extra: dict[str, Any] | None = None


class Case(NamedTuple):
    """One request on its way.

    Attributes:
        document: what was read, in the gateway's canonical form; empty where nothing could be read.
        troubles: why the request could not be read, see `TROUBLES`; empty where it could.
        valid: the call's schema finds the document right, as it was sent.
        account: None where the credentials lead to none.
        settings: the session's settings for this gateway, by name.
        now: milliseconds since 1970 on the session's clock.
        targets: the recipients that the request names.
        version: of the gateway's API that it was routed to, "" for the canonical one.

    """

    request: Request
    gateway: Gateway
    call: Call
    document: dict[str, Any]
    troubles: tuple[str, ...]
    valid: bool
    credentials: Credentials
    world: World
    room: Room
    account: Account | None
    settings: Mapping[str, Any]
    now: int
    targets: tuple[Target, ...]
    version: str = ""


class Dropped(NamedTuple):
    """A recipient that a row with `each` took out of the batch."""

    target: Target
    row: Row


def account_of(case: Case) -> Account:
    """Give the account of a request that was accepted."""
    if case.account is None:
        raise LookupError("no account")
    return case.account
