"""What property tests draw: requests with labels that are true, replies, callbacks, pages, texts and numbers.

Each gateway's strategies have its name, such as `mock_gateway.strategies.websms`, and are made when first asked for:

>>> from mock_gateway.strategies import websms
>>> websms.gateway.name
'websms'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from mock_gateway.definitions.resources import gateway_names

if TYPE_CHECKING:
    from mock_gateway.strategies.adapter import Adapter, ClientFault
    from mock_gateway.strategies.borders import texts
    from mock_gateway.strategies.drawing import Strategies
    from mock_gateway.strategies.driving import drive
    from mock_gateway.strategies.machine import client_machine
    from mock_gateway.strategies.numbers import phone_numbers
    from mock_gateway.strategies.payload import Label, Payload

    bestsms: Strategies
    cellcast: Strategies
    cellcast_v3: Strategies
    tnz: Strategies
    transmitsms: Strategies
    websms: Strategies

__all__ = [
    "Adapter",
    "ClientFault",
    "Label",
    "Payload",
    "Strategies",
    "client_machine",
    "drive",
    "of",
    "phone_numbers",
    "texts",
]

_HOMES = {
    "Adapter": "adapter",
    "ClientFault": "adapter",
    "client_machine": "machine",
    "drive": "driving",
    "Label": "payload",
    "Payload": "payload",
    "Strategies": "drawing",
    "phone_numbers": "numbers",
    "texts": "borders",
}
_made: dict[str, Any] = {}


def of(gateway: str) -> Strategies:
    """Give the strategies of a gateway.

    Raises:
        UsageError: for an unknown one.

    """
    if gateway not in _made:
        _made[gateway] = _home("Strategies").Strategies(gateway)
    found: Strategies = _made[gateway]
    return found


def __getattr__(name: str) -> Any:  # noqa: ANN401  each public name has a type of its own
    if name in _HOMES:
        return getattr(_home(name), name)
    if name in gateway_names():
        return of(name)
    raise AttributeError(f"module 'mock_gateway.strategies' has no attribute {name!r}")


def _home(name: str) -> Any:  # noqa: ANN401  a module
    """Import where a name lives.

    Raises:
        ModuleNotFoundError: with what to install, where Hypothesis is not.

    """
    try:
        return import_module(f"mock_gateway.strategies.{_HOMES[name]}")
    except ModuleNotFoundError as problem:
        if problem.name != "hypothesis":
            raise
        raise ModuleNotFoundError(
            "strategies are drawn by Hypothesis: pip install 'mock_gateway[strategies]'", name="hypothesis"
        ) from None


def __dir__() -> list[str]:
    return sorted([*__all__, *gateway_names()])
