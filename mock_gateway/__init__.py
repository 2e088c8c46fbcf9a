"""SMS gateways that fail on demand, on your machine.

The public names are those of `__all__`; they are loaded when they are first used, so that importing is cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mock_gateway.model.messages import Message
    from mock_gateway.model.rules import Verdict
    from mock_gateway.server.app import create_app
    from mock_gateway.server.running import running
    from mock_gateway.server.session import Session
    from mock_gateway.state.journal import Exchange
    from mock_gateway.text.segments import segments

__all__ = ["Exchange", "Message", "Session", "Verdict", "create_app", "running", "segments"]

_HOMES = {
    "Exchange": "state.journal",
    "Message": "model.messages",
    "Session": "server.session",
    "Verdict": "model.rules",
    "create_app": "server.app",
    "running": "server.running",
    "segments": "text.segments",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401  each public name has a type of its own
    if name not in _HOMES:
        raise AttributeError(f"module 'mock_gateway' has no attribute {name!r}")
    return getattr(import_module(f"mock_gateway.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
