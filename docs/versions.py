"""The chapter of a reference page about the versions of a gateway's API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from words import source_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mock_gateway.model.gateway import Gateway
    from mock_gateway.model.versions import Version


def chapter(gateway: Gateway) -> str:
    """Say what each version has otherwise than the one that the calls speak of; "" where there is one only."""
    if not gateway.versions:
        return ""
    lead = "The calls and codes of this page speak of the version whose paths the calls show first.\n"
    return lead + "".join(_version(version) for version in gateway.versions.values())


def _version(version: Version) -> str:
    lines = "".join(f"- {line}\n" for line in _differences(version))
    return f"\n### Version {version.name}\n\nBelow `{version.at}`; from {source_link(version.source)}.\n\n{lines}"


def _differences(version: Version) -> Iterator[str]:
    if version.wrapped:
        yield f"requests are flat: everything is `{version.wrap}` ({_names(sorted(version.wrapped))})"
    if version.gathered is not None:
        yield f"{_names(version.gathered.members)} beside `{version.gathered.into}` name one more of them"
        for call, members in version.gathered.members_of.items():
            yield f"so does {_names(members)} in requests of `{call}`"
    if version.renames:
        yield f"requests say {_pairs(version.renames)}"
    for name, into in version.lifts.items():
        yield f"`{name}` may stand beside `{into}`"
    if version.settings:
        yield f"settings of its own: {_pairs({new: old for old, new in version.settings.items()})}"
    yield from _answers(version)


def _answers(version: Version) -> Iterator[str]:
    if version.answers:
        yield f"answers say {_pairs({new: old for old, new in version.answers.items()})}"
    for key, members in version.adds.items():
        yield f"answers of {_names([key])} have more: {_names(members)}"
    if version.drops:
        yield f"answers lack {_names(sorted(version.drops))}"
    if version.shapes:
        yield f"answers are laid out otherwise: {_names(version.shapes)}"
    if version.errors:
        yield f"refusals are laid out otherwise: {_names('all' if each == '*' else each for each in version.errors)}"


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _pairs(pairs: Mapping[str, str]) -> str:
    return ", ".join(f"`{name}` for `{canonical}`" for name, canonical in pairs.items())
