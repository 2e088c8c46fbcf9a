"""All worlds of one server, and which of them a request belongs to."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from mock_gateway.errors import UsageError, unknown
from mock_gateway.state.accounts import Credentials
from mock_gateway.state.clock import Clock
from mock_gateway.state.world import World

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mock_gateway.model.gateway import Gateway
    from mock_gateway.state.accounts import Account

DEFAULT = "demo"


class Sessions:
    """The worlds of one server.

    Args:
        gateways: by name, those that the server serves.
        seed: of the default session; a further session's seed is derived from it and its number.
        clock: of the default session: `real`, `frozen` or an ISO instant.
        attach: done to each world as it is opened.

    """

    def __init__(
        self,
        gateways: Mapping[str, Gateway],
        seed: int = 0,
        clock: str = "real",
        attach: Callable[[World], None] = lambda _world: None,
    ) -> None:
        self._attach = attach
        self.gateways = gateways
        self.seed = seed
        self.worlds: dict[str, World] = {}
        self._owners: dict[tuple[str, str, str], tuple[World, Account]] = {}
        self._lock = Lock()
        self._minted = 0
        self.default = self._open(World(DEFAULT, gateways, seed, Clock.named(clock)))

    def mint(self, *names: str, clock: str = "frozen", seed: int | None = None) -> World:
        """Open a session of its own for the named gateways, or for all of them."""
        for name in names:
            if name not in self.gateways:
                raise UsageError(unknown("gateway", name, self.gateways))
        served = {name: self.gateways[name] for name in names} if names else self.gateways
        with self._lock:
            self._minted += 1
            number = self._minted
        seed = self.seed * 1_000_003 + number if seed is None else seed
        return self._open(World(f"s{number}", served, seed, Clock.named(clock)))

    def end(self, world: World) -> None:
        """Close a session: its URL and credentials are unknown from now on."""
        with self._lock:
            self.worlds.pop(world.identity, None)
            self._owners = {key: owner for key, owner in self._owners.items() if owner[0] is not world}
        world.drop()

    def adopt(self, world: World, account: Account) -> None:
        """Let an account's credentials lead to its world."""
        forms = self.gateways[account.gateway].forms
        with self._lock:
            for name in {form.identifies for form in forms}:
                self._owners[account.gateway, name, account.credentials[name]] = (world, account)

    def find(self, gateway: str, stated: Credentials, world: World | None) -> tuple[World, Account | None, Credentials]:
        """Give the world and account that a request belongs to, and how its credentials stand.

        A world from the request's path decides; else the owner of the identifying half; else the default session.
        """
        form, field, identifier, secret, standing = stated
        if identifier is None:
            return world or self.default, None, stated
        owner = self._owners.get((gateway, field, identifier))
        if owner is not None and owner[0].rooms[gateway].accounts.get(owner[1].key) is not owner[1]:
            owner = None  # the session was reset, and an account that a call had made is gone
        if owner is None or (world is not None and owner[0] is not world):
            standing = "unknown" if standing == "stated" else standing
            return world or self.default, None, Credentials(form, field, identifier, secret, standing)
        if standing != "stated":
            return owner[0], owner[1], stated
        proof = self.gateways[gateway].secrets.get(field)
        right = proof is None or owner[1].credentials[proof] == secret
        return owner[0], owner[1], Credentials(form, field, identifier, secret, "right" if right else "wrong")

    def _open(self, world: World) -> World:
        self._attach(world)
        world.adopt = lambda account: self.adopt(world, account)
        with self._lock:
            self.worlds[world.identity] = world
        for room in world.rooms.values():
            for account in room.accounts.values():
                self.adopt(world, account)
        return world
