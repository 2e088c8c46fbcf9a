"""`mock-gateway new`: the furniture of a new gateway, ready to be filled."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mock_gateway.definitions.resources import gateways, scenarios, schemas, shown
from mock_gateway.errors import UsageError

if TYPE_CHECKING:
    import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("name", metavar="NAME", help="lower-case letters, digits and _")


def run(options: argparse.Namespace) -> int:
    """Write the files; an existing gateway is left alone."""
    name: str = options.name
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise UsageError(f"{name!r} is no name for a gateway: lower-case letters, digits and _")
    folder = gateways() / name
    if folder.exists():
        raise UsageError(f"there is a gateway {name!r} already, in {shown(folder)}")
    template = gateways().parent / "_templates" / "gateway"
    targets = {"package": folder, "schemas": schemas() / name, "scenarios": scenarios() / name}
    for kind, target in targets.items():
        for source in sorted((template / kind).rglob("*")):
            if source.is_file():
                path = target / source.relative_to(template / kind).with_suffix("")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(source.read_text("utf-8").replace("NAME", name), "utf-8")
                print(shown(path))
    print(f"Fill them in, then run `mock-gateway check` and `mock-gateway replay --gateway {name}`.")
    return 0
