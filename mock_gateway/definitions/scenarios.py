"""Scenario files: found by name, parsed when they are used, checked as everything else."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from mock_gateway import play
from mock_gateway.definitions import check, plain_yaml
from mock_gateway.definitions.load import all_gateways
from mock_gateway.definitions.resources import gateway_names, shown
from mock_gateway.definitions.resources import scenarios as own_folder
from mock_gateway.definitions.scenario_names import attempt, calls, given_names, kept_names, neutral_play, play_names
from mock_gateway.definitions.schemas import schema, validator
from mock_gateway.errors import DataErrors, UsageError, unknown
from mock_gateway.model.faults import FAULTS
from mock_gateway.model.rules import CAUSES
from mock_gateway.model.scenario import ANY, Matcher, Scenario, Step
from mock_gateway.state.clock import milliseconds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from mock_gateway.definitions.plain_yaml import Place, Source
    from mock_gateway.errors import DataError
    from mock_gateway.model.gateway import Gateway


ACCEPTED = "accepted"
"""What a neutral scenario covers that shows an accepted request."""


def _pattern(text: Any) -> Matcher:  # noqa: ANN401  what a tag stands before
    try:
        re.compile(text)
    except (re.error, TypeError) as problem:
        raise ValueError(str(problem)) from None
    return Matcher("regex", text)


WAYS = ("right", "none", "wrong", "unknown", "identifier_only")
"""How a step may sign its request, beside the gateway's own forms."""

TAGS: Mapping[str, Callable[[Any], Any]] = {
    "!any": lambda _: Matcher("any"),
    "!uuid": lambda _: Matcher("uuid"),
    "!absent": lambda _: Matcher("absent"),
    "!regex": _pattern,
    "!kept": lambda name: Matcher("kept", str(name)),
}


class Library:
    """The scenarios that can be played: the project's own, and those of further folders, which win.

    Args:
        folders: of the user's own scenarios.

    """

    def __init__(self, *folders: Path) -> None:
        for folder in folders:
            if not folder.is_dir():
                raise UsageError(f"there is no folder of scenarios {str(folder)!r}")
        self._files = {
            path.relative_to(folder).with_suffix("").as_posix(): path
            for folder in (own_folder(), *folders)
            for path in sorted(folder.rglob("*.yaml"))
        }

    def names(self, gateway: str | None = None) -> list[str]:
        """List the scenarios, in order of name; if a gateway is named its own, its parent's and those of all."""
        if gateway is None:
            return sorted(self._files)
        parent, left_out = _inherited(gateway)
        others = [name for name in gateway_names() if name not in (gateway, parent)]
        return sorted(name for name in self._files if name.split("/")[0] not in others and name not in left_out)

    def get(self, name: str, gateway: str | None = None) -> Scenario:
        """Load a scenario by its name; the folder of the gateway, or of the one it extends, may be left out."""
        parent = _inherited(gateway)[0] if gateway else ""
        for candidate in (name, f"{gateway}/{name}", f"{parent}/{name}", f"any/{name}"):
            path = self._files.get(candidate.removesuffix(".yaml"))
            if path is not None:
                return load(path, candidate.removesuffix(".yaml"))
        raise UsageError(f"{unknown('scenario', name, self._near(name, gateway))} (see `mock-gateway list scenarios`)")

    def _near(self, name: str, gateway: str | None) -> list[str]:
        """List what may have been meant: the scenarios in the same gateway's folder, where the name says one."""
        folder = name.split("/", maxsplit=1)[0]
        if "/" in name and folder in (*gateway_names(), ANY):
            return [each for each in self.names() if each.startswith(f"{folder}/")]
        parent = _inherited(gateway)[0] if gateway else ""
        return [each.removeprefix(f"{gateway}/").removeprefix(f"{parent}/") for each in self.names(gateway)]

    def all(self, gateway: str | None = None) -> Iterator[Scenario]:
        """Load all scenarios, of one gateway if one is named."""
        for name in self.names(gateway):
            scenario = self.get(name)
            if gateway is None or scenario.is_neutral or scenario.is_of(all_gateways()[gateway]):
                yield scenario


def _inherited(gateway: str) -> tuple[str, frozenset[str]]:
    """Give the parent of a white label, and the parent's scenarios that it leaves out; nothing for other gateways."""
    found = all_gateways().get(gateway)
    if found is None or not found.parent:
        return "", frozenset()
    return found.parent, frozenset(f"{found.parent}/{name}" for name in found.leaves_out)


@lru_cache(maxsize=8192)
def load(path: Path, name: str) -> Scenario:
    """Load a file.

    Raises:
        DataErrors: each with file and line.

    """
    source = plain_yaml.load(path, TAGS)
    if not isinstance(source.value, dict):
        raise DataErrors([source.error((), "a scenario is a map of title, gateway, covers, steps …")])
    errors = check.form("scenario", source) or list(_names(source))
    if errors:
        raise DataErrors(errors)
    return _build(source, name, shown(path))


