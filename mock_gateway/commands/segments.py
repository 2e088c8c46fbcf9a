"""`mock-gateway segments`: what a text weighs."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from mock_gateway.commands.streams import standard_input
from mock_gateway.errors import UsageError
from mock_gateway.text.segments import segments

if TYPE_CHECKING:
    import argparse

_BYTES = frozenset(map(chr, range(0xDC80, 0xDD00)))


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("text", metavar="TEXT|-", help="the text, or - to read standard input, line ends and all")
    parser.add_argument("--json", action="store_true", help="one JSON object: encoding, units, parts, left, forced_by")
    parser.add_argument("--straddle", action="store_true", help="let a surrogate pair lie across two parts")


def run(options: argparse.Namespace) -> int:
    """Weigh the text."""
    text = _standard_input() if options.text == "-" else _argument(options.text)
    found = segments(text, straddle=options.straddle)
    forced_by = [{"character": each, "code": f"U+{ord(each):04X}"} for each in found.forced_by]
    if options.json:
        print(json.dumps({**found._asdict(), "forced_by": forced_by}))
        return 0
    print(f"{found.encoding}, {_many(found.units, 'unit')}, {_many(found.parts, 'part')}, {found.left} left")
    for each in forced_by:
        print(f"  {each['code']}{_shown(each['character'])} is not in GSM-7")
    return 0


def _many(count: int, name: str) -> str:
    return f"{count} {name}" if count == 1 else f"{count} {name}s"


def _shown(character: str) -> str:
    """Give a character as it is, unless it would move the cursor, hide, or be none of the terminal's."""
    known = character.encode(sys.stdout.encoding, "ignore")
    return f" {character}" if known and character.isprintable() else ""


def _argument(text: str) -> str:
    """Refuse bytes that are no text; Python hands them over as lone surrogates."""
    for place, character in enumerate(text):
        if character in _BYTES:
            raise UsageError(f"the text is no UTF-8: byte 0x{ord(character) & 0xFF:02x} as character {place}")
    return text


def _standard_input() -> str:
    try:
        return standard_input().decode("utf-8")
    except UnicodeDecodeError as problem:
        raise UsageError(f"standard input is no UTF-8 text: {problem.reason} at byte {problem.start}") from None
