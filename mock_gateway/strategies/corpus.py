"""Corpora: generated requests as lines, each with the label that is true of it, in an order that a seed decides.

Line i of a corpus depends on the seed and i alone, so any number of machines can make one corpus together, and a corpus
of any length needs no more memory than one line.
"""

from __future__ import annotations

import re
from base64 import b64encode
from itertools import islice
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from mock_gateway.model.scenario import differences
from mock_gateway.pipeline import answer
from mock_gateway.state.sessions import DEFAULT
from mock_gateway.strategies.bench import answered_in_json
from mock_gateway.strategies.edges import edges_of
from mock_gateway.strategies.payload import received
from mock_gateway.strategies.source import Seeded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mock_gateway.contract.compose import Composed
    from mock_gateway.model.wire import Reply
    from mock_gateway.strategies.makers import Maker, Makers
    from mock_gateway.strategies.payload import Payload

TRIED = 12
"""How many accepted requests of a call are looked at for what all are answered with."""
SHARE_OF_VALID = 4
"""One in so many lines of a corpus of everything is a request that is accepted."""


class Wanted(NamedTuple):
    """What a corpus is made of.

    Attributes:
        call: the only call, None for all.
        kind: `valid`, `code`, `all`, `pairs` or `boundaries`.
        code: what `code` is about.

    """

    call: str | None
    kind: str
    code: str = ""


class Line(NamedTuple):
    """One line.

    Attributes:
        id: tells gateway, version, call, kind and code of the corpus, seed and place in it.
        payload: the request and its label.
        wire: the request's bytes, signed with the credentials of a server's default session.
        expect: what the answer has to be: HTTP status, and for a rejection what its body contains.

    """

    id: str
    payload: Payload
    wire: Composed
    expect: Mapping[str, Any]

    def as_dict(self, host: str) -> dict[str, Any]:
        """Give the line as plain data, in the order in which it is written."""
        label, wire = self.payload.label, self.wire
        return {
            "id": self.id,
            "gateway": self.payload.gateway,
            "call": self.payload.call,
            "technique": label.technique,
            "code": label.code,
            "place": label.place,
            "also": label.also,
            "given": dict(self.payload.given) or None,
            "payload": self.payload.document,
            "method": wire.method,
            "target": wire.target,
            "headers": wire.headers,
            "wire_bytes_b64": b64encode(on_the_wire(wire, host)).decode(),
            "expect": self.expect,
            "why": label.why,
            "source": label.source,
            "confidence": label.confidence,
        }

    def json(self, host: str) -> bytes:
        """Give the line as JSON, with the line's end."""
        return orjson.dumps(self.as_dict(host), option=orjson.OPT_APPEND_NEWLINE)


class Corpus:
    """What can be generated for one gateway.

    Args:
        makers: of the gateway.
        wanted: what it is made of.
        seed: decides every line.

    """

    def __init__(self, makers: Makers, wanted: Wanted, seed: int) -> None:
        self._makers = makers
        self._wanted = wanted
        self._seed = seed
        gateway = makers.gateway
        self._successes: dict[str, Mapping[str, Any]] = {}
        self.host = gateway.hosts[0] if gateway.hosts else "localhost"
        seeded = [] if wanted.kind == "boundaries" else [str(seed)]
        parts = [
            gateway.name,
            makers.version,
            wanted.call or "",
            wanted.kind,
            *re.findall("[A-Za-z0-9]+", wanted.code),
            *seeded,
        ]
        self._name = "-".join(part for part in parts if part)
        self._credentials = {name: text.format(id=DEFAULT) for name, text in gateway.credentials.items()}

    def lines(self, count: int | None, shard: tuple[int, int] = (1, 1)) -> Iterator[Line]:
        """Make the lines of a shard, in order.

        Args:
            count: of the whole corpus; None for as many as there are, of a set that is finite.
            shard: number and how many there are, from 1.

        Raises:
            UsageError: at once, for what cannot be made.

        """
        first, step = shard[0] - 1, shard[1]
        if self._wanted.kind != "boundaries":
            return self._drawn(self._chosen(), range(first, count or 0, step))
        calls = [self._wanted.call] if self._wanted.call else self._makers.every_call
        edges = edges_of([self._makers.rejections(call) for call in calls])
        return (self._line(place, payload) for place, payload in islice(enumerate(edges), first, count, step))

    def _drawn(self, makers: Sequence[Maker], places: range) -> Iterator[Line]:
        """Take the makers in turn, in an order that the seed decides, so that none is left out for long."""
        order = list(makers)
        Random(self._seed).shuffle(order)
        for place in places:
            yield self._line(place, order[place % len(order)](Seeded(f"{self._seed}/{place}")))

    def _chosen(self) -> Sequence[Maker]:
        """Give what makes the lines, each as often as it is to come up."""
        makers, call = self._makers, self._wanted.call
        if self._wanted.kind == "valid":
            return makers.valid_makers(call)
        if self._wanted.kind == "pairs":
            return makers.pair_makers(call)
        if self._wanted.kind == "code":
            return makers.rejected_makers(self._wanted.code, call)
        rejected = makers.rejected_makers(None, call)
        valid = makers.valid_makers(call) if call is None or makers.subject(call).possible else []
        return [*rejected, *(valid * (1 + len(rejected) // (SHARE_OF_VALID * len(valid))) if valid else ())]

    def _line(self, place: int, payload: Payload) -> Line:
        return Line(f"{self._name}-{place:08d}", payload, payload.wire(self._credentials), self._expected(payload))

    def _expected(self, payload: Payload) -> Mapping[str, Any]:
        """Say what the answer has to be: of an accepted request the success, of another one its whole document."""
        if payload.accepted:
            success = self._success(payload.call)
            in_json = answered_in_json(self._makers.bench.case(payload.request, payload.given))
            return success if in_json else {"status": success["status"]}
        outcome = self._makers.bench.refused(payload.request, payload.given)
        return {"status": outcome.status, **({"body": outcome.body} if isinstance(outcome.body, dict) else {})}

    def _success(self, call: str) -> Mapping[str, Any]:
        """Say what accepted requests of a call are answered with: as much as several of them have in common."""
        if call not in self._successes:
            subject = self._makers.subject(call)
            replies = [self._answered(subject.valid(Seeded(f"{place}"))) for place in range(TRIED)]
            said = [document for reply in replies if (document := _json(reply)) is not None]
            accepts = self._makers.gateway.accepts
            body = {name: value for name, value in accepts.items() if all(_says(each, name, value) for each in said)}
            self._successes[call] = {"status": replies[0].status, **({"body": body} if body else {})}
        return self._successes[call]

    def _answered(self, payload: Payload) -> Reply:
        engine = self._makers.bench.prepared(payload.given)
        return answer(received(payload.wire(self._credentials), payload.gateway), engine)


def _json(reply: Reply) -> object:
    return orjson.loads(reply.body) if "json" in dict(reply.headers).get("Content-Type", "") else None


def _says(document: object, name: str, value: object) -> bool:
    return not differences({name: value}, document, {})


def on_the_wire(wire: Composed, host: str) -> bytes:
    """Give the bytes of a request as HTTP/1.1 writes it."""
    stated = {"Host": host, **wire.headers}
    if wire.body and "Content-Length" not in stated:
        stated["Content-Length"] = str(len(wire.body))
    head = "".join(f"{name}: {value}\r\n" for name, value in stated.items())
    return f"{wire.method} {wire.target} HTTP/1.1\r\n{head}\r\n".encode("latin-1", "replace") + wire.body