def _build(source: Source, name: str, file: str) -> Scenario:
    value = source.value
    return Scenario(
        name=name,
        title=value["title"],
        gateway=value["gateway"],
        covers=tuple(str(code) for code in value["covers"]),
        source=value.get("source", ""),
        given=value.get("given", {}),
        play=tuple(value.get("play", ())),
        steps=tuple(
            Step(
                request=step.get("request"),
                reply=step.get("reply", {}),
                keep=step.get("keep", {}),
                advance=step.get("advance", ""),
                given=step.get("given"),
                play=tuple(step.get("play", ())),
                mails=step.get("mails"),
                receive=step.get("receive"),
                events=step.get("events"),
                callbacks=step.get("callbacks"),
                ledger=step.get("ledger"),
                line=source.line(("steps", number)),
            )
            for number, step in enumerate(value["steps"])
        ),
        file=file,
    )


def _names(source: Source) -> Iterator[DataError]:
    value, gateways = source.value, all_gateways()
    if value["gateway"] == ANY:
        yield from _neutral_names(source)
        return
    if value["gateway"] not in gateways:
        yield source.error(("gateway",), unknown("gateway", value["gateway"], [*gateways, ANY]))
        return
    gateway = gateways[value["gateway"]]
    codes = {*gateway.by_code, *(str(success.code) for success in gateway.successes)}
    for number, code in enumerate(value["covers"]):
        yield from check.unknown_name(source, ("covers", number), f"code of {gateway.name}", str(code), codes)
    if "source" in value:
        yield from check.unknown_name(source, ("source",), "source", value["source"], gateway.sources)
    yield from given_names(source, ("given",), value.get("given", {}), gateway)
    for number, forced in enumerate(value.get("play", ())):
        yield from play_names(source, ("play", number), forced, gateway)
    for number, step in enumerate(value["steps"]):
        yield from _step_names(source, ("steps", number), step, gateway)
    yield from kept_names(source)


def _step_names(source: Source, place: Place, step: Mapping[str, Any], gateway: Gateway) -> Iterator[DataError]:
    request = step.get("request", {})
    if "call" in request:
        yield from check.unknown_name(source, (*place, "request", "call"), "call", request["call"], calls(gateway))
    elif request and not isinstance(request.get("path"), str) and "sample" not in request:
        yield source.error((*place, "request"), "a request names a `call`, a `sample`, or a whole `path`")
    cause = step.get("reply", {}).get("cause")
    if cause is not None:
        yield from attempt(source, (*place, "reply", "cause"), partial(play.row_for, gateway, cause))
    if "auth" in request:
        yield from attempt(source, (*place, "request", "auth"), partial(check_way, gateway, request["auth"]))
    yield from given_names(source, (*place, "given"), step.get("given", {}), gateway)
    for number, forced in enumerate(step.get("play", ())):
        yield from play_names(source, (*place, "play", number), forced, gateway)
    if "advance" in step:
        yield from attempt(source, (*place, "advance"), partial(milliseconds, step["advance"]))


def _neutral_names(source: Source) -> Iterator[DataError]:
    """Check a scenario that plays at every gateway: it speaks of causes and samples only."""
    value = source.value
    for number, cause in enumerate(value["covers"]):
        yield from check.unknown_name(source, ("covers", number), "cause", cause, [*CAUSES, *FAULTS, ACCEPTED])
    for number, played in enumerate(value.get("play", ())):
        yield from neutral_play(source, ("play", number), played)
    for gateway in all_gateways().values():
        yield from given_names(source, ("given",), value.get("given", {}), gateway)
    for number, step in enumerate(value["steps"]):
        request = step.get("request", {})
        if request and "sample" not in request:
            yield source.error(("steps", number, "request"), "a scenario of any gateway sends a `sample`")
        for other, played in enumerate(step.get("play", ())):
            yield from neutral_play(source, ("steps", number, "play", other), played)
        if "cause" in step.get("reply", {}):
            place = ("steps", number, "reply", "cause")
            yield from check.unknown_name(source, place, "cause", step["reply"]["cause"], CAUSES)


def plays_at(scenario: Scenario, gateway: Gateway) -> bool:
    """Tell whether a scenario plays at a gateway: its own and its parent's do, a neutral one by its causes."""
    if not scenario.is_neutral:
        return scenario.is_of(gateway)
    played = [*scenario.play, *(each for step in scenario.steps for each in step.play)]
    causes = {str(each["cause"]) for each in played if "cause" in each}
    causes |= {str(step.reply["cause"]) for step in scenario.steps if "cause" in step.reply}
    has = {row.cause for row in gateway.rows if not row.each}
    signs = any(spec.secrets for spec in gateway.callbacks.values())
    chaotic = [str(each["chaos"]) for each in played if "chaos" in each]
    return causes <= has and (signs or not any(name.endswith("_signature") for name in chaotic))


def check_request(request: object) -> None:
    """Refuse what is no request of a step, such as headers that are no object."""
    of = schema("meta/scenario")["properties"]["steps"]["items"]["properties"]["request"]
    for error in validator(of).iter_errors(request):
        place = "/".join(str(part) for part in error.instance_path)
        raise UsageError(f"{place or 'the request'}: {error.message}")


def check_way(gateway: Gateway, auth: object) -> None:
    """Refuse a way to sign that neither a step nor the gateway knows."""
    known = [*WAYS, *(form.read for form in gateway.forms)]
    known += [f"{form.read} {scheme}" for form in gateway.forms for scheme in form.names if form.read == "token"]
    by_header = isinstance(auth, dict) and list(auth) == ["header"] and isinstance(auth["header"], str)
    if not by_header and (not isinstance(auth, str) or auth.lower() not in known):
        raise UsageError(unknown("way to sign", auth, known))
