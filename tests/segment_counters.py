"""Packages of PyPI that count SMS parts, and in what each of them departs from TS 23.038 and TS 23.040.

`Rule()` is the standard's, told a second time and apart from the project's own code. A package has a rule of its own,
and is held against it on texts of every kind, so the rule says exactly what differs.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, NamedTuple

import pdubuild
from aiosmpplib.utils import split_sms_udh
from anyascii import anyascii
from gsmcodecs.charmaps import GSMCHARMAPS
from gsmmodem.pdu import encodeSmsSubmitPdu
from messaging.sms.submit import SmsSubmit
from py_smsify import SmsMessage
from smpplib.gsm import make_parts
from sms_toolkit.messages.profiling import profile_message
from smspdu import SMS_SUBMIT
from smssafe import sanitize
from smsutil import split

if TYPE_CHECKING:
    from collections.abc import Callable

BASIC = frozenset(map(chr, GSMCHARMAPS[0]["locking"]["encode"]))
EXTENSION = frozenset(map(chr, GSMCHARMAPS[0]["singleShift"]["encode"])) - BASIC
"""The tables of the package gsmcodecs, which were made from the text of the standard.

There a second escape stands for a space, which nobody needs to spell so.
"""

ESCAPE = "\x1b"
TO = "+447700900000"


class Rule(NamedTuple):
    """How parts are counted; each default is the standard's.

    Attributes:
        lacks, adds: characters that its alphabet lacks, and has in excess, at one septet each.
        escapes: characters that its extension table has in excess.
        extension: septets of a character of the extension table.
        surrogates: units of a character beyond the basic plane; 0 where they are refused.
        gsm7, ucs2: units of a message alone, and of each part of several.
        cuts_escapes, cuts_surrogates: whether a pair may lie across two parts.
        empty: parts of an empty text.
        alone: whether a text of more than one part is refused.

    """

    lacks: str = ""
    adds: str = ""
    escapes: str = ""
    extension: int = 2
    surrogates: int = 2
    gsm7: tuple[int, int] = (160, 153)
    ucs2: tuple[int, int] = (70, 67)
    cuts_escapes: bool = False
    cuts_surrogates: bool = False
    empty: int = 1
    alone: bool = False

    def parts(self, text: str) -> int | None:
        """Count the parts of a text; None where it is refused."""
        extension = EXTENSION | set(self.escapes)
        alphabet = (BASIC | extension | set(self.adds)) - set(self.lacks)
        if alphabet.issuperset(text):
            units = [self.extension if character in extension else 1 for character in text]
            found = filled(units, self.gsm7, cuts=self.cuts_escapes)
        else:
            units = [self.surrogates if ord(character) > 0xFFFF else 1 for character in text]
            found = filled(units, self.ucs2, cuts=self.cuts_surrogates)
        if 0 in units or (self.alone and found > 1):
            return None
        return found if text else self.empty


def filled(units: list[int], limits: tuple[int, int], *, cuts: bool) -> int:
    """Count the parts that characters of so many units each fill."""
    alone, each = limits
    if sum(units) <= alone:
        return 1
    if cuts:
        return ceil(sum(units) / each)
    ends = 0
    for unit in units:
        room = each - ends % each
        ends += unit if unit <= room else room + unit
    return ceil(ends / each)


class Counter(NamedTuple):
    """A package: what it counts, by which rule, and the text that it counts instead of the one it is given.

    `spared` are characters with which it does something that no rule tells; docs/segmentation.md does.
    """

    counts: Callable[[str], int]
    rule: Rule
    rewrites: Callable[[str], str] = str
    spared: str = ""


def _pdubuild(text: str) -> int:
    """Try one alphabet, then the other: it leaves the choice to its caller."""
    try:
        return len(list(pdubuild.build(TO, TO, text, "gsm7")))
    except ValueError:
        return len(list(pdubuild.build(TO, TO, text, "ucs2")))


def _smsify(text: str) -> str:
    """Give the text that it makes of a text; the characters that it drops count nothing."""
    return "".join(character for character in anyascii(text) if SmsMessage(character).length)


# A table that wanders from program to program: a backtick where § is, no form feed, and the escape as a character.
_WANDERING = {"lacks": "§\f", "adds": f"`{ESCAPE}"}

COUNTERS = {
    "aiosmpplib": Counter(lambda text: len(split_sms_udh(text, csms_ref=1)), Rule(extension=1)),
    "pdubuild": Counter(
        _pdubuild,
        Rule(lacks="§" + "".join(EXTENSION), adds=f"`{ESCAPE}", gsm7=(152, 152), ucs2=(67, 67), surrogates=1, empty=0),
    ),
    "pdusms": Counter(lambda text: bool(SMS_SUBMIT.create(TO, TO, text)), Rule(escapes="\xa0", alone=True)),
    "py-smsify": Counter(
        lambda text: SmsMessage(text).segments, Rule(**_WANDERING, gsm7=(160, 160), cuts_escapes=True, empty=0), _smsify
    ),
    "python-gsmmodem-new": Counter(
        lambda text: len(encodeSmsSubmitPdu(TO, text)), Rule(**_WANDERING, surrogates=0), spared="ÿ"
    ),
    "python-messaging": Counter(
        lambda text: len(SmsSubmit(TO, text).to_pdu()), Rule(surrogates=1, cuts_escapes=True), spared=ESCAPE
    ),
    "smpplib": Counter(
        lambda text: len(make_parts(text)[0]), Rule(**_WANDERING, cuts_escapes=True, cuts_surrogates=True)
    ),
    "sms-toolkit": Counter(lambda text: profile_message(text)["num_segments"], Rule(empty=0)),
    "smssafe": Counter(
        lambda text: sanitize(text).segments, Rule(cuts_escapes=True), lambda text: sanitize(text).sanitized
    ),
    "smsutil": Counter(lambda text: len(split(text).parts), Rule(adds=ESCAPE)),
}
