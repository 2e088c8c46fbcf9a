"""Replay a scenario's transcript over HTTP, against the mock or against any URL, and say where the answers differ."""

from __future__ import annotations

import http.client
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol
from urllib.parse import SplitResult, parse_qsl, urlsplit

import orjson

from mock_gateway.contract.compose import compose
from mock_gateway.dialects.base import UnreadableError
from mock_gateway.dialects.headers import media_type
from mock_gateway.dialects.write import refuse
from mock_gateway.dialects.xml import XML
from mock_gateway.errors import UsageError
from mock_gateway.model.rules import Finding
from mock_gateway.model.scenario import differences
from mock_gateway.play import row_for
from mock_gateway.rules.judge import refusal
from mock_gateway.rules.places import spoken_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mock_gateway.model.gateway import Gateway
    from mock_gateway.model.scenario import Scenario, Step

SECONDS_TO_ANSWER = 30


class Control(Protocol):
    """What a transcript may ask of a world that is ours."""

    def advance(self, duration: str) -> None:
        """Move the clock on."""

    def give(self, given: Mapping[str, Any]) -> None:
        """Change the world."""

    def play(self, played: Iterable[Mapping[str, Any]]) -> None:
        """Force answers and faults on what comes next."""

    def mails(self) -> list[dict[str, Any]]:
        """List the e-mails in the outbox."""

    def receive(self, received: Mapping[str, Any]) -> None:
        """Let a handset send a message."""

    def events(self) -> list[dict[str, Any]]:
        """List what happened since this was last asked."""

    def callbacks(self) -> list[dict[str, Any]]:
        """List the callbacks that were made since this was last asked."""

    def ledger(self, numbers: Iterable[str]) -> dict[str, Any]:
        """Give duplicates, cost, and the texts accepted for and delivered to these numbers."""


class Answer(NamedTuple):
    """What came back: status, headers in lower case, body bytes."""

    status: int
    headers: dict[str, str]
    body: bytes


class StepResult(NamedTuple):
    """How a step went.

    Attributes:
        outcome: `passed`, `failed` or `skipped`.
        lines: what differed, or why it was skipped.

    """

    scenario: Scenario
    step: Step
    outcome: str
    lines: tuple[str, ...] = ()

    def __str__(self) -> str:
        what = describe(self.step)
        head = f"{self.outcome:7} {self.scenario.file}:{self.step.line} {what}"
        return "\n".join([head, *(f"        {line}" for line in self.lines)])


@dataclass
class Replay:
    """One scenario against one gateway.

    Args:
        scenario: what to replay.
        gateway: whose requests it makes.
        url: what stands for the provider's scheme and host.
        credentials: by the gateway's names.
        control: the world behind the URL, None where it is not ours; then steps that need it are skipped.

    """

    scenario: Scenario
    gateway: Gateway
    url: str
    credentials: Mapping[str, str]
    control: Control | None = None
    kept: dict[str, Any] = field(default_factory=dict)

    def run(self) -> Iterator[StepResult]:
        """Play the steps in order; after a skipped step that others build on, those are skipped too."""
        spoiled = ""
        if self.control is None and (self.scenario.given or self.scenario.play):
            spoiled = "the scenario needs a world that is ours"
        for step in self.scenario.steps:
            if not spoiled and self.control is None and _needs_our_world(step):
                spoiled = "the step needs our clock or world"
            if spoiled:
                yield StepResult(self.scenario, step, "skipped", (spoiled,))
                continue
            lines = self._play(step)
            yield StepResult(self.scenario, step, "failed" if lines else "passed", tuple(lines))

    def _play(self, step: Step) -> list[str]:
        lines: list[str] = []
        if self.control is not None:
            if step.given:
                self.control.give(step.given)
            if step.play:
                self.control.play(step.play)
            if step.receive:
                self.control.receive(step.receive)
            if step.advance:
                self.control.advance(step.advance)
        if step.request is not None:
            lines += self._exchange(step)
        if self.control is not None:
            lines += self._look(step, self.control)
        return lines

    def _look(self, step: Step, control: Control) -> list[str]:
        """Compare what the world says of itself with what the step wants."""
        lines = []
        if step.mails is not None:
            lines += differences(step.mails, control.mails(), self.kept, "mails")
        if step.events is not None:
            lines += differences(step.events, control.events(), self.kept, "events")
        if step.callbacks is not None:
            lines += differences(step.callbacks, control.callbacks(), self.kept, "callbacks")
        if step.ledger is not None:
            numbers = {**step.ledger.get("texts", {}), **step.ledger.get("delivered", {})}
            lines += differences(step.ledger, control.ledger(numbers), self.kept, "ledger")
        return lines

    def _exchange(self, step: Step) -> list[str]:
        request = compose(self.gateway, step.request or {}, self.credentials, self.kept)
        try:
            answer = send(self.url, request.method, request.target, request.headers, request.body)
        except OSError as problem:
            return [] if step.reply.get("broken") else [f"no answer: {problem}"]
        if step.reply.get("broken"):
            return [f"no complete answer was expected, HTTP {answer.status} was found"]
        document = read_answer(answer, self.gateway)
        for name, pointer in step.keep.items():
            self.kept[name] = _at(document, pointer)
        return _compare(_expected(step, self.gateway), answer, document, self.kept)


