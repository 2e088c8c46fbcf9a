"""What a gateway's data names that is Python: functions of its own modules, then of its parent's.

A name is a function of the module `operations`, or `module.function` for one of another module of the gateway's folder.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

from mock_gateway.errors import UsageError, unknown

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

PACKAGE = "mock_gateway.gateways"
USUAL = "operations"


def find(gateway: str, name: str, parent: str = "") -> Callable[..., Any]:
    """Find a function by the name that data give it: the gateway's own, else its parent's.

    Raises:
        UsageError: for a name that neither has.

    """
    of, _, function = name.rpartition(".")
    for each in filter(None, (gateway, parent)):
        found: Callable[..., Any] | None = getattr(_imported(f"{PACKAGE}.{each}.{of or USUAL}"), function, None)
        if found is not None:
            return found
    raise UsageError(unknown("operation", name, known(gateway, parent)))


def known(gateway: str, parent: str = "") -> list[str]:
    """List the names of all functions that a gateway's data can use."""
    folders = filter(None, (gateway, parent))
    return sorted({name for each in folders for of in _modules(each) for name in _functions(each, of)})


def _modules(gateway: str) -> list[str]:
    package = _imported(f"{PACKAGE}.{gateway}")
    return sorted(each.name for each in iter_modules(package.__path__)) if package else []


def _functions(gateway: str, of: str) -> list[str]:
    module = _imported(f"{PACKAGE}.{gateway}.{of}")
    if module is None:
        return []
    return [
        name if of == USUAL else f"{of}.{name}"
        for name, value in vars(module).items()
        if callable(value) and not name.startswith("_") and getattr(value, "__module__", "") == module.__name__
    ]


def _imported(name: str) -> ModuleType | None:
    """Import a module, if there is one: a white label may have no module, nor even a package."""
    try:
        return import_module(name)
    except ModuleNotFoundError as problem:
        if problem.name is not None and f"{name}.".startswith(f"{problem.name}."):
            return None
        raise
