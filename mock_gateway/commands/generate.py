"""`mock-gateway generate`: requests with labels that are true, as lines, commands, tests or an archive."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from mock_gateway.errors import UsageError
from mock_gateway.strategies.corpus import Corpus, Wanted
from mock_gateway.strategies.formats import FORMATS
from mock_gateway.strategies.makers import of

if TYPE_CHECKING:
    import argparse

KINDS = {
    "valid": "requests that are accepted",
    "all": "everything: each code of each call, and requests that are accepted (the usual choice)",
    "pairs": "two things wrong at once, labelled with the code that wins",
    "boundaries": "the boundary set: every limit, one short of it and one beyond; always the same",
}
USUAL_COUNT = 100


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("gateway", metavar="GATEWAY")
    parser.add_argument("call", metavar="CALL", nargs="?", help="one call; all of them unless given")
    what = parser.add_mutually_exclusive_group()
    for kind, about in KINDS.items():
        what.add_argument(f"--{kind}", dest="kind", action="store_const", const=kind, help=about)
    what.add_argument("--code", metavar="CODE", help="requests that earn this code, or a row's key")
    parser.add_argument(
        "--version", metavar="VERSION", default="", help="of the gateway's API; the canonical one unless given"
    )
    parser.add_argument(
        "--count", metavar="N", type=int, help=f"lines in all; {USUAL_COUNT}, or the whole boundary set"
    )
    parser.add_argument("--seed", metavar="N", type=int, default=0, help="decides every line; 0 unless given")
    parser.add_argument("--shard", metavar="I/N", default="1/1", help="every Nth line only, beginning with the Ith")
    parser.add_argument("--format", choices=list(FORMATS), default="jsonl", help="jsonl unless given")
    parser.epilog = (
        "Requests are signed with the credentials of the default session of `mock-gateway serve`. `given` says what "
        "of the world is to be set first, as in a scenario; it is null where the request alone does it."
    )


def run(options: argparse.Namespace) -> int:
    """Write a corpus to standard output."""
    kind = "code" if options.code is not None else options.kind or "all"
    count = options.count if options.count is not None or kind == "boundaries" else USUAL_COUNT
    if count is not None and count < 0:
        raise UsageError(f"--count is how many lines are made, not {count}")
    shard = _shard(options.shard)
    corpus = Corpus(
        of(options.gateway).in_version(options.version), Wanted(options.call, kind, options.code or ""), options.seed
    )
    write = FORMATS[options.format]
    for piece in write(corpus.lines(count, shard), corpus.host, options.gateway):
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()
    return 0


def _shard(text: str) -> tuple[int, int]:
    match = re.fullmatch("([0-9]{1,9})/([0-9]{1,9})", text)
    number, shards = (int(match[1]), int(match[2])) if match else (0, 0)
    if not 1 <= number <= shards:
        raise UsageError(f"--shard is which one of how many, such as 1/4, not {text!r}")
    return number, shards
