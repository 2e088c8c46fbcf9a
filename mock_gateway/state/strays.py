"""Requests that no gateway and no session takes: answered in nobody's dialect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_gateway.model.wire import Reply
from mock_gateway.state.journal import Exchange

if TYPE_CHECKING:
    from mock_gateway.model.wire import Request
    from mock_gateway.state.sessions import Sessions


def nobody(request: Request, sessions: Sessions) -> Reply:
    """Answer a path that is no gateway's; the default session's journal keeps it."""
    known = ", ".join(f"/{name}/" for name in sessions.gateways)
    text = f"No gateway has this path. Begin it with one of {known}\n"
    world = sessions.default
    reply = _plain(404, text)
    with world.store.transaction():
        journal = world.journal
        journal.add(Exchange(journal.next_number(), world.clock.now(), "", "", request, reply, None, notes=(text,)))
    return reply


def no_session(name: str) -> Reply:
    """Answer a path that names a session which is not there."""
    shown = "".join(character for character in name[:40] if character.isalnum())
    return _plain(404, f"There is no session {shown!r}: it has ended, or never was.\n")


def _plain(status: int, text: str) -> Reply:
    return Reply(status, (("Content-Type", "text/plain; charset=utf-8"),), text.encode())
