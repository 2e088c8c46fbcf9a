"""What a page of replies costs, with a hundred, ten thousand and a million replies stored: ratios measured in one run.

The rounds of all candidates are taken in turn, so that a machine whose speed drifts slows all of them alike. The aim: a
page of a million costs at most twice that of a hundred, the first page and the last, with and without filters.
"""

from __future__ import annotations

import tracemalloc
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from mock_gateway.contract.compose import compose
from mock_gateway.definitions.load import all_gateways
from mock_gateway.engine import Engine
from mock_gateway.gateways.transmitsms.books import Reply
from mock_gateway.model.wire import Request
from mock_gateway.pipeline import answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from mock_gateway.gateways.transmitsms.books import Books

STORED = (100, 10_000, 1_000_000)
ROUNDS = 15
TIMES = 200
SIZE = 10
AIM = 2.0
OWN, OTHER = "61491570006", "61491570313"
MESSAGE, ANSWERED = 339_031_121, 5
MEASURED = 20_000


def session(stored: int) -> tuple[Engine, Callable[..., Request]]:
    """Open a session with so many replies, every fifth of them to one message, and give what makes requests to it."""
    engine = Engine(all_gateways(), clock="frozen")
    world = engine.sessions.mint("transmitsms")
    room, account = world.room("transmitsms"), world.account("transmitsms")
    account.state.calls_a_window = None
    books: Books = room.memory.of(account)
    fill(books, world.clock.now(), stored)
    hello = request_of(engine, world.identity, call="send-sms", form={"message": "Hello", "to": "61491570156"})
    answer(hello, engine)
    return engine, lambda **spec: request_of(engine, world.identity, **spec)


def fill(books: Books, now: int, stored: int) -> None:
    """Store replies, a millisecond apart."""
    for number in range(stored):
        books.replies.add(
            Reply(
                id=number + 1,
                at=now - stored + number + 1,
                number=f"4477{number % 1000:08d}",
                text="Yes please",
                message_id=MESSAGE if number % ANSWERED == 0 else 0,
                longcode=OWN if number % 2 else OTHER,
            )
        )


def request_of(engine: Engine, identity: str, **spec: object) -> Request:
    """Make the bytes of a request."""
    world = engine.sessions.worlds[identity]
    composed = compose(engine.gateways["transmitsms"], spec, world.account("transmitsms").credentials, {})
    headers = {name.lower(): value for name, value in composed.headers.items()}
    return Request(composed.method, f"/~{identity}/transmitsms{composed.target}", "", headers, composed.body)


def pages(stored: int) -> dict[str, Callable[[], object]]:
    """Give a call for each page that is timed."""
    engine, made = session(stored)
    wanted: dict[str, tuple[str, dict[str, object], int]] = {
        "all": ("get-user-sms-responses", {}, stored),
        "to a number": ("get-user-sms-responses", {"number": OWN}, stored // 2),
        "to a message": ("get-sms-responses", {"message_id": MESSAGE}, stored // ANSWERED),
    }
    found: dict[str, Callable[[], object]] = {}
    for name, (call, form, total) in wanted.items():
        for which, page in (("first page", 1), ("last page", total // SIZE)):
            request = made(call=call, form={**form, "page": page, "max": SIZE})
            reply = answer(request, engine)
            if reply.body.count(b'"received_at"') != SIZE:
                raise SystemExit(f"{name}, {which} of {stored}: not {SIZE} replies but {reply.body[:200]!r}")
            found[f"{name}, {which}"] = lambda request=request: answer(request, engine)  # type: ignore[misc]
    return found


def bytes_each() -> tuple[int, int]:
    """Give the memory of one stored reply and of one stored message, exchange in the journal included."""
    engine, made = session(0)
    world = next(reversed(engine.sessions.worlds.values()))
    books: Books = world.room("transmitsms").memory.of(world.account("transmitsms"))
    tracemalloc.start()
    fill(books, world.clock.now(), MEASURED)
    reply = tracemalloc.get_traced_memory()[0] // MEASURED
    before = tracemalloc.get_traced_memory()[0]
    hello = made(call="send-sms", form={"message": "Hello", "to": "61491570156"})
    for _ in range(MEASURED):
        answer(hello, engine)
    message = (tracemalloc.get_traced_memory()[0] - before) // MEASURED
    tracemalloc.stop()
    return reply, message


def microseconds(call: Callable[[], object]) -> float:
    """Time one round."""
    start = perf_counter()
    for _ in range(TIMES):
        call()
    return (perf_counter() - start) / TIMES * 1e6


def main() -> None:
    """Measure and print."""
    calls = {stored: pages(stored) for stored in STORED}
    rounds: dict[tuple[int, str], list[float]] = {(stored, name): [] for stored in STORED for name in calls[stored]}
    for _ in range(ROUNDS):
        for (stored, name), taken in rounds.items():
            taken.append(microseconds(calls[stored][name]))
    print(f"{'a page of ten replies':28}" + "".join(f"{stored:>14,}" for stored in STORED) + "   ratio  aim")
    for name in calls[STORED[0]]:
        usual = [median(rounds[stored, name]) for stored in STORED]
        first, last = rounds[STORED[0], name], rounds[STORED[-1], name]
        ratio = median(large / small for large, small in zip(last, first, strict=True))
        print(f"{name:28}" + "".join(f"{each:11.1f} µs" for each in usual) + f"  {ratio:6.2f}  {AIM}")
    reply, message = bytes_each()
    print(f"stored: {reply} bytes a reply, {message} bytes a message with its journal entry (10,000 of these are kept)")


if __name__ == "__main__":
    main()
