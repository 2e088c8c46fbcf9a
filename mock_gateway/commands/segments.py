"""`mock-gateway segments`: what a text weighs."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from mock_gateway.errors import UsageError
from mock_gateway.text.segments import segments

if TYPE_CHECKING:
    import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("text", metavar="TEXT|-", help="the text, or - to read it from standard input")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    parser.add_argument("--straddle", action="store_true", help="let a surrogate pair lie across two parts")


def run(options: argparse.Namespace) -> int:
    """Weigh the text."""
    text = _standard_input() if options.text == "-" else options.text
    found = segments(text, straddle=options.straddle)
    forced_by = [{"character": each, "code": f"U+{ord(each):04X}"} for each in found.forced_by]
    if options.json:
        print(json.dumps({**found._asdict(), "forced_by": forced_by}))
        return 0
    print(f"{found.encoding}, {found.units} units, {found.parts} part{'s' * (found.parts != 1)}, {found.left} left")
    for each in forced_by:
        print(f"  {each['code']} {each['character']} is not in GSM-7")
    return 0


def _standard_input() -> str:
    raw = sys.stdin.buffer.read()
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise UsageError(f"standard input is no UTF-8 text: {problem.reason} at byte {problem.start}") from None
