"""Say why a request is answered as it is: the rule, the place, the value, what would be met next, the smallest mend."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from mock_gateway.model.rules import TROUBLES, Fact, Unreadable, Verdict
from mock_gateway.rules.facts import FACTS
from mock_gateway.rules.judge import holding

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mock_gateway.model.gateway import Source
    from mock_gateway.state.case import Case


class Explanation(NamedTuple):
    """Why a request is answered as it is.

    Attributes:
        verdict: the row that answers, None where the request is accepted.
        following: the rows that would be met next, were the one before mended.
        mend: the smallest change that the verdict asks for, "" where it is accepted.
        source: where the rule comes from.

    """

    gateway: str
    call: str
    verdict: Verdict | None
    following: tuple[Verdict, ...]
    mend: str
    source: str

    def as_dict(self) -> dict[str, object]:
        """Give the explanation as plain data, for JSON."""
        return {
            "gateway": self.gateway,
            "call": self.call,
            "accepted": self.verdict is None,
            "verdict": None if self.verdict is None else self.verdict.as_dict(),
            "next": [each.as_dict() for each in self.following],
            "mend": self.mend,
            "source": self.source,
        }

    def __repr__(self) -> str:
        return str(self)

    def __str__(self) -> str:
        if self.verdict is None:
            return f"{self.gateway} {self.call}: accepted"
        row = self.verdict.row
        forced = ", forced by a scenario or a test" if self.verdict.forced else ""
        name = f" ({row.name})" if row.name != str(row.code) else ""
        lines = [
            f"{self.gateway} {self.call}: refused with {row.code!r}{name}{forced}",
            f"  rule:   {row.gateway}/rejections.yaml:{row.line}, cause {row.cause}",
        ]
        if self.verdict.place:
            lines.append(f"  place:  {self.verdict.place}")
        if self.verdict.value is not None:
            lines.append(f"  found:  {_short(self.verdict.value)}")
        if self.verdict.limit is not None:
            lines.append(f"  wanted: {_short(self.verdict.limit)}")
        lines.append(f"  source: {self.source} ({row.confidence})")
        lines.append(f"  mend:   {self.mend}")
        lines += [f"  next:   {each.row.code!r} at {each.place or '/'}" for each in self.following]
        return "\n".join(lines)


def explain(case: Case, verdict: Verdict | None = None) -> Explanation:
    """Explain a case; `verdict` is what it was answered with, where that is known."""
    held = holding(case)
    met = verdict if verdict is not None else (held[0] if held else None)
    following = tuple(each for each in held if met is None or each.row is not met.row)
    if met is not None and not met.forced:
        following = tuple(each for each in following if each.row.line > met.row.line)
    return Explanation(
        case.gateway.name,
        case.call.name or case.request.path,
        met,
        following,
        "" if met is None else mend(met),
        "" if met is None else cited(met, case.gateway.sources),
    )


def cited(verdict: Verdict, sources: Mapping[str, Source]) -> str:
    """Name a verdict's source for people."""
    source = sources[verdict.row.source]
    where = f", {source.section}" if source.section else ""
    return f"{source.title}{where}"


def mend(verdict: Verdict) -> str:
    """Say the smallest change after which the row would not hold."""
    if verdict.forced:
        return "nothing: the request did not earn it, it was forced"
    condition = verdict.row.condition
    if isinstance(condition, Fact):
        return FACTS[condition.name].mend
    if isinstance(condition, Unreadable):
        return f"it is unreadable: {TROUBLES[condition.reasons[0]]}"
    return _mend_violation(verdict)


def _mend_violation(verdict: Verdict) -> str:
    place, value, limit = verdict.place or "the document", verdict.value, verdict.limit
    if value is None:
        return f"add {place}"
    if isinstance(limit, list) and isinstance(value, str):
        near = get_close_matches(value, [str(each) for each in limit], n=1)
        wanted = repr(near[0]) if near else f"one of {', '.join(map(repr, limit))}"
        return f"set {place} to {wanted}"
    if isinstance(value, (str, list)) and isinstance(limit, int):
        more = len(value) > limit
        return f"{'shorten' if more else 'lengthen'} {place} from {len(value)} to {limit}"
    if isinstance(limit, (int, float)):
        return f"set {place} to {limit}"
    return f"make {place} fit {limit!r}"


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 100 else f"{text[:97]}…"  # noqa: PLR2004  a line's worth
