"""What a white label's reference page says of how it differs from the gateway that it extends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_gateway.definitions.load import gateway as gateway_of
from words import anchor, value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mock_gateway.model.gateway import Gateway


def chapter(gateway: Gateway) -> str:
    """Write the chapter; nothing for a gateway that extends none."""
    if not gateway.parent:
        return ""
    parent = gateway_of(gateway.parent)
    lines = [*_credentials(gateway, parent), *_knobs(gateway, parent), *_rows(gateway, parent), *_left_out(gateway)]
    return (
        f"A white label of [{parent.title}]({parent.name}.md). What follows is its own; all else below is as there, "
        f"and the scenarios of `{parent.name}` hold here too.\n\n" + "".join(f"- {line}\n" for line in lines)
    )


def _credentials(gateway: Gateway, parent: Gateway) -> Iterator[str]:
    if gateway.forms != parent.forms:
        names = ", ".join(f"`{name}`" for name in gateway.credentials)
        yield f"its [credentials](#credentials): {names}"


def _knobs(gateway: Gateway, parent: Gateway) -> Iterator[str]:
    for kind in ("setting", "account"):
        mine, theirs = (of.settings if kind == "setting" else of.account for of in (gateway, parent))
        for name, knob in mine.items():
            link = f"the {kind} [`{name}`](#{anchor(kind, name)})"
            if name not in theirs:
                yield link
            elif knob.default != theirs[name].default:
                yield f"{link} is {value(knob.default)}, there {value(theirs[name].default)}"


def _rows(gateway: Gateway, parent: Gateway) -> Iterator[str]:
    for row in gateway.rows:
        if row.file.startswith(f"{gateway.name}/"):
            there = any(each.key == row.key for each in parent.rows)
            yield f"the code [`{row.key}`](#{anchor('row', row.key)}){', which is another there' if there else ''}"


def _left_out(gateway: Gateway) -> Iterator[str]:
    for name, reason in gateway.leaves_out.items():
        yield f"without the scenario `{name}`: {reason}"