def describe(step: Step) -> str:
    """Say in a few words what a step does."""
    parts = []
    if step.given:
        parts.append("given " + ", ".join(step.given))
    if step.play:
        parts.append("play")
    if step.advance:
        parts.append(f"advance {step.advance}")
    if step.request is not None:
        request = step.request
        sample = f"{request['sample']} sample" if "sample" in request else ""
        parts.append(str(request.get("call") or sample or f"{request.get('method', '')} {request['path']}".strip()))
    looks = ("receive", "mails", "events", "callbacks", "ledger")
    parts += [name for name in looks if getattr(step, name) is not None]
    return ", ".join(parts)


def check_url(url: str) -> SplitResult:
    """Split a URL that requests can be sent to.

    Raises:
        UsageError: for what is none.

    """
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError as problem:
        raise UsageError(f"{url!r} is no http or https URL: {problem}") from None
    if not usable:
        raise UsageError(f"{url!r} is no http or https URL")
    return parts


def send(url: str, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Answer:
    """Send a request exactly as given, on a connection of its own."""
    parts = check_url(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=SECONDS_TO_ANSWER)
    try:
        connection.request(method, parts.path.rstrip("/") + target, body, dict(headers))
        answer = connection.getresponse()
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    except http.client.HTTPException as problem:
        raise ConnectionError(repr(problem)) from None
    finally:
        connection.close()


def read_answer(answer: Answer, gateway: Gateway) -> Any:  # noqa: ANN401  any JSON
    """Read the document of an answer: JSON, XML or a form; None for one that cannot be read, else its text."""
    kind, charset = media_type(answer.headers.get("content-type", ""))
    try:
        if kind.endswith("json"):
            return orjson.loads(answer.body)
        if kind.endswith("xml"):
            reading = next(call for name, call in gateway.calls.items() if name).reading
            return XML.read(answer.body, "utf-8", reading._replace(items=gateway.calls[""].writing.items))
        text = answer.body.decode("utf-8", "replace")
        if "=" in text and "<" not in text:
            return dict(parse_qsl(text, keep_blank_values=True, encoding=charset or "utf-8"))
    except (orjson.JSONDecodeError, UnreadableError, LookupError):
        return None
    return text


def _needs_our_world(step: Step) -> bool:
    looks = (step.mails, step.events, step.callbacks, step.ledger)
    return bool(step.advance or step.given or step.play or step.receive) or any(look is not None for look in looks)


def _expected(step: Step, gateway: Gateway) -> Mapping[str, Any]:
    """Say in the gateway's own dialect what a neutral scenario expects."""
    reply, request = step.reply, step.request or {}
    if "cause" in reply:
        row = row_for(gateway, reply["cause"])
        call = gateway.calls[request.get("call") or gateway.curls[request.get("sample", "accepted")]["call"]]
        defaults = {name: knob.default for name, knob in gateway.settings.items()}
        outcome = refuse(refusal(row, forced=True, finding=Finding(spoken_of(row, call))), call, defaults, {})
        return {"status": outcome.status, **({"body": outcome.body} if isinstance(outcome.body, dict) else {})}
    if reply.get("accepted"):
        return {"status": 200, "body": gateway.accepts}
    return reply


def _compare(expected: Mapping[str, Any], answer: Answer, document: object, kept: Mapping[str, Any]) -> list[str]:
    lines = []
    if "status" in expected and expected["status"] != answer.status:
        lines.append(f"status: {expected['status']} was expected, {answer.status} was found")
    for name, value in expected.get("headers", {}).items():
        lines += differences({name.lower(): value}, answer.headers, kept, "header ")
    if "body" in expected:
        lines += differences(expected["body"], document, kept)
    if "text" in expected:
        lines += differences(expected["text"], answer.body.decode("utf-8", "replace"), kept, "text")
    if lines:
        lines.append(f"the answer was {answer.status} {answer.body[:300]!r}")
    return lines


def _at(document: Any, pointer: str) -> Any:  # noqa: ANN401  any JSON
    for part in pointer.split("/")[1:]:
        try:
            document = document[int(part)] if isinstance(document, list) else document[part]
        except (KeyError, IndexError, TypeError, ValueError):
            return None
    return document
