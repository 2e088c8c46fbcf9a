"""`mock-gateway new`: the furniture of a new gateway, ready to be filled."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mock_gateway.definitions.resources import gateways, is_installed, scenarios, schemas, shown
from mock_gateway.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

SUFFIX = ".template"
TAKEN = ("any", "common", "meta")
"""Names of folders that lie beside the gateways' own, below `schemas/` and `scenarios/`."""


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("name", metavar="NAME", help="lower-case letters, digits and _")


def run(options: argparse.Namespace) -> int:
    """Write the files; what is there already is left alone."""
    if is_installed():
        raise UsageError("a gateway is made in a checkout of the project: this is an installed copy")
    name: str = options.name
    shelves = {"package": gateways() / name, "schemas": schemas() / name, "scenarios": scenarios() / name}
    _refuse(name, shelves)
    template = gateways().parent / "_templates" / "gateway"
    for shelf, folder in shelves.items():
        for source in sorted((template / shelf).rglob(f"*{SUFFIX}")):
            path = folder / source.relative_to(template / shelf).with_suffix("")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(source.read_text("utf-8").replace("NAME", name), "utf-8")
            print(shown(path))
    print(f"Fill them in, then run `mock-gateway check` and `mock-gateway replay --gateway {name}`.")
    return 0


def _refuse(name: str, shelves: dict[str, Path]) -> None:
    """Refuse a name that is none, or that is taken."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise UsageError(f"{name!r} is no name for a gateway: lower-case letters, digits and _")
    if name in TAKEN:
        raise UsageError(f"{name!r} is no name for a gateway: folders of that name hold what all gateways share")
    for folder in shelves.values():
        if folder.exists():
            raise UsageError(f"there is a gateway {name!r} already, in {shown(folder)}")
