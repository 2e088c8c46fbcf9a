"""The thread that lets things happen in sessions whose clock is the machine's."""

from __future__ import annotations

from threading import Event, Thread
from typing import TYPE_CHECKING

from mock_gateway.state.agenda import NEVER

if TYPE_CHECKING:
    from mock_gateway.engine import Engine
    from mock_gateway.state.world import World

LONGEST_SLEEP = 60.0
STOP_SECONDS = 15


class Scheduler:
    """Fires what falls due in real-clock sessions, each at its instant.

    It sleeps until the next thing is due, and is woken when something earlier is put on an agenda.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._wake = Event()
        self._stopping = False
        self._thread = Thread(target=self._run, name="mock_gateway scheduler", daemon=True)

    def start(self) -> None:
        """Begin."""
        for world in list(self._engine.sessions.worlds.values()):
            self.watch(world)
        self._thread.start()

    def watch(self, world: World) -> None:
        """Be woken by a world."""
        if world.clock.mode != "frozen":
            world.agenda.earlier = self._wake.set
            self._wake.set()

    def stop(self) -> None:
        """End, and wait for what is being sent."""
        self._stopping = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS)

    def _run(self) -> None:
        while not self._stopping:
            self._wake.wait(self._sleep())
            self._wake.clear()
            for world in self._real():
                if world.agenda.next_at <= world.clock.now() and not world.motion.is_moving:
                    self._catch_up(world)

    def _catch_up(self, world: World) -> None:
        try:
            world.motion.catch_up()
        except Exception as problem:  # noqa: BLE001  kept for the session's owner; the thread goes on
            world.crashes.append(problem)

    def _sleep(self) -> float:
        """Give the seconds until the next thing is due."""
        waiting = [world for world in self._real() if world.agenda.next_at < NEVER and not world.motion.is_moving]
        waits = [world.agenda.next_at - world.clock.now() for world in waiting]
        return min([LONGEST_SLEEP, *(max(0.0, wait / 1000) for wait in waits)])

    def _real(self) -> list[World]:
        return [world for world in list(self._engine.sessions.worlds.values()) if world.clock.mode != "frozen"]
