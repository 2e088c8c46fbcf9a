"""What one credential stands for inside a session."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mock_gateway.model.knobs import Knobs


@dataclass(slots=True)
class Account:
    """One account of one gateway.

    Attributes:
        key: unique inside its session.
        credentials: by the names of the gateway, such as `username`, `password`, `token`.
        state: what a test may set: limits, allow lists, whether it is active.
        used: what was used up of each quota.

    """

    key: str
    gateway: str
    credentials: dict[str, str]
    state: Knobs
    used: dict[str, int] = field(default_factory=dict)


class Credentials(NamedTuple):
    """What a request said of who it is from.

    Attributes:
        form: which of the gateway's forms was met, "" for none.
        field: the identifying credential's name, such as `username`.
        identifier: the identifying half, None where it is not there.
        secret: the other half, None where there is none.
        standing: `absent`, `incomplete`, `unknown`, `wrong` or `right`.

    """

    form: str
    field: str
    identifier: str | None
    secret: str | None
    standing: str = "absent"


ABSENT = Credentials("", "", None, None)
