"""Texts at the borders: of segments, of alphabets, and of what systems survive."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from mock_gateway.text.segments import EACH, GSM7, SINGLE, UCS2

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hypothesis.strategies import SearchStrategy

EXTENSION = "€"
"""Two septets in GSM-7: an escape, then the character."""
MACRON = "ā"
"""A character of one UCS-2 unit that GSM-7 lacks."""
PAIR = "😀"
"""A character of two UCS-2 units, a surrogate pair."""
MOST_PARTS = 4
PLAIN = ("Hello", "Your code is 123456", "a", "Kia ora", "STOP", "0", "See you at 10:30?")
PASTED = (
    "\u201cquoted\u201d and \u2018so\u2019",
    "an en dash \u2013 and an em dash \u2014",
    "wait\u2026",
    "no\u00a0break",
    "soft\u00adhyphen",
    "zero\u200bwidth",
    "\u2022 one\n\u2022 two",
)
"""What people paste from documents: characters that look like GSM-7's and are not."""
MAORI = ("Tēnā koe", "Ngā mihi o te tau hou Pākehā", "Aotearoa, Whāngārei, Ōtautahi")
"""Te reo Māori, whose macrons GSM-7 lacks."""
MARKS = (
    "e\u0301 is not é",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467 is one family",
    "\U0001f1f3\U0001f1ff",
    "\u202eright to left",
    "שלום עולם",
    "你好\uff0c世界",
    "Привет",
)
"""Combining marks, joined emoji, other directions and scripts."""
CONTROLS = ("one\r\ntwo", "one\ntwo", "tab\there", "\ufeffwith a mark", "form\x0cfeed", "  spaces  ", "a\u2028b")
REFUSED_BY_SOME = ("nul\x00inside", "\x1b[31mred", "\x07")
MARKUP = ('<b>bold</b> & "quoted"', "{message} %s {0}", "a=b&c=d", "100% + 1", "'; DROP TABLE sms; --", "\\u0041")
"""What templates, forms and databases trip over."""


@lru_cache(maxsize=1)
def edges() -> Sequence[str]:
    """List texts worth trying, the simplest first: any of them may be in an SMS."""
    return tuple(
        dict.fromkeys((*PLAIN, *_runs(), *_borders(), *PASTED, *MAORI, *MARKS, *CONTROLS, *MARKUP, *REFUSED_BY_SOME))
    )


def limits(encoding: str) -> Sequence[int]:
    """Give the most units of a text of one part, of two parts, and so on."""
    return (SINGLE[encoding], *(EACH[encoding] * parts for parts in range(2, MOST_PARTS + 1)))


def texts(*, least: int = 0, most: int | None = None) -> SearchStrategy[str]:
    """Draw texts aimed at borders: lengths around each segment limit in both alphabets, and characters that surprise.

    Args:
        least: characters that a text has at the least.
        most: characters that it has at the most, None for no limit.

    """
    from hypothesis import strategies as st  # noqa: PLC0415  loaded only where Hypothesis draws

    fitting = [each for each in edges() if least <= len(each) and (most is None or len(each) <= most)]
    anything = st.text(st.characters(exclude_categories=["Cs"]), min_size=least, max_size=most)
    return st.sampled_from(fitting) | anything if fitting else anything


def _runs() -> Iterator[str]:
    """Give texts of one character, one unit short of each limit, at it, and one beyond."""
    for encoding, character in ((GSM7, "a"), (UCS2, MACRON)):
        for limit in limits(encoding):
            yield from (character * (limit + step) for step in (-1, 0, 1))


def _borders() -> Iterator[str]:
    """Give texts with a character of two units before, on and after the border between two parts."""
    for encoding, one, two in ((GSM7, "a", EXTENSION), (UCS2, MACRON, PAIR)):
        for limit in limits(encoding):
            yield from (one * (limit - before) + two for before in (2, 1, 0))
            yield one * (EACH[encoding] - 1) + two + one * (limit - EACH[encoding])
        yield from (two * (limit // 2) for limit in limits(encoding))
