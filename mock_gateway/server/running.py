"""A server with sessions on it, for tests with and without pytest."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from mock_gateway.callbacks.egress import Guard
from mock_gateway.definitions.load import all_gateways, gateway
from mock_gateway.definitions.scenarios import Library
from mock_gateway.engine import Engine
from mock_gateway.server.run import Server
from mock_gateway.server.scheduler import Scheduler
from mock_gateway.server.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from mock_gateway.server.control_server import ControlServer
    from mock_gateway.server.tls import Tls
    from mock_gateway.state.world import World

CALLBACKS_AT_ONCE = 16


class Gateways:
    """A running server and the sessions on it.

    Args:
        scenarios: folders of the user's own scenarios.
        seed: of all identifiers.
        clock: of the default session.
        host: address to listen on.
        port: 0 picks a free one.
        only: names of the gateways to serve; all of them unless given.
        allowed: what callbacks and mails may reach beside this machine: names, addresses, networks.
        tls: speak HTTPS; a path is the file that the certificate authority is written to.

    """

    def __init__(  # noqa: PLR0913  all by name
        self,
        *scenarios: Path,
        seed: int = 0,
        clock: str = "real",
        host: str = "127.0.0.1",
        port: int = 0,
        only: Iterable[str] = (),
        allowed: Iterable[str] = (),
        tls: bool | Path = False,
    ) -> None:
        served = {name: gateway(name) for name in only} or all_gateways()
        self._pool = ThreadPoolExecutor(CALLBACKS_AT_ONCE, thread_name_prefix="mock_gateway callback")
        self.engine = Engine(served, seed, clock, guard=Guard(*allowed), pool=self._pool, transport=True)
        self._scheduler = Scheduler(self.engine)
        self._folders = scenarios
        self.server = Server(self.engine, host, port, tls=tls)

    @cached_property
    def library(self) -> Library:
        """The scenarios that can be played."""
        return Library(*self._folders)

    @property
    def url(self) -> str:
        """Scheme, host and port of the server."""
        return self.server.url

    @property
    def tls(self) -> Tls | None:
        """The certificate authority that clients have to trust, None over plain HTTP."""
        return self.server.tls

    def session(self, name: str, clock: str = "frozen", seed: int | None = None) -> Session:
        """Open a session of its own for one gateway."""
        found = gateway(name)
        world = self.engine.sessions.mint(name, clock=clock, seed=seed)
        self._scheduler.watch(world)
        return self._handle(world, found.name)

    def default(self, name: str) -> Session:
        """Give one gateway's side of the default session, the one that plain paths lead to."""
        return self._handle(self.engine.sessions.default, gateway(name).name)

    def end(self, session: Session) -> None:
        """Close a session: its URL and credentials are unknown from now on."""
        self.engine.sessions.end(session._world)  # noqa: SLF001  the handle and its server are one

    def crashes(self, session: Session) -> list[BaseException]:
        """Take what went wrong inside the server while it answered for a session."""
        world = session._world  # noqa: SLF001  as above
        found = [*world.crashes, *self.engine.sessions.default.crashes]
        world.crashes.clear()
        self.engine.sessions.default.crashes.clear()
        return found

    @cached_property
    def control(self) -> ControlServer:
        """The control API, for tests in other languages; it runs from the first time it is asked for."""
        from mock_gateway.server.control_server import ControlServer  # noqa: PLC0415  it knows this module, and Flask is slow

        control = ControlServer(self)
        control.start()
        return control

    def start(self) -> None:
        """Serve in a thread of its own."""
        self._scheduler.start()
        self.server.start()

    def run(self) -> None:
        """Serve in this thread until interrupted."""
        self._scheduler.start()
        self.server.run()

    def stop(self) -> None:
        """Stop serving, and wait for what is being sent."""
        if "control" in vars(self):
            self.control.stop()
        self._scheduler.stop()
        self.server.stop()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _handle(self, world: World, name: str) -> Session:
        handle = Session(self.engine, world, self.engine.gateways[name], self.server.url, lambda: self.library)
        handle.tls = self.tls
        return handle


@contextmanager
def running(
    name: str, *, clock: str = "frozen", seed: int = 0, scenarios: Path | None = None, tls: bool | Path = False
) -> Iterator[Session]:
    """Run a gateway in a thread of this process, and hand out a session on it.

    Args:
        name: of the gateway, such as `websms`.
        clock: `frozen`, `real` or an ISO instant.
        seed: of all identifiers.
        scenarios: a folder of your own scenarios.
        tls: speak HTTPS, which needs the package `trustme`; a path is the file that the certificate authority, which
            clients have to trust, is written to. `Session.tls` says where it is otherwise.

    Raises:
        UsageError: for an unknown gateway, and for TLS where `trustme` is not installed.
        Exception: what went wrong inside the server, where something did.

    """
    gateways = Gateways(*([scenarios] if scenarios else []), seed=seed, tls=tls)
    gateways.start()
    try:
        session = gateways.session(name, clock)
        yield session
        for crash in gateways.crashes(session):
            raise crash
    finally:
        gateways.stop()
