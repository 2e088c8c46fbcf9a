"""Where the data lies: the only module that builds a path.

`schemas/` and `scenarios/` are top-level folders of the project; in an installed wheel they lie inside the package.
"""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
_INSTALLED = PACKAGE / "_data"
_ROOT = _INSTALLED if _INSTALLED.is_dir() else PACKAGE.parent


def schemas() -> Path:
    """Give the folder of JSON Schemas."""
    return _ROOT / "schemas"


def scenarios() -> Path:
    """Give the folder of the project's own scenarios."""
    return _ROOT / "scenarios"


def gateways() -> Path:
    """Give the folder with a folder for each gateway."""
    return PACKAGE / "gateways"


def gateway_names() -> list[str]:
    """List the gateways that have a `gateway.yaml`, in order of name."""
    return sorted(path.parent.name for path in gateways().glob("*/gateway.yaml"))


def is_white_label(folder: Path) -> bool:
    """Tell whether the gateway in a folder extends another one."""
    return any(line.startswith(b"extends:") for line in (folder / "gateway.yaml").read_bytes().splitlines())


def is_installed() -> bool:
    """Tell whether this is an installed copy, whose folders are not the user's to write in."""
    return _INSTALLED.is_dir()


def shown(path: Path) -> str:
    """Name a file as a user would: from the project's root or the working folder where it lies below one of them."""
    for root in (Path.cwd(), _ROOT, PACKAGE.parent):
        if path.is_relative_to(root):
            return str(path.relative_to(root))
    return str(path)
