"""Say why a request is answered as it is: the rule, the place, the value, what would be met next, the smallest mend."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mock_gateway.rules.judge import holding, judge
from mock_gateway.rules.mend import in_short, mend, wanted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mock_gateway.model.gateway import Source
    from mock_gateway.model.rules import Row, Verdict
    from mock_gateway.state.case import Case, Dropped

DROPPED_SHOWN = 10


class Explanation(NamedTuple):
    """Why a request is answered as it is.

    Attributes:
        verdict: the row that answers, None where the request is accepted.
        following: the rows that would be met next, were the one before mended.
        mend: the smallest change that the verdict asks for, "" where it is accepted.
        source: where the rule comes from.
        dropped: the recipients that single rows took out before the verdict.

    """

    gateway: str
    call: str
    verdict: Verdict | None
    following: tuple[Verdict, ...]
    mend: str
    source: str
    dropped: tuple[Dropped, ...] = ()

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
            "dropped": [{"recipient": _recipient(each), "code": each.row.code} for each in self.dropped],
        }

    def __repr__(self) -> str:
        return str(self)

    def __str__(self) -> str:
        lines = [f"{self.gateway} {self.call}: accepted"] if self.verdict is None else self._refused(self.verdict)
        lines += [f"  dropped: {_recipient(each)!r} ({each.row.code})" for each in self.dropped[:DROPPED_SHOWN]]
        if len(self.dropped) > DROPPED_SHOWN:
            lines.append(f"  dropped: {len(self.dropped) - DROPPED_SHOWN} more")
        lines += [f"  next:   {each.row.code!r} at {each.place or '/'}" for each in self.following]
        return "\n".join(lines)

    def _refused(self, verdict: Verdict) -> list[str]:
        row = verdict.row
        forced = ", forced by a scenario or a test" if verdict.forced else ""
        name = f" ({row.name})" if row.name != str(row.code) else ""
        asked = wanted(verdict)
        return [
            f"{self.gateway} {self.call}: refused with {row.code!r}{name}{forced}",
            f"  rule:   {row.rule}, cause {row.cause}",
            *([f"  place:  {verdict.place}"] if verdict.place else []),
            *([f"  found:  {in_short(repr(verdict.value))}"] if verdict.value is not None else []),
            *([f"  wanted: {in_short(asked)}"] if asked else []),
            f"  source: {self.source} ({row.confidence})",
            f"  mend:   {self.mend}",
        ]


def explain(case: Case, verdict: Verdict | None = None) -> Explanation:
    """Explain a case; `verdict` is what it was answered with, where that is known."""
    held = holding(case)
    met = verdict if verdict is not None else (held[0] if held else None)
    following = tuple(held) if met is None or met.forced else _behind(met, held, case.gateway.rows)
    return Explanation(
        case.gateway.name,
        case.call.name or case.request.path,
        met,
        following,
        "" if met is None else mend(met, case),
        "" if met is None else cited(met, case.gateway.sources),
        judge(case).dropped,
    )


def _behind(met: Verdict, held: list[Verdict], rows: Sequence[Row]) -> tuple[Verdict, ...]:
    """Take what is read after a verdict: the other places of its row, and the rows below."""
    order = {row.key: number for number, row in enumerate(rows)}
    later = {(each.row.code, each.place): each for each in reversed(held) if order[each.row.key] >= order[met.row.key]}
    return tuple(later[said] for said in reversed(later) if said != (met.row.code, met.place))


def cited(verdict: Verdict, sources: Mapping[str, Source]) -> str:
    """Name a verdict's source for people."""
    source = sources[verdict.row.source]
    where = f", {source.section}" if source.section else ""
    return f"{source.title}{where}"


def _recipient(dropped: Dropped) -> object:
    """Name a recipient as the request does."""
    target = dropped.target
    return target.spelling if target.spelling or target.extra is None else target.extra
