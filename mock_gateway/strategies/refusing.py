"""What a call's requests are refused with: a row's envelope, filled as for a client that sent this or that."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from mock_gateway.contract.answers import earnable
from mock_gateway.dialects.versions import answered
from mock_gateway.dialects.write import printable, refuse
from mock_gateway.rules.judge import FIRST_ITEM, refusal
from mock_gateway.strategies.borders import texts
from mock_gateway.strategies.documents import documents

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

    from mock_gateway.model.wire import Outcome
    from mock_gateway.strategies.forms import Form

LONGEST_VALUE = 40
_BLANK = re.compile(r"\{([A-Za-z]+)\}")


def refused(asked: Form) -> SearchStrategy[Outcome]:
    """Draw a refusal in a form: any row that the call has, with what the client sent where the answer repeats that."""
    rows = [row for row in earnable(asked.call) if asked.has(row)]
    echoed, found = _echoed(asked), st.none() | texts(most=LONGEST_VALUE).map(printable)

    @st.composite
    def drawn(draw: DrawFn) -> Outcome:
        row = draw(st.sampled_from(rows))
        settings = asked.settings(dict(row.in_force))
        document = {**asked.call.sample, **draw(echoed)}
        first = settings.get(FIRST_ITEM, 1)
        verdict = refusal(row, forced=True, first=first if isinstance(first, int) else 1)._replace(value=draw(found))
        outcome = refuse(verdict, asked.call, settings, document)
        if asked.table is None:
            return outcome
        return answered(asked.table, outcome, asked.call.name, verdict, document)

    return drawn()


def _echoed(asked: Form) -> SearchStrategy[dict[str, Any]]:
    """Draw the members of a request that refusals repeat."""
    templates = [asked.call.envelopes, {} if asked.table is None else asked.table.errors]
    members = asked.call.schema.get("properties", {})
    names = sorted({name for name in _BLANK.findall(str(templates)) if name in members})
    drawn = st.fixed_dictionaries({}, optional={name: documents(members[name]) for name in names})
    return drawn.map(lambda document: {name: value for name, value in document.items() if value not in ("", None)})
